//! The readings of a stretch with their prices, and what sets the cheapest apart from the others.

use super::certainty::{self, Apart, Evidence};
use super::page::Page;
use crate::chars::is_han;
use crate::lattice::search::Reading;
use crate::lattice::words::{self, WORDS_SHARE};

/// A reading with its text and its price.
pub(super) struct Priced {
    pub(super) reading: Reading,
    pub(super) text: String,
    /// Of its words, and of characters and words together, in nats.
    pub(super) words: f32,
    pub(super) price: f32,
}

impl Priced {
    pub(super) fn of(reading: Reading, page: &Page) -> Self {
        let text = reading.text();
        let words = words::price_on(&text, page.repeats);
        Self { price: reading.cost + WORDS_SHARE * words, reading, text, words }
    }
}

/// What tells how sure the first of these readings is, as the cheapest.
pub(super) fn evidence(readings: &[Priced]) -> Evidence {
    let Some((best, others)) = readings.split_first() else { return Evidence::alone(1, 0.0, 0.0, 0) };
    let length = best.text.chars().count().max(1);
    let each = |price: f32| price / length as f32;
    let mut evidence = Evidence::alone(length, each(best.price), each(best.words), best.reading.dropped);
    let own = without_ascii(&best.text).count();
    let mut rivals =
        others.iter().filter(|other| without_ascii(&other.text).ne(without_ascii(&best.text))).peekable();
    if let Some(next) = rivals.peek() {
        evidence.next_longer = without_ascii(&next.text).count() as f32 - own as f32;
        evidence.apart = apart(&best.text, &next.text);
    }
    let mut together = 0.0;
    for rival in rivals {
        let behind = rival.price - best.price;
        together += (-behind).exp();
        evidence.ahead_by_chars = evidence.ahead_by_chars.min(rival.reading.cost - best.reading.cost);
        evidence.close += usize::from(behind < certainty::CLOSE_NATS);
        if behind < certainty::NEAR_NATS {
            evidence.longer |= without_ascii(&rival.text).count() > own;
            let more = f32::from(rival.reading.dropped) - f32::from(best.reading.dropped);
            evidence.dropped_more = evidence.dropped_more.max(more);
        }
    }
    evidence.ahead = evidence.ahead.min(-f32::ln(together));
    evidence
}

/// What sets two texts apart, if it is one character in place of another.
fn apart(own: &str, other: &str) -> Option<Apart> {
    if without_ascii(own).count() != without_ascii(other).count() {
        return None;
    }
    let mut pairs = without_ascii(own).zip(without_ascii(other)).filter(|(own, other)| own != other);
    let (own, other) = pairs.next().filter(|_| pairs.next().is_none())?;
    Some(match (is_han(own), is_han(other)) {
        (true, true) => Apart::HanForHan,
        (false, true) => Apart::MarkForHan,
        (true, false) => Apart::HanForMark,
        (false, false) => Apart::MarkForMark,
    })
}

/// The characters of a text that are not of ASCII.
pub(super) fn without_ascii(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_ascii())
}
