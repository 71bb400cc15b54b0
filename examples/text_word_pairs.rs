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

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a word of each genre counts: web pages are modern prose.
const WEIGHTS: &[(&str, f32)] = &[
    ("hans_dialog_kdconv_crosswoz", 2.0),
    ("hans_gov_laws_cn", 1.0),
    ("hans_novel_classical", 0.1),
    ("hans_novel_shu_pd", 0.6),
    ("hans_tech_docs_permissive", 1.0),
    ("hans_tech_msdocs", 1.0),
    ("hant_dialog_archive_tw", 1.5),
    ("hant_gov_laws_tw", 0.7),
    ("hant_novel_gutenberg", 0.1),
    ("hant_tech_msdocs", 0.7),
];
/// What a document repeats is counted as its number of times to this power: texts repeat themselves.
const BURST: f32 = 0.5;
/// Rows that count less are left out.
const LEAST: f32 = 1.5;
/// Words are no longer than this, in characters, as the reader knows no longer ones.
const LONGEST: usize = 4;
/// A character that is no word of the list, in nats.
const NO_WORD_NATS: f32 = 18.0;
const LINE_END: &str = "⏎";

fn main() {
    let mut args = std::env::args().skip(1);
    let (mut without, mut hold_out, mut paths) = (Vec::new(), usize::MAX, Vec::new());
    while let Some(arg) = args.next() {
        match &*arg {
            "--without" => without.push(args.next().expect("a name")),
            "--hold-out" => hold_out = args.next().and_then(|n| n.parse().ok()).expect("a number"),
            _ => paths.push(PathBuf::from(arg)),
        }
    }
    let [corpora, out] = &paths[..] else { panic!("text_word_pairs CORPORA OUT") };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/model");
    let fold = Fold::read(&std::fs::read_to_string(root.join("unigram_forms.tsv")).unwrap());
    let words = Words::read(&unpack(&root.join("words.tsv.zst")));
    let mut counts: HashMap<(String, String), f32> = HashMap::new();
    for (name, weight) in WEIGHTS.iter().filter(|(n, _)| !without.iter().any(|w| n == w)) {
        let text = unpack(&corpora.join(format!("{name}.jsonl.zst")));
        for (_, line) in text.lines().enumerate().filter(|(i, _)| hold_out == usize::MAX || i % hold_out != 0)
        {
            let document = serde_json::from_str::<serde_json::Value>(line).unwrap();
            let mut here: HashMap<(String, String), f32> = HashMap::new();
            for line in document["text"].as_str().unwrap().lines().filter(|line| !line.trim().is_empty()) {
                let mut left = LINE_END.to_owned();
                for word in words.divide(&fold.line(line)).into_iter().chain([LINE_END.to_owned()]) {
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
    let packed = zstd::encode_all(rows.as_bytes(), 19).unwrap();
    eprintln!("{} rows, {} bytes", kept.len(), packed.len());
    std::fs::write(out.join("text_pairs.tsv.zst"), packed).unwrap();
}

fn unpack(path: &Path) -> String {
    let raw = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    zstd::Decoder::new(&*raw).unwrap().read_to_string(&mut text).unwrap();
    text
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

struct Fold(HashMap<char, char>);

impl Fold {
    fn read(forms: &str) -> Self {
        let cell = |cell: &str| cell[1..cell.len() - 1].chars().next().unwrap();
        let rows = forms.lines().filter(|l| !l.starts_with("'\\") && !l.starts_with('"'));
        Self(rows.map(|l| l.split('\t').collect::<Vec<_>>()).map(|c| (cell(c[0]), cell(c[1]))).collect())
    }

    /// A line as the counts fold it, without its spaces.
    fn line(&self, line: &str) -> Vec<char> {
        line.chars().map(|c| self.of(c)).filter(|c| *c != ' ').collect()
    }

    fn of(&self, c: char) -> char {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap(),
            '\t' | '\u{3000}' | '\u{A0}' => ' ',
            _ => c,
        };
        match c {
            '0'..='9' => '0',
            'a'..='z' | 'A'..='Z' => 'a',
            ',' | ';' | ':' | '!' | '?' | '(' | ')' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
            ' '..='~' => c,
            _ => *self.0.get(&c).unwrap_or(&c),
        }
    }
}
