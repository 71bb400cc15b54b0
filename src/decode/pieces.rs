//! Bytes one character after the other: for lines that err, and for the way back from text to bytes.

use super::convert;
use super::double;
use super::encoding::{Encoding, Kind};
use std::borrow::Cow;

/// A character, or bytes that are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Number of bytes.
    pub(super) length: usize,
    /// Its text, empty for an escape.
    pub(super) text: Cow<'static, str>,
    /// Bytes that are no character.
    pub(super) bad: bool,
}

impl Piece {
    pub(super) fn new(length: usize, text: String) -> Self {
        Self { length, text: Cow::Owned(text), bad: false }
    }

    pub(super) fn bad(length: usize) -> Self {
        Self { length, text: Cow::Borrowed("\u{FFFD}"), bad: true }
    }
}

/// The pieces of bytes in an encoding; their lengths add up to the bytes.
pub(super) fn pieces(encoding: Encoding, bytes: &[u8]) -> Vec<Piece> {
    match encoding.0.kind {
        Kind::Utf8 => utf8(bytes),
        Kind::Single | Kind::Ebcdic => {
            let chars = convert::chars(encoding.0);
            let piece = |byte: &u8| match chars[usize::from(*byte)] {
                Some(c) => Piece::new(1, c.into()),
                None => Piece::bad(1),
            };
            bytes.iter().map(piece).collect()
        }
        Kind::Double => {
            bytes.split_inclusive(|byte| *byte == b'\n').flat_map(|l| wide(encoding, l)).collect()
        }
        Kind::Wide { unit, big } => units(bytes, unit, big),
        Kind::Escapes => super::escapes::iso_2022_jp(bytes),
        Kind::Shifts => super::shifts::pieces(bytes),
        Kind::Hz => super::escapes::hz(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for chunk in bytes.utf8_chunks() {
        pieces.extend(chunk.valid().chars().map(|c| Piece::new(c.len_utf8(), c.into())));
        if !chunk.invalid().is_empty() {
            pieces.push(Piece::bad(chunk.invalid().len()));
        }
    }
    pieces
}

/// A line in an encoding of two bytes a character. What is skipped is what makes the rest cheapest.
fn wide(encoding: Encoding, line: &[u8]) -> Vec<Piece> {
    let Some(index) = encoding.legacy() else { return Vec::new() };
    let mut skipped = double::skipped(index, line).into_iter().peekable();
    let (mut pieces, mut at) = (Vec::new(), 0);
    while at < line.len() {
        let skip = skipped.next_if_eq(&at).is_some();
        let length = double::length(index, &line[at..]).filter(|_| !skip);
        let char = length.and_then(|length| {
            let text = convert::strictly(encoding, &line[at..at + length])?;
            Some(Piece::new(length, text.into_owned()))
        });
        let piece = char.unwrap_or_else(|| Piece::bad(1));
        at += piece.length;
        pieces.push(piece);
    }
    pieces
}

/// UTF-16 and UTF-32.
fn units(bytes: &[u8], unit: usize, big: bool) -> Vec<Piece> {
    let value = |at: usize| {
        let bytes = bytes.get(at..at + unit)?;
        let shift = |value: u32, byte: &u8| value << 8 | u32::from(*byte);
        Some(if big { bytes.iter().fold(0, shift) } else { bytes.iter().rev().fold(0, shift) })
    };
    let (mut pieces, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let high = value(at);
        let pair = match (high, value(at + unit)) {
            (Some(high @ 0xD800..=0xDBFF), Some(low @ 0xDC00..=0xDFFF)) if unit == 2 => {
                char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            }
            _ => None,
        };
        let piece = match (pair, high.and_then(char::from_u32)) {
            (Some(c), _) => Piece::new(2 * unit, c.into()),
            (None, Some(c)) => Piece::new(unit, c.into()),
            (None, None) => Piece::bad(unit.min(bytes.len() - at)),
        };
        at += piece.length;
        pieces.push(piece);
    }
    pieces
}
