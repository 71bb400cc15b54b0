//! Bytes to text by table: two to four times as fast as a decoder that has to allow for everything, for bytes that are all
//! ASCII and characters of the most usual length. Whatever else there is is left to the decoder.

use super::convert;
use super::double;
use super::encoding::{Encoding, Kind, LEGACY, LEGACY_COUNT};
use super::single::SINGLES;
use crate::packed::STEPS_PER_NAT;
use std::ops::Range;
use std::sync::OnceLock;

/// The bytes of a character in UTF-8, the first lowest, above them their number, and above that how rare it is, given its
/// price in steps; 0 for what is no character or has more bytes than three.
pub(super) fn packed(c: char, price: u16) -> u32 {
    let mut bytes = [0; 4];
    match c.encode_utf8(&mut bytes).len() {
        4 => 0,
        length => u32::from_le_bytes(bytes) | (length as u32) << LENGTH | rarity(price) << RARITY,
    }
}

/// The places of what is packed.
const LENGTH: u32 = 24;
const RARITY: u32 = 26;
/// Rarity counts so many steps of a price as one.
const ROUGH: u16 = 8;

/// How rare a character of some price is: never too little.
fn rarity(price: u16) -> u32 {
    u32::from(price.div_ceil(ROUGH)).min(u32::MAX >> RARITY)
}

fn length(packed: u32) -> usize {
    (packed >> LENGTH & 3) as usize
}

/// The characters of an encoding of one byte.
type Page = [u32; 256];

static PAGES: [OnceLock<Page>; SINGLES] = [const { OnceLock::new() }; SINGLES];

fn page(single: usize) -> &'static Page {
    PAGES[single].get_or_init(|| {
        convert::chars(&LEGACY[LEGACY_COUNT - SINGLES + single]).map(|c| c.map_or(0, |c| packed(c, 0)))
    })
}

/// Adds the text of bytes if all are ASCII or characters of two bytes, or of one in encodings of one; otherwise adds nothing
/// and says so.
pub(super) fn append(encoding: Encoding, bytes: &[u8], text: &mut String) -> bool {
    let Some(index) = encoding.legacy() else { return false };
    let before = text.len();
    let whole = match encoding.0.kind {
        Kind::Double => {
            let table = double::texts(index);
            let mut none = Watch::default();
            by_blocks(bytes, text, |bytes, at, out| double_block::<false>(table, bytes, at, out, &mut none))
        }
        Kind::Single => {
            let page = page(index - (LEGACY_COUNT - SINGLES));
            by_blocks(bytes, text, |bytes, at, out| single_block(page, bytes, at, out))
        }
        _ => false,
    };
    if !whole {
        text.truncate(before);
    }
    whole
}

/// As [`append`] in an encoding of two bytes a character, given by its place; tells in which parts of the bytes are or end
/// characters in a row that are as unlikely as [`double::Score`]s that are odd, and maybe some that are not.
pub(super) fn append_watching(index: usize, bytes: &[u8], text: &mut String) -> Option<Vec<Range<usize>>> {
    let before = text.len();
    let table = double::texts(index);
    let (mut watch, mut odd) = (Watch::default(), Vec::new());
    let whole = by_blocks(bytes, text, |bytes, at, out| {
        watch.odd = false;
        let filled = double_block::<true>(table, bytes, at, out, &mut watch)?;
        if watch.odd {
            odd.push(at..filled.0);
        }
        Some(filled)
    });
    if !whole {
        text.truncate(before);
    }
    whole.then_some(odd)
}

/// How rare the last characters were, and whether some in a row were too rare.
#[derive(Default)]
struct Watch {
    before: u32,
    last: u32,
    odd: bool,
}

/// The text is made in blocks of so many bytes: short enough that few have a name in them.
const BLOCK: usize = 256;
type Block = [u8; BLOCK];
/// Bytes of ASCII that are copied at once; what a block must have free to go on.
const WORD: usize = 8;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Makes the text block by block, each by a function that begins at a place in the bytes and tells where it ended and how
/// much it wrote.
fn by_blocks(
    bytes: &[u8],
    text: &mut String,
    mut fill: impl FnMut(&[u8], usize, &mut Block) -> Option<(usize, usize)>,
) -> bool {
    let mut block = [0; BLOCK];
    let mut at = 0;
    while at < bytes.len() {
        let Some((end, written)) = fill(bytes, at, &mut block) else { return false };
        let Ok(part) = simdutf8::basic::from_utf8(&block[..written]) else { return false };
        text.push_str(part);
        at = end;
    }
    true
}

