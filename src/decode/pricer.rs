//! Lines priced one after another: what explained a line well is tried first on the next.

use super::ascii;
use super::choose::{Costs, UTF_8};
use super::costs::{ENOUGH, PAIR_NATS, UNSEEN_NATS, costs, explains, trim};
use super::double::{self, DOUBLES};
use super::encoding::{LEGACY_COUNT, are_siblings};
use super::rivals::Rivals;
use super::single;
use super::stretches::Stretches;

/// What a line costs.
#[derive(Debug)]
pub(super) enum Priced {
    /// Some encodings explain it well, and the same; others were not looked at.
    Known(Known),
    /// The price in every encoding.
    All(Box<Costs>),
}

/// Encodings that explain a line well.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// A bit for each by its place among the legacy encodings.
    encodings: u64,
    nats: f32,
    /// Whether bytes may have to be skipped though all are characters.
    pub(super) odd: bool,
}

impl Known {
    /// Whether this is one of them.
    pub(super) fn has(&self, index: usize) -> bool {
        self.encodings >> index & 1 == 1
    }

    fn costs(&self) -> Costs {
        let mut costs = [self.nats + UNSEEN_NATS; LEGACY_COUNT + 1];
        costs[UTF_8] += UNSEEN_NATS;
        for (index, cost) in costs.iter_mut().enumerate().take(LEGACY_COUNT) {
            *cost = if self.has(index) { self.nats } else { *cost };
        }
        costs
    }
}

impl Priced {
    /// The price in every encoding.
    pub(super) fn costs(&self) -> Costs {
        match self {
            Self::All(costs) => **costs,
            Self::Known(known) => known.costs(),
        }
    }
}

/// Prices lines one after another: what explained a line well is tried first on the next.
#[derive(Debug)]
pub(super) struct Pricer {
    known: Vec<usize>,
    rivals: Rivals,
    /// Of the line at hand.
    stretches: Stretches,
    lines: usize,
}

/// Encodings that are tried first.
const KNOWN: usize = 4;
/// Text costs at most this for a byte that is not ASCII; read in the wrong encoding, more.
const BYTE_NATS: f32 = 3.3;
/// Single letters inside words are no wide characters, and tell more.
const ENOUGH_LATIN: usize = 3;
/// So many bytes of a line are looked at before the whole; and what a character there, or a byte of one, may cost.
const HEAD: usize = 20;
const HEAD_PAIR_NATS: f32 = 10.5;
const HEAD_BYTE_NATS: f32 = 4.5;

impl Pricer {
    /// For so many lines.
    pub(super) fn new(lines: usize) -> Self {
        Self {
            known: Vec::with_capacity(KNOWN),
            rivals: Rivals::default(),
            stretches: Stretches::default(),
            lines,
        }
    }

    /// What a line costs: if a known encoding explains it, only roughly.
    pub(super) fn price(&mut self, line: &[u8]) -> Priced {
        if let Some((index, known)) = self.explained(line) {
            if index < DOUBLES {
                return Priced::Known(known);
            }
            if let Some(encodings) = self.rivals.agreed(index, &self.stretches) {
                return Priced::Known(Known { encodings, ..known });
            }
            let mut costs = known.costs();
            self.siblings(index, &mut costs);
            return Priced::All(Box::new(costs));
        }
        let costs = costs(line, &mut self.stretches, &self.rivals, self.lines);
        let best = (0..LEGACY_COUNT).min_by(|a, b| costs[*a].total_cmp(&costs[*b]));
        if let Some(best) = best {
            if !self.known.iter().any(|known| *known == best || are_siblings(*known, best)) {
                self.known.truncate(KNOWN - 1);
                self.known.insert(0, best);
            }
            if best >= DOUBLES {
                self.rivals.learn(best, &costs);
            }
        }
        Priced::All(Box::new(costs))
    }

    /// Prices the line at hand in the other encodings of a script.
    fn siblings(&mut self, index: usize, costs: &mut Costs) {
        let estimates = single::estimates(&self.stretches);
        let limit = estimates[index - DOUBLES] + UNSEEN_NATS;
        self.rivals.price(&self.stretches, &estimates, costs, |other| {
            other != index && are_siblings(other, index) && estimates[other - DOUBLES] < limit
        });
        self.rivals.learn(index, costs);
    }

    /// The known encoding that explains a line well.
    fn explained(&mut self, line: &[u8]) -> Option<(usize, Known)> {
        let line = trim(line);
        let from = ascii::skip(line, 0);
        let head = &line[from..line.len().min(from + HEAD)];
        let mut filled = false;
        for place in 0..self.known.len() {
            let index = self.known[place];
            let found = if index < DOUBLES {
                if !double::begins_well(index, head, HEAD_PAIR_NATS) {
                    continue;
                }
                let score = double::score(index, line);
                explains(&score).then_some((index, score.nats, score.odd))
            } else {
                if !filled {
                    self.stretches.fill(line);
                    filled = true;
                }
                let high = self.stretches.high;
                if high < ENOUGH && !(high >= ENOUGH_LATIN && self.stretches.is_latin()) {
                    continue;
                }
                let leader = self.rivals.leader(index);
                let nats = single::score_up_to(leader, &self.stretches, HEAD_BYTE_NATS);
                (nats <= BYTE_NATS * high as f32).then_some((leader, nats, false))
            };
            if let Some((index, nats, odd)) = found {
                self.known[..=place].rotate_right(1);
                return Some((index, Known { encodings: 1 << index, nats, odd }));
            }
        }
        None
    }
}

/// Whether no line looks as if it were in another encoding than this one, of two bytes a character.
pub(super) fn all_look_like(bytes: &[u8], index: usize) -> bool {
    let mut start = 0;
    let (mut stretches, rivals) = (Stretches::default(), Rivals::default());
    index < DOUBLES
        && memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]).all(|end| {
            let line = &bytes[start.min(end)..end];
            start = end + 1;
            let from = ascii::skip(line, 0);
            if double::begins_well(index, &line[from..line.len().min(from + HEAD)], HEAD_PAIR_NATS) {
                return true;
            }
            let score = double::score(index, line);
            if score.invalid == 0 && score.chars >= HEAD && score.nats <= PAIR_NATS * score.chars as f32 {
                return true;
            }
            let costs = costs(line, &mut stretches, &rivals, 1);
            costs.iter().all(|cost| *cost >= costs[index])
        })
}
