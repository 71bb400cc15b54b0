//! What lines cost in encodings of one byte a character.

use super::ascii;
use super::convert;
use super::encoding::{Entry, Kind, LEGACY};
use super::languages::{LINE_END, Language, fold};
use crate::packed::STEPS_PER_NAT;
use std::sync::LazyLock;

/// Symbols in a matrix of prices; the last three are for characters that the language does not have.
const SYMBOLS: usize = 128;
const FOREIGN_MARK: usize = SYMBOLS - 3;
const FOREIGN_LETTER: usize = SYMBOLS - 2;
const RARE: usize = SYMBOLS - 1;
/// Price of one quotation mark, dash or sign that the language's counts do not have; of one letter; and of a
/// control character or one for drawing boxes, which hardly any text has. In nats, set by hand.
const FOREIGN_MARK_NATS: f32 = 7.0;
const FOREIGN_LETTER_NATS: f32 = 11.0;
const RARE_NATS: f32 = 18.0;
/// No symbol of a language is dearer than this after any other: its counts are small.
const DEAREST_NATS: f32 = 12.0;
/// A byte that is no character: dearer than any character, so that none is taken for broken.
const INVALID_NATS: f32 = 19.0;

/// How a letter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    None,
    Lower,
    Upper,
}

/// What a case costs after another, in nats: rows the case before. A capital inside a word is what another
/// alphabet's letters look like.
const CASE_NATS: [[f32; 3]; 3] = [[0.0, 0.2, 1.7], [0.0, 0.0, 6.0], [0.0, 0.7, 0.7]];

/// What a change of script inside a word costs: `canciуn`.
const SCRIPTS_NATS: f32 = 5.0;

/// What each stretch of another script costs in a line that is mostly ASCII letters, as `и` in an Italian one; and
/// how many ASCII letters to one byte of the script are most of a line.
const MINOR_SCRIPT_NATS: f32 = 4.0;
const MOSTLY: usize = 4;

/// What a symbol costs after another in a language: rows the symbol before, in steps.
struct Matrix {
    language: &'static Language,
    prices: Vec<i16>,
    /// What a symbol costs wherever it stands, in steps.
    alone: [i16; SYMBOLS],
    /// The number of each of the language's symbols in the matrix.
    places: Vec<usize>,
    line_end: u8,
}

/// An encoding's bytes as symbols of one language.
struct Reading {
    matrix: usize,
    symbols: [u8; 256],
}

struct Page {
    readings: Vec<Reading>,
    /// By byte: what it costs at least, wherever it stands and in whatever language, in steps.
    least: [i16; 256],
    /// By byte: whether it is a letter, where ASCII letters are foreign to the languages; else none is.
    letters: [bool; 256],
    /// By byte: the case, and 3 for a byte that is no character.
    cases: [u8; 256],
}

struct Tables {
    matrices: Vec<Matrix>,
    pages: Vec<Option<Page>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut names: Vec<&str> = Vec::new();
    for entry in LEGACY.iter().filter(|entry| entry.kind == Kind::Single) {
        names.extend(entry.languages);
    }
    names.sort_unstable();
    names.dedup();
    let matrices: Vec<Matrix> =
        names.iter().filter_map(|name| Language::find(name)).map(Matrix::new).collect();
    let pages = LEGACY
        .iter()
        .map(|entry| (entry.kind == Kind::Single).then(|| Page::new(entry, &names, &matrices)))
        .collect();
    Tables { matrices, pages }
});

