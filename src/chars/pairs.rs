//! The characters of two bytes of an encoding, both ways. Made from encoding_rs's tables.

use encoding_rs::Encoding;

/// First bytes of a pair.
pub(crate) const LEADS: std::ops::RangeInclusive<u8> = 0x81..=0xFE;
/// Second bytes lie here, 0x7F left out.
const TRAILS: std::ops::RangeInclusive<u8> = 0x40..=0xFE;
const TRAIL_COUNT: usize = 0xFE - 0x40 + 1;

/// The pairs of an encoding.
pub(crate) struct Pairs {
    /// By pair; 0 where the encoding has no character of the first plane.
    chars: Vec<u16>,
    /// By character of the first plane; 0 where it has no pair.
    pairs: Vec<u16>,
}

impl Pairs {
    /// The pairs of an encoding.
    pub(crate) fn of(encoding: &'static Encoding) -> Self {
        let mut bytes = Vec::new();
        for lead in LEADS {
            for trail in TRAILS {
                // A line end after each pair keeps a pair that is not a character from eating the next one.
                bytes.extend_from_slice(&[lead, trail, b'\n']);
            }
        }
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        let mut table = Self { chars: vec![0; bytes.len() / 3], pairs: vec![0; 0x1_0000] };
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
    }

    /// The character of a pair, private-use ones included.
    pub(crate) fn decode(&self, lead: u8, trail: u8) -> Option<char> {
        if !LEADS.contains(&lead) || !is_trail(trail) {
            return None;
        }
        let index = (lead - LEADS.start()) as usize * TRAIL_COUNT + (trail - TRAILS.start()) as usize;
        match self.chars[index] {
            0 => None,
            c => char::from_u32(u32::from(c)),
        }
    }

    /// The two bytes of a character, if the encoding has it in two bytes. Where several pairs stand for one
    /// character, the last of them.
    pub(crate) fn encode(&self, c: char) -> Option<(u8, u8)> {
        match self.pairs.get(c as usize) {
            None | Some(0) => None,
            Some(pair) => Some(((pair >> 8) as u8, (pair & 0xFF) as u8)),
        }
    }
}

/// Whether this can be the second byte of a pair.
pub(crate) fn is_trail(byte: u8) -> bool {
    TRAILS.contains(&byte) && byte != 0x7F
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_lead_to_characters_and_back() {
        for (encoding, c, pair) in [
            (encoding_rs::GBK, '專', (0x8C, 0xA3)),
            (encoding_rs::BIG5, '專', (0xB1, 0x4D)),
            (encoding_rs::SHIFT_JIS, '表', (0x95, 0x5C)),
            (encoding_rs::EUC_KR, '한', (0xC7, 0xD1)),
        ] {
            let table = Pairs::of(encoding);
            assert_eq!(table.encode(c), Some(pair));
            assert_eq!(table.decode(pair.0, pair.1), Some(c));
            assert_eq!(table.decode(pair.0, 0x7F), None);
        }
    }
}
