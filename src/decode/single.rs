//! What lines cost in encodings of one byte a character.

use super::convert;
use super::double::DOUBLES;
use super::encoding::{Entry, Kind, LEGACY, LEGACY_COUNT};
use super::languages::{Language, fold};
use super::stretches::Stretches;
use crate::packed::STEPS_PER_NAT;
use std::sync::LazyLock;

/// Symbols in a matrix of prices; the last three are for characters that the language does not have.
const SYMBOLS: usize = 128;
const MATRIX: usize = SYMBOLS * SYMBOLS;
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

/// [`CASE_NATS`], and what is no character behind anything.
const WRITING_NATS: [[f32; 4]; 4] = {
    let mut nats = [[0.0; 4]; 4];
    let mut left = 0;
    while left < 4 {
        let mut right = 0;
        while right < 3 && left < 3 {
            nats[left][right] = CASE_NATS[left][right];
            right += 1;
        }
        nats[left][INVALID as usize] = INVALID_NATS - RARE_NATS;
        left += 1;
    }
    nats
};

/// What a change of script inside a word costs: `canciуn`.
const SCRIPTS_NATS: f32 = 5.0;

/// What each stretch of another script costs in a line that is mostly ASCII letters, as `и` in an Italian one; and
/// how many ASCII letters to one byte of the script are most of a line.
const MINOR_SCRIPT_NATS: f32 = 4.0;
const MOSTLY: usize = 4;

/// What a symbol costs after another in a language: rows the symbol before, in steps.
struct Matrix {
    language: &'static Language,
    prices: Box<[i16; MATRIX]>,
    /// What a symbol costs behind what it usually stands behind, in steps.
    usual: [i16; SYMBOLS],
    /// The number of each of the language's symbols in the matrix.
    places: Vec<usize>,
    /// The symbols of ASCII.
    ascii: [u8; 0x80],
}

/// An encoding's bytes as symbols of one language.
struct Reading {
    matrix: usize,
    symbols: [u8; 256],
}

struct Page {
    chars: [Option<char>; 256],
    readings: Vec<Reading>,
    /// By byte: whether it is a letter, where ASCII letters are foreign to the languages; else none is.
    letters: [bool; 256],
    /// Whether there are such letters.
    other_script: bool,
    /// By byte: the case, and 3 for a byte that is no character.
    cases: [u8; 256],
}

struct Tables {
    matrices: Vec<Matrix>,
    pages: Vec<Option<Page>>,
    /// By byte that is not ASCII and by encoding: what it costs where it usually stands, in the language that it is
    /// cheapest in, in steps.
    least: Vec<[u16; LANES]>,
    /// What it costs that it stands beside an ASCII letter, as a letter of another script.
    scripts: Vec<[u16; LANES]>,
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
    let pages: Vec<Option<Page>> = LEGACY
        .iter()
        .map(|entry| (entry.kind == Kind::Single).then(|| Page::new(entry, &names, &matrices)))
        .collect();
    let usual = |page: &Page, byte: usize| {
        let price = |reading: &Reading| matrices[reading.matrix].usual[usize::from(reading.symbols[byte])];
        page.readings.iter().map(price).min().unwrap_or_default().unsigned_abs()
    };
    let mut least = vec![[0; LANES]; 0x80];
    let mut scripts = vec![[0; LANES]; 0x80];
    for (single, page) in pages[DOUBLES..].iter().flatten().enumerate() {
        for byte in 0x80..0x100 {
            least[byte - 0x80][single] = usual(page, byte);
            if page.letters[byte] {
                scripts[byte - 0x80][single] = (SCRIPTS_NATS * STEPS_PER_NAT) as u16;
            }
        }
    }
    Tables { matrices, pages, least, scripts }
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
        let mut prices = Box::new([0; MATRIX]);
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
        let usual = usual(&prices, language.len().min(FOREIGN_MARK));
        let mut matrix = Self { language, prices, usual, places, ascii: [0; 0x80] };
        matrix.ascii = std::array::from_fn(|byte| matrix.symbol(char::from(byte as u8)) as u8);
        matrix
    }

    fn symbol(&self, c: char) -> usize {
        // Romanian was written with cedillas before Unicode had the commas below.
        let comma = match c {
            'ş' | 'Ş' => 'ș',
            'ţ' | 'Ţ' => 'ț',
            _ => c,
        };
        let price = |c| self.language.id(fold(c, true)).map_or(u16::MAX, |id| self.language.plain(id));
        let c = if comma != c && price(comma) < price(c) { comma } else { c };
        match self.language.id(fold(c, self.language.is_latin())).map(|id| self.places[id]) {
            Some(place) if place != RARE => place,
            _ if is_rare(c) => RARE,
            _ if c.is_alphabetic() || is_odd(c) => FOREIGN_LETTER,
            _ => FOREIGN_MARK,
        }
    }
}

