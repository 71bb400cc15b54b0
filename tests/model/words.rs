//! The word list as the file that `src/lattice/words.rs` reads in place: the hashes of the words, sorted, what each
//! costs and what is added to the price of a word that never followed it; then the pairs, by the upper half of their
//! hashes: where each begins, the lower halves, the prices. Prices are sixteenths of a nat, one byte each.
//!
//! A run of digits is the word `0`, one of Latin letters `a`; marks are words, `⏎` is the end of a line.

use crate::counts::{rows, unpack};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Words seen less often say nothing.
const LEAST: f64 = 3.0;
/// Pairs of words neither.
const LEAST_PAIR: f64 = 2.0;
/// Longer ones are made of shorter ones.
const LONGEST: usize = 4;
/// Pairs kept: those that tell most.
const PAIRS_KEPT: usize = 700_000;
/// What a word of the list counts, beside one of news and of other texts, in the price of a word alone.
const LIST_SHARE: f64 = 0.7;
/// What a pair of news counts beside one of other texts.
const NEWS_WEIGHT: f64 = 1.0;
const STEPS_PER_NAT: f64 = 16.0;
/// FNV-1a, 32 bits.
const HASH_START: u32 = 0x811C_9DC5;

/// What follows a word: how often all together, and how many different words.
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

type Pairs = BTreeMap<(String, String), f64>;

/// How often words stand next to one another, in news and in other texts.
fn pairs(folder: &Path) -> Pairs {
    let mut pairs = Pairs::new();
    for (name, weight) in [("news_pairs.tsv.zst", NEWS_WEIGHT), ("text_pairs.tsv.zst", 1.0)] {
        for (pair, count) in rows(&unpack(folder, name)) {
            let pair = pair.replace("未##数", "0").replace("未##串", "a");
            if let Some((left, right)) = pair.split_once(' ').filter(|_| !pair.contains("##")) {
                *pairs.entry((left.to_owned(), right.to_owned())).or_default() += weight * count;
            }
        }
    }
    pairs
}

/// The share of each word among all.
fn shares(folder: &Path, pairs: &Pairs) -> BTreeMap<String, f64> {
    let listed: BTreeMap<String, f64> = rows(&unpack(folder, "words.tsv.zst"))
        .filter(|(word, count)| *count >= LEAST && word.chars().count() <= LONGEST)
        .map(|(word, count)| (word.to_owned(), count))
        .collect();
    let in_list: f64 = listed.values().sum();
    let mut in_text: BTreeMap<&str, f64> = BTreeMap::new();
    for ((_, right), count) in pairs {
        *in_text.entry(right).or_default() += count;
    }
    let all: f64 = in_text.values().sum();
    let is_other = |word: &str| word.chars().count() == 1 && !listed.contains_key(word);
    let others: BTreeSet<&str> = in_text.keys().copied().filter(|word| is_other(word)).collect();
    let of_others = others.iter().map(|word| in_text[word]).sum::<f64>() / all;
    let word = |(word, count): (&String, &f64)| {
        let text = in_text.get(word.as_str()).copied().unwrap_or(0.0) / all;
        (word.clone(), LIST_SHARE * (1.0 - of_others) * count / in_list + (1.0 - LIST_SHARE) * text)
    };
    listed
        .iter()
        .map(word)
        .chain(others.iter().map(|word| ((*word).to_owned(), in_text[word] / all)))
        .collect()
}

pub(crate) fn build(folder: &Path) -> Vec<u8> {
    let pairs = pairs(folder);
    let shares = shares(folder, &pairs);
    let mut followers: BTreeMap<&str, Followers> = BTreeMap::new();
    for ((left, _), count) in &pairs {
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

    // Worth, hash, price.
    let mut told: Vec<(f64, u32, u8)> = pairs
        .iter()
        .filter(|(_, count)| **count >= LEAST_PAIR)
        .filter_map(|((one, other), count)| {
            let (_, share) = (shares.get(one)?, shares.get(other)?);
            let followers = &followers[one.as_str()];
            let unseen = followers.left() * share;
            let seen = count / (followers.all + followers.kinds) + unseen;
            Some((
                count * (seen / unseen).ln(),
                hash(hash(HASH_START, one), &format!(" {other}")),
                price(seen),
            ))
        })
        .collect();
    told.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    told.truncate(PAIRS_KEPT);
    let mut priced: Vec<(u32, u8)> = told.into_iter().map(|(_, hash, price)| (hash, price)).collect();
    priced.sort_unstable();
    priced.dedup_by_key(|(hash, _)| *hash);

    let mut out = Vec::from(*b"MJW3");
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
