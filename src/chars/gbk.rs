//! The two bytes of every GBK character, both ways.

use super::pairs::Pairs;
use std::sync::LazyLock;

pub(crate) use super::pairs::is_trail;

static TABLE: LazyLock<Pairs> = LazyLock::new(|| Pairs::of(encoding_rs::GBK));

/// Whether this can be the first byte of a pair.
#[cfg(any(test, feature = "eval"))]
pub(crate) fn is_lead(byte: u8) -> bool {
    super::pairs::LEADS.contains(&byte)
}

/// The character of a pair, private-use ones included.
pub(crate) fn decode(lead: u8, trail: u8) -> Option<char> {
    TABLE.decode(lead, trail)
}

/// The two bytes of a character, if GBK has it in two bytes.
pub(crate) fn encode(c: char) -> Option<(u8, u8)> {
    TABLE.encode(c)
}

/// Whether a pair reads as a private-use character or as nothing: what extractors drop.
#[cfg(any(test, feature = "eval"))]
pub(crate) fn is_dropped(lead: u8, trail: u8) -> bool {
    is_lead(lead) && is_trail(trail) && shown(lead, trail).is_none()
}

/// The character of a pair, unless extractors drop it.
pub(crate) fn shown(lead: u8, trail: u8) -> Option<char> {
    decode(lead, trail).filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_pages() {
        for (c, pair) in
            [('專', (0x8C, 0xA3)), ('科', (0xBF, 0xC6)), ('？', (0xA3, 0xBF)), ('熱', (0x9F, 0xE1))]
        {
            assert_eq!(encode(c), Some(pair));
            assert_eq!(decode(pair.0, pair.1), Some(c));
        }
        assert_eq!(encode('😀'), None);
        assert!(is_dropped(0xF8, 0xD6) && !is_dropped(0x8C, 0xA3) && !is_dropped(0x8C, 0x28));
    }
}