/// The mean of what each symbol costs behind the known others, as often as it stands behind them.
fn usual(prices: &[i16; MATRIX], known: usize) -> [i16; SYMBOLS] {
    // The rows of marks that the language does not have know nothing of what comes before.
    let alone = &prices[FOREIGN_MARK * SYMBOLS..][..SYMBOLS];
    let often: Vec<f32> = (0..OFTEN).map(|step| (-(step as f32) / STEPS_PER_NAT).exp()).collect();
    let (mut sums, mut weights) = ([0.0; SYMBOLS], [0.0; SYMBOLS]);
    for (row, left) in prices.chunks_exact(SYMBOLS).zip(alone).take(known) {
        for ((price, sum), weight) in row.iter().zip(&mut sums).zip(&mut weights) {
            let both = often[usize::try_from(*left + *price).unwrap_or(0).min(OFTEN - 1)];
            *sum += both * f32::from(*price);
            *weight += both;
        }
    }
    std::array::from_fn(|symbol| (sums[symbol] / weights[symbol]) as i16)
}

/// Steps to which it is told how often two symbols stand in a row; what is dearer is as rare as the dearest.
const OFTEN: usize = 512;

fn is_rare(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2500}'..='\u{25FF}' | '\u{2200}'..='\u{23FF}' | '\u{E000}'..='\u{F8FF}')
}

/// Digits, marks and vowel signs of scripts other than Latin.
fn is_of_script(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{1FFF}')
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
            let mut symbols = [RARE as u8; 256];
            symbols[..0x80].copy_from_slice(&matrices[matrix].ascii);
            for (symbol, c) in symbols.iter_mut().zip(chars).skip(0x80) {
                *symbol = c.map_or(RARE, |c| matrices[matrix].symbol(c)) as u8;
            }
            Some(Reading { matrix, symbols })
        };
        let readings: Vec<Reading> = entry.languages.iter().filter_map(reading).collect();
        let other_script = !readings.iter().any(|reading| matrices[reading.matrix].language.is_latin());
        let letters = chars.map(|c| other_script && c.is_some_and(|c| c.is_alphabetic() || is_of_script(c)));
        Self { chars, readings, letters, other_script, cases }
    }
}

/// In place of a case: no character.
const INVALID: u8 = 3;

/// Number of encodings in [`LEGACY`] of one byte a character.
pub(super) const SINGLES: usize = LEGACY_COUNT - DOUBLES;
/// Longer lines are first read so far in every language, then to their end in those that are not dearer than the
/// best by so much, in nats.
const HEAD_PAIRS: usize = 24;
const OTHER_LANGUAGE_NATS: f32 = 15.0;
/// What begins with more than this for each byte, in nats, is no text in the encoding; how much less does not matter.
const NO_TEXT_NATS: f32 = 5.5;
/// The most languages of one encoding.
const LANGUAGES: usize = 16;

/// What a line costs in an encoding of one byte, in nats, in the language that it is cheapest in; beside what
/// its ASCII costs anyway.
pub(super) fn score(index: usize, line: &Stretches) -> f32 {
    score_up_to(index, line, f32::INFINITY)
}

/// As [`score`]; infinity if it begins with more than a limit for each byte, in nats.
pub(super) fn score_up_to(index: usize, line: &Stretches, limit: f32) -> f32 {
    let tables = &*TABLES;
    let Some(page) = &tables.pages[index] else { return f32::INFINITY };
    let (head, rest) = line.pairs.split_at(line.pairs.len().min(HEAD_PAIRS));
    let mut costs = [i32::MAX; LANGUAGES];
    let read = |reading: &Reading, pairs: &[[u8; 2]]| {
        read(&tables.matrices[reading.matrix], &reading.symbols, pairs)
    };
    for (cost, reading) in costs.iter_mut().zip(&page.readings) {
        *cost = read(reading, head);
    }
    let mut best = costs.iter().copied().min().unwrap_or(i32::MAX);
    let each = best as f32 / (STEPS_PER_NAT * head.len().max(1) as f32);
    if each > limit {
        return f32::INFINITY;
    }
    if !rest.is_empty() && each > NO_TEXT_NATS {
        return each * line.pairs.len() as f32 + cases(page, line) as f32 / STEPS_PER_NAT;
    }
    if !rest.is_empty() {
        let limit = best.saturating_add((OTHER_LANGUAGE_NATS * STEPS_PER_NAT) as i32);
        let close = costs.iter().zip(&page.readings).filter(|(cost, _)| **cost <= limit);
        best = close.map(|(cost, reading)| cost + read(reading, rest)).min().unwrap_or(i32::MAX);
    }
    if best == i32::MAX {
        return f32::INFINITY;
    }
    (best - line.behind + cases(page, line)) as f32 / STEPS_PER_NAT
}

