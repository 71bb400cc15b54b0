//! A text file whose lines are documents.

use super::split::{LineEnds, Splitter, line_end};
use super::{Layout, Row, Setup, copy_but};
use crate::corpus::batch::Batch;
use crate::corpus::desk::{Desk, Judged};
use crate::corpus::problem::Cause;
use crate::corpus::records::{Records, Value};

pub(super) struct Lines {
    longest: usize,
    /// `\n`, or `\r` in files that have no other.
    end: u8,
}

impl Lines {
    pub(super) fn new(head: &[u8], setup: &Setup) -> Result<Self, Cause> {
        if matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 0, 0xFE, 0xFF, ..]) {
            return Err(Cause::Unsupported {
                what: "a text of UTF-16 or UTF-32, which cannot be split into lines as bytes",
                advice: "clean it as a whole, without `--unit line`",
            });
        }
        Ok(Self { longest: setup.longest, end: line_end(head) })
    }
}

impl Layout for Lines {
    fn splitter(&self) -> Splitter {
        Splitter::new(Box::new(LineEnds { end: self.end, takes_a_part: true }), self.longest)
    }

    fn records<'b>(&self, batch: &'b Batch, desk: &mut Desk<'_>) -> Result<Records<'b>, Cause> {
        let mut records = Records::new(&batch.bytes);
        let (mut at, mut line) = (0, batch.cut.line);
        while at < batch.bytes.len() {
            let end =
                memchr::memchr(self.end, &batch.bytes[at..]).map_or(batch.bytes.len(), |end| at + end + 1);
            let span = at..end;
            at = end;
            line += 1;
            if batch.bytes[span.clone()].trim_ascii().is_empty() {
                continue;
            }
            if let Some(source) = records.read(batch, span.clone(), line - 1, desk) {
                let text = source.text.trim_end_matches(['\r', '\n']).len();
                records.push(span, Some(line - 1), source, [Value { span: 0..text, text: None }]);
            }
        }
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
