//! Bytes of one encoding to text: what encoding_rs reads, and the encodings that the web has forgotten.
//!
//! `src/data/codepages.tsv` has the upper halves of encodings of one byte, `src/data/cns11643.bin` the planes 1 and 2 of
//! CNS 11643 as UTF-16, row by row: the mappings that Unicode publishes, written out by Python's codecs and by `iconv`.

use super::encoding::{Encoding, Entry, Kind};
use super::swift;
use crate::packed::u16_at;
use encoding_rs::DecoderResult;
use std::borrow::Cow;
use std::ops::RangeInclusive;

static CODEPAGES: &str = include_str!("../data/codepages.tsv");
static CNS: &[u8] = include_bytes!("../data/cns11643.bin");
/// Cells in a row of EUC, and rows in a plane.
const CELLS: usize = 94;
/// Bytes that a decoder wants to have free beyond what it writes.
const ROOM: usize = 32;

/// The text of bytes that are all characters. Of encodings with escapes only ISO-2022-JP is read here.
pub(super) fn strictly(encoding: Encoding, bytes: &[u8]) -> Option<Cow<'_, str>> {
    let entry = encoding.0;
    if let Some(web) = entry.web {
        return web.decode_without_bom_handling_and_without_replacement(bytes);
    }
    match entry.kind {
        Kind::Single | Kind::Ebcdic => {
            let chars = chars(entry);
            bytes.iter().map(|byte| chars[usize::from(*byte)]).collect::<Option<String>>().map(Cow::Owned)
        }
        Kind::Double => by_characters(entry, bytes).map(Cow::Owned),
        _ => None,
    }
}

/// Adds the text of bytes if all are characters; otherwise adds nothing and says so.
pub(super) fn append(encoding: Encoding, bytes: &[u8], text: &mut String) -> bool {
    if swift::append(encoding, bytes, text) {
        return true;
    }
    let Some(web) = encoding.0.web else {
        let read = strictly(encoding, bytes);
        text.push_str(read.as_deref().unwrap_or_default());
        return read.is_some();
    };
    let (before, mut at) = (text.len(), 0);
    let mut decoder = web.new_decoder_without_bom_handling();
    loop {
        text.reserve((bytes.len() - at) * 3 / 2 + ROOM);
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], text, true);
        at += read;
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                text.truncate(before);
                return false;
            }
        }
    }
}

fn by_characters(entry: &Entry, bytes: &[u8]) -> Option<String> {
    let (mut text, mut at) = (String::with_capacity(bytes.len() * 2), 0);
    while at < bytes.len() {
        let (length, c) = match &bytes[at..] {
            [byte, ..] if byte.is_ascii() => (1, Some(char::from(*byte))),
            [0x8E, plane, lead, trail, ..] if entry.name == "EUC-TW" => {
                (4, (*plane == 0xA2).then(|| cns(1, *lead, *trail)).flatten())
            }
            [lead, trail, ..] => (2, forgotten(entry, [*lead, *trail])),
            _ => return None,
        };
        text.push(c?);
        at += length;
    }
    Some(text)
}

/// Tells the characters of two bytes, with their bytes; and whether they are all that the bytes say.
pub(super) fn pairs(entry: &Entry, mut tell: impl FnMut([u8; 2], char, bool)) {
    let all = || LEADS.flat_map(|lead| TRAILS.map(move |trail| [lead, trail]));
    let Some(web) = entry.web else {
        return all()
            .filter_map(|bytes| Some((bytes, forgotten(entry, bytes)?)))
            .for_each(|(bytes, c)| tell(bytes, c, true));
    };
    // In one go: a decoder for each would take most of the time that the tables take.
    let bytes: Vec<u8> = all().flat_map(|[lead, trail]| [lead, trail, b'\n']).collect();
    // Bytes that are no character become one unit each, or two if the second is one by itself.
    let mut units = vec![0; bytes.len() + ROOM];
    let (_, _, written, _) = web.new_decoder_without_bom_handling().decode_to_utf16(&bytes, &mut units, true);
    let mut rest = &units[..written];
    for bytes in all() {
        let Some(end) = rest.iter().position(|unit| *unit == u16::from(b'\n')) else { break };
        if let Some((c, alone)) = one(&rest[..end]) {
            tell(bytes, c, alone);
        }
        rest = &rest[end + 1..];
    }
}

/// First bytes of a pair, and second ones.
const LEADS: RangeInclusive<u8> = 0x81..=0xFE;
const TRAILS: RangeInclusive<u8> = 0x30..=0xFE;

/// The one character of some units. Four pairs of Big5 are a letter and a combining mark: the letter, and that it is not
/// alone.
fn one(units: &[u16]) -> Option<(char, bool)> {
    let mut chars = char::decode_utf16(units.iter().copied());
    let (c, after) = (chars.next()?.ok()?, chars.next());
    let combined = after.as_ref().is_none_or(|after| matches!(after, Ok('\u{304}' | '\u{30C}')));
    (combined && c != char::REPLACEMENT_CHARACTER).then_some((c, after.is_none()))
}

