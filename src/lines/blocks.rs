//! Blocks of links that hijackers put at the end of a page: short lines that are one thing.

use super::chars::Class;
use super::lexicon::{Lexicon, Topic};
use super::look::Look;
use super::phrasing::Phrasing;
use super::table::Line;
use super::weights::Weights;
use super::whole::{
    BELONGING, BESIDE, HONEST, IN_PROSE, Judged, STRONGEST, WARES_LEAST, is_label, is_prose, reads,
};
use std::collections::HashSet;

/// By so many nats a stretch of a line of links is better explained as keywords.
const READS_LEAST: f32 = 6.0;
/// The same of a line that alone says enough, and so many of those make a block.
const READS_MUCH: f32 = 9.0;
const MUCH_LEAST: usize = 3;
/// A ware of this weight says as much.
const WARES_SURE: f32 = 0.9;
/// Characters of a line of links, and bytes.
const LONGEST: usize = 80;
const BYTES_MOST: usize = 3 * LONGEST;

/// Whether a text ends in short lines several of which read like keywords. Allocates nothing.
pub(super) fn ends_in_links(text: &str, lexicon: &Lexicon) -> bool {
    /// Lines that are looked at, and how many of them read like keywords.
    const LINES: usize = 6;
    const LEAST: usize = 2;
    let filled = text.rsplit('\n').map(str::trim_ascii).filter(|line| !line.is_empty());
    let is_link = |line: &&str| line.len() <= BYTES_MOST && !is_prose(line);
    let tells = |line: &&str| {
        let evidence = lexicon.glance(line);
        evidence.wares >= WARES_LEAST
            || (evidence.baits > 0 || evidence.wares > 0.0) && reads(line, lexicon, READS_LEAST)
    };
    filled.take(LINES).take_while(is_link).filter(tells).take(LEAST).count() == LEAST
}

/// Where the block of links begins that a page ends in: short lines without marks, several of which name wares. The
/// number of lines if there is none.
pub(super) fn links(lines: &[&str], looks: &[Look], lexicon: &Lexicon) -> usize {
    /// Lines that name wares, and their share of the block.
    const LEAST: usize = 2;
    const SHARE: f32 = 0.3;
    let is_link = |at: &usize| !is_prose(lines[*at]) && looks[*at].letters.len() <= LONGEST;
    let block = (0..lines.len()).rev().take_while(is_link).last().unwrap_or(lines.len());
    let sells = |at: &usize| {
        let hits = &looks[*at].hits;
        hits.iter().any(|h| h.topic.is_ware() && h.weight >= WARES_LEAST)
            || !hits.is_empty() && lexicon.phrasing().stretch(&looks[*at].letters).1 >= READS_LEAST
    };
    // It begins with a line that sells.
    let Some(first) = (block..lines.len()).find(sells) else { return lines.len() };
    let selling = (first..lines.len()).filter(sells).count();
    if selling >= LEAST && selling as f32 >= SHARE * (lines.len() - first) as f32 {
        first
    } else {
        lines.len()
    }
}

