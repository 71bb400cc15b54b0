//! What a page tells about its own damage: the annotations on it, its script, the width of its marks, and
//! from these whether a hijacked mirror made it.

use super::verdict;
use crate::chars::{gbk, is_han};
use crate::lattice::channel::mirror::{self, Reading};
use crate::lattice::model::{Model, Script};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// From here on the page is hijacked, and its annotations go.
const HIJACKED: f32 = 3.0;
/// From here on annotations are reported.
const DOUBTFUL: f32 = -1.0;
/// So many readings written twice, one right behind the other: no author does that.
const DOUBLED_LEAST: usize = 3;
/// So many more Simplified than Traditional characters make a page Simplified.
const MANY: usize = 20;

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
    /// The character has the reading, whatever its script.
    pub(super) reads: bool,
    /// The character is none of the text: its two bytes are the second byte of one and the letter behind it.
    pub(crate) across: bool,
    /// The reading is the usual one of its character.
    pub(super) usual: bool,
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
    /// Numbers and Latin words are set off from Han characters by spaces.
    pub(crate) spaced: bool,
    /// Marks stand twice in a row: `。。。`.
    pub(crate) repeats: bool,
    /// Numbers are written in full width.
    pub(crate) wide_digits: bool,
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
        let (mut annotations, splits) = find_annotations(text);
        let doubled = verdict::doubled(text, &annotations);
        if doubled >= DOUBLED_LEAST {
            // This kind of mirror annotates characters of both scripts.
            annotations.iter_mut().for_each(|a| a.fits = a.reads);
        }
        let counts = Counts::of(text, &annotations);
        // The channel makes Traditional pages; a shifted stretch has characters of all kinds, so a few
        // Simplified ones say nothing.
        let script = if counts.simplified > counts.traditional + MANY {
            Script::Simplified
        } else {
            Script::Traditional
        };
        let mut kinds: BTreeMap<char, Vec<&Annotation>> = BTreeMap::new();
        for annotation in annotations.iter().filter(|a| a.fits && !a.across) {
            kinds.entry(annotation.c).or_default().push(annotation);
        }
        let nothing = kinds.is_empty() && splits == 0;
        let score = if nothing {
            0.0
        } else if doubled >= DOUBLED_LEAST {
            doubled as f32 * HIJACKED
        } else {
            verdict::score(text, &annotations, splits, &kinds, &counts)
        };
        let verdict = match score {
            _ if nothing => Verdict::Honest,
            s if s >= HIJACKED => Verdict::Hijacked,
            s if s >= DOUBTFUL => Verdict::Doubtful,
            _ => Verdict::Honest,
        };
        let habit = |(c, all): (&char, &usize)| match kinds.get(c).map_or(0, Vec::len) {
            0 => (*c, Habit::Bare),
            n if is_always(*all, n) => (*c, Habit::Annotated),
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
            spaced: counts.spaced > counts.close,
            repeats: counts.repeats > 0 || text.contains(CUT_TWICE),
            wide_digits: counts.wide_digits > counts.digits,
            habits,
        }
    }

    /// What the page does with a Traditional character.
    pub(crate) fn habit(&self, c: char) -> Habit {
        self.habits.get(&c).copied().unwrap_or(Habit::Unknown)
    }
}

/// Whether a character that a page has so often and annotates so often counts as always annotated: a shifted
/// stretch may show it bare.
pub(super) fn is_always(all: usize, annotated: usize) -> bool {
    all <= annotated + annotated / 4
}

/// One sweep over a page, annotations passed over.
/// What two of `。。` leave behind one another, where the channel cuts before `！` and `。`.
const CUT_TWICE: &str = "??。??。";

pub(super) struct Counts {
    pub(super) traditional: usize,
    pub(super) simplified: usize,
    half_width: usize,
    full_width: usize,
    /// Numbers and Latin words behind a Han character and a space, and right behind one.
    spaced: usize,
    close: usize,
    /// Marks behind the same mark.
    repeats: usize,
    /// Digits of ASCII, and in full width.
    digits: usize,
    wide_digits: usize,
    pub(super) han: usize,
    /// Letters of ASCII, and of other scripts than these and Han.
    pub(super) ascii: usize,
    pub(super) other: usize,
    by_char: BTreeMap<char, usize>,
}

