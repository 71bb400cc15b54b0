//! What a line costs in an encoding of two bytes, each character after those before it.

use super::score::{SINGLE_ROW, among_letters, is_again, rare_beside};
use super::table::{INVALID_NATS, table};
use crate::decode::AGAIN_NATS;
use crate::decode::ascii;
use crate::packed::STEPS_PER_NAT;

/// So many characters before one decide what it costs.
const MEMORY: usize = 2;

/// What the characters of a line cost each after the one before it, as [`score`] but slower and closer.
pub(crate) fn score_closely(index: usize, line: &[u8]) -> f32 {
    let table = table(index);
    let (mut at, mut nats) = (0, 0.0);
    let mut context = table.prices.start();
    let (mut behind_ascii, mut behind_single) = (false, false);
    while at < line.len() {
        if line[at].is_ascii() {
            let end = ascii::skip(line, at);
            for byte in &line[end.saturating_sub(MEMORY).max(at)..end] {
                context = table.prices.skip(context, char::from(*byte));
            }
            (at, behind_ascii, behind_single) = (end, true, false);
            continue;
        }
        let Some((length, price)) = table.next(&line[at..]) else {
            nats += INVALID_NATS;
            (at, behind_ascii, behind_single) = (at + 1, false, false);
            continue;
        };
        if length == 2 {
            if behind_ascii {
                nats += rare_beside(line, at, price) as f32 / STEPS_PER_NAT;
            }
            let (price, after) =
                table.prices.after_character(context, table.character([line[at], line[at + 1]]));
            context = after;
            let price = if is_again(line, at, length) { price.min(AGAIN_NATS) } else { price };
            nats += price - ascii::steps(line[at + 1]) as f32 / STEPS_PER_NAT;
        } else {
            let row = length == 1 && behind_single;
            nats += if row { price.min(SINGLE_ROW) } else { price } as f32 / STEPS_PER_NAT;
        }
        behind_single = length == 1;
        if behind_ascii {
            nats += among_letters(line, at, length) as f32 / STEPS_PER_NAT;
        }
        (at, behind_ascii) = (at + length, false);
    }
    nats
}
