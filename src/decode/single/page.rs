//! An encoding of one byte: its characters, and how each byte is written.

use super::matrix::{Facts, Matrix, RARE_NATS};
use crate::decode::convert;
use crate::decode::encoding::Entry;
use crate::packed::STEPS_PER_NAT;

/// A byte that is no character: dearer than any character, so that none is taken for broken.
const INVALID_NATS: f32 = 19.0;
/// What a change of script inside a word costs: `canciуn`.
const SCRIPTS_NATS: f32 = 5.0;
/// What such a mark costs besides that never stands right behind a letter, where it does.
const MARK_NATS: f32 = 8.0;
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

pub(super) struct Page {
    facts: [Facts; 256],
    cases: [u8; 256],
    /// By byte: whether it is a letter, where ASCII letters are foreign to the languages; else none is.
    letters: [bool; 256],
    /// By byte: whether it is a mark that never stands right behind a letter.
    marks: [bool; 256],
}

impl Page {
    pub(super) fn new(entry: &Entry, matrices: &[Matrix], names: &[&str]) -> Self {
        let chars = convert::chars(entry);
        let cases = chars.map(|c| match c {
            None => INVALID,
            Some(c) if c.is_lowercase() => LOWER,
            Some(c) if c.is_uppercase() => UPPER,
            Some(_) => NONE,
        });
        let facts = chars.map(|c| c.map_or(Facts::NONE, Facts::of));
        let latin = |(name, matrix): (&&str, &Matrix)| matrix.is_latin() && entry.languages.contains(name);
        let other_script = !names.iter().zip(matrices).any(latin);
        let letters = chars.map(|c| other_script && c.is_some_and(|c| c.is_alphabetic() || is_of_script(c)));
        let marks = chars.map(|c| c.is_some_and(never_behind_letter));
        Self { facts, cases, letters, marks }
    }

    /// The symbols of all bytes in a language.
    pub(super) fn symbols(&self, matrix: &Matrix) -> impl Iterator<Item = u8> {
        self.facts.iter().map(|facts| matrix.symbol(facts))
    }

    pub(super) fn is_letter(&self, byte: u8) -> bool {
        self.letters[usize::from(byte)]
    }

    pub(super) fn is_valid(&self, byte: u8) -> bool {
        self.cases[usize::from(byte)] != INVALID
    }

    /// What the writing of a byte costs after another, whatever the language, in steps.
    pub(super) fn writing(&self, [left, right]: [u8; 2]) -> u16 {
        let (row, column) = (usize::from(left), usize::from(right));
        let mut nats = CASE_NATS[usize::from(self.cases[row])][usize::from(self.cases[column])];
        if self.letters[row] && self.letters[column] && left.is_ascii() != right.is_ascii() {
            nats += SCRIPTS_NATS;
        }
        if left.is_ascii_alphabetic() && self.marks[column] {
            nats += MARK_NATS;
        }
        // To the nearest step.
        (nats * STEPS_PER_NAT + 0.5) as u16
    }
}

/// Marks that begin a word or a number: what letters of another encoding look like that is read in this one.
fn never_behind_letter(c: char) -> bool {
    matches!(
        c,
        '•' | '‚'
            | '„'
            | '‹'
            | '¡'
            | '¿'
            | '£'
            | '¢'
            | '¤'
            | '¥'
            | '†'
            | '‡'
            | '‰'
            | '¨'
            | '¬'
            | '¦'
            | '±'
            | '÷'
            | '×'
            | 'ƒ'
    )
}

/// Digits, marks and vowel signs of scripts other than Latin.
fn is_of_script(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{1FFF}')
}
