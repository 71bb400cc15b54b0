//! Goes through UTF-8 eight characters of three bytes at a time, which is what Chinese, Japanese and Korean are made
//! of. ASCII is passed over; what is neither is told one by one.

use std::ops::Range;

/// Characters of a block.
pub(crate) const EIGHT: usize = 8;
/// Bytes of each.
const THREE: usize = 3;
/// Bytes that the vector instructions load for a block and the character behind it.
#[cfg(target_arch = "x86_64")]
const LOADED: usize = 28;
/// Characters from U+3000 on begin with this byte. Those with the byte before it are signs and punctuation.
const WIDE: u8 = 0xE3;
const SIGN: u8 = 0xE2;
/// Four bytes begin with this one or a greater.
const FOUR: u8 = 0xF0;
/// Bits of the hash of two characters.
const PAIR_BITS: u32 = 19;
/// 2^32 by the golden ratio.
const FACTOR: u32 = 0x9E37_79B1;

/// A word of a table has so many bits.
const WORD: u32 = u32::BITS;
/// Characters of three bytes or less.
const PLANE: usize = 0x1_0000;

/// What is to be known of single characters of three bytes, a byte each.
#[derive(Debug)]
pub(crate) struct Notes(Box<[u8; PLANE + BEHIND]>);

/// Behind the last byte that is loaded alone, vector instructions load so many.
const BEHIND: usize = 3;

/// Sets of two characters of three bytes in a row: those that are in it, and a few others.
#[derive(Debug, Clone)]
pub(crate) struct Pairs(Box<[u32; 1 << (PAIR_BITS - WORD.ilog2())]>);

impl Notes {
    /// The notes of all characters, by their numbers.
    pub(crate) fn new(note: impl Fn(u32) -> u8) -> Self {
        let mut notes = Box::new([0; PLANE + BEHIND]);
        for (code, own) in (0..).zip(notes.iter_mut().take(PLANE)) {
            *own = note(code);
        }
        Self(notes)
    }

    /// The note of one.
    #[inline]
    pub(crate) fn of(&self, code: u32) -> u8 {
        self.0[code as usize % PLANE]
    }
}

impl Pairs {
    /// The empty set.
    pub(crate) fn new() -> Self {
        Self(Box::new([0; _]))
    }

    /// Adds two characters.
    pub(crate) fn add(&mut self, first: char, second: char) {
        let pair = pair(u32::from(first), u32::from(second));
        self.0[(pair / WORD) as usize] |= 1 << (pair % WORD);
    }

    /// Whether two characters may be in it.
    pub(crate) fn has(&self, first: char, second: char) -> bool {
        self.bit(pair(u32::from(first), u32::from(second))) == 1
    }

    /// One bit: whether a pair with this hash is in the set.
    #[inline]
    fn bit(&self, pair: u32) -> u32 {
        self.0[(pair / WORD) as usize % self.0.len()] >> (pair % WORD) & 1
    }
}

/// A few characters of three bytes in a row, from U+3000 on or a sign (U+2000 to U+2FFF) with one of these behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Eight {
    /// How many there are: one to eight.
    pub(crate) count: usize,
    /// Their notes, a byte each, the first one's at the bottom. Nothing behind them.
    pub(crate) notes: u64,
    /// One bit each, the first one's at the bottom: whether it may make a pair with the character behind it. Of what
    /// stands behind them, anything.
    pub(crate) pairs: u32,
}

impl Eight {
    #[inline(always)]
    fn new(count: usize, notes: u64, pairs: u32) -> Self {
        let notes = if count < EIGHT { notes & ((1 << (count as u32 * u8::BITS)) - 1) } else { notes };
        Self { count, notes, pairs }
    }
}

/// What is told of a text.
pub(crate) trait Visit {
    /// Characters of three bytes begin at this byte. Whether to go on.
    fn eight(&mut self, at: usize, eight: &Eight) -> bool;

