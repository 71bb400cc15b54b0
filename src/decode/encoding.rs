//! The encodings that bytes are read in.

use encoding_rs as web;
use std::fmt;
use std::sync::LazyLock;

/// An encoding. In configurations and records it is its name.
#[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Encoding(pub(super) &'static Entry);

/// How an encoding is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Utf8,
    /// Two or four bytes a unit; big end first or not.
    Wide {
        unit: usize,
        big: bool,
    },
    /// Seven bits with escapes: ISO-2022-JP.
    Escapes,
    /// Seven bits with `~{` and `~}`.
    Hz,
    /// Seven bits with shifts out and in: ISO-2022-KR and ISO-2022-CN.
    Shifts,
    /// One byte a character.
    Single,
    /// One byte a character, and ASCII in other places.
    Ebcdic,
    /// One or two bytes, now and then more.
    Double,
}

#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// None for what encoding_rs does not read.
    pub(super) web: Option<&'static web::Encoding>,
    /// What its presence in a document costs, in nats, beside [`super::choose`]'s cost of any encoding: how
    /// much rarer it is on the web than the common ones. Set by hand.
    pub(super) rarity: f32,
    /// The languages it is used for.
    pub(super) languages: &'static [&'static str],
}

const WESTERN: &[&str] = &["en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is", "ca"];
const CENTRAL: &[&str] = &["en", "pl", "cs", "sk", "hu", "ro", "hr", "sl", "de"];
const CYRILLIC: &[&str] = &["ru", "uk", "bg", "sr", "mk", "be"];
const TURKISH: &[&str] = &["tr", "en"];
const BALTIC: &[&str] = &["en", "lt", "lv", "et"];

const fn entry(
    name: &'static str,
    kind: Kind,
    web: Option<&'static web::Encoding>,
    rarity: f32,
    languages: &'static [&'static str],
) -> Entry {
    Entry { name, kind, web, rarity, languages }
}

