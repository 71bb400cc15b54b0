//! Pairs of bytes and text as rows: `damaged` is binary, a span has its encoding, or none for a stray byte.

use super::columns::{Cells, Place, Row, odd};
use crate::damage::bytes::{BytesPair, BytesSpan};
use crate::damage::encoding::Charset;
use std::io;

impl Row for BytesPair {
    const LABEL: &'static str = "encoding";
    const BYTES: bool = true;

    fn cells(&self) -> Cells<'_> {
        let place = |span: &BytesSpan| Place {
            ends: [span.start, span.end, span.original_start, span.original_end],
            label: span.encoding.map(|charset| charset.name().into()),
        };
        Cells {
            id: &self.id,
            damaged: &self.damaged,
            original: &self.original,
            kinds: self.kinds.iter().map(String::as_str).collect(),
            spans: self.spans.iter().map(place).collect(),
        }
    }

    fn from_cells(cells: Cells<'_>) -> io::Result<Self> {
        let span = |place: &Place<'_>| {
            let [start, end, original_start, original_end] = place.ends;
            let find = |name: &str| {
                Charset::find(name).ok_or_else(|| odd(format!("no encoding is called {name:?}")))
            };
            let encoding = place.label.as_deref().map(find).transpose()?;
            Ok(BytesSpan { start, end, original_start, original_end, encoding })
        };
        Ok(Self {
            id: cells.id.to_owned(),
            damaged: cells.damaged.to_owned(),
            original: cells.original.to_owned(),
            kinds: cells.kinds.into_iter().map(str::to_owned).collect(),
            spans: cells.spans.iter().map(span).collect::<io::Result<_>>()?,
        })
    }
}
