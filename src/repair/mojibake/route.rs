//! The ways text goes wrong: the encoding it was written in, and the one it was read in.

use super::charset::Charset;
use super::search::Reading;
use std::ops::RangeInclusive;

/// A way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Route {
    /// What the text was read in.
    pub(super) seen: Charset,
    /// What it was written in.
    pub(super) written: Charset,
    /// Whether bytes may have left no trace.
    pub(super) drops: bool,
    /// Whether a space may have been a no-break space, which was byte A0.
    pub(super) blanks: bool,
    /// Whether full-width characters may have been folded.
    pub(super) folds: bool,
    /// What stands for bytes that were no character.
    pub(super) marks: &'static [char],
    /// Whether bytes that happened to be UTF-8 were read as that: a character stands for its byte, or for its UTF-8.
    pub(super) hybrid: bool,
    /// How rare it is, in nats.
    pub(super) rarity: f32,
}

/// Marks of Chinese, Korean and Western tools, and of Japanese ones.
const MARKS: &[char] = &['?', '\u{FFFD}'];
const SINGLE_MARKS: &[char] = &['?', '\u{FFFD}', '·'];
const DOTS: &[char] = &['?', '\u{FFFD}', '・', '･'];

const fn utf8(seen: Charset, rarity: f32) -> Route {
    Route {
        seen,
        written: Charset::Utf8,
        drops: true,
        blanks: true,
        folds: false,
        marks: SINGLE_MARKS,
        hybrid: false,
        rarity,
    }
}

const fn wide(seen: Charset, marks: &'static [char]) -> Route {
    Route {
        seen,
        written: Charset::Utf8,
        drops: false,
        blanks: false,
        folds: true,
        marks,
        hybrid: false,
        rarity: 0.0,
    }
}

const fn legacy(written: Charset, seen: Charset, rarity: f32) -> Route {
    Route { seen, written, drops: false, blanks: false, folds: false, marks: &[], hybrid: false, rarity }
}

use Charset as C;

/// UTF-8 read in an encoding of two bytes.
pub(super) static WIDE: [Route; 5] = [
    wide(C::Gbk, MARKS),
    wide(C::Big5, MARKS),
    wide(C::ShiftJis, DOTS),
    wide(C::EucKr, MARKS),
    wide(C::EucJp, MARKS),
];

/// UTF-8 read in an encoding of one byte.
pub(super) static NARROW: [Route; 20] = [
    utf8(C::Western, 0.0),
    utf8(C::Windows1251, 0.5),
    utf8(C::Windows1250, 0.5),
    utf8(C::Windows1254, 0.5),
    utf8(C::Windows1253, 1.0),
    utf8(C::Windows1257, 1.0),
    utf8(C::Macintosh, 0.5),
    utf8(C::Cp437, 0.5),
    utf8(C::Iso2, 1.0),
    utf8(C::Iso15, 1.0),
    utf8(C::Iso7, 1.0),
    utf8(C::Windows874, 1.0),
    utf8(C::Windows1258, 1.0),
    utf8(C::Windows1255, 1.0),
    utf8(C::Windows1256, 1.0),
    utf8(C::Cp850, 1.0),
    utf8(C::Cp866, 1.0),
    utf8(C::Koi8R, 1.0),
    utf8(C::Iso5, 1.5),
    utf8(C::MacCyrillic, 1.5),
];

/// Text in an encoding of two bytes read in one of one byte.
pub(super) static PAIRS: [Route; 15] = [
    legacy(C::Gbk, C::Western, 0.0),
    legacy(C::Big5, C::Western, 0.5),
    legacy(C::ShiftJis, C::Western, 0.5),
    legacy(C::EucKr, C::Western, 0.5),
    legacy(C::EucJp, C::Western, 1.0),
    legacy(C::Gbk, C::Windows1254, 1.0),
    legacy(C::Big5, C::Windows1254, 1.0),
    legacy(C::ShiftJis, C::Windows1254, 1.0),
    legacy(C::EucKr, C::Windows1254, 1.5),
    legacy(C::EucJp, C::Windows1254, 1.5),
    legacy(C::Gbk, C::Windows1251, 1.5),
    legacy(C::Big5, C::Windows1251, 1.5),
    legacy(C::ShiftJis, C::Windows1251, 1.5),
    legacy(C::EucKr, C::Windows1251, 1.5),
    legacy(C::EucJp, C::Windows1251, 1.5),
];

const fn hybrid(written: Charset, rarity: f32) -> Route {
    Route { hybrid: true, ..legacy(written, Charset::Western, rarity) }
}

