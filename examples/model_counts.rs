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

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a character of each genre counts: web pages are modern prose.
const WEIGHTS: &[(&str, f32)] = &[
    ("hans_dialog_kdconv_crosswoz", 2.0),
    ("hans_gov_laws_cn", 1.0),
    ("hans_novel_classical", 0.1),
    ("hans_novel_shu_pd", 0.6),
    ("hans_poetry_werneror", 0.05),
    ("hans_tech_docs_permissive", 1.0),
    ("hans_tech_msdocs", 1.0),
    ("hant_dialog_archive_tw", 1.5),
    ("hant_gov_laws_tw", 0.7),
    ("hant_novel_gutenberg", 0.1),
    ("hant_scripture_cuv", 0.05),
    ("hant_tech_msdocs", 0.7),
];
/// What a document repeats is counted as its number of times to this power: texts repeat themselves.
const BURST: f32 = 0.5;
/// Rows that count less are left out.
const LEAST: f32 = 2.0;
/// Stands for a line end, so that a row is a line.
const LINE_END: char = '⏎';
/// Rare symbols and rare letters.
const OTHER_SYMBOL: char = '□';
const OTHER_LETTER: char = '▢';

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
    let [corpora, dict, out] = &paths[..] else { panic!("model_counts CORPORA DICT OUT") };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fold = Fold::read(&std::fs::read_to_string(root.join("seeds/model/unigram_forms.tsv")).unwrap());
    let mut counts: HashMap<u64, f32> = HashMap::new();
    for (name, weight) in WEIGHTS.iter().filter(|(n, _)| !without.iter().any(|w| n == w)) {
        let raw = std::fs::read(corpora.join(format!("{name}.jsonl.zst"))).expect(name);
        let mut text = String::new();
        zstd::Decoder::new(&*raw).unwrap().read_to_string(&mut text).unwrap();
        let mut grams = Vec::new();
        for (_, line) in text.lines().enumerate().filter(|(i, _)| hold_out == usize::MAX || i % hold_out != 0)
        {
            let document = serde_json::from_str::<serde_json::Value>(line).unwrap();
            for line in document["text"].as_str().unwrap().lines() {
                fold.count(line, &mut grams);
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
    write(out, "words.tsv.zst", &words);
    write(out, "triples.tsv.zst", &rows(&counts));
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

fn write(folder: &Path, name: &str, text: &str) {
    let packed = zstd::encode_all(text.as_bytes(), 19).unwrap();
    eprintln!("{name}: {} rows, {} bytes", text.lines().count(), packed.len());
    std::fs::write(folder.join(name), packed).unwrap();
}

struct Fold(HashMap<char, char>);

impl Fold {
    fn read(forms: &str) -> Self {
        let cell = |cell: &str| cell[1..cell.len() - 1].chars().next().unwrap();
        let rows = forms.lines().filter(|l| !l.starts_with("'\\") && !l.starts_with('"'));
        Self(rows.map(|l| l.split('\t').collect::<Vec<_>>()).map(|c| (cell(c[0]), cell(c[1]))).collect())
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
            _ => *self.0.get(&c).unwrap_or(if c.is_alphabetic() { &OTHER_LETTER } else { &OTHER_SYMBOL }),
        }
    }

    /// Adds the triples of a line, which a line end begins and ends.
    fn count(&self, line: &str, triples: &mut Vec<u64>) {
        let (mut before, mut last) = ('\n', '\n');
        for (i, c) in line.trim().chars().map(|c| self.of(c)).chain(['\n']).enumerate() {
            let key = (last as u64) << 16 | c as u64;
            if i > 0 {
                triples.push((before as u64) << 32 | key);
            }
            (before, last) = (last, c);
        }
    }
}
