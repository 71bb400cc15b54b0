//! Whether a text may hold mojibake at all: one pass, one look-up a character beyond ASCII.

use super::lost;
use super::narrow::Narrow;
use super::price::Prices;
use crate::vector::eights::{EIGHT, Notes, Pairs};
use crate::vector::{self, Eight, Visit};
use std::sync::LazyLock;

/// Weights of Chinese, Japanese and Korean characters: nats above what common ones cost, in so many steps a nat.
const COMMON_NATS: f32 = 7.0;
const STEPS: f32 = 4.0;
/// No character weighs more: a rare one between common ones is a name.
const RAREST: f32 = 20.0;
/// Three in a row with this weight are heavy; so is a text of one or two that weigh half of it each. Of mojibake nine in
/// ten triples are, of clean text one in thousands: names.
const THREE: u8 = 44;
/// So many heavy triples of eight in a row are looked at closely; of fewer, half. A name of rare characters has three.
const HEAVY_LEAST: u32 = 5;
/// Letters of encodings of one byte in a row that are.
const ROW: usize = 4;

/// By character, its weight.
static NOTES: LazyLock<Notes> = LazyLock::new(|| {
    let prices = Prices::new();
    let weight = |c: u32| match char::from_u32(c) {
        Some(c @ '\u{3400}'..='\u{9FFF}' | c @ '\u{AC00}'..='\u{D7A3}' | c @ '\u{F900}'..='\u{FAFF}') => {
            ((prices.plain(c) - COMMON_NATS) * STEPS).clamp(0.0, RAREST) as u8
        }
        // Half-width katakana and phonetic signs, private use, and what no text has.
        Some('\u{FF61}'..='\u{FF9F}' | '\u{3105}'..='\u{312F}') => THREE / 3 + 1,
        Some('\u{E000}'..='\u{F8FF}' | '\u{FFFD}') => 18,
        _ => 0,
    };
    Notes::new(weight)
});

/// Nothing is asked about two characters in a row.
static NONE: LazyLock<Pairs> = LazyLock::new(Pairs::new);

/// Makes the tables.
pub(super) fn warm() {
    LazyLock::force(&NOTES);
    Narrow::warm();
}

/// The weight of a character of three bytes or less.
pub(crate) fn weight(code: u32) -> u8 {
    NOTES.of(code)
}

/// Whether a text may hold mojibake. Allocates nothing once the tables are made.
#[cfg(any(test, feature = "stages"))]
pub(super) fn may_be_misread(text: &str) -> bool {
    look(text, true)
}

/// The same for a part of a text, where one or two rare characters are a name.
pub(super) fn may_be_misread_in(part: &str) -> bool {
    look(part, false)
}

fn look(text: &str, whole: bool) -> bool {
    let mut alone = Alone { text, wide: Wide::default(), found: false };
    vector::each_eight(text, (&NOTES, &NONE), &mut alone);
    alone.found || alone.wide.tells(text, whole)
}

/// How many blocks of characters of three bytes have weight, counted with or without vector instructions.
#[cfg(feature = "stages")]
pub(crate) fn weighty(text: &str, vector: bool) -> u32 {
    struct Count(u32);
    impl Visit for Count {
        #[inline(always)]
        fn eight(&mut self, _: usize, eight: &Eight) -> bool {
            self.0 += u32::from(eight.notes != 0);
            true
        }

        fn other(&mut self, at: usize) -> Option<usize> {
            Some(at + 1)
        }
    }
    let mut count = Count(0);
    let each = if vector { vector::each_eight } else { vector::each_eight_by_1 };
    each(text, (&NOTES, &NONE), &mut count);
    count.0
}

/// Looks for nothing else.
struct Alone<'a> {
    text: &'a str,
    wide: Wide,
    found: bool,
}

impl Visit for Alone<'_> {
    fn eight(&mut self, at: usize, eight: &Eight) -> bool {
        self.found = self.wide.add(eight.notes, eight.count) || has_lost_sign(self.text, at, eight.count);
        !self.found
    }

    fn other(&mut self, at: usize) -> Option<usize> {
        let length = narrow(self.text, at);
        self.found = length.is_none();
        Some(at + length?)
    }
}

