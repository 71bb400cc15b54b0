//! News: what the words of Lucene's analyzer for Chinese and the pairs of them say about characters.
//!
//! `news_words.tsv.zst` and `news_pairs.tsv.zst` count words and neighbouring words in some eight million words of
//! a newspaper. Neighbours make pairs of characters, and triples where one of the two words has two characters or
//! more; a word of one character stands between two others as often as its neighbours would have it were they
//! independent of one another.

use crate::counts::{Counts, Forms, merge, rows, unpack};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// What a character of news counts beside a character of the other texts: in pairs, whose counts are of wider
/// samples, and in triples (see docs/model.md).
const PAIR_WEIGHT: f64 = 3.0;
const TRIPLE_WEIGHT: f64 = 1.0;
/// Triples seen less often are left out.
const LEAST: f64 = 1.0;
/// Of a hundred sentences so many end their paragraph.
const PARAGRAPH_ENDS: f64 = 0.3;
/// Sentence start and end, as the list writes them.
const SENTENCE_START: &str = "始##始";
const SENTENCE_END: &str = "末##末";

/// A word as characters of the model.
enum Word {
    Chars(Vec<char>),
    Start,
    /// A name, a time, something else that the list does not spell out.
    Unknown,
}

#[derive(Default)]
struct Grams {
    pairs: BTreeMap<[char; 2], f64>,
    triples: BTreeMap<[char; 3], f64>,
}

impl Grams {
    fn pair(&mut self, a: char, b: char, count: f64) {
        *self.pairs.entry([a, b]).or_default() += count;
    }

    fn triple(&mut self, a: char, b: char, c: char, count: f64) {
        *self.triples.entry([a, b, c]).or_default() += count;
    }

    /// Two words next to one another.
    fn meet(&mut self, left: &[char], right: &[char], count: f64) {
        let (Some(&last), Some(&first)) = (left.last(), right.first()) else { return };
        self.pair(last, first, count);
        if let [.., a, b] = left {
            self.triple(*a, *b, first, count);
        }
        if let [b, c, ..] = right {
            self.triple(last, *b, *c, count);
        }
    }
}

/// Adds the news to the other counts.
pub(crate) fn add(folder: &Path, forms: &Forms, counts: &mut Counts) {
    let fold = Fold(forms.rows.iter().map(|(written, folded, ..)| (*written, *folded)).collect());
    let mut grams = Grams::default();
    for (word, count) in rows(&unpack(folder, "news_words.tsv.zst")) {
        if let Word::Chars(chars) = fold.word(word) {
            chars.windows(2).for_each(|w| grams.pair(w[0], w[1], count));
            chars.windows(3).for_each(|w| grams.triple(w[0], w[1], w[2], count));
        }
    }
    // By word of one character: what stands before it, and behind it.
    let mut around: BTreeMap<char, [BTreeMap<char, f64>; 2]> = BTreeMap::new();
    for (pair, count) in rows(&unpack(folder, "news_pairs.tsv.zst")) {
        let (left, right) = pair.split_once(' ').unwrap_or_else(|| panic!("no pair: {pair}"));
        match (fold.word(left), fold.word(right)) {
            (Word::Start, Word::Chars(right)) => {
                grams.meet(&['\n'], &right, count * PARAGRAPH_ENDS);
                grams.meet(&['。'], &right, count * (1.0 - PARAGRAPH_ENDS));
            }
            (Word::Chars(left), Word::Chars(right)) => {
                grams.meet(&left, &right, count);
                if let [only] = right[..] {
                    *around.entry(only).or_default()[0].entry(left[left.len() - 1]).or_default() += count;
                }
                if let [only] = left[..] {
                    *around.entry(only).or_default()[1].entry(right[0]).or_default() += count;
                }
            }
            _ => {}
        }
    }
    for (only, [before, behind]) in &around {
        let all: f64 = behind.values().sum();
        for (a, left) in before {
            for (c, right) in behind {
                let count = left * right / all;
                if count >= LEAST {
                    grams.triple(*a, *only, *c, count);
                }
            }
        }
    }
    merge_into(&mut counts.pairs, grams.pairs, PAIR_WEIGHT);
    grams.triples.retain(|_, count| *count >= LEAST);
    merge_into(&mut counts.triples, grams.triples, TRIPLE_WEIGHT);
}

fn merge_into<const N: usize>(
    counts: &mut Vec<([char; N], f64)>,
    more: BTreeMap<[char; N], f64>,
    weight: f64,
) {
    let mut all: BTreeMap<[char; N], f64> = std::mem::take(counts).into_iter().collect();
    for (gram, count) in more {
        *all.entry(gram).or_default() += weight * count;
    }
    *counts = all.into_iter().collect();
}

struct Fold(HashMap<char, char>);

impl Fold {
    fn word(&self, word: &str) -> Word {
        match word {
            SENTENCE_START => Word::Start,
            "未##数" => Word::Chars(vec!['0']),
            "未##串" => Word::Chars(vec!['a']),
            _ if word == SENTENCE_END || word.contains("##") => Word::Unknown,
            _ => Word::Chars(word.chars().map(|c| self.of(c)).collect()),
        }
    }

    /// A character as the counts fold it.
    fn of(&self, c: char) -> char {
        let half = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap(),
            '\u{3000}' => ' ',
            _ => c,
        };
        match half {
            '0'..='9' => '0',
            'a'..='z' | 'A'..='Z' => 'a',
            ' '..='~' => merge(half),
            _ => *self.0.get(&half).unwrap_or(&half),
        }
    }
}
