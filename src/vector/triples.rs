//! Finds places in bytes by what a byte and the two behind it are: 32 places at once where the processor can.

/// Places looked at before those that were found are told.
const CHUNK: usize = 1024;
/// Places of one word of the found.
const LANES: usize = u32::BITS as usize;
/// What stands behind the end of a text: a space, which no class should have.
const BEHIND: u8 = b' ';

/// What each of three bytes in a row may be, in up to eight classes. A place is found when its three bytes are of one
/// class together.
#[derive(Debug)]
pub(crate) struct Triples([Bytes; 3]);

/// Sets of bytes, one a bit: exact, and by the two halves of a byte, which knows a little too many.
#[derive(Debug)]
struct Bytes {
    exact: [u8; 256],
    low: [u8; 16],
    high: [u8; 16],
}

/// Ranges of bytes, both ends included.
pub(crate) type Ranges = &'static [(u8, u8)];
/// Any byte.
pub(crate) const ANY: Ranges = &[(0, 0xFF)];

impl Triples {
    /// Classes of three sets each; at most eight.
    pub(crate) const fn new(classes: &[[Ranges; 3]]) -> Self {
        assert!(classes.len() <= u8::BITS as usize, "a class is a bit of a byte");
        Self([Bytes::new(classes, 0), Bytes::new(classes, 1), Bytes::new(classes, 2)])
    }

    /// Tells each place whose bytes are of one class, from the first to the last.
    pub(crate) fn each(&self, bytes: &[u8], tell: impl FnMut(usize)) {
        self.each_by(super::mark_triples, bytes, tell);
    }

    /// The same without vector instructions.
    #[cfg(any(test, feature = "stages"))]
    pub(crate) fn each_by_1(&self, bytes: &[u8], tell: impl FnMut(usize)) {
        self.each_by(Self::find_by_1, bytes, tell);
    }

    fn each_by(&self, find: fn(&Self, &[u8], &mut [u32]), bytes: &[u8], mut tell: impl FnMut(usize)) {
        let mut masks = [0_u32; CHUNK / LANES];
        let mut at = 0;
        while at + CHUNK + 2 <= bytes.len() {
            find(self, &bytes[at..at + CHUNK + 2], &mut masks);
            self.tell(bytes, at, &masks, &mut tell);
            at += CHUNK;
        }
        while at < bytes.len() {
            // The rest with something behind it, in pieces, as most texts are short.
            const PIECE: usize = 4 * LANES;
            let mut rest = [BEHIND; PIECE + 2];
            let length = (bytes.len() - at).min(PIECE + 2);
            rest[..length].copy_from_slice(&bytes[at..at + length]);
            let masks = &mut masks[..length.min(PIECE).div_ceil(LANES)];
            find(self, &rest, masks);
            self.tell(bytes, at, masks, &mut tell);
            at += PIECE;
        }
    }

    /// The marked places from `at` on, looked at once more and exactly.
    #[inline]
    fn tell(&self, bytes: &[u8], at: usize, masks: &[u32], tell: &mut impl FnMut(usize)) {
        let [first, second, third] = &self.0;
        for (number, mask) in masks.iter().enumerate() {
            let mut mask = *mask;
            while mask != 0 {
                let place = at + number * LANES + mask.trailing_zeros() as usize;
                mask &= mask - 1;
                let of = |set: &Bytes, place: usize| {
                    set.exact[usize::from(bytes.get(place).copied().unwrap_or(BEHIND))]
                };
                if place < bytes.len() && of(first, place) & of(second, place + 1) & of(third, place + 2) != 0
                {
                    tell(place);
                }
            }
        }
    }

    /// Marks the places of `masks`, exactly, place by place; `bytes` are two more at least.
    pub(super) fn find_by_1(&self, bytes: &[u8], masks: &mut [u32]) {
        let [first, second, third] = &self.0;
        for (number, mask) in masks.iter_mut().enumerate() {
            let bytes = &bytes[number * LANES..number * LANES + LANES + 2];
            *mask = 0;
            for (place, window) in bytes.windows(3).enumerate() {
                let of = |set: &Bytes, byte: u8| set.exact[usize::from(byte)];
                let found = of(first, window[0]) & of(second, window[1]) & of(third, window[2]) != 0;
                *mask |= u32::from(found) << place;
            }
        }
    }