    /// These bytes are ASCII, and no ASCII stands beside them.
    fn ascii(&mut self, span: Range<usize>) {
        let _ = span;
    }

    /// A character begins at this byte that is neither ASCII nor told by [`Visit::eight`]. The byte to go on from,
    /// which is the beginning of a character behind it; nothing to stop.
    fn other(&mut self, at: usize) -> Option<usize>;
}

/// The hash of two characters of three bytes: [`PAIR_BITS`] bits.
#[inline]
fn pair(first: u32, second: u32) -> u32 {
    (first << 16 | second).wrapping_mul(FACTOR) >> (u32::BITS - PAIR_BITS)
}

/// What is looked up for each character.
pub(crate) type Tables<'a> = (&'a Notes, &'a Pairs);

/// Goes through a text.
pub(super) fn each(bytes: &[u8], tables: Tables<'_>, visit: &mut impl Visit) {
    run(bytes, visit, |bytes, at| read(bytes, at, tables));
}

/// The same with vector instructions. All in one function: what it calls could not be made part of it.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2")]
pub(super) fn each_by_vector(bytes: &[u8], tables: Tables<'_>, visit: &mut impl Visit) {
    use std::arch::x86_64::{
        __m256i, _mm_cvtsi128_si64, _mm_or_si128, _mm256_and_si256, _mm256_andnot_si256, _mm256_castsi256_ps,
        _mm256_castsi256_si128, _mm256_cmpgt_epi32, _mm256_extracti128_si256, _mm256_madd_epi16,
        _mm256_maddubs_epi16, _mm256_movemask_ps, _mm256_mullo_epi32, _mm256_or_si256, _mm256_set1_epi32,
        _mm256_setr_epi8, _mm256_setr_epi64x, _mm256_shuffle_epi8, _mm256_slli_epi32, _mm256_sllv_epi32,
        _mm256_srli_epi32,
    };
    // Of four characters in each half, the bytes from the last to the first, nothing on top; and of those behind.
    const NO: i8 = -1;
    let here = _mm256_setr_epi8(
        2, 1, 0, NO, 5, 4, 3, NO, 8, 7, 6, NO, 11, 10, 9, NO, //
        2, 1, 0, NO, 5, 4, 3, NO, 8, 7, 6, NO, 11, 10, 9, NO,
    );
    let next = _mm256_setr_epi8(
        5, 4, 3, NO, 8, 7, 6, NO, 11, 10, 9, NO, 14, 13, 12, NO, //
        5, 4, 3, NO, 8, 7, 6, NO, 11, 10, 9, NO, 14, 13, 12, NO,
    );
    // Three parts of 4, 6 and 6 bits become one number by two additions of products.
    let code = |bytes: __m256i| {
        let parts = _mm256_and_si256(bytes, _mm256_set1_epi32(0x000F_3F3F));
        let two = _mm256_maddubs_epi16(parts, _mm256_set1_epi32(0x0001_4001));
        _mm256_madd_epi16(two, _mm256_set1_epi32(0x1000_0001))
    };
    let bits = |mask: __m256i| _mm256_movemask_ps(_mm256_castsi256_ps(mask)).cast_unsigned();
    // The lowest byte of each number.
    let packed = _mm256_setr_epi8(
        0, 4, 8, 12, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, //
        NO, NO, NO, NO, 0, 4, 8, 12, NO, NO, NO, NO, NO, NO, NO, NO,
    );
    let read_loaded = |bytes: &[u8; LOADED]| {
        let word = |part: &[u8]| i64::from_le_bytes(part.try_into().unwrap_or_default());
        let (first, second) = (&bytes[..16], &bytes[12..]);
        let loaded =
            _mm256_setr_epi64x(word(&first[..8]), word(&first[8..]), word(&second[..8]), word(&second[8..]));
        let bytes = _mm256_shuffle_epi8(loaded, here);
        let codes = code(bytes);
        let behind = code(_mm256_shuffle_epi8(loaded, next));
        let both = _mm256_or_si256(_mm256_slli_epi32::<16>(codes), behind);
        let mixed = _mm256_mullo_epi32(both, _mm256_set1_epi32(FACTOR.cast_signed()));
        let hashes = _mm256_srli_epi32::<{ (u32::BITS - PAIR_BITS) as i32 }>(mixed);
        let words = super::look_up_words(&tables.1.0, _mm256_srli_epi32::<{ WORD.ilog2() as i32 }>(hashes));
        // The bit on top, which the mask below is made of.
        let place = _mm256_andnot_si256(hashes, _mm256_set1_epi32(WORD.cast_signed() - 1));
        let pairs = bits(_mm256_sllv_epi32(words, place));
        let notes = _mm256_shuffle_epi8(super::look_up_bytes(&tables.0.0, codes), packed);
        let halves = _mm_or_si128(_mm256_castsi256_si128(notes), _mm256_extracti128_si256::<1>(notes));
        let from = |lead: u8| _mm256_cmpgt_epi32(bytes, _mm256_set1_epi32((i32::from(lead) << 16) - 1));
        let (sign, wide, four) = (bits(from(SIGN)), bits(from(WIDE)), bits(from(FOUR)));
        let count = count(wide & !four, sign & !wide);
        Eight::new(count, _mm_cvtsi128_si64(halves).cast_unsigned(), pairs)
    };
    run(bytes, visit, |bytes, at| {
        match bytes.get(at..at + LOADED).and_then(|loaded| <&[u8; LOADED]>::try_from(loaded).ok()) {
            Some(loaded) => read_loaded(loaded),
            None => read(bytes, at, tables),
        }
    });
}

