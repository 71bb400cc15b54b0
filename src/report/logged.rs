//! The log of edits: one JSON object a line.

use crate::edit::Edit;
use serde::Serialize;

/// One edit of one document, as a log keeps it.
///
/// Replaying a log: in each document replace the bytes `start..end` of its text (of the text that the
/// field says, not of the JSON that spells it) by `after`, last edit first.
///
/// ```
/// use mojimend::{Cleaner, report::LoggedEdit};
/// let cleaned = Cleaner::new().clean("推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展");
/// let mut log = Vec::new();
/// for edit in &cleaned.edits {
///     LoggedEdit::new("page-7", "crawl.jsonl", 12, edit).write(&mut log);
/// }
/// let first: serde_json::Value = serde_json::from_slice(log.split(|b| *b == b'\n').next().unwrap())?;
/// assert_eq!((&first["before"], &first["after"]), (&"(jìn)".into(), &"".into()));
/// assert_eq!((&first["start"], &first["end"]), (&6.into(), &12.into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LoggedEdit<'a> {
    /// The document: its `id`, or else file and line, or the file.
    pub document: &'a str,
    /// The file, as the user named it.
    pub file: &'a str,
    /// The line of the file: of the record, or in a text of the edit itself. From 1.
    pub line: u64,
    /// First byte of the document's text that is replaced.
    pub start: usize,
    /// The byte after the last one that is replaced.
    pub end: usize,
    /// What stood there.
    pub before: &'a str,
    /// What stands there now.
    pub after: &'a str,
    /// Code of the rule.
    pub rule: &'a str,
    /// From 0 to 1.
    pub confidence: f32,
    /// Why, in plain words.
    pub reason: &'a str,
}

impl<'a> LoggedEdit<'a> {
    /// The log entry of an edit.
    pub fn new(document: &'a str, file: &'a str, line: u64, edit: &'a Edit) -> Self {
        Self {
            document,
            file,
            line,
            start: edit.span.start,
            end: edit.span.end,
            before: &edit.before,
            after: &edit.after,
            rule: edit.rule.code,
            confidence: edit.confidence,
            reason: &edit.reason,
        }
    }

    /// Appends the entry as one line.
    pub fn write(&self, out: &mut Vec<u8>) {
        // Text and numbers always have a JSON form, and memory takes every write.
        if serde_json::to_writer(&mut *out, self).is_ok() {
            out.push(b'\n');
        }
    }
}