/// Whether a character may tell of lost bytes: U+FFFD, and the first of what two of it become in GBK.
pub(crate) fn is_lost(code: u32) -> bool {
    code == u32::from(LOST) || code == u32::from('锟')
}

const LOST: char = '\u{FFFD}';

/// Whether so many characters, which begin at a byte of a text, have a stretch of which nothing is left, or a sign that may
/// have been one character with the lost byte behind it.
pub(crate) fn has_lost_sign(text: &str, at: usize, count: usize) -> bool {
    let gone = |(ahead, c): (usize, char)| is_lost(u32::from(c)) && lost::begins(&text[at + ahead..]);
    if text[at..].char_indices().take(count).any(gone) {
        return true;
    }
    let mut signs = text[at..].char_indices().take(count).zip(text[at..].chars().skip(1).take(count - 1));
    signs.any(|((ahead, sign), lost)| {
        lost == LOST && ('\u{2000}'..'\u{3000}').contains(&sign) && narrow(text, at + ahead).is_none()
    })
}

/// Weighs characters of three bytes, eight at a time: what is light and what is heavy of those in a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wide {
    /// The weights of the last eight, a byte each, the last one on top.
    last: u64,
    /// The last eight triples, one bit each: whether they were heavy.
    heavy: u8,
    count: usize,
}

impl Wide {
    /// Goes on with so many characters, their weights a byte each, the first one at the bottom, and nothing above.
    /// Whether there are too many heavy triples among the last.
    #[inline(always)]
    pub(crate) fn add(&mut self, weights: u64, count: usize) -> bool {
        const BYTE: u32 = u8::BITS;
        const ONES: u64 = u64::MAX / 0xFF;
        const HIGH: u64 = ONES << (BYTE - 1);
        let behind = |by: u32| weights << by | self.last >> (u64::BITS - by);
        // No sum of three needs the highest bit of its byte, which is set then where a sum is large enough.
        let sums = weights + behind(BYTE) + behind(2 * BYTE);
        let mut heavy = (sums + (u64::from(1_u8 << (BYTE - 1)) - u64::from(THREE)) * ONES) & HIGH;
        self.count += count;
        if count < EIGHT {
            let bits = count as u32 * BYTE;
            heavy &= (1 << bits) - 1;
            self.last = weights << (u64::BITS - bits) | self.last >> bits;
            if heavy == 0 {
                self.heavy <<= count;
                return false;
            }
        } else {
            self.last = weights;
            if heavy == 0 {
                self.heavy = 0;
                return false;
            }
        }
        self.add_heavy(heavy, count)
    }

    #[cold]
    fn add_heavy(&mut self, heavy: u64, count: usize) -> bool {
        let mut found = false;
        for triple in &heavy.to_le_bytes()[..count] {
            self.heavy = self.heavy << 1 | u8::from(*triple != 0);
            found |= self.heavy.count_ones() >= HEAVY_LEAST;
        }
        found
    }

    /// Whether a text of so few characters as were weighed tells of mojibake; `whole` says that it is no part of another.
    pub(crate) fn tells(self, text: &str, whole: bool) -> bool {
        /// Of more characters, signs among them, eight triples in a row tell.
        const FEW: usize = 3 * EIGHT;
        if self.count == 0 || self.count > FEW {
            return false;
        }
        // Once more one by one, and without the signs, which every encoding has.
        let wide = |c: &char| ('\u{3000}'..='\u{FFFF}').contains(c);
        let mut few = Self::default();
        let mut heaviest = 0;
        for weight in text.chars().filter(wide).map(|c| weight(u32::from(c))) {
            heaviest = heaviest.max(weight);
            if few.add(u64::from(weight), 1) {
                return true;
            }
        }
        let triples = few.count.saturating_sub(2);
        let heavy = few.heavy.count_ones() as usize;
        triples < EIGHT && heavy > 0 && heavy * 2 >= triples
            || whole && few.count < 3 && 3 * u32::from(heaviest) >= u32::from(THREE)
    }

    /// How many characters were weighed.
    pub(crate) fn count(self) -> usize {
        self.count
    }
}

/// The length of the stretch of characters of one byte's encodings that begins at this byte, beyond ASCII; nothing when
/// it looks misread.
pub(crate) fn narrow(text: &str, at: usize) -> Option<usize> {
    let behind = at.checked_sub(1).map_or(b'\n', |before| text.as_bytes()[before]);
    stretch(behind, &text[at..])
}

