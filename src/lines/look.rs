//! One line, scanned once: folded characters, counts of their classes, phrases, stems, and the units that its
//! vocabulary is compared by.

use super::chars::{CLASSES, Class, is_disguised, look};
use super::lexicon::{Hit, Lexicon};
use std::ops::Range;

/// Hashes of units are numbers below this.
pub(crate) const UNITS: usize = 1 << 17;
/// A word of an alphabetic script shorter than this says nothing about what belongs where.
const WORD_LEAST: usize = 3;
/// Characters of a line that are looked at; what follows is more of the same.
const LONGEST: usize = 2_000;
/// Where other separators give fewer phrases, spaces join them.
const ROW: usize = 3;

/// A line with what one scan of it tells.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// Folded.
    pub(crate) letters: Vec<char>,
    pub(crate) classes: Vec<Class>,
    /// Number of characters of each class.
    pub(crate) counts: [u32; CLASSES],
    /// Letters that look like others, and words that mix alphabets.
    pub(crate) disguised: u32,
    /// The phrases between separators, as places among the letters, never empty.
    pub(crate) phrases: Vec<Range<usize>>,
    /// The separator is a space.
    pub(crate) spaced: bool,
    pub(crate) hits: Vec<Hit>,
    /// Hashes of pairs of characters and of words, sorted, each once.
    pub(crate) units: Vec<u32>,
    /// Pairs of letters, with repetitions.
    pub(crate) pairs: usize,
}

impl Look {
    /// Scans a line.
    pub(crate) fn at(line: &str, lexicon: &Lexicon) -> Self {
        let mut letters = Vec::with_capacity(line.len() / 2);
        let mut classes = Vec::with_capacity(line.len() / 2);
        let mut counts = [0; CLASSES];
        let mut disguised = 0;
        let mut last = Class::Other;
        for c in line.trim().chars().take(LONGEST) {
            let (letter, class) = look(c);
            // A letter of another alphabet inside a word.
            let mixed =
                matches!((last, class), (Class::Latin, Class::Cyrillic) | (Class::Cyrillic, Class::Latin));
            disguised += u32::from(mixed || is_disguised(c));
            counts[class as usize] += 1;
            letters.push(letter);
            classes.push(class);
            last = class;
        }
        let hits = lexicon.hits(&letters, &classes);
        let (phrases, spaced) = phrases(&letters, &classes);
        let (units, pairs) = units(&letters, &classes);
        Self { letters, classes, counts, disguised, phrases, spaced, hits, units, pairs }
    }

    pub(crate) fn count(&self, class: Class) -> u32 {
        self.counts[class as usize]
    }

    pub(crate) fn han(&self) -> u32 {
        (0..CLASSES).filter(|i| super::chars::class(*i).is_han()).map(|i| self.counts[i]).sum()
    }

    /// Letters, in Han characters.
    pub(crate) fn size(&self) -> u32 {
        super::features::size(&self.counts)
    }

    /// Letters of all scripts.
    pub(crate) fn letter_count(&self) -> u32 {
        (0..CLASSES).filter(|i| super::chars::class(*i).is_letter()).map(|i| self.counts[i]).sum()
    }

    /// The characters of a phrase.
    pub(crate) fn phrase(&self, index: usize) -> &[char] {
        &self.letters[self.phrases[index].clone()]
    }
}

/// Number of characters of each class.
pub(crate) fn counts(text: &str) -> [u32; CLASSES] {
    let mut counts = [0; CLASSES];
    text.chars().for_each(|c| counts[look(c).1 as usize] += 1);
    counts
}

/// The phrases of a row, split at its main separator (the one that gives most of them), and whether that is
/// a space.
fn phrases(letters: &[char], classes: &[Class]) -> (Vec<Range<usize>>, bool) {
    let mut best = split(letters, classes, |at| is_letter_bar(letters, at));
    let mut tried: Vec<char> = Vec::new();
    for (at, class) in classes.iter().enumerate() {
        let wanted = letters[at];
        if *class != Class::Separator || tried.contains(&wanted) {
            continue;
        }
        tried.push(wanted);
        let parts = split(letters, classes, |at| letters[at] == wanted && joins(letters, classes, at));
        if parts.len() > best.len() {
            best = parts;
        }
    }
    // Wide gaps say more than the spaces inside phrases.
    let gap = |at: usize| {
        classes.get(at) == Some(&Class::Space) && (letters[at] == '\t' || letters[at] == '\u{3000}')
    };
    let wide = |at: usize| {
        let space = |at: Option<usize>| at.and_then(|at| classes.get(at)) == Some(&Class::Space);
        gap(at) || classes[at] == Class::Space && (space(at.checked_sub(1)) || space(Some(at + 1)))
    };
    if best.len() < ROW {
        let parts = split(letters, classes, wide);
        if parts.len() >= ROW {
            best = parts;
        }
    }
    if best.len() < ROW {
        let words = split(letters, classes, |at| classes[at] == Class::Space);
        if words.len() > best.len() {
            return (words, true);
        }
    }
    (best, false)
}

