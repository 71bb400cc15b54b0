//! The word list: what the cheapest division of a text into words costs.
//!
//! The pairs and triples of the model come from laws, documentation, meetings and books; the word list comes
//! from news. Where the two disagree about a reading, the words often know better. Made by `tests/model` from
//! `seeds/model/words.tsv.zst` (jieba's word list, MIT), read in place.

use super::model::Model;
use crate::chars::is_han;
use crate::packed::{self, u32_at};
use std::sync::LazyLock;

/// What the price of the words counts beside the price of the characters, when readings are compared.
pub(crate) const WORDS_SHARE: f32 = 0.7;
/// Longest word, in characters.
const LONGEST: usize = 4;
/// A Han character that is no word of its own.
const NO_WORD_NATS: f32 = 14.0;
/// A run of digits or of Latin letters is one word.
const RUN_NATS: f32 = 5.0;
const HASH_START: u32 = 0x811C_9DC5;
const HASH_PRIME: u32 = 0x0100_0193;

static FILE: &[u8] = include_bytes!("../data/words.bin");

struct Words {
    hashes: &'static [u8],
    prices: &'static [u8],
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let (magic, rest) = FILE.split_at(4);
    assert_eq!(magic, b"MJWD", "src/data/words.bin is not a word list: rebuild it");
    let count = u32_at(rest, 0) as usize;
    let (hashes, prices) = rest[4..].split_at(4 * count);
    Words { hashes, prices }
});

/// What the cheapest division into words costs, in nats. Characters are folded to Simplified.
pub(crate) fn price(text: &str) -> f32 {
    let model = Model::get();
    let chars: Vec<char> = text.chars().map(|c| model.folded(c)).collect();
    let mut best = vec![f32::INFINITY; chars.len() + 1];
    best[0] = 0.0;
    for start in 0..chars.len() {
        let so_far = best[start];
        let mut reach = |length: usize, price: f32| {
            best[start + length] = best[start + length].min(so_far + price);
        };
        let c = chars[start];
        if !is_han(c) {
            let goes_on = start > 0 && c.is_ascii_alphanumeric() && chars[start - 1].is_ascii_alphanumeric();
            let whole = if c.is_ascii_alphanumeric() { RUN_NATS } else { model.plain(c) + model.symbol(c) };
            reach(1, if goes_on { 0.0 } else { whole });
            continue;
        }
        let mut hash = HASH_START;
        for length in 1..=LONGEST.min(chars.len() - start) {
            let last = chars[start + length - 1];
            let mut units = [0; 2];
            for unit in last.encode_utf16(&mut units) {
                hash = (hash ^ u32::from(*unit)).wrapping_mul(HASH_PRIME);
            }
            match WORDS.find(hash) {
                Some(price) => reach(length, price),
                None if length == 1 => reach(1, NO_WORD_NATS),
                None => {}
            }
        }
    }
    best[chars.len()]
}

impl Words {
    fn find(&self, hash: u32) -> Option<f32> {
        let place = packed::find(0..self.prices.len(), hash, |index| u32_at(self.hashes, index))?;
        Some(packed::nats(self.prices[place]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cheaper_than_their_characters() {
        assert!(price("重點專科建設") < price("重點保科建設"));
        assert!(price("醫院") < price("醫") + price("院"));
        assert_eq!(price(""), 0.0);
        assert!(price("2015年") < price("2") * 4.0);
    }
}
