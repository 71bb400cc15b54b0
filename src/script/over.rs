#![doc = include_str!("over.md")]

use crate::cleaner::Proposals;
use crate::edit::Edit;
use crate::rule;

/// Words that conversion broke, and how they are written; made by hand for this project.
static WORDS: &str = include_str!("over.tsv");

fn words() -> impl Iterator<Item = (&'static str, &'static str)> {
    WORDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// Characters that mean one of the things that their Simplified form means, and the rarer one: where a conversion by words
/// writes another, a conversion without words took them.
const RARER: &[char] = &['麵', '緻', '髮', '曆', '齣', '醜', '穀'];
/// So many of these, and half of all, show that a text was converted without regard to words.
const OVERDONE_LEAST: usize = 2;

/// Whether a text has the rarer character where words ask for the other, again and again.
pub(super) fn is_overdone(text: &str) -> bool {
    if text.matches(RARER).nth(OVERDONE_LEAST - 1).is_none() {
        return false;
    }
    let by_words = hanconv::s2t(hanconv::t2s(text));
    if by_words.chars().count() != text.chars().count() {
        return false;
    }
    let rarer = text.chars().zip(by_words.chars()).filter(|(c, _)| RARER.contains(c));
    let (all, wrong) =
        rarer.fold((0, 0), |(all, wrong), (c, word)| (all + 1, wrong + usize::from(c != word)));
    wrong >= OVERDONE_LEAST && wrong * 2 >= all
}

/// Whether the list of words puts right what was overdone: what is left then was not taken without regard to words.
pub(super) fn is_mended_by_words(text: &str) -> bool {
    let mended = words().fold(text.to_owned(), |text, (broken, right)| text.replace(broken, right));
    mended != text && !is_overdone(&mended)
}

/// Proposes the right words; says whether there were any to propose.
pub(super) fn propose(text: &str, proposals: &mut Proposals) -> bool {
    let before = proposals.edits.len();
    for (broken, right) in words() {
        for (at, _) in text.match_indices(broken) {
            let differing = broken.char_indices().zip(right.chars()).filter(|((_, a), b)| a != b);
            for ((offset, a), b) in differing {
                let start = at + offset;
                proposals.edits.push(Edit {
                    span: start..start + a.len_utf8(),
                    before: a.to_string().into(),
                    after: b.to_string().into(),
                    rule: &rule::OVER_CONVERSION,
                    confidence: 0.97,
                    reason: "a conversion took this character for another of the same Simplified form".into(),
                });
            }
        }
    }
    proposals.edits.len() > before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_length_and_are_different() {
        let mut seen = std::collections::BTreeSet::new();
        for (broken, right) in words() {
            assert_eq!(broken.chars().count(), right.chars().count(), "{broken}");
            assert_ne!(broken, right);
            assert!(seen.insert(broken), "{broken} is there twice");
            assert!(words().all(|(other, _)| !right.contains(other)), "{right} would be mended again");
        }
        assert!(seen.len() > 50);
    }
}
