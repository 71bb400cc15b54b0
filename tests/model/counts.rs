//! Reads the count files.

use std::collections::BTreeMap;

/// A pair of folded characters with its weighted count in running text and inside the word list.
pub struct Pair {
    pub left: char,
    pub right: char,
    pub text: f64,
    pub words: f64,
}

/// Written forms: character, what it folds to, how often in Simplified and in Traditional text.
pub struct Forms {
    pub rows: Vec<(char, char, f64, f64)>,
}

impl Forms {
    pub fn parse(text: &str) -> Self {
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

pub fn parse_pairs(text: &str) -> Vec<Pair> {
    // Half-width and full-width punctuation count as one (crawls fold it at random), so rows can meet.
    let mut pairs: BTreeMap<(char, char), (f64, f64)> = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let key = (merge(unquote(cells[0])), merge(unquote(cells[1])));
        let entry = pairs.entry(key).or_default();
        entry.0 += cells[2].parse::<f64>().unwrap();
        entry.1 += cells[3].parse::<f64>().unwrap();
    }
    pairs.into_iter().map(|((left, right), (text, words))| Pair { left, right, text, words }).collect()
}

/// Punctuation whose width says nothing: the model knows the full-width one.
pub fn merge(c: char) -> char {
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
