//! What each pair of bytes costs in all readings at once: every encoding of one byte in each of its languages.
//!
//! A row has a price for each reading, one lane each, so that a pair of bytes is priced in all of them with a few vector
//! additions. Rows are made when a pair is first met, and kept: text has some thousand different ones.

use super::matrix::Matrix;
use super::page::Page;
use crate::decode::double::DOUBLES;
use crate::decode::encoding::{Kind, LEGACY, LEGACY_COUNT, script};
use crate::decode::languages::Language;
use crate::packed::STEPS_PER_NAT;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};
use wide::{u8x16, u16x8};

/// Number of encodings in [`LEGACY`] of one byte a character.
pub(crate) const SINGLES: usize = LEGACY_COUNT - DOUBLES;

/// Lanes that are looked at, or left out, together: four vectors.
pub(super) const LANES: usize = 32;
/// Blocks of lanes: all readings fit.
pub(super) const BLOCKS: usize = 7;
pub(super) type Block = [u16x8; LANES / 8];
/// The prices of a pair of bytes in all readings, in steps.
pub(super) type Row = [Block; BLOCKS];

pub(super) struct Tables {
    matrices: Vec<Matrix>,
    pages: Vec<Page>,
    /// The lanes of each encoding.
    pub(super) lanes: [Range<usize>; SINGLES],
    /// A number for the script of each encoding, and the blocks that the encodings of a script have lanes in.
    pub(super) scripts: [usize; SINGLES],
    pub(super) blocks: [[bool; BLOCKS]; LEGACY_COUNT],
    /// By lane: its matrix.
    readings: Vec<usize>,
    /// By byte and by lane: its symbol.
    symbols: Vec<[u8; LANES * BLOCKS]>,
    /// By byte that is not ASCII: the encodings in which it is a character, one a bit.
    pub(super) valid: [u64; 0x80],
    /// By byte that is not ASCII: one in the lanes of the encodings in which it is a letter of a script other than Latin.
    letters: Box<[[u8x16; LETTER_VECTORS]; 0x80]>,
}

/// Numbers of letters by encoding.
pub(super) type Letters = [[u8; 16]; LETTER_VECTORS];
const LETTER_VECTORS: usize = SINGLES.div_ceil(16);

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::new);