/// ` I ` or ` l `: a bar typed as a letter; or the character of a stroke that stands for one.
fn is_letter_bar(letters: &[char], at: usize) -> bool {
    const STROKE: char = '丨';
    if letters[at] == STROKE {
        return letters.iter().filter(|c| **c == STROKE).count() > 1;
    }
    matches!(letters[at], 'i' | 'l')
        && at > 0
        && letters[at - 1] == ' '
        && letters.get(at + 1) == Some(&' ')
        // The English pronoun has no partner in the line.
        && letters.windows(3).filter(|w| w[0] == ' ' && w[1] == letters[at] && w[2] == ' ').count() > 1
}

/// Whether the separator here joins phrases and does not belong to a number, a compound word or an address.
fn joins(letters: &[char], classes: &[Class], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(Class::Space, |i| classes[i]);
    let after = classes.get(at + 1).copied().unwrap_or(Class::Space);
    match letters[at] {
        ',' => !(before.is_digit() && after.is_digit()),
        '-' | '–' | '/' | '~' | '·' | '_' => {
            let inner = |class: Class| class == Class::Latin || class.is_digit();
            !(inner(before) && inner(after)) || letters[at] == '_' && !before.is_digit()
        }
        _ => true,
    }
}

fn split(letters: &[char], classes: &[Class], ends: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in 0..=letters.len() {
        if at < letters.len() && !ends(at) {
            continue;
        }
        let blank = |i: &usize| classes[*i] == Class::Space || letters[*i] == '?';
        let from = (start..at).find(|i| !blank(i));
        let to = (start..at).rev().find(|i| !blank(i));
        if let (Some(from), Some(to)) = (from, to) {
            parts.push(from..to + 1);
        }
        start = at + 1;
    }
    parts
}

/// Units of the vocabulary: words of alphabetic scripts, pairs of characters of the others. And how many pairs
/// of letters there are, with repetitions.
pub(crate) fn units(letters: &[char], classes: &[Class]) -> (Vec<u32>, usize) {
    let mut units = Vec::new();
    let mut pairs = 0;
    let mut word = (0, 0_u32);
    for at in 0..=letters.len() {
        let class = classes.get(at).copied().unwrap_or(Class::Space);
        if class.is_alphabetic() {
            word = (word.0 + 1, mix(word.1, letters[at]));
            continue;
        }
        if word.0 >= WORD_LEAST {
            units.push(unit(word.1));
            pairs += 1;
        }
        word = (0, 0);
        if at > 0 && class.is_letter() && classes[at - 1].is_letter() && !classes[at - 1].is_alphabetic() {
            units.push(unit(mix(mix(1, letters[at - 1]), letters[at])));
            pairs += 1;
        }
    }
    units.sort_unstable();
    units.dedup();
    (units, pairs)
}

fn mix(hash: u32, c: char) -> u32 {
    (hash ^ c as u32).wrapping_mul(0x9E37_79B1).rotate_left(13)
}

fn unit(hash: u32) -> u32 {
    (hash ^ hash >> 15) % UNITS as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases_of(line: &str) -> Vec<String> {
        let look = Look::at(line, Lexicon::built_in());
        (0..look.phrases.len()).map(|i| look.phrase(i).iter().collect()).collect()
    }

    #[test]
    fn phrases_are_split_at_the_main_separator() {
        assert_eq!(phrases_of("a b_c d_e"), ["a b", "c d", "e"]);
        assert_eq!(phrases_of("x I y I z ?"), ["x", "y", "z"]);
        assert_eq!(phrases_of("免费 高清 视频 ?"), ["免费", "高清", "视频"]);
        assert_eq!(phrases_of("甲，乙，丙，"), ["甲", "乙", "丙"]);
        assert_eq!(phrases_of("1,000,000 people"), ["1,000,000", "people"]);
        assert_eq!(phrases_of("甲-乙-丙-丁"), ["甲", "乙", "丙", "丁"]);
        assert_eq!(phrases_of("state-of-the-art"), ["state-of-the-art"]);
        assert!(phrases_of("").is_empty());
    }

    #[test]
    fn units_are_words_and_pairs() {
        let of = |line| Look::at(line, Lexicon::built_in()).units.len();
        assert_eq!(of("the cat the cat"), 2);
        assert_eq!(of("视频视频"), 2);
        assert_eq!(of("12, 34!"), 0);
    }
}
