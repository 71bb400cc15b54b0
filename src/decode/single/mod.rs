//! What lines cost in encodings of one byte a character: in all of them at once.

mod matrix;
mod page;
mod rows;

use super::ascii;
use super::stretches::Stretches;
use crate::packed::STEPS_PER_NAT;
use rows::{BLOCKS, Block, LANES, Letters, Row, SUMMED, Table, Tables};

pub(super) use rows::SINGLES;

/// What each stretch of another script costs in a line that is mostly ASCII letters, as `и` in an Italian one; and
/// how many ASCII letters to one byte of the script are most of a line.
const MINOR_SCRIPT_NATS: f32 = 8.0;
const MOSTLY: usize = 4;

/// Longer lines are first read so far in every reading, then to their end where some reading of the block is not dearer
/// than the best by this factor and so many nats; what others would cost does not matter.
const HEAD_PAIRS: usize = 32;
const OUT_FACTOR: f32 = 1.25;
const OUT_NATS: f32 = 15.0;
/// What begins with more than this for each pair, in nats, is no text in any encoding: nothing is left out.
const NO_TEXT_NATS: f32 = 4.2;

/// Text costs at most this for a byte that is not ASCII; read in the wrong encoding, more.
pub(super) const BYTE_NATS: f32 = 3.3;
/// And this besides, as a few letters may be rarer.
const FEW_NATS: f32 = 4.0;
/// No pair of letters of a language costs more.
const RARE_NATS: f32 = 10.0;

/// What a line costs in each encoding of one byte, in nats, in the language that it is cheapest in; beside what its ASCII
/// costs anyway.
pub(super) fn prices(line: &Stretches) -> [f32; SINGLES] {
    prices_in(line, None)
}

/// As [`prices`], in the encodings of one script; what others cost is infinite.
pub(super) fn prices_in(line: &Stretches, script: Option<usize>) -> [f32; SINGLES] {
    let tables = Tables::get();
    let (head, rest) = line.pairs.split_at(line.pairs.len().min(HEAD_PAIRS));
    let mut sums = [[0; LANES]; BLOCKS];
    let mut wanted = script.map_or([true; BLOCKS], |script| tables.blocks[script]);
    add(tables, head, &mut sums, &wanted);
    if !rest.is_empty() && script.is_none() {
        let least = sums.map(least);
        let best = least.iter().copied().min().unwrap_or(0);
        let limit = (best as f32 * OUT_FACTOR + OUT_NATS * STEPS_PER_NAT) as u32;
        let text = (best as f32) < NO_TEXT_NATS * STEPS_PER_NAT * head.len() as f32;
        wanted = least.map(|least| !text || least <= limit);
        for (sums, _) in sums.iter_mut().zip(wanted).filter(|(_, wanted)| !wanted) {
            let whole = |sum: u32| (u64::from(sum) * line.pairs.len() as u64 / head.len() as u64) as u32;
            *sums = sums.map(whole);
        }
    }
    add(tables, rest, &mut sums, &wanted);
    let sums = sums.as_flattened();
    let mut nats = [f32::INFINITY; SINGLES];
    for (single, nats) in nats.iter_mut().enumerate() {
        if script.is_some_and(|script| tables.scripts[single] != script) {
            continue;
        }
        let mut least = u32::MAX;
        for sum in &sums[tables.lanes[single].clone()] {
            least = least.min(*sum);
        }
        *nats = (i64::from(least) - i64::from(line.behind)) as f32 / STEPS_PER_NAT;
    }
    // With fewer, it is a line of ASCII letters only in encodings that make no letters of the rest: no text.
    if line.letters * 2 > line.high {
        minor_scripts(tables, line, &mut nats);
    }
    nats
}

/// A reading: an encoding of one byte in one of its languages.
#[derive(Clone, Copy)]
pub(super) struct Reading(&'static Table);

/// What a line costs in one reading.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Walked {
    pub(super) nats: f32,
    /// Number of bytes that are not ASCII, and of stretches of them.
    pub(super) high: usize,
    pub(super) stretches: usize,
    /// What the rarest pair of bytes costs, in steps.
    dearest: u8,
}

impl Walked {
    /// Whether it is text without rare letters.
    pub(super) fn is_text(&self) -> bool {
        f32::from(self.dearest) <= RARE_NATS * STEPS_PER_NAT
            && self.nats <= BYTE_NATS * self.high as f32 + FEW_NATS
    }
}

impl Reading {
    /// The cheapest one of an encoding for a line.
    pub(super) fn of(line: &Stretches, single: usize) -> Self {
        let tables = Tables::get();
        let mut sums = [[0; LANES]; BLOCKS];
        add(tables, &line.pairs, &mut sums, &tables.blocks[tables.scripts[single]]);
        let lanes = tables.lanes[single].clone();
        Self(tables.table(lanes.min_by_key(|lane| sums.as_flattened()[*lane]).unwrap_or(0)))
    }

    pub(super) fn is(self, other: Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }

