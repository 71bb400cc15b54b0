//! One cheap pass over a text that says which repairs are worth running.

/// Which repairs a text asks for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Marks {
    /// A bracket with a letter in it after a character beyond ASCII: an annotation, perhaps.
    pub(crate) brackets: bool,
    /// A `?` before a mark or a reading: a lost byte, perhaps.
    pub(crate) losses: bool,
    /// Control characters U+0005 to U+0008.
    pub(crate) controls: bool,
    /// A line that may be keywords.
    pub(crate) lines: bool,
}

/// A text with its marks.
pub(crate) struct Document<'a> {
    pub(crate) text: &'a str,
    pub(crate) marks: Marks,
}

impl<'a> Document<'a> {
    pub(crate) fn new(text: &'a str, marks: Marks) -> Self {
        Self { text, marks }
    }
}

/// The marks of a text, or nothing when it has none. Allocates nothing.
pub(crate) fn scan(text: &str) -> Option<Marks> {
    let bytes = text.as_bytes();
    let marks = Marks {
        brackets: memchr::memchr_iter(b'(', bytes).any(|at| may_annotate(bytes, at)),
        losses: memchr::memchr_iter(b'?', bytes).any(|at| may_be_lost(bytes, at)),
        controls: bytes.iter().any(|b| matches!(b, 0x05..=0x08)),
        lines: crate::lines::may_have_keywords(text),
    };
    (marks.brackets || marks.losses || marks.controls || marks.lines).then_some(marks)
}

/// Whether the bracket at `at` follows a character beyond ASCII and begins with a letter.
fn may_annotate(bytes: &[u8], at: usize) -> bool {
    let after_wide = at > 0 && bytes[at - 1] >= 0x80;
    after_wide && bytes.get(at + 1).is_some_and(|b| b.is_ascii_lowercase() || matches!(b, 0xC3..=0xC9))
}

/// Whether the `?` at `at` stands before something that a lost byte stands before.
fn may_be_lost(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at + 1) {
        Some(b'?' | b'!' | b';' | b',' | b':' | 0x05..=0x08) => true,
        // U+3001, U+3002 and the full-width marks.
        Some(0xE3) => matches!(bytes[at + 1..], [_, 0x80, 0x81 | 0x82, ..]),
        Some(0xEF) => matches!(bytes[at + 1..], [_, 0xBC, ..]),
        Some(b'a'..=b'z' | 0xC3..=0xC9) => {
            memchr::memchr(b')', &bytes[at + 1..bytes.len().min(at + 12)]).is_some()
        }
        _ => false,
    }
}