impl Tables {
    pub(super) fn get() -> &'static Self {
        &TABLES
    }

    fn new() -> Self {
        let singles = &LEGACY[DOUBLES..];
        debug_assert!(singles.iter().all(|entry| entry.kind == Kind::Single), "the others come first");
        let mut names: Vec<&str> = singles.iter().flat_map(|entry| entry.languages).copied().collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| Language::find(name).is_some());
        let matrices: Vec<Matrix> =
            names.iter().filter_map(|name| Language::find(name)).map(Matrix::new).collect();
        let pages: Vec<Page> = singles.iter().map(|entry| Page::new(entry, &matrices, &names)).collect();
        // Readings of one script lie together, so that whole blocks can be left out.
        let mut order: [usize; SINGLES] = std::array::from_fn(|single| single);
        order.sort_by_key(|single| (script(DOUBLES + single), *single));
        let mut lanes = [const { 0..0 }; SINGLES];
        let (mut readings, mut symbols) = (Vec::new(), vec![[0; LANES * BLOCKS]; 256]);
        for single in order {
            let start = readings.len();
            for language in LEGACY[DOUBLES + single].languages {
                let Some(matrix) = names.iter().position(|name| name == language) else { continue };
                let all = pages[single].symbols(&matrices[matrix]);
                for (row, symbol) in symbols.iter_mut().zip(all) {
                    row[readings.len()] = symbol;
                }
                readings.push(matrix);
            }
            lanes[single] = start..readings.len();
        }
        let end = readings.len();
        assert!(
            end <= LANES * BLOCKS,
            "{end} readings do not fit: src/decode/single/rows.rs needs more blocks"
        );
        let scripts = std::array::from_fn(|single| script(DOUBLES + single).unwrap_or(DOUBLES + single));
        let mut blocks = [[false; BLOCKS]; LEGACY_COUNT];
        for (script, lanes) in scripts.iter().zip(&lanes) {
            lanes.clone().for_each(|lane| blocks[*script][lane / LANES] = true);
        }
        let byte = |place: usize| place as u8 | 0x80;
        let valid = std::array::from_fn(|place| {
            let bit = |(single, page): (usize, &Page)| u64::from(page.is_valid(byte(place))) << single;
            pages.iter().enumerate().map(bit).sum()
        });
        let is_letter = |place: usize, single: usize| {
            u8::from(pages.get(single).is_some_and(|page| page.is_letter(byte(place))))
        };
        let letters = Box::new(std::array::from_fn(|place| {
            std::array::from_fn(|vector| {
                u8x16::new(std::array::from_fn(|lane| is_letter(place, 16 * vector + lane)))
            })
        }));
        Self { matrices, pages, lanes, scripts, blocks, readings, symbols, valid, letters }
    }

    /// How many of some bytes that are not ASCII are letters of a script other than Latin, up to 255.
    pub(super) fn count_letters(&self, bytes: impl Iterator<Item = u8>) -> Letters {
        let mut counts = [u8x16::ZERO; LETTER_VECTORS];
        for byte in bytes {
            for (count, letters) in counts.iter_mut().zip(&self.letters[usize::from(byte & 0x7F)]) {
                *count = count.saturating_add(*letters);
            }
        }
        counts.map(|vector| vector.to_array())
    }

    /// The row of a pair of bytes.
    pub(super) fn row(&self, pair: [u8; 2]) -> &'static Row {
        let [left, right] = pair.map(|byte| usize::from(CLASS_OF[usize::from(byte)]));
        ROWS[left * CLASSES + right].get_or_init(|| Box::new(self.priced(pair)))
    }

    /// What each pair of bytes costs in one reading.
    pub(super) fn table(&self, lane: usize) -> &'static Table {
        READINGS[lane].get_or_init(|| {
            let single = self.lanes.iter().position(|lanes| lanes.contains(&lane)).unwrap_or(0);
            let mut table = Box::new([0; 0x1_0000]);
            for (place, price) in table.iter_mut().enumerate() {
                *price = self.price(single, lane, (place as u16).to_be_bytes()).min(u16::from(u8::MAX)) as u8;
            }
            table
        })
    }

    fn price(&self, single: usize, lane: usize, pair: [u8; 2]) -> u16 {
        let pair = pair.map(class_of);
        let [left, right] = pair.map(|byte| self.symbols[usize::from(byte)][lane]);
        let most = if pair[0] == pair[1] { AGAIN } else { u16::MAX };
        self.matrices[self.readings[lane]].price(left, right).min(most) + self.pages[single].writing(pair)
    }

    fn priced(&self, pair: [u8; 2]) -> Row {
        let pair = pair.map(class_of);
        // Lanes without a reading never are the cheapest.
        let mut row = [[u16::MAX / SUMMED as u16; LANES]; BLOCKS];
        let prices = row.as_flattened_mut();
        let [left, right] = pair.map(|byte| &self.symbols[usize::from(byte)]);
        let most = if pair[0] == pair[1] { AGAIN } else { u16::MAX };
        for (lane, matrix) in self.readings.iter().enumerate() {
            prices[lane] = self.matrices[*matrix].price(left[lane], right[lane]).min(most);
        }
        for (page, lanes) in self.pages.iter().zip(&self.lanes) {
            let writing = page.writing(pair);
            prices[lanes.clone()].iter_mut().for_each(|price| *price += writing);
        }
        let vectors = |block: [u16; LANES]| {
            let mut vectors = Block::default();
            for (vector, lanes) in vectors.iter_mut().zip(block.as_chunks().0) {
                *vector = u16x8::new(*lanes);
            }
            vectors
        };
        row.map(vectors)
    }
}

/// What each pair of bytes costs in one reading, in steps, by the number of both.
pub(super) type Table = [u8; 0x1_0000];

static READINGS: [OnceLock<Box<Table>>; LANES * BLOCKS] = [const { OnceLock::new() }; LANES * BLOCKS];

/// The byte that stands for all that are priced alike.
fn class_of(byte: u8) -> u8 {
    match CLASS_OF[usize::from(byte)] {
        DIGIT => b'0',
        LINE_END => b'\n',
        MARK => b'.',
        _ => byte,
    }
}

/// What a character costs at most behind the same, in steps: rules of dashes and stars are no text of any language.
const AGAIN: u16 = (crate::decode::AGAIN_NATS * STEPS_PER_NAT) as u16;

/// So many prices add up to less than 2 to the 16th steps.
pub(super) const SUMMED: usize = 128;

/// Classes of bytes that all readings price alike: each letter of ASCII and each byte beyond ASCII is one.
const CLASSES: usize = HIGH as usize + 0x80;
const DIGIT: u8 = 2 * 26;
const LINE_END: u8 = DIGIT + 1;
const SPACE: u8 = DIGIT + 2;
const MARK: u8 = DIGIT + 3;
const HIGH: u8 = DIGIT + 4;

static CLASS_OF: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            letter @ b'a'..=b'z' => letter - b'a',
            letter @ b'A'..=b'Z' => 26 + letter - b'A',
            b'0'..=b'9' => DIGIT,
            b'\n' | b'\r' => LINE_END,
            b' ' => SPACE,
            high @ 0x80.. => HIGH + (high - 0x80),
            _ => MARK,
        };
        byte += 1;
    }
    classes
};

static ROWS: [OnceLock<Box<Row>>; CLASSES * CLASSES] = [const { OnceLock::new() }; CLASSES * CLASSES];
