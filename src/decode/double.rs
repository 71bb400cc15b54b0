//! What lines cost in encodings of two bytes a character.

use super::AGAIN_NATS;
use super::ascii;
use super::convert;
use super::encoding::{Encoding, Entry, LEGACY};
use super::han::{After, Prices};
use crate::packed::STEPS_PER_NAT;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Price of what is no character: dearer than any character.
pub(super) const INVALID_NATS: f32 = 18.0;
/// Price of a character of three or four bytes: rare.
const LONG_NATS: f32 = 15.0;
/// A wide character between ASCII letters, as in `d黵fen`, which was `dürfen`: rare in real text. Right behind
/// a letter, and right before one.
const BEHIND_LETTER_NATS: f32 = 4.0;
const BEFORE_LETTER_NATS: f32 = 3.0;
/// Between two small letters, besides.
const INSIDE_WORD_NATS: f32 = 4.0;
/// What a syllable outside KS X 1001 costs beside its own price: Korean text has next to none.
const EXTENDED_NATS: f32 = 4.0;
/// In place of a price: no character.
const INVALID: u16 = u16::MAX;

struct Table {
    /// By pair of bytes: the price in steps.
    pairs: Vec<u16>,
    /// By pair of bytes: the character, 0 for none or one outside the first plane.
    chars: Vec<u16>,
    /// By byte, of those that are a character alone.
    singles: [u16; 256],
    /// Whether a pair of bytes may begin a character of three or four bytes.
    long: fn(&[u8]) -> Option<usize>,
    prices: Prices,
}

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| LEGACY[..DOUBLES].iter().map(Table::new).collect());
/// So many encodings at the head of [`LEGACY`] have two bytes a character.
pub(super) const DOUBLES: usize = 7;

impl Table {
    fn new(entry: &'static Entry) -> Self {
        let prices = Prices::of(entry.name);
        let mut pairs = vec![INVALID; 0x1_0000];
        let mut characters = vec![0; 0x1_0000];
        for ([lead, trail], c) in convert::pairs(entry) {
            let place = usize::from(lead) << 8 | usize::from(trail);
            let extended = entry.name == "EUC-KR" && (lead < 0xA1 || trail < 0xA1);
            let nats = prices.plain(c) + if extended { EXTENDED_NATS } else { 0.0 };
            let price = (nats * STEPS_PER_NAT) as i32 - ascii::steps(trail);
            pairs[place] = price.max(0) as u16;
            characters[place] = u16::try_from(c as u32).unwrap_or(0);
        }
        let mut singles = [INVALID; 256];
        for (byte, price) in singles.iter_mut().enumerate() {
            let byte = byte as u8;
            let text = convert::strictly(Encoding(entry), std::slice::from_ref(&byte)).map(Cow::into_owned);
            if let Some(c) = text.and_then(|text| text.chars().next()) {
                *price = if byte.is_ascii() { 0 } else { (prices.plain(c) * STEPS_PER_NAT) as u16 };
            }
        }
        let long = match entry.name {
            "GBK" => four_bytes,
            "EUC-JP" => three_bytes,
            "EUC-TW" => second_plane,
            _ => none,
        };
        Self { pairs, chars: characters, singles, long, prices }
    }

    /// The length of the character that non-ASCII bytes begin with and its price; nothing if they begin none.
    fn next(&self, bytes: &[u8]) -> Option<(usize, i32)> {
        let lead = bytes[0];
        if let Some(trail) = bytes.get(1) {
            let price = self.pairs[usize::from(lead) << 8 | usize::from(*trail)];
            if price != INVALID {
                return Some((2, i32::from(price)));
            }
            if let Some(length) = (self.long)(bytes) {
                return Some((length, (LONG_NATS * STEPS_PER_NAT) as i32));
            }
        }
        let price = self.singles[usize::from(lead)];
        (price != INVALID).then_some((1, i32::from(price)))
    }

    fn char(&self, bytes: &[u8]) -> char {
        let place = match bytes {
            [lead, trail] => usize::from(*lead) << 8 | usize::from(*trail),
            _ => return '\u{FFFD}',
        };
        char::from_u32(u32::from(self.chars[place])).filter(|c| *c != '\0').unwrap_or('\u{FFFD}')
    }
}

fn none(_: &[u8]) -> Option<usize> {
    None
}

fn four_bytes(bytes: &[u8]) -> Option<usize> {
    matches!(bytes, [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..]).then_some(4)
}

fn second_plane(bytes: &[u8]) -> Option<usize> {
    matches!(bytes, [0x8E, 0xA2, 0xA1..=0xF2, 0xA1..=0xFE, ..]).then_some(4)
}

fn three_bytes(bytes: &[u8]) -> Option<usize> {
    matches!(bytes, [0x8F, 0xA1..=0xFE, 0xA1..=0xFE, ..]).then_some(3)
}

/// The length of the character that bytes begin with in an encoding of two bytes.
pub(super) fn length(index: usize, bytes: &[u8]) -> Option<usize> {
    if bytes[0].is_ascii() { Some(1) } else { TABLES[index].next(bytes).map(|(length, _)| length) }
}

