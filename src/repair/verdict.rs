//! Whether a page's annotations are an author's or the channel's: what speaks for either, weighed in nats.

use super::page::{self, Annotation, Counts};
use crate::chars::is_han;
use crate::chars::reading::Syllable;
use crate::lattice::model::Model;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Weights of the verdict, in nats for "hijacked" against "honest". Calibrated on the annotated pages and
/// the honest pages with readings that `docs/calibration.md` names.
mod weight {
    /// What speaks against a hijacked page before anything is seen: one kind of annotated character is not enough.
    pub(super) const PRIOR: f32 = -3.0;
    /// A kind of character that mirrors annotate, every one of its occurrences annotated: for the choice of a
    /// Traditional character (one in three by chance), and for each factor e of pages that it was seen on, more
    /// than two.
    pub(super) const KIND: f32 = 1.0;
    pub(super) const KIND_MOST: f32 = 4.0;
    /// A kind that none was seen to annotate: one in five on hijacked pages, six in seven in glosses.
    pub(super) const UNSEEN_KIND: f32 = -0.4;
    /// A rare character: these are what honest authors gloss.
    pub(super) const RARE: f32 = -3.0;
    /// Each doubling of its occurrences.
    pub(super) const REPEATED: f32 = 0.7;
    /// A kind of character that is annotated here and bare there: of 900 kinds on hijacked pages, two.
    pub(super) const INCONSISTENT: f32 = -6.0;
    /// Hardly any for so long a page: a hijacked one has many.
    pub(super) const SPARSE: f32 = -2.0;
    /// The annotation stands alone in a list, not in running text.
    pub(super) const ALONE: f32 = -2.5;
    /// An annotation of the first character of a stretch, on a page where nearly all are: names, list items.
    pub(super) const INITIAL: f32 = -1.6;
    /// All of these together at most.
    pub(super) const INITIAL_MOST: f32 = -12.0;
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
    pub(super) const QUOTED: f32 = -10.0;
    /// The page is Simplified; the channel makes Traditional pages.
    pub(super) const SIMPLIFIED: f32 = -8.0;
    /// Characters of all kinds are annotated: a reader for children.
    pub(super) const EVERY_CHARACTER: f32 = -12.0;
    /// A form that people write in Traditional and a conversion character by character does not; and each
    /// further one.
    pub(super) const AUTHORS_FORM: f32 = -4.0;
    pub(super) const AUTHORS_NEXT_FORM: f32 = -2.0;
    /// A form that only such a conversion leaves in Traditional text that often.
    pub(super) const MERGED_FORM: f32 = 1.5;
}

/// Characters that hijacked pages annotate, with the number of pages they were seen on: facts read off some 140
/// pages of the open web.
static SEEN: LazyLock<HashMap<char, u32>> = LazyLock::new(|| {
    let row = |line: &str| {
        let (c, pages) = line.split_once('\t')?;
        Some((c.chars().next()?, pages.parse().ok()?))
    };
    include_str!("annotated.tsv").lines().filter_map(row).collect()
});

/// Words of pages that speak of readings, and of lessons in writing, in both scripts.
const READING_WORDS: &[&str] = &[
    "拼音",
    "注音",
    "註音",
    "讀音",
    "读音",
    "讀作",
    "读作",
    "發音",
    "发音",
    "発音",
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
    "筆順",
    "聲調",
    "声调",
    "字典",
    "辭典",
    "默寫",
    "默写",
    "聽寫",
    "听写",
    "抄寫",
    "抄写",
];
/// Where Simplified merges several characters, a conversion character by character keeps the merged form; and
/// the sources of hijacked pages quote with “”. Of 110 hijacked pages 3 in 100 had one of these bare; honest
/// Traditional text has one in nearly every sentence.
const AUTHORS_FORMS: &[char] =
    &['「', '」', '後', '裡', '裏', '於', '範', '製', '佈', '複', '乾', '鬆', '髮', '捨', '儘', '週', '遊'];
/// So many kinds of these are looked for.
const AUTHORS_FORMS_MOST: usize = 3;
/// Merged forms that running text needs often, and what an author writes instead, most of the time.
const MERGED_FORMS: &[(char, &[char])] = &[('后', &['後']), ('于', &['於']), ('里', &['裡', '裏'])];
/// Price in nats of a rare character.
const RARE_PRICE: f32 = 11.0;
/// Characters around an annotation in which its Simplified form is looked for.
const BESIDE: usize = 4;
/// So many Han characters to an annotation make annotations sparse.
const SPARSE_HAN: usize = 200;
/// So many ASCII letters to a Han character, readings apart, make a page one of another language; and so many
/// letters of other scripts (kana, Hangul, letters with marks).
const QUOTED_ASCII: usize = 4;
const QUOTED_OTHER: f32 = 0.5;
/// From so many readings on, and with one in so many beside characters that the channel does not annotate, a
/// page annotates all characters.
const FOREIGN_LEAST: usize = 3;
const FOREIGN_PART: usize = 5;
/// Annotations of first characters mean something from so many on, and when so many in ten are.
const INITIAL_LEAST: usize = 3;
const INITIAL_TENTHS: usize = 8;