/// Text in an encoding of two bytes, where what happened to be UTF-8 was read as that, and the rest as windows-1252.
pub(super) static HYBRIDS: [Route; 5] = [
    hybrid(C::Gbk, 1.0),
    hybrid(C::EucKr, 1.5),
    hybrid(C::EucJp, 2.0),
    hybrid(C::Big5, 2.0),
    hybrid(C::ShiftJis, 2.0),
];

/// Encodings of two bytes read as one another.
pub(super) static ASIAN: [Route; 20] = [
    legacy(C::Gbk, C::Big5, 1.0),
    legacy(C::Big5, C::Gbk, 1.0),
    legacy(C::EucKr, C::Gbk, 1.0),
    legacy(C::ShiftJis, C::Gbk, 1.0),
    legacy(C::EucJp, C::Gbk, 1.0),
    legacy(C::Gbk, C::ShiftJis, 1.0),
    legacy(C::Gbk, C::EucKr, 1.0),
    legacy(C::Big5, C::ShiftJis, 2.0),
    legacy(C::Big5, C::EucKr, 2.0),
    legacy(C::ShiftJis, C::EucKr, 2.0),
    legacy(C::ShiftJis, C::Big5, 2.0),
    legacy(C::EucKr, C::ShiftJis, 2.0),
    legacy(C::EucKr, C::Big5, 2.0),
    legacy(C::EucJp, C::Big5, 2.0),
    legacy(C::EucJp, C::EucKr, 2.0),
    legacy(C::EucJp, C::ShiftJis, 2.0),
    legacy(C::Gbk, C::EucJp, 2.0),
    legacy(C::Big5, C::EucJp, 2.0),
    legacy(C::ShiftJis, C::EucJp, 2.0),
    legacy(C::EucKr, C::EucJp, 2.0),
];

/// Encodings of one byte read as one another, where the letters are those of another alphabet.
pub(super) static SINGLE: [Route; 24] = [
    legacy(C::Windows1251, C::Western, 0.0),
    legacy(C::Koi8R, C::Western, 0.5),
    legacy(C::Windows874, C::Western, 0.5),
    legacy(C::Windows1253, C::Western, 0.5),
    legacy(C::Windows1255, C::Western, 0.5),
    legacy(C::Windows1256, C::Western, 0.5),
    legacy(C::Iso5, C::Western, 1.5),
    legacy(C::Cp866, C::Western, 1.5),
    legacy(C::MacCyrillic, C::Western, 2.0),
    legacy(C::Koi8R, C::Windows1251, 0.0),
    legacy(C::Windows1251, C::Koi8R, 0.5),
    legacy(C::Cp866, C::Windows1251, 0.5),
    legacy(C::Windows1251, C::Cp866, 0.5),
    legacy(C::Windows1251, C::Windows1254, 0.5),
    legacy(C::Windows1251, C::Windows1250, 1.0),
    legacy(C::Windows1251, C::MacCyrillic, 2.0),
    legacy(C::Windows1251, C::Iso2, 1.0),
    legacy(C::Windows1251, C::Iso5, 1.5),
    legacy(C::Windows1251, C::Windows1253, 1.5),
    legacy(C::Windows1253, C::Windows1251, 1.5),
    legacy(C::Iso5, C::Windows1251, 2.0),
    legacy(C::Koi8R, C::Cp866, 1.5),
    legacy(C::Cp866, C::Koi8R, 1.5),
    legacy(C::MacCyrillic, C::Windows1251, 2.0),
];

/// Encodings of one byte with Latin letters read as one another; the first is [`CONTROLS`]'.
pub(super) static LATIN: [Route; 22] = [
    legacy(C::Western, C::Western, 0.0),
    legacy(C::Windows1254, C::Western, 0.5),
    legacy(C::Windows1250, C::Western, 0.5),
    legacy(C::Iso2, C::Western, 1.0),
    legacy(C::Windows1257, C::Western, 1.0),
    legacy(C::Cp850, C::Western, 1.0),
    legacy(C::Cp437, C::Western, 1.0),
    legacy(C::Macintosh, C::Western, 1.0),
    legacy(C::Western, C::Windows1250, 1.0),
    legacy(C::Western, C::Iso2, 1.0),
    legacy(C::Western, C::Windows1251, 1.0),
    legacy(C::Western, C::Windows1257, 1.5),
    legacy(C::Western, C::Koi8R, 2.0),
    legacy(C::Western, C::Cp437, 1.0),
    legacy(C::Western, C::Cp850, 1.0),
    legacy(C::Western, C::Macintosh, 1.0),
    legacy(C::Windows1250, C::Iso2, 1.0),
    legacy(C::Iso2, C::Windows1250, 1.0),
    legacy(C::Windows1254, C::Windows1250, 1.5),
    legacy(C::Windows1254, C::Iso2, 1.5),
    legacy(C::Windows1257, C::Windows1250, 2.0),
    legacy(C::Windows1250, C::Windows1251, 1.5),
];