/// What a line costs about in each encoding of one byte, in nats, each character for itself in the language that it
/// is cheapest in: a first look.
pub(super) fn estimates(line: &Stretches) -> [f32; SINGLES] {
    let Tables { least, scripts, .. } = &*TABLES;
    let mut steps = [0_u32; SINGLES];
    // Sums of so few fit into 16 bits, in which more are added at once.
    for pairs in line.pairs.chunks(SUMMED) {
        let mut sums = [0_u16; LANES];
        for [left, byte] in pairs {
            let place = usize::from(byte & 0x7F);
            if byte.is_ascii() {
                if byte.is_ascii_alphabetic() {
                    add(&mut sums, &scripts[usize::from(left & 0x7F)]);
                }
                continue;
            }
            if left == byte {
                sums.iter_mut()
                    .zip(&least[place])
                    .for_each(|(sum, price)| *sum += (*price).min(AGAIN as u16));
                continue;
            }
            add(&mut sums, &least[place]);
            if left.is_ascii_alphabetic() {
                add(&mut sums, &scripts[place]);
            }
        }
        for (steps, sum) in steps.iter_mut().zip(sums) {
            *steps += u32::from(sum);
        }
    }
    steps.map(|steps| steps as f32 / STEPS_PER_NAT)
}

/// The encodings of one byte, and some nothing to fill whole registers.
const LANES: usize = SINGLES.next_multiple_of(16);
/// So many prices of a character and of its script are less than 2 to the 16th steps.
const SUMMED: usize = 128;

fn add(sums: &mut [u16; LANES], row: &[u16; LANES]) {
    for lane in 0..LANES {
        sums[lane] = sums[lane].wrapping_add(row[lane]);
    }
}

/// Whether a line is the same text in two encodings of one byte.
pub(super) fn reads_alike(one: usize, other: usize, line: &Stretches) -> bool {
    let pages = &TABLES.pages;
    pages[one].as_ref().zip(pages[other].as_ref()).is_some_and(|(one, other)| {
        line.bytes().all(|byte| one.chars[usize::from(byte)] == other.chars[usize::from(byte)])
    })
}

/// Whether all bytes are characters in an encoding of one byte.
pub(super) fn is_valid(index: usize, line: &Stretches) -> bool {
    TABLES.pages[index]
        .as_ref()
        .is_some_and(|page| line.bytes().all(|byte| page.cases[usize::from(byte)] != INVALID))
}

/// What a character costs at most behind the same, in steps: rules of dashes and stars are no text of any language.
const AGAIN: i32 = (super::AGAIN_NATS * STEPS_PER_NAT) as i32;

/// What pairs of bytes cost in a language, in steps.
fn read(matrix: &Matrix, symbols: &[u8; 256], pairs: &[[u8; 2]]) -> i32 {
    let mut cost = 0;
    for [left, right] in pairs {
        let row = usize::from(symbols[usize::from(*left)]) * SYMBOLS;
        let price = i32::from(matrix.prices[(row + usize::from(symbols[usize::from(*right)])) % MATRIX]);
        cost += if left == right { price.min(AGAIN) } else { price };
    }
    cost
}

/// What the writing of the letters costs, and bytes that are no characters: the same in all languages.
fn cases(page: &Page, line: &Stretches) -> i32 {
    let mut cost = 0.0;
    if page.other_script {
        let others = line.bytes().filter(|byte| page.letters[usize::from(*byte)]).count();
        if line.letters > MOSTLY * others {
            let minor = line.firsts.iter().filter(|byte| page.letters[usize::from(**byte)]).count();
            cost += MINOR_SCRIPT_NATS * minor as f32;
        }
    }
    for [left, right] in &line.pairs {
        let (left, right) = (usize::from(*left), usize::from(*right));
        cost += WRITING_NATS[usize::from(page.cases[left])][usize::from(page.cases[right])];
        let word = page.letters[left] && page.letters[right];
        if word && (left < 0x80) != (right < 0x80) {
            cost += SCRIPTS_NATS;
        }
    }
    (cost * STEPS_PER_NAT) as i32
}
