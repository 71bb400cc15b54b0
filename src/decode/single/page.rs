//! An encoding of one byte: its characters, and how each byte is written.

use super::matrix::{Facts, Matrix, RARE_NATS};
use crate::decode::convert;
use crate::decode::encoding::Entry;
use crate::packed::STEPS_PER_NAT;

/// A byte that is no character: dearer than any character, so that none is taken for broken.
const INVALID_NATS: f32 = 19.0;
/// What a change of script inside a word costs: `canciуn`.
const SCRIPTS_NATS: f32 = 5.0;
/// What a character costs at most behind the same, in steps: rules of dashes and stars are no text of any language.
const AGAIN: u16 = (crate::decode::AGAIN_NATS * STEPS_PER_NAT) as u16;

/// How a letter is written; the last is no character.
const NONE: u8 = 0;
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const INVALID: u8 = 3;

/// What a case costs after another, in nats: rows the case before. A capital inside a word is what another
/// alphabet's letters look like.
const CASE_NATS: [[f32; 4]; 4] = {
    const BAD: f32 = INVALID_NATS - RARE_NATS;
    [[0.0, 0.2, 1.7, BAD], [0.0, 0.0, 6.0, BAD], [0.0, 0.7, 0.7, BAD], [0.0, 0.0, 0.0, BAD]]
};

/// An encoding's bytes as symbols of one language.
struct Reading {
    matrix: usize,
    symbols: [u8; 256],
}

pub(super) struct Page {
    readings: Vec<Reading>,
    cases: [u8; 256],
    /// By byte: whether it is a letter, where ASCII letters are foreign to the languages; else none is.
    letters: [bool; 256],
}

impl Page {
    pub(super) fn new(entry: &Entry, names: &[&str], matrices: &[Matrix]) -> Self {
        let chars = convert::chars(entry);
        let cases = chars.map(|c| match c {
            None => INVALID,
            Some(c) if c.is_lowercase() => LOWER,
            Some(c) if c.is_uppercase() => UPPER,
            Some(_) => NONE,
        });
        let facts = chars.map(|c| c.map_or(Facts::NONE, Facts::of));
        let reading = |language: &&str| {
            let matrix = names.iter().position(|name| name == language)?;
            Some(Reading { matrix, symbols: facts.each_ref().map(|facts| matrices[matrix].symbol(facts)) })
        };
        let readings: Vec<Reading> = entry.languages.iter().filter_map(reading).collect();
        let other_script = !readings.iter().any(|reading| matrices[reading.matrix].is_latin());
        let letters = chars.map(|c| other_script && c.is_some_and(|c| c.is_alphabetic() || is_of_script(c)));
        Self { readings, cases, letters }
    }

    /// Number of languages that it is read in.
    pub(super) fn languages(&self) -> usize {
        self.readings.len()
    }

    pub(super) fn is_letter(&self, byte: u8) -> bool {
        self.letters[usize::from(byte)]
    }

    pub(super) fn is_valid(&self, byte: u8) -> bool {
        self.cases[usize::from(byte)] != INVALID
    }

    /// What a byte costs after another in each language, in steps.
    pub(super) fn prices(&self, matrices: &[Matrix], [left, right]: [u8; 2]) -> impl Iterator<Item = u16> {
        let (row, column) = (usize::from(left), usize::from(right));
        let mut nats = CASE_NATS[usize::from(self.cases[row])][usize::from(self.cases[column])];
        if self.letters[row] && self.letters[column] && left.is_ascii() != right.is_ascii() {
            nats += SCRIPTS_NATS;
        }
        let writing = (nats * STEPS_PER_NAT).round() as u16;
        self.readings.iter().map(move |reading| {
            let price = matrices[reading.matrix].price(reading.symbols[row], reading.symbols[column]);
            writing + if left == right { price.min(AGAIN) } else { price }
        })
    }
}

/// Digits, marks and vowel signs of scripts other than Latin.
fn is_of_script(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{1FFF}')
}
