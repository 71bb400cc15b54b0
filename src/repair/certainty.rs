//! How often a repair of a shifted stretch is right.

/// What tells how sure a reading is. Nats, all but the length.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    /// How far it is ahead of all others together, by characters and words; of the next one by characters alone, and
    /// by words alone, where it may lie behind.
    pub(super) ahead: f32,
    pub(super) ahead_by_chars: f32,
    pub(super) ahead_by_words: f32,
    /// In characters, context and all.
    pub(super) length: usize,
    /// What a character costs.
    pub(super) price: f32,
    /// A reading nearly as cheap has more characters: a pair may have been dropped.
    pub(super) longer_rival: bool,
}

impl Evidence {
    /// Of a reading without rivals.
    pub(super) fn alone(length: usize, price: f32) -> Self {
        Self {
            ahead: MOST_AHEAD,
            ahead_by_chars: MOST_ALONE,
            ahead_by_words: MOST_ALONE,
            length,
            price,
            longer_rival: false,
        }
    }
}

/// Weights of a logistic regression on some 2,800 stretches of generated damage in seven genres, by
/// `examples/calibrate.rs` (see docs/calibration.md); fitted without one genre it predicts that genre, too.
mod weight {
    pub(super) const BIAS: f32 = 3.057;
    pub(super) const AHEAD: f32 = -0.032;
    pub(super) const LOG_AHEAD: f32 = 0.822;
    /// There is more in a long stretch that can be wrong.
    pub(super) const LOG_LENGTH: f32 = -0.752;
    /// Text that the model does not know well.
    pub(super) const PRICE: f32 = -0.244;
    pub(super) const BY_CHARS: f32 = 0.347;
    pub(super) const BY_WORDS: f32 = 0.058;
    pub(super) const LONGER_RIVAL: f32 = 0.214;
}
/// From here on more nats say no more.
const MOST_AHEAD: f32 = 25.0;
const MOST_ALONE: f32 = 12.0;
/// Keeps the logarithm finite.
const LEAST_AHEAD: f32 = 0.1;
/// A rival is nearly as cheap when it is behind by less.
pub(super) const NEAR_NATS: f32 = 8.0;

/// The share of repairs like this one that are right, from 0 to 1.
pub(super) fn of(evidence: Evidence) -> f32 {
    let ahead = evidence.ahead.clamp(LEAST_AHEAD, MOST_AHEAD);
    let nats = weight::BIAS
        + weight::AHEAD * ahead
        + weight::LOG_AHEAD * ahead.ln()
        + weight::LOG_LENGTH * (evidence.length.max(1) as f32).ln()
        + weight::PRICE * evidence.price
        + weight::BY_CHARS * evidence.ahead_by_chars.clamp(-MOST_ALONE, MOST_ALONE)
        + weight::BY_WORDS * evidence.ahead_by_words.clamp(-MOST_ALONE, MOST_ALONE)
        + if evidence.longer_rival { weight::LONGER_RIVAL } else { 0.0 };
    crate::edit::confidence(nats)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_well_ahead_is_sure() {
        assert!(of(Evidence::alone(9, 5.0)) > 0.98);
        let close =
            Evidence { ahead: 1.0, ahead_by_chars: 0.3, ahead_by_words: -1.0, ..Evidence::alone(12, 8.0) };
        assert!(of(close) < 0.5);
        assert!(of(Evidence { ahead: f32::INFINITY, ..close }) < 1.0);
    }
}
