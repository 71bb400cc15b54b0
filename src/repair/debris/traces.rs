//! What debris a text may have, told by its bytes.

use crate::vector::{ANY, Triples};

/// The kinds of debris that a text may have. Each asks for a rule, so what is told here is no more than likely; what
/// clean text has now and then (`&`, a no-break space, 烫) is told only where the rule could do something about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Traces {
    /// An `&` with what may be the name or the number of an entity.
    pub(super) entity: bool,
    /// A backslash with a letter that makes an escape.
    pub(super) escape: bool,
    /// The end of a tag, in a text without the beginning of any.
    pub(super) tag: bool,
    pub(super) zero_width: bool,
    pub(super) bidi: bool,
    pub(super) soft_hyphen: bool,
    /// No-break spaces between words: as many as make a flood, or several in a row.
    pub(super) no_break: bool,
    pub(super) private: bool,
    pub(super) selector: bool,
    /// An escape sequence of a terminal, with or without its head.
    pub(super) sequence: bool,
    pub(super) control: bool,
    /// Control characters of a cut, U+0005 to U+0008.
    pub(crate) cut: bool,
    /// A character of memory that nothing was written to, several in a row.
    pub(super) fill: bool,
}

/// No-break spaces between words from which on a text has them as a trace.
const NO_BREAKS: u32 = super::space::FLOOD_LEAST as u32;

/// In a flood there are as many no-break spaces between words as spaces; of all gaps at least one in so many is between
/// words.
const GAPS_TO_A_WORD: usize = 4;

/// How many runs of spaces there are.
fn gaps(bytes: &[u8]) -> usize {
    // Pieces whose count a byte can hold, so that the compiler makes vector instructions of it.
    let begins = |pair: (&u8, &u8)| u8::from((*pair.0 != b' ') & (*pair.1 == b' '));
    let pairs = |at: usize, end: usize| bytes[at..end].iter().zip(&bytes[at + 1..end + 1]);
    let last = bytes.len().saturating_sub(1);
    (0..last)
        .step_by(usize::from(u8::MAX))
        .map(|at| {
            let end = (at + usize::from(u8::MAX)).min(last);
            usize::from(pairs(at, end).map(begins).sum::<u8>())
        })
        .sum()
}

/// Where debris may begin. Marks and punctuation that Chinese is full of begin with the same bytes as much debris,
/// hence the second and the third byte.
static BEGINNINGS: Triples = Triples::new(&[
    // C1 controls, the no-break space, the soft hyphen.
    [&[(0xC2, 0xC2)], &[(0x80, 0xA0), (0xAD, 0xAD)], ANY],
    // Spaces and joiners without width, controls of direction.
    [&[(0xE2, 0xE2)], &[(0x80, 0x81)], &[(0x8B, 0x8F), (0xA0, 0xAF)]],
    // Selectors of Mongolian forms, the Arabic mark of direction.
    [&[(0xE1, 0xE1), (0xD8, 0xD8)], &[(0xA0, 0xA0), (0x9C, 0x9C)], ANY],
    // The end of the private use area.
    [&[(0xEF, 0xEF)], &[(0x80, 0xA3)], ANY],
    // Selectors, byte order marks, and the specials at the very end.
    [&[(0xEF, 0xEF)], &[(0xB8, 0xB8), (0xBB, 0xBB), (0xBF, 0xBF)], ANY],
    // The rest of the private use area.
    [&[(0xEE, 0xEE)], ANY, ANY],
    // Controls, and the planes of tags, selectors and private use.
    [&[(0, 8), (0x0B, 0x0B), (0x0E, 0x1F), (0xF3, 0xF4)], ANY, ANY],
    // Escapes, and colours of terminals.
    [&[(b'[', b'\\')], ANY, ANY],
]);

impl Traces {
    /// Reads a text; `fill` says whether memory that nothing was written to may stand in it. Allocates nothing.
    pub(crate) fn read(text: &str, fill: bool) -> Self {
        let bytes = text.as_bytes();
        let mut traces = Self::default();
        let mut no_breaks = 0;
        BEGINNINGS.each(bytes, |at| traces.add(bytes, at, &mut no_breaks));
        traces.no_break |= no_breaks >= NO_BREAKS && no_breaks as usize * GAPS_TO_A_WORD >= gaps(bytes);
        traces.entity = memchr::memchr_iter(b'&', bytes).any(|at| super::entity::may_begin(&bytes[at + 1..]));
        traces.control |= memchr::memchr(0x7F, bytes).is_some();
        traces.tag = memchr::memchr(b'>', bytes).is_some_and(|first| ends_tags(bytes, first));
        traces.fill = fill;
        traces
    }

    /// Whether there is any.
    pub(crate) fn any(self) -> bool {
        self != Self::default()
    }

