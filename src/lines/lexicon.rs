//! Stems of injected keywords, by topic, from `seeds/lexicon`.

use crate::chars::{fold_width, is_han};
use crate::lattice::model::Model;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The stem files. Each line: stem, weight, reason.
const FILES: &[&str] = &[
    include_str!("../../seeds/lexicon/adult.tsv"),
    include_str!("../../seeds/lexicon/gambling.tsv"),
    include_str!("../../seeds/lexicon/grey.tsv"),
];

/// Stems by their first character, folded; the longer ones of a character first.
static STEMS: LazyLock<HashMap<char, Vec<(String, f32)>>> = LazyLock::new(|| {
    let mut stems: HashMap<char, Vec<(String, f32)>> = HashMap::new();
    for line in FILES.iter().flat_map(|file| file.lines()) {
        let mut cells = line.split('\t');
        if let (Some(stem), Some(weight)) = (cells.next(), cells.next().and_then(|w| w.parse().ok())) {
            let mut letters = stem.chars().map(fold_char);
            if let Some(first) = letters.next() {
                stems.entry(first).or_default().push((letters.collect(), weight));
            }
        }
    }
    for list in stems.values_mut() {
        list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }
    stems
});

/// Reads the lexicon, so that no text has to wait for it.
pub(crate) fn warm() {
    LazyLock::force(&STEMS);
}

/// Brings a character to the form stems are compared in: half-width, lower case, Simplified, plain letters
/// for look-alikes.
pub(crate) fn fold_char(c: char) -> char {
    match fold_width(c) {
        'А' | 'а' | 'Α' | 'α' | 'ᴀ' => 'a',
        'Ѵ' | 'ѵ' | 'Ⅴ' | 'ⅴ' | '√' | 'ν' => 'v',
        'О' | 'о' | 'Ο' | 'ο' => 'o',
        'Е' | 'е' | 'Ε' => 'e',
        upper @ 'A'..='Z' => upper.to_ascii_lowercase(),
        other if is_han(other) => Model::get().folded(other),
        other if other.is_ascii() => other,
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

/// Brings a text to the form stems are compared in.
pub(crate) fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The stems of a text, from left to right, not overlapping: weights. Folds as it goes, allocates nothing.
pub(crate) fn stems(text: &str) -> impl Iterator<Item = f32> + '_ {
    let mut rest = text.chars();
    std::iter::from_fn(move || {
        while let Some(first) = rest.next() {
            let Some(list) = STEMS.get(&fold_char(first)) else { continue };
            for (stem, weight) in list {
                let mut after = rest.clone();
                if stem.chars().all(|wanted| after.next().map(fold_char) == Some(wanted)) {
                    rest = after;
                    return Some(*weight);
                }
            }
        }
        None
    })
}

/// How much a phrase says that it is a keyword: the weights of its stems, joined as independent evidence; 0
/// to 1.
pub(crate) fn weight(phrase: &str) -> f32 {
    1.0 - stems(phrase).fold(1.0, |rest, weight| rest * (1.0 - weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stem_is_found_and_has_a_reason() {
        for line in FILES.iter().flat_map(|file| file.lines()) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "{line}");
            assert!(weight(cells[0]) > 0.0, "{line}");
            assert!((0.0..=1.0).contains(&cells[1].parse::<f32>().unwrap()), "{line}");
            assert!(!cells[2].trim().is_empty(), "{line}");
        }
    }

    #[test]
    fn look_alikes_are_found() {
        assert!(weight("超清无码ＡV") > 0.9);
        assert!(weight("а√在线") > 0.5);
        assert!(weight("ОНЛАЙН КАЗИНО") > 0.5);
        assert_eq!(weight("衛生健康工作"), 0.0);
    }
}
