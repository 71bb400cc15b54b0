//! WARC (ISO 28500), and what Common Crawl makes of it: WET and WAT.
//!
//! A record is a head, its length in bytes among the fields of the head, and a block of that length. The reader is
//! our own: it must say where things stand, so that records that are not repaired stay byte for byte.
//!
//! Texts are the blocks of `text/plain` records (those of WET files) and the bodies of HTTP responses that are plain
//! text, not packed and not in chunks. All other records, pages in HTML among them, are counted and passed over.

use super::split::{Boundary, Splitter};
use super::{Layout, Row, Setup, heads};
use crate::corpus::batch::Batch;
use crate::corpus::desk::{Desk, Judged};
use crate::corpus::problem::Cause;
use crate::corpus::records::{Records, Source, Value};
use crate::decode::Encoding;
use memchr::memmem;
use std::ops::Range;

/// What every record begins with.
const MAGIC: &[u8] = b"WARC/";
/// Records end with two line ends behind the block.
const TAIL: usize = 4;
/// Longer heads are none.
const LONGEST_HEAD: usize = 1 << 20;

pub(super) fn begins(head: &[u8]) -> bool {
    matches!(head, [b'W', b'A', b'R', b'C', b'/', b'0' | b'1', b'.', ..])
}

pub(super) struct Warc {
    longest: usize,
}

impl Warc {
    pub(super) fn new(setup: &Setup) -> Self {
        Self { longest: setup.longest }
    }
}

/// A record's parts.
struct Parts {
    /// Behind the blank line.
    head: usize,
    block: usize,
    end: usize,
}

/// The parts of the record these bytes begin with. Nothing when its head is not whole.
///
/// # Errors
/// When it is no record.
fn parts(bytes: &[u8]) -> Result<Option<Parts>, ()> {
    let known = bytes.len().min(MAGIC.len());
    if bytes[..known] != MAGIC[..known] {
        return Err(());
    }
    let Some(head) = head_end(bytes) else {
        return if bytes.len() > LONGEST_HEAD { Err(()) } else { Ok(None) };
    };
    let length =
        field(&bytes[..head], b"content-length").and_then(|value| value.parse::<usize>().ok()).ok_or(())?;
    let block = head.checked_add(length).ok_or(())?;
    Ok(Some(Parts { head, block, end: block.checked_add(TAIL).ok_or(())? }))
}

/// Behind the blank line that ends a head.
fn head_end(bytes: &[u8]) -> Option<usize> {
    let strict = memmem::find(bytes, b"\r\n\r\n").map(|at| at + 4);
    let loose = memmem::find(&bytes[..strict.unwrap_or(bytes.len())], b"\n\n").map(|at| at + 2);
    loose.or(strict)
}

/// The value of a field of a head.
fn field<'h>(head: &'h [u8], name: &[u8]) -> Option<&'h str> {
    let span = field_line(head, name)?;
    let line = &head[span];
    std::str::from_utf8(&line[name.len() + 1..]).ok().map(str::trim)
}

/// The line of a field of a head, with its end.
pub(super) fn field_line(head: &[u8], name: &[u8]) -> Option<Range<usize>> {
    let mut at = 0;
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        let is = line.len() > name.len()
            && line[name.len()] == b':'
            && line[..name.len()].eq_ignore_ascii_case(name);
        if is {
            return Some(at..at + line.len());
        }
        at += line.len();
    }
    None
}

/// Where the text of a record is, and in which encoding it says it is.
struct Text {
    span: Range<usize>,
    charset: Option<Encoding>,
}