#[inline(always)]
fn run(bytes: &[u8], visit: &mut impl Visit, read: impl Fn(&[u8], usize) -> Eight) {
    let mut at = 0;
    loop {
        let start = at;
        at = behind_ascii(bytes, at);
        if at >= bytes.len() {
            return;
        }
        if at > start {
            visit.ascii(start..at);
        }
        let eight = read(bytes, at);
        if eight.count == 0 {
            match visit.other(at) {
                Some(next) if next > at => at = next,
                _ => return,
            }
        } else if !visit.eight(at, &eight) {
            return;
        } else if eight.count == EIGHT {
            // Not by the count: where the next block begins is known before it is.
            at += EIGHT * THREE;
        } else {
            at += eight.count * THREE;
        }
    }
}

/// The first byte from this one on that is not ASCII, or the end.
#[inline(always)]
fn behind_ascii(bytes: &[u8], mut at: usize) -> usize {
    const BLOCK: usize = 64;
    const WORD: usize = size_of::<u64>();
    const HIGH: u64 = 0x8080_8080_8080_8080;
    if bytes.get(at).is_none_or(|byte| !byte.is_ascii()) {
        return at;
    }
    loop {
        if let Some(word) = bytes.get(at..at + WORD) {
            let high = u64::from_le_bytes(word.try_into().unwrap_or_default()) & HIGH;
            if high != 0 {
                return at + high.trailing_zeros() as usize / u8::BITS as usize;
            }
            at += WORD;
        } else {
            return at + bytes[at..].iter().take_while(|byte| byte.is_ascii()).count();
        }
        // Of one word nothing follows; of several, that there are more.
        while let Some(block) = bytes.get(at..at + BLOCK) {
            if block.iter().fold(0, |any, byte| any | byte) >= 0x80 {
                break;
            }
            at += BLOCK;
        }
    }
}

/// The number of characters that can be told, by which of them begin with [`WIDE`] or a greater byte and which with
/// [`SIGN`], one a bit.
#[inline(always)]
fn count(wide: u32, sign: u32) -> usize {
    (wide | sign & wide >> 1).trailing_ones() as usize
}

/// The number of a character by its three bytes.
#[inline]
fn code(bytes: &[u8]) -> u32 {
    let part = |at: usize, mask: u8| u32::from(bytes.get(at).copied().unwrap_or_default() & mask);
    part(0, 0xF) << 12 | part(1, 0x3F) << 6 | part(2, 0x3F)
}

