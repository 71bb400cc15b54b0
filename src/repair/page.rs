//! What a page tells about its own damage: the annotations on it, its script, the width of its marks, and
//! from these whether a hijacked mirror made it.

use crate::chars::reading::Syllable;
use crate::chars::{gbk, is_han};
use crate::lattice::channel::mirror;
use crate::lattice::model::{Model, Script};
use std::collections::BTreeMap;
use std::ops::Range;

/// Weights of the verdict, in nats for "hijacked" against "honest". Calibrated on the annotated pages and
/// the honest pages with readings that `docs/calibration.md` names.
mod weight {
    /// A kind of annotated character, every one of its occurrences annotated.
    pub(super) const KIND: f32 = 2.0;
    /// The same, when it is among the most common thousand.
    pub(super) const COMMON: f32 = 1.5;
    /// The same, when it is rare: rare characters are what honest authors gloss.
    pub(super) const RARE: f32 = -3.0;
    /// Each doubling of its occurrences.
    pub(super) const REPEATED: f32 = 1.0;
    /// A kind of character that is annotated here and bare there.
    pub(super) const INCONSISTENT: f32 = -3.0;
    /// Hardly any for so long a page: a hijacked one has many.
    pub(super) const SPARSE: f32 = -2.0;
    /// The annotation stands alone in a list, not in running text.
    pub(super) const ALONE: f32 = -2.5;
    /// The reading is not the usual one of its character: authors gloss what readers would get wrong.
    pub(super) const UNUSUAL: f32 = -1.5;
    /// A reading beside a character that both scripts write, or one that it does not have.
    pub(super) const FOREIGN: f32 = -4.0;
    /// A reading whose opening bracket was swallowed: no author writes that.
    pub(super) const SPLIT: f32 = 8.0;
    /// The Simplified form of the character stands beside it: a table of both forms.
    pub(super) const BESIDE_SIMPLIFIED: f32 = -5.0;
    /// One character with two readings: the channel has one for each.
    pub(super) const TWO_READINGS: f32 = -12.0;
    /// The page speaks of readings, characters or lessons.
    pub(super) const ABOUT_READINGS: f32 = -6.0;
    /// The page is in another language, which quotes what it annotates.
    pub(super) const QUOTED: f32 = -6.0;
    /// The page is Simplified; the channel makes Traditional pages.
    pub(super) const SIMPLIFIED: f32 = -8.0;
}

/// From here on the page is hijacked, and its annotations go.
const HIJACKED: f32 = 3.0;
/// From here on annotations are reported.
const DOUBTFUL: f32 = -1.0;
/// Price in nats of a character among the most common thousand, and of a rare one.
/// Words of pages that speak of readings, in both scripts.
const READING_WORDS: &[&str] = &[
    "拼音",
    "注音",
    "讀音",
    "读音",
    "讀作",
    "读作",
    "發音",
    "发音",
    "生詞",
    "生词",
    "生字",
    "課文",
    "课文",
    "第一課",
    "第一课",
    "漢字",
    "汉字",
    "繁體",
    "繁体",
    "部首",
    "筆畫",
    "筆劃",
    "聲調",
    "声调",
    "字典",
    "辭典",
    "註音",
    "发音",
    "発音",
];
/// Characters around an annotation in which its Simplified form is looked for.
const BESIDE: usize = 4;
/// So many Han characters to an annotation make annotations sparse.
const SPARSE_HAN: usize = 200;
/// So many Latin letters to a Han character make a page one of another language (readings have up to six).
const QUOTED_RATIO: usize = 7;
/// So many more Simplified than Traditional characters make a page Simplified.
const MANY: usize = 20;
const COMMON_PRICE: f32 = 8.2;
const RARE_PRICE: f32 = 11.0;

/// What the annotations of a page are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// An author's, or none at all.
    Honest,
    /// Could be either.
    Doubtful,
    /// Injected by the channel.
    Hijacked,
}

/// A reading in brackets after a Han character.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Annotation {
    /// The brackets and what is between them.
    pub(crate) span: Range<usize>,
    /// The character before.
    pub(crate) c: char,
    /// Whether the channel can have made it: the character is Traditional and has the reading.
    pub(crate) fits: bool,
    /// The character is none of the text: its two bytes are the second byte of one and the letter behind it.
    pub(crate) across: bool,
    /// The reading is the usual one of its character.
    usual: bool,
}

