#![doc = include_str!("hyphen.md")]

use super::context::Context;
use super::garble::is_garbled;
use super::{edit, neighbours};
use crate::cleaner::Proposals;
use crate::rule;

const SOFT_HYPHEN: char = '\u{AD}';
/// A word shorter than this, in letters, is not hyphenated by anybody with care.
const WORD_LEAST: usize = 8;
/// Words of texts that are about it.
const ABOUT: &[&str] =
    &["soft hyphen", "Soft hyphen", "U+00AD", "&shy", "软连字符", "軟連字符", "Trennstrich"];
/// Letters that stay together at a hyphen.
const PART_LEAST: usize = 2;

/// Proposes to remove soft hyphens, unless all of them stand where an author's hyphenation would put them.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    let found: Vec<usize> = text.match_indices(SOFT_HYPHEN).map(|(at, _)| at).collect();
    let about = |at: &usize| context.is_about(*at, ABOUT);
    if found.iter().all(|at| is_wanted(text, *at)) || found.first().is_some_and(about) {
        return;
    }
    for at in found.iter().filter(|at| !is_garbled(text, **at) && !is_between_signs(text, **at)) {
        let span = *at..*at + SOFT_HYPHEN.len_utf8();
        proposals.edits.push(edit(
            text,
            span,
            "",
            &rule::SOFT_HYPHEN,
            0.98,
            "a soft hyphen where no word is hyphenated",
        ));
    }
}

/// Whether a soft hyphen stands between signs, where nobody hyphenates: a byte of text that was read in a wrong encoding.
fn is_between_signs(text: &str, at: usize) -> bool {
    let (before, after) = neighbours(text, &(at..at + SOFT_HYPHEN.len_utf8()));
    let is_sign = |c: char| !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace() && c != SOFT_HYPHEN;
    [before, after].into_iter().all(|c| c.is_some_and(is_sign))
}

/// Whether a soft hyphen parts a long word of an alphabet into parts that can be spoken.
fn is_wanted(text: &str, at: usize) -> bool {
    let in_word = |c: &char| c.is_alphabetic() || *c == SOFT_HYPHEN;
    let left: Vec<char> = text[..at].chars().rev().take_while(in_word).collect();
    let right: Vec<char> = text[at + SOFT_HYPHEN.len_utf8()..].chars().take_while(in_word).collect();
    let letters = left.iter().chain(&right).filter(|c| **c != SOFT_HYPHEN).count();
    let part = |side: &[char]| {
        let part: Vec<char> = side.iter().copied().take_while(|c| *c != SOFT_HYPHEN).collect();
        part.len() >= PART_LEAST && part.iter().any(|c| is_vowel(*c)) && part.iter().all(|c| has_case(*c))
    };
    letters >= WORD_LEAST && part(&left) && part(&right)
}

fn has_case(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

/// Whether a letter of the Latin, Greek or Cyrillic alphabet is a vowel.
fn is_vowel(c: char) -> bool {
    use unicode_normalization::UnicodeNormalization;
    let base = c.nfd().next().and_then(|c| c.to_lowercase().next()).unwrap_or(c);
    "aeiouyæøœıаеиоуыэюяіїєαεηιουωѣ".contains(base)
}
