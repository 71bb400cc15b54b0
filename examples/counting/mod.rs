//! What the programs that count texts for `seeds/model` share: the corpora, how much each counts, how characters fold.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a character or word of each genre counts: web pages are modern prose.
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
pub(crate) const BURST: f32 = 0.5;

/// What the command line says.
pub(crate) struct Arguments {
    pub(crate) paths: Vec<PathBuf>,
    without: Vec<String>,
    hold_out: Option<usize>,
}

impl Arguments {
    pub(crate) fn read() -> Self {
        let mut args = std::env::args().skip(1);
        let mut read = Self { paths: Vec::new(), without: Vec::new(), hold_out: None };
        while let Some(arg) = args.next() {
            match &*arg {
                "--without" => read.without.push(args.next().expect("a name")),
                "--hold-out" => read.hold_out = args.next().and_then(|n| n.parse().ok()),
                _ => read.paths.push(PathBuf::from(arg)),
            }
        }
        read
    }

    /// The names and weights of the corpora that are counted.
    pub(crate) fn corpora(&self) -> impl Iterator<Item = (&'static str, f32)> {
        WEIGHTS.iter().filter(|(name, _)| !self.without.iter().any(|w| name == w)).copied()
    }

    /// The texts of a corpus in this folder, without those held out.
    pub(crate) fn texts(&self, folder: &Path, name: &str) -> Vec<String> {
        let rows = unpack(&folder.join(format!("{name}.jsonl.zst")));
        let held = |number: usize| self.hold_out.is_some_and(|every| number.is_multiple_of(every));
        let text = |line: &str| {
            let document = serde_json::from_str::<serde_json::Value>(line).unwrap();
            document["text"].as_str().unwrap().to_owned()
        };
        rows.lines().enumerate().filter(|(number, _)| !held(*number)).map(|(_, line)| text(line)).collect()
    }
}

/// The text in a file packed with Zstandard.
pub(crate) fn unpack(path: &Path) -> String {
    let raw = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut text = String::new();
    zstd::Decoder::new(&*raw).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Writes rows, packed, and tells their number and size.
pub(crate) fn pack(path: &Path, rows: &str) {
    let packed = zstd::encode_all(rows.as_bytes(), 19).unwrap();
    eprintln!("{}: {} rows, {} bytes", path.display(), rows.lines().count(), packed.len());
    std::fs::write(path, packed).unwrap();
}

/// What characters are counted as.
pub(crate) struct Fold {
    forms: HashMap<char, char>,
    /// What becomes of characters that have no form.
    other: fn(char) -> char,
}

impl Fold {
    /// The forms of `seeds/model`.
    pub(crate) fn read(other: fn(char) -> char) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/model/unigram_forms.tsv");
        let rows = std::fs::read_to_string(path).unwrap();
        let cell = |cell: &str| cell[1..cell.len() - 1].chars().next().unwrap();
        let rows = rows.lines().filter(|l| !l.starts_with("'\\") && !l.starts_with('"'));
        let forms = rows.map(|l| l.split('\t').collect::<Vec<_>>()).map(|c| (cell(c[0]), cell(c[1])));
        Self { forms: forms.collect(), other }
    }

    pub(crate) fn of(&self, c: char) -> char {
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
            _ => self.forms.get(&c).copied().unwrap_or_else(|| (self.other)(c)),
        }
    }
}
