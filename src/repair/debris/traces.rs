//! What debris a text may have, told by its bytes.

/// Bytes looked at together. Blocks without a way out in the middle are what the compiler turns into vector
/// instructions.
const BLOCK: usize = 256;

/// Whether a text may have debris. Allocates nothing.
pub(crate) fn may_have(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let end = (at + BLOCK).min(bytes.len());
        // Each byte is looked at with the two behind it; those at the end with zeros, which only the byte NUL is.
        let mut found = false;
        if let (Some(second), Some(third)) = (bytes.get(at + 1..end + 1), bytes.get(at + 2..end + 2)) {
            for ((a, b), c) in bytes[at..end].iter().zip(second).zip(third) {
                found |= is_trace(*a, *b, *c);
            }
        } else {
            let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
            found = (at..end).any(|at| is_trace(byte(at), byte(at + 1), byte(at + 2)));
        }
        if found {
            return true;
        }
        at = end;
    }
    false
}

/// Whether debris may begin with these bytes. Written without branches.
#[inline]
fn is_trace(a: u8, b: u8, c: u8) -> bool {
    let letter = |b: u8| (b | 0x20).wrapping_sub(b'a') < 26;
    let within = |b: u8, low: u8, high: u8| b.wrapping_sub(low) <= high - low;
    let control = ((a < 0x20) & (a != b'\n') & (a != b'\t') & (a != b'\r') & (a != 0x0C)) | (a == 0x7F);
    let entity = (a == b'&') & (letter(b) | (b == b'#'));
    let escape =
        (a == b'\\') & ((b == b'n') | (b == b't') | (b == b'r') | (b == b'u') | (b == b'U') | (b == b'x'));
    let tag = (b == b'>') & (letter(a) | within(a, b'0', b'9') | (a == b'/') | (a == b'"'));
    let sequence = (a == b'[')
        & (within(b, b'0', b'9') | (b == b'm'))
        & ((c == b'm') | (c == b';') | within(c, b'0', b'9'));
    let latin = (a == 0xC2) & ((b <= 0xA0) | (b == 0xAD));
    let general = (a == 0xE2)
        & (((b == 0x80) & (within(c, 0x8B, 0x8F) | within(c, 0xAA, 0xAE)))
            | ((b == 0x81) & within(c, 0xA0, 0xAF)));
    let mongolian = (a == 0xE1) & (b == 0xA0) & within(c, 0x8B, 0x8F);
    let arabic = (a == 0xD8) & (b == 0x9C);
    let specials = (a == 0xEF)
        & ((b < 0xA4)
            | ((b == 0xB8) & (c <= 0x8F))
            | ((b == 0xBB) & (c == 0xBF))
            | ((b == 0xBF) & within(c, 0xB9, 0xBC)));
    let private = (a == 0xEE) | within(a, 0xF3, 0xF4);
    let fill = ((a == 0xE7) & (b == 0x83) & (c == 0xAB))
        | ((a == 0xE5) & (b == 0xB1) & (c == 0xAF))
        | ((a == 0xE8) & (b == 0x91) & (c == 0xBA));
    control
        | entity
        | escape
        | tag
        | sequence
        | latin
        | general
        | mongolian
        | arabic
        | specials
        | private
        | fill
}

/// The kinds of debris that a text may have.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Traces {
    pub(super) ampersand: bool,
    pub(super) backslash: bool,
    pub(super) tag: bool,
    pub(super) zero_width: bool,
    pub(super) bidi: bool,
    pub(super) soft_hyphen: bool,
    pub(super) no_break: bool,
    pub(super) private: bool,
    pub(super) selector: bool,
    pub(super) sequence: bool,
    pub(super) control: bool,
    pub(super) fill: bool,
}

impl Traces {
    /// Reads a text.
    pub(super) fn read(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut traces = Self::default();
        for (at, a) in bytes.iter().copied().enumerate() {
            let byte = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or(0);
            match a {
                b'&' => traces.ampersand = true,
                b'\\' => traces.backslash = true,
                b'>' => traces.tag = true,
                0x1B => traces.sequence = true,
                b'[' => traces.sequence |= byte(1).is_ascii_digit() || byte(1) == b'm',
                b'\t' | b'\n' | b'\r' | 0x0C => {}
                0..0x20 | 0x7F => traces.control = true,
                0xC2 => match byte(1) {
                    0x9B => {
                        traces.sequence = true;
                        traces.control = true;
                    }
                    0x80..=0x9F => traces.control = true,
                    0xA0 => traces.no_break = true,
                    0xAD => traces.soft_hyphen = true,
                    _ => {}
                },
                0xD8 => traces.bidi |= byte(1) == 0x9C,
                0xE1 if byte(1) == 0xA0 => match byte(2) {
                    0x8E => traces.zero_width = true,
                    0x8B..=0x8F => traces.selector = true,
                    _ => {}
                },
                0xE2 => match (byte(1), byte(2)) {
                    (0x80, 0x8B..=0x8D) | (0x81, 0xA0) => traces.zero_width = true,
                    (0x80, 0x8E | 0x8F | 0xAA..=0xAE) | (0x81, 0xA6..=0xAF) => traces.bidi = true,
                    _ => {}
                },
                0xE5 => traces.fill |= byte(1) == 0xB1 && byte(2) == 0xAF,
                0xE7 => traces.fill |= byte(1) == 0x83 && byte(2) == 0xAB,
                0xE8 => traces.fill |= byte(1) == 0x91 && byte(2) == 0xBA,
                0xEE => traces.private = true,
                0xEF => match (byte(1), byte(2)) {
                    (0x80..=0xA3, _) | (0xBF, 0xB9..=0xBC) => traces.private = true,
                    (0xB8, 0x80..=0x8F) => traces.selector = true,
                    (0xBB, 0xBF) => traces.zero_width = true,
                    _ => {}
                },
                0xF3 if byte(1) == 0xA0 => traces.selector = true,
                0xF3 | 0xF4 => traces.private = true,
                _ => {}
            }
        }
        traces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_none() {
        let plain = "Plain, with a question? (Yes: 3 > 2.)\n“引号”，全角！ Größe — naïve… 日本語ガ 한국어 עברית\r\n\tfin";
        assert!(!may_have(plain));
        assert_eq!(Traces::read(plain), Traces { tag: true, ..Traces::default() });
    }

    #[test]
    fn traces_are_found_wherever_they_stand() {
        for trace in [
            "&amp;",
            "\\n",
            "b>",
            "\u{1B}[1m",
            "\u{7}",
            "\u{92}",
            "\u{AD}",
            "\u{A0}",
            "\u{200B}",
            "\u{202A}",
            "\u{2066}",
            "\u{E123}",
            "\u{F0000}",
            "\u{FE0F}",
            "\u{FEFF}",
            "\u{E0100}",
            "烫",
        ] {
            for before in [0, 1, 253, 254, 255, 256, 257, 600] {
                for after in [0, 1, 2, 300] {
                    let text = format!("{}{trace}{}", "x".repeat(before), " ".repeat(after));
                    assert!(may_have(&text), "{trace:?} behind {before}");
                    assert_ne!(Traces::read(&text), Traces::default(), "{trace:?}");
                }
            }
        }
    }
}