/// What a page tells about its damage.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) annotations: Vec<Annotation>,
    pub(crate) verdict: Verdict,
    /// How sure, in nats.
    pub(crate) score: f32,
    pub(crate) script: Script,
    /// Full-width ASCII was folded to half-width.
    pub(crate) folded: bool,
    /// Full-width ASCII stayed as it was.
    pub(crate) unfolded: bool,
    /// What the page does with each Traditional character on it.
    habits: BTreeMap<char, Habit>,
}

/// What a page does with a Traditional character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Habit {
    /// Annotates it, always.
    Annotated,
    /// Writes it without annotation.
    Bare,
    /// Does not have it, or now so and now so.
    Unknown,
}

impl Page {
    /// Reads a page.
    pub(crate) fn read(text: &str) -> Self {
        let counts = Counts::of(text);
        let (annotations, splits) = find_annotations(text);
        // The channel makes Traditional pages; a shifted stretch has characters of all kinds, so a few
        // Simplified ones say nothing.
        let script = if counts.simplified > counts.traditional + MANY {
            Script::Simplified
        } else {
            Script::Traditional
        };
        let mut annotated: BTreeMap<char, usize> = BTreeMap::new();
        for annotation in annotations.iter().filter(|a| a.fits && !a.across) {
            *annotated.entry(annotation.c).or_default() += 1;
        }
        let score = score(text, &annotations, splits, &annotated, &counts);
        let verdict = match score {
            _ if annotated.is_empty() && splits == 0 => Verdict::Honest,
            s if s >= HIJACKED => Verdict::Hijacked,
            s if s >= DOUBTFUL => Verdict::Doubtful,
            _ => Verdict::Honest,
        };
        let habit = |(c, all): (&char, &usize)| match annotated.get(c).copied().unwrap_or(0) {
            0 => (*c, Habit::Bare),
            n if *all <= n + n / 4 => (*c, Habit::Annotated),
            _ => (*c, Habit::Unknown),
        };
        let habits = counts.by_char.iter().map(habit).collect();
        Self {
            annotations,
            verdict,
            score,
            script,
            folded: counts.half_width > counts.full_width,
            unfolded: counts.full_width > counts.half_width,
            habits,
        }
    }

    /// What the page does with a Traditional character.
    pub(crate) fn habit(&self, c: char) -> Habit {
        self.habits.get(&c).copied().unwrap_or(Habit::Unknown)
    }
}

/// One sweep over a page.
struct Counts {
    traditional: usize,
    simplified: usize,
    half_width: usize,
    full_width: usize,
    han: usize,
    latin: usize,
    by_char: BTreeMap<char, usize>,
}

impl Counts {
    fn of(text: &str) -> Self {
        let model = Model::get();
        let mut counts = Self {
            traditional: 0,
            simplified: 0,
            half_width: 0,
            full_width: 0,
            han: 0,
            latin: 0,
            by_char: BTreeMap::new(),
        };
        let mut before = ' ';
        for c in text.chars() {
            match c {
                '，' | '？' | '！' | '：' | '；' | '（' | '）' => counts.full_width += 1,
                ',' | '?' | '!' | ':' | ';' if !before.is_ascii() => counts.half_width += 1,
                'a'..='z' | 'A'..='Z' => counts.latin += 1,
                _ if is_han(c) => {
                    counts.han += 1;
                    let script = model.script_of(c);
                    counts.traditional += usize::from(script == Some(Script::Traditional));
                    counts.simplified += usize::from(script == Some(Script::Simplified));
                    if model.folded(c) != c {
                        *counts.by_char.entry(c).or_default() += 1;
                    }
                }
                _ => {}
            }
            before = c;
        }
        counts
    }

    fn of_char(&self, c: char) -> usize {
        self.by_char.get(&c).copied().unwrap_or(0)
    }
}

/// All annotations of a text, and how many readings there are whose opening bracket was swallowed.
fn find_annotations(text: &str) -> (Vec<Annotation>, usize) {
    let mut annotations = Vec::new();
    let mut splits = 0;
    for at in memchr::memchr2_iter(b'(', b'?', text.as_bytes()) {
        let inside = &text[at + 1..];
        let Some((syllable, length)) = mirror::reading_then_bracket(inside) else { continue };
        if text.as_bytes()[at] == b'?' {
            splits += usize::from(syllable.is_toned());
            continue;
        }
        let end = at + 1 + inside.chars().take(length).map(char::len_utf8).sum::<usize>();
        if let Some(c) = annotated_char(text, at, &annotations) {
            let fits = is_traditional(c) && syllable.reads(c);
            annotations.push(Annotation {
                span: at..end,
                c,
                fits,
                across: false,
                usual: syllable.is_usual(c),
            });
        } else if let Some(c) = char_across(text, at).filter(|c| is_traditional(*c) && syllable.reads(*c)) {
            splits += 1;
            annotations.push(Annotation { span: at..end, c, fits: true, across: true, usual: true });
        }
    }
    (annotations, splits)
}

