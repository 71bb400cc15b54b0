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
mod double;
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
mod wide;
mod write;

pub use declared::{Declaration, Source};
pub use decoded::{Decoded, OnError, Segment, Undecodable, UndecodableKind};
pub use encoding::Encoding;

use choose::{ENCODING_NATS, Evidence, UTF_8};
use decoded::Segments;
use encoding::{LEGACY, LEGACY_COUNT};
use lines::{Form, Line};
use pricer::{Priced, Pricer};
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use stretches::Stretches;
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
            Err(_) => match wide::detect(bytes) {
                Some(encoding) => self.whole(bytes, 0, encoding, WITHOUT_MARK),
                None => {
                    let mut evidence = self.evidence;
                    for label in declared::labels(bytes) {
                        declare(&mut evidence, Encoding::find(label.label));
                    }
                    self.alike(bytes, &evidence).unwrap_or_else(|| self.by_lines(bytes, &evidence))
                }
            },
        }
    }

    fn borrowed<'a>(&self, bytes: &'a [u8], text: &'a str) -> Decoded<'a> {
        let segment = Segment {
            input: 0..bytes.len(),
            text: 0..text.len(),
            encoding: Encoding::UTF_8,
            confidence: 1.0,
        };
        Decoded {
            text: Cow::Borrowed(text),
            undecodable: Vec::new(),
            segments: Segments::One([segment]),
            input: bytes,
            on_error: self.on_error,
            forced: false,
            http: None,
        }
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

    /// A long document all of whose lines look like those of one encoding, two bytes a character: in one go.
    fn alike<'a>(&self, bytes: &'a [u8], evidence: &Evidence) -> Option<Decoded<'a>> {
        if bytes.len() < LONG_DOCUMENT {
            return None;
        }
        let line_at = |at: usize| bytes[at..].split(|byte| *byte == b'\n').nth(1).unwrap_or_default();
        let sample: Vec<_> = (0..SAMPLE).map(|n| line_at(bytes.len() / SAMPLE * n)).collect();
        let mut stretches = Stretches::default();
        let costs: Vec<_> = sample
            .iter()
            .filter(|line| !line.is_ascii())
            .map(|line| costs::costs(line, &mut stretches, &[], SAMPLE))
            .collect();
        let [index] = choose::choose(&costs, costs.len(), evidence)[..] else { return None };
        let web = LEGACY[index].web.filter(|_| pricer::all_look_like(bytes, index))?;
        let text = web.decode_without_bom_handling_and_without_replacement(bytes)?;
        let confidence = costs.iter().map(|costs| verdict(costs, &[index]).1).fold(1.0, f32::min);
        let segment =
            Segment { input: 0..bytes.len(), text: 0..text.len(), encoding: encoding(index), confidence };
        Some(Decoded {
            text,
            undecodable: Vec::new(),
            segments: Segments::One([segment]),
            input: bytes,
            on_error: self.on_error,
            forced: false,
            http: None,
        })
    }

    fn by_lines<'a>(&self, bytes: &'a [u8], evidence: &Evidence) -> Decoded<'a> {
        let lines = lines::split(bytes);
        let text = |line: &Line| &bytes[line.range.clone()];
        let others = || lines.iter().filter(|line| line.form == Form::Other);
        let mut pricer = Pricer::new(others().count());
        let others: Vec<(&[u8], Priced)> =
            others().map(|line| (text(line), pricer.price(text(line)))).collect();
        let distinct = distinct(&others);
        let sample: Vec<_> =
            choose::sample(distinct.len()).map(|place| others[distinct[place]].1.costs()).collect();
        let set = choose::choose(&sample, distinct.len(), evidence);
        let chance = chance(lines.iter().filter(|line| line.form == Form::Utf8).map(text), &set);
        let mut others = others.iter();
        let mut parts: Vec<Part> = Vec::new();
        for line in &lines {
            let (encoding, confidence, doubtful) = match (line.form, others.as_slice()) {
                (Form::Utf8, _) => (Some(utf8_or(text(line), &set, chance)), 1.0, false),
                (Form::Other, [(text, priced), ..]) => {
                    others.next();
                    let known = match priced {
                        Priced::Known(known) => set.contains(&known.index).then_some(known),
                        Priced::All(_) => None,
                    };
                    let (encoding, confidence) = known.map_or_else(
                        || verdict(&priced.costs(), &set),
                        |known| (encoding(known.index), KNOWN),
                    );
                    let odd = known.is_none_or(|known| known.odd);
                    (Some(encoding), confidence, odd && write::is_broken(encoding, text))
                }
                _ => (None, 1.0, false),
            };
            join(&mut parts, line.range.clone(), encoding, confidence);
            if let Some(last) = parts.last_mut() {
                last.doubtful |= doubtful;
            }
        }
        write::write(bytes, parts, self.on_error)
    }
}

/// Makes an encoding likelier.
fn declare(evidence: &mut Evidence, encoding: Option<Encoding>) {
    if let Some(index) = encoding.and_then(Encoding::legacy) {
        evidence[index] = evidence[index].max(DECLARED_NATS);
    }
}

