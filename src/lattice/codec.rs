//! Codecs: how many bytes a character has, and which character they are.

use crate::chars::gbk;
use crate::chars::pairs::Pairs;
use std::sync::LazyLock;

/// Most bytes a character has in any codec.
pub(crate) const LONGEST: usize = 4;

static BIG5: LazyLock<Pairs> = LazyLock::new(|| Pairs::of(encoding_rs::BIG5));
static SHIFT_JIS: LazyLock<Pairs> = LazyLock::new(|| Pairs::of(encoding_rs::SHIFT_JIS));
static EUC_JP: LazyLock<Pairs> = LazyLock::new(|| Pairs::of(encoding_rs::EUC_JP));
static EUC_KR: LazyLock<Pairs> = LazyLock::new(|| Pairs::of(encoding_rs::EUC_KR));

/// An encoding as the search knows it. Private-use characters are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Codec {
    /// One or two bytes; the characters that GB18030 writes in four are left out.
    Gbk,
    Utf8,
    Big5,
    ShiftJis,
    EucJp,
    EucKr,
}

impl Codec {
    /// How many bytes a character has that begins with this one; 0 where none does.
    pub(crate) fn length(self, lead: u8) -> usize {
        match (self, lead) {
            (_, 0x00..=0x7F) => 1,
            (Self::Utf8, 0xC2..=0xDF) => 2,
            (Self::Utf8, 0xE0..=0xEF) => 3,
            (Self::Utf8, 0xF0..=0xF4) => 4,
            (Self::Utf8, _) => 0,
            (Self::ShiftJis, 0xA1..=0xDF) => 1,
            (Self::ShiftJis, 0x80 | 0xA0 | 0xFD..) => 0,
            (Self::EucJp, 0x8F) => 3,
            (Self::EucJp, 0x8E | 0xA1..=0xFE) => 2,
            (Self::EucJp, _) => 0,
            (_, 0x81..=0xFE) => 2,
            (_, 0x80 | 0xFF) => 0,
        }
    }

    /// The character of these bytes, all of them; nothing if they are none. Allocates for three bytes of EUC-JP
    /// alone.
    pub(crate) fn decode(self, bytes: &[u8]) -> Option<char> {
        let c = match (self, bytes) {
            (_, [byte @ 0x00..=0x7F]) => char::from(*byte),
            (Self::Utf8, _) => single(std::str::from_utf8(bytes).ok()?)?,
            (Self::ShiftJis, [byte @ 0xA1..=0xDF]) | (Self::EucJp, [0x8E, byte @ 0xA1..=0xDF]) => {
                char::from_u32(HALF_KATAKANA + u32::from(*byte))?
            }
            (Self::EucJp, [0x8F, ..]) => {
                let (text, malformed) = encoding_rs::EUC_JP.decode_without_bom_handling(bytes);
                single(&text).filter(|_| !malformed)?
            }
            (_, [lead, trail]) => match self {
                Self::Gbk | Self::Utf8 => gbk::decode(*lead, *trail)?,
                Self::Big5 => BIG5.decode(*lead, *trail)?,
                Self::ShiftJis => SHIFT_JIS.decode(*lead, *trail)?,
                Self::EucJp => EUC_JP.decode(*lead, *trail)?,
                Self::EucKr => EUC_KR.decode(*lead, *trail)?,
            },
            _ => return None,
        };
        Some(c).filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c))
    }
}

impl Codec {
    /// The bytes of a character, if the codec has it.
    pub(crate) fn encode(self, c: char) -> Option<Vec<u8>> {
        let encoding = match self {
            Self::Gbk => encoding_rs::GBK,
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Big5 => encoding_rs::BIG5,
            Self::ShiftJis => encoding_rs::SHIFT_JIS,
            Self::EucJp => encoding_rs::EUC_JP,
            Self::EucKr => encoding_rs::EUC_KR,
        };
        let mut buffer = [0; 4];
        let (bytes, _, lossy) = encoding.encode(c.encode_utf8(&mut buffer));
        (!lossy).then(|| bytes.into_owned())
    }
}

/// What to add to a byte of half-width katakana: A1 is U+FF61.
const HALF_KATAKANA: u32 = 0xFF61 - 0xA1;

/// The one character of a text.
fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [(Codec, &encoding_rs::Encoding); 6] = [
        (Codec::Gbk, encoding_rs::GBK),
        (Codec::Utf8, encoding_rs::UTF_8),
        (Codec::Big5, encoding_rs::BIG5),
        (Codec::ShiftJis, encoding_rs::SHIFT_JIS),
        (Codec::EucJp, encoding_rs::EUC_JP),
        (Codec::EucKr, encoding_rs::EUC_KR),
    ];

    #[test]
    fn reads_what_encoders_write() {
        for (codec, encoding) in ALL {
            for c in "a~?，。專专设設体表示한글ｱカかガ々é".chars() {
                let text = c.to_string();
                let (bytes, _, lossy) = encoding.encode(&text);
                if !lossy {
                    assert_eq!(codec.length(bytes[0]), bytes.len(), "{c} in {codec:?}");
                    assert_eq!(codec.decode(&bytes), Some(c), "{c} in {codec:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_character_is_none() {
        assert_eq!(Codec::Gbk.length(0x80), 0);
        assert_eq!(Codec::Gbk.decode(&[0xC6, b'?']), None);
        assert_eq!(Codec::Gbk.decode(&[0xF8, 0xD6]), None, "private use");
        assert_eq!(Codec::Utf8.decode(&[0xE4, 0xB8]), None);
        assert_eq!(Codec::Utf8.length(0xBF), 0);
        assert_eq!(Codec::EucJp.decode(&[0x8F, 0xB0, 0xA1]), Some('丂'));
    }
}