/// The Han character that an annotation at `at` belongs to, past an annotation in between.
fn annotated_char(text: &str, at: usize, before: &[Annotation]) -> Option<char> {
    if let Some(last) = before.last().filter(|last| last.span.end == at) {
        return Some(last.c);
    }
    text[..at].chars().next_back().filter(|c| is_han(*c))
}

/// The character that a letter right before `at` makes with the second byte of the character before it: in
/// `在A(yíng)`, `在` ends in DA, and DA 41 is `營`.
fn char_across(text: &str, at: usize) -> Option<char> {
    let mut before = text[..at].chars().rev();
    let letter = before.next().filter(char::is_ascii)?;
    let (_, trail) = gbk::encode(before.next()?)?;
    gbk::decode(trail, letter as u8)
}

/// Whether a character is written in Traditional text only.
pub(crate) fn is_traditional(c: char) -> bool {
    Model::get().folded(c) != c
}

fn score(
    text: &str,
    annotations: &[Annotation],
    splits: usize,
    annotated: &BTreeMap<char, usize>,
    counts: &Counts,
) -> f32 {
    let model = Model::get();
    let mut score = splits as f32 * weight::SPLIT;
    for (c, n) in annotated {
        if counts.of_char(*c) > n + n / 4 {
            score += weight::INCONSISTENT;
            continue;
        }
        let price = model.plain(model.folded(*c));
        score += weight::KIND + weight::REPEATED * (*n as f32).log2();
        score += match price {
            p if p < COMMON_PRICE => weight::COMMON,
            p if p > RARE_PRICE => weight::RARE,
            _ => 0.0,
        };
        let of_kind = || annotations.iter().filter(|a| a.fits && !a.across && a.c == *c);
        if of_kind().any(|a| beside_simplified(text, a)) {
            score += weight::BESIDE_SIMPLIFIED;
        }
        if of_kind().any(|a| a.usual) && of_kind().any(|a| !a.usual) {
            score += weight::TWO_READINGS;
        }
        if of_kind().all(|a| !a.usual) {
            score += weight::UNUSUAL;
        }
        let alone = of_kind().all(|a| stands_alone(text, a));
        if alone {
            score += weight::ALONE;
        }
    }
    score += annotations.iter().filter(|a| !a.fits).count() as f32 * weight::FOREIGN;
    score += full_width_readings(text) as f32 * weight::FOREIGN;
    if READING_WORDS.iter().any(|word| text.contains(word)) {
        score += weight::ABOUT_READINGS;
    }
    if annotations.len() * SPARSE_HAN < counts.han {
        score += weight::SPARSE;
    }
    if counts.latin > QUOTED_RATIO * counts.han {
        score += weight::QUOTED;
    }
    if counts.simplified > counts.traditional {
        score += weight::SIMPLIFIED;
    }
    score
}

/// Whether the Simplified form of the annotated character stands beside it.
fn beside_simplified(text: &str, annotation: &Annotation) -> bool {
    let simplified = Model::get().folded(annotation.c);
    let before = text[..annotation.span.start].chars().rev().take(BESIDE);
    let after = text[annotation.span.end..].chars().take(BESIDE);
    before.chain(after).any(|c| c == simplified)
}

/// Whether the annotated character has no Han character beside it, on neither side.
fn stands_alone(text: &str, annotation: &Annotation) -> bool {
    let before = text[..annotation.span.start].chars().rev().nth(1);
    let after = text[annotation.span.end..].chars().next();
    !before.is_some_and(is_han) && !after.is_some_and(is_han)
}

/// Readings in full-width brackets: only people write these.
fn full_width_readings(text: &str) -> usize {
    let opened = text.match_indices('（').filter(|(at, bracket)| {
        let inside = &text[at + bracket.len()..];
        Syllable::parse(inside.chars())
            .is_some_and(|(s, length)| s.is_toned() && inside.chars().nth(length) == Some('）'))
    });
    opened.count()
}
