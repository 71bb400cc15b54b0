//! Reads the count files.

use std::path::Path;

/// Counts in running text, by genre weight, and words by frequency. All characters are folded.
pub(crate) struct Counts {
    pub(crate) pairs: Vec<([char; 2], f64)>,
    pub(crate) triples: Vec<([char; 3], f64)>,
    pub(crate) words: Vec<(String, f64)>,
}

impl Counts {
    pub(crate) fn read(folder: &Path) -> Self {
        let words =
            rows(&unpack(folder, "words.tsv.zst")).map(|(word, count)| (word.to_owned(), count)).collect();
        Self {
            pairs: grams(&unpack(folder, "pairs.tsv.zst")),
            triples: grams(&unpack(folder, "triples.tsv.zst")),
            words,
        }
    }
}

/// Written forms: character, what it folds to, how often in Simplified and in Traditional text.
pub(crate) struct Forms {
    pub(crate) rows: Vec<(char, char, f64, f64)>,
}

impl Forms {
    pub(crate) fn parse(text: &str) -> Self {
        let rows = text
            .lines()
            .map(|line| {
                let mut cells = line.split('\t');
                let mut cell = || cells.next().unwrap_or_else(|| panic!("too few cells: {line}"));
                let (written, folded) = (unquote(cell()), unquote(cell()));
                (written, folded, cell().parse().unwrap(), cell().parse().unwrap())
            })
            .collect();
        Self { rows }
    }
}

pub(crate) fn unpack(folder: &Path, name: &str) -> String {
    let path = folder.join(name);
    let packed = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    String::from_utf8(zstd::decode_all(&*packed).unwrap()).unwrap()
}

pub(crate) fn rows(text: &str) -> impl Iterator<Item = (&str, f64)> {
    text.lines().map(|line| {
        let (gram, count) = line.rsplit_once('\t').unwrap_or_else(|| panic!("no count: {line}"));
        (gram, count.parse().unwrap())
    })
}

fn grams<const N: usize>(text: &str) -> Vec<([char; N], f64)> {
    let gram = |(gram, count): (&str, f64)| {
        let mut chars = [' '; N];
        assert_eq!(gram.chars().count(), N, "{gram}");
        for (at, c) in chars.iter_mut().zip(gram.chars()) {
            *at = if c == '⏎' { '\n' } else { c };
        }
        (chars, count)
    };
    rows(text).map(gram).collect()
}

/// Punctuation whose width says nothing: the model knows the full-width one.
pub(crate) fn merge(c: char) -> char {
    match c {
        ',' | ';' | ':' | '!' | '?' | '(' | ')' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
        _ => c,
    }
}

/// One character between quotes, as Python's `repr` writes it.
fn unquote(cell: &str) -> char {
    let inner = &cell[1..cell.len() - 1];
    match inner {
        "\\n" => '\n',
        "\\t" => '\t',
        "\\\\" => '\\',
        "\\'" => '\'',
        _ if inner.starts_with("\\x") || inner.starts_with("\\u") || inner.starts_with("\\U") => {
            char::from_u32(u32::from_str_radix(&inner[2..], 16).unwrap()).unwrap()
        }
        _ => {
            let mut chars = inner.chars();
            let c = chars.next().unwrap_or_else(|| panic!("empty cell {cell}"));
            assert!(chars.next().is_none(), "more than one character in {cell}");
            c
        }
    }
}
