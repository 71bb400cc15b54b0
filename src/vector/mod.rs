//! Loops over bytes that use vector instructions where the processor has them.
//!
//! The one file of the crate with `unsafe`: calls of functions that need AVX2 and what came with it, made after asking
//! whether the processor has it, and look-ups in tables at several places at once. What that buys is in `cargo bench --bench stages`: debris is found four to ten times as fast, and characters
//! are read twice as fast.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m256i, _mm256_and_si256, _mm256_i32gather_epi32, _mm256_set1_epi32};

pub(crate) mod eights;
pub(crate) mod triples;

pub(crate) use eights::{Eight, Tables, Visit};
pub(crate) use triples::{ANY, Ranges, Triples};

/// Whether the functions that need AVX2, and the instructions on bits that came with it, can be called.
#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    use std::arch::is_x86_feature_detected;
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi1") && is_x86_feature_detected!("bmi2")
}

/// Goes through a text, eight characters of three bytes at a time: see [`eights`]. Allocates nothing.
#[inline]
pub(crate) fn each_eight(text: &str, tables: Tables<'_>, visit: &mut impl Visit) {
    #[cfg(target_arch = "x86_64")]
    if has_avx2() {
        // SAFETY: the processor has all that the function asks for.
        #[allow(unsafe_code)]
        unsafe {
            eights::each_by_vector(text.as_bytes(), tables, visit);
        }
        return;
    }
    eights::each(text.as_bytes(), tables, visit);
}

/// The same without vector instructions.
#[cfg(feature = "stages")]
pub(crate) fn each_eight_by_1(text: &str, tables: Tables<'_>, visit: &mut impl Visit) {
    eights::each(text.as_bytes(), tables, visit);
}

/// The words of a table at eight places; places beyond its end are counted from its beginning.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx2")]
fn look_up_words<const N: usize>(table: &[u32; N], places: __m256i) -> __m256i {
    const { assert!(N.is_power_of_two() && N < 1 << 31, "a place is masked") };
    let inside = _mm256_and_si256(places, _mm256_set1_epi32((N - 1) as i32));
    // SAFETY: each place is one of the table's.
    #[allow(unsafe_code)]
    unsafe {
        _mm256_i32gather_epi32::<4>(table.as_ptr().cast(), inside)
    }
}

/// The bytes of a table at eight places below 2^16, each with the three behind it on top.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx2")]
fn look_up_bytes<const N: usize>(table: &[u8; N], places: __m256i) -> __m256i {
    const { assert!(N >= 0x1_0000 + 3, "four bytes are loaded") };
    let inside = _mm256_and_si256(places, _mm256_set1_epi32(0xFFFF));
    // SAFETY: each place and the three behind it are of the table.
    #[allow(unsafe_code)]
    unsafe {
        _mm256_i32gather_epi32::<1>(table.as_ptr().cast(), inside)
    }
}

/// Marks places where three bytes may be of one class: see [`Triples`].
fn mark_triples(triples: &Triples, bytes: &[u8], masks: &mut [u32]) {
    #[cfg(target_arch = "x86_64")]
    if has_avx2() {
        // SAFETY: the processor has all that the function asks for.
        #[allow(unsafe_code)]
        unsafe {
            triples.find_by_32(bytes, masks);
        }
        return;
    }
    triples.find_by_1(bytes, masks);
}