/// What bytes with bit 7 set may be, UTF-8 aside. The order decides between readings that are equal.
pub(super) static LEGACY: [Entry; LEGACY_COUNT] = [
    entry("GBK", Kind::Double, Some(web::GBK), 0.0, &["zh"]),
    entry("Big5", Kind::Double, Some(web::BIG5), 0.0, &["zh"]),
    entry("Shift_JIS", Kind::Double, Some(web::SHIFT_JIS), 0.0, &["ja"]),
    entry("EUC-JP", Kind::Double, Some(web::EUC_JP), 2.0, &["ja"]),
    entry("EUC-KR", Kind::Double, Some(web::EUC_KR), 0.0, &["ko"]),
    entry("EUC-TW", Kind::Double, None, 10.0, &["zh"]),
    entry("Johab", Kind::Double, None, 10.0, &["ko"]),
    entry("windows-1252", Kind::Single, Some(web::WINDOWS_1252), 0.0, WESTERN),
    entry("windows-1251", Kind::Single, Some(web::WINDOWS_1251), 0.0, CYRILLIC),
    entry("windows-1250", Kind::Single, Some(web::WINDOWS_1250), 3.0, CENTRAL),
    entry("windows-1253", Kind::Single, Some(web::WINDOWS_1253), 3.0, &["el"]),
    entry("windows-1254", Kind::Single, Some(web::WINDOWS_1254), 3.0, TURKISH),
    entry("windows-1255", Kind::Single, Some(web::WINDOWS_1255), 3.0, &["he"]),
    entry("windows-1256", Kind::Single, Some(web::WINDOWS_1256), 3.0, &["ar", "fa"]),
    entry("windows-1257", Kind::Single, Some(web::WINDOWS_1257), 4.0, BALTIC),
    entry("windows-1258", Kind::Single, Some(web::WINDOWS_1258), 5.0, &["vi"]),
    entry("windows-874", Kind::Single, Some(web::WINDOWS_874), 3.0, &["th"]),
    entry("KOI8-R", Kind::Single, Some(web::KOI8_R), 3.0, &["ru"]),
    entry("KOI8-U", Kind::Single, Some(web::KOI8_U), 4.0, &["ru", "uk", "be"]),
    entry("IBM866", Kind::Single, Some(web::IBM866), 4.0, &["ru", "be", "uk"]),
    entry("x-mac-cyrillic", Kind::Single, Some(web::X_MAC_CYRILLIC), 6.0, CYRILLIC),
    entry("macintosh", Kind::Single, Some(web::MACINTOSH), 6.0, WESTERN),
    entry("ISO-8859-2", Kind::Single, Some(web::ISO_8859_2), 4.0, CENTRAL),
    entry("ISO-8859-3", Kind::Single, Some(web::ISO_8859_3), 8.0, TURKISH),
    entry("ISO-8859-4", Kind::Single, Some(web::ISO_8859_4), 8.0, BALTIC),
    entry("ISO-8859-5", Kind::Single, Some(web::ISO_8859_5), 5.0, CYRILLIC),
    entry("ISO-8859-6", Kind::Single, Some(web::ISO_8859_6), 6.0, &["ar", "fa"]),
    entry("ISO-8859-7", Kind::Single, Some(web::ISO_8859_7), 4.0, &["el"]),
    entry("ISO-8859-8", Kind::Single, Some(web::ISO_8859_8), 5.0, &["he"]),
    entry("ISO-8859-10", Kind::Single, Some(web::ISO_8859_10), 9.0, &["is", "sv", "nb", "da", "fi"]),
    entry("ISO-8859-13", Kind::Single, Some(web::ISO_8859_13), 7.0, BALTIC),
    entry("ISO-8859-15", Kind::Single, Some(web::ISO_8859_15), 5.0, WESTERN),
    entry("ISO-8859-16", Kind::Single, Some(web::ISO_8859_16), 7.0, CENTRAL),
    entry("IBM437", Kind::Single, None, 10.0, WESTERN),
    entry("IBM737", Kind::Single, None, 10.0, &["el"]),
    entry("IBM775", Kind::Single, None, 12.0, BALTIC),
    entry("IBM850", Kind::Single, None, 10.0, WESTERN),
    entry("IBM852", Kind::Single, None, 10.0, CENTRAL),
    entry("IBM855", Kind::Single, None, 8.0, CYRILLIC),
    entry("IBM857", Kind::Single, None, 11.0, TURKISH),
    entry("IBM860", Kind::Single, None, 13.0, &["pt"]),
    entry("IBM861", Kind::Single, None, 13.0, &["is"]),
    entry("IBM862", Kind::Single, None, 11.0, &["he"]),
    entry("IBM863", Kind::Single, None, 13.0, &["fr"]),
    entry("IBM865", Kind::Single, None, 13.0, &["nb", "da"]),
    entry("IBM869", Kind::Single, None, 12.0, &["el"]),
    entry("IBM1125", Kind::Single, None, 11.0, &["uk"]),
    entry("x-mac-greek", Kind::Single, None, 10.0, &["el"]),
    entry("x-mac-turkish", Kind::Single, None, 11.0, TURKISH),
    entry("x-mac-ce", Kind::Single, None, 10.0, CENTRAL),
    entry("x-mac-icelandic", Kind::Single, None, 13.0, &["is"]),
    entry("ISO-8859-14", Kind::Single, Some(web::ISO_8859_14), DECLARED, &["en"]),
    entry("IBM720", Kind::Single, None, DECLARED, &["ar"]),
    entry("IBM856", Kind::Single, None, DECLARED, &["he"]),
    entry("IBM858", Kind::Single, None, ONLY_DECLARED, &["en"]),
    entry("KOI8-T", Kind::Single, None, ONLY_DECLARED, &["ru", "uk"]),
    entry("KZ-1048", Kind::Single, None, ONLY_DECLARED, &["ru", "uk"]),
    entry("PTCP154", Kind::Single, None, ONLY_DECLARED, &["ru", "uk"]),
    entry("TCVN", Kind::Single, None, DECLARED, &["vi"]),
    entry("VISCII", Kind::Single, None, DECLARED, &["vi"]),
];
/// The rarity of encodings that hardly any document is in, unless something says so or nothing else explains it.
const DECLARED: f32 = 30.0;
/// Of those that differ from a common one in few letters: taken only where something says so. More than any document pays.
const ONLY_DECLARED: f32 = 1e6;
/// Nobody declares such an encoding by default: what that is worth beside.
const RARELY_DECLARED_NATS: f32 = 20.0;
/// Number of encodings in [`LEGACY`].
pub(super) const LEGACY_COUNT: usize = 60;

