//! Bytes to text: bytes of unknown encoding, and of several.
//!
//! ```text
//! bytes ─ mark, UTF-16, escapes? ─ UTF-8? ─ no ─► lines ─ costs ─► the fewest encodings ─► segments ─► text
//! ```
//!
//! What is valid UTF-8 is borrowed as it is. Otherwise each line that is not UTF-8 is priced in every legacy
//! encoding by the likelihood of the text it would be, and the document is in those few encodings that make all
//! of its lines likely; each encoding has a cost. docs/decode.md has the figures.

mod ascii;
mod choose;
mod convert;
mod costs;
mod declared;
mod decoded;
mod distinct;
mod document;
mod double;
mod ebcdic;
mod encoding;
mod escapes;
pub(crate) mod findings;
pub(crate) mod han;
pub(crate) mod languages;
mod lines;
mod pieces;
mod pricer;
pub(crate) mod settings;
mod shifts;
mod single;
mod stretches;
mod swift;
mod verdict;
mod wide;
mod write;

pub use declared::{Declaration, Source};
pub use decoded::{Decoded, OnError, Segment, Undecodable, UndecodableKind};
pub use encoding::Encoding;

use choose::Evidence;
use encoding::{LEGACY, LEGACY_COUNT};
use std::borrow::Cow;
use write::Part;

/// What a declared encoding is worth, in nats: less than any encoding costs, so that the lines decide.
const DECLARED_NATS: f32 = 12.0;
/// What a character costs at most behind the same, in nats: rules of dashes and stars tell nothing.
const AGAIN_NATS: f32 = 1.5;
/// What the language of a document being known is worth.
const LANGUAGE_NATS: f32 = 8.0;

/// Makes text from bytes. Cheap to make and to share between threads.
///
/// ```
/// use mojimend::decode::Decoder;
/// let decoded = Decoder::new().decode(b"UTF-8: \xE4\xB8\xAD\xE6\x96\x87\nGBK: \xD6\xD0\xCE\xC4\xB7\xA2\xD5\xB9\xBD\xF8\xD0\xD0\n");
/// assert_eq!(decoded.text, "UTF-8: 中文\nGBK: 中文发展进行\n");
/// let names: Vec<_> = decoded.segments().iter().map(|segment| segment.encoding.name()).collect();
/// assert_eq!(names, ["UTF-8", "GBK"]);
/// ```
#[derive(Debug, Clone)]
pub struct Decoder {
    forced: Option<Encoding>,
    evidence: Evidence,
    on_error: OnError,
    http: Option<Box<str>>,
}

impl Default for Decoder {
    fn default() -> Self {
        Self { forced: None, evidence: [0.0; LEGACY_COUNT], on_error: OnError::default(), http: None }
    }
}

impl Decoder {
    /// A decoder that knows nothing of the document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads everything in this encoding, whatever the bytes say.
    #[must_use]
    pub fn force(mut self, encoding: Encoding) -> Self {
        self.forced = Some(encoding);
        self
    }

    /// Takes an encoding for likely, as somebody declared it. Declarations lie often enough that it decides only
    /// where the bytes tell little. What HTML and XML declare inside the document is found and taken so anyway.
    #[must_use]
    pub fn declared(mut self, encoding: Encoding) -> Self {
        declare(&mut self.evidence, Some(encoding));
        self
    }

    /// Takes the `charset` of an HTTP header for evidence. When the bytes are in another encoding, that is a
    /// finding.
    ///
    /// ```
    /// use mojimend::decode::Decoder;
    /// let decoded = Decoder::new().http_charset("ISO-8859-1").decode("中文".as_bytes());
    /// assert_eq!((&*decoded.text, decoded.findings()[0].rule.code), ("中文", "B103"));
    /// ```
    #[must_use]
    pub fn http_charset(mut self, label: &str) -> Self {
        declare(&mut self.evidence, Encoding::find(label));
        self.http = Some(label.trim().into());
        self
    }

