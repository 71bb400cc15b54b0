//! Encodings of one byte that share a script: which of them a document is in, its lines tell together.

use super::choose::Costs;
use super::double::DOUBLES;
use super::encoding::{LEGACY, LEGACY_COUNT, siblings};
use super::single::{self, SINGLES};
use super::stretches::Stretches;

/// How far the encodings of one byte are behind the best of their script in the lines so far.
#[derive(Debug)]
pub(super) struct Rivals {
    /// What the lines cost more than in the best encoding of the script, rarity included, in nats.
    behind: [f32; SINGLES],
    /// The best encoding so far of the script of each.
    leaders: [usize; SINGLES],
}

/// An encoding that is behind by so much is looked at only where it seems to be ahead: it would cost more than
/// that to have it beside the best of its script.
const BEHIND_NATS: f32 = 40.0;

/// No line alone tells more, in nats: it may be an odd one.
const LINE_NATS: f32 = 10.0;

impl Default for Rivals {
    fn default() -> Self {
        // The first of a script is the least rare one.
        let first = |single| siblings(DOUBLES + single).first().copied().unwrap_or(DOUBLES + single);
        Self {
            behind: std::array::from_fn(|single| LEGACY[DOUBLES + single].rarity),
            leaders: std::array::from_fn(first),
        }
    }
}

impl Rivals {
    /// The encodings of the script of one that may still be the right one, a bit for each, if the line is the same text
    /// in all of them.
    pub(super) fn agreed(&self, index: usize, stretches: &Stretches) -> Option<u64> {
        let leader = self.leader(index);
        let mut agreed = 0;
        for other in siblings(index).iter().filter(|other| self.is_close(**other)) {
            if *other != leader && !single::reads_alike(leader, *other, stretches) {
                return None;
            }
            agreed |= 1 << other;
        }
        Some(agreed)
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
        self.leaders[index - DOUBLES]
    }

    /// Learns what a line costs that is in the script of an encoding.
    pub(super) fn learn(&mut self, index: usize, costs: &Costs) {
        for other in siblings(index) {
            self.behind[other - DOUBLES] += (costs[*other] - costs[index]).min(LINE_NATS);
        }
        let behind = |index: &usize| self.behind[index - DOUBLES];
        let best = siblings(index).iter().min_by(|a, b| behind(a).total_cmp(&behind(b)));
        let Some((leader, least)) = best.map(|best| (*best, behind(best))) else { return };
        for other in siblings(index) {
            self.behind[other - DOUBLES] -= least;
            self.leaders[other - DOUBLES] = leader;
        }
    }
}