/// The characters from this byte on.
#[inline]
fn read(bytes: &[u8], at: usize, (notes, set): Tables<'_>) -> Eight {
    let of = |number: usize| bytes.get(at + number * THREE..).unwrap_or_default();
    let (mut wide, mut sign) = (0, 0);
    let (mut packed, mut pairs) = (0, 0);
    let mut here = code(of(0));
    for number in 0..EIGHT {
        let lead = of(number).first().copied().unwrap_or_default();
        wide |= u32::from((WIDE..FOUR).contains(&lead)) << number;
        sign |= u32::from(lead == SIGN) << number;
        packed |= u64::from(notes.of(here)) << (number as u32 * u8::BITS);
        let next = code(of(number + 1));
        pairs |= set.bit(pair(here, next)) << number;
        here = next;
    }
    Eight::new(count(wide, sign), packed, pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Collects what is told.
    #[derive(Debug)]
    struct Told {
        text: String,
        notes: Notes,
        eights: Vec<(usize, usize, u64, u32)>,
        others: Vec<usize>,
    }

    impl Visit for Told {
        fn eight(&mut self, at: usize, eight: &Eight) -> bool {
            let pairs = eight.pairs & ((1 << eight.count) - 1);
            self.eights.push((at, eight.count, eight.notes, pairs));
            true
        }

        fn other(&mut self, at: usize) -> Option<usize> {
            self.others.push(at);
            Some(at + self.text[at..].chars().next()?.len_utf8())
        }
    }

    fn told(text: &str, vector: bool) -> Told {
        let mut pairs = Pairs::new();
        for (first, second) in [('中', '文'), ('文', '中'), ('語', 'ガ')] {
            pairs.add(first, second);
        }
        let notes = || Notes::new(|code| (code * 7 + 1) as u8);
        let mut told = Told { text: text.to_owned(), notes: notes(), eights: Vec::new(), others: Vec::new() };
        if vector {
            crate::vector::each_eight(text, (&notes(), &pairs), &mut told);
        } else {
            each(text.as_bytes(), (&notes(), &pairs), &mut told);
        }
        told
    }

    #[test]
    fn every_character_beyond_ascii_is_told() {
        let text = "a中文“引号”，é“”x日本語ガ한국어😀𠀀中 Привет — 1";
        let told = told(text, false);
        let mut starts: Vec<usize> = told
            .eights
            .iter()
            .flat_map(|(at, count, ..)| (0..*count).map(move |lane| at + lane * THREE))
            .collect();
        starts.extend(&told.others);
        starts.sort_unstable();
        let all: Vec<usize> = text.char_indices().filter(|(_, c)| !c.is_ascii()).map(|(at, _)| at).collect();
        assert_eq!(starts, all);
        let (_, count, notes, pairs) = told.eights[0];
        let of = |c: char| u64::from(told.notes.of(u32::from(c)));
        assert_eq!((notes & 0xFFFF, pairs & 1), (of('中') | of('文') << 8, 1));
        assert_eq!(
            notes.checked_shr(count as u32 * 8).unwrap_or_default(),
            0,
            "nothing behind the characters"
        );
        // A sign is only told with the others when a character from U+3000 on follows it.
        assert!(told.others.contains(&text.find("””x").map_or(text.find("“”x").unwrap() + 3, |at| at + 3)));
    }

    proptest! {
        #[test]
        fn vector_instructions_tell_the_same(
            text in "([a-z ]{0,70}|[一-龥中文語ガ]{1,20}|(中文){1,9}|[“”—]{1,3}|[ａ-ｚ。、]{1,4}|[é-я]|[ก-ฮ]|[😀-😂]|\u{FFFD}){0,20}"
        ) {
            let (vector, plain) = (told(&text, true), told(&text, false));
            prop_assert_eq!(vector.eights, plain.eights);
            prop_assert_eq!(vector.others, plain.others);
        }
    }
}
