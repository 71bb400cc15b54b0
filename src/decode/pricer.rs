//! Lines priced one after another: what explained a line well is tried first on the next.

use super::ascii;
use super::choose::{Costs, ENCODING_NATS, LINES, UTF_8};
use super::costs::{ENOUGH, PAIR_NATS, UNSEEN_NATS, costs, explains, least, trim};
use super::double::{self, DOUBLES};
use super::encoding::{LEGACY_COUNT, are_siblings, is_latin, script};
use super::single::{self, Reading, SINGLES, Walked};
use super::stretches::{self, Stretches};

/// What a line costs.
#[derive(Debug)]
pub(super) enum Priced {
    /// An encoding explains it well; others were not looked at.
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
    pub(super) fn costs(&self, siblings: &Siblings) -> Costs {
        match self {
            Self::All(costs) => **costs,
            Self::Known(known) => known.costs(siblings),
        }
    }
}

impl Known {
    /// The price in every encoding.
    pub(super) fn costs(&self, siblings: &Siblings) -> Costs {
        let mut costs = unseen(self.nats);
        costs[self.index] = self.nats;
        if let Some(more) = siblings.0[self.index].as_deref() {
            for (cost, more) in costs[DOUBLES..LEGACY_COUNT].iter_mut().zip(more) {
                *cost = if more.is_finite() { self.nats + more } else { *cost };
            }
        }
        costs
    }
}

/// By encoding of one byte that explains lines well: how much more a line costs in those that are of its script, on
/// average.
#[derive(Debug)]
pub(super) struct Siblings([Option<Box<[f32; SINGLES]>>; LEGACY_COUNT]);

/// What is taken for the prices of encodings that were not looked at where one explains a line well.
fn unseen(nats: f32) -> Costs {
    let mut costs = [nats + UNSEEN_NATS; LEGACY_COUNT + 1];
    costs[UTF_8] += UNSEEN_NATS;
    costs
}

/// Prices lines one after another: what explained a line well is tried first on the next.
pub(super) struct Pricer {
    /// Encodings that explained lines, the last one first; of those of one byte one of each script.
    known: Vec<usize>,
    /// Readings of one byte a character that explained lines, and their encodings.
    readings: Vec<(usize, Reading)>,
    /// By encoding: of the lines that its readings explained, so many, together.
    explained: Vec<(usize, Stretches, usize)>,
    /// Of the line at hand.
    stretches: Stretches,
    lines: usize,
}

/// Readings that are tried.
const READINGS: usize = 6;
/// So many pairs of bytes tell encodings of one script from each other.
const TELLING: usize = 512;

/// Encodings that are tried first.
const KNOWN: usize = 4;
/// Single letters inside words are no wide characters, and tell more.
const ENOUGH_LATIN: usize = 3;
/// So many bytes of a line are looked at before the whole; and what a character there may cost.
const HEAD: usize = 20;
const HEAD_PAIR_NATS: f32 = 10.5;

impl Pricer {
    /// For so many lines.
    pub(super) fn new(lines: usize) -> Self {
        Self {
            known: Vec::with_capacity(KNOWN),
            readings: Vec::with_capacity(READINGS),
            explained: Vec::new(),
            stretches: Stretches::default(),
            lines,
        }
    }

    /// How lines that encodings of one byte explained would cost in others of their script.
    pub(super) fn siblings(&self) -> Siblings {
        let mut siblings = Siblings([const { None }; LEGACY_COUNT]);
        for (index, stretches, lines) in &self.explained {
            let prices = single::prices_in(stretches, script(*index));
            let own = prices[index - DOUBLES];
            siblings.0[*index] = Some(Box::new(prices.map(|price| (price - own) / *lines as f32)));
        }
        siblings
    }

