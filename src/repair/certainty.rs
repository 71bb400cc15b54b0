//! How often a repair of a shifted stretch is right.

/// Weights of a logistic regression on 6,987 repairs of generated damage (seven genres, 150 documents or 25 books
/// each, see docs/calibration.md); fitted without one genre it predicts that genre, too.
mod weight {
    pub(super) const BIAS: f32 = 1.14;
    /// For each nat that the best reading is ahead of the next, and for the logarithm of these nats.
    pub(super) const AHEAD: f32 = 0.106;
    pub(super) const LOG_AHEAD: f32 = 1.54;
    /// For the logarithm of the length: there is more in a long stretch that can be wrong.
    pub(super) const LOG_LENGTH: f32 = -0.857;
    /// For each nat that a character costs: text that the model does not know well.
    pub(super) const PRICE: f32 = -0.156;
}
/// From here on more nats say no more.
const AHEAD_MOST: f32 = 25.0;
/// Keeps the logarithm finite.
const AHEAD_LEAST: f32 = 0.1;

/// The share of repairs like this one that are right, from 0 to 1. `ahead` is the margin to the next reading in
/// nats, `length` that of the repaired text in characters, `price` what it costs a character in nats.
pub(super) fn of(ahead: f32, length: usize, price: f32) -> f32 {
    let ahead = ahead.clamp(AHEAD_LEAST, AHEAD_MOST);
    let nats = weight::BIAS
        + weight::AHEAD * ahead
        + weight::LOG_AHEAD * ahead.ln()
        + weight::LOG_LENGTH * (length.max(1) as f32).ln()
        + weight::PRICE * price;
    crate::edit::confidence(nats)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn short_and_well_ahead_is_sure() {
        assert!(of(15.0, 3, 5.0) > 0.98);
        assert!(of(2.0, 12, 8.0) < 0.4);
        assert!(of(f32::INFINITY, 2, 6.0) < 1.0);
    }
}
