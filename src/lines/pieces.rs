//! The pieces of a line between its separators and marks, and which of them are keywords.

use super::chars::Class;
use super::lexicon::{Hit, Topic};
use super::look::Look;
use super::phrasing::Phrasing;
use std::ops::Range;

/// Wares of a run weigh at least this together, or it is nobody's advertisement.
pub(crate) const WARES_LEAST: f32 = 0.9;
/// So much of a piece between separators is covered by stems where it is a keyword.
const COVERED_LEAST: f32 = 0.75;
/// The same where it is betting houses or films for adults that the stems speak of: few honest words go with those.
const COVERED_LEAST_SURE: f32 = 0.55;
/// Wares of several stems of these topics weigh at least this.
const WARES_LEAST_SURE: f32 = 0.7;
/// Or but for so many characters in front: a brand that nobody listed.
const BRAND_MOST: usize = 5;
/// What ends a piece besides separators and marks.
const ENDS: &[char] = &['—', '―', '─', '【', '】', '‘', '’', '[', ']', '<', '>', '~'];
/// A stem of so many characters is put together itself.
pub(crate) const LONG: usize = 5;

/// The same among separators, for topics of which few honest words speak.
const LONG_SURE: usize = 4;
/// Wares that say enough alone weigh at least this.
const ALONE_LEAST: f32 = 0.95;

/// Whether a stem alone is a keyword: the name of a betting house, or one that is put together itself.
pub(crate) fn is_alone(hit: &Hit, letters: &[char], classes: &[Class]) -> bool {
    let length = hit.end - hit.start;
    if classes[hit.start].is_alphabetic() {
        return is_traded(hit) && hit.weight >= ALONE_LEAST && letters[hit.start..hit.end].contains(&' ');
    }
    hit.topic == Topic::Gambling && hit.weight >= 1.0 && length >= 4
        || is_traded(hit) && hit.weight >= ALONE_LEAST && length >= LONG
}

/// What a piece is worth that nobody listed and that reads a little like keywords.
pub(crate) const UNLISTED: f32 = 0.6;

/// Drugs alone are what lists of medicine name.
fn is_traded(hit: &Hit) -> bool {
    sells(hit) && hit.topic != Topic::Pharma
}

/// Whether a stem speaks for a part of a line being injected. Copies of films and books are what many a list is about.
pub(crate) fn sells(hit: &Hit) -> bool {
    hit.topic.is_ware() && hit.topic != Topic::Piracy
}

/// What stands between two separators or marks.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) span: Range<usize>,
    /// It is a keyword, of this topic and worth.
    pub(crate) keyword: Option<(Topic, f32)>,
    /// It is nothing but bait, which goes with keywords beside it.
    pub(crate) bait: bool,
    /// Nobody listed it: it is a keyword by how it reads.
    pub(crate) unlisted: bool,
}

