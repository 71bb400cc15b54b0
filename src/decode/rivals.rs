//! Encodings of one byte that share a script: which of them a document is in, its lines tell together.

use super::choose::Costs;
use super::double::DOUBLES;
use super::encoding::{LEGACY, LEGACY_COUNT, are_siblings, first_sibling};
use super::single::{self, SINGLES};
use super::stretches::Stretches;

/// How far the encodings of one byte are behind the best of their script in the lines so far.
#[derive(Debug)]
pub(super) struct Rivals {
    /// What the lines cost more than in the best encoding of the script, rarity included, in nats.
    behind: [f32; SINGLES],
    /// The best encoding so far of each script, at the place of the first one of the script.
    leaders: [usize; SINGLES],
    /// What the encodings agree in that may still be the right one of a script: the first of the script, a bit for each
    /// by its place in [`LEGACY`], and by byte whether it is the same character in all of them.
    agreed: Vec<(usize, u64, [bool; 256])>,
}

/// An encoding that is behind by so much is looked at only where it seems to be ahead: it would cost more than
/// that to have it beside the best of its script.
const BEHIND_NATS: f32 = 40.0;

/// No line alone tells more, in nats: it may be an odd one.
const LINE_NATS: f32 = 10.0;

impl Default for Rivals {
    fn default() -> Self {
        // The first of a script is the least rare one.
        Self {
            behind: std::array::from_fn(|single| LEGACY[DOUBLES + single].rarity),
            leaders: std::array::from_fn(|single| DOUBLES + single),
            agreed: Vec::new(),
        }
    }
}

impl Rivals {
    /// The encodings of the script of one that may still be the right one, a bit for each, if the line is the same text
    /// in all of them.
    pub(super) fn agreed(&mut self, index: usize, stretches: &Stretches) -> Option<u64> {
        let place = self.agreed.iter().position(|(leader, ..)| are_siblings(*leader, index));
        let place = place.unwrap_or_else(|| {
            let rivals: Vec<usize> = siblings(index).filter(|other| self.is_close(*other)).collect();
            let bits = rivals.iter().fold(0, |bits, index| bits | 1 << index);
            self.agreed.push((index, bits, single::agreed(&rivals)));
            self.agreed.len() - 1
        });
        let (_, bits, same) = &self.agreed[place];
        stretches.bytes().all(|byte| same[usize::from(byte)]).then_some(*bits)
    }

    fn is_close(&self, index: usize) -> bool {
        self.behind[index - DOUBLES] < BEHIND_NATS
    }

    /// Prices a line in the wanted encodings that may be the right one of their script.
    pub(super) fn price(
        &self,
        stretches: &Stretches,
        estimates: &[f32; SINGLES],
        costs: &mut Costs,
        wanted: impl Fn(usize) -> bool,
    ) {
        for index in (DOUBLES..LEGACY_COUNT).filter(|index| wanted(*index)) {
            let leader = self.leader(index);
            let ahead = estimates[index - DOUBLES] - estimates[leader - DOUBLES];
            if index == leader || self.is_close(index) || ahead < 0.0 {
                if costs[index].is_infinite() || index != leader {
                    costs[index] = single::score(index, stretches);
                }
            } else {
                if costs[leader].is_infinite() {
                    costs[leader] = single::score(leader, stretches);
                }
                costs[index] = costs[leader] + ahead;
            }
        }
    }

    /// The best encoding so far of the script of one.
    pub(super) fn leader(&self, index: usize) -> usize {
        self.leaders[first_sibling(index) - DOUBLES]
    }

    /// Learns what a line costs that is in the script of an encoding.
    pub(super) fn learn(&mut self, index: usize, costs: &Costs) {
        let close = |rivals: &Self| siblings(index).filter(|other| rivals.is_close(*other)).count();
        let before = close(self);
        for other in siblings(index) {
            self.behind[other - DOUBLES] += (costs[other] - costs[index]).min(LINE_NATS);
        }
        let behind = |index: &usize| self.behind[index - DOUBLES];
        let leader = siblings(index).min_by(|a, b| behind(a).total_cmp(&behind(b))).unwrap_or(index);
        let least = behind(&leader);
        for other in siblings(index) {
            self.behind[other - DOUBLES] -= least;
        }
        self.leaders[first_sibling(index) - DOUBLES] = leader;
        if close(self) != before {
            self.agreed.retain(|(leader, ..)| !are_siblings(*leader, index));
        }
    }
}

/// The encodings of the script of one, itself among them.
fn siblings(index: usize) -> impl Iterator<Item = usize> {
    (DOUBLES..LEGACY_COUNT).filter(move |other| are_siblings(*other, index))
}
