//! What a text may have that an option changes, told by its bytes. The rules go character by character, so each runs only
//! where there is something for it.

use super::lines;
use super::options::{Dashes, Form, Letters, LineEnds, Normalise, Punctuation, Quotes};
use crate::vector::{ANY, Triples};

/// The rules that have something to look at. What is told here is no more than likely.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Traces {
    pub(super) c1: bool,
    pub(super) ligature: bool,
    pub(super) letter: bool,
    pub(super) mark: bool,
    pub(super) quote: bool,
    pub(super) dash: bool,
    pub(super) line_end: bool,
    pub(super) control: bool,
    /// A character that is in no normal form, or changes place with others.
    pub(super) form: bool,
    pub(super) lines: lines::Traces,
}

/// Characters of one and two bytes, and those of scripts full of marks that combine.
static NARROW: Triples = Triples::new(&[
    // Control characters, and line ends other than LF.
    [&[(0, 8), (0x0B, 0x0B), (0x0D, 0x1F), (0x7F, 0x7F)], ANY, ANY],
    // C1 controls.
    [&[(0xC2, 0xC2)], &[(0x80, 0x9F)], ANY],
    // Ligatures, the modifier letter apostrophe.
    [&[(0xC4, 0xC5), (0xC7, 0xC7), (0xCA, 0xCA)], &[(0x84, 0x8C), (0xB1, 0xB3), (0xBC, 0xBC)], ANY],
    // Marks that combine: Latin, Hebrew; Greek, Cyrillic; Arabic; Syriac and the scripts of India.
    [&[(0xCC, 0xCD), (0xD6, 0xD6)], ANY, ANY],
    [&[(0xCE, 0xCE), (0xD2, 0xD2), (0xD7, 0xD7)], &[(0x80, 0x87)], ANY],
    [&[(0xD8, 0xD9)], &[(0x8B, 0x9F), (0xB0, 0xB0)], ANY],
    [&[(0xDB, 0xE0)], &[(0x80, 0x8A), (0x90, 0xBF)], ANY],
    [&[(0xE1, 0xE1), (0xEA, 0xEA)], &[(0x85, 0x87), (0x8D, 0x8D), (0x99, 0xB7), (0xBD, 0xBF)], ANY],
]);

/// Characters of three and four bytes: dashes, line ends, controls, forms of other width, marks that combine.
static WIDE: Triples = Triples::new(&[
    [
        &[(0xE2, 0xE2)],
        &[
            (0x80, 0x81),
            (0x83, 0x84),
            (0x88, 0x88),
            (0x8C, 0x8C),
            (0x94, 0x94),
            (0xAB, 0xAB),
            (0xB3, 0xB3),
            (0xB5, 0xB5),
            (0xB7, 0xB7),
        ],
        &[(0x80, 0x81), (0x90, 0x97), (0x9A, 0x9C), (0xA0, 0xBF)],
    ],
    [&[(0xE3, 0xE3)], &[(0x80, 0x80)], &[(0xAA, 0xAF)]],
    [&[(0xE3, 0xE3)], &[(0x82, 0x82)], &[(0x99, 0x9A)]],
    [&[(0xEF, 0xEF)], &[(0xA4, 0xAD)], ANY],
    [&[(0xEF, 0xEF)], &[(0xB8, 0xBB), (0xBF, 0xBF)], ANY],
    [&[(0xEF, 0xEF)], &[(0xBC, 0xBC)], &[(0x8D, 0x8D), (0x90, 0x99), (0xA1, 0xBA)]],
    [&[(0xEF, 0xEF)], &[(0xBD, 0xBE)], ANY],
    [&[(0xF0, 0xF0)], &[(0x90, 0x9E), (0xAF, 0xAF)], ANY],
]);