static OTHERS: [Entry; 16] = [
    entry("UTF-8", Kind::Utf8, Some(web::UTF_8), 0.0, &[]),
    entry("UTF-16LE", Kind::Wide { unit: 2, big: false }, Some(web::UTF_16LE), 0.0, &[]),
    entry("UTF-16BE", Kind::Wide { unit: 2, big: true }, Some(web::UTF_16BE), 0.0, &[]),
    entry("UTF-32LE", Kind::Wide { unit: 4, big: false }, None, 0.0, &[]),
    entry("UTF-32BE", Kind::Wide { unit: 4, big: true }, None, 0.0, &[]),
    entry("ISO-2022-JP", Kind::Escapes, Some(web::ISO_2022_JP), 0.0, &["ja"]),
    entry("HZ-GB-2312", Kind::Hz, None, 0.0, &["zh"]),
    entry("ISO-2022-KR", Kind::Shifts, None, 0.0, &["ko"]),
    entry("ISO-2022-CN", Kind::Shifts, None, 0.0, &["zh"]),
    entry("IBM037", Kind::Ebcdic, None, 0.0, WESTERN),
    entry("IBM500", Kind::Ebcdic, None, 0.0, WESTERN),
    entry("IBM273", Kind::Ebcdic, None, 0.0, &["de"]),
    entry("IBM424", Kind::Ebcdic, None, 0.0, &["he"]),
    entry("IBM875", Kind::Ebcdic, None, 0.0, &["el"]),
    entry("IBM1026", Kind::Ebcdic, None, 0.0, TURKISH),
    entry("IBM1140", Kind::Ebcdic, None, 0.0, WESTERN),
];

/// Names that other programs use, letters and digits alone.
const ALIASES: [(&str, &str); 25] = [
    ("cp932", "Shift_JIS"),
    ("cp936", "GBK"),
    ("cp949", "EUC-KR"),
    ("uhc", "EUC-KR"),
    ("cp950", "Big5"),
    ("eucjis2004", "EUC-JP"),
    ("maccyrillic", "x-mac-cyrillic"),
    ("macroman", "macintosh"),
    ("macgreek", "x-mac-greek"),
    ("macturkish", "x-mac-turkish"),
    ("maclatin2", "x-mac-ce"),
    ("macce", "x-mac-ce"),
    ("utf16", "UTF-16LE"),
    ("utf32", "UTF-32LE"),
    ("hz", "HZ-GB-2312"),
    ("hzgb2312", "HZ-GB-2312"),
    ("tis620", "windows-874"),
    ("cp874", "windows-874"),
    ("maciceland", "x-mac-icelandic"),
    ("kz1048", "KZ-1048"),
    ("koi8t", "KOI8-T"),
    ("pt154", "PTCP154"),
    ("cp154", "PTCP154"),
    ("tcvn3", "TCVN"),
    ("tcvn5712", "TCVN"),
];

impl Entry {
    /// The language that stands for the script of an encoding of one byte: such encodings are told from each other
    /// by few letters.
    fn script(&self) -> Option<&'static str> {
        let latin = |language: &&str| WESTERN.contains(language) || CENTRAL.contains(language);
        match (self.kind, self.languages) {
            (Kind::Single, languages) if languages.iter().any(latin) => Some("en"),
            (Kind::Single, [first, ..]) if CYRILLIC.contains(first) => Some("ru"),
            (Kind::Single, [first, ..]) => Some(first),
            _ => None,
        }
    }
}

/// By the place of each encoding in [`LEGACY`]: the place of the first one of one byte that has the same script; of
/// others, nothing.
static SCRIPTS: LazyLock<[Option<usize>; LEGACY_COUNT]> = LazyLock::new(|| {
    std::array::from_fn(|index| {
        let script = LEGACY[index].script()?;
        LEGACY.iter().position(|entry| entry.script() == Some(script))
    })
});

