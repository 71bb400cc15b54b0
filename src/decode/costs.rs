//! What a line costs in every encoding: first a look at all, then a closer one at those that may be right.

use super::ascii;
use super::choose::{Costs, UTF_8};
use super::double::{self, DOUBLES, Score};
use super::encoding::LEGACY_COUNT;
use super::lines::utf8;
use super::single;
use super::stretches::Stretches;

/// Broken bytes that a line may have before the search for lost bytes is not worth while: a line read in the
/// wrong encoding has far more of them.
const FEW_INVALID: usize = 3;
const INVALID_SHARE: usize = 24;
/// Readings that are not dearer than the best by more than this, in nats, and this share of the best are weighed closely.
const CLOSE_NATS: f32 = 20.0;
const CLOSE_SHARE: f32 = 0.3;
/// Unless one of one byte is the best, and the other no known encoding of the document: then only so much.
const CLOSE_TO_SINGLE_NATS: f32 = 20.0;
/// Longer lines are weighed by so much from their first byte that is not ASCII on: it tells as much.
const LONGEST: usize = 2048;
/// What is taken for the difference to encodings that were not looked at.
pub(super) const UNSEEN_NATS: f32 = 60.0;
/// Fewer bytes that are not ASCII tell too little to look at known encodings only.
pub(super) const ENOUGH: usize = 10;
/// Text costs at most this for a character of two bytes; read in the wrong encoding, more. Of the lines measured in
/// docs/decode.md, nine in ten are cheaper.
pub(super) const PAIR_NATS: f32 = 8.0;
/// No text costs more than this for each byte that is not ASCII, and this besides.
const JUNK_NATS: f32 = 4.2;
const JUNK_BASE_NATS: f32 = 6.0;
/// In documents of more lines than this, what is dearer than that tells less, in proportion: tables of symbols and of
/// rare characters read badly in the right encoding too, and long documents have more of them.
const LINES: f32 = 40.0;
/// What a line costs that is broken UTF-8 does not matter beyond the price of the best encoding, times this, and so
/// many nats.
const FAR_FACTOR: f32 = 2.0;
const FAR_NATS: f32 = 120.0;
/// So many bytes of a line, from its first that is not ASCII, tell whether two bytes a character are out of the question:
/// if they are dearer than those of the best encoding by this factor, and so many nats beside. A stray byte throws them
/// out of step.
const GLANCE: usize = 48;
const GLANCE_FACTOR: f32 = 1.5;
const GLANCE_NATS: f32 = 50.0;
/// What a character in that part costs at most where a line seems to be text.
const GLANCE_PAIR_NATS: f32 = 9.0;

/// No line without errors costs more than this for each byte that is not ASCII, and this besides: a line that reads
/// badly in every encoding tells nothing about any. Text costs two thirds of it.
const DEAREST_NATS: f32 = 5.5;
const DEAREST_BASE_NATS: f32 = 30.0;

/// What a line costs in every encoding, in nats: closely in those that may be the right one, as the known ones. The line is
/// one of so many that are no UTF-8.
pub(super) fn costs(line: &[u8], stretches: &mut Stretches, known: &[usize], lines: usize) -> Costs {
    let line = trim(line);
    let mut doubles = Doubles::new(line);
    let right = doubles.look_right();
    if right {
        doubles.read(line, f32::INFINITY);
    }
    let best = doubles.least();
    let explained = right && doubles.scores.iter().any(|score| score.nats <= best && explains(score));
    let mut costs = if explained {
        // No text in an encoding of one byte reads as well as that.
        let mut costs = [best + UNSEEN_NATS; LEGACY_COUNT + 1];
        costs[UTF_8] += UNSEEN_NATS;
        costs
    } else {
        stretches.fill(line);
        let costs = singles(line, stretches, best);
        doubles.read(line, least(&costs));
        costs
    };
    let scores = doubles.scores;
    let single = if explained { f32::INFINITY } else { least(&costs[DOUBLES..LEGACY_COUNT]) };
    for (cost, score) in costs.iter_mut().zip(&scores) {
        *cost = score.nats;
    }
    refine(line, &mut costs, &scores, single, known);
    bound(&mut costs, &scores, if explained { None } else { Some(stretches) }, high(line), lines);
    costs
}

/// Looks closer at the encodings of two bytes that may be the right one, where the best of one byte costs so much.
fn refine(line: &[u8], costs: &mut Costs, scores: &[Score; DOUBLES], single: f32, known: &[usize]) {
    let best = least(costs);
    let window = (CLOSE_NATS + CLOSE_SHARE * best).min(UNSEEN_NATS);
    let rivals = costs.iter().filter(|cost| **cost < best + window).count();
    for (index, score) in scores.iter().enumerate() {
        let far = single <= best && !known.contains(&index);
        let close = best + if far { CLOSE_TO_SINGLE_NATS } else { window };
        if score.invalid == 0 {
            if rivals > 1 && costs[index] < close {
                costs[index] = double::score_closely(index, line);
            }
            continue;
        }
        let few = score.invalid <= FEW_INVALID + line.len() / INVALID_SHARE;
        // One byte at least has to be skipped.
        let without = score.nats - (score.invalid - 1) as f32 * double::INVALID_NATS;
        if few && without < close {
            costs[index] = double::mend(index, line);
        }
        if score.chars == 0 && costs[index] < best + UNSEEN_NATS {
            costs[index] += NONE_WHOLE_NATS;
        }
    }
}