/// From this many bytes on, a document is first looked at as one of a single encoding, by so many lines.
const LONG_DOCUMENT: usize = 1 << 14;
const SAMPLE: usize = 24;
/// How sure it is that units of two bytes that look like text are.
const WITHOUT_MARK: f32 = 0.99;
/// How sure it is that a line is in an encoding that explains it well.
const KNOWN: f32 = 0.9999;
/// A margin of so many nats makes it e times as unlikely that an encoding is wrong. Nats of a model overstate:
/// its errors come in rows.
const NATS_PER_E: f32 = 6.0;

/// The cheapest encoding of a line among those of the document, and how sure that is.
fn verdict(costs: &choose::Costs, set: &[usize]) -> (Encoding, f32) {
    let mut best = UTF_8;
    for index in set {
        if costs[*index] < costs[best] {
            best = *index;
        }
    }
    let rival = |(index, cost): (usize, &f32)| {
        let inside = index == UTF_8 || set.contains(&index);
        (index != best).then_some(cost + if inside { 0.0 } else { ENCODING_NATS })
    };
    let second = costs.iter().enumerate().filter_map(rival).fold(f32::INFINITY, f32::min);
    let margin = (second - costs[best]).max(0.0);
    (encoding(best), 1.0 - 0.5 * (-margin / NATS_PER_E).exp())
}

fn encoding(index: usize) -> Encoding {
    if index < LEGACY_COUNT { Encoding(&LEGACY[index]) } else { Encoding::UTF_8 }
}

/// Number of bytes beyond ASCII that tell something, up to [`CHANCE_BYTES`] and one character: each character once, as
/// rules of dashes and frames of tables repeat theirs.
fn telling(utf8: &[u8]) -> usize {
    let (mut count, mut seen) = (0, ['\0'; CHANCE_BYTES]);
    for c in std::str::from_utf8(utf8).unwrap_or_default().chars().filter(|c| !c.is_ascii()) {
        if count > CHANCE_BYTES {
            break;
        }
        if !seen.contains(&c) {
            seen[count / 2 % CHANCE_BYTES] = c;
            count += c.len_utf8();
        }
    }
    count
}

/// A longer line that is valid UTF-8 is so by more than chance.
const CHANCE_BYTES: usize = 16;
/// So much likelier must a line be in an encoding of its document than in the UTF-8 that it is valid as; and so much
/// less likely may it be where nothing else in the document is UTF-8.
const CHANCE_NATS: f32 = 6.0;
const ALONE_NATS: f32 = 10.0;

/// The places of lines, those left out that say the same again, but for digits and marks of ASCII.
fn distinct<T>(lines: &[(&[u8], T)]) -> Vec<usize> {
    let mut seen = HashSet::with_capacity(lines.len());
    (0..lines.len()).filter(|place| seen.insert(words(lines[*place].0))).collect()
}

/// Bytes of a line that tell it from others.
const TELLING: usize = 128;

/// A number for what the beginning of a line says beside digits and marks of ASCII.
fn words(line: &[u8]) -> u64 {
    // FNV-1a, with a multiplier that mixes better in 64 bits.
    let telling = line.iter().filter(|byte| **byte >= 0x80 || byte.is_ascii_alphabetic()).take(TELLING);
    telling.fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23)
    })
}

/// From so many nats on, by which lines are likelier in UTF-8 than in the encodings of the document, it has UTF-8.
const HAS_UTF8_NATS: f32 = 16.0;

/// How much likelier a short line must be in an encoding of its document than in UTF-8.
fn chance<'a>(lines: impl Iterator<Item = &'a [u8]>, set: &[usize]) -> f32 {
    let mut gain = 0.0;
    for line in lines {
        if telling(line) > CHANCE_BYTES {
            return CHANCE_NATS;
        }
        gain += costs::cheapest(line, set)
            .map_or(0.0, |(_, nats)| (nats - lines::utf8(line, f32::INFINITY)).max(0.0));
        if gain > HAS_UTF8_NATS {
            return CHANCE_NATS;
        }
    }
    -ALONE_NATS
}

/// UTF-8, or an encoding of the document if a short line is valid UTF-8 by chance, as `一` of GBK is.
fn utf8_or(line: &[u8], set: &[usize], chance: f32) -> Encoding {
    if telling(line) > CHANCE_BYTES || set.is_empty() {
        return Encoding::UTF_8;
    }
    match costs::cheapest(line, set) {
        Some((best, nats)) if nats + chance < lines::utf8(line, f32::INFINITY) => encoding(best),
        _ => Encoding::UTF_8,
    }
}

/// Adds a line to the parts: to the last one if it is in the same encoding, or if one of both is in any.
fn join(parts: &mut Vec<Part>, line: Range<usize>, encoding: Option<Encoding>, confidence: f32) {
    match (parts.last_mut(), encoding) {
        (Some(last), None) => last.input.end = line.end,
        (Some(last), Some(encoding)) if last.ascii => {
            *last = Part { input: last.input.start..line.end, encoding, confidence, ascii: false, ..*last };
        }
        (Some(last), Some(encoding)) if last.encoding == encoding => {
            last.input.end = line.end;
            last.confidence = last.confidence.min(confidence);
        }
        (_, encoding) => {
            parts.push(Part {
                input: line,
                encoding: encoding.unwrap_or(Encoding::UTF_8),
                confidence,
                doubtful: false,
                ascii: encoding.is_none(),
            });
        }
    }
}
