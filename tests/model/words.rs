//! The word list as the file that `src/lattice/words.rs` reads in place: the hashes of the words, sorted, what each
//! costs and what is added to the price of a word that never followed it; then the pairs, by the upper half of their
//! hashes: where each begins, the lower halves, the prices. Prices are sixteenths of a nat, one byte each.

use std::collections::BTreeMap;
use std::path::Path;

/// Words seen less often say nothing.
const LEAST: f64 = 3.0;
/// Pairs of words neither.
const LEAST_PAIR: f64 = 2.0;
/// Longer ones are made of shorter ones.
const LONGEST: usize = 4;
const STEPS_PER_NAT: f64 = 16.0;
/// FNV-1a, 32 bits.
const HASH_START: u32 = 0x811C_9DC5;

/// What follows a word in news: how often all together, and how many different words.
#[derive(Default)]
struct Followers {
    all: f64,
    kinds: f64,
}

impl Followers {
    /// The share left to words that never followed.
    fn left(&self) -> f64 {
        if self.all == 0.0 { 1.0 } else { self.kinds / (self.all + self.kinds) }
    }
}

pub(crate) fn build(folder: &Path) -> Vec<u8> {
    let text = crate::counts::unpack(folder, "words.tsv.zst");
    let all: Vec<(&str, f64)> = crate::counts::rows(&text).collect();
    let total: f64 = all.iter().map(|(_, count)| count).sum();
    let shares: BTreeMap<&str, f64> = all
        .iter()
        .filter(|(word, count)| *count >= LEAST && word.chars().count() <= LONGEST)
        .map(|(word, count)| (*word, count / total))
        .collect();

    let text = crate::counts::unpack(folder, "news_pairs.tsv.zst");
    let pairs: Vec<(&str, &str, f64)> = crate::counts::rows(&text)
        .filter(|(pair, _)| !pair.contains("##"))
        .filter_map(|(pair, count)| pair.split_once(' ').map(|(left, right)| (left, right, count)))
        .collect();
    let mut followers: BTreeMap<&str, Followers> = BTreeMap::new();
    for (left, _, count) in &pairs {
        let followers = followers.entry(left).or_default();
        followers.all += count;
        followers.kinds += 1.0;
    }
    let left = |word: &str| followers.get(word).map_or(1.0, Followers::left);

    let mut words: Vec<(u32, u8, u8)> = shares
        .iter()
        .map(|(word, share)| (hash(HASH_START, word), price(*share), price(left(word))))
        .collect();
    // Where two words share a hash, the cheaper one stands for both.
    words.sort_unstable();
    words.dedup_by_key(|(hash, ..)| *hash);

    let mut priced: Vec<(u32, u8)> = pairs
        .iter()
        .filter(|(_, _, count)| *count >= LEAST_PAIR)
        .filter_map(|(one, other, count)| {
            let (_, share) = (shares.get(one)?, shares.get(other)?);
            let followers = &followers[one];
            let seen = count / (followers.all + followers.kinds);
            Some((hash(hash(HASH_START, one), &format!(" {other}")), price(seen + followers.left() * share)))
        })
        .collect();
    priced.sort_unstable();
    priced.dedup_by_key(|(hash, _)| *hash);

    let mut out = Vec::from(*b"MJW2");
    for count in [words.len(), priced.len()] {
        out.extend_from_slice(&(count as u32).to_le_bytes());
    }
    words.iter().for_each(|(hash, ..)| out.extend_from_slice(&hash.to_le_bytes()));
    out.extend(words.iter().map(|(_, price, _)| price));
    out.extend(words.iter().map(|(.., left)| left));
    for upper in 0..=0x1_0000_u32 {
        let start = priced.partition_point(|(hash, _)| hash >> 16 < upper) as u32;
        out.extend_from_slice(&start.to_le_bytes());
    }
    priced.iter().for_each(|(hash, _)| out.extend_from_slice(&(*hash as u16).to_le_bytes()));
    out.extend(priced.iter().map(|(_, price)| price));
    out
}

fn price(share: f64) -> u8 {
    (-share.ln() * STEPS_PER_NAT).round().clamp(0.0, 255.0) as u8
}

/// FNV-1a over the UTF-16 code units, as `src/lattice/words.rs` computes it.
fn hash(start: u32, word: &str) -> u32 {
    word.encode_utf16().fold(start, |hash, unit| (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193))
}
