//! One cheap pass over a text that says which repairs are worth running.

use crate::lattice::channel::mirror;
use crate::lines;
use crate::repair::shift;

/// Which repairs a text asks for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Marks {
    /// A bracket with a syllable in it after a character beyond ASCII: an annotation, perhaps.
    pub(crate) brackets: bool,
    /// A `?` before a mark or a reading: a lost byte, perhaps.
    pub(crate) losses: bool,
    /// Control characters U+0005 to U+0008.
    pub(crate) controls: bool,
    /// A line that may be keywords.
    pub(crate) lines: bool,
    /// What markup, tools and copying leave.
    pub(crate) debris: bool,
    /// Things that may have been put inside lines.
    pub(crate) inserts: bool,
    /// Text that may have been read in the wrong encoding.
    pub(crate) misread: bool,
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

/// The marks of a text, or nothing when it has none. Text that was read in a wrong encoding is only looked for if
/// asked for. Allocates nothing.
pub(crate) fn scan(text: &str, model: &lines::Model, misread: bool) -> Option<Marks> {
    let bytes = text.as_bytes();
    let marks = Marks {
        brackets: memchr::memchr_iter(b'(', bytes).any(|at| may_annotate(text, at)),
        losses: memchr::memchr_iter(b'?', bytes).any(|at| shift::is_suspicious(text, at)),
        controls: has_controls(bytes),
        lines: lines::may_have(text, model),
        inserts: lines::may_have_inserts(text),
        debris: crate::repair::debris::may_have(text),
        misread: misread && crate::repair::mojibake::may_be_misread(text),
    };
    let Marks { brackets, losses, controls, lines, inserts, debris, misread } = marks;
    (brackets || losses || controls || lines || inserts || debris || misread).then_some(marks)
}

/// Whether there are control characters of a cut.
fn has_controls(bytes: &[u8]) -> bool {
    // Blocks without a way out in the middle are what the compiler turns into vector instructions.
    bytes.chunks(BLOCK).any(|block| block.iter().fold(false, |any, b| any | matches!(b, 0x05..=0x08)))
}

/// Bytes looked at together.
const BLOCK: usize = 256;

/// Whether the bracket at `at` holds a syllable and follows a character beyond ASCII, or one of ASCII behind
/// such a character: the second byte of a character that the annotation belongs to can be a letter.
fn may_annotate(text: &str, at: usize) -> bool {
    let is_wide = |back: usize| at >= back && text.as_bytes()[at - back] >= 0x80;
    (is_wide(1) || is_wide(2)) && mirror::reading_then_bracket(&text[at + 1..]).is_some()
}
