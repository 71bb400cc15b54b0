//! The lines of a document: which are UTF-8, and what the others cost in every encoding.

use super::choose::{Costs, UTF_8};
use super::double::{self, DOUBLES};
use super::encoding::{LEGACY, LEGACY_COUNT, are_siblings};
use super::single;
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

/// Broken bytes that a line may have before the search for lost bytes is not worth while: a line read in the
/// wrong encoding has far more of them.
const FEW_INVALID: usize = 3;
const INVALID_SHARE: usize = 24;
/// Readings that are not dearer than the best by more than this are weighed closely, in nats.
const CLOSE_NATS: f32 = 60.0;
/// Longer lines are weighed by so much from their first byte that is not ASCII on: it tells as much.
const LONGEST: usize = 2048;
/// Bytes of a line, from its first that is not ASCII, that tell which encodings are out of the question: those
/// dearer than the best by so much. First a few are looked at, then more.
const GLIMPSE: usize = 14;
const GLANCE: usize = 48;
const OUT_NATS: f32 = 40.0;

/// What a line costs in every encoding, in nats: closely in those that may be the right one.
pub(super) fn costs(line: &[u8]) -> Costs {
    let line = trim(line);
    let from = line.iter().position(|byte| *byte >= 0x80).unwrap_or(0);
    let glance = &line[from.saturating_sub(1)..line.len().min(from + GLANCE)];
    let glimpse = first_look(&glance[..glance.len().min(GLIMPSE)]);
    // Two bytes a character are cheap to look at, and a stray byte throws them out of step.
    let kept = |costs: &Costs, index: usize| {
        let singles = costs[DOUBLES..LEGACY_COUNT].iter().copied().fold(f32::INFINITY, f32::min);
        index < DOUBLES || costs[index] < singles + OUT_NATS
    };
    let mut costs = rough(glance, |index| kept(&glimpse, index));
    let best = costs[..LEGACY_COUNT].iter().copied().fold(f32::INFINITY, f32::min);
    let out = |index: usize| index >= DOUBLES && costs[index] >= best + OUT_NATS;
    if glance.len() < line.len() {
        let whole = rough(line, |index| !out(index));
        let ratio = high(line) as f32 / high(glance).max(1) as f32;
        for (cost, whole) in costs.iter_mut().zip(whole).take(LEGACY_COUNT) {
            *cost = if whole.is_finite() { whole } else { *cost * ratio };
        }
    }
    // What is out costs more than what is not, but it does not matter how much more.
    let best = costs[..LEGACY_COUNT].iter().copied().fold(f32::INFINITY, f32::min);
    for (cost, glimpse) in costs.iter_mut().zip(glimpse).filter(|(cost, _)| cost.is_infinite()) {
        *cost = (best + OUT_NATS).max(glimpse * (high(line) as f32 / GLIMPSE as f32));
    }
    costs[UTF_8] = utf8(line);
    let best = costs.iter().copied().fold(f32::INFINITY, f32::min);
    for (index, cost) in costs.iter_mut().enumerate().take(DOUBLES) {
        let score = double::score(index, line);
        let few = score.invalid <= FEW_INVALID + line.len() / INVALID_SHARE;
        let without = score.nats - score.invalid as f32 * double::INVALID_NATS;
        if score.invalid == 0 && *cost < best + CLOSE_NATS {
            *cost = double::score_closely(index, line);
        } else if few && score.invalid > 0 && without < best + CLOSE_NATS {
            *cost = double::mend(index, line);
        }
        if score.invalid > 0 && score.chars == 0 && *cost < best + CLOSE_NATS {
            *cost += NONE_WHOLE_NATS;
        }
    }
    let dearest = dearest(line);
    for (index, cost) in costs.iter_mut().enumerate().take(LEGACY_COUNT) {
        if *cost > dearest && is_valid(index, line) {
            *cost = dearest;
        }
    }
    costs
}