    /// What a line costs: if a known encoding explains it, only roughly.
    pub(super) fn price(&mut self, line: &[u8]) -> Priced {
        let text = trim(line);
        if let Some(known) = self.explained(text) {
            return Priced::Known(known);
        }
        if let Some(priced) = self.explained_by_one_byte(text) {
            return priced;
        }
        let costs = costs(text, &mut self.stretches, &self.known, self.lines);
        let best = (0..LEGACY_COUNT).min_by(|a, b| costs[*a].total_cmp(&costs[*b]));
        if let Some(best) = best
            && !self.known.iter().any(|known| *known == best || are_siblings(*known, best))
        {
            self.known.truncate(KNOWN - 1);
            self.known.insert(0, best);
            if best >= DOUBLES {
                self.stretches.fill(text);
                self.learn(best);
            }
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

    /// The line at hand is in this encoding: how it reads is tried on the next.
    fn learn(&mut self, index: usize) {
        let reading = Reading::of(&self.stretches, index - DOUBLES);
        if !self.readings.iter().any(|(_, known)| known.is(reading)) {
            self.readings.truncate(READINGS - 1);
            self.readings.insert(0, (index, reading));
        }
    }

    /// The known reading that explains a line well.
    fn explained_by_reading(&mut self, line: &[u8]) -> Option<Known> {
        let (place, index, nats) = (0..self.readings.len()).find_map(|place| {
            let (index, reading) = self.readings[place];
            let walked = reading.walk(line);
            let fits = walked.is_text() && is_told(line, &walked, script(index).is_some_and(is_latin));
            fits.then_some((place, index, walked.nats))
        })?;
        self.readings[..=place].rotate_right(1);
        let known = self.explained.iter().position(|(known, ..)| *known == index);
        let known = known.unwrap_or_else(|| {
            self.explained.push((index, Stretches::default(), 0));
            self.explained.len() - 1
        });
        let (_, together, lines) = &mut self.explained[known];
        if together.pairs.len() < TELLING {
            self.stretches.fill(line);
            together.pairs.extend_from_slice(&self.stretches.pairs);
            *lines += 1;
        }
        Some(Known { index, nats, odd: false })
    }

    /// The prices of a line that an encoding of one byte and a known script explains well.
    fn explained_by_one_byte(&mut self, line: &[u8]) -> Option<Priced> {
        if !self.known.iter().any(|index| *index >= DOUBLES) {
            return None;
        }
        if let Some(known) = self.explained_by_reading(line) {
            return Some(Priced::Known(known));
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
            if best <= single::BYTE_NATS * high as f32 {
                self.known[..=place].rotate_right(1);
                let mut costs = Box::new(unseen(best));
                for (cost, price) in costs[DOUBLES..LEGACY_COUNT].iter_mut().zip(prices) {
                    *cost = if price.is_finite() { price } else { *cost };
                }
                let cheapest = (0..SINGLES).min_by(|a, b| prices[*a].total_cmp(&prices[*b]));
                self.learn(DOUBLES + cheapest.unwrap_or(0));
                return Some(Priced::All(costs));
            }
        }
        None
    }
}

/// Whether a line tells enough to look at what is known only: a reading of Latin letters or of others.
fn is_told(line: &[u8], walked: &Walked, latin: bool) -> bool {
    let few = walked.high < ENOUGH;
    if !few && (latin || (line.len() - walked.high) * 2 <= walked.high) {
        return true;
    }
    let letters = stretches::letters(line);
    // Among ASCII letters, words of another script are to be looked at closely.
    let apart = latin || letters * 2 <= walked.high;
    let latin_words = stretches::is_latin(walked.high, walked.stretches, letters);
    let enough = walked.high >= ENOUGH_LATIN || (latin && walked.high == walked.stretches);
    apart && (!few || latin_words && enough)
}

/// Whether the lines do not look as if some were in another encoding than this one, of two bytes a character.
pub(super) fn all_look_like(bytes: &[u8], index: usize) -> bool {
    let mut start = 0;
    let mut stretches = Stretches::default();
    // How much cheaper lines are in other encodings, together, and may be before it pays to take one.
    let lines = memchr::memchr_iter(b'\n', bytes).count();
    let most = ENCODING_NATS * (lines as f32 / LINES).max(1.0);
    let mut gains = [0.0; LEGACY_COUNT + 1];
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
            for (gain, cost) in gains.iter_mut().zip(&costs) {
                *gain += (costs[index] - cost).max(0.0);
            }
            costs[index] - least(&costs) <= ENCODING_NATS && gains.iter().all(|gain| *gain <= most)
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
        let costs = second.costs(&pricer.siblings());
        assert!(costs[second.index] + UNSEEN_NATS <= costs[place("Big5")]);
    }

    #[test]
    fn a_known_script_is_priced_alone() {
        let mut pricer = Pricer::new(2);
        let (first, second) = (pricer.price(RUSSIAN), pricer.price(RUSSIAN));
        assert!(matches!(second, Priced::Known(_)));
        let siblings = pricer.siblings();
        let (first, second) = (first.costs(&siblings), second.costs(&siblings));
        let best = place("windows-1251");
        assert!((first[best] - second[best]).abs() < 0.1, "{} {}", first[best], second[best]);
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