impl Counts {
    fn of(text: &str, annotations: &[Annotation]) -> Self {
        let mut counts = Self {
            traditional: 0,
            simplified: 0,
            half_width: 0,
            full_width: 0,
            spaced: 0,
            close: 0,
            repeats: 0,
            digits: 0,
            wide_digits: 0,
            han: 0,
            ascii: 0,
            other: 0,
            by_char: BTreeMap::new(),
        };
        let mut at = 0;
        for annotation in annotations {
            counts.add(&text[at..annotation.span.start]);
            at = annotation.span.end;
        }
        counts.add(&text[at..]);
        counts
    }

    fn add(&mut self, text: &str) {
        let model = Model::get();
        let [mut earlier, mut before] = ['\n', '\n'];
        for c in text.chars() {
            self.repeats +=
                usize::from(c == before && matches!(c, '。' | '，' | '、' | '；' | '.' | '！' | '!'));
            match c {
                '０'..='９' => self.wide_digits += 1,
                '，' | '？' | '！' | '：' | '；' | '（' | '）' => self.full_width += 1,
                ',' | '?' | '!' | ':' | ';' if !before.is_ascii() => self.half_width += 1,
                _ if c.is_ascii_alphanumeric() => {
                    self.ascii += usize::from(c.is_ascii_alphabetic());
                    self.digits += usize::from(c.is_ascii_digit());
                    self.close += usize::from(is_han(before));
                    self.spaced += usize::from(before == ' ' && is_han(earlier));
                }
                _ if is_han(c) => {
                    self.han += 1;
                    let script = model.script_of(c);
                    self.traditional += usize::from(script == Some(Script::Traditional));
                    self.simplified += usize::from(script == Some(Script::Simplified));
                    if model.folded(c) != c {
                        *self.by_char.entry(c).or_default() += 1;
                    }
                }
                _ => self.other += usize::from(!c.is_ascii() && c.is_alphabetic()),
            }
            (earlier, before) = (before, c);
        }
    }

    /// How often the page has a Traditional character.
    pub(super) fn of_char(&self, c: char) -> usize {
        self.by_char.get(&c).copied().unwrap_or(0)
    }
}

/// All annotations of a text, and how many readings there are whose opening bracket was swallowed.
fn find_annotations(text: &str) -> (Vec<Annotation>, usize) {
    let mut annotations = Vec::new();
    let mut splits = 0;
    for at in memchr::memchr2_iter(b'(', b'?', text.as_bytes()) {
        let inside = &text[at + 1..];
        let Some(Reading { syllable, bytes, .. }) = mirror::reading_then_bracket(inside) else { continue };
        if text.as_bytes()[at] == b'?' {
            splits += usize::from(syllable.is_toned());
            continue;
        }
        let end = at + 1 + bytes;
        if let Some(c) = annotated_char(text, at, &annotations) {
            let reads = syllable.reads(c);
            annotations.push(Annotation {
                span: at..end,
                c,
                fits: reads && is_traditional(c),
                reads,
                across: false,
                usual: syllable.is_usual(c),
            });
        } else if let Some(c) = char_across(text, at).filter(|c| is_traditional(*c) && syllable.reads(*c)) {
            splits += 1;
            annotations.push(Annotation {
                span: at..end,
                c,
                fits: true,
                reads: true,
                across: true,
                usual: true,
            });
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

/// Whether a character is written in Traditional text only. Rare ones that the model does not know are left out.
pub(crate) fn is_traditional(c: char) -> bool {
    Model::get().folded(c) != c
}

/// Whether it is one of those rare ones. An author who glosses a character glosses a rare one, so on a page they say
/// nothing; where two characters meet in one of them the channel annotates it as any other.
pub(crate) fn is_rare_traditional(c: char) -> bool {
    RARE.binary_search(&c).is_ok()
}

/// Characters of GBK that OpenCC's TSCharacters (Apache-2.0) turns into others and that no counted text has, in order.
static RARE: LazyLock<Vec<char>> =
    LazyLock::new(|| include_str!("rare_traditional.txt").chars().filter(|c| *c != '\n').collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_ones_are_in_order_and_no_common_ones() {
        assert!(RARE.is_sorted());
        assert!(RARE.iter().all(|c| !is_traditional(*c) && gbk::encode(*c).is_some()));
        assert!(is_rare_traditional('訒') && !is_rare_traditional('專') && !is_rare_traditional('人'));
    }
}