    /// Takes the language of the document for evidence: a code such as `ja` or `zh-TW`.
    #[must_use]
    pub fn language(mut self, tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase();
        let code = tag.split(['-', '_']).next().unwrap_or_default();
        let taiwan = ["zh-tw", "zh-hk", "zh-mo", "zh-hant"].iter().any(|prefix| tag.starts_with(prefix));
        for (entry, nats) in LEGACY.iter().zip(&mut self.evidence) {
            let other_script = code == "zh" && taiwan != matches!(entry.name, "Big5" | "EUC-TW");
            if entry.languages.contains(&code) && !other_script {
                *nats += LANGUAGE_NATS;
            }
        }
        self
    }

    /// What stands in the text for bytes that are no character.
    #[must_use]
    pub fn on_error(mut self, on_error: OnError) -> Self {
        self.on_error = on_error;
        self
    }

    /// Makes text from bytes; never fails and never panics.
    pub fn decode<'a>(&self, bytes: &'a [u8]) -> Decoded<'a> {
        Decoded { http: self.http.clone(), ..self.read(bytes) }
    }

    fn read<'a>(&self, bytes: &'a [u8]) -> Decoded<'a> {
        if let Some(encoding) = self.forced {
            // A mark tells the order of bytes, which labels leave open.
            let mark = wide::mark(bytes).filter(|(marked, _)| marked.is_like(encoding));
            let (encoding, mark) = mark.unwrap_or((encoding, 0));
            return Decoded { forced: true, ..self.whole(bytes, mark, encoding, 1.0) };
        }
        if let Some((encoding, length)) = wide::mark(bytes) {
            return self.whole(bytes, length, encoding, 1.0);
        }
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => {
                let ascii = text.is_ascii();
                let nul = ascii && memchr::memchr(0, bytes).is_some();
                let other = if nul { wide::detect(bytes) } else { None };
                let other = if ascii {
                    other.or_else(|| escapes::detect(bytes)).or_else(|| shifts::detect(bytes))
                } else {
                    None
                };
                match other {
                    Some(encoding) => self.whole(bytes, 0, encoding, WITHOUT_MARK),
                    None => self.borrowed(bytes, text),
                }
            }
            Err(_) => match wide::detect(bytes).or_else(|| ebcdic::detect(bytes)) {
                Some(encoding) => self.whole(bytes, 0, encoding, WITHOUT_MARK),
                None => {
                    let mut evidence = self.evidence;
                    for label in declared::labels(bytes) {
                        declare(&mut evidence, Encoding::find(label.label));
                    }
                    document::read(bytes, &evidence, self.on_error)
                }
            },
        }
    }

    fn borrowed<'a>(&self, bytes: &'a [u8], text: &'a str) -> Decoded<'a> {
        document::in_one(bytes, Cow::Borrowed(text), Encoding::UTF_8, 1.0, self.on_error)
    }

    /// All in one encoding, behind a mark of some bytes.
    fn whole<'a>(&self, bytes: &'a [u8], mark: usize, encoding: Encoding, confidence: f32) -> Decoded<'a> {
        if encoding == Encoding::UTF_8
            && let Ok(text) = simdutf8::basic::from_utf8(bytes)
        {
            return self.borrowed(bytes, text);
        }
        write::write(
            bytes,
            vec![Part { input: mark..bytes.len(), encoding, confidence, doubtful: false, ascii: false }],
            self.on_error,
        )
    }
}

/// Makes an encoding likelier.
fn declare(evidence: &mut Evidence, encoding: Option<Encoding>) {
    if let Some((encoding, index)) = encoding.and_then(|encoding| Some((encoding, encoding.legacy()?))) {
        evidence[index] = evidence[index].max(DECLARED_NATS + encoding.declared());
    }
}

/// How sure it is that units of two bytes that look like text are.
const WITHOUT_MARK: f32 = 0.99;