impl Matrix {
    fn new(language: &'static Language) -> Self {
        // The commonest symbols, if there are too many.
        let mut order: Vec<usize> = (0..language.len()).collect();
        order.sort_by_key(|id| language.plain(*id));
        let mut places = vec![RARE; language.len()];
        for (place, id) in order.iter().take(FOREIGN_MARK).enumerate() {
            places[*id] = place;
        }
        let mut prices = vec![0; SYMBOLS * SYMBOLS];
        for (left, row) in prices.chunks_exact_mut(SYMBOLS).enumerate() {
            let left = order.get(left).copied().filter(|_| left < FOREIGN_MARK);
            for (id, place) in places.iter().enumerate() {
                let backoff = left.map_or(0, |left| language.backoff(left));
                row[*place] =
                    (language.plain(id) + backoff).min((DEAREST_NATS * STEPS_PER_NAT) as u16) as i16;
            }
            for (id, price) in left.into_iter().flat_map(|left| language.followers(left)) {
                row[places[id]] = price as i16;
            }
            for (place, nats) in
                [(FOREIGN_MARK, FOREIGN_MARK_NATS), (FOREIGN_LETTER, FOREIGN_LETTER_NATS), (RARE, RARE_NATS)]
            {
                row[place] = (nats * STEPS_PER_NAT) as i16;
            }
        }
        let mut alone = [0; SYMBOLS];
        // The rows of marks that the language does not have know nothing of what comes before.
        alone.copy_from_slice(&prices[FOREIGN_MARK * SYMBOLS..][..SYMBOLS]);
        let line_end = language.id(LINE_END).map_or(RARE, |id| places[id]) as u8;
        Self { language, prices, alone, places, line_end }
    }

    fn symbol(&self, c: char) -> usize {
        // Romanian was written with cedillas before Unicode had the commas below.
        let comma = match c {
            'ş' | 'Ş' => 'ș',
            'ţ' | 'Ţ' => 'ț',
            _ => c,
        };
        let price = |c| self.language.id(fold(c, true)).map_or(u16::MAX, |id| self.language.plain(id));
        let c = if price(comma) < price(c) { comma } else { c };
        match self.language.id(fold(c, self.language.is_latin())).map(|id| self.places[id]) {
            Some(place) if place != RARE => place,
            _ if is_rare(c) => RARE,
            _ if c.is_alphabetic() || is_odd(c) => FOREIGN_LETTER,
            _ => FOREIGN_MARK,
        }
    }
}

fn is_rare(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2500}'..='\u{25FF}' | '\u{2200}'..='\u{23FF}' | '\u{E000}'..='\u{F8FF}')
}

/// Marks that hardly any text has, though all encodings of Windows do.
fn is_odd(c: char) -> bool {
    matches!(c, '‡' | '†' | '‰' | 'ˆ' | '˜' | '¤' | '¦' | '¸' | '¯' | '¬' | '¨')
}

impl Page {
    fn new(entry: &Entry, names: &[&str], matrices: &[Matrix]) -> Self {
        let chars = convert::chars(entry);
        let mut cases = [Case::None as u8; 256];
        for (case, c) in cases.iter_mut().zip(chars) {
            *case = match c {
                None => INVALID,
                Some(c) if c.is_lowercase() => Case::Lower as u8,
                Some(c) if c.is_uppercase() => Case::Upper as u8,
                Some(_) => Case::None as u8,
            };
        }
        let reading = |language: &&str| {
            let matrix = names.iter().position(|name| name == language)?;
            let symbols = chars.map(|c| c.map_or(RARE, |c| matrices[matrix].symbol(c)) as u8);
            Some(Reading { matrix, symbols })
        };
        let readings: Vec<Reading> = entry.languages.iter().filter_map(reading).collect();
        let mut least = [i16::MAX; 256];
        for reading in &readings {
            for (least, symbol) in least.iter_mut().zip(reading.symbols) {
                *least = (*least).min(matrices[reading.matrix].alone[usize::from(symbol)]);
            }
        }
        least[..0x80].fill(0);
        let other_script = !readings.iter().any(|reading| matrices[reading.matrix].language.is_latin());
        let letters = chars.map(|c| other_script && c.is_some_and(char::is_alphabetic));
        Self { readings, least, letters, cases }
    }
}

/// In place of a case: no character.
const INVALID: u8 = 3;

/// What a line costs in an encoding of one byte, in nats, in the language that it is cheapest in; beside what
/// its ASCII costs anyway.
pub(super) fn score(index: usize, line: &[u8]) -> f32 {
    let tables = &*TABLES;
    let Some(page) = &tables.pages[index] else { return f32::INFINITY };
    let best = page
        .readings
        .iter()
        .map(|reading| read(&tables.matrices[reading.matrix], reading, line))
        .min()
        .unwrap_or(i32::MAX / 2);
    (best + cases(page, line)) as f32 / STEPS_PER_NAT
}

