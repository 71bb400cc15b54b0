//! A first look at a line in all encodings of two bytes a character at once, one a lane.

use super::score::{self, Score, among_letters, letters_beside, rare_from};
use super::table::{DOUBLES, INVALID_NATS, table};
use crate::decode::ascii;
use crate::packed::STEPS_PER_NAT;
use std::sync::LazyLock;
use wide::i16x8;

/// The encodings, one lane each, and one lane more to fill a vector.
const LANES: usize = 8;
/// The spare lane tells that a pair may begin a longer character in some encoding.
const LONG: usize = LANES - 1;

/// Flags beside the price of a lane: the character is one byte alone; it is none.
const ALONE: i16 = i16::MIN;
const INVALID: i16 = 0x4000;
const PRICE: i16 = 0x0FFF;
const NO_CHARACTER: i16 = ALONE | INVALID | (INVALID_NATS * STEPS_PER_NAT) as i16;

/// As in [`super::score()`].
const AGAIN: i16 = score::AGAIN as i16;
const SINGLE_ROW: i16 = score::SINGLE_ROW as i16;

/// By pair of bytes of which the first is not ASCII: what stands there in each encoding.
static ROWS: LazyLock<Vec<[i16; LANES]>> = LazyLock::new(|| {
    let mut none = [NO_CHARACTER; LANES];
    none[LONG] = 0;
    let mut rows = vec![none; 0x80 * 0x100];
    for index in 0..DOUBLES {
        let table = table(index);
        for (place, row) in rows.iter_mut().enumerate() {
            let (lead, trail) = ((place >> 8) as u8 | 0x80, place as u8);
            if let Some(price) = table.pair(lead, trail) {
                row[index] = price.cast_signed();
            } else if let Some(price) = table.single(lead) {
                row[index] = price.cast_signed() | ALONE;
            }
        }
    }
    for (lead, trail) in (0..DOUBLES).flat_map(|index| table(index).long_starts()) {
        rows[usize::from(lead & 0x7F) << 8 | usize::from(trail)][LONG] = 1;
    }
    rows
});

/// Longer lines have sums that do not fit into the lanes.
const MOST: usize = 64;

/// What at most [`MOST`] bytes cost in each encoding, as [`super::score()`] would say, but for whether rows are odd.
/// Nothing where a longer character may stand.
pub(crate) fn look(line: &[u8]) -> Option<[Score; DOUBLES]> {
    debug_assert!(line.len() <= MOST, "the sums would not fit");
    let rows = &*ROWS;
    let [none, all] = [0, -1].map(i16x8::splat);
    // One of two prices by lane, where a mask has all bits set or none.
    let either =
        |mask: i16x8, one: i16, other: i16| (mask & i16x8::splat(one)) | (!mask & i16x8::splat(other));
    let (mut cost, mut invalid, mut pairs, mut singles) = (none, none, none, none);
    // Whether the ASCII before a stretch is text of its own, not the end of a wide character.
    let mut behind_ascii = all;
    let mut at = ascii::skip(line, 0);
    while at < line.len() {
        let start = at;
        // Lanes that are inside a character; that have a character of one byte behind them.
        let (mut inside, mut single): (i16x8, i16x8) = (none, none);
        while let Some(lead) = line.get(at).filter(|byte| !byte.is_ascii()) {
            let trail = line.get(at + 1).copied().unwrap_or(b'\n');
            let row = rows[usize::from(lead & 0x7F) << 8 | usize::from(trail)];
            if row[LONG] != 0 {
                return None;
            }
            let row = i16x8::new(row);
            let active = !inside;
            let (alone, bad) = (row >> 15_i32, (row << 1_i32) >> 15_i32);
            let one = alone & !bad & active;
            let (mut new_pairs, mut new_singles) = (active & !alone, one);
            // Kana of half width come in rows.
            let mut price = (row & i16x8::splat(PRICE)).min(either(single & one, SINGLE_ROW, PRICE));
            if at >= 1 && line[at - 1] == *lead {
                price = price.min(either(one, AGAIN, PRICE));
                new_singles = none;
            }
            if at >= 2 && line[at - 2] == *lead && line[at - 1] == trail {
                price = price.min(either(alone, PRICE, AGAIN));
                new_pairs = none;
            }
            // A mask is minus one.
            cost += price & active;
            invalid -= bad & active;
            pairs -= new_pairs;
            singles -= new_singles;
            if at == start {
                let [one, two] = [1, 2].map(|length| among_letters(line, at, length) as i16);
                cost += behind_ascii & !bad & either(alone, one, two);
                let beside = letters_beside(line, at) as i16;
                if beside > 0 {
                    let rare = (row & i16x8::splat(PRICE)).simd_gt(i16x8::splat(rare_from(trail) as i16 - 1));
                    cost += behind_ascii & !alone & rare & i16x8::splat(beside);
                }
            }
            inside = active & !alone;
            single = one;
            at += 1;
        }
        // A byte of ASCII ends whatever stands before it, and lanes are in step again.
        let end = ascii::skip(line, at);
        behind_ascii = if end - at > 1 { all } else { !inside };
        at = end;
    }
    let [cost, invalid, pairs, singles] = [cost, invalid, pairs, singles].map(|lanes| lanes.to_array());
    Some(std::array::from_fn(|index| Score {
        nats: f32::from(cost[index]) / STEPS_PER_NAT,
        invalid: usize::from(invalid[index].unsigned_abs()),
        chars: usize::from((pairs[index] + singles[index]).unsigned_abs()),
        units: usize::from((2 * pairs[index] + singles[index]).unsigned_abs()),
        odd: false,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_what_reading_one_by_one_sees() {
        let texts: [&[u8]; 9] = [
            b"",
            b"plain",
            b"\xD6\xD0\xCE\xC4\xB7\xA2\xD5\xB9\xBD\xF8\xD0\xD0",
            b"a\xA4\xA4\xA4\xE5b \xB3\xDC\xC1\xC5\xC1\xC5\xC1",
            b"d\xE9j\xE0 vu \xE0 l'\xE9cole, \xC7a",
            b"\xB1\xB1\xB2\xDE\x83A\x83\x41\x83\x41 \x82\xA0",
            b"\xFF\xFE\x80\x80\xA0",
            b"\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0",
            b"\xC7\xD1\xB1\xDB\xB0a\xC7\xD1",
        ];
        for text in texts {
            let seen = look(text).unwrap();
            for (index, seen) in seen.into_iter().enumerate() {
                let wanted = Score { odd: false, ..score::score(index, text) };
                assert_eq!(seen, wanted, "{index} {}", text.escape_ascii());
            }
        }
        assert!(look(b"\x8F\xB0\xA1").is_none(), "three bytes of EUC-JP");
    }
}