fn double_block<const WATCHING: bool>(
    table: &[u32; double::PAIRS],
    bytes: &[u8],
    mut at: usize,
    out: &mut Block,
    watch: &mut Watch,
) -> Option<(usize, usize)> {
    const TWO: u32 = (double::ODD_TWO_NATS * STEPS_PER_NAT) as u32 / ROUGH as u32;
    const THREE: u32 = (double::ODD_THREE_NATS * STEPS_PER_NAT) as u32 / ROUGH as u32;
    let mut written = 0;
    let Watch { mut before, mut last, mut odd } = *watch;
    while written <= BLOCK - WORD {
        match bytes.get(at..) {
            Some([lead @ 0x80..=0xFF, trail, ..]) => {
                let packed = table[double::place(*lead, *trail)];
                if packed == 0 {
                    return None;
                }
                out[written..written + 4].copy_from_slice(&packed.to_le_bytes());
                written += length(packed);
                at += 2;
                if WATCHING {
                    let two = last + (packed >> RARITY);
                    odd |= (two > TWO) | (two + before > THREE);
                    (before, last) = (last, packed >> RARITY);
                }
            }
            Some([0x80..=0xFF, ..]) => return None,
            Some(rest @ [byte, ..]) => {
                let Some(word) = rest.first_chunk::<WORD>() else {
                    out[written] = *byte;
                    (at, written) = (at + 1, written + 1);
                    continue;
                };
                out[written..written + WORD].copy_from_slice(word);
                let high = u64::from_le_bytes(*word) & HIGH;
                let ascii = (high.trailing_zeros() / u8::BITS) as usize;
                (at, written) = (at + ascii, written + ascii);
            }
            _ => break,
        }
    }
    *watch = Watch { before, last, odd };
    Some((at, written))
}

fn single_block(page: &Page, bytes: &[u8], mut at: usize, out: &mut Block) -> Option<(usize, usize)> {
    let (mut written, mut whole) = (0, true);
    // Characters have at most three bytes.
    while written <= BLOCK - (3 * WORD + 1) {
        let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) else { break };
        if let Some(word) = rest.first_chunk::<WORD>()
            && u64::from_le_bytes(*word) & HIGH == 0
        {
            out[written..written + WORD].copy_from_slice(word);
            (at, written) = (at + WORD, written + WORD);
            continue;
        }
        let few = &rest[..rest.len().min(WORD)];
        for byte in few {
            let packed = page[usize::from(*byte)];
            whole &= packed != 0;
            out[written..written + 4].copy_from_slice(&packed.to_le_bytes());
            written += length(packed);
        }
        at += few.len();
    }
    whole.then_some((at, written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_the_decoder_says() {
        for entry in &LEGACY {
            let encoding = Encoding(entry);
            let trails = if entry.kind == Kind::Double { 0..=255 } else { b'.'..=b'.' };
            for lead in 0..=255 {
                for trail in trails.clone() {
                    let bytes = [b'a', lead, trail, b'.', b'\n'];
                    let mut text = String::from("x");
                    if append(encoding, &bytes, &mut text) {
                        let wanted = convert::strictly(encoding, &bytes);
                        assert_eq!(
                            Some(&text[1..]),
                            wanted.as_deref(),
                            "{} {lead:02X} {trail:02X}",
                            entry.name
                        );
                    } else {
                        assert_eq!(text, "x", "nothing is added");
                    }
                }
            }
        }
    }

    #[test]
    fn reads_text_of_any_length() {
        let gbk = Encoding::find("GBK").expect("there is one");
        let cyrillic = Encoding::find("windows-1251").expect("there is one");
        for length in (0..40).chain([1000, 1023, 1024, 5000]) {
            let text = "中文 and ASCII that is long. ".chars().cycle().take(length).collect::<String>();
            let mut got = String::new();
            assert!(append(gbk, &encoding_rs::GBK.encode(&text).0, &mut got));
            assert_eq!(got, text);
            let text = "Завтра, and ASCII that is long. ".chars().cycle().take(length).collect::<String>();
            got.clear();
            assert!(append(cyrillic, &encoding_rs::WINDOWS_1251.encode(&text).0, &mut got));
            assert_eq!(got, text);
        }
    }

    #[test]
    fn unlikely_characters_in_a_row_are_seen() {
        let place = Encoding::find("GBK").and_then(Encoding::legacy).expect("there is one");
        let plain = encoding_rs::GBK.encode("今天下午的会议改到三点。\n").0.repeat(40);
        // One byte is missing.
        let broken = &encoding_rs::GBK.encode("今天下午的会议改到三点，请大家准时参加。a\n").0[1..];
        let mut text = String::new();
        assert_eq!(append_watching(place, &plain, &mut text), Some(Vec::new()));
        let both = [&plain, broken, &plain].concat();
        let odd = append_watching(place, &both, &mut text).expect("all are characters");
        let lies_in = |part: &Range<usize>| part.start < plain.len() + broken.len() && plain.len() < part.end;
        assert!(!odd.is_empty() && odd.iter().all(lies_in), "{odd:?}");
        assert_eq!(append_watching(place, b"\xFF", &mut text), None);
    }

    #[test]
    fn leaves_what_is_rare_to_the_decoder() {
        let gbk = Encoding::find("GBK").expect("there is one");
        let mut text = String::new();
        for bytes in [&b"\xD6\xD0\x84\x31\xA5\x30"[..], b"\x80", b"\xD6\xD0\xCE", b"\xFF\xFF"] {
            assert!(!append(gbk, bytes, &mut text) && text.is_empty(), "{}", bytes.escape_ascii());
        }
        assert!(!append(Encoding::UTF_8, b"a", &mut text));
    }
}