/// No line without errors costs more than this for each byte that is not ASCII, and this besides: a line that reads
/// badly in every encoding tells nothing about any. Text costs two thirds of it.
const DEAREST_NATS: f32 = 5.5;
const DEAREST_BASE_NATS: f32 = 30.0;

fn dearest(line: &[u8]) -> f32 {
    DEAREST_NATS * high(line) as f32 + DEAREST_BASE_NATS
}

/// Whether all bytes are characters in an encoding.
fn is_valid(index: usize, line: &[u8]) -> bool {
    if index < DOUBLES { double::score(index, line).invalid == 0 } else { single::is_valid(index, line) }
}

/// The cheapest of some encodings for a line, and its price.
pub(super) fn cheapest(line: &[u8], set: &[usize]) -> Option<(usize, f32)> {
    let costs = rough(trim(line), |index| set.contains(&index));
    set.iter().map(|index| (*index, costs[*index])).min_by(|a, b| a.1.total_cmp(&b.1))
}

fn trim(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.len() <= LONGEST {
        return line;
    }
    // ASCII tells nothing.
    let from = line.iter().position(|byte| *byte >= 0x80).unwrap_or(0).saturating_sub(1);
    &line[from..line.len().min(from + LONGEST)]
}

/// Number of bytes that are not ASCII.
fn high(line: &[u8]) -> usize {
    line.iter().filter(|byte| !byte.is_ascii()).count()
}

/// What a line costs in the legacy encodings at least.
fn first_look(line: &[u8]) -> Costs {
    let mut costs = [f32::INFINITY; LEGACY_COUNT + 1];
    for (index, cost) in costs.iter_mut().enumerate().take(LEGACY_COUNT) {
        *cost = if index < DOUBLES { double::score(index, line).nats } else { single::at_least(index, line) };
    }
    costs
}

/// What a line costs in the legacy encodings that are wanted, each character of two bytes for itself.
fn rough(line: &[u8], wanted: impl Fn(usize) -> bool) -> Costs {
    let mut costs = [f32::INFINITY; LEGACY_COUNT + 1];
    for index in (0..LEGACY_COUNT).filter(|index| wanted(*index)) {
        costs[index] =
            if index < DOUBLES { double::score(index, line).nats } else { single::score(index, line) };
    }
    costs
}

/// Prices lines one after another: what explained a line well is tried first on the next.
#[derive(Debug)]
pub(super) struct Pricer {
    known: Vec<usize>,
    /// What the lines looked at closely cost in encodings of one byte, and how many they were.
    sums: [(f32, u32); LEGACY_COUNT],
}

impl Default for Pricer {
    fn default() -> Self {
        Self { known: Vec::new(), sums: [(0.0, 0); LEGACY_COUNT] }
    }
}

/// After so many lines in a script it is known in which of its encodings the document has it.
const CLOSE_LINES: u32 = 48;

/// Encodings that are tried first.
const KNOWN: usize = 4;
/// Fewer bytes that are not ASCII tell too little to look at known encodings only.
const ENOUGH: usize = 16;
/// Text costs at most this for a character of two bytes, and for one of one byte; read in the wrong encoding,
/// more. Of the lines measured in docs/decode.md, nine in ten are cheaper.
const PAIR_NATS: f32 = 8.0;
const BYTE_NATS: f32 = 3.3;
/// What is taken for the difference to encodings that were not looked at.
const UNSEEN_NATS: f32 = 60.0;

