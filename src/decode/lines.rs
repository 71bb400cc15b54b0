//! The lines of a document: which are UTF-8, and what the others cost as UTF-8 in part.

use super::costs::NONE_WHOLE_NATS;
use std::ops::Range;

/// What a line is before any encoding is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The same in every encoding.
    Ascii,
    /// Valid UTF-8, and not ASCII.
    Utf8,
    /// Anything else.
    Other,
}

/// A line, its end included.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) range: Range<usize>,
    pub(super) form: Form,
}

/// Where the line that begins at a place ends, its end included: a line feed, a carriage return, or both.
pub(super) fn line_end(bytes: &[u8], start: usize) -> usize {
    match memchr::memchr2(b'\n', b'\r', &bytes[start..]) {
        None => bytes.len(),
        Some(length) => {
            let end = start + length + 1;
            let both = bytes[end - 1] == b'\r' && bytes.get(end) == Some(&b'\n');
            end + usize::from(both)
        }
    }
}

/// Splits bytes into lines.
pub(super) fn split(bytes: &[u8]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let end = line_end(bytes, start);
        let line = &bytes[start..end];
        let form = match simdutf8::basic::from_utf8(line) {
            Ok(_) if line.is_ascii() => Form::Ascii,
            Ok(_) => Form::Utf8,
            Err(_) => Form::Other,
        };
        lines.push(Line { range: start..end, form });
        start = end;
    }
    lines
}

/// What a broken sequence costs, in nats.
const BROKEN_NATS: f32 = 16.0;

/// What a line costs as UTF-8, the broken sequences left out, in nats: by the ranges that characters lie in,
/// since a sequence that is valid by chance tells enough. Beyond a limit it does not matter how much.
pub(super) fn utf8(line: &[u8], limit: f32) -> f32 {
    let (mut nats, mut whole) = (0.0, line.is_ascii());
    for chunk in line.utf8_chunks() {
        if nats > limit {
            break;
        }
        whole |= !chunk.valid().is_ascii();
        nats += chunk.valid().chars().filter(|c| !c.is_ascii()).map(utf8_char).sum::<f32>();
        nats += if chunk.invalid().is_empty() { 0.0 } else { BROKEN_NATS };
    }
    nats + if whole { 0.0 } else { NONE_WHOLE_NATS }
}

fn utf8_char(c: char) -> f32 {
    match c {
        '\u{80}'..='\u{9F}' => 14.0,
        '\u{A0}'..='\u{FF}' => 5.0,
        '\u{410}'..='\u{44F}' | '\u{5D0}'..='\u{5EA}' | '\u{3B1}'..='\u{3C9}' => 4.0,
        '\u{620}'..='\u{64A}' | '\u{E00}'..='\u{E5B}' | '\u{3040}'..='\u{30FF}' => 4.5,
        '\u{2010}'..='\u{2026}' | '\u{3000}'..='\u{3011}' | '\u{FF01}'..='\u{FF1F}' => 4.5,
        '\u{100}'..='\u{17F}' | '\u{388}'..='\u{3CE}' | '\u{401}'..='\u{457}' => 6.0,
        '\u{4E00}'..='\u{9FFF}' => 8.0,
        '\u{AC00}'..='\u{D7A3}' => 7.0,
        _ => 12.0,
    }
}