/// What a line costs, and how many of its bytes are no characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Score {
    pub(super) nats: f32,
    pub(super) invalid: usize,
    /// Characters that are not ASCII, the same ones in a row counted once.
    pub(super) chars: usize,
    /// Bytes of these.
    pub(super) units: usize,
    /// Whether characters in a row are as unlikely as those that are read out of step.
    pub(super) odd: bool,
}

/// What a line costs read from its beginning, one character after the other, each for itself.
pub(super) fn score(index: usize, line: &[u8]) -> Score {
    let table = &TABLES[index];
    let (mut cost, mut invalid, mut chars, mut units) = (0, 0, 0, 0);
    let mut row = Row::default();
    let mut at = ascii::skip(line, 0);
    let (mut behind_ascii, mut behind_single) = (true, false);
    while at < line.len() {
        match table.next(&line[at..]) {
            Some((length, price)) => {
                let again = is_again(line, at, length);
                // Kana of half width come in rows.
                let price = if length == 1 && behind_single { price.min(SINGLE_ROW) } else { price };
                cost += if again { price.min(AGAIN) } else { price };
                units += if again { 0 } else { length };
                behind_single = length == 1;
                if behind_ascii {
                    cost += among_letters(line, at, length);
                }
                at += length;
                chars += usize::from(!again);
                if length > 1 {
                    row.add(price);
                }
            }
            None => {
                cost += (INVALID_NATS * STEPS_PER_NAT) as i32;
                invalid += 1;
                at += 1;
                behind_single = false;
            }
        }
        behind_ascii = line.get(at).is_some_and(u8::is_ascii);
        if behind_ascii {
            at = ascii::skip(line, at);
            behind_single = false;
        }
    }
    Score { nats: cost as f32 / STEPS_PER_NAT, invalid, chars, units, odd: row.odd }
}

/// What a character costs at most behind the same, in steps.
const AGAIN: i32 = (AGAIN_NATS * STEPS_PER_NAT) as i32;

/// What a character of one byte costs at most behind another one, in steps: one of the sixty kana of half width.
const SINGLE_ROW: i32 = (6.5 * STEPS_PER_NAT) as i32;

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
pub(super) fn begins_well(index: usize, bytes: &[u8], nats: f32) -> bool {
    let pairs = &TABLES[index].pairs;
    let (mut at, mut cost, mut chars) = (0, 0, 0);
    while at + 1 < bytes.len() {
        if bytes[at].is_ascii() {
            at += 1;
            continue;
        }
        let price = pairs[usize::from(bytes[at]) << 8 | usize::from(bytes[at + 1])];
        if price == INVALID {
            return false;
        }
        cost += i32::from(price);
        chars += 1;
        at += 2;
    }
    cost <= (nats * STEPS_PER_NAT) as i32 * chars
}

/// Whether a character stands behind the same.
fn is_again(line: &[u8], at: usize, length: usize) -> bool {
    if length == 2 {
        return at >= 2 && line[at - 2] == line[at] && line[at - 1] == line[at + 1];
    }
    at >= length && line[at - length..at] == line[at..at + length]
}

