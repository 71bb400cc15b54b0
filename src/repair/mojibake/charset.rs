//! Encodings both ways: the bytes that a character was read from, and the characters that bytes are.

use encoding_rs::Encoding;
use std::sync::LazyLock;

/// The upper halves of code pages that the web does not know, from 0x80.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

/// An encoding. The order is that of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Charset {
    /// ISO-8859-1 and windows-1252 at once: tools mix them, and no byte is two things.
    Western,
    Windows1250,
    Windows1251,
    Windows1253,
    Windows1254,
    Windows1255,
    Windows1256,
    Windows1257,
    Windows1258,
    Windows874,
    Iso2,
    Iso5,
    Iso7,
    Iso15,
    Koi8R,
    Cp866,
    Macintosh,
    MacCyrillic,
    Cp437,
    Cp850,
    Gbk,
    Big5,
    ShiftJis,
    EucJp,
    EucKr,
    Utf8,
}

/// Encodings of one byte a character.
pub(super) const SINGLES: usize = 20;
/// How encodings that the tables know are called in reasons.
const NAMES: [&str; 26] = [
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "ISO-8859-2",
    "ISO-8859-5",
    "ISO-8859-7",
    "ISO-8859-15",
    "KOI8-R",
    "IBM866",
    "MacRoman",
    "MacCyrillic",
    "cp437",
    "cp850",
    "GBK",
    "Big5",
    "Shift_JIS",
    "EUC-JP",
    "EUC-KR",
    "UTF-8",
];

