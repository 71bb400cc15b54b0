//! Parts of known encoding to text.

use super::convert;
use super::decoded::{Decoded, OnError, Segment, Segments, Undecodable, UndecodableKind, written};
use super::double;
use super::encoding::{Encoding, Kind};
use super::pieces::pieces;
use std::borrow::Cow;
use std::ops::Range;

/// A part of the input in one encoding.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) input: Range<usize>,
    pub(super) encoding: Encoding,
    pub(super) confidence: f32,
    /// Whether there may be bytes to skip though all of them are characters.
    pub(super) doubtful: bool,
    /// Whether it is ASCII alone, which is the same in every encoding.
    pub(super) ascii: bool,
}

struct Writer<'a> {
    input: &'a [u8],
    text: String,
    undecodable: Vec<Undecodable>,
    on_error: OnError,
}

/// Writes the text of parts of the input.
pub(super) fn write(bytes: &[u8], parts: Vec<Part>, on_error: OnError) -> Decoded<'_> {
    let mut writer = Writer {
        input: bytes,
        text: String::with_capacity(bytes.len() / 2 * 3),
        undecodable: Vec::new(),
        on_error,
    };
    let mut segments: Vec<Segment> = Vec::with_capacity(parts.len());
    for Part { input, encoding, confidence, doubtful, .. } in parts {
        let start = writer.text.len();
        writer.part(input.clone(), encoding, doubtful);
        let text = start..writer.text.len();
        match segments.last_mut() {
            Some(last) if last.encoding == encoding => {
                (last.input.end, last.text.end) = (input.end, text.end);
                last.confidence = last.confidence.min(confidence);
            }
            _ => segments.push(Segment { input, text, encoding, confidence }),
        }
    }
    Decoded {
        text: Cow::Owned(writer.text),
        undecodable: writer.undecodable,
        segments: Segments::Many(segments),
        input: bytes,
        on_error,
        forced: false,
        http: None,
    }
}

impl Writer<'_> {
    fn part(&mut self, range: Range<usize>, encoding: Encoding, doubtful: bool) {
        if !doubtful && self.strictly(range.clone(), encoding) {
            return;
        }
        // Errors are dealt with line by line, where lines are told apart by a byte.
        if !matches!(encoding.0.kind, Kind::Utf8 | Kind::Single | Kind::Double) {
            return self.piecewise(range, encoding);
        }
        let mut start = range.start;
        while start < range.end {
            let rest = &self.input[start..range.end];
            let end = memchr::memchr(b'\n', rest).map_or(range.end, |length| start + length + 1);
            let whole = !doubtful || !is_broken(encoding, &self.input[start..end]);
            if !whole || !self.strictly(start..end, encoding) {
                self.piecewise(start..end, encoding);
            }
            start = end;
        }
    }

    /// Decodes in one go, if all bytes are characters.
    fn strictly(&mut self, range: Range<usize>, encoding: Encoding) -> bool {
        convert::append(encoding, &self.input[range], &mut self.text)
    }

    fn piecewise(&mut self, range: Range<usize>, encoding: Encoding) {
        let mut at = range.start;
        let all = pieces(encoding, &self.input[range]);
        for (index, piece) in all.iter().enumerate() {
            let start = self.text.len();
            self.text.push_str(&written(piece, &self.input[at..], self.on_error));
            let end = at + piece.length;
            if piece.bad {
                let bytes = self.input[at..end].to_vec();
                let last = all[index + 1..].iter().all(|after| matches!(&*after.text, "\n" | "\r"));
                let kind = if last && begins(encoding, &bytes) {
                    UndecodableKind::Truncated
                } else {
                    UndecodableKind::Garbage
                };
                let text = start..self.text.len();
                self.undecodable.push(Undecodable { input: at..end, text, bytes, kind });
            }
            at = end;
        }
    }
}

/// Whether a line has bytes to skip.
pub(super) fn is_broken(encoding: Encoding, line: &[u8]) -> bool {
    let index = encoding.legacy().filter(|_| encoding.0.kind == Kind::Double);
    index.is_some_and(|index| !double::skipped(index, line).is_empty())
}

/// Whether these bytes may begin a character.
fn begins(encoding: Encoding, bytes: &[u8]) -> bool {
    match encoding.0.kind {
        Kind::Utf8 => std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none()),
        Kind::Double => matches!(bytes, [0x81..=0xFE]),
        Kind::Wide { .. } => true,
        Kind::Single | Kind::Ebcdic | Kind::Escapes | Kind::Hz | Kind::Shifts => false,
    }
}
