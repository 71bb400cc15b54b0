//! Pairs of texts as rows.

use super::columns::{Cells, Place, Row, odd};
use crate::damage::{Kind, Pair, Span};
use std::io;

impl Row for Pair {
    const LABEL: &'static str = "kind";
    const BYTES: bool = false;

    fn cells(&self) -> Cells<'_> {
        let place = |span: &Span| Place {
            ends: [span.start, span.end, span.original_start, span.original_end],
            label: Some(span.kind.name().into()),
        };
        Cells {
            id: &self.id,
            damaged: self.damaged.as_bytes(),
            original: &self.original,
            kinds: self.kinds.iter().map(String::as_str).collect(),
            spans: self.spans.iter().map(place).collect(),
        }
    }

    fn from_cells(cells: Cells<'_>) -> io::Result<Self> {
        let damaged =
            str::from_utf8(cells.damaged).map_err(|e| odd(format!("damaged text that is no UTF-8: {e}")))?;
        let span = |place: &Place<'_>| {
            let [start, end, original_start, original_end] = place.ends;
            let name = place.label.as_deref().unwrap_or_default();
            let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
            let kind = kind.ok_or_else(|| odd(format!("no kind of damage is called {name:?}")))?;
            Ok(Span { start, end, original_start, original_end, kind })
        };
        Ok(Self {
            id: cells.id.to_owned(),
            damaged: damaged.to_owned(),
            original: cells.original.to_owned(),
            kinds: cells.kinds.into_iter().map(str::to_owned).collect(),
            spans: cells.spans.iter().map(span).collect::<io::Result<_>>()?,
        })
    }
}