/// What it costs that a character stands among ASCII letters, in steps, if the byte before it is a character by
/// itself.
fn among_letters(line: &[u8], at: usize, length: usize) -> i32 {
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

/// So many characters before one decide what it costs.
const MEMORY: usize = 2;

/// What the characters of a line cost each after the one before it, as [`score`] but slower and closer.
pub(super) fn score_closely(index: usize, line: &[u8]) -> f32 {
    let table = &TABLES[index];
    let (mut at, mut nats) = (0, 0.0);
    let mut context = table.prices.start();
    let (mut behind_ascii, mut behind_single) = (false, false);
    while at < line.len() {
        if line[at].is_ascii() {
            let end = ascii::skip(line, at);
            for byte in &line[end.saturating_sub(MEMORY).max(at)..end] {
                context = table.prices.skip(context, char::from(*byte));
            }
            (at, behind_ascii, behind_single) = (end, true, false);
            continue;
        }
        let Some((length, price)) = table.next(&line[at..]) else {
            nats += INVALID_NATS;
            (at, behind_ascii, behind_single) = (at + 1, false, false);
            continue;
        };
        if length == 2 {
            let (price, after) = table.prices.after(context, table.char(&line[at..at + 2]));
            context = after;
            let price = if is_again(line, at, length) { price.min(AGAIN_NATS) } else { price };
            nats += price - ascii::steps(line[at + 1]) as f32 / STEPS_PER_NAT;
        } else {
            let row = length == 1 && behind_single;
            nats += if row { price.min(SINGLE_ROW) } else { price } as f32 / STEPS_PER_NAT;
        }
        behind_single = length == 1;
        if behind_ascii {
            nats += among_letters(line, at, length) as f32 / STEPS_PER_NAT;
        }
        (at, behind_ascii) = (at + length, false);
    }
    nats
}

/// A line whose bytes are all characters is taken for broken if that is likelier by so much.
const MENDED_NATS: f32 = 10.0;
/// Two or three characters in a row that cost more than this, each for itself, may be out of step.
const ODD_TWO_NATS: f32 = 25.0;
const ODD_THREE_NATS: f32 = 34.0;

/// The bytes of a line to be skipped: those that are no characters, and half characters that throw what is
/// behind them out of step.
pub(super) fn skipped(index: usize, line: &[u8]) -> Vec<usize> {
    let score = score(index, line);
    let whole = score.invalid == 0;
    if whole && !score.odd {
        return Vec::new();
    }
    // Most odd rows are names: skipping anything there, even at a low price, makes nothing cheaper.
    if whole && mend_at(index, line, CHEAP_SKIP_NATS) >= score.nats {
        return Vec::new();
    }
    let (mended, skipped) = mend_closely(index, line);
    if whole && mended + MENDED_NATS > score_closely(index, line) { Vec::new() } else { skipped }
}

/// The best way known to a place in a line.
#[derive(Clone, Copy)]
struct Way {
    nats: f32,
    after: After,
    length: u8,
    skipped: bool,
}

/// As [`mend`], with the price of each character after the one before it; of the ways to a place only the cheapest
/// goes on.
fn mend_closely(index: usize, line: &[u8]) -> (f32, Vec<usize>) {
    let table = &TABLES[index];
    let start = Way { nats: 0.0, after: table.prices.start(), length: 0, skipped: false };
    let mut ways: Vec<Option<Way>> = vec![None; line.len() + 1];
    ways[0] = Some(start);
    for at in 0..line.len() {
        let Some(here) = ways[at] else { continue };
        let mut go = |length: usize, price: f32, after: After, skipped: bool| {
            let nats = here.nats + price;
            if ways[at + length].is_none_or(|known| nats < known.nats) {
                ways[at + length] = Some(Way { nats, after, length: length as u8, skipped });
            }
        };
        if line[at].is_ascii() {
            go(1, 0.0, table.prices.skip(here.after, char::from(line[at])), false);
            continue;
        }
        if let Some((length, price)) = table.next(&line[at..]) {
            let (price, after) = if length == 2 {
                let (price, after) = table.prices.after(here.after, table.char(&line[at..at + 2]));
                (price - ascii::steps(line[at + 1]) as f32 / STEPS_PER_NAT, after)
            } else {
                (price as f32 / STEPS_PER_NAT, here.after)
            };
            let price = if is_again(line, at, length) { price.min(AGAIN_NATS) } else { price };
            let behind_ascii = here.length == 1 && line[at - 1].is_ascii();
            let letters =
                if behind_ascii { among_letters(line, at, length) } else { 0 } as f32 / STEPS_PER_NAT;
            go(length, price + letters, after, false);
        }
        let cut = line[at + 1..].trim_ascii_end().is_empty();
        go(1, if cut { INVALID_NATS - CUT_NATS } else { INVALID_NATS }, here.after, true);
    }
    let (mut at, mut skipped) = (line.len(), Vec::new());
    while let Some(way) = ways[at].filter(|way| way.length > 0) {
        at -= usize::from(way.length);
        if way.skipped {
            skipped.push(at);
        }
    }
    skipped.reverse();
    (ways[line.len()].map_or(f32::INFINITY, |way| way.nats), skipped)
}

/// Half a character at the end of a line is that much cheaper than anywhere else: texts are cut.
const CUT_NATS: f32 = 3.0;

/// What a line costs when bytes may be skipped, each character for itself. A byte that got lost leaves half a
/// character; skipping the half saves what is behind it.
pub(super) fn mend(index: usize, line: &[u8]) -> f32 {
    mend_at(index, line, INVALID_NATS)
}

/// More than half of what any character costs, which are two bytes to skip.
const CHEAP_SKIP_NATS: f32 = 9.0;

/// As [`mend`], at a price of each byte skipped.
fn mend_at(index: usize, line: &[u8], skip: f32) -> f32 {
    let table = &TABLES[index];
    let skip = (skip * STEPS_PER_NAT) as i32;
    let cheaper = (CUT_NATS * STEPS_PER_NAT) as i32;
    let end = line.trim_ascii_end().len();
    // What the cheapest way to this place and to the next ones costs.
    let mut ways = [i32::MAX; LONGEST + 1];
    ways[0] = 0;
    let mut at = 0;
    while at < line.len() {
        let here = ways[0];
        if here != i32::MAX {
            let mut go = |length: usize, price: i32| ways[length] = ways[length].min(here + price);
            if line[at].is_ascii() {
                go(1, 0);
            } else {
                if let Some((length, price)) = table.next(&line[at..]) {
                    go(length, price);
                }
                go(1, if at + 1 >= end { skip - cheaper } else { skip });
            }
        }
        ways.rotate_left(1);
        ways[LONGEST] = i32::MAX;
        at += 1;
        // All ways have met: ASCII costs nothing.
        if ways[1..].iter().all(|way| *way == i32::MAX) {
            at = ascii::skip(line, at);
        }
    }
    ways[0] as f32 / STEPS_PER_NAT
}

/// Bytes of the longest character.
const LONGEST: usize = 4;