/// Finds the text of a record, or says what it is instead.
fn text(bytes: &[u8], parts: &Parts) -> Result<Text, &'static str> {
    let head = &bytes[..parts.head];
    let kind = field(head, b"warc-type").unwrap_or_default().to_ascii_lowercase();
    let block = parts.head..parts.block.min(bytes.len());
    let content = field(head, b"content-type").unwrap_or_default().to_ascii_lowercase();
    if kind == "conversion" || kind == "resource" {
        let charset = charset(&content);
        return if content.starts_with("text/plain") {
            Ok(Text { span: block, charset })
        } else {
            Err(other(&content))
        };
    }
    if kind != "response" {
        return Err("not pages");
    }
    let http = &bytes[block.clone()];
    let body = head_end(http).ok_or("responses without a body")?;
    let packed = field(&http[..body], b"content-encoding")
        .is_some_and(|value| !value.eq_ignore_ascii_case("identity"));
    if packed
        || field(&http[..body], b"transfer-encoding")
            .is_some_and(|value| !value.eq_ignore_ascii_case("identity"))
    {
        return Err("responses that are packed or in chunks");
    }
    let content = field(&http[..body], b"content-type").unwrap_or_default().to_ascii_lowercase();
    let span = block.start + body..block.end;
    if content.starts_with("text/plain") {
        Ok(Text { span, charset: charset(&content) })
    } else {
        Err(other(&content))
    }
}

fn other(content: &str) -> &'static str {
    if content.contains("html") { "pages in HTML" } else { "not text" }
}

/// The encoding that a content type declares.
fn charset(content: &str) -> Option<Encoding> {
    let value = content.split(';').find_map(|part| part.trim().strip_prefix("charset="))?;
    Encoding::find(value.trim_matches(['"', '\'', ' ']))
}

impl Layout for Warc {
    fn splitter(&self) -> Splitter {
        Splitter::new(Box::new(Ends { left: 0 }), self.longest)
    }

    fn records<'b>(&self, batch: &'b Batch, desk: &mut Desk<'_>) -> Result<Records<'b>, Cause> {
        let mut records = Records::default();
        let (mut at, mut line) = (0, batch.cut.line);
        while at < batch.bytes.len() {
            let bytes = &batch.bytes[at..];
            let parts = match parts(bytes) {
                Ok(Some(parts)) if parts.block <= bytes.len() => parts,
                _ => {
                    desk.problem(Some(line), Cause::NotWarc);
                    break;
                }
            };
            let end = parts.end.min(bytes.len());
            let first = line;
            line += crate::corpus::desk::count_lines(&bytes[..end]);
            let span = at..at + end;
            at += end;
            let found = match text(bytes, &parts) {
                Ok(found) if !found.span.is_empty() => found,
                Ok(_) => continue,
                Err(what) => {
                    if what != "not pages" {
                        desk.found.tally.passed_over(what, 1);
                    }
                    continue;
                }
            };
            // Heads are ASCII but for names of pages, which are no text of ours.
            let Ok(before) = std::str::from_utf8(&bytes[..found.span.start]) else {
                desk.found.tally.passed_over("not text", 1);
                continue;
            };
            let Some(decoded) = desk.declared(first, &bytes[found.span.clone()], found.charset) else {
                continue;
            };
            if decoded.binary().is_some() {
                desk.found.tally.passed_over("not text", 1);
                continue;
            }
            let same = decoded.text.as_bytes() == &bytes[found.span.clone()];
            let text = format!("{before}{}", decoded.text);
            let values = [Value { span: before.len()..text.len(), text: None }];
            let source = Source { text: text.into(), decoded: (!same).then_some(decoded) };
            records.push(span, Some(first), source, values);
        }
        Ok(records)
    }

    fn write(&self, source: &str, values: &[Value], judged: &[Judged], out: &mut Vec<u8>) {
        let Some(value) = values.first() else { return };
        let changed = judged.first().and_then(|judged| judged.text.as_deref());
        let text = changed.unwrap_or(&source[value.span.clone()]);
        let bytes = source.as_bytes();
        let head_end = head_end(bytes).unwrap_or(value.span.start);
        // What stands in front of a body, the head of an HTTP response, is part of the block.
        let http = heads::http(&bytes[head_end..value.span.start], text.as_bytes());
        heads::warc(&bytes[..head_end], &[&http, text.as_bytes()], text.as_bytes(), out);
        out.extend_from_slice(&http);
        out.extend_from_slice(text.as_bytes());
        out.extend_from_slice(b"\r\n\r\n");
    }

