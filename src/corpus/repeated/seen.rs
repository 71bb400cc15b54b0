//! Hashes that were met, in bounded memory.

use crate::hash::Hashed;
use std::collections::HashSet;

/// A generation has so many: what a table of the standard library with 2 to the power of 22 places takes, some 38 MB.
const GENERATION: usize = (1 << 22) / 8 * 7;

/// The hashes that were met last: those of the generation that is being filled, and of the one before. A hash that is
/// met again is as good as new, so that what comes again and again is never forgotten.
pub(super) struct Seen {
    young: Set,
    old: Set,
    generation: usize,
}

type Set = HashSet<u64, Hashed>;

impl Default for Seen {
    fn default() -> Self {
        Self { young: Set::default(), old: Set::default(), generation: GENERATION }
    }
}

impl Seen {
    pub(super) fn has(&self, hash: u64) -> bool {
        self.young.contains(&hash) || self.old.contains(&hash)
    }

    pub(super) fn add(&mut self, hash: u64) {
        self.young.insert(hash);
        if self.young.len() >= self.generation {
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_met_last_is_remembered() {
        let mut seen = Seen { generation: 10, ..Seen::default() };
        for hash in 0..25 {
            seen.add(hash);
            assert!(seen.has(hash));
            // Met again and again.
            seen.add(7);
        }
        assert!(seen.has(7) && seen.has(24) && seen.has(17), "the last ten at least");
        assert!(!seen.has(0) && !seen.has(3), "no more than twice as many");
        assert!(seen.young.len() + seen.old.len() <= 20);
    }
}
