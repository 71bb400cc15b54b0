//! Encodings, character by character both ways.

use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The upper half of code page 437, from 0x80.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";
/// Longest sequence of any encoding here.
const LONGEST: usize = 4;

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Charset(Table);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    Utf8,
    /// Every byte is the character of its number, the C1 controls too.
    Latin1,
    Cp437,
    /// Bytes that happen to be valid UTF-8 as UTF-8, the rest as Latin-1. Only for reading.
    Hybrid,
    /// The same with the rest as windows-1252, as browsers do, which know no Latin-1.
    Hybrid1252,
    /// As the WHATWG has it: in the windows-125x pages, bytes without a character are C1 controls.
    Web(&'static Encoding),
}

impl Charset {
    /// UTF-8.
    pub const UTF_8: Self = Self(Table::Utf8);
    /// ISO-8859-1, C1 controls included: not what the web calls by that name, which is windows-1252.
    pub const LATIN_1: Self = Self(Table::Latin1);
    /// Valid UTF-8 stretches as UTF-8, the rest as Latin-1. Only for reading.
    pub const HYBRID: Self = Self(Table::Hybrid);
    /// Valid UTF-8 stretches as UTF-8, the rest as windows-1252. Only for reading.
    pub const HYBRID_1252: Self = Self(Table::Hybrid1252);
    /// GBK, one or two bytes a character.
    pub const GBK: Self = Self(Table::Web(encoding_rs::GBK));

    /// Finds an encoding by its name: `utf-8`, `latin-1`, `cp437`, `hybrid`, `hybrid-1252`, or any name the
    /// web knows (`gbk`, `big5`, `shift_jis`, `euc-jp`, `euc-kr`, `windows-1252`, `koi8-r`, `macintosh`, ...), `cp1252`
    /// for `windows-1252` and so on.
    pub fn find(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        Some(Self(match name.as_str() {
            "utf-8" | "utf8" => Table::Utf8,
            "latin-1" | "latin1" | "iso-8859-1" => Table::Latin1,
            "cp437" | "ibm437" => Table::Cp437,
            "hybrid" => Table::Hybrid,
            "hybrid-1252" => Table::Hybrid1252,
            "macroman" => Table::Web(encoding_rs::MACINTOSH),
            "sjis" | "cp932" => Table::Web(encoding_rs::SHIFT_JIS),
            "cp949" => Table::Web(encoding_rs::EUC_KR),
            other => {
                let windows = other.strip_prefix("cp").map(|number| format!("windows-{number}"));
                let encoding = Encoding::for_label(windows.as_deref().unwrap_or(other).as_bytes())?;
                let usable = encoding != encoding_rs::REPLACEMENT
                    && encoding != encoding_rs::ISO_2022_JP
                    && encoding != encoding_rs::UTF_16LE
                    && encoding != encoding_rs::UTF_16BE;
                Table::Web(usable.then_some(encoding)?)
            }
        }))
    }

    /// Its name in pairs and recipes.
    pub fn name(self) -> String {
        match self.0 {
            Table::Utf8 => "utf-8".to_owned(),
            Table::Latin1 => "latin-1".to_owned(),
            Table::Cp437 => "cp437".to_owned(),
            Table::Hybrid => "hybrid".to_owned(),
            Table::Hybrid1252 => "hybrid-1252".to_owned(),
            Table::Web(encoding) => encoding.name().to_ascii_lowercase(),
        }
    }

    /// Whether text can be written in it: hybrids are only read.
    pub fn can_write(self) -> bool {
        !matches!(self.0, Table::Hybrid | Table::Hybrid1252)
    }

    /// Adds the bytes of a character. Says whether the encoding has it.
    pub fn encode(self, c: char, bytes: &mut Vec<u8>) -> bool {
        if c.is_ascii() {
            bytes.push(c as u8);
            return true;
        }
        let mut buffer = [0; LONGEST];
        match self.0 {
            Table::Utf8 => bytes.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()),
            Table::Latin1 if (c as u32) < 0x100 => bytes.push(c as u8),
            Table::Cp437 => match CP437.chars().position(|other| other == c) {
                Some(place) => bytes.push(0x80 + place as u8),
                None => return false,
            },
            Table::Latin1 | Table::Hybrid | Table::Hybrid1252 => return false,
            Table::Web(encoding) => {
                let (encoded, _, lossy) = encoding.encode(c.encode_utf8(&mut buffer));
                // Four bytes are GB18030's, which GBK proper does not have.
                if lossy || encoded.len() >= LONGEST {
                    return false;
                }
                bytes.extend_from_slice(&encoded);
            }
        }
        true
    }

    /// Reads the first character of some bytes: how many it takes, and the character; nothing when the first
    /// byte begins none.
    pub fn read(self, bytes: &[u8]) -> (usize, Option<char>) {
        match (self.0, bytes) {
            (_, []) => (0, None),
            (_, [byte @ ..=0x7F, ..]) => (1, Some(char::from(*byte))),
            (Table::Latin1, [byte, ..]) => (1, Some(char::from(*byte))),
            (Table::Cp437, [byte, ..]) => (1, CP437.chars().nth(usize::from(byte - 0x80))),
            (Table::Utf8, _) => utf8(bytes).map_or((1, None), |(length, c)| (length, Some(c))),
            (Table::Hybrid, [byte, ..]) => {
                utf8(bytes).map_or((1, Some(char::from(*byte))), |(length, c)| (length, Some(c)))
            }
            (Table::Hybrid1252, _) => {
                let rest = || web(encoding_rs::WINDOWS_1252, bytes);
                utf8(bytes).map_or_else(rest, |(length, c)| (length, Some(c)))
            }
            (Table::Web(encoding), _) => web(encoding, bytes),
        }
    }
}