    /// What a line costs, as [`prices`] says.
    pub(super) fn walk(self, line: &[u8]) -> Walked {
        let (mut sum, mut behind) = (0, 0);
        let mut walked = Walked::default();
        let mut at = ascii::skip(line, 0);
        while at < line.len() {
            let mut last = if at > 0 { line[at - 1] } else { b'\n' };
            let rest = &line[at..];
            let length = rest.iter().position(u8::is_ascii);
            let end = length.map_or(rest.len(), |length| length + 1);
            for byte in &rest[..end] {
                let price = self.0[usize::from(u16::from_be_bytes([last, *byte]))];
                sum += u32::from(price);
                walked.dearest = walked.dearest.max(price);
                last = *byte;
            }
            walked.high += length.unwrap_or(end);
            walked.stretches += 1;
            behind += ascii::steps(last);
            at = ascii::skip(line, at + end);
        }
        walked.nats = (i64::from(sum) - i64::from(behind)) as f32 / STEPS_PER_NAT;
        walked
    }
}

fn least(block: [u32; LANES]) -> u32 {
    block.into_iter().min().unwrap_or(u32::MAX)
}

/// Adds what pairs cost in the wanted blocks.
fn add(tables: &Tables, pairs: &[[u8; 2]], sums: &mut [[u32; LANES]; BLOCKS], wanted: &[bool; BLOCKS]) {
    let Some(first) = pairs.first() else { return };
    let mut rows: [&Row; SUMMED] = [tables.row(*first); SUMMED];
    for pairs in pairs.chunks(SUMMED) {
        for (row, pair) in rows.iter_mut().zip(pairs) {
            *row = tables.row(*pair);
        }
        for (block, sums) in sums.iter_mut().enumerate().filter(|(block, _)| wanted[*block]) {
            // Sums of so few fit into 16 bits, in which more are added at once.
            let [mut a, mut b, mut c, mut d] = Block::default();
            for row in &rows[..pairs.len()] {
                let prices = &row[block];
                a += prices[0];
                b += prices[1];
                c += prices[2];
                d += prices[3];
            }
            let few = [a, b, c, d].map(|vector| vector.to_array());
            for (sum, few) in sums.iter_mut().zip(few.as_flattened()) {
                *sum += u32::from(*few);
            }
        }
    }
}

/// Adds what stretches of another script cost in a line that is mostly ASCII letters.
fn minor_scripts(tables: &Tables, line: &Stretches, nats: &mut [f32; SINGLES]) {
    let firsts = tables.count_letters(line.firsts.iter().copied());
    if firsts == Letters::default() {
        return;
    }
    // Where ASCII letters are most of the line whatever the others are, these need no counting.
    let most = line.letters > MOSTLY * line.high;
    let letters = if most { Letters::default() } else { tables.count_letters(line.bytes()) };
    let counts = firsts.as_flattened().iter().zip(letters.as_flattened());
    for (nats, (firsts, letters)) in nats.iter_mut().zip(counts) {
        if *firsts > 0 && line.letters > MOSTLY * usize::from(*letters) {
            *nats += MINOR_SCRIPT_NATS * f32::from(*firsts);
        }
    }
}

/// The encodings of one byte in which all bytes of a line are characters, one a bit.
pub(super) fn valid(line: &Stretches) -> u64 {
    let valid = &Tables::get().valid;
    line.bytes().fold(u64::MAX, |all, byte| all & valid[usize::from(byte & 0x7F)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Encoding;
    use crate::decode::double::DOUBLES;

    fn best(line: &[u8]) -> &'static str {
        let mut stretches = Stretches::default();
        stretches.fill(line);
        let nats = prices(&stretches);
        let best = (0..SINGLES).min_by(|a, b| nats[*a].total_cmp(&nats[*b])).unwrap();
        crate::decode::encoding::LEGACY[DOUBLES + best].name
    }

    #[test]
    fn text_is_cheapest_in_its_encoding() {
        for (name, text) in [
            ("KOI8-R", "Сегодня вечером в нашем городе ожидается сильный снег."),
            ("windows-1251", "Завтра утром мы поедем на дачу."),
            ("windows-1253", "Αύριο το πρωί θα πάμε στη θάλασσα με τα παιδιά."),
            ("windows-1250", "Zítra ráno pojedeme na výlet do hor, počasí má být pěkné."),
            ("windows-874", "พรุ่งนี้เช้าเราจะไปตลาด"),
        ] {
            let (bytes, ..) = Encoding::find(name).unwrap().0.web.unwrap().encode(text);
            assert_eq!(best(&bytes), name, "{text}");
        }
    }

    #[test]
    fn long_lines_cost_what_their_parts_cost() {
        let (part, ..) = encoding_rs::WINDOWS_1251.encode("Завтра утром мы поедем на дачу. ");
        let long = part.repeat(20);
        let price = |line: &[u8]| {
            let mut stretches = Stretches::default();
            stretches.fill(line);
            let place = Encoding::find("windows-1251").unwrap().legacy().unwrap() - DOUBLES;
            prices(&stretches)[place]
        };
        let (one, all) = (price(&part), price(&long));
        assert!((all - 20.0 * one).abs() < 0.02 * all, "{one} {all}");
    }

    #[test]
    fn knows_which_bytes_are_characters() {
        let mut stretches = Stretches::default();
        stretches.fill(b"\xD2");
        let greek = Encoding::find("windows-1253").unwrap().legacy().unwrap() - DOUBLES;
        assert_eq!(valid(&stretches) >> greek & 1, 0);
        stretches.fill(b"\xE0");
        assert_eq!(valid(&stretches) >> greek & 1, 1);
    }
}
