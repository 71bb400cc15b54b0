//! Lines priced one after another: what explained a line well is tried first on the next.

use super::ascii;
use super::choose::{Costs, UTF_8};
use super::costs::{ENOUGH, PAIR_NATS, UNSEEN_NATS, costs, explains, least, trim};
use super::double::{self, DOUBLES};
use super::encoding::{LEGACY_COUNT, are_siblings, is_latin, script};
use super::single;
use super::stretches::Stretches;

/// What a line costs.
#[derive(Debug)]
pub(super) enum Priced {
    /// An encoding of two bytes explains it well; others were not looked at.
    Known(Known),
    /// The price in every encoding.
    All(Box<Costs>),
}

/// An encoding that explains a line well.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) index: usize,
    pub(super) nats: f32,
    /// Whether bytes may have to be skipped though all are characters.
    pub(super) odd: bool,
}

impl Priced {
    /// The price in every encoding.
    pub(super) fn costs(&self) -> Costs {
        match self {
            Self::All(costs) => **costs,
            Self::Known(known) => known.costs(),
        }
    }
}

impl Known {
    /// The price in every encoding.
    pub(super) fn costs(&self) -> Costs {
        let mut costs = unseen(self.nats);
        costs[self.index] = self.nats;
        costs
    }
}

/// What is taken for the prices of encodings that were not looked at where one explains a line well.
fn unseen(nats: f32) -> Costs {
    let mut costs = [nats + UNSEEN_NATS; LEGACY_COUNT + 1];
    costs[UTF_8] += UNSEEN_NATS;
    costs
}

/// Prices lines one after another: what explained a line well is tried first on the next.
#[derive(Debug)]
pub(super) struct Pricer {
    /// Encodings that explained lines, the last one first; of those of one byte one of each script.
    known: Vec<usize>,
    /// Of the line at hand.
    stretches: Stretches,
    lines: usize,
}

/// Encodings that are tried first.
const KNOWN: usize = 4;
/// Text costs at most this for a byte that is not ASCII; read in the wrong encoding, more.
const BYTE_NATS: f32 = 3.3;
/// Single letters inside words are no wide characters, and tell more.
const ENOUGH_LATIN: usize = 3;
/// So many bytes of a line are looked at before the whole; and what a character there may cost.
const HEAD: usize = 20;
const HEAD_PAIR_NATS: f32 = 10.5;

impl Pricer {
    /// For so many lines.
    pub(super) fn new(lines: usize) -> Self {
        Self { known: Vec::with_capacity(KNOWN), stretches: Stretches::default(), lines }
    }

    /// What a line costs: if a known encoding explains it, only roughly.
    pub(super) fn price(&mut self, line: &[u8]) -> Priced {
        let text = trim(line);
        if let Some(known) = self.explained(text) {
            return Priced::Known(known);
        }
        if let Some(costs) = self.explained_by_one_byte(text) {
            return Priced::All(costs);
        }
        let costs = costs(text, &mut self.stretches, &self.known, self.lines);
        let best = (0..LEGACY_COUNT).min_by(|a, b| costs[*a].total_cmp(&costs[*b]));
        if let Some(best) = best
            && !self.known.iter().any(|known| *known == best || are_siblings(*known, best))
        {
            self.known.truncate(KNOWN - 1);
            self.known.insert(0, best);
        }
        Priced::All(Box::new(costs))
    }

    /// The known encoding of two bytes that explains a line well.
    fn explained(&mut self, line: &[u8]) -> Option<Known> {
        let from = ascii::skip(line, 0);
        let head = &line[from..line.len().min(from + HEAD)];
        for place in 0..self.known.len() {
            let index = self.known[place];
            if index >= DOUBLES || !double::begins_well(index, head, HEAD_PAIR_NATS) {
                continue;
            }
            let score = double::score(index, line);
            if explains(&score) {
                self.known[..=place].rotate_right(1);
                return Some(Known { index, nats: score.nats, odd: score.odd });
            }
        }
        None
    }

