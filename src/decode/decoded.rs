//! What became of bytes: the text, which part is in which encoding, and the way back.

use super::declared::{self, Declaration, Label, Source};
use super::encoding::{Encoding, Kind};
use super::pieces::{Piece, pieces};
use std::borrow::Cow;
use std::ops::Range;

/// Text made from bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded<'a> {
    /// The text: borrowed when the bytes were valid UTF-8.
    pub text: Cow<'a, str>,
    /// Bytes that are no characters, by place.
    pub undecodable: Vec<Undecodable>,
    pub(super) segments: Segments,
    pub(super) input: &'a [u8],
    pub(super) on_error: OnError,
    /// Whether the caller said which encoding it is.
    pub(super) forced: bool,
    /// What an HTTP header says.
    pub(super) http: Option<Box<str>>,
}

/// One control character to so many bytes is more than text has: in compressed or random bytes one in ten is.
#[cfg(feature = "corpus")]
const CONTROLS: usize = 50;

/// The parts; one needs no allocation.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Segments {
    One([Segment; 1]),
    Many(Vec<Segment>),
}

/// A part of a document in one encoding.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Where it lies in the input, in bytes.
    pub input: Range<usize>,
    /// Where it lies in the text, in bytes.
    pub text: Range<usize>,
    /// The encoding.
    pub encoding: Encoding,
    /// How sure that is, from 0 to 1.
    pub confidence: f32,
}

/// Bytes that are no character in the encoding around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecodable {
    /// Where they lie in the input.
    pub input: Range<usize>,
    /// Where U+FFFD or their escape stands in the text, in bytes.
    pub text: Range<usize>,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What they look like.
    pub kind: UndecodableKind,
}

/// Why bytes are no character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndecodableKind {
    /// The beginning of a character that ends with its line or with the input.
    Truncated,
    /// Anything else.
    Garbage,
}

/// What stands in the text for bytes that are no character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnError {
    /// U+FFFD.
    #[default]
    Replace,
    /// `\xD6`: the bytes can be read from the text.
    Escape,
}

