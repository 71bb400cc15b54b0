//! JSON Lines: one object a line.
//!
//! Lines end with `\n`; a `\r` before it is white space to JSON. Files of old systems that have `\r` alone are
//! read, too. A byte order mark at the very start is kept and passed over. Blank lines are kept and are no documents.

use super::split::{LineEnds, Splitter, line_end};
use super::{Layout, Row, Setup, copy_but};
use crate::corpus::batch::Batch;
use crate::corpus::desk::{Desk, Judged};
use crate::corpus::json;
use crate::corpus::problem::Cause;
use crate::corpus::records::{Records, Value};
use memchr::{memchr, memrchr};

const BOM: &[u8] = b"\xEF\xBB\xBF";

pub(super) struct Jsonl {
    fields: Vec<String>,
    longest: usize,
    end: u8,
}

impl Jsonl {
    pub(super) fn new(head: &[u8], setup: &Setup) -> Self {
        Self { fields: setup.fields.clone(), longest: setup.longest, end: line_end(head) }
    }

    /// The texts of a record, in the order in which they stand there.
    fn values(&self, text: &str) -> Result<Vec<Value>, Cause> {
        let mut values = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let found = json::string(text, field)?;
            let says = match found.text {
                std::borrow::Cow::Borrowed(_) => None,
                std::borrow::Cow::Owned(text) => Some(text),
            };
            values.push(Value { span: found.span, text: says });
        }
        values.sort_by_key(|value| value.span.start);
        Ok(values)
    }
}

impl Layout for Jsonl {
    fn splitter(&self) -> Splitter {
        Splitter::new(Box::new(LineEnds { end: self.end, takes_a_part: false }), self.longest)
    }

    fn records<'b>(&self, batch: &'b Batch, desk: &mut Desk<'_>) -> Result<Records<'b>, Cause> {
        let mut records = Records::new(&batch.bytes);
        for (line, record) in lines(&batch.bytes, batch.cut.line, self.end) {
            let at = record.as_ptr() as usize - batch.bytes.as_ptr() as usize;
            let span = at..at + record.len();
            let Some(source) = records.read(batch, span.clone(), line, desk) else { continue };
            match self.values(&source.text) {
                Ok(values) => records.push(span, Some(line), source, values),
                // Its text cannot be cleaned, but all of it can be written in another format.
                Err(
                    cause @ (Cause::FieldMissing { .. }
                    | Cause::FieldNotString { .. }
                    | Cause::LoneSurrogate(_)),
                ) if desk.leaves_out => {
                    desk.problem(Some(line), cause);
                    records.push_untouched(span, line, source);
                }
                // Not before its JSON is known to be good is a record written in another encoding than it came in.
                Err(cause) => desk.problem(Some(line), cause),
            }
        }
        Ok(records)
    }

    fn write(&self, source: &str, values: &[Value], judged: &[Judged], out: &mut Vec<u8>) {
        copy_but(source, values, judged, out, |value, judged, out| {
            let raw = &source[value.span.clone()];
            json::splice(raw, judged.edits.as_slice(), json::Style::of(source, raw), out);
        });
        // The last brace of what was written closes the record.
        let fields = judged.iter().map(|judged| judged.fields.as_str()).find(|fields| !fields.is_empty());
        if let (Some(fields), Some(end)) = (fields, memrchr(b'}', out)) {
            let close = out.split_off(end);
            out.extend_from_slice(fields.as_bytes());
            out.extend_from_slice(&close);
        }
    }

    fn object(&self, row: Row<'_>, out: &mut Vec<u8>) {
        self.write(row.source, row.values, row.judged, out);
        out.truncate(out.trim_ascii_end().len());
    }

    fn columns(&self, head: &[u8]) -> Result<Vec<String>, Cause> {
        let Some((_, first)) = lines(head, 1, self.end).next() else { return Ok(Vec::new()) };
        Ok(json::members(first)?.into_iter().map(|(name, _)| name).collect())
    }

    fn id(&self, source: &str) -> Option<String> {
        json::id(source)
    }
}

/// Whether the first line that is not blank looks like a record.
pub(super) fn begins(head: &[u8]) -> bool {
    let start = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
    let Some(inside) = start.strip_prefix(b"{") else { return false };
    if !matches!(inside.trim_ascii_start().first(), Some(b'"' | b'}')) {
        return false;
    }
    // An object spread over lines is JSON but not JSON Lines.
    memchr(line_end(start), start).is_none_or(|end| start[..end].trim_ascii_end().ends_with(b"}"))
}

/// The lines of a batch with their numbers, blank ones left out, without the byte order mark.
fn lines(bytes: &[u8], first: u64, end: u8) -> impl Iterator<Item = (u64, &[u8])> {
    let start = if first == 1 && bytes.starts_with(BOM) { BOM.len() } else { 0 };
    let mut rest = &bytes[start..];
    let mut line = first;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = memchr(end, rest).map_or(rest.len(), |end| end + 1);
            let (record, after) = rest.split_at(end);
            rest = after;
            line += 1;
            if !record.trim_ascii_start().is_empty() {
                return Some((line - 1, record));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_have_line_numbers() {
        let found: Vec<_> = lines(b"\xEF\xBB\xBF{}\r\n\n \r\n[]\n\nx", 1, b'\n').collect();
        assert_eq!(found, [(1, &b"{}\r\n"[..]), (4, b"[]\n"), (6, b"x")]);
    }

    #[test]
    fn json_lines_are_told_from_text() {
        for yes in
            ["{\"a\":1}", "\u{FEFF}\n {\"a\":1}\r\n", "{ \"long", "{}\nwhatever", "{\"a\":1}\r{\"a\":2}\r"]
        {
            assert!(begins(yes.as_bytes()), "{yes:?}");
        }
        for no in ["", "text", "{placeholder}", "{\n\"a\":1}", "[1]", "{\"a\":\n1}"] {
            assert!(!begins(no.as_bytes()), "{no:?}");
        }
    }
}