    /// Marks a little too much: a byte is of a class when each of its halves is.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    pub(super) fn find_by_32(&self, bytes: &[u8], masks: &mut [u32]) {
        use std::arch::x86_64::{
            __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_movemask_epi8, _mm256_or_si256,
            _mm256_set1_epi8, _mm256_setr_epi64x, _mm256_setzero_si256, _mm256_shuffle_epi8,
            _mm256_srli_epi16, _mm256_testz_si256,
        };
        let word = |bytes: &[u8]| i64::from_le_bytes(bytes.try_into().unwrap_or_default());
        let load = |bytes: &[u8]| {
            _mm256_setr_epi64x(
                word(&bytes[..8]),
                word(&bytes[8..16]),
                word(&bytes[16..24]),
                word(&bytes[24..32]),
            )
        };
        let twice = |half: &[u8; 16]| {
            let (a, b) = (word(&half[..8]), word(&half[8..]));
            _mm256_setr_epi64x(a, b, a, b)
        };
        let tables = self.0.each_ref().map(|set| (twice(&set.low), twice(&set.high)));
        let halves = _mm256_set1_epi8(0x0F);
        let classes = |bytes: __m256i, (low, high): (__m256i, __m256i)| {
            let by_low = _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, halves));
            let upper = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), halves);
            _mm256_and_si256(by_low, _mm256_shuffle_epi8(high, upper))
        };
        let blocks = |number: usize| &bytes[number * LANES..number * LANES + LANES + 2];
        for (number, pair) in masks.chunks_mut(2).enumerate() {
            let mut firsts = [_mm256_setzero_si256(); 2];
            for (i, first) in firsts.iter_mut().take(pair.len()).enumerate() {
                *first = classes(load(&blocks(2 * number + i)[..LANES]), tables[0]);
            }
            // In plain ASCII little begins anything; in Chinese something does in nearly every two blocks.
            let any = _mm256_or_si256(firsts[0], firsts[1]);
            if _mm256_testz_si256(any, any) == 1 {
                pair.fill(0);
                continue;
            }
            for (i, mask) in pair.iter_mut().enumerate() {
                let block = blocks(2 * number + i);
                let second = classes(load(&block[1..=LANES]), tables[1]);
                let third = classes(load(&block[2..]), tables[2]);
                let together = _mm256_and_si256(firsts[i], _mm256_and_si256(second, third));
                let none = _mm256_cmpeq_epi8(together, _mm256_setzero_si256());
                *mask = !_mm256_movemask_epi8(none) as u32;
            }
        }
    }
}

impl Bytes {
    const fn new(classes: &[[Ranges; 3]], set: usize) -> Self {
        let (mut exact, mut low, mut high) = ([0; 256], [0; 16], [0; 16]);
        let mut class = 0;
        while class < classes.len() {
            let ranges = classes[class][set];
            let mut range = 0;
            while range < ranges.len() {
                let (mut byte, last) = (ranges[range].0 as usize, ranges[range].1 as usize);
                while byte <= last {
                    exact[byte] |= 1 << class;
                    low[byte & 0xF] |= 1 << class;
                    high[byte >> 4] |= 1 << class;
                    byte += 1;
                }
                range += 1;
            }
            class += 1;
        }
        Self { exact, low, high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    static CLASSES: Triples = Triples::new(&[
        [&[(b'a', b'c')], &[(b'1', b'1'), (0x80, 0x9F)], ANY],
        [&[(0xE0, 0xE3)], ANY, &[(b'x', b'z')]],
        [&[(b'#', b'#')], &[(BEHIND, BEHIND)], ANY],
    ]);

    /// What the classes say, byte by byte.
    fn expected(bytes: &[u8]) -> Vec<usize> {
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(BEHIND);
        (0..bytes.len())
            .filter(|at| {
                let (a, b, c) = (byte(*at), byte(at + 1), byte(at + 2));
                matches!((a, b), (b'a'..=b'c', b'1' | 0x80..=0x9F) | (b'#', BEHIND))
                    || matches!((a, c), (0xE0..=0xE3, b'x'..=b'z'))
            })
            .collect()
    }

    fn found(bytes: &[u8]) -> Vec<usize> {
        let mut found = Vec::new();
        CLASSES.each(bytes, |at| found.push(at));
        found
    }

    #[test]
    fn places_are_found_wherever_they_stand() {
        for length in [0, 1, 2, 31, 32, 33, 127, 128, 129, 131, 1023, 1024, 1025, 1026, 1027, 1300, 2052] {
            for triple in ["a1 ", "\u{E0}", "#"] {
                for at in 0..=length {
                    let text = format!("{}{triple}", ".".repeat(at));
                    assert_eq!(found(text.as_bytes()), expected(text.as_bytes()), "{triple:?} at {at}");
                }
                if length > 200 {
                    break;
                }
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes(bytes in proptest::collection::vec(prop_oneof![Just(b'a'), Just(b'1'), Just(0xE1), Just(b'x'), any::<u8>()], 0..3000)) {
            prop_assert_eq!(found(&bytes), expected(&bytes));
            let mut one_by_one = Vec::new();
            CLASSES.each_by_1(&bytes, |at| one_by_one.push(at));
            prop_assert_eq!(one_by_one, expected(&bytes));
        }
    }
}