/// What a line costs at least in an encoding of one byte, in nats, each character for itself: a first look.
pub(super) fn at_least(index: usize, line: &[u8]) -> f32 {
    let Some(page) = &TABLES.pages[index] else { return f32::INFINITY };
    line.iter().map(|byte| i32::from(page.least[usize::from(*byte)])).sum::<i32>() as f32 / STEPS_PER_NAT
}

/// Whether all bytes are characters in an encoding of one byte.
pub(super) fn is_valid(index: usize, line: &[u8]) -> bool {
    TABLES.pages[index]
        .as_ref()
        .is_some_and(|page| line.iter().all(|byte| page.cases[usize::from(*byte)] != INVALID))
}

/// Where the next stretch of non-ASCII begins, and where it ends: with the ASCII byte before and after.
fn stretches(line: &[u8]) -> impl Iterator<Item = (Option<u8>, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].iter().position(|byte| *byte >= 0x80)?;
        let length = line[start..].iter().position(|byte| *byte < 0x80).map_or(line.len() - start, |n| n + 1);
        at = start + length;
        Some((start.checked_sub(1).map(|before| line[before]), &line[start..at]))
    })
}

/// What a character costs at most behind the same, in steps: rules of dashes and stars are no text of any language.
const AGAIN: i32 = (super::AGAIN_NATS * STEPS_PER_NAT) as i32;

fn read(matrix: &Matrix, reading: &Reading, line: &[u8]) -> i32 {
    let mut cost = 0;
    for (before, stretch) in stretches(line) {
        let mut last = before.map_or(matrix.line_end, |byte| reading.symbols[usize::from(byte)]);
        let mut left = 0;
        for byte in stretch {
            let symbol = reading.symbols[usize::from(*byte)];
            let price = i32::from(matrix.prices[usize::from(last) * SYMBOLS + usize::from(symbol)]);
            cost += if *byte == left { price.min(AGAIN) } else { price };
            (last, left) = (symbol, *byte);
        }
        // What the ASCII byte behind the stretch costs anyway.
        if let Some(byte) = stretch.last().filter(|byte| byte.is_ascii()) {
            cost -= ascii::steps(*byte);
        }
    }
    cost
}

/// Number of ASCII letters that are not in the tags of HTML.
fn letters_outside_tags(line: &[u8]) -> usize {
    let (mut count, mut inside) = (0, false);
    for byte in line {
        match byte {
            b'<' => inside = true,
            b'>' => inside = false,
            _ => count += usize::from(!inside && byte.is_ascii_alphabetic()),
        }
    }
    count
}

/// What the writing of the letters costs, and bytes that are no characters: the same in all languages.
fn cases(page: &Page, line: &[u8]) -> i32 {
    let ascii = letters_outside_tags(line);
    let others = line.iter().filter(|byte| !byte.is_ascii() && page.letters[usize::from(**byte)]).count();
    let minor = ascii > MOSTLY * others;
    let mut cost = 0.0;
    for (before, stretch) in stretches(line) {
        let mut last = before.unwrap_or(b' ');
        if minor && page.letters[usize::from(stretch[0])] {
            cost += MINOR_SCRIPT_NATS;
        }
        for byte in stretch {
            let (left, case) = (page.cases[usize::from(last)], page.cases[usize::from(*byte)]);
            cost += match CASE_NATS.get(usize::from(left)) {
                _ if case == INVALID => INVALID_NATS - RARE_NATS,
                Some(row) => row[usize::from(case)],
                None => 0.0,
            };
            let word = page.letters[usize::from(last)] && page.letters[usize::from(*byte)];
            if word && last.is_ascii() != byte.is_ascii() {
                cost += SCRIPTS_NATS;
            }
            last = *byte;
        }
    }
    (cost * STEPS_PER_NAT) as i32
}