/// What a table of one-byte encodings is made from.
enum Source {
    /// As the web has it.
    Web(&'static Encoding),
    /// The upper half, as a text of 128 characters.
    Half(&'static str),
}

fn source(single: usize) -> Source {
    match single {
        0 => Source::Web(encoding_rs::WINDOWS_1252),
        1 => Source::Web(encoding_rs::WINDOWS_1250),
        2 => Source::Web(encoding_rs::WINDOWS_1251),
        3 => Source::Web(encoding_rs::WINDOWS_1253),
        4 => Source::Web(encoding_rs::WINDOWS_1254),
        5 => Source::Web(encoding_rs::WINDOWS_1255),
        6 => Source::Web(encoding_rs::WINDOWS_1256),
        7 => Source::Web(encoding_rs::WINDOWS_1257),
        8 => Source::Web(encoding_rs::WINDOWS_1258),
        9 => Source::Web(encoding_rs::WINDOWS_874),
        10 => Source::Web(encoding_rs::ISO_8859_2),
        11 => Source::Web(encoding_rs::ISO_8859_5),
        12 => Source::Web(encoding_rs::ISO_8859_7),
        13 => Source::Web(encoding_rs::ISO_8859_15),
        14 => Source::Web(encoding_rs::KOI8_R),
        15 => Source::Web(encoding_rs::IBM866),
        16 => Source::Web(encoding_rs::MACINTOSH),
        17 => Source::Web(encoding_rs::X_MAC_CYRILLIC),
        18 => Source::Half(CP437),
        _ => Source::Half(CP850),
    }
}

/// Windows' pages that are one of ISO's but for C1 controls: 1252, 1254, 1255, 1257, 874.
const LIKE_ISO: [usize; 5] = [0, 4, 5, 7, 9];

/// Above this no encoding of one byte has characters, but for a few.
const LOW: usize = 0x2700;

/// An encoding of one byte.
struct Single {
    /// From 0x80.
    chars: [Option<char>; 128],
    /// By character; 0 for none.
    bytes: Vec<u8>,
    /// Characters from [`LOW`] on.
    high: Vec<(char, u8)>,
}

impl Single {
    fn new(index: usize) -> Self {
        let mut chars = [None; 128];
        match source(index) {
            Source::Web(web) => {
                for (place, c) in chars.iter_mut().enumerate() {
                    let text = web.decode_without_bom_handling(&[place as u8 | 0x80]).0.into_owned();
                    *c = text.chars().next().filter(|c| *c != char::REPLACEMENT_CHARACTER);
                }
            }
            Source::Half(half) => {
                for (slot, c) in chars.iter_mut().zip(half.chars()) {
                    *slot = Some(c);
                }
            }
        }
        let mut single = Self { chars, bytes: vec![0; LOW], high: Vec::new() };
        for (byte, c) in (0x80..=0xFF).zip(chars) {
            if let Some(c) = c {
                single.add(c, byte);
            }
        }
        // What the page has no character for is shown by number or, by browsers, as in windows-1252. Of some pages tools
        // show all of these so: they are ISO's with additions.
        let dos = matches!(source(index), Source::Half(_));
        for place in 0..32_u8 {
            let byte = place | 0x80;
            let hole = single.chars[usize::from(place)].is_none_or(|c| matches!(c, '\u{80}'..='\u{9F}'));
            if !dos && (hole || LIKE_ISO.contains(&index)) {
                single.add(char::from(byte), byte);
            }
        }
        for place in 0..128_u8 {
            let byte = place | 0x80;
            if single.chars[usize::from(place)].is_none_or(|c| matches!(c, '\u{80}'..='\u{9F}')) && !dos {
                let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned();
                if let Some(c) = text.chars().next() {
                    single.add(c, byte);
                }
            }
        }
        single
    }

    fn add(&mut self, c: char, byte: u8) {
        match self.bytes.get_mut(c as usize) {
            Some(0) => *self.bytes.get_mut(c as usize).unwrap_or(&mut 0) = byte,
            Some(_) => {}
            None => self.high.push((c, byte)),
        }
    }

    fn byte(&self, c: char) -> Option<u8> {
        match self.bytes.get(c as usize) {
            Some(0) => None,
            Some(byte) => Some(*byte),
            None => self.high.iter().find(|(other, _)| *other == c).map(|(_, byte)| *byte),
        }
    }
}

static SINGLE: LazyLock<Vec<Single>> = LazyLock::new(|| (0..SINGLES).map(Single::new).collect());

/// An encoding of two bytes.
struct Double {
    /// By pair of bytes; 0 for none.
    chars: Vec<u16>,
    /// By character; 0 for none.
    pairs: Vec<u16>,
    /// Other pairs of characters that have several, sorted.
    others: Vec<(u16, u16)>,
    /// By byte: characters of one byte beyond ASCII.
    singles: [u16; 128],
}

const LEADS: std::ops::RangeInclusive<u8> = 0x80..=0xFE;
const TRAILS: std::ops::RangeInclusive<u8> = 0x30..=0xFE;

/// What tables other than the web's have at a pair: character, pair. From Python's codecs gb18030 (of 2000),
/// big5, cp950, shift_jis and euc_jp.
const GBK_OTHERS: &[(char, u16)] = &[
    ('\u{E5E5}', 0xA3A0),
    ('\u{E78D}', 0xA6D9),
    ('\u{E78E}', 0xA6DA),
    ('\u{E78F}', 0xA6DB),
    ('\u{E790}', 0xA6DC),
    ('\u{E791}', 0xA6DD),
    ('\u{E792}', 0xA6DE),
    ('\u{E793}', 0xA6DF),
    ('\u{E794}', 0xA6EC),
    ('\u{E795}', 0xA6ED),
    ('\u{E796}', 0xA6F3),
    ('\u{E7C7}', 0xA8BC),
    ('\u{E81E}', 0xFE59),
    ('\u{E826}', 0xFE61),
    ('\u{E82B}', 0xFE66),
    ('\u{E82C}', 0xFE67),
    ('\u{E832}', 0xFE6D),
    ('\u{E843}', 0xFE7E),
    ('\u{E854}', 0xFE90),
    ('\u{E864}', 0xFEA0),
    ('\u{30FB}', 0xA1A4),
    ('\u{2015}', 0xA1AA),
];
const BIG5_OTHERS: &[(char, u16)] = &[
    ('\u{2022}', 0xA145),
    ('\u{FF64}', 0xA14E),
    ('\u{203E}', 0xA1C2),
    ('\u{223C}', 0xA1E3),
    ('\u{2641}', 0xA1F2),
    ('\u{2609}', 0xA1F3),
    ('\u{FF0F}', 0xA241),
    ('\u{FF3C}', 0xA242),
    ('\u{A5}', 0xA244),
    ('\u{A2}', 0xA246),
    ('\u{A3}', 0xA247),
];
const SJIS_OTHERS: &[(char, u16)] = &[
    ('\u{301C}', 0x8160),
    ('\u{2016}', 0x8161),
    ('\u{2212}', 0x817C),
    ('\u{A2}', 0x8191),
    ('\u{A3}', 0x8192),
    ('\u{AC}', 0x81CA),
];
const EUC_JP_OTHERS: &[(char, u16)] = &[
    ('\u{301C}', 0xA1C1),
    ('\u{2016}', 0xA1C2),
    ('\u{2212}', 0xA1DD),
    ('\u{A2}', 0xA1F1),
    ('\u{A3}', 0xA1F2),
    ('\u{AC}', 0xA2CC),
];

/// Rows C6 and C7 of Big5 from C6A1 on, as programs have them that do not follow the web: kana, Cyrillic letters, numbers.
/// From Python's codec big5.
const BIG5_ROWS: &str = "ヾゝゞ々ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶДЕЁЖЗИЙКЛМУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽";

/// The pairs of [`BIG5_ROWS`].
fn big5_rows() -> impl Iterator<Item = (char, u16)> {
    let trails = (0x40..=0x7E).chain(0xA1..=0xFE_u16);
    let pairs = (0xC6..=0xC7_u16).flat_map(move |lead| trails.clone().map(move |trail| lead << 8 | trail));
    BIG5_ROWS.chars().zip(pairs.skip_while(|pair| *pair < 0xC6A1))
}

impl Double {
    fn new(web: &'static Encoding, others: impl IntoIterator<Item = (char, u16)>) -> Self {
        let mut bytes = Vec::new();
        for lead in LEADS {
            for trail in TRAILS {
                // A line end after each pair keeps a pair that is no character from eating the next one.
                bytes.extend_from_slice(&[lead, trail, b'\n']);
            }
        }
        let text = web.decode_without_bom_handling(&bytes).0;
        let mut double = Self {
            chars: vec![0; 0x1_0000],
            pairs: vec![0; 0x1_0000],
            others: Vec::new(),
            singles: [0; 128],
        };
        for (pair, line) in bytes.chunks_exact(3).zip(text.lines()) {
            let mut chars = line.chars();
            let (Some(c), None) = (chars.next(), chars.next()) else { continue };
            let Ok(c) = u16::try_from(c as u32) else { continue };
            if c == 0xFFFD || c < 0x80 {
                continue;
            }
            let pair = u16::from(pair[0]) << 8 | u16::from(pair[1]);
            double.chars[usize::from(pair)] = c;
            double.add(c, pair);
        }
        for (c, pair) in others {
            double.add(c as u16, pair);
        }
        double.others.sort_unstable();
        for (place, single) in double.singles.iter_mut().enumerate() {
            let byte = [place as u8 | 0x80];
            let text = web.decode_without_bom_handling_and_without_replacement(&byte);
            let c = text.and_then(|text| text.chars().next()).filter(|c| !c.is_ascii());
            *single = c.and_then(|c| u16::try_from(c as u32).ok()).unwrap_or(0);
        }
        double
    }

    fn add(&mut self, c: u16, pair: u16) {
        let first = &mut self.pairs[usize::from(c)];
        if *first == 0 {
            *first = pair;
        } else if *first != pair {
            self.others.push((c, pair));
        }
    }
}

static GBK: LazyLock<Double> = LazyLock::new(|| Double::new(encoding_rs::GBK, GBK_OTHERS.iter().copied()));
static BIG5: LazyLock<Double> =
    LazyLock::new(|| Double::new(encoding_rs::BIG5, BIG5_OTHERS.iter().copied().chain(big5_rows())));
static SHIFT_JIS: LazyLock<Double> =
    LazyLock::new(|| Double::new(encoding_rs::SHIFT_JIS, SJIS_OTHERS.iter().copied()));
static EUC_JP: LazyLock<Double> =
    LazyLock::new(|| Double::new(encoding_rs::EUC_JP, EUC_JP_OTHERS.iter().copied()));
static EUC_KR: LazyLock<Double> = LazyLock::new(|| Double::new(encoding_rs::EUC_KR, []));

/// The bytes of a character in an encoding: one or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bytes {
    One(u8),
    Two(u8, u8),
    /// Those of a character of UTF-8, the first so many.
    Several([u8; 4], u8),
}

impl Bytes {
    /// A character's in UTF-8.
    pub(super) fn of_utf8(c: char) -> Self {
        let mut bytes = [0; 4];
        let length = c.encode_utf8(&mut bytes).len();
        Self::Several(bytes, length as u8)
    }
}

/// Where a decoder stands inside a character: the bytes so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub(super) struct Pending {
    bytes: [u8; 5],
    len: u8,
}

