//! Small models of single languages: what a character costs after the one before it. Read in place from
//! `src/data/languages.bin`, which `tests/model` builds from `seeds/model/languages.tsv.zst`.

use crate::packed::{find, u16_at};
use std::sync::LazyLock;

/// How the counts write the end of a line.
pub(crate) const LINE_END: char = '⏎';

static FILE: &[u8] = include_bytes!("../data/languages.bin");

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let (magic, rest) = FILE.split_at(4);
    assert_eq!(magic, b"MJD1", "src/data/languages.bin is not a list of languages: rebuild it");
    let (count, mut rest) = rest.split_at(2);
    (0..u16_at(count, 0))
        .map(|_| {
            let mut take = |length: usize| {
                let (part, after) = rest.split_at(length);
                rest = after;
                part
            };
            let name = take(2);
            let (size, pairs) = (u16_at(take(2), 0) as usize, u16_at(take(2), 0) as usize);
            Language {
                name,
                symbols: take(2 * size),
                unigram: take(size),
                backoff: take(size),
                rows: take(2 * (size + 1)),
                pair_ids: take(2 * pairs),
                pair_prices: take(pairs),
            }
        })
        .collect()
});

/// One language.
#[derive(Debug)]
pub(crate) struct Language {
    name: &'static [u8],
    symbols: &'static [u8],
    unigram: &'static [u8],
    backoff: &'static [u8],
    rows: &'static [u8],
    pair_ids: &'static [u8],
    pair_prices: &'static [u8],
}

impl Language {
    /// A language by its code of two letters.
    pub(crate) fn find(name: &str) -> Option<&'static Language> {
        LANGUAGES.iter().find(|language| language.name == name.as_bytes())
    }

    /// All languages.
    pub(crate) fn all() -> impl Iterator<Item = &'static Language> {
        LANGUAGES.iter()
    }

    /// Its code of two letters.
    pub(crate) fn name(&self) -> &'static str {
        std::str::from_utf8(self.name).unwrap_or_default()
    }

    /// Its symbols, by number.
    pub(crate) fn symbols(&self) -> impl Iterator<Item = char> {
        (0..self.len()).map(|id| {
            char::from_u32(u32::from(u16_at(self.symbols, id))).unwrap_or(char::REPLACEMENT_CHARACTER)
        })
    }

    /// Number of symbols.
    pub(crate) fn len(&self) -> usize {
        self.unigram.len()
    }

    /// Whether ASCII letters belong to it, and do not count as one class of foreign ones.
    pub(crate) fn is_latin(&self) -> bool {
        self.id('e').is_some()
    }

    /// The number of a folded character.
    pub(crate) fn id(&self, folded: char) -> Option<usize> {
        let symbol = u16::try_from(folded as u32).ok()?;
        find(0..self.len(), symbol, |index| u16_at(self.symbols, index))
    }

    /// What a symbol costs wherever it stands, in steps.
    pub(crate) fn plain(&self, id: usize) -> u16 {
        u16::from(self.unigram[id])
    }

    /// What a symbol that never followed this one adds to its own price, in steps.
    pub(crate) fn backoff(&self, left: usize) -> u16 {
        u16::from(self.backoff[left])
    }

    /// The symbols that followed this one, by number, with their prices in steps.
    pub(crate) fn followers(&self, left: usize) -> impl Iterator<Item = (usize, u16)> {
        (self.start(left)..self.start(left + 1))
            .map(|pair| (u16_at(self.pair_ids, pair) as usize, u16::from(self.pair_prices[pair])))
    }

    /// What a symbol costs after another, in steps.
    pub(crate) fn after(&self, left: usize, id: usize) -> u16 {
        let known =
            find(self.start(left)..self.start(left + 1), id, |pair| u16_at(self.pair_ids, pair) as usize);
        match known {
            Some(pair) => u16::from(self.pair_prices[pair]),
            None => self.plain(id) + self.backoff(left),
        }
    }

    fn start(&self, left: usize) -> usize {
        u16_at(self.rows, left) as usize
    }
}

/// A character as the counts fold it: lower case, digits as `0`, ASCII marks as `.`, foreign letters as `a`.
pub(crate) fn fold(c: char, latin: bool) -> char {
    match c {
        '0'..='9' => '0',
        'a'..='z' | 'A'..='Z' if !latin => 'a',
        ' ' | '\u{A0}' => ' ',
        _ if c.is_ascii_alphabetic() => c.to_ascii_lowercase(),
        '\n' | '\r' => LINE_END,
        _ if c.is_ascii() => '.',
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(lower), None) => lower,
                _ => c,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_letters() {
        let russian = Language::find("ru").unwrap();
        let (a, hard_sign) = (russian.id('а').unwrap(), russian.id('ъ').unwrap());
        assert!(russian.plain(a) + 32 < russian.plain(hard_sign));
        assert!(!russian.is_latin() && Language::find("fr").unwrap().is_latin());
        assert!(russian.followers(a).count() > 20);
        for (next, price) in russian.followers(a) {
            assert_eq!(russian.after(a, next), price);
        }
        let unseen = russian.plain(hard_sign) + russian.backoff(hard_sign);
        assert_eq!(russian.after(hard_sign, hard_sign), unseen);
        assert_eq!(fold('É', true), 'é');
        assert!(Language::find("xx").is_none());
    }
}