/// Whether a letter or sign stands between letters of ASCII where hardly any word has it: letters of one encoding of one
/// byte that were read in another.
fn is_odd_inside(before: u8, c: char, after: char) -> bool {
    let cases = before.is_ascii_lowercase() && after.is_ascii_lowercase();
    match c {
        '£' | '¥' | '¢' | '±' | '¶' | '¯' | 'ª' | 'º' | '¿' | '÷' | 'ⁿ' => true,
        '¹' | '³' | '¼' | '¾' | '‚' | '„' | '‡' | 'ˆ' | '‰' | 'ƒ' => after.is_ascii_lowercase(),
        // Vietnamese words end so behind it.
        'ì' => !matches!(after, 'n' | 'm' | 'c' | 't' | 'p' | 'u'),
        'Š' | 'Ž' | 'Ÿ' | '\u{C0}'..='\u{DE}' => cases,
        '\u{391}'..='\u{3C9}' | '\u{410}'..='\u{44F}' | '\u{2550}'..='\u{2590}' => true,
        _ => false,
    }
}

/// Whether it is a letter of Icelandic, which Turkish and Baltic ones show as.
fn is_icelandic(c: char) -> bool {
    matches!(c, 'Ð' | 'Þ' | 'ð' | 'þ')
}

/// Whether some stretches of a line have letters that Latin text of another encoding shows as.
pub(super) fn has_odd_letters(text: &str, stretches: &[std::ops::Range<usize>]) -> bool {
    stretches.iter().any(|span| {
        let mut before = span.start.checked_sub(1).map_or(b'\n', |at| text.as_bytes()[at]);
        let mut chars = text[span.clone()].chars().peekable();
        while let Some(c) = chars.next() {
            let after = chars.peek().copied().unwrap_or('\n');
            let inside = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
            if is_icelandic(c)
                || matches!(c, '\u{80}'..='\u{9F}')
                || !c.is_ascii() && inside && is_odd_inside(before, c, after)
            {
                return true;
            }
            before = if c.is_ascii() { c as u8 } else { b'\n' };
        }
        false
    })
}

fn stretch(behind: u8, text: &str) -> Option<usize> {
    let mut scan = Narrow::default();
    if behind.is_ascii() {
        scan.next(char::from(behind));
    }
    let (mut row, mut last) = (0, '\n');
    for (at, c) in text.char_indices() {
        if scan.next(c) != 0 || matches!(c, '\u{80}'..='\u{9F}') || is_icelandic(c) {
            return None;
        }
        let alone = at == last.len_utf8() && behind.is_ascii_alphabetic() && c.is_ascii_alphabetic();
        if alone && is_odd_inside(behind, last, c) {
            return None;
        }
        if c.is_ascii() || ('\u{3000}'..='\u{FFFC}').contains(&c) {
            return Some(at.max(1));
        }
        // Rows of Latin letters with marks, and capitals behind small letters of Cyrillic.
        let marked = c <= '\u{FF}' || matches!(c, '\u{152}'..='\u{192}');
        row = if marked { row + usize::from(c != last) } else { 0 };
        let falls = matches!(c, '\u{410}'..='\u{42F}') && matches!(last, '\u{430}'..='\u{44F}');
        if row >= ROW || falls {
            return None;
        }
        last = c;
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mojibake_is_seen_and_clean_text_is_not() {
        for seen in [
            "NicolÃ¡s",
            "鐢ㄦ埛",
            // Signs between the characters.
            "娌℃湁鍙戠敓鏇存敼",
            "ÎÄ¼þ",
            "Ïðèâåò",
            "рТЙЧЕФ",
            "voilÃ le",
            "wei√ü",
            "tur\u{92}stico",
            "├⌐",
            "â€œ",
            "deðiþtirmek",
            "po³o¿enie",
            "dйvelopper",
        ] {
            assert!(may_be_misread(seen), "{seen}");
        }
        for clean in [
            "",
            "plain",
            "Nicolás était à “Paris” – là.",
            "用户名和密码",
            "衛生福利部",
            "日本語の文章",
            "한국어 문서",
            "Привет, мир",
            "Tiếng Việt",
        ] {
            assert!(!may_be_misread(clean), "{clean}");
        }
    }
}