impl Pending {
    pub(super) fn is_empty(self) -> bool {
        self.len == 0
    }

    /// How many bytes there are.
    pub(super) fn length(self) -> usize {
        usize::from(self.len)
    }

    fn with(mut self, byte: u8) -> Self {
        self.bytes[usize::from(self.len)] = byte;
        self.len += 1;
        self
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// What a byte did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It finished a character.
    Char(char),
    /// More bytes are needed.
    Pending(Pending),
    /// No character can have it here.
    Invalid,
}

impl Charset {
    fn double(self) -> Option<&'static Double> {
        match self {
            Self::Gbk => Some(&GBK),
            Self::Big5 => Some(&BIG5),
            Self::ShiftJis => Some(&SHIFT_JIS),
            Self::EucJp => Some(&EUC_JP),
            Self::EucKr => Some(&EUC_KR),
            _ => None,
        }
    }

    /// Its name, as reasons give it.
    pub(super) fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    /// Whether it has one byte a character.
    pub(super) fn is_single(self) -> bool {
        (self as usize) < SINGLES
    }

    /// The bytes a character was read from.
    pub(super) fn bytes(self, c: char) -> Option<Bytes> {
        if c.is_ascii() {
            return Some(Bytes::One(c as u8));
        }
        match self.double() {
            // What Windows shows for bytes of cp932 that are no characters.
            Some(_) if self == Self::ShiftJis && ('\u{F8F0}'..='\u{F8F3}').contains(&c) => {
                Some(Bytes::One([0xA0, 0xFD, 0xFE, 0xFF][c as usize - 0xF8F0]))
            }
            Some(double) => match double.pairs.get(c as usize) {
                Some(0) | None => {
                    let single = u16::try_from(c as u32).ok()?;
                    let place = double.singles.iter().position(|other| *other == single)?;
                    Some(Bytes::One(place as u8 | 0x80))
                }
                Some(pair) => Some(Bytes::Two((pair >> 8) as u8, *pair as u8)),
            },
            None => SINGLE.get(self as usize)?.byte(c).map(Bytes::One),
        }
    }