/// The pieces of a line. With `phrasing`, those that read like keywords are keywords, too, if nothing honest is in them.
pub(crate) fn pieces(look: &Look, phrasing: Option<&Phrasing>) -> Vec<Piece> {
    let ends = |i: usize| {
        let class = look.classes[i];
        // Spaces stand inside keywords of alphabetic scripts.
        let inner =
            |at: Option<usize>| at.and_then(|at| look.classes.get(at)).is_some_and(|c| c.is_alphabetic());
        match class {
            Class::Space => !(inner(i.checked_sub(1)) && inner(Some(i + 1))),
            _ => matches!(class, Class::Separator | Class::Mark) || ENDS.contains(&look.letters[i]),
        }
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    for at in 0..=look.letters.len() {
        if at == look.letters.len() || ends(at) {
            if at > start {
                pieces.push(piece(look, start..at, phrasing));
            }
            start = at + 1;
        }
    }
    pieces
}

fn piece(look: &Look, span: Range<usize>, phrasing: Option<&Phrasing>) -> Piece {
    let hits: Vec<&Hit> = look
        .hits
        .iter()
        .filter(|h| h.start >= span.start && h.end <= span.end && h.topic != Topic::Honest)
        .collect();
    let covered: usize = hits.iter().map(|h| h.end - h.start).sum();
    let wares: Vec<&&Hit> = hits.iter().filter(|h| sells(h)).collect();
    let rest = wares.iter().fold(1.0, |rest, h| rest * (1.0 - h.weight));
    // What searches end in where nothing else fits: one character.
    let last = span.end - hits.last().map_or(span.end, |h| h.end);
    let ending = usize::from(last == 1 && look.classes[span.end - 1].is_han());
    let covered = covered + ending;
    let sure = wares.first().is_some_and(|first| matches!(first.topic, Topic::Adult | Topic::Gambling));
    let share = if sure { COVERED_LEAST_SURE } else { COVERED_LEAST };
    let covers = covered as f32 >= share * span.len() as f32;
    let brand = hits.len() > 1 && {
        // All that is unknown stands in front.
        let front = hits[0].start - span.start;
        front <= BRAND_MOST && front + covered == span.len()
    };
    let weight = 1.0 - rest;
    let worth = |first: &&Hit| match hits.len() {
        1 if is_alone(first, &look.letters, &look.classes) => Some(0.8),
        // One word of an alphabet is anybody's: `slots` of a class, `casino` of a city.
        1 if look.classes[first.start].is_alphabetic() => None,
        1 if sure && first.weight >= ALONE_LEAST && first.end - first.start >= LONG_SURE => Some(0.7),
        1 => None,
        // Two words of two characters are anybody's.
        2 if covered < LONG => None,
        _ if weight < WARES_LEAST => Some(0.7),
        2 => Some(1.0),
        _ => Some(1.5),
    };
    let enough = weight >= if sure && hits.len() > 1 { WARES_LEAST_SURE } else { WARES_LEAST };
    let listed = wares
        .first()
        .filter(|_| (covers || brand) && enough)
        .and_then(|first| Some((first.topic, worth(first)?)));
    let keyword = listed.or_else(|| {
        let told = !(hits.is_empty() || wares.is_empty() && covers);
        unlisted(look, &span, told, phrasing?)
    });
    let unlisted = listed.is_none() && keyword.is_some();
    Piece {
        unlisted,
        bait: keyword.is_none() && wares.is_empty() && !hits.is_empty() && covers,
        keyword,
        span,
    }
}

/// What a piece is worth that reads like a keyword of a topic that few honest words speak of. `told` says that a stem is
/// part of it.
fn unlisted(look: &Look, span: &Range<usize>, told: bool, phrasing: &Phrasing) -> Option<(Topic, f32)> {
    /// Han characters of such a keyword.
    const LEAST: usize = 4;
    const MOST: usize = 14;
    /// By so many nats keywords explain it better than anything else, and so many for each character. Calibrated on
    /// pieces of titles and lists of crawled pages: without a stem in it, more is asked for.
    const NATS: f32 = 6.0;
    const NATS_ALONE: f32 = 12.0;
    const NATS_EACH: f32 = 1.0;
    const NATS_MUCH: f32 = 12.0;
    let han = span.clone().filter(|i| look.classes[*i].is_han()).count();
    let other = span
        .clone()
        .any(|i| !look.classes[i].is_han() && look.classes[i].is_letter() && look.classes[i] != Class::Latin);
    if !(LEAST..=MOST).contains(&han) || span.len() > MOST + 4 || other || !is_free(look, span) {
        return None;
    }
    let (gain, topic) = phrasing.gain(&look.letters[span.clone()]);
    let enough = if told { NATS } else { NATS_ALONE };
    let traded = matches!(topic, Topic::Adult | Topic::Gambling | Topic::Grey);
    (traded && gain >= enough && gain >= NATS_EACH * han as f32)
        .then_some((topic, if gain >= NATS_MUCH { 0.8 } else { UNLISTED }))
}

/// Whether a span that holds a stem reads like a keyword of a topic that few honest words speak of.
pub(crate) fn reads_like_one(look: &Look, span: &Range<usize>, phrasing: &Phrasing) -> bool {
    let told =
        look.hits.iter().any(|h| h.topic != Topic::Honest && h.start >= span.start && h.end <= span.end);
    told && unlisted(look, span, told, phrasing).is_some()
}

/// Whether no word of honest lists stands in a span.
fn is_free(look: &Look, span: &Range<usize>) -> bool {
    let honest = |h: &&Hit| h.topic == Topic::Honest && h.start >= span.start && h.end <= span.end;
    !look.hits.iter().any(|h| honest(&h))
}