/// What the annotations of a page say together, in nats for "hijacked". `kinds` are those that fit, by
/// character; `splits` are the readings whose opening bracket was swallowed.
pub(super) fn score(
    text: &str,
    annotations: &[Annotation],
    splits: usize,
    kinds: &BTreeMap<char, Vec<&Annotation>>,
    counts: &Counts,
) -> f32 {
    let mut score = weight::PRIOR + splits as f32 * weight::SPLIT;
    for (c, of_kind) in kinds {
        score += kind_score(text, of_kind, *c, counts);
    }
    let foreign = annotations.iter().filter(|a| !a.fits).count();
    score += foreign as f32 * weight::FOREIGN;
    if foreign >= FOREIGN_LEAST && foreign * FOREIGN_PART > annotations.len() {
        score += weight::EVERY_CHARACTER;
    }
    score += full_width_readings(text) as f32 * weight::FOREIGN;
    score += initial_score(text, annotations);
    score += forms_score(text, annotations);
    if READING_WORDS.iter().any(|word| text.contains(word)) {
        score += weight::ABOUT_READINGS;
    }
    if annotations.len() * SPARSE_HAN < counts.han {
        score += weight::SPARSE;
    }
    let quoted =
        counts.ascii > QUOTED_ASCII * counts.han || counts.other as f32 > QUOTED_OTHER * counts.han as f32;
    if quoted {
        score += weight::QUOTED;
    }
    if counts.simplified > counts.traditional {
        score += weight::SIMPLIFIED;
    }
    score
}

/// How many readings stand twice, one right behind the other, as in `黨(dang)(dang)`.
pub(super) fn doubled(text: &str, annotations: &[Annotation]) -> usize {
    let twice = |pair: &&[Annotation]| {
        let [a, b] = [&pair[0], &pair[1]];
        a.reads && a.span.end == b.span.start && text[a.span.clone()] == text[b.span.clone()]
    };
    annotations.windows(2).filter(twice).count()
}

/// What the annotations of one character say.
fn kind_score(text: &str, annotations: &[&Annotation], c: char, counts: &Counts) -> f32 {
    let n = annotations.len();
    if !page::is_always(counts.of_char(c), n) {
        return weight::INCONSISTENT;
    }
    let model = Model::get();
    let mut score = weight::REPEATED * (n as f32).log2();
    score += match SEEN.get(&c) {
        Some(pages) => (weight::KIND + (*pages as f32 / 2.0).ln()).min(weight::KIND_MOST),
        None => weight::UNSEEN_KIND,
    };
    if model.plain(model.folded(c)) > RARE_PRICE {
        score += weight::RARE;
    }
    if annotations.iter().any(|a| beside_simplified(text, a)) {
        score += weight::BESIDE_SIMPLIFIED;
    }
    let usual = annotations.iter().filter(|a| a.usual).count();
    if usual == 0 {
        score += weight::UNUSUAL;
    } else if usual < annotations.len() {
        score += weight::TWO_READINGS;
    }
    if annotations.iter().all(|a| stands_alone(text, a)) {
        score += weight::ALONE;
    }
    score
}

/// What it says that annotations stand behind the first characters of names or list items.
fn initial_score(text: &str, annotations: &[Annotation]) -> f32 {
    let is_initial = |a: &&Annotation| !text[..a.span.start].chars().rev().nth(1).is_some_and(is_beside);
    let initial = annotations.iter().filter(is_initial).count();
    if initial < INITIAL_LEAST || initial * 10 < annotations.len() * INITIAL_TENTHS {
        return 0.0;
    }
    (initial as f32 * weight::INITIAL).max(weight::INITIAL_MOST)
}

/// What the written forms say: a person's, or those of a conversion character by character.
fn forms_score(text: &str, annotations: &[Annotation]) -> f32 {
    let bare = |form: &&char| text.contains(**form) && !annotations.iter().any(|a| a.c == **form);
    let authors = match AUTHORS_FORMS.iter().filter(bare).take(AUTHORS_FORMS_MOST).count() {
        0 => 0.0,
        n => weight::AUTHORS_FORM + (n - 1) as f32 * weight::AUTHORS_NEXT_FORM,
    };
    let merged = |(form, instead): &&(char, &[char])| text.contains(*form) && !text.contains(*instead);
    authors + MERGED_FORMS.iter().filter(merged).count() as f32 * weight::MERGED_FORM
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
    !before.is_some_and(is_beside) && !after.is_some_and(is_han)
}

/// Whether this before an annotated character makes it part of a word: Han, or the end of an annotation.
fn is_beside(c: char) -> bool {
    is_han(c) || c == ')'
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
