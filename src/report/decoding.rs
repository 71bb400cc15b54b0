//! How bytes were decoded, in the log of edits: one JSON object a line.

use crate::decode::{Decoded, UndecodableKind};
use serde::Serialize;
use std::borrow::Cow;

/// A part of a document in one encoding, or bytes of it that are no character, as a log of edits keeps them.
///
/// Only documents that are not UTF-8 as they came have such entries. Offsets are in bytes of what was read: of the
/// file, unpacked, or of the record's line in a JSONL file.
///
/// ```
/// use mojimend::{decode::Decoder, report::LoggedBytes};
/// let decoded = Decoder::new().decode(b"\xD6\xD0\xCE\xC4\xB7\xA2\xD5\xB9\xBD\xF8\xD0");
/// let mut log = Vec::new();
/// LoggedBytes::write_all("page-7", "page.txt", 1, &decoded, &mut log);
/// let entries: Vec<serde_json::Value> =
///     log.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
/// assert_eq!((&entries[0]["encoding"], &entries[0]["input_end"]), (&"GBK".into(), &11.into()));
/// assert_eq!((&entries[1]["bytes"], &entries[1]["rule"]), (&"D0".into(), &"B102".into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LoggedBytes<'a> {
    /// The document: its `id`, or else file and line, or the file.
    pub document: &'a str,
    /// The file, as the user named it.
    pub file: &'a str,
    /// The line of the file that the document begins on, from 1.
    pub line: u64,
    /// First byte of the input.
    pub input_start: usize,
    /// The byte after the last one.
    pub input_end: usize,
    /// The encoding, of a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<&'a str>,
    /// The bytes in hexadecimal digits, of what is no character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Cow<'a, str>>,
    /// Code of the rule, of what is no character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'a str>,
    /// From 0 to 1.
    pub confidence: f32,
}

impl<'a> LoggedBytes<'a> {
    /// Appends the entries of a document, a line each: its parts, then the bytes that are no character. Nothing for
    /// a document in UTF-8.
    pub fn write_all(document: &'a str, file: &'a str, line: u64, decoded: &Decoded<'_>, out: &mut Vec<u8>) {
        if matches!(decoded.text, Cow::Borrowed(_)) {
            return;
        }
        for segment in decoded.segments() {
            let entry = LoggedBytes {
                document,
                file,
                line,
                input_start: segment.input.start,
                input_end: segment.input.end,
                encoding: Some(segment.encoding.name()),
                bytes: None,
                rule: None,
                confidence: segment.confidence,
            };
            entry.write(out);
        }
        for bad in &decoded.undecodable {
            let rule = match bad.kind {
                UndecodableKind::Garbage => crate::rule::UNDECODABLE_BYTES.code,
                UndecodableKind::Truncated => crate::rule::TRUNCATED_CHARACTER.code,
            };
            let entry = LoggedBytes {
                document,
                file,
                line,
                input_start: bad.input.start,
                input_end: bad.input.end,
                encoding: None,
                bytes: Some(bad.bytes.iter().map(|byte| format!("{byte:02X}")).collect()),
                rule: Some(rule),
                confidence: 1.0,
            };
            entry.write(out);
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        // Text and numbers always have a JSON form, and memory takes every write.
        if serde_json::to_writer(&mut *out, self).is_ok() {
            out.push(b'\n');
        }
    }
}
