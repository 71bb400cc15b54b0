//! What each pair of bytes is and costs in the encodings of two bytes a character.

use crate::decode::ascii;
use crate::decode::convert;
use crate::decode::encoding::{Encoding, Entry, LEGACY};
use crate::decode::han::{Character, Prices};
use crate::decode::swift::packed;
use crate::packed::STEPS_PER_NAT;
use std::borrow::Cow;
use std::ops::RangeInclusive;
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
pub(crate) const PAIRS: usize = 0x80 * 0x100;

pub(super) struct Table {
    /// By pair of bytes, see [`place`]: the price in steps.
    pairs: Box<[u16; PAIRS]>,
    /// By pair of bytes: the character's UTF-8, see [`packed`].
    texts: Box<[u32; PAIRS]>,
    /// By pair of bytes: the character.
    characters: Vec<Character>,
    /// By byte, of those that are a character alone.
    singles: [u16; 256],
    long: Long,
    pub(super) prices: Prices,
}

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| LEGACY[..DOUBLES].iter().map(Table::new).collect());

pub(crate) fn table(index: usize) -> &'static Table {
    &TABLES[index]
}

/// The place of a pair that begins with a byte that is not ASCII.
#[inline]
pub(crate) fn place(lead: u8, trail: u8) -> usize {
    usize::from(lead & 0x7F) << 8 | usize::from(trail)
}

impl Table {
    fn new(entry: &'static Entry) -> Self {
        let prices = Prices::of(entry.name);
        let plain = prices.table();
        let mut pairs = Box::new([INVALID; PAIRS]);
        let mut texts = Box::new([0; PAIRS]);
        let mut characters = vec![Character::default(); PAIRS];
        convert::pairs(entry, |[lead, trail], c, alone| {
            let place = place(lead, trail);
            let extended = entry.name == "EUC-KR" && (lead < 0xA1 || trail < 0xA1);
            let extended = if extended { (EXTENDED_NATS * STEPS_PER_NAT) as i32 } else { 0 };
            let (price, character) = plain.look_up(c);
            let price = i32::from(price) + extended - ascii::steps(trail);
            pairs[place] = price.max(0) as u16;
            characters[place] = character;
            texts[place] = if alone { packed(c, pairs[place]) } else { 0 };
        });
        let mut singles = [INVALID; 256];
        for (byte, price) in singles.iter_mut().enumerate() {
            let byte = byte as u8;
            let text = convert::strictly(Encoding(entry), std::slice::from_ref(&byte)).map(Cow::into_owned);
            if let Some(c) = text.and_then(|text| text.chars().next()) {
                *price = if byte.is_ascii() { 0 } else { plain.look_up(c).0 };
            }
        }
        let long = match entry.name {
            "GBK" => Long::FOUR_OF_GB18030,
            "EUC-JP" => Long::THREE_OF_EUC_JP,
            "EUC-TW" => Long::SECOND_PLANE,
            _ => Long::NONE,
        };
        Self { pairs, texts, characters, singles, long, prices }
    }

    /// The length of the character that non-ASCII bytes begin with and its price; nothing if they begin none.
    pub(super) fn next(&self, bytes: &[u8]) -> Option<(usize, i32)> {
        let lead = bytes[0];
        if let Some(trail) = bytes.get(1) {
            if let Some(price) = self.pair(lead, *trail) {
                return Some((2, i32::from(price)));
            }
            if self.long.begin(bytes) {
                return Some((self.long.length(), (LONG_NATS * STEPS_PER_NAT) as i32));
            }
        }
        self.single(lead).map(|price| (1, i32::from(price)))
    }

    /// By pair of bytes: the character's UTF-8.
    pub(super) fn texts(&self) -> &[u32; PAIRS] {
        &self.texts
    }

    /// What the character of a pair costs that begins with a byte that is not ASCII.
    #[inline]
    pub(super) fn pair(&self, lead: u8, trail: u8) -> Option<u16> {
        Some(self.pairs[place(lead, trail)]).filter(|price| *price != INVALID)
    }

    /// What a byte costs that is a character alone.
    pub(super) fn single(&self, byte: u8) -> Option<u16> {
        Some(self.singles[usize::from(byte)]).filter(|price| *price != INVALID)
    }

    /// The pairs that a character of three or four bytes may begin with.
    pub(super) fn long_starts(&self) -> impl Iterator<Item = (u8, u8)> {
        let [leads, trails] = [0, 1].map(|place| self.long.0.get(place).cloned());
        leads
            .into_iter()
            .flatten()
            .flat_map(move |lead| trails.clone().into_iter().flatten().map(move |trail| (lead, trail)))
    }

    pub(super) fn character(&self, [lead, trail]: [u8; 2]) -> Character {
        self.characters[place(lead, trail)]
    }
}

/// Characters of three or four bytes: what each byte may be.
struct Long(&'static [RangeInclusive<u8>]);

impl Long {
    const NONE: Self = Self(&[]);
    const FOUR_OF_GB18030: Self = Self(&[0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39]);
    const THREE_OF_EUC_JP: Self = Self(&[0x8F..=0x8F, 0xA1..=0xFE, 0xA1..=0xFE]);
    const SECOND_PLANE: Self = Self(&[0x8E..=0x8E, 0xA2..=0xA2, 0xA1..=0xF2, 0xA1..=0xFE]);

    fn length(&self) -> usize {
        self.0.len()
    }

    /// Whether bytes begin with one.
    fn begin(&self, bytes: &[u8]) -> bool {
        !self.0.is_empty()
            && bytes.len() >= self.0.len()
            && self.0.iter().zip(bytes).all(|(range, byte)| range.contains(byte))
    }
}
