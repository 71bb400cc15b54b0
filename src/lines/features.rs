//! What a line looks like: character classes, separators, phrases, repetition, and how it fits its page.

use super::lexicon;
use crate::chars::is_han;
use crate::lattice::model::{Model, Script};
use std::collections::{HashMap, HashSet};

/// Characters that join the phrases of a keyword line. ` I ` is a bar typed as a letter.
const SEPARATORS: &[char] = &['_', ',', '，', '|', '｜', '-', '、', '·', '/', ';', '；'];
/// Marks that end or quote a sentence; rows of keywords have none.
const SENTENCE_MARKS: &[char] =
    &['。', '！', '!', '“', '”', '《', '》', '：', ':', '；', '（', '(', '→', '…'];
/// Characters that carry grammar, folded to Simplified. Keywords have few of them.
const FUNCTION_WORDS: &str = "的了是在和与及等对为将被把从向以而也都就这那我们他她它之其并不";

/// Counts of one line.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Features {
    /// Phrases between separators.
    pub(crate) phrases: usize,
    /// Characters of the longest phrase.
    pub(crate) longest: usize,
    /// Mean weight of the phrases by the lexicon, 0 to 1.
    pub(crate) keywords: f32,
    /// Share of the pairs of characters that occur again in the line, 0 to 1.
    pub(crate) repetition: f32,
    /// Share of the pairs of characters that the rest of the page has too, 0 to 1.
    pub(crate) belonging: f32,
    /// Sentence marks for each phrase.
    pub(crate) sentence_marks: f32,
    /// Share of function words among Han characters.
    pub(crate) function_words: f32,
    /// Written in Simplified on a page otherwise Traditional.
    pub(crate) other_variant: bool,
    /// The same, on a page that a hijacked mirror turned into Traditional: it turned all that was there.
    pub(crate) put_later: bool,
    /// In another script than the page.
    pub(crate) other_script: bool,
    /// Ends in a lonely question mark: what a letter became that the site's encoding lacks.
    pub(crate) lonely_mark: bool,
}

/// Letters by script, and Han characters that only one script writes.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Classes {
    pub(crate) han: usize,
    pub(crate) traditional: usize,
    pub(crate) simplified: usize,
    latin: usize,
    other_letters: usize,
}

impl Classes {
    /// Counts a text.
    pub(crate) fn of(text: &str) -> Self {
        let model = Model::get();
        let mut classes = Self::default();
        for c in text.chars() {
            if is_han(c) {
                let script = model.script_of(c);
                classes.han += 1;
                classes.traditional += usize::from(script == Some(Script::Traditional));
                classes.simplified += usize::from(script == Some(Script::Simplified));
            } else if c.is_ascii_alphabetic() {
                classes.latin += 1;
            } else if c.is_alphabetic() {
                classes.other_letters += 1;
            }
        }
        classes
    }

    /// The counts of a text without a part of it.
    fn without(&self, part: &Self) -> Self {
        Self {
            han: self.han.saturating_sub(part.han),
            traditional: self.traditional.saturating_sub(part.traditional),
            simplified: self.simplified.saturating_sub(part.simplified),
            latin: self.latin.saturating_sub(part.latin),
            other_letters: self.other_letters.saturating_sub(part.other_letters),
        }
    }

    /// The script that most letters are of: 0 Han, 1 Latin, 2 any other.
    fn main_script(&self) -> usize {
        let counts =
            [self.han, self.latin / LATIN_LETTERS_TO_A_HAN, self.other_letters / LATIN_LETTERS_TO_A_HAN];
        (0..counts.len()).fold(0, |best, i| if counts[i] > counts[best] { i } else { best })
    }
}

/// Fewer pairs of letters say nothing about repetition.
const PAIRS_LEAST: usize = 6;
/// A Han character says about as much as so many letters.
const LATIN_LETTERS_TO_A_HAN: usize = 3;
/// So many characters that only one variant writes make a text of that variant.
pub(crate) const FEW: usize = 3;
/// A page shorter than this, in Han characters or words, says little about what belongs to it.
const PAGE_LEAST: usize = 30;

/// What the rest of a page is like.
pub(crate) struct Surroundings {
    classes: Classes,
    /// A hijacked mirror made the page.
    hijacked: bool,
    /// Pairs of folded characters, with the number of lines that have them.
    pairs: HashMap<(char, char), usize>,
}

