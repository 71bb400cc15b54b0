//! Lines to bytes.

use super::pair::{BytesPair, BytesSpan};
use crate::damage::Dice;
use crate::damage::encoding::Charset;

/// How often another stray byte is tried, when one happens to be a character where it stands.
const TRIES: usize = 64;
/// Longest sequence of any encoding.
const SEQUENCE: usize = 4;
const FIRST_BEYOND_ASCII: usize = 0x80;
const BYTES: usize = 0x100;

/// A line in an encoding; nothing when that does not hold it.
pub(super) fn written(charset: Charset, line: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(line.len());
    line.chars().all(|c| charset.encode(c, &mut bytes)).then_some(bytes)
}

/// A file of these lines, each in its encoding. Neighbours in the same encoding are one span. Lines that their
/// encoding does not hold are left out.
pub(super) fn file(id: &str, lines: &[(&str, Charset)]) -> BytesPair {
    let mut pair = BytesPair { id: id.to_owned(), ..BytesPair::default() };
    for (line, charset) in lines {
        let Some(bytes) = written(*charset, line) else { continue };
        let (start, original_start) = (pair.damaged.len(), pair.original.len());
        pair.damaged.extend_from_slice(&bytes);
        pair.damaged.push(b'\n');
        pair.original.push_str(line);
        pair.original.push('\n');
        let (end, original_end) = (pair.damaged.len(), pair.original.len());
        match pair.spans.last_mut() {
            Some(last) if last.encoding == Some(*charset) => {
                (last.end, last.original_end) = (end, original_end)
            }
            _ => pair.spans.push(BytesSpan {
                start,
                end,
                original_start,
                original_end,
                encoding: Some(*charset),
            }),
        }
    }
    pair
}

/// Puts a byte somewhere that is no part of any character there. Where every byte is a character, as in
/// windows-1251, nobody could tell, so none is put in; says whether one was.
pub(super) fn stray(pair: &mut BytesPair, dice: &mut Dice) -> bool {
    for _ in 0..TRIES {
        let Some((number, span)) = pick(pair, dice) else { return false };
        let Some(charset) = span.encoding else { continue };
        let text = &pair.original[span.original_start..span.original_end];
        let Some((at, _)) = text.char_indices().nth(dice.below(text.chars().count())) else { continue };
        let Some(before) = written(charset, &text[..at]) else { continue };
        let (place, original) = (span.start + before.len(), span.original_start + at);
        let byte = dice.between(FIRST_BEYOND_ASCII, BYTES - 1) as u8;
        let rest = &pair.damaged[place..pair.damaged.len().min(place + SEQUENCE)];
        // Before a digit it could begin one of the four-byte characters of GB18030.
        let alone = charset.read(&[&[byte], rest].concat()) == (1, None);
        if !alone || rest.first().is_some_and(u8::is_ascii_digit) {
            continue;
        }
        pair.damaged.insert(place, byte);
        let stray = BytesSpan {
            start: place,
            end: place + 1,
            original_start: original,
            original_end: original,
            encoding: None,
        };
        let before = BytesSpan { end: place, original_end: original, ..span };
        let behind = BytesSpan { start: place + 1, end: span.end + 1, original_start: original, ..span };
        for later in &mut pair.spans[number + 1..] {
            (later.start, later.end) = (later.start + 1, later.end + 1);
        }
        let parts = [before, stray, behind].into_iter().filter(|part| part.start < part.end);
        pair.spans.splice(number..=number, parts);
        return true;
    }
    false
}

/// A span, long ones more often.
fn pick(pair: &BytesPair, dice: &mut Dice) -> Option<(usize, BytesSpan)> {
    let spans: Vec<(usize, BytesSpan)> = pair.spans.iter().copied().enumerate().collect();
    dice.weighted(&spans, |(_, span)| (span.end - span.start) as f64).copied()
}
