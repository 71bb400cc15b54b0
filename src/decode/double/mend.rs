//! Lines of which bytes got lost: what they cost when bytes may be skipped, and which are skipped.

use super::closely::score_closely;
use super::score::{Odd, among_letters, is_again, score};
use super::table::{INVALID_NATS, table};
use crate::decode::AGAIN_NATS;
use crate::decode::ascii;
use crate::decode::han::After;
use crate::packed::STEPS_PER_NAT;

/// A line whose bytes are all characters is taken for broken if that is likelier by so much.
const MENDED_NATS: f32 = 8.0;

/// The bytes of a line to be skipped: those that are no characters, and half characters that throw what is
/// behind them out of step.
pub(crate) fn skipped(index: usize, line: &[u8]) -> Vec<usize> {
    let score = score(index, line);
    let whole = score.invalid == 0;
    if whole && !(score.odd && seems_broken(index, line)) {
        return Vec::new();
    }
    let (mended, skipped) = mend_closely(index, line);
    if whole && mended + MENDED_NATS > score_closely(index, line) { Vec::new() } else { skipped }
}

/// So many characters before those that are unlikely in a row are looked at, and so many bytes from them on: the rest of the
/// line would only tell the same.
const BEFORE: usize = 8;
const BEHIND: usize = 48;

/// So much dearer may a part be with bytes skipped, as the whole line decides in the end.
const SEEMING_NATS: f32 = 6.0;

/// Whether what is around unlikely characters in a row is likelier with bytes skipped. Most of them are names.
fn seems_broken(index: usize, line: &[u8]) -> bool {
    let table = table(index);
    let next = |at: usize| if line[at].is_ascii() { Some((1, 0)) } else { table.next(&line[at..]) };
    // Where the last characters begin.
    let mut starts = [0; BEFORE];
    let mut count = 0;
    let mut odd = Odd::default();
    let mut at = 0;
    while at < line.len() {
        let (length, price) = next(at).unwrap_or((1, 0));
        starts[count % BEFORE] = at;
        count += 1;
        if length == 1 || !odd.add(price) {
            at += length;
            continue;
        }
        let from = if count < BEFORE { 0 } else { starts[count % BEFORE] };
        let mut to = at + length;
        while to < line.len().min(at + BEHIND) {
            to += next(to).map_or(1, |(length, _)| length);
        }
        // Read out of step, a character ends one byte farther on.
        let part = &line[from..to];
        let farther = &line[from..line.len().min(to + 1)];
        if mend_at(index, farther, CHEAP_SKIP_NATS) < score(index, part).nats
            && mend_closely(index, farther).0 <= score_closely(index, part) + SEEMING_NATS
        {
            return true;
        }
        (at, odd) = (to, Odd::default());
    }
    false
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
    let table = table(index);
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
                let (price, after) =
                    table.prices.after_character(here.after, table.character([line[at], line[at + 1]]));
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
pub(crate) fn mend(index: usize, line: &[u8]) -> f32 {
    mend_at(index, line, INVALID_NATS)
}

/// More than half of what any character costs, which are two bytes to skip.
const CHEAP_SKIP_NATS: f32 = 9.0;

/// As [`mend`], at a price of each byte skipped.
fn mend_at(index: usize, line: &[u8], skip: f32) -> f32 {
    let table = table(index);
    let skip = (skip * STEPS_PER_NAT) as i32;
    let cheaper = (CUT_NATS * STEPS_PER_NAT) as i32;
    let end = line.trim_ascii_end().len();
    // What the cheapest way to this place costs, and to the next ones.
    let (mut here, mut ways) = (0, [NO_WAY; LONGEST]);
    let mut at = 0;
    while at < line.len() {
        if here != NO_WAY {
            let mut go = |length: usize, price: i32| ways[length - 1] = ways[length - 1].min(here + price);
            if line[at].is_ascii() {
                go(1, 0);
            } else {
                if let Some((length, price)) = table.next(&line[at..]) {
                    go(length, price);
                }
                go(1, if at + 1 >= end { skip - cheaper } else { skip });
            }
        }
        let [next, second, third, fourth] = ways;
        (here, ways) = (next, [second, third, fourth, NO_WAY]);
        at += 1;
        // All ways have met: ASCII costs nothing.
        if ways == [NO_WAY; LONGEST] {
            at = ascii::skip(line, at);
        }
    }
    here as f32 / STEPS_PER_NAT
}

/// Dearer than any way.
const NO_WAY: i32 = i32::MAX;
/// Bytes of the longest character.
const LONGEST: usize = 4;
