//! What lines cost in encodings of two bytes a character.

mod closely;
mod look;
mod mend;
mod score;
mod table;

pub(super) use closely::score_closely;
pub(super) use look::look;
pub(super) use mend::{mend, skipped};
pub(super) use score::{ODD_THREE_NATS, ODD_TWO_NATS, Score, begins_well, score};
pub(super) use table::{DOUBLES, INVALID_NATS, PAIRS, place};

/// The length of the character that bytes begin with in an encoding of two bytes.
pub(crate) fn length(index: usize, bytes: &[u8]) -> Option<usize> {
    if bytes[0].is_ascii() { Some(1) } else { table::table(index).next(bytes).map(|(length, _)| length) }
}

/// By pair of bytes in an encoding of two bytes: the character, as [`super::swift`] packs it.
pub(super) fn texts(index: usize) -> &'static [u32; PAIRS] {
    table::table(index).texts()
}
