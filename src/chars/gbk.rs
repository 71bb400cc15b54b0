//! The two bytes of every GBK character, both ways. Made once from encoding_rs's table, on first use.

use std::sync::LazyLock;

/// First bytes of a pair.
pub(crate) const LEADS: std::ops::RangeInclusive<u8> = 0x81..=0xFE;
/// Second bytes lie here, 0x7F left out.
const TRAILS: std::ops::RangeInclusive<u8> = 0x40..=0xFE;
const TRAIL_COUNT: usize = 0xFE - 0x40 + 1;

struct Table {
    /// By pair; 0 where GBK has no character.
    chars: Vec<u16>,
    /// By character of the first plane; 0 where GBK has no pair.
    pairs: Vec<u16>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    for lead in LEADS {
        for trail in TRAILS {
            // A line end after each pair keeps a pair that is not a character from eating the next one.
            bytes.extend_from_slice(&[lead, trail, b'\n']);
        }
    }
    let (text, _) = encoding_rs::GBK.decode_without_bom_handling(&bytes);
    let mut table = Table { chars: vec![0; bytes.len() / 3], pairs: vec![0; 0x1_0000] };
    for (index, line) in text.lines().enumerate() {
        let mut chars = line.chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && c != char::REPLACEMENT_CHARACTER
            && (c as u32) < 0x1_0000
        {
            let lead = *LEADS.start() as usize + index / TRAIL_COUNT;
            let trail = *TRAILS.start() as usize + index % TRAIL_COUNT;
            table.chars[index] = c as u16;
            table.pairs[c as usize] = (lead << 8 | trail) as u16;
        }
    }
    table
});

/// Whether this can be the first byte of a pair.
pub(crate) fn is_lead(byte: u8) -> bool {
    LEADS.contains(&byte)
}

/// Whether this can be the second byte of a pair.
pub(crate) fn is_trail(byte: u8) -> bool {
    TRAILS.contains(&byte) && byte != 0x7F
}

/// The character of a pair, private-use ones included.
pub(crate) fn decode(lead: u8, trail: u8) -> Option<char> {
    if !is_lead(lead) || !is_trail(trail) {
        return None;
    }
    let index = (lead - LEADS.start()) as usize * TRAIL_COUNT + (trail - TRAILS.start()) as usize;
    match TABLE.chars[index] {
        0 => None,
        c => char::from_u32(u32::from(c)),
    }
}

/// The two bytes of a character, if GBK has it in two bytes.
pub(crate) fn encode(c: char) -> Option<(u8, u8)> {
    match TABLE.pairs.get(c as usize) {
        None | Some(0) => None,
        Some(pair) => Some(((pair >> 8) as u8, (pair & 0xFF) as u8)),
    }
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
