//! A file that is one document.

use super::split::{Boundary, Splitter};
use super::{Layout, Row, Setup, copy_but};
use crate::corpus::batch::Batch;
use crate::corpus::desk::{Desk, Judged};
use crate::corpus::problem::Cause;
use crate::corpus::records::{Records, Source, Value};
use std::borrow::Cow;

pub(super) struct Whole {
    longest: usize,
}

impl Whole {
    pub(super) fn new(setup: &Setup) -> Self {
        Self { longest: setup.longest }
    }
}

impl Layout for Whole {
    fn splitter(&self) -> Splitter {
        Splitter::new(Box::new(Pieces { unit: 0 }), self.longest)
    }

    fn records<'b>(&self, batch: &'b Batch, desk: &mut Desk<'_>) -> Result<Records<'b>, Cause> {
        let decoded = crate::corpus::desk::guarded(|| desk.decoder().decode(&batch.bytes))
            .ok_or(Cause::DefectInFile)?;
        // Only the beginning of a file tells what it is.
        if let Some(controls) = decoded.binary()
            && batch.cut.offset == 0
        {
            return Err(Cause::NotText(controls));
        }
        let span = 0..batch.bytes.len();
        let whole = Value { span: 0..decoded.text.len(), text: None };
        let mut records = Records::default();
        let source = match &decoded.text {
            Cow::Borrowed(text) => {
                records.text = Some(text);
                Source { text: Cow::Borrowed(*text), decoded: None }
            }
            Cow::Owned(text) => Source { text: Cow::Owned(text.clone()), decoded: Some(decoded) },
        };
        records.push(span, None, source, [whole]);
        Ok(records)
    }

    fn object(&self, row: Row<'_>, out: &mut Vec<u8>) {
        row.write([("id", &row.place()[..]), ("text", row.says(0))], out);
    }

    fn columns(&self, _head: &[u8]) -> Result<Vec<String>, Cause> {
        Ok(["id", "text"].map(str::to_owned).to_vec())
    }

    fn write(&self, source: &str, values: &[Value], judged: &[Judged], out: &mut Vec<u8>) {
        copy_but(source, values, judged, out, |_, judged, out| {
            out.extend_from_slice(judged.text.as_deref().unwrap_or_default().as_bytes());
        });
    }
}

/// The whole file, or pieces of it that end with a line.
struct Pieces {
    /// Bytes of a character of the line end: 1, or those of UTF-16 and UTF-32; 0 before the beginning was seen.
    unit: usize,
}

impl Boundary for Pieces {
    fn last(&mut self, _bytes: &[u8]) -> Option<usize> {
        None
    }

    fn piece(&mut self, bytes: &[u8]) -> Option<usize> {
        if self.unit == 0 {
            self.unit = match bytes {
                [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => 4,
                [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => 2,
                _ => 1,
            };
        }
        // Only a first piece has the mark that says what follows: such a file passes as it is.
        if self.unit > 1 {
            return None;
        }
        let end = memchr::memrchr(b'\n', bytes).or_else(|| memchr::memrchr(b'\r', bytes));
        end.map(|end| end + 1)
    }

    fn pass(&mut self, bytes: &[u8], _fresh: bool) -> Option<usize> {
        if self.unit > 1 {
            return None;
        }
        memchr::memchr2(b'\n', b'\r', bytes).map(|end| end + 1)
    }

    fn takes_a_part(&self) -> bool {
        true
    }
}