    /// Other bytes of a character that has several.
    pub(super) fn other_bytes(self, c: char) -> impl Iterator<Item = Bytes> {
        let others: &'static [(u16, u16)] = match (self.double(), u16::try_from(c as u32)) {
            (Some(double), Ok(c)) => {
                let start = double.others.partition_point(|(other, _)| *other < c);
                let length = double.others[start..].iter().take_while(|(other, _)| *other == c).count();
                &double.others[start..start + length]
            }
            _ => &[],
        };
        // The euro sign has a byte of its own in GBK, beside its pair.
        let euro = (self == Self::Gbk && c == '€').then_some(Bytes::One(0x80));
        others.iter().map(|(_, pair)| Bytes::Two((pair >> 8) as u8, *pair as u8)).chain(euro)
    }

    /// What an encoding of one byte has at a byte beyond ASCII.
    pub(super) fn shown(self, byte: u8) -> Option<char> {
        *SINGLE.get(self as usize)?.chars.get(usize::from(byte).wrapping_sub(0x80))?
    }

    /// Whether an encoding of two bytes shows a character for a byte and the next one. Its additions in private use and in
    /// the rows before Big5's own are not what all programs have.
    pub(super) fn shows(self, lead: u8, trail: u8) -> bool {
        let Some(double) = self.double() else { return false };
        let single = double.singles[usize::from(lead & 0x7F)] != 0;
        let c = double.chars[usize::from(u16::from(lead) << 8 | u16::from(trail))];
        let added = self == Self::Big5 && lead < 0xA1 || (0xE000..=0xF8FF).contains(&c);
        single || c != 0 && !added
    }

    /// Reads one byte more.
    pub(super) fn step(self, pending: Pending, byte: u8) -> Step {
        if pending.is_empty() && byte.is_ascii() {
            return Step::Char(char::from(byte));
        }
        if self == Self::Utf8 {
            return utf8(pending, byte);
        }
        let Some(double) = self.double() else {
            let page = SINGLE.get(self as usize);
            let c = page.and_then(|single| *single.chars.get(usize::from(byte.wrapping_sub(0x80)))?);
            return c.map_or(Step::Invalid, Step::Char);
        };
        let character = |c: u16| match char::from_u32(u32::from(c)) {
            Some(c) if c != '\0' => Step::Char(c),
            _ => Step::Invalid,
        };
        match pending.as_slice() {
            [] if double.singles[usize::from(byte & 0x7F)] != 0 => {
                character(double.singles[usize::from(byte & 0x7F)])
            }
            [] if LEADS.contains(&byte) => Step::Pending(pending.with(byte)),
            [0x8F] if self == Self::EucJp && byte >= 0xA1 => Step::Pending(pending.with(byte)),
            [lead] => character(double.chars[usize::from(u16::from(*lead) << 8 | u16::from(byte))]),
            [0x8F, middle] => {
                let three = [0x8F, *middle, byte];
                let text = encoding_rs::EUC_JP.decode_without_bom_handling_and_without_replacement(&three);
                text.and_then(|text| text.chars().next()).map_or(Step::Invalid, Step::Char)
            }
            _ => Step::Invalid,
        }
    }
}

