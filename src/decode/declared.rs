//! What documents say about their own encoding: in HTML, in XML, and by their HTTP headers.

use super::encoding::{Encoding, Kind};
use super::{Decoded, convert};
use memchr::memmem;
use std::ops::Range;

/// Where a declaration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// `<meta charset="…">`, or the older form with `http-equiv`.
    Meta,
    /// `<?xml version="1.0" encoding="…"?>`.
    Xml,
    /// The `charset` of a `Content-Type` header, told by the caller.
    Http,
}

impl Source {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Meta => "HTML meta",
            Self::Xml => "XML declaration",
            Self::Http => "HTTP header",
        }
    }
}

/// What a document says its encoding is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration<'a> {
    /// Where it says so.
    pub source: Source,
    /// What it says.
    pub label: &'a str,
    /// The bytes of the input that say it; empty for a header.
    pub input: Range<usize>,
    /// The encoding meant; none if nobody knows the label.
    pub encoding: Option<Encoding>,
    /// Whether the document can be read that way and comes out the same.
    pub holds: bool,
}

/// Browsers look at 1024 bytes; long heads of generated pages go beyond.
const HEAD: usize = 4096;

/// A label and where it stands.
pub(super) struct Label<'a> {
    pub(super) source: Source,
    pub(super) label: &'a str,
    pub(super) input: Range<usize>,
}

/// What the head of a document declares. Allocates nothing.
pub(super) fn labels(bytes: &[u8]) -> impl Iterator<Item = Label<'_>> {
    let head = &bytes[..bytes.len().min(HEAD)];
    [xml(head), meta(head)].into_iter().flatten()
}

fn xml(head: &[u8]) -> Option<Label<'_>> {
    let start = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let declaration = head[start..].strip_prefix(b"<?xml")?;
    let end = memmem::find(declaration, b"?>")?;
    let from = head.len() - declaration.len();
    value(head, from + memmem::find(&declaration[..end], b"encoding")? + b"encoding".len(), Source::Xml)
}

/// The first `charset=` inside a `meta` tag.
fn meta(head: &[u8]) -> Option<Label<'_>> {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &head[at..]) {
        at += found + 1;
        let rest = &head[at..];
        // What a comment says is not said.
        if rest.starts_with(b"!--") {
            at += memmem::find(rest, b"-->")?;
            continue;
        }
        if !rest
            .get(..5)
            .is_some_and(|name| name[..4].eq_ignore_ascii_case(b"meta") && !name[4].is_ascii_alphanumeric())
        {
            continue;
        }
        let tag = &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
        let charset = tag.windows(7).position(|word| word.eq_ignore_ascii_case(b"charset"));
        if let Some(label) = charset.and_then(|place| value(head, at + place + 7, Source::Meta)) {
            return Some(label);
        }
    }
    None
}

/// The label behind `=`, with or without quotes.
fn value(head: &[u8], at: usize, source: Source) -> Option<Label<'_>> {
    let rest = head[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.' | b'+');
    let length = rest.iter().take_while(|byte| part(byte)).count();
    let start = head.len() - rest.len();
    let label = std::str::from_utf8(&rest[..length]).ok().filter(|label| !label.is_empty())?;
    Some(Label { source, label, input: start..start + length })
}

/// Whether a document whose encodings are known can be read in the one declared, and is the same then.
pub(super) fn holds(decoded: &Decoded<'_>, declared: Encoding) -> bool {
    decoded.segments().iter().all(|segment| {
        let bytes = &decoded.input[segment.input.clone()];
        let text = &decoded.text[segment.text.clone()];
        if segment.encoding == declared || text.is_ascii() && declared.is_ascii_compatible() {
            return true;
        }
        segment.encoding.is_ascii_compatible() && convert::strictly(declared, bytes).as_deref() == Some(text)
    })
}

impl Encoding {
    /// Whether ASCII is written as in ASCII.
    fn is_ascii_compatible(self) -> bool {
        matches!(self.0.kind, Kind::Utf8 | Kind::Single | Kind::Double)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Vec<(Source, &str)> {
        labels(html.as_bytes()).map(|label| (label.source, &html[label.input])).collect()
    }

    #[test]
    fn labels_are_found_where_browsers_find_them() {
        assert_eq!(found("<html><META charset = 'Big5'>"), [(Source::Meta, "Big5")]);
        assert_eq!(
            found("<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\" />"),
            [(Source::Meta, "gb2312")]
        );
        assert_eq!(found("<?xml version='1.0' encoding='EUC-JP'?><a/>"), [(Source::Xml, "EUC-JP")]);
        for none in ["", "<!-- <meta charset=x> -->", "<metadata charset=x>", "charset=x", "<meta charset>"] {
            assert_eq!(found(none), [], "{none}");
        }
    }
}
