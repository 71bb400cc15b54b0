//! Whether a text may hold mojibake at all: one pass, one look-up a character beyond ASCII.

use super::narrow::Narrow;
use super::price::Prices;
use crate::chars::of_three;
use std::sync::LazyLock;

/// Characters of the first plane.
const PLANE: usize = 0x1_0000;
/// Weights of Chinese, Japanese and Korean characters: nats above what common ones cost, in so many steps a nat.
const COMMON_NATS: f32 = 7.0;
const STEPS: f32 = 4.0;
/// No character weighs more: a rare one between common ones is a name.
const RAREST: f32 = 20.0;
/// Three in a row with this weight are heavy; so is a text of one or two that weigh half of it each. Of mojibake nine in
/// ten triples are, of clean text one in thousands: names.
const THREE: u32 = 44;
/// So many heavy triples of eight in a row are looked at closely; of fewer, half. A name of rare characters has three.
const HEAVY_LEAST: u32 = 5;
/// Letters of encodings of one byte in a row that are.
const ROW: usize = 4;

/// By character, its weight.
static WEIGHTS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let prices = Prices::new();
    let weight = |c: u32| match char::from_u32(c) {
        Some(c @ '\u{3400}'..='\u{9FFF}' | c @ '\u{AC00}'..='\u{D7A3}' | c @ '\u{F900}'..='\u{FAFF}') => {
            ((prices.plain(c) - COMMON_NATS) * STEPS).clamp(0.0, RAREST) as u8
        }
        // Half-width katakana and phonetic signs, private use, and what no text has.
        Some('\u{FF61}'..='\u{FF9F}' | '\u{3105}'..='\u{312F}') => 14,
        Some('\u{E000}'..='\u{F8FF}') => 18,
        _ => 0,
    };
    (0..PLANE as u32).map(weight).collect()
});

/// Makes the tables.
pub(super) fn warm() {
    LazyLock::force(&WEIGHTS);
    Narrow::warm();
}

/// Whether a text may hold mojibake. Allocates nothing once the tables are made.
pub(super) fn may_be_misread(text: &str) -> bool {
    look(text, true)
}

/// The same for a part of a text, where one or two rare characters are a name.
pub(super) fn may_be_misread_in(part: &str) -> bool {
    look(part, false)
}

fn look(text: &str, whole: bool) -> bool {
    let bytes = text.as_bytes();
    let weights: &[u8] = &WEIGHTS;
    let mut at = 0;
    let (mut first, mut second) = (0_u32, 0_u32);
    let mut wide = 0_usize;
    let mut heaviest = 0_u32;
    // The last eight triples, one bit each.
    let mut heavy = 0_u8;
    while at < bytes.len() {
        let lead = bytes[at];
        if lead < 0x80 {
            // ASCII in blocks: eight bytes at once.
            at += 1;
            while let Some(block) = bytes.get(at..at + 16) {
                if block.iter().fold(0, |any, byte| any | byte) >= 0x80 {
                    break;
                }
                at += 16;
            }
            continue;
        }
        if (0xE3..=0xEF).contains(&lead) && at + 2 < bytes.len() {
            let weight = u32::from(weights[of_three([lead, bytes[at + 1], bytes[at + 2]])]);
            heavy = heavy << 1 | u8::from(first + second + weight >= THREE);
            if heavy.count_ones() >= HEAVY_LEAST {
                return true;
            }
            heaviest = heaviest.max(weight);
            wide += 1;
            (first, second) = (second, weight);
            at += 3;
            continue;
        }
        // A stretch of other characters: letter by letter.
        let behind = at.checked_sub(1).map_or(b'\n', |before| bytes[before]);
        match narrow(behind, &text[at..]) {
            Some(length) => at += length,
            None => return true,
        }
    }
    let triples = wide.saturating_sub(2);
    let short = triples < u8::BITS as usize;
    short && heavy != 0 && heavy.count_ones() as usize * 2 >= triples
        || whole && wide < 3 && heaviest * 3 >= THREE
}

/// The length of a stretch of characters beyond ASCII, of one byte's encodings; nothing when it looks misread.
fn narrow(behind: u8, text: &str) -> Option<usize> {
    let mut scan = Narrow::default();
    if behind.is_ascii() {
        scan.next(char::from(behind));
    }
    let (mut row, mut last) = (0, '\n');
    for (at, c) in text.char_indices() {
        if scan.next(c) != 0 || matches!(c, '\u{80}'..='\u{9F}') {
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
            "ÎÄ¼þ",
            "Ïðèâåò",
            "рТЙЧЕФ",
            "voilÃ le",
            "wei√ü",
            "tur\u{92}stico",
            "├⌐",
            "â€œ",
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