/// UTF-8, and CESU-8: a character beyond the first plane as two surrogates of three bytes each.
fn utf8(pending: Pending, byte: u8) -> Step {
    let fits = match pending.as_slice() {
        [] => matches!(byte, 0xC2..=0xF4),
        [0xE0] => matches!(byte, 0xA0..=0xBF),
        [0xF0] => matches!(byte, 0x90..=0xBF),
        [0xF4] => matches!(byte, 0x80..=0x8F),
        // The second half of a pair of surrogates.
        [0xED, 0xA0..=0xAF, _] => byte == 0xED,
        [0xED, 0xA0..=0xAF, _, 0xED] => matches!(byte, 0xB0..=0xBF),
        // A second half without a first one.
        [0xED] => matches!(byte, 0x80..=0xAF),
        _ => matches!(byte, 0x80..=0xBF),
    };
    if !fits {
        return Step::Invalid;
    }
    let low = |byte: u8| u32::from(byte & 0x3F);
    let number = match *pending.as_slice() {
        [lead @ 0xC2..=0xDF] => u32::from(lead & 0x1F) << 6 | low(byte),
        [lead @ 0xE0..=0xEF, second] if lead != 0xED || second < 0xA0 => {
            u32::from(lead & 0xF) << 12 | low(second) << 6 | low(byte)
        }
        [lead @ 0xF0..=0xF4, second, third] => {
            u32::from(lead & 7) << 18 | low(second) << 12 | low(third) << 6 | low(byte)
        }
        [0xED, second, third, _, fourth] => {
            let (high, rest) = (low(second & 0xF) << 6 | low(third), low(fourth & 0xF) << 6 | low(byte));
            0x1_0000 + (high << 10 | rest)
        }
        _ => return Step::Pending(pending.with(byte)),
    };
    char::from_u32(number).map_or(Step::Invalid, Step::Char)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(charset: Charset, bytes: &[u8]) -> Option<String> {
        let (mut text, mut pending) = (String::new(), Pending::default());
        for byte in bytes {
            match charset.step(pending, *byte) {
                Step::Char(c) => {
                    text.push(c);
                    pending = Pending::default();
                }
                Step::Pending(next) => pending = next,
                Step::Invalid => return None,
            }
        }
        pending.is_empty().then_some(text)
    }

    fn bytes(charset: Charset, text: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        for c in text.chars() {
            match charset.bytes(c)? {
                Bytes::One(byte) => bytes.push(byte),
                Bytes::Two(lead, trail) => bytes.extend([lead, trail]),
                Bytes::Several(all, length) => bytes.extend(&all[..usize::from(length)]),
            }
        }
        Some(bytes)
    }

    #[test]
    fn undoes_known_misreadings() {
        use Charset::*;
        for (seen, read, written, meant) in [
            ("鐢ㄦ埛", Gbk, Utf8, "用户"),
            ("ÎÄ¼þ", Western, Gbk, "文件"),
            ("РџСЂРёРІРµС‚", Windows1251, Utf8, "Привет"),
            ("рТЙЧЕФ", Windows1251, Koi8R, "Привет"),
            ("恅璃", Big5, Gbk, "文件"),
            ("揖楷", Big5, Gbk, "触发"),
            ("├⌐", Cp437, Utf8, "é"),
            ("â€œ\u{9D}", Western, Western, "â€œ\u{9D}"),
            ("í\u{A0}½í¸\u{8D}", Western, Utf8, "😍"),
        ] {
            let bytes = bytes(read, seen).unwrap_or_else(|| panic!("{seen}"));
            assert_eq!(decode(written, &bytes).as_deref(), Some(meant), "{seen}");
        }
    }

    #[test]
    fn agrees_with_the_standard_library_on_utf8() {
        for bytes in
            [&[0xC0, 0x80][..], &[0xE0, 0x80, 0x80], &[0xF5, 0x80, 0x80, 0x80], &[0x80], &[0xED, 0xB0, 0x80]]
        {
            assert_eq!(decode(Charset::Utf8, bytes), None, "{bytes:x?}");
        }
        let text = "é中😀\u{7FF}\u{FFFF}\u{10FFFF}";
        assert_eq!(decode(Charset::Utf8, text.as_bytes()).as_deref(), Some(text));
    }

    #[test]
    fn other_pairs_of_a_character_are_known() {
        let others: Vec<_> = Charset::ShiftJis.other_bytes('纊').collect();
        assert!(!others.is_empty());
        assert_eq!(Charset::Gbk.other_bytes('中').count(), 0);
        let big5: Vec<_> = Charset::Big5.other_bytes('ん').collect();
        assert_eq!(big5, [Bytes::Two(0xC6, 0xF7)]);
        assert_eq!(big5_rows().last(), Some(('⑽', 0xC7FC)));
    }

    #[test]
    fn tables_are_whole() {
        assert_eq!(CP437.chars().count(), 128);
        assert_eq!(CP850.chars().count(), 128);
        assert_eq!(Charset::Cp850.name(), "cp850");
        assert_eq!(Charset::Utf8.name(), "UTF-8");
        assert_eq!(Charset::Cp850 as usize, SINGLES - 1);
    }
}
