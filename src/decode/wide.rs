//! UTF-16 and UTF-32, with and without a byte order mark.

use super::encoding::Encoding;

/// What a byte order mark says, and its length.
pub(super) fn mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    Some(match bytes {
        [0xFF, 0xFE, 0, 0, ..] => (Encoding::UTF_32LE, 4),
        [0, 0, 0xFE, 0xFF, ..] => (Encoding::UTF_32BE, 4),
        [0xFF, 0xFE, ..] => (Encoding::UTF_16LE, 2),
        [0xFE, 0xFF, ..] => (Encoding::UTF_16BE, 2),
        _ => return None,
    })
}

/// Units that are looked at.
const SAMPLE: usize = 512;
/// Of so many at first half must be common.
const FIRST: usize = 64;
/// Fewer units than this tell too little without a mark.
const FEWEST: usize = 2;
/// Of the units, this share must be common characters ...
const COMMON: f32 = 0.9;
/// ... and this share must be no common characters when the bytes of each unit are swapped.
const SWAPPED: f32 = 0.6;

/// The encoding of bytes without a mark whose units of two or four bytes are text.
pub(super) fn detect(bytes: &[u8]) -> Option<Encoding> {
    // Every unit of UTF-32 has a zero, and so has ASCII in UTF-16.
    memchr::memchr(0, &bytes[..bytes.len().min(2 * SAMPLE)])?;
    if bytes.len() >= 4 * FEWEST && bytes.len().is_multiple_of(4) {
        let units = || bytes.chunks_exact(4).take(SAMPLE);
        if units().all(|unit| unit[0] == 0 && unit[1] <= 0x10 && char_of(unit, true).is_some()) {
            return Some(Encoding::UTF_32BE);
        }
        if units().all(|unit| unit[3] == 0 && unit[2] <= 0x10 && char_of(unit, false).is_some()) {
            return Some(Encoding::UTF_32LE);
        }
    }
    if bytes.len() < 2 * FEWEST || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let (little, big) = (common(bytes, false), common(bytes, true));
    if little >= COMMON && big <= SWAPPED {
        Some(Encoding::UTF_16LE)
    } else if big >= COMMON && little <= SWAPPED {
        Some(Encoding::UTF_16BE)
    } else {
        None
    }
}

fn char_of(unit: &[u8], big: bool) -> Option<char> {
    let value = unit.iter().fold(0, |value, byte| value << 8 | u32::from(*byte));
    char::from_u32(if big { value } else { value.swap_bytes() })
}

/// The share of units that are common characters; none if there is one that no text has, or no ASCII unit: a
/// line end, a space or a digit is in nearly all text, and hardly ever in two bytes of other text.
fn common(bytes: &[u8], big: bool) -> f32 {
    let (mut count, mut common, mut ascii) = (0_usize, 0_usize, 0_usize);
    for pair in bytes.chunks_exact(2).take(SAMPLE) {
        let unit = if big { [pair[0], pair[1]] } else { [pair[1], pair[0]] };
        let unit = u16::from_be_bytes(unit);
        count += 1;
        if count == FIRST && common + ascii < FIRST / 2 {
            return 0.0;
        }
        match unit {
            0x09..=0x0D | 0x20..=0x7E => ascii += 1,
            0xA0..=0x5FF | 0x620..=0x6FF | 0xE00..=0xE5B | 0x1E00..=0x1FFF | 0x2010..=0x2040 => common += 1,
            // Halves of pictographs, too.
            0xD83C..=0xD83E | 0xDC00..=0xDFFF => common += 1,
            0x3000..=0x30FF | 0x4E00..=0x9FA5 | 0xAC00..=0xD7A3 | 0xFF01..=0xFF5E => common += 1,
            0 | 0xFFFE | 0xFFFF => return 0.0,
            _ => {}
        }
    }
    if ascii == 0 { 0.0 } else { (common + ascii) as f32 / count as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_told_by_its_units() {
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
        for text in ["plain ASCII\n", "中文的文本\n第二行\n", "Привет, мир"] {
            assert_eq!(detect(&little(text)), Some(Encoding::UTF_16LE), "{text}");
            assert_eq!(detect(&big(text)), Some(Encoding::UTF_16BE), "{text}");
        }
        let wide: Vec<u8> = "中a".chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        assert_eq!(detect(&wide), Some(Encoding::UTF_32LE));
        for other in [&b"plain ASCII\n"[..], b"\xD6\xD0\xCE\xC4\xB5\xC4 \n", b"", b"ab"] {
            assert_eq!(detect(other), None, "{}", other.escape_ascii());
        }
        assert_eq!(mark(b"\xFF\xFEa\0"), Some((Encoding::UTF_16LE, 2)));
    }
}