/// A number for the script of an encoding of one byte.
pub(super) fn script(index: usize) -> Option<usize> {
    SCRIPTS[index]
}

/// Whether a number for a script is that of Latin letters.
pub(super) fn is_latin(script: usize) -> bool {
    LEGACY[script].script() == Some("en")
}

/// Whether two encodings of one byte have the same script.
pub(super) fn are_siblings(one: usize, other: usize) -> bool {
    let scripts = &*SCRIPTS;
    scripts[one].is_some() && scripts[one] == scripts[other]
}

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(&OTHERS[0]);
    /// UTF-16, little end first.
    pub const UTF_16LE: Self = Self(&OTHERS[1]);
    /// UTF-16, big end first.
    pub const UTF_16BE: Self = Self(&OTHERS[2]);
    /// UTF-32, little end first.
    pub const UTF_32LE: Self = Self(&OTHERS[3]);
    /// UTF-32, big end first.
    pub const UTF_32BE: Self = Self(&OTHERS[4]);
    /// ISO-2022-JP: seven bits, with escapes.
    pub const ISO_2022_JP: Self = Self(&OTHERS[5]);
    /// HZ: GB 2312 in seven bits, between `~{` and `~}`.
    pub const HZ: Self = Self(&OTHERS[6]);
    /// ISO-2022-KR: seven bits, with shifts.
    pub const ISO_2022_KR: Self = Self(&OTHERS[7]);
    /// ISO-2022-CN: seven bits, with shifts.
    pub const ISO_2022_CN: Self = Self(&OTHERS[8]);

    /// Finds an encoding by its name or by any label the web knows; case does not matter.
    ///
    /// ```
    /// use mojimend::decode::Encoding;
    /// assert_eq!(Encoding::find("gb2312").unwrap().name(), "GBK");
    /// assert_eq!(Encoding::find("utf-32le"), Some(Encoding::UTF_32LE));
    /// assert!(Encoding::find("klingon").is_none());
    /// ```
    pub fn find(label: &str) -> Option<Self> {
        let label = label.trim();
        if let Some(found) = Self::all().find(|encoding| encoding.name().eq_ignore_ascii_case(label)) {
            return Some(found);
        }
        let plain: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
        if let Some((_, name)) = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(&plain)) {
            return Self::find(name);
        }
        let number = plain.strip_prefix("cp").or(plain.strip_prefix("CP"));
        let page =
            number.and_then(|number| Self::all().find(|e| e.name().strip_prefix("IBM") == Some(number)));
        if page.is_some() {
            return page;
        }
        let found = web::Encoding::for_label(label.as_bytes())?;
        let found = if found == web::GB18030 { web::GBK } else { found };
        let found = Some(found);
        Self::all().find(|encoding| encoding.0.web == found)
    }

    /// All encodings that are read.
    pub fn all() -> impl Iterator<Item = Self> {
        OTHERS.iter().chain(&LEGACY).map(Self)
    }

    /// Its name, as the web spells it where the web knows it.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Whether both have units of the same size, in whatever order of bytes.
    pub(super) fn is_like(self, other: Self) -> bool {
        match (self.0.kind, other.0.kind) {
            (Kind::Wide { unit, .. }, Kind::Wide { unit: other, .. }) => unit == other,
            _ => false,
        }
    }

    /// What is taken off its price, in nats, where something says that it is the encoding, beside what that is worth.
    pub(super) fn declared(self) -> f32 {
        if self.0.rarity >= DECLARED { self.0.rarity + RARELY_DECLARED_NATS } else { 0.0 }
    }

    /// Its place in [`LEGACY`].
    pub(super) fn legacy(self) -> Option<usize> {
        // By its address: this is asked for every line.
        let offset = std::ptr::from_ref(self.0).addr().wrapping_sub(LEGACY.as_ptr().addr());
        Some(offset / size_of::<Entry>()).filter(|place| *place < LEGACY_COUNT)
    }
}

impl PartialEq for Encoding {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Encoding {}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}
