//! One cheap pass over a text that says which repairs are worth running.

use crate::chars;
use crate::lattice::channel::mirror;
use crate::lines;
use crate::repair::debris::Traces;
use crate::repair::shift;
use crate::survey::Survey;

/// Which repairs a text asks for.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Marks {
    /// A bracket with a syllable in it after a character beyond ASCII: an annotation, perhaps.
    pub(crate) brackets: bool,
    /// A `?` before a mark or a reading: a lost byte, perhaps.
    pub(crate) losses: bool,
    /// A line that may be keywords.
    pub(crate) lines: bool,
    /// What markup, tools and copying leave.
    pub(crate) debris: Traces,
    /// Things that may have been put inside lines.
    pub(crate) inserts: lines::Inserts,
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
/// asked for. Allocates nothing but for single lines that may be keywords.
pub(crate) fn scan(text: &str, model: &lines::Model, misread: bool) -> Option<Marks> {
    // Half of what is looked for is about Chinese.
    let han = chars::may_have_han(text.as_bytes());
    let survey = Survey::read(text, model.lexicon(), misread);
    let marks = Marks {
        brackets: han && has_annotations(text),
        losses: han && has_losses(text),
        lines: lines::may_have(text, model, &survey.compounds),
        inserts: if han { lines::Inserts::read(text, &survey) } else { lines::Inserts::default() },
        debris: Traces::read(text, survey.fill),
        misread: survey.misread,
    };
    let Marks { brackets, losses, lines, inserts, debris, misread } = marks;
    (brackets || losses || lines || inserts.any() || debris.any() || misread).then_some(marks)
}

/// Whether a text has marks that single signs tell and that `before`, which it was made of, has not. Allocates nothing.
pub(crate) fn has_new_signs(before: &str, text: &str) -> bool {
    let signs = |text: &str| {
        let han = chars::may_have_han(text.as_bytes());
        let debris = Traces::read(text, han);
        (han && has_annotations(text), han && has_losses(text), debris)
    };
    let (brackets, losses, debris) = signs(text);
    if !brackets && !losses && !debris.any() {
        return false;
    }
    let known = signs(before);
    brackets && !known.0 || losses && !known.1 || debris != known.2
}

/// Whether there is what may be an annotation.
pub(crate) fn has_annotations(text: &str) -> bool {
    memchr::memchr_iter(b'(', text.as_bytes()).any(|at| may_annotate(text, at))
}

/// Whether there is what may be a lost byte.
pub(crate) fn has_losses(text: &str) -> bool {
    memchr::memchr_iter(b'?', text.as_bytes()).any(|at| shift::is_suspicious(text, at))
}

/// Whether the bracket at `at` holds a syllable and follows a character beyond ASCII, or one of ASCII behind
/// such a character: the second byte of a character that the annotation belongs to can be a letter.
fn may_annotate(text: &str, at: usize) -> bool {
    let is_wide = |back: usize| at >= back && text.as_bytes()[at - back] >= 0x80;
    (is_wide(1) || is_wide(2)) && mirror::reading_then_bracket(&text[at + 1..]).is_some()
}
