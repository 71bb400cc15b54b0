//! What a line costs in an encoding of two bytes, each character for itself.

use super::table::{INVALID_NATS, Table, table};
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
pub(crate) const ODD_TWO_NATS: f32 = 25.0;
pub(crate) const ODD_THREE_NATS: f32 = 34.0;

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
        let (from, behind) = (at, row.again);
        at = pairs(table, line, at, &mut row);
        if at > from {
            if behind_ascii && let Some(price) = table.pair(*lead, line[from + 1]) {
                cost += among_letters(line, from, 2) + rare_beside(line, from, i32::from(price));
            }
            let different = (at - from) / 2 - (row.again - behind);
            (chars, units) = (chars + different, units + 2 * different);
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
            // It is paid for here.
            row.cost -= price;
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
    row.sum_up();
    let odd = row.two > (ODD_TWO_NATS * STEPS_PER_NAT) as i16
        || row.three > (ODD_THREE_NATS * STEPS_PER_NAT) as i16;
    Score { nats: (cost + row.cost) as f32 / STEPS_PER_NAT, invalid, chars, units, odd }
}

/// The characters of more than one byte read so far.
struct Row {
    /// The prices of the last ones, in steps: two that are summed up already, and so many as to be summed up.
    prices: [i16; SUMMED + 2],
    count: usize,
    /// What those that are summed up cost.
    cost: i32,
    /// How many stand behind the same.
    again: usize,
    /// What two and three in a row cost at most.
    two: i16,
    three: i16,
}

/// So many prices are summed up at once: their sum fits.
const SUMMED: usize = 62;

impl Default for Row {
    fn default() -> Self {
        Self { prices: [0; SUMMED + 2], count: 2, cost: 0, again: 0, two: 0, three: 0 }
    }
}

impl Row {
    fn add(&mut self, price: i32) {
        self.prices[self.count] = price as i16;
        self.count += 1;
        if self.count == self.prices.len() {
            self.sum_up();
        }
    }

    fn sum_up(&mut self) {
        let prices = &self.prices[..self.count];
        let mut sum = 0;
        for ((before, last), price) in prices.iter().zip(&prices[1..]).zip(&prices[2..]) {
            sum += price;
            self.two = self.two.max(last + price);
            self.three = self.three.max(before + last + price);
        }
        self.cost += i32::from(sum);
        self.prices.copy_within(self.count - 2..self.count, 0);
        self.count = 2;
    }
}

/// Looks for characters in a row that are as unlikely as those that are read out of step.
#[derive(Default)]
pub(super) struct Odd {
    last: [i32; 2],
}

impl Odd {
    /// Takes the price of another character, and tells whether it and those before are too unlikely.
    pub(super) fn add(&mut self, price: i32) -> bool {
        let [before, last] = self.last;
        self.last = [last, price];
        let two = last + price;
        two > (ODD_TWO_NATS * STEPS_PER_NAT) as i32 || two + before > (ODD_THREE_NATS * STEPS_PER_NAT) as i32
    }
}

/// Reads the characters of two bytes in a row from a place on, nearly all of the text, and tells where they end.
fn pairs(table: &Table, line: &[u8], mut at: usize, row: &mut Row) -> usize {
    let mut before = at.checked_sub(2).map_or([0; 2], |before| [line[before], line[before + 1]]);
    loop {
        let (mut count, start) = (0, row.count);
        let (mut again, mut saved) = (0, 0);
        for (slot, pair) in row.prices[start..].iter_mut().zip(line[at..].as_chunks::<2>().0) {
            let Some(price) = table.pair(pair[0], pair[1]).filter(|_| !pair[0].is_ascii()) else { break };
            *slot = price.cast_signed();
            if *pair == before {
                (again, saved) = (again + 1, saved + (i32::from(price) - AGAIN).max(0));
            }
            before = *pair;
            count += 1;
        }
        (row.count, row.again, row.cost) = (row.count + count, row.again + again, row.cost - saved);
        at += 2 * count;
        if row.count < row.prices.len() {
            return at;
        }
        row.sum_up();
    }
}

/// What a character costs at most behind the same, in steps.
pub(super) const AGAIN: i32 = (AGAIN_NATS * STEPS_PER_NAT) as i32;

/// What a character of one byte costs at most behind another one, in steps: one of the sixty kana of half width.
pub(super) const SINGLE_ROW: i32 = (6.5 * STEPS_PER_NAT) as i32;

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
