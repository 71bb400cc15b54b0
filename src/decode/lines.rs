//! The lines of a document: which are UTF-8, and what the others cost as UTF-8 in part.

use super::ascii;
use super::costs::NONE_WHOLE_NATS;
use super::verdict::is_sure;
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
        let other = if form == Form::Other { beside_utf8(line) } else { 0..line.len() };
        let parts =
            [(0..other.start, Form::Utf8), (other.clone(), form), (other.end..line.len(), Form::Utf8)];
        for (part, form) in parts.into_iter().filter(|(part, _)| !part.is_empty()) {
            lines.push(Line { range: start + part.start..start + part.end, form });
        }
        start = end;
    }
    lines
}

/// Errors in a row that are no accident: a byte that got lost or came in makes one or two.
const ERRORS: usize = 4;

/// The part of a line that is not UTF-8 where one end of it surely is, or both are; else all of it.
fn beside_utf8(line: &[u8]) -> Range<usize> {
    let whole = 0..line.len();
    // Most lines have UTF-8 at neither end.
    let first = ascii::skip(line, 0);
    let last = line.iter().rposition(|byte| !byte.is_ascii()).map_or(0, |last| last + 1);
    let begins = (2..=4).any(|length| line.get(first..first + length).is_some_and(is_char));
    let ends = last_char(&line[..last]);
    if !begins && ends.is_none() {
        return whole;
    }
    let is_other = |part: &[u8]| {
        part.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).take(ERRORS).count() == ERRORS
    };
    let head = match std::str::from_utf8(line) {
        Ok(_) => return whole,
        Err(error) => &line[..error.valid_up_to()],
    };
    let mut other = whole;
    let head =
        &head[..head.len() - by_chance(head.utf8_chunks().flat_map(|chunk| chunk.valid().chars().rev()))];
    let is_utf8 = |part: &[u8]| is_sure(part) && has_few_leads(part);
    if is_utf8(head) && is_other(&line[head.len()..]) {
        other.start = head.len();
    }
    let mut start = last;
    while let Some(length) = last_char(&line[other.start..start]) {
        start -= length;
    }
    // What looks like ASCII before it may end a character.
    start = ascii::skip(line, start);
    let tail = line[start..].utf8_chunks().flat_map(|chunk| chunk.valid().chars());
    start += by_chance(tail);
    if is_utf8(&line[start..]) && is_other(&line[other.start..start]) {
        other.end = start;
    }
    other
}

/// First bytes of characters of two bytes that a text has: its letters lie close together.
const LEADS: u32 = 3;

/// Whether the characters of two bytes are as in text, not those of Big5 that happen to be UTF-8.
fn has_few_leads(utf8: &[u8]) -> bool {
    let leads = utf8.iter().filter(|byte| matches!(byte, 0xC2..=0xDF));
    leads.fold(0_u32, |seen, lead| seen | 1 << (lead & 0x1F)).count_ones() <= LEADS
}

/// The bytes of the last character of UTF-8.
fn last_char(bytes: &[u8]) -> Option<usize> {
    let length = 1 + bytes.iter().rev().take(3).take_while(|byte| matches!(byte, 0x80..=0xBF)).count();
    let c = bytes.get(bytes.len().checked_sub(length)?..)?;
    is_char(c).then_some(length)
}

fn is_char(bytes: &[u8]) -> bool {
    let length = match bytes.first() {
        Some(0..=0x7F) => 1,
        Some(0xC2..=0xDF) => 2,
        Some(0xE0..=0xEF) => 3,
        _ => 4,
    };
    bytes.len() == length && std::str::from_utf8(bytes).is_ok()
}

/// The bytes of characters that pairs of another encoding may be by chance, beside longer ones: those of two bytes, from
/// the first on.
fn by_chance(chars: impl Iterator<Item = char>) -> usize {
    let mut bytes = 0;
    for c in chars {
        match c.len_utf8() {
            2 => bytes += 2,
            3 => return bytes,
            _ => return 0,
        }
    }
    0
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_where_it_stops_being_utf8() {
        let gbk = encoding_rs::GBK.encode("今天下午的会议改到三点").0;
        let utf8 = "今天下午的会议".as_bytes();
        let forms =
            |line: &[u8]| split(line).into_iter().map(|line| (line.range, line.form)).collect::<Vec<_>>();
        let (a, b) = (utf8.len(), utf8.len() + gbk.len());
        assert_eq!(forms(&[utf8, &gbk].concat()), [(0..a, Form::Utf8), (a..b, Form::Other)]);
        let both = [&gbk, utf8, b"\n"].concat();
        assert_eq!(forms(&both), [(0..gbk.len(), Form::Other), (gbk.len()..b + 1, Form::Utf8)]);
        assert_eq!(forms(&[utf8, &gbk, utf8].concat()).len(), 3);
        let chance = encoding_rs::BIG5.encode("財務帳冊 模組啟用時自動建立。").0;
        for whole in
            [&gbk[..], &chance[..], &[utf8, b"\xD6", utf8].concat(), &[&gbk[..], "中".as_bytes()].concat()]
        {
            assert_eq!(forms(whole).len(), 1, "{}", whole.escape_ascii());
        }
    }
}
