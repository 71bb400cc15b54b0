//! Counts the characters that the model is built from: writes `words.tsv.zst` and
//! `triples.tsv.zst` of `seeds/model`.
//!
//! ```text
//! cargo run --release --example model_counts -- CORPORA DICT OUT [--without NAME] [--hold-out N]
//! ```
//!
//! CORPORA is a folder of `*.jsonl.zst` with one `{"id", "text"}` a line, DICT jieba's `dict.txt` (word, frequency,
//! tag), OUT a folder. `--hold-out N` leaves out every Nth document of each file, `--without` a whole file.

#![expect(clippy::unwrap_used, reason = "a tool for developers: a bad input file should end it")]

mod counting;

use counting::{Arguments, BURST, Fold, pack};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

/// Rows that count less are left out.
const LEAST: f32 = 2.0;
/// Stands for a line end, so that a row is a line.
const LINE_END: char = '⏎';
/// Rare symbols and rare letters.
const OTHER_SYMBOL: char = '□';
const OTHER_LETTER: char = '▢';

fn main() {
    let arguments = Arguments::read();
    let [corpora, dict, out] = &arguments.paths[..] else { panic!("model_counts CORPORA DICT OUT") };
    let fold = Fold::read(|c| if c.is_alphabetic() { OTHER_LETTER } else { OTHER_SYMBOL });
    let mut counts: HashMap<u64, f32> = HashMap::new();
    for (name, weight) in arguments.corpora() {
        let mut grams = Vec::new();
        for text in arguments.texts(corpora, name) {
            for line in text.lines() {
                count(&fold, line, &mut grams);
            }
            grams.sort_unstable();
            for run in grams.chunk_by(|a, b| a == b) {
                *counts.entry(run[0]).or_default() += (run.len() as f32).powf(BURST) * weight;
            }
            grams.clear();
        }
        eprintln!("{name}: {} triples so far", counts.len());
    }
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    for line in std::fs::read_to_string(dict).expect("dict").lines() {
        let mut cells = line.split(' ');
        let (word, count) = (cells.next().unwrap(), cells.next().unwrap().parse::<u64>().unwrap());
        let folded: String = word.chars().map(|c| fold.of(c)).collect();
        if folded.chars().all(|c| c != 'a' && c != '0' && c != OTHER_SYMBOL && c != OTHER_LETTER) {
            *words.entry(folded).or_default() += count;
        }
    }
    let words: String = words.iter().fold(String::new(), |mut all, (word, count)| {
        let _ = writeln!(all, "{word}\t{count}");
        all
    });
    pack(&out.join("words.tsv.zst"), &words);
    pack(&out.join("triples.tsv.zst"), &rows(&counts));
}

/// Sorted rows: triple, tab, count.
fn rows(counts: &HashMap<u64, f32>) -> String {
    let mut kept: Vec<(u64, f32)> =
        counts.iter().filter(|(_, n)| **n >= LEAST).map(|(g, n)| (*g, *n)).collect();
    kept.sort_unstable_by_key(|(g, _)| *g);
    let mut text = String::new();
    for (gram, count) in kept {
        for at in (0..3).rev() {
            let c = char::from_u32((gram >> (16 * at)) as u32 & 0xFFFF).unwrap();
            text.push(if c == '\n' { LINE_END } else { c });
        }
        let _ = writeln!(text, "\t{}", (count * 10.0).round() / 10.0);
    }
    text
}

/// Adds the triples of a line, which a line end begins and ends.
fn count(fold: &Fold, line: &str, triples: &mut Vec<u64>) {
    let (mut before, mut last) = ('\n', '\n');
    for (i, c) in line.trim().chars().map(|c| fold.of(c)).chain(['\n']).enumerate() {
        let key = (last as u64) << 16 | c as u64;
        if i > 0 {
            triples.push((before as u64) << 32 | key);
        }
        (before, last) = (last, c);
    }
}
