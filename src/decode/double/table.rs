//! What each pair of bytes is and costs in the encodings of two bytes a character.

use crate::decode::ascii;
use crate::decode::convert;
use crate::decode::encoding::{Encoding, Entry, LEGACY};
use crate::decode::han::Prices;
use crate::packed::STEPS_PER_NAT;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Price of what is no character: dearer than any character.
pub(crate) const INVALID_NATS: f32 = 18.0;
/// Price of a character of three or four bytes: rare.
const LONG_NATS: f32 = 15.0;
/// What a syllable outside KS X 1001 costs beside its own price: Korean text has next to none.
const EXTENDED_NATS: f32 = 4.0;
/// In place of a price: no character.
const INVALID: u16 = u16::MAX;

/// So many encodings at the head of [`LEGACY`] have two bytes a character.
pub(crate) const DOUBLES: usize = 7;

/// Pairs that begin with a byte that is not ASCII.
const PAIRS: usize = 0x80 * 0x100;

pub(super) struct Table {
    /// By pair of bytes, see [`place`]: the price in steps.
    pairs: Vec<u16>,
    /// By pair of bytes: the character, 0 for none or one outside the first plane.
    chars: Vec<u16>,
    /// By byte, of those that are a character alone.
    singles: [u16; 256],
    /// Whether a pair of bytes may begin a character of three or four bytes.
    long: fn(&[u8]) -> Option<usize>,
    pub(super) prices: Prices,
}

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| LEGACY[..DOUBLES].iter().map(Table::new).collect());

pub(crate) fn table(index: usize) -> &'static Table {
    &TABLES[index]
}

/// The place of a pair that begins with a byte that is not ASCII.
fn place(lead: u8, trail: u8) -> usize {
    usize::from(lead & 0x7F) << 8 | usize::from(trail)
}

impl Table {
    fn new(entry: &'static Entry) -> Self {
        let prices = Prices::of(entry.name);
        let plain = prices.table();
        let mut pairs = vec![INVALID; PAIRS];
        let mut chars = vec![0; PAIRS];
        convert::pairs(entry, |[lead, trail], c| {
            let place = place(lead, trail);
            let extended = entry.name == "EUC-KR" && (lead < 0xA1 || trail < 0xA1);
            let extended = if extended { (EXTENDED_NATS * STEPS_PER_NAT) as i32 } else { 0 };
            let price = i32::from(plain.steps(c)) + extended - ascii::steps(trail);
            pairs[place] = price.max(0) as u16;
            chars[place] = u16::try_from(c as u32).unwrap_or(0);
        });
        let mut singles = [INVALID; 256];
        for (byte, price) in singles.iter_mut().enumerate() {
            let byte = byte as u8;
            let text = convert::strictly(Encoding(entry), std::slice::from_ref(&byte)).map(Cow::into_owned);
            if let Some(c) = text.and_then(|text| text.chars().next()) {
                *price = if byte.is_ascii() { 0 } else { plain.steps(c) };
            }
        }
        let long = match entry.name {
            "GBK" => four_bytes,
            "EUC-JP" => three_bytes,
            "EUC-TW" => second_plane,
            _ => none,
        };
        Self { pairs, chars, singles, long, prices }
    }

    /// The length of the character that non-ASCII bytes begin with and its price; nothing if they begin none.
    pub(super) fn next(&self, bytes: &[u8]) -> Option<(usize, i32)> {
        let lead = bytes[0];
        if let Some(trail) = bytes.get(1) {
            if let Some(price) = self.pair(lead, *trail) {
                return Some((2, i32::from(price)));
            }
            if let Some(length) = (self.long)(bytes) {
                return Some((length, (LONG_NATS * STEPS_PER_NAT) as i32));
            }
        }
        self.single(lead).map(|price| (1, i32::from(price)))
    }

    /// What the character of a pair costs that begins with a byte that is not ASCII.
    pub(super) fn pair(&self, lead: u8, trail: u8) -> Option<u16> {
        Some(self.pairs[place(lead, trail)]).filter(|price| *price != INVALID)
    }

    /// What a byte costs that is a character alone.
    pub(super) fn single(&self, byte: u8) -> Option<u16> {
        Some(self.singles[usize::from(byte)]).filter(|price| *price != INVALID)
    }

    /// Whether a character of three or four bytes may begin with these two.
    pub(super) fn may_be_long(&self, lead: u8, trail: u8) -> bool {
        // The bytes behind may be any that make it one.
        [[0x81, 0x30], [0xA1, 0xA1]]
            .iter()
            .any(|rest| (self.long)(&[lead, trail, rest[0], rest[1]]).is_some())
    }

    pub(super) fn char(&self, bytes: &[u8]) -> char {
        let code = match bytes {
            [lead, trail] => self.chars[place(*lead, *trail)],
            _ => 0,
        };
        char::from_u32(u32::from(code)).filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

fn none(_: &[u8]) -> Option<usize> {
    None
}

fn four_bytes(bytes: &[u8]) -> Option<usize> {
    matches!(bytes, [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..]).then_some(4)
}

fn second_plane(bytes: &[u8]) -> Option<usize> {
    matches!(bytes, [0x8E, 0xA2, 0xA1..=0xF2, 0xA1..=0xFE, ..]).then_some(4)
}

fn three_bytes(bytes: &[u8]) -> Option<usize> {
    matches!(bytes, [0x8F, 0xA1..=0xFE, 0xA1..=0xFE, ..]).then_some(3)
}
