//! Reads the pairs of characters that the language detector Lingua was trained with: writes `web_pairs.tsv.zst` of
//! `seeds/model`.
//!
//! ```text
//! cargo run --release --example web_pairs -- FOLDER OUT
//! ```
//!
//! FOLDER holds `unigrams.json` and `bigrams.json`, out of the archives in `models` of the crate
//! `lingua-chinese-language-model` 1.0.0 (Apache-2.0; the text was the Leipzig corpora, CC BY), OUT is a folder.
//!
//! A share is written as a fraction and stands for all characters or pairs that have it: of a character among all 46,955,554,
//! of a pair among those that begin with its first character. So the counts come back whole.

#![expect(clippy::unwrap_used, reason = "a tool for developers: a bad input file should end it")]

#[expect(dead_code, reason = "shared with the programs that count texts")]
mod counting;

use counting::{Fold, pack};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

/// Pairs seen less often are left out: half of the kinds, and one in sixty of all.
const LEAST: u64 = 2;

#[derive(Deserialize)]
struct Shares {
    ngrams: HashMap<String, String>,
}

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out] = &paths[..] else { panic!("web_pairs FOLDER OUT") };
    let read = |name: &str| -> Shares {
        serde_json::from_slice(&std::fs::read(Path::new(folder).join(name)).unwrap()).unwrap()
    };
    let singles = read("unigrams.json");
    // Fractions are reduced: the greatest denominator is the whole.
    let all = singles.ngrams.keys().map(|share| fraction(share).1).max().unwrap();
    let count = |share: &str, of: u64| {
        let (part, whole) = fraction(share);
        part * of / whole
    };
    let single: HashMap<char, u64> = singles
        .ngrams
        .iter()
        .flat_map(|(share, chars)| chars.chars().map(|c| (c, count(share, all))))
        .collect();
    let fold = Fold::read(|c| c);
    let mut pairs: BTreeMap<[char; 2], u64> = BTreeMap::new();
    for (share, grams) in &read("bigrams.json").ngrams {
        for gram in grams.split(' ') {
            let [left, right] = gram.chars().collect::<Vec<_>>()[..] else { continue };
            *pairs.entry([fold.of(left), fold.of(right)]).or_default() += count(share, single[&left]);
        }
    }
    let is_kept = |pair: &[char; 2], count: u64| count >= LEAST && pair.iter().all(|c| is_han(*c));
    let mut rows = String::new();
    for ([left, right], count) in pairs.into_iter().filter(|(pair, count)| is_kept(pair, *count)) {
        let _ = writeln!(rows, "{left}{right}\t{count}");
    }
    pack(&Path::new(out).join("web_pairs.tsv.zst"), &rows);
}

fn fraction(share: &str) -> (u64, u64) {
    let (part, whole) = share.split_once('/').unwrap();
    (part.parse().unwrap(), whole.parse().unwrap())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}