    /// What begins at this place.
    fn add(&mut self, bytes: &[u8], at: usize, no_breaks: &mut u32) {
        let byte = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or(b' ');
        match bytes[at] {
            b'\\' => self.escape |= matches!(byte(1), b'n' | b't' | b'r' | b'u' | b'U' | b'x'),
            b'[' => self.sequence |= super::terminal::colour(&bytes[at..]).is_some(),
            0x1B => self.sequence = true,
            low @ (0..=0x08 | 0x0B | 0x0E..=0x1F) => {
                self.control = true;
                self.cut |= matches!(low, 0x05..=0x08);
            }
            0xC2 => match byte(1) {
                0x9B => {
                    self.sequence = true;
                    self.control = true;
                }
                0xA0 => {
                    let word = |b: u8| b.is_ascii_alphabetic() || b >= 0x80;
                    let spaces = bytes[at + 2..].iter().take_while(|b| **b == b' ').count();
                    let behind = byte(2 + spaces);
                    self.no_break |= behind == 0xC2 && byte(3 + spaces) == 0xA0;
                    *no_breaks += u32::from(word(behind));
                }
                0xAD => self.soft_hyphen = true,
                0x80..=0x9F => self.control = true,
                _ => {}
            },
            0xD8 => self.bidi |= byte(1) == 0x9C,
            0xE1 if byte(1) == 0xA0 => match byte(2) {
                0x8E => self.zero_width = true,
                0x8B..=0x8F => self.selector = true,
                _ => {}
            },
            0xE2 => match (byte(1), byte(2)) {
                (0x80, 0x8B..=0x8D) | (0x81, 0xA0) => self.zero_width = true,
                (0x80, 0x8E | 0x8F | 0xAA..=0xAE) | (0x81, 0xA6..=0xAF) => self.bidi = true,
                _ => {}
            },
            0xEF => match (byte(1), byte(2)) {
                (0x80..=0xA3, _) | (0xBF, 0xB9..=0xBC) => self.private = true,
                (0xB8, 0x80..=0x8F) => self.selector = true,
                (0xBB, 0xBF) => self.zero_width = true,
                _ => {}
            },
            0xF3 if byte(1) == 0xA0 => self.selector = true,
            0xEE | 0xF3 | 0xF4 => self.private = true,
            _ => {}
        }
    }
}

/// How many places there are where debris may begin.
#[cfg(feature = "stages")]
pub(crate) fn places(text: &str, vector: bool) -> usize {
    let mut places = 0;
    let count = |_| places += 1;
    if vector {
        BEGINNINGS.each(text.as_bytes(), count);
    } else {
        BEGINNINGS.each_by_1(text.as_bytes(), count);
    }
    places
}

/// Whether a text without the beginning of a tag has the end of one, from the first `>` on.
fn ends_tags(bytes: &[u8], first: usize) -> bool {
    let ends = |at: usize| {
        let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        before.is_ascii_alphanumeric() || matches!(before, b'/' | b'"' | b'\'')
    };
    memchr::memchr(b'<', bytes).is_none()
        && memchr::memchr_iter(b'>', &bytes[first..]).any(|at| ends(first + at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_none() {
        let plain = "Plain, with a question? (Yes: 3 > 2 & 1.)\n“引号”，全角！ Größe — naïve… © · é 😀 日本語ガ 한국어 עברית\r\n\tfin";
        assert!(!Traces::read(plain, false).any());
        // What is only told where its rule could do something.
        for plain in [
            "R&D, AT&T, a & b",
            "烫烫的屯溪",
            "10\u{A0}000 «\u{A0}oui\u{A0}» 5\u{A0}km",
            "a<b>c",
            "[1] [Mm]",
            r"C:\dir",
        ] {
            assert!(!Traces::read(plain, false).any(), "{plain}");
        }
    }

    #[test]
    fn traces_are_found_wherever_they_stand() {
        for trace in [
            "&amp;",
            "&#39",
            "&nbsp",
            "\\n",
            "/b>",
            "\u{1B}[1m",
            "[31m",
            "\u{6}",
            "\u{7F}",
            "\u{92}",
            "\u{AD}",
            "x\u{A0}y\u{A0}z\u{A0}x\u{A0}y",
            "\u{A0} \u{A0}",
            "\u{61C}",
            "\u{180E}",
            "\u{200B}",
            "\u{202A}",
            "\u{2066}",
            "\u{E123}",
            "\u{F123}",
            "\u{F0000}",
            "\u{FE0F}",
            "\u{FEFF}",
            "\u{FFF9}",
            "\u{E0100}",
        ] {
            for before in [0, 1, 30, 253, 254, 255, 256, 257, 1022, 1023, 1024, 2000] {
                for after in [0, 1, 2, 300] {
                    let text = format!("{}{trace}{}", "x".repeat(before), " ".repeat(after));
                    assert!(Traces::read(&text, false).any(), "{trace:?} behind {before}");
                }
            }
        }
    }
}