impl Pricer {
    /// What a line costs in every encoding, in nats; if a known encoding explains it, only roughly.
    pub(super) fn costs(&mut self, line: &[u8]) -> Costs {
        if let Some((index, nats)) = self.explained(line) {
            let mut costs = [nats + UNSEEN_NATS; LEGACY_COUNT + 1];
            costs[UTF_8] += UNSEEN_NATS;
            costs[index] = nats;
            if index >= DOUBLES && self.sums[index].1 < CLOSE_LINES {
                self.siblings(index, line, &mut costs);
            }
            return costs;
        }
        let costs = costs(line);
        let best = (0..LEGACY_COUNT).min_by(|a, b| costs[*a].total_cmp(&costs[*b]));
        if let Some(best) = best.filter(|best| !self.known.contains(best)) {
            self.known.truncate(KNOWN - 1);
            self.known.insert(0, best);
        }
        costs
    }

    /// Prices a line in the other encodings of a script; in the end the cheapest of them is the known one.
    fn siblings(&mut self, index: usize, line: &[u8], costs: &mut Costs) {
        let (mut best, mut least) = (index, f32::INFINITY);
        for (other, cost) in costs.iter_mut().enumerate().take(LEGACY_COUNT).skip(DOUBLES) {
            if other == index || are_siblings(other, index) {
                *cost = if other == index { *cost } else { single::score(other, trim(line)) };
                let (sum, count) = &mut self.sums[other];
                (*sum, *count) = (*sum + *cost, *count + 1);
                let sum = *sum + LEGACY[other].rarity;
                (best, least) = if sum < least { (other, sum) } else { (best, least) };
            }
        }
        if self.sums[index].1 == CLOSE_LINES {
            self.known.retain(|known| *known != best && *known != index && !are_siblings(*known, index));
            self.known.insert(0, best);
        }
    }

    /// The known encoding that explains a line well.
    fn explained(&mut self, line: &[u8]) -> Option<(usize, f32)> {
        let line = trim(line);
        let high = high(line);
        if high < ENOUGH {
            return None;
        }
        let good = |index: &usize| {
            if *index < DOUBLES {
                let score = double::score(*index, line);
                let enough = 2 * score.chars >= ENOUGH;
                let good = enough && score.invalid == 0 && score.nats <= PAIR_NATS * score.chars as f32;
                good.then_some(score.nats)
            } else {
                Some(single::score(*index, line)).filter(|nats| *nats <= BYTE_NATS * high as f32)
            }
        };
        let (place, nats) = self.known.iter().enumerate().find_map(|(n, index)| Some((n, good(index)?)))?;
        self.known[..=place].rotate_right(1);
        Some((self.known[0], nats))
    }
}

/// So many bytes at the head of a line are looked at when all lines seem to be in one encoding; and what a
/// character there may cost before the whole line is.
const HEAD: usize = 20;
const HEAD_NATS: f32 = 10.5;

/// Whether no line looks as if it were in another encoding than this one, of two bytes a character.
pub(super) fn all_look_like(bytes: &[u8], index: usize) -> bool {
    let mut start = 0;
    index < DOUBLES
        && memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]).all(|end| {
            let line = &bytes[start.min(end)..end];
            start = end + 1;
            let from = line.iter().position(|byte| *byte >= 0x80).unwrap_or(line.len());
            if double::begins_well(index, &line[from..line.len().min(from + HEAD)], HEAD_NATS) {
                return true;
            }
            let score = double::score(index, line);
            if score.invalid == 0 && score.chars >= HEAD && score.nats <= PAIR_NATS * score.chars as f32 {
                return true;
            }
            let costs = costs(line);
            costs.iter().all(|cost| *cost >= costs[index])
        })
}

/// What a broken sequence costs, in nats; and what it costs that a line has no whole one beside ASCII, as the
/// lines of other encodings have none.
const BROKEN_NATS: f32 = 16.0;
const NONE_WHOLE_NATS: f32 = 25.0;
/// What a line costs as UTF-8, the broken sequences left out, in nats: by the ranges that characters lie in,
/// since a sequence that is valid by chance tells enough.
pub(super) fn utf8(line: &[u8]) -> f32 {
    let (mut nats, mut whole) = (0.0, line.is_ascii());
    for chunk in line.utf8_chunks() {
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
