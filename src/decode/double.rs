//! What lines cost in encodings of two bytes a character.

use super::AGAIN_NATS;
use super::ascii;
use super::encoding::{Entry, LEGACY};
use super::han::Prices;
use crate::packed::STEPS_PER_NAT;
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
/// First bytes of a pair, and second ones.
const LEADS: std::ops::RangeInclusive<u8> = 0x81..=0xFE;
const TRAILS: std::ops::RangeInclusive<u8> = 0x30..=0xFE;
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
pub(super) const DOUBLES: usize = 5;

impl Table {
    fn new(entry: &Entry) -> Self {
        let prices = Prices::of(entry.name);
        let mut bytes = Vec::new();
        for lead in LEADS {
            for trail in TRAILS {
                // A line end after each pair keeps a pair that is no character from eating the next one.
                bytes.extend_from_slice(&[lead, trail, b'\n']);
            }
        }
        let text = entry.web.map(|web| web.decode_without_bom_handling(&bytes).0.into_owned());
        let mut pairs = vec![INVALID; 0x1_0000];
        let mut characters = vec![0; 0x1_0000];
        for (pair, line) in bytes.chunks_exact(3).zip(text.as_deref().unwrap_or_default().lines()) {
            let mut chars = line.chars();
            let (Some(c), after) = (chars.next(), chars.next()) else { continue };
            // Two pairs of Big5 are a letter and a combining mark.
            let combined = after.is_some_and(|after| matches!(after, '\u{304}' | '\u{30C}'));
            if c == char::REPLACEMENT_CHARACTER || after.is_some() && !combined {
                continue;
            }
            let place = usize::from(pair[0]) << 8 | usize::from(pair[1]);
            let extended = entry.name == "EUC-KR" && (pair[0] < 0xA1 || pair[1] < 0xA1);
            let nats = prices.plain(c) + if extended { EXTENDED_NATS } else { 0.0 };
            let price = (nats * STEPS_PER_NAT) as i32 - ascii::steps(pair[1]);
            pairs[place] = price.max(0) as u16;
            characters[place] = u16::try_from(c as u32).unwrap_or(0);
        }
        let mut singles = [INVALID; 256];
        for (byte, price) in singles.iter_mut().enumerate() {
            let byte = byte as u8;
            let text = entry.web.map(|web| web.decode_without_bom_handling(&[byte]).0.into_owned());
            if let Some(c) = text.and_then(|text| text.chars().next())
                && c != char::REPLACEMENT_CHARACTER
            {
                *price = if byte.is_ascii() { 0 } else { (prices.plain(c) * STEPS_PER_NAT) as u16 };
            }
        }
        let long = match entry.name {
            "GBK" => four_bytes,
            "EUC-JP" => three_bytes,
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
}

/// What a line costs read from its beginning, one character after the other, each for itself.
pub(super) fn score(index: usize, line: &[u8]) -> Score {
    let table = &TABLES[index];
    let (mut at, mut cost, mut invalid, mut chars) = (0, 0, 0, 0);
    let again = (AGAIN_NATS * STEPS_PER_NAT) as i32;
    while at < line.len() {
        if line[at].is_ascii() {
            at += 1;
            continue;
        }
        match table.next(&line[at..]) {
            Some((length, price)) => {
                let again = is_again(line, at, length).then_some(again);
                cost += again.map_or(price, |again| price.min(again));
                cost += (among_letters(line, at, length) * STEPS_PER_NAT) as i32;
                at += length;
                chars += usize::from(again.is_none());
            }
            None => {
                cost += (INVALID_NATS * STEPS_PER_NAT) as i32;
                invalid += 1;
                at += 1;
            }
        }
    }
    Score { nats: cost as f32 / STEPS_PER_NAT, invalid, chars }
}

/// Whether a character stands behind the same.
fn is_again(line: &[u8], at: usize, length: usize) -> bool {
    at >= length && line[at - length..at] == line[at..at + length]
}

/// What it costs that a character stands among ASCII letters.
fn among_letters(line: &[u8], at: usize, length: usize) -> f32 {
    let behind = at > 0 && line[at - 1].is_ascii_alphabetic();
    let before = line.get(at + length).is_some_and(u8::is_ascii_alphabetic);
    let lower = |at: Option<usize>| at.and_then(|at| line.get(at)).is_some_and(u8::is_ascii_lowercase);
    let inside = lower(at.checked_sub(1)) && lower(Some(at + length));
    let price = |is: bool, nats: f32| if is { nats } else { 0.0 };
    price(behind, BEHIND_LETTER_NATS)
        + price(before && behind, BEFORE_LETTER_NATS)
        + price(inside, INSIDE_WORD_NATS)
}

/// What the characters of a line cost each after the one before it, as [`score`] but slower and closer.
pub(super) fn score_closely(index: usize, line: &[u8]) -> f32 {
    let table = &TABLES[index];
    let (mut at, mut nats) = (0, 0.0);
    let mut context = table.prices.start();
    while at < line.len() {
        if line[at].is_ascii() {
            context = table.prices.skip(context, char::from(line[at]));
            at += 1;
            continue;
        }
        let Some((length, price)) = table.next(&line[at..]) else {
            nats += INVALID_NATS;
            at += 1;
            continue;
        };
        if length == 2 {
            let (price, after) = table.prices.after(context, table.char(&line[at..at + 2]));
            context = after;
            let price = if is_again(line, at, length) { price.min(AGAIN_NATS) } else { price };
            nats += price - ascii::steps(line[at + 1]) as f32 / STEPS_PER_NAT;
        } else {
            nats += price as f32 / STEPS_PER_NAT;
        }
        nats += among_letters(line, at, length);
        at += length;
    }
    nats
}

/// Half a character at the end of a line is that much cheaper than anywhere else: texts are cut.
const CUT_NATS: f32 = 3.0;
/// A line whose bytes are all characters is taken for broken if that is likelier by so much.
const MENDED_NATS: f32 = 12.0;
/// A character of real text costs less than this on average, each for itself.
const COMMON_NATS: f32 = 9.5;

/// The bytes of a line to be skipped: those that are no characters, and half characters that throw what is
/// behind them out of step.
pub(super) fn skipped(index: usize, line: &[u8]) -> Vec<usize> {
    let Score { nats, invalid, .. } = score(index, line);
    let high = line.iter().filter(|byte| !byte.is_ascii()).count();
    // Two bytes a character; in Big5 and Shift_JIS the second one may be ASCII.
    if invalid == 0 && nats < COMMON_NATS * high as f32 * 0.5 {
        return Vec::new();
    }
    let (mended, skipped) = mend(index, line);
    if invalid == 0 && mended + MENDED_NATS > nats { Vec::new() } else { skipped }
}

/// The cheapest way to read a line when bytes may be skipped: what it costs, and where the skipped bytes are.
/// A byte that got lost leaves half a character; skipping the half saves what is behind it.
pub(super) fn mend(index: usize, line: &[u8]) -> (f32, Vec<usize>) {
    let table = &TABLES[index];
    let skip = (INVALID_NATS * STEPS_PER_NAT) as i32;
    let cheaper = (CUT_NATS * STEPS_PER_NAT) as i32;
    let mut costs = vec![i32::MAX; line.len() + 1];
    let mut steps = vec![0_u8; line.len() + 1];
    costs[0] = 0;
    for at in 0..line.len() {
        let here = costs[at];
        let mut go = |length: usize, price: i32, skipped: bool| {
            if here.saturating_add(price) < costs[at + length] {
                costs[at + length] = here + price;
                steps[at + length] = length as u8 | if skipped { SKIPPED } else { 0 };
            }
        };
        if here == i32::MAX {
            continue;
        }
        if line[at].is_ascii() {
            go(1, 0, false);
            continue;
        }
        if let Some((length, price)) = table.next(&line[at..]) {
            go(length, price, false);
        }
        let cut = line[at + 1..].trim_ascii_end().is_empty();
        go(1, if cut { skip - cheaper } else { skip }, true);
    }
    let (mut at, mut skipped) = (line.len(), Vec::new());
    while at > 0 {
        let length = usize::from(steps[at] & !SKIPPED);
        at -= length;
        if steps[at + length] & SKIPPED != 0 {
            skipped.push(at);
        }
    }
    skipped.reverse();
    (costs[line.len()] as f32 / STEPS_PER_NAT, skipped)
}

/// Marks a step over a byte that is no character.
const SKIPPED: u8 = 0x80;
