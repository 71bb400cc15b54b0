//! What lines of sentences look like that are not the author's: advertisements, and nonsense around a keyword.

use super::chars::Class;
use super::features::{Place, Surroundings, called, has_compound, leads};
use super::join;
use super::lexicon::{Hit, Topic};
use super::look::Look;
use super::offers::offers;
use super::pieces::pieces;

/// Names of the features, in their order.
pub(crate) const NAMES: [&str; FEATURES] = [
    "prose",
    "prose: strongest keyword",
    "prose: many keywords",
    "prose: a keyword put together",
    "prose: keywords lead",
    "prose: clauses that are keywords",
    "prose: a stretch reads like keywords",
    "prose: contacts",
    "prose: offers",
    "prose: contacts and offers",
    "prose: contacts and keywords",
    "prose: offers and keywords",
    "prose: belongs nowhere",
    "prose: a stretch reads like keywords, and belongs nowhere",
    "prose: contacts and offers, and belongs nowhere",
    "prose: hangs together badly around keywords",
    "prose: the page is about it",
    "prose: words of honest lists",
    "prose: a summary that begins with keywords",
    "prose: made of keywords",
    "prose: the same elsewhere",
    "prose: keyword lines beside it",
    "prose: a number in odd digits",
    "prose: contacts and several keywords, and belongs nowhere",
];

/// How many features there are.
pub(crate) const FEATURES: usize = 24;

/// What summaries are called, folded.
pub(crate) const SUMMARIES: [&str; 5] = ["摘要", "描述", "简介", "导读", "介绍"];
/// So many words of offers are an advertisement.
const OFFERS: f32 = 5.0;
/// So many clauses of keywords are, too.
const CLAUSES: f32 = 3.0;
/// Wares of this many times a full weight are many.
const MANY: f32 = 8.0;
/// Wares of this many times a full weight are several.
const SEVERAL: f32 = 2.0;
/// From so many nats on a stretch reads like keywords, and from so many more surely.
const STRETCH: (f32, f32) = (6.0, 12.0);
/// A page of which the lines share less says nothing about what belongs to it.
const COHESION_LEAST: f32 = 0.1;

/// The features of a line of sentences; `about` says how much the page is about what it sells.
pub(crate) fn features(look: &Look, page: &Surroundings<'_>, place: Place, about: f32) -> [f32; FEATURES] {
    let yes = |condition: bool| if condition { 1.0 } else { 0.0 };
    let wares = || look.hits.iter().filter(|h| h.topic.is_ware());
    let top = wares().map(|h| h.weight).fold(0.0, f32::max);
    let sum: f32 = wares().map(|h| h.weight).sum();
    let letters = look.letter_count().max(1) as f32;
    let compound = yes(has_compound(look));
    let clauses = pieces(look, None).iter().filter(|piece| piece.keyword.is_some()).count() as f32;
    let (_, gain, _) = page.phrasing().stretch(&look.letters);
    let stretch = ((gain - STRETCH.0) / STRETCH.1).clamp(0.0, 1.0);
    let called = yes(called(look));
    let offered = (offers(look) as f32 / OFFERS).min(1.0);
    let foreign = (1.0 - page.share(&look.units) / page.cohesion().max(COHESION_LEAST)).max(0.0);
    let honest = look.hits.iter().filter(|h| h.topic == Topic::Honest).count() as f32;
    let covers = |h: &Hit| (h.end - h.start) as f32 * h.weight;
    [
        1.0,
        top,
        ((1.0 + sum).ln() / (1.0 + MANY).ln()).min(1.0),
        compound,
        yes(leads(look, page.phrasing())),
        (clauses / CLAUSES).min(1.0),
        stretch,
        called,
        offered,
        called * offered,
        called * top,
        offered * top,
        foreign,
        stretch * foreign,
        called * offered * foreign,
        compound.max(stretch) * incoherence(look, page.usual()),
        about,
        (honest / letters * 10.0).min(1.0),
        yes(is_summary(look)) * top.max(stretch),
        (wares().map(covers).sum::<f32>() / letters).min(1.0),
        yes(place.mirrored),
        place.beside,
        yes(look.count(Class::OddDigit) > 2) * called,
        called * (sum / SEVERAL).min(1.0) * foreign,
    ]
}

/// Whether a line is labelled as a summary, and a keyword stands first in it.
fn is_summary(look: &Look) -> bool {
    /// Characters of the label, and before the keyword.
    const LABEL: usize = 8;
    const BEFORE: usize = 6;
    let Some(colon) = look.letters.iter().take(LABEL).position(|c| matches!(c, ':' | '：')) else {
        return false;
    };
    let label: String = look.letters[..colon].iter().collect();
    SUMMARIES.iter().any(|name| label.ends_with(name))
        && look.hits.iter().any(|h| h.topic != Topic::Honest && h.start > colon && h.start <= colon + BEFORE)
}

/// How much dearer the characters of a line are than those of the page's prose, in nats over what one character costs
/// more in nonsense; from 0 to 1.
fn incoherence(look: &Look, usual: Option<f32>) -> f32 {
    const NONSENSE: f32 = 2.0;
    let (cost, count) = join::cost(&look.letters, &look.classes);
    usual
        .filter(|_| count > 0)
        .map_or(0.0, |usual| ((cost / count as f32 - usual) / NONSENSE).clamp(0.0, 1.0))
}