/// The character that valid UTF-8 begins with.
fn utf8(bytes: &[u8]) -> Option<(usize, char)> {
    let chunk = bytes[..bytes.len().min(LONGEST)].utf8_chunks().next()?;
    let c = chunk.valid().chars().next()?;
    Some((c.len_utf8(), c))
}

/// The character that bytes of a web encoding begin with. Four-byte sequences of GB18030 do not count.
fn web(encoding: &'static Encoding, bytes: &[u8]) -> (usize, Option<char>) {
    for length in 1..LONGEST.min(bytes.len() + 1) {
        let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&bytes[..length])
        else {
            continue;
        };
        let mut chars = text.chars();
        // Two pairs of Big5 are a letter and a combining mark; they count as none.
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return (length, Some(c));
        }
        // More than one character: the first byte is none, the next one is one of its own.
        break;
    }
    (1, None)
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl TryFrom<String> for Charset {
    type Error = String;
    fn try_from(name: String) -> Result<Self, String> {
        Self::find(&name).ok_or_else(|| format!("no encoding is called {name:?}"))
    }
}

impl From<Charset> for String {
    fn from(charset: Charset) -> Self {
        charset.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(name: &str) -> Charset {
        Charset::find(name).unwrap_or_else(|| panic!("{name}"))
    }

    #[test]
    fn encodes_and_reads_back() {
        for (name, text) in [
            ("utf-8", "中é😀"),
            ("latin-1", "é\u{85}"),
            ("cp437", "é│"),
            ("gbk", "中專€"),
            ("big5", "中專"),
            ("shift_jis", "中ｶあ"),
            ("euc-jp", "中あ丂"),
            ("euc-kr", "한글"),
            ("cp1251", "Привет"),
            ("koi8-r", "Привет"),
            ("macroman", "é–"),
            ("cp874", "ไทย"),
            ("iso-8859-2", "ł"),
        ] {
            let charset = find(name);
            assert_eq!(find(&charset.name()), charset);
            let mut bytes = Vec::new();
            assert!(text.chars().all(|c| charset.encode(c, &mut bytes)) || name == "euc-jp", "{name}");
            let (mut read, mut at) = (String::new(), 0);
            while at < bytes.len() {
                let (length, c) = charset.read(&bytes[at..]);
                read.extend(c);
                at += length;
            }
            assert_eq!(read, text.replace('丂', ""), "{name}");
        }
    }

    #[test]
    fn what_is_none_is_one_byte() {
        assert_eq!(find("gbk").read(&[0xD6]), (1, None));
        assert_eq!(find("gbk").read(&[0xD6, b'1']), (1, None));
        assert_eq!(find("shift_jis").read(&[0xFF, 0x41]), (1, None));
        assert_eq!(find("utf-8").read(&[0xE4, 0xB8]), (1, None));
        assert_eq!(Charset::HYBRID.read(&[0xC4, 0xE3]), (1, Some('Ä')));
        assert_eq!(Charset::HYBRID.read(&[0xC4, 0xA3]), (2, Some('ģ')));
        assert_eq!(Charset::HYBRID.read(&[0x93, 0x94]), (1, Some('\u{93}')));
        assert_eq!(Charset::HYBRID_1252.read(&[0x93, 0x94]), (1, Some('“')));
        assert_eq!(Charset::HYBRID_1252.read(&[0xC4, 0xA3]), (2, Some('ģ')));
        assert!(!find("gbk").encode('😀', &mut Vec::new()));
        assert!(Charset::find("utf-16le").is_none() && Charset::find("nonsense").is_none());
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(CP437.chars().count(), 128);
    }
}
