//! What a line costs in an encoding of two bytes, each character for itself.

use super::table::{INVALID_NATS, table};
use crate::decode::AGAIN_NATS;
use crate::decode::ascii;
use crate::packed::STEPS_PER_NAT;

/// A wide character between ASCII letters, as in `d黵fen`, which was `dürfen`: rare in real text. Right behind
/// a letter, and right before one.
const BEHIND_LETTER_NATS: f32 = 4.0;
const BEFORE_LETTER_NATS: f32 = 3.0;
/// Between two small letters, besides.
const INSIDE_WORD_NATS: f32 = 4.0;
/// For each letter that a rare character stands right beside, besides: `f僡 sehr` was `für sehr`. Text puts common ones
/// there: `Windows和Linux`.
const RARE_BESIDE_NATS: f32 = 8.0;
const RARE_NATS: f32 = 11.5;
/// Two or three characters in a row that cost more than this, each for itself, may be out of step.
const ODD_TWO_NATS: f32 = 25.0;
const ODD_THREE_NATS: f32 = 34.0;

/// What a line costs, and how many of its bytes are no characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Score {
    pub(crate) nats: f32,
    pub(crate) invalid: usize,
    /// Characters that are not ASCII, the same ones in a row counted once.
    pub(crate) chars: usize,
    /// Bytes of these.
    pub(crate) units: usize,
    /// Whether characters in a row are as unlikely as those that are read out of step.
    pub(crate) odd: bool,
}

/// What a line costs read from its beginning, one character after the other, each for itself.
pub(crate) fn score(index: usize, line: &[u8]) -> Score {
    let table = table(index);
    let (mut cost, mut invalid, mut chars, mut units) = (0, 0, 0, 0);
    let mut row = Row::default();
    let mut at = ascii::skip(line, 0);
    let (mut behind_ascii, mut behind_single) = (true, false);
    while let Some(lead) = line.get(at) {
        if lead.is_ascii() {
            at = ascii::skip(line, at);
            (behind_ascii, behind_single) = (true, false);
            continue;
        }
        let start = at;
        // Most of the text are pairs in rows.
        let mut before = at.checked_sub(2).map_or([0; 2], |before| [line[before], line[before + 1]]);
        while let Some(pair) = line[at..].first_chunk::<2>()
            && !pair[0].is_ascii()
            && let Some(price) = table.pair(pair[0], pair[1])
        {
            let price = i32::from(price);
            row.add(price);
            if *pair == before {
                cost += price.min(AGAIN);
            } else {
                cost += price;
                chars += 1;
                units += 2;
            }
            (before, at) = (*pair, at + 2);
        }
        if at > start {
            if behind_ascii && let Some(price) = table.pair(*lead, line[start + 1]) {
                cost += among_letters(line, start, 2) + rare_beside(line, start, i32::from(price));
            }
            (behind_ascii, behind_single) = (false, false);
            continue;
        }
        let Some((length, price)) = table.next(&line[at..]) else {
            cost += (INVALID_NATS * STEPS_PER_NAT) as i32;
            invalid += 1;
            at += 1;
            (behind_ascii, behind_single) = (false, false);
            continue;
        };
        if length > 1 {
            row.add(price);
        }
        // Kana of half width come in rows.
        let price = if length == 1 && behind_single { price.min(SINGLE_ROW) } else { price };
        if is_again(line, at, length) {
            cost += price.min(AGAIN);
        } else {
            cost += price;
            chars += 1;
            units += length;
        }
        if behind_ascii {
            cost += among_letters(line, at, length);
        }
        at += length;
        (behind_ascii, behind_single) = (false, length == 1);
    }
    Score { nats: cost as f32 / STEPS_PER_NAT, invalid, chars, units, odd: row.odd }
}

/// What a character costs at most behind the same, in steps.
pub(super) const AGAIN: i32 = (AGAIN_NATS * STEPS_PER_NAT) as i32;

/// What a character of one byte costs at most behind another one, in steps: one of the sixty kana of half width.
pub(super) const SINGLE_ROW: i32 = (6.5 * STEPS_PER_NAT) as i32;

/// The prices of the last characters of more than one byte.
#[derive(Default)]
struct Row {
    last: [i32; 2],
    /// Whether some in a row were too unlikely.
    odd: bool,
}

impl Row {
    fn add(&mut self, price: i32) {
        let [before, last] = self.last;
        let two = last + price;
        self.odd |= two > (ODD_TWO_NATS * STEPS_PER_NAT) as i32;
        self.odd |= two + before > (ODD_THREE_NATS * STEPS_PER_NAT) as i32;
        self.last = [last, price];
    }
}

/// Whether the characters of a stretch, which may end inside one, cost at most so much on average: the quickest look.
pub(crate) fn begins_well(index: usize, bytes: &[u8], nats: f32) -> bool {
    let table = table(index);
    let (mut at, mut cost, mut chars) = (0, 0, 0);
    while at + 1 < bytes.len() {
        if bytes[at].is_ascii() {
            at += 1;
            continue;
        }
        let Some(price) = table.pair(bytes[at], bytes[at + 1]) else { return false };
        cost += i32::from(price);
        chars += 1;
        at += 2;
    }
    cost <= (nats * STEPS_PER_NAT) as i32 * chars
}

/// Whether a character stands behind the same.
#[inline]
pub(super) fn is_again(line: &[u8], at: usize, length: usize) -> bool {
    if length == 2 {
        return at >= 2 && line[at - 2] == line[at] && line[at - 1] == line[at + 1];
    }
    at >= length && line[at - length..at] == line[at..at + length]
}

/// What it costs that a character stands among ASCII letters, in steps, if the byte before it is a character by
/// itself.
#[inline]
pub(super) fn among_letters(line: &[u8], at: usize, length: usize) -> i32 {
    const fn steps(nats: f32) -> i32 {
        (nats * STEPS_PER_NAT) as i32
    }
    let Some(behind) = at.checked_sub(1).map(|at| line[at]).filter(u8::is_ascii_alphabetic) else { return 0 };
    match line.get(at + length) {
        Some(b'a'..=b'z') if behind.is_ascii_lowercase() => {
            steps(BEHIND_LETTER_NATS + BEFORE_LETTER_NATS + INSIDE_WORD_NATS)
        }
        Some(b'a'..=b'z' | b'A'..=b'Z') => steps(BEHIND_LETTER_NATS + BEFORE_LETTER_NATS),
        _ => steps(BEHIND_LETTER_NATS),
    }
}

/// From this price on, in steps, a pair of bytes is a rare character: what its second byte costs as ASCII is off the price.
pub(super) fn rare_from(trail: u8) -> i32 {
    (RARE_NATS * STEPS_PER_NAT) as i32 - ascii::steps(trail)
}

/// What it costs that a pair of bytes of some price, with ASCII before it, stands beside letters, in steps.
#[inline]
pub(super) fn rare_beside(line: &[u8], at: usize, price: i32) -> i32 {
    if price < rare_from(line[at + 1]) { 0 } else { letters_beside(line, at) }
}

/// What it costs that a rare character of two bytes stands beside letters, in steps.
pub(super) fn letters_beside(line: &[u8], at: usize) -> i32 {
    let is_letter = |byte: Option<&u8>| i32::from(byte.is_some_and(u8::is_ascii_alphabetic));
    let letters = is_letter(at.checked_sub(1).and_then(|at| line.get(at))) + is_letter(line.get(at + 2));
    letters * (RARE_BESIDE_NATS * STEPS_PER_NAT) as i32
}
