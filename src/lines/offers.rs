//! Words that offers are made of, from `seeds/lines/offers.tsv`. Honest companies use them, too.

use super::chars::{self};
use super::look::Look;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words, folded, by their first character, longer ones first.
static OFFERS: LazyLock<HashMap<char, Vec<Vec<char>>>> = LazyLock::new(|| {
    let mut offers: HashMap<char, Vec<Vec<char>>> = HashMap::new();
    for line in include_str!("../../seeds/lines/offers.tsv").lines().skip(1) {
        let word: Vec<char> =
            line.split('\t').next().unwrap_or("").chars().map(|c| chars::look(c).0).collect();
        if let Some(first) = word.first() {
            offers.entry(*first).or_default().push(word);
        }
    }
    offers.values_mut().for_each(|words| words.sort_by_key(|word| std::cmp::Reverse(word.len())));
    offers
});

/// Number of words of offers in a line.
pub(crate) fn offers(look: &Look) -> usize {
    let mut found = 0;
    let mut at = 0;
    while at < look.letters.len() {
        let words = OFFERS.get(&look.letters[at]).map_or(&[][..], Vec::as_slice);
        let length = words.iter().find(|word| look.letters[at..].starts_with(word)).map_or(0, Vec::len);
        found += usize::from(length > 0);
        at += length.max(1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lexicon::Lexicon;

    #[test]
    fn offers_have_their_words() {
        let count = |line| offers(&Look::at(line, Lexicon::built_in()));
        assert!(count("专业办理各类资质，价格优惠，全国可做，欢迎来电咨询") >= 6);
        assert!(count("他推开门，看见桌上放着一封信。") == 0);
    }
}
