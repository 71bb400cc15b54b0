//! Counts the pairs of words of running text: writes `text_pairs.tsv.zst` of `seeds/model`.
//!
//! ```text
//! cargo run --release --example text_word_pairs -- CORPORA OUT [--without NAME] [--hold-out N]
//! ```
//!
//! CORPORA, OUT and the options are those of `model_counts`, which counts the characters of the same texts. A line is
//! divided into the words of `seeds/model/words.tsv.zst` that are likeliest one after another. A run of digits is one
//! word, `0`, one of Latin letters `a`; marks stand for themselves in full width, `⏎` for the ends of a line.

#![expect(clippy::unwrap_used, reason = "a tool for developers: a bad input file should end it")]

mod counting;

use counting::{Arguments, BURST, Fold, pack, unpack};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

/// Verse is no prose, and its words are other words.
const VERSE: &[&str] = &["hans_poetry_werneror", "hant_scripture_cuv"];
/// Rows that count less are left out.
const LEAST: f32 = 1.5;
/// Words are no longer than this, in characters, as the reader knows no longer ones.
const LONGEST: usize = 4;
/// A character that is no word of the list, in nats.
const NO_WORD_NATS: f32 = 18.0;
const LINE_END: &str = "⏎";

fn main() {
    let arguments = Arguments::read();
    let [corpora, out] = &arguments.paths[..] else { panic!("text_word_pairs CORPORA OUT") };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/model");
    let fold = Fold::read(|c| c);
    let words = Words::read(&unpack(&root.join("words.tsv.zst")));
    let mut counts: HashMap<(String, String), f32> = HashMap::new();
    for (name, weight) in arguments.corpora().filter(|(name, _)| !VERSE.contains(name)) {
        for text in arguments.texts(corpora, name) {
            let mut here: HashMap<(String, String), f32> = HashMap::new();
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                let mut left = LINE_END.to_owned();
                for word in words.divide(&folded(&fold, line)).into_iter().chain([LINE_END.to_owned()]) {
                    *here.entry((left, word.clone())).or_default() += 1.0;
                    left = word;
                }
            }
            for (pair, count) in here {
                *counts.entry(pair).or_default() += count.powf(BURST) * weight;
            }
        }
        eprintln!("{name}: {} pairs so far", counts.len());
    }
    let kept: BTreeMap<_, _> = counts.into_iter().filter(|(_, count)| *count >= LEAST).collect();
    let mut rows = String::new();
    for ((left, right), count) in &kept {
        let _ = writeln!(rows, "{left} {right}\t{}", (count * 10.0).round() / 10.0);
    }
    pack(&out.join("text_pairs.tsv.zst"), &rows);
}

/// A line as the counts fold it, without its spaces.
fn folded(fold: &Fold, line: &str) -> Vec<char> {
    line.chars().map(|c| fold.of(c)).filter(|c| *c != ' ').collect()
}

/// What each word costs, in nats.
struct Words(HashMap<Vec<char>, f32>);

impl Words {
    fn read(rows: &str) -> Self {
        let rows: Vec<(Vec<char>, f32)> = rows
            .lines()
            .filter_map(|row| row.rsplit_once('\t'))
            .map(|(word, count)| (word.chars().collect(), count.parse().unwrap()))
            .collect();
        let all: f32 = rows.iter().map(|row| row.1).sum();
        let short = rows.into_iter().filter(|(word, _)| word.len() <= LONGEST);
        Self(short.map(|(word, count)| (word, (all / count).ln())).collect())
    }

    /// The cheapest division of a line.
    fn divide(&self, line: &[char]) -> Vec<String> {
        let mut best = vec![(f32::INFINITY, 0); line.len() + 1];
        best[0].0 = 0.0;
        for start in 0..line.len() {
            let run = run(&line[start..]);
            for length in 1..=run.unwrap_or(LONGEST).min(line.len() - start) {
                let known = self.0.get(&line[start..start + length]).copied();
                let cost = match run {
                    Some(run) if length < run => continue,
                    Some(_) => 0.0,
                    None if length == 1 => known.unwrap_or(NO_WORD_NATS),
                    None => known.unwrap_or(f32::INFINITY),
                };
                let cost = best[start].0 + cost;
                if cost < best[start + length].0 {
                    best[start + length] = (cost, start);
                }
            }
        }
        let mut words = Vec::new();
        let mut end = line.len();
        while end > 0 {
            let start = best[end].1;
            let word = &line[start..end];
            words.push(if run(word).is_some() { word[0].to_string() } else { word.iter().collect() });
            end = start;
        }
        words.reverse();
        words
    }
}

/// How long the run of digits or of Latin letters is that this text begins with.
fn run(text: &[char]) -> Option<usize> {
    let first = text.first().filter(|c| matches!(c, '0' | 'a'))?;
    Some(text.iter().take_while(|c| *c == first).count())
}
