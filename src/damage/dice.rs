//! Chance that can be repeated: the same seed, document and purpose give the same throws on every machine,
//! for any number of threads and in any order of documents.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// Throws for one document and one purpose.
#[derive(Debug, Clone)]
pub struct Dice {
    stream: ChaCha8Rng,
}

impl Dice {
    /// The throws of a seed for a document, by its id, and for a purpose, such as the name of a channel. Two
    /// purposes of one document do not disturb each other.
    ///
    /// ```
    /// use mojimend::damage::Dice;
    /// let throws = |id| { let mut dice = Dice::new(7, id, "doc"); [dice.below(100), dice.below(100)] };
    /// assert_eq!(throws("a"), throws("a"));
    /// assert_ne!(throws("a"), throws("b"));
    /// ```
    pub fn new(seed: u64, document: &str, purpose: &str) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&fnv(document.as_bytes()).to_le_bytes());
        key[16..24].copy_from_slice(&fnv(purpose.as_bytes()).to_le_bytes());
        key[24..28].copy_from_slice(&(document.len() as u32).to_le_bytes());
        Self { stream: ChaCha8Rng::from_seed(key) }
    }

    /// A number from 0 up to but not including `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        // The product's upper half: even to one part in 2^64 / end.
        ((u128::from(self.stream.next_u64()) * end as u128) >> 64) as usize
    }

    /// A number between two, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// A number from 0 up to but not including 1.
    pub fn unit(&mut self) -> f64 {
        const BITS: u32 = f64::MANTISSA_DIGITS;
        (self.stream.next_u64() >> (u64::BITS - BITS)) as f64 / (1_u64 << BITS) as f64
    }

    /// Yes, this often.
    pub fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of them; nothing when there are none.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// One of them, each as often as its weight says; nothing when no weight is above 0.
    pub fn weighted<'a, T>(&mut self, from: &'a [T], weight: impl Fn(&T) -> f64) -> Option<&'a T> {
        let total: f64 = from.iter().map(&weight).sum();
        let mut left = self.unit() * total;
        let mut last = None;
        for item in from.iter().filter(|item| weight(item) > 0.0) {
            last = Some(item);
            left -= weight(item);
            if left < 0.0 {
                break;
            }
        }
        last
    }

    /// Puts them in a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// FNV-1a with 64 bits: small, fixed for ever, and good enough to tell documents apart.
fn fnv(bytes: &[u8]) -> u64 {
    const OFFSET: u64 = 0xCBF2_9CE4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01B3;
    bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throws_are_fixed_for_ever() {
        // Pairs made by one release must be made again by the next: these numbers may not change.
        let mut dice = Dice::new(1, "doc-1", "mirror");
        let throws: Vec<usize> = (0..4).map(|_| dice.below(1000)).collect();
        assert_eq!(throws, [854, 797, 776, 714]);
    }

    #[test]
    fn throws_stay_in_range_and_reach_the_ends() {
        let mut dice = Dice::new(1, "doc", "range");
        let throws: Vec<usize> = (0..1000).map(|_| dice.between(3, 5)).collect();
        assert!((3..=5).all(|n| throws.contains(&n)) && throws.iter().all(|n| (3..=5).contains(n)));
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.pick::<u8>(&[]), None);
        assert_eq!(dice.weighted(&[(1, 0.0), (2, 1.0)], |w| w.1), Some(&(2, 1.0)));
        let half = (0..10_000).filter(|_| dice.chance(0.5)).count();
        assert!((4_700..5_300).contains(&half), "{half}");
    }

    #[test]
    fn shuffling_loses_nothing() {
        let mut items: Vec<u8> = (0..50).collect();
        Dice::new(1, "doc", "shuffle").shuffle(&mut items);
        assert!(!items.is_sorted());
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<u8>>());
    }
}