/// A line without errors that reads badly in an encoding tells little about it. The stretches are those of the line, if
/// encodings of one byte were priced.
fn bound(
    costs: &mut Costs,
    scores: &[Score; DOUBLES],
    stretches: Option<&Stretches>,
    high: usize,
    lines: usize,
) {
    let share = (LINES / lines as f32).min(1.0);
    let dearest = DEAREST_NATS * high as f32 + DEAREST_BASE_NATS;
    let bound = |cost: &mut f32, junk: f32| {
        if *cost > junk.min(dearest) {
            *cost = cost.min(junk + (*cost - junk) * share).min(dearest);
        }
    };
    for (cost, score) in costs.iter_mut().zip(scores).filter(|(_, score)| score.invalid == 0) {
        bound(cost, JUNK_NATS * score.units as f32 + JUNK_BASE_NATS);
    }
    let Some(stretches) = stretches else { return };
    let (valid, junk) = (single::valid(stretches), JUNK_NATS * high as f32 + JUNK_BASE_NATS);
    for (single, cost) in costs[DOUBLES..LEGACY_COUNT].iter_mut().enumerate() {
        if valid >> single & 1 == 1 {
            bound(cost, junk);
        }
    }
}

/// Whether an encoding of two bytes a character explains a line so well that others need no look.
pub(super) fn explains(score: &Score) -> bool {
    score.invalid == 0 && score.units >= ENOUGH && score.nats <= PAIR_NATS / 2.0 * score.units as f32
}

/// What a line costs in the encodings of one byte and as UTF-8, if it costs so much in the best of two bytes.
fn singles(line: &[u8], stretches: &Stretches, doubles: f32) -> Costs {
    let mut costs = [f32::INFINITY; LEGACY_COUNT + 1];
    costs[DOUBLES..LEGACY_COUNT].copy_from_slice(&single::prices(stretches));
    let best = least(&costs).min(doubles);
    costs[UTF_8] = utf8(line, FAR_FACTOR * best + FAR_NATS);
    costs
}

/// What it costs that a line has no whole character beside ASCII, as the lines of other encodings have none.
pub(super) const NONE_WHOLE_NATS: f32 = 25.0;

/// So many prices are compared at once.
const LANES: usize = 8;

/// The least of some prices.
pub(super) fn least(costs: &[f32]) -> f32 {
    // No price is NaN, which `f32::min` looks for.
    let less = |a: f32, b: f32| if b < a { b } else { a };
    let (lanes, rest) = costs.as_chunks::<LANES>();
    let mut least = [f32::INFINITY; LANES];
    for lanes in lanes {
        for (least, cost) in least.iter_mut().zip(lanes) {
            *least = less(*least, *cost);
        }
    }
    least.iter().chain(rest).copied().fold(f32::INFINITY, less)
}

/// What a line costs in the encodings of two bytes a character: of a long one first a part.
struct Doubles {
    scores: [Score; DOUBLES],
    /// How much longer the line is than what was looked at.
    ratio: f32,
    /// Whether nothing else is to be looked at.
    whole: bool,
}

impl Doubles {
    fn new(line: &[u8]) -> Self {
        let from = ascii::skip(line, 0).saturating_sub(1);
        let glance = &line[from..line.len().min(from + GLANCE)];
        let whole = from + glance.len() == line.len();
        // ASCII costs nothing.
        let ratio = if whole { 1.0 } else { high(line) as f32 / high(glance).max(1) as f32 };
        let one_by_one = || std::array::from_fn(|index| double::score(index, glance));
        let mut scores: [Score; DOUBLES] = double::look(glance).unwrap_or_else(one_by_one);
        if !whole {
            for score in &mut scores {
                score.nats *= ratio;
                score.units = (score.units as f32 * ratio) as usize;
            }
        }
        Self { scores, ratio, whole }
    }

    fn least(&self) -> f32 {
        least(&self.scores.each_ref().map(|score| score.nats))
    }

    /// Whether the line seems to be text in one of them.
    fn look_right(&self) -> bool {
        let best = self.least();
        self.scores.iter().any(|score| {
            score.nats <= best && score.nats <= GLANCE_PAIR_NATS * score.chars as f32 * self.ratio
        })
    }

    /// Reads the whole line in those that are not much dearer than the best, of so much in others.
    fn read(&mut self, line: &[u8], others: f32) {
        if self.whole {
            return;
        }
        let limit = self.least().min(others) * GLANCE_FACTOR + GLANCE_NATS * self.ratio;
        for (index, score) in self.scores.iter_mut().enumerate() {
            if score.nats < limit {
                *score = double::score(index, line);
            }
        }
        self.whole = true;
    }
}

/// The cheapest of some encodings for a line, and its price, each character of two bytes for itself.
pub(super) fn cheapest(line: &[u8], set: &[usize]) -> Option<(usize, f32)> {
    let line = trim(line);
    let singles = set.iter().any(|index| *index >= DOUBLES).then(|| {
        let mut stretches = Stretches::default();
        stretches.fill(line);
        single::prices(&stretches)
    });
    let price = |index: usize| match (index.checked_sub(DOUBLES), singles) {
        (Some(single), Some(prices)) => prices[single],
        _ => double::score(index, line).nats,
    };
    set.iter().map(|index| (*index, price(*index))).min_by(|a, b| a.1.total_cmp(&b.1))
}

/// Number of bytes that are not ASCII.
pub(super) fn high(line: &[u8]) -> usize {
    line.iter().filter(|byte| !byte.is_ascii()).count()
}

/// What of a line is weighed: not its end, and of a long one a part.
pub(super) fn trim(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.len() <= LONGEST {
        return line;
    }
    // ASCII tells nothing.
    let from = ascii::skip(line, 0).saturating_sub(1);
    &line[from..line.len().min(from + LONGEST)]
}
