//! The word list as the file that `src/lattice/words.rs` reads in place: the hashes of the words, sorted, then
//! their prices in sixteenths of a nat, one byte each.

use std::path::Path;

/// Words seen less often say nothing.
const LEAST: f64 = 3.0;
/// Longer ones are made of shorter ones.
const LONGEST: usize = 4;
const STEPS_PER_NAT: f64 = 16.0;

pub(crate) fn build(folder: &Path) -> Vec<u8> {
    let text = crate::counts::unpack(folder, "words.tsv.zst");
    let all: Vec<(&str, f64)> = crate::counts::rows(&text).collect();
    let total: f64 = all.iter().map(|(_, count)| count).sum();
    let mut words: Vec<(u32, u8)> = all
        .iter()
        .filter(|(word, count)| *count >= LEAST && word.chars().count() <= LONGEST)
        .map(|(word, count)| {
            let price = (-(count / total).ln() * STEPS_PER_NAT).round().clamp(0.0, 255.0) as u8;
            (hash(word), price)
        })
        .collect();
    // Where two words share a hash, the cheaper one stands for both.
    words.sort_unstable();
    words.dedup_by_key(|(hash, _)| *hash);
    let mut out = Vec::from(*b"MJWD");
    out.extend_from_slice(&(words.len() as u32).to_le_bytes());
    words.iter().for_each(|(hash, _)| out.extend_from_slice(&hash.to_le_bytes()));
    out.extend(words.iter().map(|(_, price)| price));
    out
}

/// FNV-1a over the UTF-16 code units, as `src/lattice/words.rs` computes it.
fn hash(word: &str) -> u32 {
    word.encode_utf16().fold(0x811C_9DC5, |hash, unit| (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193))
}
