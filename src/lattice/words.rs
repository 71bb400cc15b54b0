//! The word list: what the cheapest division of a text into words costs.
//!
//! The pairs and triples of the model come from laws, documentation, meetings, books and news, character by character;
//! the words, and the pairs of words of a newspaper and of those texts, often know better which of two readings is
//! right. Made by `tests/model` from `seeds/model/words.tsv.zst` (jieba's word list, MIT), `news_pairs.tsv.zst`
//! (Lucene's analyzer for Chinese, Apache-2.0) and `text_pairs.tsv.zst` (the texts' own), read in place.

use super::model::Model;
use crate::chars::{fold_width, is_han};
use crate::packed::{self, u16_at, u32_at};
use std::sync::LazyLock;

/// What the price of the words counts beside the price of the characters, when readings are compared.
pub(crate) const WORDS_SHARE: f32 = 0.7;
/// Longest word, in characters.
const LONGEST: usize = 4;
/// A Han character that is no word of its own.
const NO_WORD_NATS: f32 = 14.0;
/// The same mark once more, where the text is known to repeat marks (on pages of reviews that do, one 。 in seven is followed
/// by another), and where it is known not to.
const AGAIN_NATS: f32 = 2.0;
const AGAIN_ELSEWHERE_NATS: f32 = 8.0;
/// The end of a line, as the list writes it.
const LINE_END: char = '⏎';
const HASH_START: u32 = 0x811C_9DC5;
const HASH_PRIME: u32 = 0x0100_0193;

static FILE: &[u8] = include_bytes!("../data/words.bin");

struct Words {
    hashes: &'static [u8],
    prices: &'static [u8],
    /// What is added to the price of a word that never followed this one.
    left: &'static [u8],
    /// Pairs: where each upper half of a hash begins, lower halves, prices.
    starts: &'static [u8],
    pair_hashes: &'static [u8],
    pair_prices: &'static [u8],
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let (magic, rest) = FILE.split_at(4);
    assert_eq!(magic, b"MJW3", "src/data/words.bin is not a word list: rebuild it");
    let (counts, mut rest) = rest.split_at(8);
    let (words, pairs) = (u32_at(counts, 0) as usize, u32_at(counts, 1) as usize);
    let mut take = |length: usize| {
        let (part, after) = rest.split_at(length);
        rest = after;
        part
    };
    Words {
        hashes: take(4 * words),
        prices: take(words),
        left: take(words),
        starts: take(4 * 0x1_0001),
        pair_hashes: take(2 * pairs),
        pair_prices: take(pairs),
    }
});

/// A word that ends at a place, and the cheapest division of the text up to there of which it is the last.
#[derive(Clone, Copy)]
struct End {
    cost: f32,
    hash: u32,
    /// What a word costs more that never followed this one.
    left: f32,
}

/// What the cheapest division into words costs, in nats. Characters are folded to Simplified, marks are words in full
/// width, so are runs of digits and of Latin letters.
pub(crate) fn price(text: &str) -> f32 {
    price_with(text, AGAIN_NATS)
}

/// The same on a page that does or does not repeat marks.
pub(crate) fn price_on(text: &str, repeats: bool) -> f32 {
    price_with(text, if repeats { AGAIN_NATS } else { AGAIN_ELSEWHERE_NATS })
}

fn price_with(text: &str, same_again: f32) -> f32 {
    let model = Model::get();
    let chars: Vec<char> = text.chars().map(|c| written(model, c)).collect();
    let mut ends: Vec<Vec<End>> = vec![Vec::new(); chars.len() + 1];
    ends[0].push(End { cost: 0.0, hash: HASH_START, left: 0.0 });
    for start in 0..chars.len() {
        let before = std::mem::take(&mut ends[start]);
        let c = chars[start];
        let again = start > 0 && chars[start - 1] == c && !is_han(c);
        if again || c == ' ' {
            let own = match c {
                '0' | 'a' => 0.0,
                _ if again => same_again,
                _ => model.plain(c),
            };
            ends[start + 1].extend(before.iter().map(|end| End { cost: end.cost + own, ..*end }));
            continue;
        }
        let mut reach = |word: &[char], hash: u32, own: f32, left: f32| {
            let after = |end: &End| {
                let follows = WORDS.pair(word.iter().fold(add(end.hash, ' '), |hash, c| add(hash, *c)));
                end.cost + follows.unwrap_or(own + end.left)
            };
            let cost = before.iter().map(after).fold(f32::INFINITY, f32::min);
            ends[start + word.len()].push(End { cost, hash, left });
        };
        let longest = if is_han(c) { LONGEST.min(chars.len() - start) } else { 1 };
        let mut hash = HASH_START;
        for length in 1..=longest {
            let word = &chars[start..start + length];
            hash = add(hash, word[length - 1]);
            match WORDS.find(hash) {
                Some((price, left)) => reach(word, hash, price, left),
                None if length > 1 => {}
                None if is_han(c) => reach(word, hash, NO_WORD_NATS, 0.0),
                None => reach(word, hash, model.plain(c) + model.symbol(c), 0.0),
            }
        }
    }
    ends[chars.len()].iter().map(|end| end.cost).fold(f32::INFINITY, f32::min)
}

/// Whether some word of the list goes on from the end of one text into another.
pub(crate) fn crosses(left: &[char], right: &[char]) -> bool {
    let model = Model::get();
    let longest = |letters: &[char]| letters.len().min(LONGEST - 1);
    (1..=longest(left)).any(|before| {
        let mut hash =
            left[left.len() - before..].iter().fold(HASH_START, |hash, c| add(hash, written(model, *c)));
        (0..longest(right).min(LONGEST - before)).any(|at| {
            hash = add(hash, written(model, right[at]));
            WORDS.find(hash).is_some()
        })
    })
}

/// A character as the list writes it.
fn written(model: &Model, c: char) -> char {
    match fold_width(c) {
        '0'..='9' => '0',
        'a'..='z' | 'A'..='Z' => 'a',
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '!' => '！',
        '?' => '？',
        '(' => '（',
        ')' => '）',
        '\u{3000}' => ' ',
        '\n' => LINE_END,
        _ => model.folded(c),
    }
}

/// Adds a character to a hash.
fn add(hash: u32, c: char) -> u32 {
    let mut units = [0; 2];
    c.encode_utf16(&mut units)
        .iter()
        .fold(hash, |hash, unit| (hash ^ u32::from(*unit)).wrapping_mul(HASH_PRIME))
}

impl Words {
    /// What a word costs, and what is added to the price of one that never followed it.
    fn find(&self, hash: u32) -> Option<(f32, f32)> {
        let place = packed::find(0..self.prices.len(), hash, |index| u32_at(self.hashes, index))?;
        Some((packed::nats(self.prices[place]), packed::nats(self.left[place])))
    }

    /// What a word costs behind another that it was seen behind.
    fn pair(&self, hash: u32) -> Option<f32> {
        let upper = (hash >> 16) as usize;
        let range = u32_at(self.starts, upper) as usize..u32_at(self.starts, upper + 1) as usize;
        let place = packed::find(range, hash as u16, |index| u16_at(self.pair_hashes, index))?;
        Some(packed::nats(self.pair_prices[place]))
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

    #[test]
    fn words_that_follow_one_another_are_cheaper() {
        let bonus = |one: &str, other: &str| price(one) + price(other) - price(&format!("{one}{other}"));
        assert!(bonus("深化", "改革") > bonus("深化", "香蕉") + 3.0);
    }
}
