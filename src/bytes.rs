//! What became of bytes: decoded, then cleaned, and the way back through both.

use crate::cleaner::Cleaned;
use crate::decode::Decoded;
use crate::edit::{EditLog, Finding};
use std::borrow::Cow;
use std::ops::Range;

/// What [`Cleaner::clean_bytes`](crate::Cleaner::clean_bytes) made of bytes.
///
/// Valid UTF-8 without damage is borrowed, and nothing is allocated for it.
///
/// ```
/// use mojimend::Cleaner;
/// // GBK, with an annotation that a mirror put in.
/// let cleaned = Cleaner::new().clean_bytes(b"\xCD\xC6\xDF\x4D(j\xA8\xACn)\xD0\x6C(w\xA8\xA8i)\xC9\xFA\xCA\xC2\x98\x49(y\xA8\xA8)");
/// assert_eq!(cleaned.text(), "推進衛生事業");
/// assert_eq!(cleaned.decoded().segments()[0].encoding.name(), "GBK");
/// // The second character lies in bytes 2 and 3 of the input.
/// assert_eq!(cleaned.origin(3..6), 2..4);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CleanedBytes<'a> {
    decoded: Decoded<'a>,
    /// The text, where cleaning changed what was decoded.
    repaired: Option<String>,
    /// What was changed in the decoded text. [`EditLog::apply`] on the text of [`CleanedBytes::decoded`] gives
    /// [`CleanedBytes::text`], [`EditLog::undo`] leads back.
    pub edits: EditLog,
    /// What looks damaged and was left alone, and what was wrong with the bytes, sorted by place; spans are
    /// bytes of the decoded text.
    pub findings: Vec<Finding>,
}

impl<'a> CleanedBytes<'a> {
    /// Of bytes decoded, and what cleaning made of their text.
    pub(crate) fn new(decoded: Decoded<'a>, clean: impl FnOnce(&str) -> Cleaned<'_>) -> Self {
        let Cleaned { text, edits, findings } = clean(&decoded.text);
        let repaired = match text {
            Cow::Owned(text) => Some(text),
            Cow::Borrowed(_) => None,
        };
        Self { decoded, repaired, edits, findings }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.repaired.as_deref().unwrap_or(&self.decoded.text)
    }

    /// The text alone: borrowed from the input when that is valid UTF-8 and nothing was changed in it.
    pub fn into_text(self) -> Cow<'a, str> {
        self.repaired.map_or(self.decoded.text, Cow::Owned)
    }

    /// The bytes as text before anything was repaired: which part is in which encoding, and which bytes are
    /// no characters.
    pub fn decoded(&self) -> &Decoded<'a> {
        &self.decoded
    }

    /// Whether anything was repaired in the decoded text.
    pub fn is_repaired(&self) -> bool {
        !self.edits.is_empty()
    }

    /// Whether the text has other bytes than the input: something was repaired, or the input is not UTF-8.
    pub fn is_changed(&self) -> bool {
        self.is_repaired() || matches!(self.decoded.text, Cow::Owned(_))
    }

    /// The bytes of the input that a range of the text comes from, through repairs and decoding. What an edit
    /// wrote answers with all that the edit replaced; characters touched count whole.
    pub fn origin(&self, text: Range<usize>) -> Range<usize> {
        self.decoded.origin(self.edits.origin(text))
    }
}
