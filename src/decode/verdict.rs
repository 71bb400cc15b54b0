//! Which of the encodings of a document a line is in, and how sure that is.

use super::ascii;
use super::choose::{Costs, ENCODING_NATS, UTF_8};
use super::costs;
use super::encoding::{Encoding, LEGACY, LEGACY_COUNT};
use super::lines;

/// A margin of so many nats makes it e times as unlikely that an encoding is wrong. Nats of a model overstate:
/// its errors come in rows.
const NATS_PER_E: f32 = 6.0;

/// The place of the cheapest encoding of a line among those of the document.
pub(super) fn best(costs: &Costs, set: &[usize]) -> usize {
    let mut best = UTF_8;
    for index in set {
        if costs[*index] < costs[best] {
            best = *index;
        }
    }
    best
}

/// How sure it is that a line is in the best encoding, which other lines of the document are in, or it alone.
pub(super) fn confidence(costs: &Costs, set: &[usize], best: usize, alone: bool) -> f32 {
    // What is not in the document would have to pay for that, unless it stood for the best, and that for nothing else.
    let mut others = *costs;
    let rarity = |index: usize| LEGACY.get(index).map_or(0.0, |entry| entry.rarity);
    for (index, cost) in others.iter_mut().enumerate() {
        *cost += if alone { (rarity(index) - rarity(best)).max(0.0) } else { ENCODING_NATS };
    }
    for index in set.iter().chain([&UTF_8]) {
        others[*index] = costs[*index];
    }
    others[best] = f32::INFINITY;
    let margin = (costs::least(&others) - costs[best]).max(0.0);
    1.0 - 0.5 * (-margin / NATS_PER_E).exp()
}

/// The encoding of a column of the costs.
pub(super) fn encoding(index: usize) -> Encoding {
    if index < LEGACY_COUNT { Encoding(&LEGACY[index]) } else { Encoding::UTF_8 }
}

/// Number of bytes beyond ASCII that tell something, up to [`CHANCE_BYTES`] and one character: each character once, as
/// rules of dashes and frames of tables repeat theirs.
fn telling(utf8: &[u8]) -> usize {
    let (mut count, mut seen) = (0, [&b""[..]; CHANCE_BYTES]);
    let mut rest = &utf8[ascii::skip(utf8, 0)..];
    while let Some(lead) = rest.first().filter(|_| count <= CHANCE_BYTES) {
        let (c, after) = rest.split_at((lead.leading_ones() as usize).clamp(1, rest.len()));
        if !seen.contains(&c) {
            seen[count / 2 % CHANCE_BYTES] = c;
            count += c.len();
        }
        rest = &after[ascii::skip(after, 0)..];
    }
    count
}

/// Whether a text that is valid UTF-8 is so by more than chance.
pub(super) fn is_sure(utf8: &[u8]) -> bool {
    telling(utf8) > CHANCE_BYTES
}

/// A longer line that is valid UTF-8 is so by more than chance.
const CHANCE_BYTES: usize = 16;
/// So much likelier must a line be in an encoding of its document than in the UTF-8 that it is valid as; and so much
/// less likely may it be where nothing else in the document is UTF-8.
const CHANCE_NATS: f32 = 6.0;
const ALONE_NATS: f32 = 10.0;

/// From so many nats on, by which lines are likelier in UTF-8 than in the encodings of the document, it has UTF-8.
const HAS_UTF8_NATS: f32 = 16.0;

/// How much likelier a short line must be in an encoding of its document than in UTF-8.
pub(super) fn chance<'a>(lines: impl Iterator<Item = &'a [u8]>, set: &[usize]) -> f32 {
    let mut gain = 0.0;
    for line in lines {
        if is_sure(line) {
            return CHANCE_NATS;
        }
        gain += costs::cheapest(line, set)
            .map_or(0.0, |(_, nats)| (nats - lines::utf8(line, f32::INFINITY)).max(0.0));
        if gain > HAS_UTF8_NATS {
            return CHANCE_NATS;
        }
    }
    -ALONE_NATS
}

/// UTF-8, or an encoding of the document if a short line is valid UTF-8 by chance, as `一` of GBK is.
pub(super) fn utf8_or(line: &[u8], set: &[usize], chance: f32) -> Encoding {
    if is_sure(line) || set.is_empty() {
        return Encoding::UTF_8;
    }
    match costs::cheapest(line, set) {
        Some((best, nats)) if nats + chance < lines::utf8(line, f32::INFINITY) => encoding(best),
        _ => Encoding::UTF_8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_in_the_cheapest_encoding_of_its_document() {
        let mut costs = [100.0; LEGACY_COUNT + 1];
        (costs[0], costs[3]) = (40.0, 30.0);
        assert_eq!(encoding(best(&costs, &[0, 5])).name(), "GBK");
        assert_eq!(encoding(best(&costs, &[0, 3])).name(), "EUC-JP");
        assert_eq!(encoding(best(&[7.0; LEGACY_COUNT + 1], &[])), Encoding::UTF_8);
    }

    #[test]
    fn what_stands_alone_is_less_sure() {
        let mut costs = [100.0; LEGACY_COUNT + 1];
        (costs[0], costs[1]) = (30.0, 36.0);
        let (with_others, alone) = (confidence(&costs, &[0], 0, false), confidence(&costs, &[0], 0, true));
        assert!(with_others > 0.99 && alone < 0.85, "{with_others} {alone}");
        assert_eq!(confidence(&costs, &[0, 1], 0, false), alone, "both are in the document");
    }

    #[test]
    fn short_lines_may_be_utf8_by_chance() {
        let gbk = [0];
        let line = "一".as_bytes();
        assert_eq!(utf8_or("中文的文本都在这里。".as_bytes(), &gbk, CHANCE_NATS), Encoding::UTF_8);
        assert_eq!(utf8_or(b"\xD2\xBB", &[], CHANCE_NATS), Encoding::UTF_8);
        assert_eq!(utf8_or(line, &gbk, CHANCE_NATS), Encoding::UTF_8);
        // 联通, the famous two characters of GBK that are valid UTF-8.
        assert_eq!(utf8_or(b"\xC1\xAA\xCD\xA8", &gbk, -ALONE_NATS).name(), "GBK");
    }
}