impl Surroundings {
    /// Reads a page, line by line.
    pub(crate) fn read<'a>(text: &str, lines: impl Iterator<Item = &'a str>, hijacked: bool) -> Self {
        let mut pairs: HashMap<(char, char), usize> = HashMap::new();
        for line in lines {
            for pair in pairs_of(&lexicon::fold(line)).into_iter().collect::<HashSet<_>>() {
                *pairs.entry(pair).or_default() += 1;
            }
        }
        Self { classes: Classes::of(text), hijacked, pairs }
    }
}

impl Features {
    /// Looks at a line of a page. `mirrored` is how many lines of the page are the same.
    pub(crate) fn of(line: &str, page: &Surroundings, mirrored: usize) -> Self {
        let folded = lexicon::fold(line);
        let trimmed = folded.trim();
        let lonely_mark = trimmed.ends_with(" ?") || trimmed.ends_with("|?");
        let phrases = phrases(trimmed.trim_end_matches(['?', ' ']));
        let classes = Classes::of(line);
        let rest = page.classes.without(&classes);
        let pairs = pairs_of(&folded);
        let distinct: HashSet<_> = pairs.iter().copied().collect();
        let shared = distinct.iter().filter(|p| page.pairs.get(p).copied().unwrap_or(0) > mirrored).count();
        let function = folded.chars().filter(|c| FUNCTION_WORDS.contains(*c)).count();
        let marks = line.chars().filter(|c| SENTENCE_MARKS.contains(c)).count();
        let count = phrases.len().max(1) as f32;
        let other_variant = rest.traditional >= PAGE_LEAST.min(4 * FEW)
            && rest.traditional > 4 * rest.simplified
            && classes.simplified >= FEW
            && classes.traditional == 0;
        Self {
            phrases: phrases.len(),
            longest: phrases.iter().map(|p| p.chars().count()).max().unwrap_or(0),
            keywords: phrases.iter().map(|p| lexicon::weight(p)).sum::<f32>() / count,
            repetition: if pairs.len() < PAIRS_LEAST {
                0.0
            } else {
                1.0 - share(distinct.len(), pairs.len())
            },
            belonging: share(shared, distinct.len()),
            sentence_marks: marks as f32 / count,
            function_words: share(function, classes.han),
            other_variant,
            put_later: other_variant && page.hijacked,
            other_script: rest.han + rest.latin + rest.other_letters >= PAGE_LEAST
                && rest.main_script() != classes.main_script(),
            lonely_mark,
        }
    }
}

/// The phrases of a row of keywords, split at its main separator: the one that gives most of them.
fn phrases(line: &str) -> Vec<&str> {
    let by =
        |separator: &str| line.split(separator).map(str::trim).filter(|p| !p.is_empty()).collect::<Vec<_>>();
    let mut best = by(" i ");
    for separator in SEPARATORS {
        let mut buffer = [0; 4];
        let parts = by(separator.encode_utf8(&mut buffer));
        if parts.len() > best.len() {
            best = parts;
        }
    }
    // Spaces join the phrases only where nothing else does.
    if best.len() < 3 {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.len() > best.len() {
            best = words;
        }
    }
    best
}

fn pairs_of(folded: &str) -> Vec<(char, char)> {
    let letters: Vec<char> = folded.chars().collect();
    letters.windows(2).filter(|w| w.iter().all(|c| c.is_alphanumeric())).map(|w| (w[0], w[1])).collect()
}

fn share(part: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { part as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(line: &str, page: &str) -> Features {
        let text = format!("{line}\n{page}");
        Features::of(line, &Surroundings::read(&text, text.lines(), false), 1)
    }

    #[test]
    fn a_row_of_keywords_shows() {
        let f = features(
            "国产视频综合,亚洲综合五月天,成人亚洲综合,国产视频在线播放",
            "東莞衛生健康事業發展目標情況如何,局長回應說,這個問題與大家都有關係,醫療資源持續擴容",
        );
        assert_eq!(f.phrases, 4);
        assert!(f.other_variant && !f.other_script);
        assert!(f.keywords > 0.5 && f.repetition > 0.1 && f.belonging < 0.1, "{f:?}");
    }

    #[test]
    fn navigation_belongs_to_its_page() {
        let f = features(
            "首页 | 公司简介 | 产品展示 | 联系我们",
            "公司简介：本公司生产设备。\n产品展示\n联系我们：电话",
        );
        assert_eq!(f.phrases, 4);
        assert!(f.belonging > 0.5 && f.keywords == 0.0, "{f:?}");
    }

    #[test]
    fn phrases_are_split_at_the_main_separator() {
        assert_eq!(phrases("a b_c d_e"), ["a b", "c d", "e"]);
        assert_eq!(phrases("x i y i z"), ["x", "y", "z"]);
        assert_eq!(phrases("一 二 三 四"), ["一", "二", "三", "四"]);
    }
}