impl Traces {
    /// Reads a text for what the options ask for. Allocates nothing.
    pub(super) fn read(text: &str, options: &Normalise) -> Self {
        let bytes = text.as_bytes();
        let mut traces = Self::default();
        NARROW.each(bytes, |at| traces.narrow(text, at));
        WIDE.each(bytes, |at| traces.wide(text, at, options.dashes == Dashes::Ascii));
        // What every page of some languages has is looked for up to the first.
        let has = |lead: u8, is: fn(u8, u8) -> bool| {
            let pair = |at: usize| {
                is(bytes.get(at + 1).copied().unwrap_or(0), bytes.get(at + 2).copied().unwrap_or(0))
            };
            memchr::memchr_iter(lead, bytes).any(pair)
        };
        match options.quotes {
            Quotes::Keep => traces.quote = false,
            Quotes::Straight => {
                traces.quote = traces.quote || has(0xE2, |b, c| b == 0x80 && (0x98..=0x9F).contains(&c));
            }
            Quotes::Curly => traces.quote = memchr::memchr(b'"', bytes).is_some(),
        }
        match options.dashes {
            Dashes::Keep => traces.dash = false,
            Dashes::Ascii => {}
            Dashes::Em => {
                traces.dash = traces.dash || memchr::memmem::find(bytes, b"--").is_some();
            }
        }
        traces.mark = match options.punctuation {
            Punctuation::Keep => false,
            Punctuation::Halfwidth => {
                has(0xEF, |b, _| matches!(b, 0xBC | 0xBD | 0xBF)) || has(0xE3, |b, c| b == 0x80 && c == 0x80)
            }
            // It looks for itself, mark by mark.
            Punctuation::Fullwidth => true,
        };
        traces.letter &= options.letters != Letters::Keep;
        traces.line_end &= options.line_ends != LineEnds::Keep;
        traces.form |= options.unicode == Form::Nfkc;
        traces.lines = lines::Traces::read(text, options);
        traces
    }

    fn narrow(&mut self, text: &str, at: usize) {
        let bytes = text.as_bytes();
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        match bytes[at] {
            b'\r' => self.line_end = true,
            0x0C => {}
            0..=0x7F => self.control = true,
            0xC2 => {
                self.c1 = true;
                self.line_end |= next == 0x85;
            }
            0xC4 => self.ligature |= matches!(next, 0xB2 | 0xB3),
            0xC5 => self.ligature |= next == 0x89,
            0xC7 => self.ligature |= matches!(next, 0x84..=0x8C | 0xB1..=0xB3),
            0xCA => self.quote |= next == 0xBC,
            _ => self.form(text, at),
        }
    }

    fn wide(&mut self, text: &str, at: usize, every_dash: bool) {
        let bytes = text.as_bytes();
        let byte = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or(0);
        match (bytes[at], byte(1), byte(2)) {
            (0xE2, 0x80, 0x90..=0x94) if !every_dash => self.dash |= is_odd_dash(bytes, at),
            (0xE2, 0x80, 0x90..=0x95) | (0xE2, 0x88, 0x92) | (0xE2, 0x94, 0x80 | 0x81) => self.dash = true,
            (0xE2, 0x80, 0xA8 | 0xA9) => self.line_end = true,
            (0xE2, 0x81, 0xAA..=0xAF) => self.control = true,
            (0xE2, 0x80, 0x9A..=0xBF) | (0xE2, 0x81 | 0x94, _) => {}
            (0xEF, 0xAC, 0x80..=0x86) => self.ligature = true,
            (0xEF, 0xB9, 0x98 | 0xA3) | (0xEF, 0xBC, 0x8D) => self.dash = true,
            (0xEF, 0xBB, _) | (0xEF, 0xBF, 0xB9..=0xBC) => self.control = true,
            // A tilde that Chinese is fond of.
            (0xEF, 0xBD, 0x9E) => {}
            (0xEF, 0xBC..=0xBF, _) => self.letter = true,
            _ => self.form(text, at),
        }
    }

    fn form(&mut self, text: &str, at: usize) {
        self.form = self.form || text[at..].chars().next().is_some_and(super::form::may_change);
    }
}

/// Whether a dash of those that most languages write is one of a row other than the Chinese pair, or stands alone between
/// characters beyond ASCII.
fn is_odd_dash(bytes: &[u8], at: usize) -> bool {
    let is_dash = |at: usize| matches!(bytes.get(at..at + 3), Some([0xE2, 0x80, 0x93..=0x95]));
    let is_beyond = |byte: Option<&u8>| byte.is_some_and(|b| *b >= 0x80);
    match (at >= 3 && is_dash(at - 3), is_dash(at + 3)) {
        (true, true) => true,
        (false, true) => bytes[at + 2] != 0x94 || bytes[at + 5] != 0x94,
        (true, false) => bytes[at + 2] != 0x94,
        (false, false) => {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            is_beyond(before) && is_beyond(bytes.get(at + 3))
                || before == Some(&b'-')
                || bytes.get(at + 3) == Some(&b'-')
        }
    }
}