/// C1 controls that are marks of windows-1252, or letters of MacRoman.
pub(super) static CONTROLS: [Route; 2] =
    [legacy(C::Western, C::Western, 0.0), legacy(C::Macintosh, C::Western, 3.0)];

impl Route {
    /// Whether a character may be read again.
    pub(super) fn can_read(&self, c: char) -> bool {
        !c.is_ascii() && (self.hybrid && c < '\u{800}' || self.seen.bytes(c).is_some())
    }

    /// Whether it is from a legacy encoding, and of more than marks.
    pub(super) fn is_legacy(&self) -> bool {
        let of_controls = self.seen == C::Western && self.written == C::Macintosh;
        !matches!(self.written, C::Utf8 | C::Western) && !of_controls
    }

    /// Whether a character may stand for lost bytes.
    pub(super) fn marks_loss(&self, c: char) -> bool {
        self.marks.contains(&c)
    }

    /// Whether there may be lost bytes in a text.
    pub(super) fn loses(&self, chars: &[(usize, char)]) -> bool {
        self.drops || chars.iter().any(|(_, c)| self.marks_loss(*c))
    }

    /// Whether pairs of bytes may be shown as nothing, and odd bytes be lost: UTF-8 read two bytes at a time.
    pub(super) fn loses_pairs(&self) -> bool {
        self.written == C::Utf8 && !self.seen.is_single()
    }

    /// Pairs of private use, as the first byte and the second ones, that go on with a character of UTF-8: extractors
    /// drop what they show.
    pub(super) fn unshown(&self) -> &'static [(u8, RangeInclusive<u8>)] {
        if self.seen == C::Gbk && self.loses_pairs() { &UNSHOWN } else { &[] }
    }

    /// The bytes that a mark in a text may stand for, of an encoding of one byte: those without a character; where nothing
    /// of windows-1252 is seen that Latin-1 does not have, all C1 controls; and no-break space and soft hyphen, where none
    /// is seen.
    pub(super) fn lost(&self, latin: bool, text: &str) -> Vec<u8> {
        let unseen = |c: Option<char>| matches!(c, Some(c @ ('\u{A0}' | '\u{AD}')) if !text.contains(c));
        let is_lost = |byte: &u8| {
            is_hole(self.seen, *byte) && !shows_controls(text)
                || unseen(self.seen.shown(*byte))
                || latin && self.seen == Charset::Western && *byte < 0xA0
        };
        (0x80..=0xBF).filter(is_lost).collect()
    }

    /// The bytes that may have left no trace: those without a character, no-break space and soft hyphen. Where
    /// nothing of windows-1252 is seen that Latin-1 does not have, all C1 controls.
    pub(super) fn traceless(&self, latin: bool, text: &str) -> Vec<u8> {
        let vanishes = |byte: &u8| {
            is_hole(self.seen, *byte) && !shows_controls(text)
                || matches!(self.seen.shown(*byte), Some('\u{A0}' | '\u{AD}'))
                || latin && self.seen == Charset::Western && *byte < 0xA0
        };
        if self.drops { (0x80..=0xBF).filter(vanishes).collect() } else { Vec::new() }
    }
}

/// The user-defined areas of GBK, as far as their first bytes go on with a character of UTF-8.
static UNSHOWN: [(u8, RangeInclusive<u8>); 13] = [
    (0xA1, 0x80..=0xA0),
    (0xA2, 0x80..=0xA0),
    (0xA3, 0x80..=0xA0),
    (0xA4, 0x80..=0xA0),
    (0xA5, 0x80..=0xA0),
    (0xA6, 0x80..=0xA0),
    (0xA7, 0x80..=0xA0),
    (0xAA, 0xA1..=0xE9),
    (0xAB, 0xA1..=0xE9),
    (0xAC, 0xA1..=0xE9),
    (0xAD, 0xA1..=0xE9),
    (0xAE, 0xA1..=0xE9),
    (0xAF, 0xA1..=0xE9),
];

/// Whether bytes without a character are seen as control characters, and so were not lost.
fn shows_controls(text: &str) -> bool {
    text.contains(|c| matches!(c, '\u{80}'..='\u{9F}'))
}

/// Whether an encoding has no character for a byte, or a control character.
fn is_hole(seen: Charset, byte: u8) -> bool {
    seen.shown(byte).is_none_or(|c| matches!(c, '\u{80}'..='\u{9F}'))
}