/// The character of two bytes in an encoding that the web has forgotten.
fn forgotten(entry: &Entry, [lead, trail]: [u8; 2]) -> Option<char> {
    match entry.name {
        "EUC-TW" => cns(0, lead, trail),
        "Johab" => johab(lead, trail),
        _ => None,
    }
}

/// The characters of an encoding of one byte, by byte.
pub(super) fn chars(entry: &Entry) -> [Option<char>; 256] {
    let mut chars = [None; 256];
    if let Some(web) = entry.web {
        // One character for each byte, or U+FFFD.
        let bytes: [u8; 256] = std::array::from_fn(|byte| byte as u8);
        let text = web.decode_without_bom_handling(&bytes).0;
        for (slot, c) in chars.iter_mut().zip(text.chars()) {
            *slot = Some(c).filter(|c| *c != char::REPLACEMENT_CHARACTER);
        }
        return chars;
    }
    let page = CODEPAGES.lines().find_map(|line| line.strip_prefix(entry.name)?.strip_prefix('\t'));
    let upper = page.unwrap_or_default().chars();
    let lower = if entry.kind == Kind::Ebcdic { &EBCDIC_CONTROLS[..] } else { &ASCII[..] };
    for (byte, c) in lower.iter().copied().map(char::from).chain(upper).enumerate() {
        chars[byte] = Some(c).filter(|c| *c != char::REPLACEMENT_CHARACTER);
    }
    chars
}

const ASCII: [u8; 0x80] = {
    let mut ascii = [0; 0x80];
    let mut byte = 0;
    while byte < 0x80 {
        ascii[byte] = byte as u8;
        byte += 1;
    }
    ascii
};

/// What the lower quarter of EBCDIC is in Unicode.
const EBCDIC_CONTROLS: [u8; 0x40] = *b"\x00\x01\x02\x03\x9C\x09\x86\x7F\x97\x8D\x8E\x0B\x0C\x0D\x0E\x0F\
    \x10\x11\x12\x13\x9D\x85\x08\x87\x18\x19\x92\x8F\x1C\x1D\x1E\x1F\
    \x80\x81\x82\x83\x84\x0A\x17\x1B\x88\x89\x8A\x8B\x8C\x05\x06\x07\
    \x90\x91\x16\x93\x94\x95\x96\x04\x98\x99\x9A\x9B\x14\x15\x9E\x1A";

fn cns(plane: usize, lead: u8, trail: u8) -> Option<char> {
    let cell = |byte: u8| usize::from(byte).checked_sub(0xA1).filter(|cell| *cell < CELLS);
    let index = (plane * CELLS + cell(lead)?) * CELLS + cell(trail)?;
    char::from_u32(u16_at(CNS, index).into()).filter(|c| *c != '\0')
}

/// KS X 1001, annex 3: a syllable is five bits each for its beginning, its middle, and its end.
fn johab(lead: u8, trail: u8) -> Option<char> {
    match (lead, trail) {
        (0x84..=0xD3, 0x41..=0x7E | 0x81..=0xFE) => {
            let code = u32::from(lead) << 8 | u32::from(trail);
            let initial = (code >> 10 & 31).checked_sub(2).filter(|l| *l < 19)?;
            let medial = match code >> 5 & 31 {
                v @ 3..=7 => v - 3,
                v @ 10..=15 => v - 5,
                v @ 18..=23 => v - 7,
                v @ 26..=29 => v - 9,
                _ => return None,
            };
            let last = match code & 31 {
                t @ 1..=17 => t - 1,
                t @ 19..=29 => t - 2,
                _ => return None,
            };
            char::from_u32(0xAC00 + (initial * 21 + medial) * 28 + last)
        }
        (0xD9..=0xDE | 0xE0..=0xF9, 0x31..=0x7E | 0x91..=0xFE) => {
            let cell = trail - if trail < 0x91 { 0x31 } else { 0x43 };
            let row = if lead < 0xE0 { 2 * (lead - 0xD9) + 0x21 } else { 2 * (lead - 0xE0) + 0x4A };
            let (row, cell) = if cell >= 94 { (row + 1, cell - 94) } else { (row, cell) };
            let euc = [row | 0x80, (cell + 0x21) | 0x80];
            let text = encoding_rs::EUC_KR.decode_without_bom_handling_and_without_replacement(&euc)?;
            text.chars().next()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, bytes: &[u8]) -> Option<String> {
        strictly(Encoding::find(name).unwrap(), bytes).map(Cow::into_owned)
    }

    #[test]
    fn forgotten_encodings_are_read() {
        assert_eq!(text("Johab", b"\xD0\x65\x8B\x69 \xF7\xDB").as_deref(), Some("한글 韓"));
        assert_eq!(text("Johab", b"\xD0"), None);
        assert_eq!(text("EUC-TW", b"\xC4\xA1 \x8E\xA2\xA1\xA1").as_deref(), Some("一 乂"));
        assert_eq!(text("IBM437", b"na\x8Bve \x80\xC4").as_deref(), Some("naïve Ç─"));
        assert_eq!(text("ibm855", b"\xE5\xE1").as_deref(), Some("тр"));
    }
}
