//! The score of a line: named weights, summed. Above one threshold the line is injected, above another it
//! is doubtful.

use super::features::Features;

/// Weights in nats, calibrated on composed keyword lines put on clean pages, and on the honest lines that
/// look like them (see docs/calibration.md).
mod weight {
    /// A row of at least three phrases, and of many.
    pub(super) const ROW: f32 = 1.0;
    pub(super) const LONG_ROW: f32 = 0.7;
    /// Fewer phrases make no row.
    pub(super) const NO_ROW: f32 = -2.5;
    /// A phrase longer than keywords are.
    pub(super) const LONG_PHRASE: f32 = -2.0;
    /// Every phrase full of stems.
    pub(super) const KEYWORDS: f32 = 5.5;
    /// Every pair of characters occurs again.
    pub(super) const REPETITION: f32 = 3.0;
    /// Every pair of characters occurs in the rest of the page too.
    pub(super) const BELONGING: f32 = -6.0;
    /// A sentence mark in every phrase.
    pub(super) const SENTENCE_MARKS: f32 = -4.0;
    /// Every Han character a function word.
    pub(super) const FUNCTION_WORDS: f32 = -12.0;
    /// Simplified on a Traditional page.
    pub(super) const OTHER_VARIANT: f32 = 2.6;
    /// The same, on a page that was turned into Traditional as a whole: the line came later.
    pub(super) const PUT_LATER: f32 = 3.0;
    /// Another script than the page's.
    pub(super) const OTHER_SCRIPT: f32 = 1.2;
    /// A lonely question mark at the end.
    pub(super) const LONELY_MARK: f32 = 1.0;
    /// Nothing is known.
    pub(super) const BIAS: f32 = -4.6;
}

/// Simplified on a Traditional page says nothing about a line with so few keywords (names, products and shows
/// of the mainland stand on such pages), and all it can about one with so many.
const KEYWORDS_WEAK: f32 = 0.45;
const KEYWORDS_STRONG: f32 = 0.65;
/// From here on a line is injected.
pub(crate) const INJECTED: f32 = 0.6;
/// From here on it is doubtful.
pub(crate) const DOUBTFUL: f32 = -1.0;
const ROW: usize = 3;
const LONG_ROW: usize = 7;
/// Phrases of keywords have 4 to 12 characters, seldom more than this.
const LONGEST_PHRASE: usize = 30;

/// A score with what made it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Score {
    pub(crate) sum: f32,
    /// Name and share of each contribution that is not zero.
    pub(crate) parts: Vec<(&'static str, f32)>,
}

/// Scores a line.
pub(crate) fn score(f: &Features) -> Score {
    let yes = |condition: bool, weight: f32| if condition { weight } else { 0.0 };
    let strong = if f.put_later {
        1.0
    } else {
        ((f.keywords - KEYWORDS_WEAK) / (KEYWORDS_STRONG - KEYWORDS_WEAK)).clamp(0.0, 1.0)
    };
    let parts = [
        ("row of phrases", yes(f.phrases >= ROW, weight::ROW) + yes(f.phrases < ROW, weight::NO_ROW)),
        ("long row", yes(f.phrases >= LONG_ROW, weight::LONG_ROW)),
        ("long phrase", yes(f.longest > LONGEST_PHRASE, weight::LONG_PHRASE)),
        ("keywords", f.keywords * weight::KEYWORDS),
        ("repetition", f.repetition * weight::REPETITION),
        ("shared with the page", f.belonging * weight::BELONGING),
        ("sentence marks", f.sentence_marks.min(1.0) * weight::SENTENCE_MARKS),
        ("function words", f.function_words * weight::FUNCTION_WORDS),
        ("Simplified on a Traditional page", yes(f.other_variant, strong * weight::OTHER_VARIANT)),
        ("put there after the page was turned into Traditional", yes(f.put_later, weight::PUT_LATER)),
        ("another script than the page", yes(f.other_script, weight::OTHER_SCRIPT)),
        ("lonely question mark", yes(f.lonely_mark, weight::LONELY_MARK)),
    ];
    let sum = weight::BIAS + parts.iter().map(|(_, part)| part).sum::<f32>();
    Score { sum, parts: parts.into_iter().filter(|(_, part)| *part != 0.0).collect() }
}

impl Score {
    /// The contributions in words, the heaviest first.
    pub(crate) fn reason(&self) -> String {
        let mut parts = self.parts.clone();
        parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let told: Vec<String> = parts.iter().map(|(name, part)| format!("{name} {part:+.1}")).collect();
        format!(
            "a line of keywords that does not belong to the page (for and against it, in nats: {})",
            told.join(", ")
        )
    }
}
