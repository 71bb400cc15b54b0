//! Numbers in the tables of `src/data`, which are read in place: little-endian, prices in steps of a byte.

use std::cmp::Ordering;
use std::ops::Range;

/// Prices in the tables are sixteenths of a nat.
pub(crate) const STEPS_PER_NAT: f32 = 16.0;

/// A price in nats.
pub(crate) fn nats(step: u8) -> f32 {
    f32::from(step) / STEPS_PER_NAT
}

pub(crate) fn u16_at(bytes: &[u8], index: usize) -> u16 {
    u16::from_le_bytes([bytes[2 * index], bytes[2 * index + 1]])
}

pub(crate) fn u32_at(bytes: &[u8], index: usize) -> u32 {
    let at = 4 * index;
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The index of a number among sorted ones, which `at` reads.
pub(crate) fn find<N: Ord>(within: Range<usize>, wanted: N, at: impl Fn(usize) -> N) -> Option<usize> {
    let (mut low, mut high) = (within.start, within.end);
    while low < high {
        let middle = low.midpoint(high);
        match at(middle).cmp(&wanted) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Some(middle),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_there() {
        let bytes = [1, 0, 3, 0, 0, 1];
        let place = |wanted| find(0..3, wanted, |index| u16_at(&bytes, index));
        assert_eq!([1, 3, 256].map(place), [Some(0), Some(1), Some(2)]);
        assert_eq!([0, 2, 257].map(place), [None; 3]);
        assert_eq!(u32_at(&bytes, 0), 0x3_0001);
    }
}