impl Decoded<'_> {
    /// The bytes it was made from.
    pub fn input(&self) -> &[u8] {
        self.input
    }

    /// The parts of the document, in order; together they are all of the text and all of the
    /// input, but for the byte order mark of UTF-16 and UTF-32.
    pub fn segments(&self) -> &[Segment] {
        match &self.segments {
            Segments::One(one) => one,
            Segments::Many(many) => many,
        }
    }

    /// What the document says its encoding is, and whether that is so: HTML, XML, and the HTTP header that the
    /// caller passed on. Allocates nothing.
    ///
    /// ```
    /// use mojimend::decode::Decoder;
    /// let decoded = Decoder::new().decode(b"<meta charset=big5><p>\xBD\xF1\xCC\xEC\xCF\xC2\xCE\xE7\xB5\xC4</p>");
    /// let declared = decoded.declarations().next().expect("there is one");
    /// assert_eq!((declared.label, declared.holds), ("big5", false));
    /// ```
    pub fn declarations(&self) -> impl Iterator<Item = Declaration<'_>> {
        let http = self.http.as_deref().map(|label| Label { source: Source::Http, label, input: 0..0 });
        declared::labels(self.input).chain(http).map(|Label { source, label, input }| {
            let encoding = Encoding::find(label);
            let holds = encoding.is_some_and(|encoding| declared::holds(self, encoding));
            Declaration { source, label, input, encoding, holds }
        })
    }

    /// The parts that are not ASCII alone.
    pub(super) fn beyond_ascii(&self) -> impl Iterator<Item = &Segment> {
        self.segments().iter().filter(|segment| !self.text[segment.text.clone()].is_ascii())
    }

    /// The names of the encodings, the one of most bytes first; none when all is ASCII.
    pub(super) fn encodings(&self) -> Vec<&'static str> {
        let mut sizes: Vec<(usize, &str)> = Vec::new();
        for segment in self.beyond_ascii() {
            let name = segment.encoding.name();
            match sizes.iter_mut().find(|(_, known)| *known == name) {
                Some((size, _)) => *size += segment.input.len(),
                None => sizes.push((segment.input.len(), name)),
            }
        }
        sizes.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
        sizes.into_iter().map(|(_, name)| name).collect()
    }

    /// The encoding of a byte of the input.
    pub(super) fn encoding_at(&self, input: usize) -> Encoding {
        let segment = self.segments().iter().find(|segment| segment.input.contains(&input));
        segment.map_or(Encoding::UTF_8, |segment| segment.encoding)
    }

    /// How sure the least sure part is.
    pub(super) fn confidence(&self) -> f32 {
        self.segments().iter().map(|segment| segment.confidence).fold(1.0, f32::min)
    }

    /// The text of a JSON record: with the backslashes of escaped bytes escaped, as JSON wants them.
    #[cfg(feature = "corpus")]
    pub(crate) fn as_json(&self) -> Cow<'_, str> {
        if self.on_error == OnError::Replace || self.undecodable.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let (mut json, mut at) = (String::with_capacity(self.text.len()), 0);
        for bad in &self.undecodable {
            json.push_str(&self.text[at..bad.text.start]);
            json.push_str(&self.text[bad.text.clone()].replace('\\', "\\\\"));
            at = bad.text.end;
        }
        json.push_str(&self.text[at..]);
        Cow::Owned(json)
    }

    /// Whether this looks like no text at all: the number of control characters, if they are more than text
    /// has. Valid UTF-8 is always text, and so is what was forced into an encoding.
    #[cfg(feature = "corpus")]
    pub(crate) fn binary(&self) -> Option<usize> {
        let Cow::Owned(text) = &self.text else { return None };
        let control = |byte: &&u8| matches!(byte, 0..=8 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
        let count = text.as_bytes().iter().filter(control).count();
        (!self.forced && count * CONTROLS > self.input.len()).then_some(count)
    }

    /// The bytes of the input that a range of the text comes from. Characters touched count whole.
    ///
    /// ```
    /// use mojimend::decode::Decoder;
    /// let decoded = Decoder::new().decode(b"\xD6\xD0\xCE\xC4\xB7\xA2\xD5\xB9\n");
    /// assert_eq!(decoded.text, "中文发展\n");
    /// assert_eq!(decoded.origin(3..6), 2..4);
    /// ```
    pub fn origin(&self, text: Range<usize>) -> Range<usize> {
        let start = self.place(text.start, false);
        let end = if text.end > text.start { self.place(text.end, true) } else { start };
        start..end.max(start)
    }

    /// Where the character around a place of the text begins in the input, or, for an end, ends.
    fn place(&self, at: usize, end: bool) -> usize {
        let segments = self.segments();
        let beyond = |segment: &Segment| segment.text.end < at || (segment.text.end == at && !end);
        let Some(segment) = segments.get(segments.partition_point(beyond)) else { return self.input.len() };
        let clean = !self.undecodable.iter().any(|bad| segment.text.contains(&bad.text.start));
        if segment.encoding == Encoding::UTF_8 && clean {
            return segment.input.start + at.saturating_sub(segment.text.start);
        }
        let (mut input, mut seen) = self.line_before(segment, at, end);
        for piece in pieces(segment.encoding, &self.input[input..segment.input.end]) {
            let length = written(&piece, &self.input[input..], self.on_error).len();
            let (ends, after) = (seen + length, input + piece.length);
            if end && ends >= at {
                return after;
            }
            if !end && ends > at {
                return input;
            }
            (seen, input) = (ends, after);
        }
        segment.input.end
    }

    /// Where the line that a place is in begins, in the input and in the text. Only such lines are looked at
    /// that are read alone.
    fn line_before(&self, segment: &Segment, at: usize, end: bool) -> (usize, usize) {
        let start = (segment.input.start, segment.text.start);
        if !matches!(segment.encoding.0.kind, Kind::Single | Kind::Double | Kind::Utf8) {
            return start;
        }
        let before =
            &self.text.as_bytes()[segment.text.start..(at - usize::from(end)).max(segment.text.start)];
        let count = memchr::memchr_iter(b'\n', before).count();
        let Some(nth) = count.checked_sub(1) else { return start };
        let ends = memchr::memchr_iter(b'\n', &self.input[segment.input.clone()]);
        match (ends.into_iter().nth(nth), memchr::memrchr(b'\n', before)) {
            (Some(input), Some(text)) => (start.0 + input + 1, start.1 + text + 1),
            _ => start,
        }
    }
}

/// What a piece is in the text.
pub(super) fn written<'a>(piece: &'a Piece, bytes: &[u8], on_error: OnError) -> Cow<'a, str> {
    if piece.bad && on_error == OnError::Escape {
        let escape = |byte: &u8| format!("\\x{byte:02X}");
        return bytes[..piece.length].iter().map(escape).collect();
    }
    Cow::Borrowed(&piece.text)
}
