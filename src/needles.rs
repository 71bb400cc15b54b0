//! Strings that rules look for wherever they stand, letter by letter: found by two of their characters while the
//! characters of a text are surveyed, so that no rule has to go through the text for its own.

use crate::lattice::model::Model;
use crate::lines::signature;
use crate::repair::debris::fill;
use std::sync::LazyLock;

/// Who looks for a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seeker {
    /// Formulas of copy protection.
    Formula,
    /// Notes of a source, which are only looked at inside sentences.
    Credit,
    /// Memory that nothing was written to.
    Fill,
}

/// A string with the two characters that it is found by.
#[derive(Debug)]
struct Needle {
    string: &'static str,
    seeker: Seeker,
    pair: (char, char),
    /// Bytes of the string before these.
    before: usize,
}

/// What two characters of a needle have for a hash: so many bits.
const HASH_BITS: u32 = 12;
/// 2^32 by the golden ratio.
const FACTOR: u32 = 0x9E37_79B1;

/// All of them.
#[derive(Debug)]
pub(crate) struct Needles {
    needles: Vec<Needle>,
    /// One bit for each hash of two characters.
    hashes: [u64; 1 << (HASH_BITS - u64::BITS.ilog2())],
}

static ALL: LazyLock<Needles> = LazyLock::new(|| {
    let mut needles = Needles { needles: Vec::new(), hashes: [0; _] };
    let formulas = signature::ANCHORS.iter().map(|string| (*string, Seeker::Formula));
    let credits = signature::CREDITS.iter().map(|string| (*string, Seeker::Credit));
    let fills = fill::ROWS.iter().map(|string| (*string, Seeker::Fill));
    formulas.chain(credits).chain(fills).for_each(|(string, seeker)| needles.add(string, seeker));
    needles
});

impl Needles {
    /// The needles of all rules.
    pub(crate) fn all() -> &'static Self {
        &ALL
    }

    /// Adds a string of which two characters in a row have three bytes, by the two that stand together least often.
    fn add(&mut self, string: &'static str, seeker: Seeker) {
        let model = Model::get();
        let cost = |(a, b): (char, char)| model.plain(a) + model.pair(model.id(a), model.id(b));
        let pairs = string.char_indices().zip(string.chars().skip(1)).map(|((at, a), b)| (at, (a, b)));
        let wide = pairs.filter(|(_, (a, b))| [a, b].iter().all(|c| ('\u{3000}'..='\u{FFFF}').contains(*c)));
        if let Some((before, pair)) = wide.max_by(|(_, a), (_, b)| cost(*a).total_cmp(&cost(*b))) {
            let hash = hash(pair);
            self.hashes[hash / 64] |= 1 << (hash % 64);
            self.needles.push(Needle { string, seeker, pair, before });
        }
    }

    /// The two characters of each.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (char, char)> + '_ {
        self.needles.iter().map(|needle| needle.pair)
    }

    /// Tells of the strings whose two characters these are, which begin at this byte: who looks for each, and where it begins.
    #[inline]
    pub(crate) fn at(&self, text: &str, at: usize, pair: (char, char), mut tell: impl FnMut(Seeker, usize)) {
        let hash = hash(pair);
        if self.hashes[hash / 64] >> (hash % 64) & 1 == 0 {
            return;
        }
        for needle in self.needles.iter().filter(|needle| needle.pair == pair) {
            let start = at.checked_sub(needle.before);
            let begins = |start: &usize| text.as_bytes()[*start..].starts_with(needle.string.as_bytes());
            if let Some(start) = start.filter(begins) {
                tell(needle.seeker, start);
            }
        }
    }
}

fn hash((a, b): (char, char)) -> usize {
    ((u32::from(a) << 16 | u32::from(b)).wrapping_mul(FACTOR) >> (u32::BITS - HASH_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_needle_is_found_where_it_stands() {
        let all = signature::ANCHORS.iter().chain(&signature::CREDITS).chain(&fill::ROWS);
        for string in all {
            let text = format!("前面的字{string}后面的字");
            let mut found = Vec::new();
            for ((at, a), b) in text.char_indices().zip(text.chars().skip(1)) {
                Needles::all().at(&text, at, (a, b), |_, start| found.push(start));
            }
            assert!(found.contains(&"前面的字".len()), "{string} {found:?}");
        }
    }
}