    /// The prices of a line that an encoding of one byte and a known script explains well.
    fn explained_by_one_byte(&mut self, line: &[u8]) -> Option<Box<Costs>> {
        if !self.known.iter().any(|index| *index >= DOUBLES) {
            return None;
        }
        self.stretches.fill(line);
        let high = self.stretches.high;
        let latin = self.stretches.is_latin();
        if high < ENOUGH && !(latin && (high >= ENOUGH_LATIN || self.stretches.are_alone())) {
            return None;
        }
        for place in 0..self.known.len() {
            let Some(script) = script(self.known[place]) else { continue };
            // One or two letters among those of ASCII are no words of another script.
            if high < ENOUGH_LATIN && !is_latin(script) {
                continue;
            }
            let prices = single::prices_in(&self.stretches, Some(script));
            let best = least(&prices);
            if best <= BYTE_NATS * high as f32 {
                self.known[..=place].rotate_right(1);
                let mut costs = Box::new(unseen(best));
                for (cost, price) in costs[DOUBLES..LEGACY_COUNT].iter_mut().zip(prices) {
                    *cost = if price.is_finite() { price } else { *cost };
                }
                return Some(costs);
            }
        }
        None
    }
}

/// Whether no line looks as if it were in another encoding than this one, of two bytes a character.
pub(super) fn all_look_like(bytes: &[u8], index: usize) -> bool {
    let mut start = 0;
    let mut stretches = Stretches::default();
    index < DOUBLES
        && memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]).all(|end| {
            let line = &bytes[start.min(end)..end];
            start = end + 1;
            let from = ascii::skip(line, 0);
            if double::begins_well(index, &line[from..line.len().min(from + HEAD)], HEAD_PAIR_NATS) {
                return true;
            }
            let score = double::score(index, line);
            if score.invalid == 0 && score.chars >= HEAD && score.nats <= PAIR_NATS * score.chars as f32 {
                return true;
            }
            let costs = costs(line, &mut stretches, &[], 1);
            costs.iter().all(|cost| *cost >= costs[index])
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::encoding::Encoding;

    const CHINESE: &[u8] =
        b"\xBD\xF1\xCC\xEC\xCF\xC2\xCE\xE7\xB5\xC4\xBB\xE1\xD2\xE9\xB8\xC4\xB5\xBD\xC8\xFD\xB5\xE3";
    const RUSSIAN: &[u8] = b"\xC7\xE0\xE2\xF2\xF0\xE0 \xF3\xF2\xF0\xEE\xEC \xEC\xFB \xEF\xEE\xE5\xE4\xE5\xEC \xED\xE0 \xE4\xE0\xF7\xF3.";

    fn place(name: &str) -> usize {
        Encoding::find(name).unwrap().legacy().unwrap()
    }

    #[test]
    fn what_explained_a_line_is_tried_first_on_the_next() {
        let mut pricer = Pricer::new(2);
        let Priced::All(first) = pricer.price(CHINESE) else { panic!("nothing is known yet") };
        let Priced::Known(second) = pricer.price(CHINESE) else { panic!("GBK is known") };
        assert_eq!(second.index, place("GBK"));
        let cheapest = (0..LEGACY_COUNT).min_by(|a, b| first[*a].total_cmp(&first[*b]));
        assert_eq!(cheapest, Some(second.index));
        let costs = second.costs();
        assert!(costs[second.index] + UNSEEN_NATS <= costs[place("Big5")]);
    }

    #[test]
    fn a_known_script_is_priced_alone() {
        let mut pricer = Pricer::new(2);
        let (first, second) = (pricer.price(RUSSIAN).costs(), pricer.price(RUSSIAN).costs());
        let best = place("windows-1251");
        assert_eq!(first[best], second[best]);
        for name in ["KOI8-R", "IBM866"] {
            assert!(second[best] < second[place(name)], "{name}");
        }
        assert!(second[place("windows-1251")] + UNSEEN_NATS <= second[place("windows-1253")]);
    }

    #[test]
    fn other_lines_are_not_taken_for_known_ones() {
        let mut pricer = Pricer::new(3);
        pricer.price(CHINESE);
        assert!(matches!(pricer.price(RUSSIAN), Priced::All(_)));
        assert!(matches!(pricer.price(b"d\xE9j\xE0 vu"), Priced::All(_)));
        assert!(matches!(pricer.price(CHINESE), Priced::Known(_)));
    }

    #[test]
    fn lines_of_another_encoding_are_seen_among_many() {
        let text = [CHINESE, b"\n"].concat().repeat(20);
        assert!(all_look_like(&text, place("GBK")));
        assert!(!all_look_like(&[&text[..], RUSSIAN].concat(), place("GBK")));
        assert!(!all_look_like(&text, place("windows-1251")), "of two bytes only");
    }
}
