//! JSON Lines: one object a line.
//!
//! Lines end with `\n`; a `\r` before it is white space to JSON. A byte order mark at the very start is
//! kept and passed over. Blank lines are kept and are no documents.

use crate::corpus::desk::{Desk, count_lines};
use crate::corpus::json;
use memchr::{memchr, memrchr};
use std::borrow::Cow;
use std::io::{self, Read};

/// Large enough that handing a batch over costs nothing beside cleaning it, small enough to stay in the
/// cache from reading to writing.
const BATCH: usize = 512 << 10;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Batches of whole lines.
#[derive(Default)]
pub(in crate::corpus) struct Lines {
    /// The beginning of a line whose end has not been read.
    carry: Vec<u8>,
    lines: u64,
    ended: bool,
}

impl Lines {
    pub(super) fn next(&mut self, from: &mut dyn Read, into: &mut Vec<u8>) -> io::Result<Option<u64>> {
        into.append(&mut self.carry);
        let mut want = BATCH;
        while !self.ended {
            let searched = into.len();
            into.reserve(want);
            let read = Read::take(&mut *from, want as u64).read_to_end(into)?;
            self.ended = read < want;
            if let Some(end) = memrchr(b'\n', &into[searched..])
                && !self.ended
            {
                self.carry.extend_from_slice(&into[searched + end + 1..]);
                into.truncate(searched + end + 1);
                break;
            }
            // A line longer than a batch: read on in growing steps.
            want = into.len().max(BATCH);
        }
        if into.is_empty() {
            return Ok(None);
        }
        let line = self.lines + 1;
        self.lines += count_lines(into);
        Ok(Some(line))
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
    memchr(b'\n', start).is_none_or(|end| start[..end].trim_ascii_end().ends_with(b"}"))
}

/// The lines of a batch with their numbers, blank ones left out, without the byte order mark.
pub(in crate::corpus) fn records(bytes: &[u8], first: u64) -> impl Iterator<Item = (u64, &[u8])> {
    let start = if first == 1 && bytes.starts_with(BOM) { BOM.len() } else { 0 };
    let mut rest = &bytes[start..];
    let mut line = first;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
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

pub(super) fn clean(bytes: &[u8], first: u64, desk: &mut Desk<'_>) -> Option<Vec<u8>> {
    let mut output = None;
    let mut copied = 0;
    // One check of the whole batch is cheaper than one of each line; a batch that fails it is rare.
    let valid = simdutf8::basic::from_utf8(bytes).ok();
    for (line, record) in records(bytes, first) {
        let at = record.as_ptr() as usize - bytes.as_ptr() as usize;
        let decoded = if valid.is_some() { None } else { desk.decode(line, record) };
        let record_text = match (valid, &decoded) {
            (Some(text), _) => Cow::Borrowed(&text[at..at + record.len()]),
            (None, Some(decoded)) => decoded.as_json(),
            (None, None) => continue,
        };
        let text = &*record_text;
        let value = match json::string(text, desk.field()) {
            Ok(value) => value,
            Err(cause) => {
                desk.problem(Some(line), cause);
                continue;
            }
        };
        let is_utf8 = text.as_bytes() == record;
        if let Some(decoded) = decoded.as_ref().filter(|_| !is_utf8) {
            desk.decoded(line, decoded, || json::id(text));
        }
        let cleaned = desk.record(line, &value.text, || json::id(text));
        if cleaned.is_none() && is_utf8 {
            continue;
        }
        let output = output.get_or_insert_with(|| Vec::with_capacity(bytes.len()));
        output.extend_from_slice(&bytes[copied..at]);
        output.extend_from_slice(&text.as_bytes()[..value.span.start]);
        let raw = &text[value.span.clone()];
        let edits = cleaned.as_ref().map_or(&[][..], |cleaned| cleaned.edits.as_slice());
        json::splice(raw, edits, json::Style::of(text, raw), output);
        output.extend_from_slice(&text.as_bytes()[value.span.end..]);
        copied = at + record.len();
    }
    if let Some(output) = &mut output {
        output.extend_from_slice(&bytes[copied..]);
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batches(input: &[u8]) -> Vec<(u64, Vec<u8>)> {
        let mut from = input;
        let mut lines = Lines::default();
        let mut all = Vec::new();
        loop {
            let mut into = Vec::new();
            match lines.next(&mut from, &mut into).unwrap() {
                Some(line) => all.push((line, into)),
                None => return all,
            }
        }
    }

    #[test]
    fn batches_are_whole_lines_and_nothing_is_lost() {
        let mut input = Vec::new();
        for length in [10, BATCH - 5, 3 * BATCH, 0, BATCH, 7] {
            input.extend(std::iter::repeat_n(b'x', length));
            input.push(b'\n');
        }
        for tail in ["", "no line end"] {
            let mut input = input.clone();
            input.extend(tail.bytes());
            let batches = batches(&input);
            assert!(batches.len() > 2);
            let mut joined = Vec::new();
            for (line, batch) in batches {
                assert_eq!(line, count_lines(&joined) + 1);
                joined.extend(batch);
                assert!(joined.ends_with(b"\n") || joined.len() == input.len());
            }
            assert!(joined == input);
        }
        assert!(batches(b"").is_empty());
    }

    #[test]
    fn records_have_line_numbers() {
        let found: Vec<_> = records(b"\xEF\xBB\xBF{}\r\n\n \r\n[]\n\nx", 1).collect();
        assert_eq!(found, [(1, &b"{}\r\n"[..]), (4, b"[]\n"), (6, b"x")]);
    }

    #[test]
    fn json_lines_are_told_from_text() {
        for yes in ["{\"a\":1}", "\u{FEFF}\n {\"a\":1}\r\n", "{ \"long", "{}\nwhatever"] {
            assert!(begins(yes.as_bytes()), "{yes:?}");
        }
        for no in ["", "text", "{placeholder}", "{\n\"a\":1}", "[1]", "{\"a\":\n1}"] {
            assert!(!begins(no.as_bytes()), "{no:?}");
        }
    }
}