/// Takes doubtful lines for injected that stand in a block of injected ones: what hijackers put at the end of a page
/// is one thing.
pub(super) fn blocks(
    judged: &mut [Judged],
    lines: &[Line],
    candidates: &[(usize, Look)],
    phrasing: &Phrasing,
    weights: &Weights,
) {
    /// Injected lines that make a block, and their share of its lines.
    const LEAST: usize = 2;
    const SHARE: f32 = 0.4;
    /// So far below the score of an injected line a line of a block may be, in nats; and one that shares its words with
    /// the injected ones.
    const BELOW: f32 = 4.0;
    const BELOW_ALIKE: f32 = 7.0;
    /// A line of a block has at most this share of its vocabulary from the page.
    const BELONGS_MOST: f32 = 0.5;
    /// So many lines that read like keywords make a block.
    const TELLING_LEAST: usize = 3;
    /// And two of three of those between the first and the last.
    const TELLING_SHARE: (usize, usize) = (3, 2);
    let next = |a: &Judged, b: &Judged| lines[a.number + 1..b.number].iter().all(|line| line.blank);
    let mut from = 0;
    while from < judged.len() {
        let mut to = from + 1;
        while to < judged.len() && next(&judged[to - 1], &judged[to]) {
            to += 1;
        }
        let block = &mut judged[from..to];
        let looks = &candidates[from..to];
        from = to;
        let is_sure = |j: &Judged| j.score >= weights.injected || j.score >= weights.doubtful && is_label(j);
        let sure = block.iter().filter(|j| is_sure(j)).count();
        // Where most lines read like keywords, one that is sure makes sure of all between them, and so do several that
        // read very much like them.
        let ware = |look: &Look| look.hits.iter().any(|h| h.topic.is_ware() && h.weight >= WARES_SURE);
        let told: Vec<f32> = looks
            .iter()
            .map(|(_, look)| match look {
                look if ware(look) => phrasing.stretch(&look.letters).1.max(READS_MUCH),
                look if has_stem(look) => phrasing.stretch(&look.letters).1,
                _ => 0.0,
            })
            .collect();
        let telling: Vec<usize> = (0..looks.len()).filter(|i| told[*i] >= READS_LEAST).collect();
        let much = telling.iter().filter(|i| told[**i] >= READS_MUCH && is_foreign(&block[**i])).count();
        if let (Some(first), Some(last)) = (telling.first(), telling.last())
            && telling.len() >= TELLING_LEAST
            && TELLING_SHARE.0 * telling.len() >= TELLING_SHARE.1 * (last - first + 1)
            && (much >= MUCH_LEAST || block[*first..=*last].iter().any(|j| j.score >= weights.injected))
        {
            let names: HashSet<u32> =
                telling.iter().flat_map(|i| looks[*i].1.units.iter().copied()).collect();
            let (first, last) = ends(block, looks, &names, (*first, *last));
            for at in first..=last {
                if told[at] >= READS_LEAST && is_foreign(&block[at])
                    || belongs(&block[at], &looks[at].1, &names)
                {
                    block[at].score = block[at].score.max(weights.injected);
                    block[at].features[BESIDE] = 1.0;
                }
            }
            continue;
        }
        if sure < LEAST || (sure as f32) < SHARE * block.len() as f32 {
            continue;
        }
        let words: HashSet<u32> = block
            .iter()
            .zip(looks)
            .filter(|(j, _)| is_sure(j))
            .flat_map(|(_, (_, look))| look.units.iter().copied())
            .collect();
        for (line, (_, look)) in block.iter_mut().zip(looks) {
            if is_sure(line) {
                line.score = line.score.max(weights.injected);
                line.features[BESIDE] = 1.0;
                continue;
            }
            let alike = look.units.iter().any(|unit| words.contains(unit));
            let below = if alike { BELOW_ALIKE } else { BELOW };
            if line.score >= weights.injected - below
                && (line.features[STRONGEST] > 0.0 || alike)
                && line.features[BELONGING] <= BELONGS_MOST
                && line.features[HONEST] == 0.0
                && line.features[IN_PROSE] == 0.0
            {
                line.score = weights.injected;
                line.features[BESIDE] = 1.0;
            }
        }
    }
}

/// A line between others that read like keywords has at most this share of its vocabulary from the page.
const BELONGS_LITTLE: f32 = 0.34;

/// Whether a line of a block has next to nothing of the page's.
fn is_foreign(line: &Judged) -> bool {
    line.features[BELONGING] <= BELONGS_LITTLE
        && line.features[HONEST] == 0.0
        && line.features[IN_PROSE] == 0.0
}

/// Whether a line holds a ware or a bait.
fn has_stem(look: &Look) -> bool {
    look.hits.iter().any(|hit| hit.topic != Topic::Honest)
}

/// Characters of a name alone.
const NAME: usize = 8;

/// Whether a line goes with a block of links with these names: it holds a stem and shares one of them, or it is a short
/// name of which the page has nothing.
fn belongs(line: &Judged, look: &Look, names: &HashSet<u32>) -> bool {
    let shares = || look.units.iter().any(|unit| names.contains(unit));
    let is_name = || {
        look.letters.len() <= NAME
            && look.classes.iter().all(|class| class.is_han() || *class == Class::Space)
            && line.features[BELONGING] == 0.0
            && shares()
    };
    look.letters.len() <= LONGEST / 2 && is_foreign(line) && (has_stem(look) && shares() || is_name())
}

/// Takes in the lines at either end of a block that go with it.
fn ends(
    block: &[Judged],
    looks: &[(usize, Look)],
    names: &HashSet<u32>,
    (mut first, mut last): (usize, usize),
) -> (usize, usize) {
    let goes = |at: usize| belongs(&block[at], &looks[at].1, names);
    while first > 0 && goes(first - 1) {
        first -= 1;
    }
    while last + 1 < block.len() && goes(last + 1) {
        last += 1;
    }
    (first, last)
}
