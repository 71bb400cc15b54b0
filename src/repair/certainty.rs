//! How often a repair of a shifted stretch is right.

/// What tells how sure the cheapest reading of a stretch is. Prices and leads in nats.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence {
    /// How far it is ahead of all others together, by characters and words; of the next one by characters alone, where
    /// it may lie behind.
    pub(super) ahead: f32,
    pub(super) ahead_by_chars: f32,
    /// In characters, context and all.
    pub(super) length: usize,
    /// What a character costs, by characters and words, and by words alone.
    pub(super) price: f32,
    pub(super) words: f32,
    /// Pairs of bytes that must have been dropped without a trace.
    pub(super) dropped: u8,
    /// Others that are behind by less than [`CLOSE_NATS`].
    pub(super) close: usize,
    /// Of those behind by less than [`NEAR_NATS`]: whether one has more characters, and how many more pairs were dropped
    /// at most.
    pub(super) longer: bool,
    pub(super) dropped_more: f32,
    /// How many more characters the next one has.
    pub(super) next_longer: f32,
    /// The one character that sets the next one apart, if it is one.
    pub(super) apart: Option<Apart>,
}

/// One character in place of another: what stands in the reading and in its rival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    HanForHan,
    MarkForHan,
    HanForMark,
    MarkForMark,
}

/// What the regression weighs.
pub(crate) const FEATURES: usize = 14;

/// Weights of a logistic regression on some 4,200 stretches of generated damage in seven genres, by
/// `examples/calibrate.rs` (see docs/calibration.md), in the order of [`Evidence::features`]; fitted without one genre it
/// predicts that genre, too.
const WEIGHTS: [f32; FEATURES] =
    [3.153, 0.409, 0.385, -0.299, -0.566, 0.382, -0.235, -0.173, -0.553, 0.367, 0.379, 1.115, -0.320, -0.640];
/// From here on more nats say no more.
const MOST_AHEAD: f32 = 25.0;
const MOST_ALONE: f32 = 12.0;
/// Keeps the logarithm finite.
const LEAST_AHEAD: f32 = 0.1;
/// A rival is nearly as cheap when it is behind by less, and close when it is behind by less than this.
pub(super) const NEAR_NATS: f32 = 8.0;
pub(super) const CLOSE_NATS: f32 = 6.0;

impl Evidence {
    /// Of a reading without rivals.
    pub(super) fn alone(length: usize, price: f32, words: f32, dropped: u8) -> Self {
        Self {
            ahead: MOST_AHEAD,
            ahead_by_chars: MOST_ALONE,
            length,
            price,
            words,
            dropped,
            close: 0,
            longer: false,
            dropped_more: -f32::from(dropped),
            next_longer: 0.0,
            apart: None,
        }
    }

    /// What the regression weighs, one by one.
    pub(crate) fn features(&self) -> [f32; FEATURES] {
        let apart = |by: Apart| if self.apart == Some(by) { 1.0 } else { 0.0 };
        [
            1.0,
            self.ahead.clamp(LEAST_AHEAD, MOST_AHEAD).ln(),
            self.ahead_by_chars.clamp(-MOST_ALONE, MOST_ALONE),
            (self.length.max(1) as f32).ln(),
            self.price,
            self.words,
            f32::from(self.dropped),
            self.close as f32,
            if self.longer { 1.0 } else { 0.0 },
            self.dropped_more,
            self.next_longer,
            apart(Apart::MarkForHan),
            apart(Apart::HanForMark),
            apart(Apart::MarkForMark),
        ]
    }
}

/// The share of repairs like this one that are right, from 0 to 1.
pub(super) fn of(evidence: &Evidence) -> f32 {
    let nats = WEIGHTS.iter().zip(evidence.features()).map(|(weight, feature)| weight * feature).sum();
    crate::edit::confidence(nats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_well_ahead_is_sure() {
        assert!(of(&Evidence::alone(9, 5.0, 3.5, 0)) > 0.98);
        let close =
            Evidence { ahead: 1.0, ahead_by_chars: 0.3, close: 4, ..Evidence::alone(12, 8.0, 5.0, 1) };
        assert!(of(&close) < 0.5);
        assert!(of(&Evidence { ahead: f32::INFINITY, ..close }) < 1.0);
    }
}