    fn object(&self, row: Row<'_>, out: &mut Vec<u8>) {
        let head = row.source.as_bytes();
        let id = self.id(row.source).unwrap_or_else(|| row.place());
        let [url, date] =
            [&b"warc-target-uri"[..], b"warc-date"].map(|name| field(head, name).unwrap_or_default());
        row.write([("id", &id[..]), ("url", url), ("date", date), ("text", row.says(0))], out);
    }

    fn columns(&self, _head: &[u8]) -> Result<Vec<String>, Cause> {
        Ok(["id", "url", "date", "text"].map(str::to_owned).to_vec())
    }

    fn id(&self, source: &str) -> Option<String> {
        field(source.as_bytes(), b"warc-record-id").map(|id| id.trim_matches(['<', '>']).to_owned())
    }

    /// A record can be read alone if it is packed alone, which readers of these files count on.
    fn packed_alone(&self, bytes: &[u8]) -> usize {
        match parts(bytes) {
            Ok(Some(parts)) => parts.end,
            _ => bytes.len(),
        }
    }
}

/// Finds the ends of records.
struct Ends {
    /// Bytes of a record that is too long, still to come.
    left: usize,
}

impl Boundary for Ends {
    fn last(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut last = 0;
        while last < bytes.len() {
            match parts(&bytes[last..]) {
                Ok(Some(parts)) if parts.end <= bytes.len() - last => last += parts.end,
                Ok(_) => break,
                // Told when it is read; here it only must not be waited for.
                Err(()) => return Some(bytes.len()),
            }
        }
        (last > 0).then_some(last)
    }

    fn pass(&mut self, bytes: &[u8], fresh: bool) -> Option<usize> {
        if fresh {
            self.left = match parts(bytes) {
                Ok(Some(parts)) => parts.end,
                _ => usize::MAX,
            };
        }
        let passed = self.left.min(bytes.len());
        self.left -= passed;
        (self.left == 0).then_some(passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, content: &str, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {content}\r\n\
             WARC-Block-Digest: sha1:AAAA\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    #[test]
    fn records_end_where_they_say() {
        let one = record("conversion", "text/plain", "a\r\n\r\nWARC/1.0\r\n");
        let two = format!("{one}{one}");
        assert_eq!(Ends { left: 0 }.last(two.as_bytes()), Some(two.len()));
        assert_eq!(Ends { left: 0 }.last(&two.as_bytes()[..two.len() - 1]), Some(one.len()));
        assert_eq!(Ends { left: 0 }.last(&one.as_bytes()[..20]), None);
        let mut ends = Ends { left: 0 };
        let cut = one.len() - 10;
        assert_eq!(ends.pass(&two.as_bytes()[..cut], true), None);
        assert_eq!(ends.pass(&two.as_bytes()[cut..], false), Some(10));
    }

    #[test]
    fn a_changed_record_has_another_length_and_digest() {
        let http = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
        let source = record("response", "application/http; msgtype=response", &format!("{http}body"));
        let found = parts(source.as_bytes()).unwrap().unwrap();
        let text = text(source.as_bytes(), &found).unwrap_or_else(|what| panic!("{what}"));
        assert_eq!((&source[text.span.clone()], text.charset), ("body", Some(Encoding::UTF_8)));
        let mut out = Vec::new();
        let warc = Warc { longest: 100 };
        warc.write(&source[..text.span.end], &[Value { span: text.span, text: None }], &[], &mut out);
        let expected = source.replace("sha1:AAAA", "sha1:AQJHGS5IJUF7WMCIZ3PW6RRUCY3RKZRF");
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        assert_eq!(warc.id(&source).as_deref(), Some("urn:uuid:1"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (kind, content, block, what) in [
            ("conversion", "application/json", "{}", "not text"),
            ("response", "x", "HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n<p>", "pages in HTML"),
            (
                "response",
                "x",
                "HTTP/1.1 200\r\nContent-Encoding: gzip\r\n\r\nx",
                "responses that are packed or in chunks",
            ),
            ("request", "x", "GET /", "not pages"),
        ] {
            let source = record(kind, content, block);
            let found = parts(source.as_bytes()).unwrap().unwrap();
            assert_eq!(text(source.as_bytes(), &found).err(), Some(what));
        }
    }
}