/// The least that a reading must gain beside what a change costs, in nats, by how rare such text is and how easily
/// honest text looks so.
const UTF8_LEAST_NATS: f32 = 3.5;
const WIDE_LEAST_NATS: f32 = 8.0;
const PAIRS_LEAST_NATS: f32 = 9.0;
const ASIAN_LEAST_NATS: f32 = 14.0;
const SINGLE_LEAST_NATS: f32 = 12.0;
const CONTROL_LEAST_NATS: f32 = 3.0;

/// What characters that come out may cost on average, in nats: more, and it is no text either.
const LETTER_NATS: f32 = 3.5;
const SYLLABLE_NATS: f32 = 4.7;
const WIDE_NATS: f32 = 9.0;
const WHOLE_NATS: f32 = 10.0;
const ANY_NATS: f32 = 12.5;
const OTHER_NATS: f32 = 9.5;
/// What a single character must gain, in nats: where others beside it could have been read again and are not; a
/// sign and a letter read in anything but windows-1252. Set so that the published negatives of ftfy stay.
const HALF_NATS: f32 = 21.0;
const SIGN_ALONE_NATS: f32 = 15.0;
const LETTER_ALONE_NATS: f32 = 9.0;
/// Letters of one byte that words are made of at least: three are an abbreviation.
const FEWEST_LETTERS: usize = 4;
/// The share of the characters that could be read again that must be, where chance makes text easily.
const COVER: f32 = 0.7;

impl Route {
    /// Whether what came out is text at all.
    pub(super) fn makes_sense(&self, reading: &Reading) -> bool {
        let covers = reading.covered as f32 >= COVER * reading.coverable as f32;
        match (self.written, self.seen) {
            // Three bytes of Chinese are one character and a half: less than two tell nothing.
            (C::Utf8, seen) if !seen.is_single() => {
                reading.each() <= ANY_NATS
                    && reading.letters
                    && (reading.covered >= 4 || reading.covered >= 2 && reading.wide)
            }
            (C::Utf8, _) => self.makes_sense_of_utf8(reading),
            (C::Western, _) => !reading.splits_words,
            (written, _) if written.is_single() => {
                // Thai, Hebrew and Arabic have fewer counts.
                let syllables = matches!(written, C::Windows874 | C::Windows1255 | C::Windows1256);
                covers
                    && reading.chars >= FEWEST_LETTERS
                    && reading.each() <= if syllables { SYLLABLE_NATS } else { LETTER_NATS }
            }
            // Every character read again is proof enough for rare words.
            _ => {
                let whole = reading.covered == reading.coverable;
                let dearest = if whole { WHOLE_NATS } else { WIDE_NATS };
                covers && reading.each() <= dearest && reading.several && !reading.half_kana
            }
        }
    }

    /// Whether what came out is no dearer than text, of UTF-8.
    pub(super) fn is_text(&self, reading: &Reading) -> bool {
        let cheap = self.seen == C::Western || !self.seen.is_single();
        reading.each() <= if cheap { ANY_NATS } else { OTHER_NATS }
    }

    /// The same for UTF-8 read one byte at a time.
    fn makes_sense_of_utf8(&self, reading: &Reading) -> bool {
        let western = self.seen == C::Western;
        let alone = reading.chars == 1;
        let strays = if reading.letters && reading.blanks == 0 { reading.strays } else { 0 };
        let least = match (alone, reading.covered < reading.coverable + strays) {
            (true, true) => HALF_NATS,
            (true, false) if !western && !reading.letters => SIGN_ALONE_NATS,
            (true, false) if !western => LETTER_ALONE_NATS,
            _ => 0.0,
        };
        // A capital A with a circumflex before a space is a letter as often as half of a no-break space.
        let blank = alone && reading.pieces.iter().all(|piece| piece.text.trim().is_empty());
        !(blank && reading.blanks > 0)
            && reading.gain >= least
            && self.is_text(reading)
            && reading.guessed * 2 <= reading.chars.max(2)
    }

    /// What it must gain at least, in nats.
    pub(super) fn least(&self) -> f32 {
        match (self.written, self.seen) {
            (C::Utf8, seen) if seen.is_single() => UTF8_LEAST_NATS,
            (C::Utf8, _) => WIDE_LEAST_NATS,
            (C::Western | C::Macintosh, _) => CONTROL_LEAST_NATS,
            (written, _) if written.is_single() => SINGLE_LEAST_NATS,
            (_, seen) if seen.is_single() => PAIRS_LEAST_NATS,
            _ => ASIAN_LEAST_NATS,
        }
    }
}
