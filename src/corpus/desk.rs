//! What a worker keeps while it cleans one batch: counts, problems, and the log of edits.

use super::problem::{Cause, Problem};
use crate::cleaner::{Cleaned, Cleaner};
use crate::decode::Decoded;
use crate::report::{LoggedBytes, LoggedEdit, Tally};
use std::borrow::Cow;
use std::panic::{self, AssertUnwindSafe};

/// What all workers share.
pub(super) struct Orders {
    pub(super) cleaner: Cleaner,
    /// The field of a JSONL record that holds the text.
    pub(super) field: String,
    /// Whether edits are logged.
    pub(super) log: bool,
}

/// What came of a batch, beside its bytes.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) tally: Tally,
    pub(super) problems: Vec<Problem>,
    /// JSON Lines, one for each edit.
    pub(super) log: Vec<u8>,
}

/// Cleans documents of one file and keeps the books. Formats only have to find the texts.
pub(super) struct Desk<'a> {
    orders: &'a Orders,
    file: &'a str,
    pub(super) found: Findings,
}

impl<'a> Desk<'a> {
    pub(super) fn new(orders: &'a Orders, file: &'a str) -> Self {
        Self { orders, file, found: Findings::default() }
    }

    pub(super) fn field(&self) -> &'a str {
        &self.orders.field
    }

    pub(super) fn problem(&mut self, line: Option<u64>, cause: Cause) {
        self.found.problems.push(Problem { file: self.file.to_owned(), line, cause });
    }

    /// Cleans the text of a record. Nothing when it is to stay as it is. `id` is asked only when an edit
    /// is logged.
    pub(super) fn record<'t>(
        &mut self,
        line: u64,
        text: &'t str,
        id: impl Fn() -> Option<String>,
    ) -> Option<Cleaned<'t>> {
        self.found.tally.add_text(text.len());
        let cleaner = &self.orders.cleaner;
        let Some(cleaned) = guarded(|| cleaner.clean(text)) else {
            self.problem(Some(line), Cause::Defect);
            return None;
        };
        self.found.tally.add(&cleaned.edits, &cleaned.findings);
        if !cleaned.is_changed() {
            return None;
        }
        if self.orders.log {
            let document = id().unwrap_or_else(|| format!("{}:{line}", self.file));
            for edit in &cleaned.edits {
                LoggedEdit::new(&document, self.file, line, edit).write(&mut self.found.log);
            }
        }
        Some(cleaned)
    }

    /// Cleans a file that is one document. Nothing when it is to stay as it is.
    ///
    /// # Errors
    /// When the bytes are no text.
    pub(super) fn whole<'t>(&mut self, bytes: &'t [u8]) -> Result<Option<Cow<'t, str>>, Cause> {
        let cleaner = &self.orders.cleaner;
        let Some(cleaned) = guarded(|| cleaner.clean_bytes(bytes)) else {
            self.problem(None, Cause::Defect);
            return Ok(None);
        };
        if let Some(controls) = cleaned.decoded().binary() {
            return Err(Cause::NotText(controls));
        }
        self.found.tally.add_text(bytes.len());
        self.found.tally.add(&cleaned.edits, &cleaned.findings);
        self.found.tally.add_decoded(cleaned.decoded());
        if !cleaned.is_changed() {
            return Ok(None);
        }
        if self.orders.log {
            LoggedBytes::write_all(self.file, self.file, 1, cleaned.decoded(), &mut self.found.log);
            let text = cleaned.decoded().text.as_bytes();
            let (mut line, mut at) = (1, 0);
            for edit in &cleaned.edits {
                line += count_lines(&text[at..edit.span.start]);
                at = edit.span.start;
                LoggedEdit::new(self.file, self.file, line, edit).write(&mut self.found.log);
            }
        }
        Ok(Some(cleaned.into_text()))
    }

    /// Decodes a record that is not UTF-8.
    pub(super) fn decode<'t>(&mut self, line: u64, record: &'t [u8]) -> Option<Decoded<'t>> {
        let decoder = self.orders.cleaner.decoder();
        let decoded = guarded(|| decoder.decode(record));
        if decoded.is_none() {
            self.problem(Some(line), Cause::Defect);
        }
        decoded
    }

    /// Keeps the books of a record that is not UTF-8.
    pub(super) fn decoded(&mut self, line: u64, decoded: &Decoded<'_>, id: impl Fn() -> Option<String>) {
        self.found.tally.add_decoded(decoded);
        self.found.tally.add_findings(&self.orders.cleaner.findings(decoded));
        if self.orders.log {
            let document = id().unwrap_or_else(|| format!("{}:{line}", self.file));
            LoggedBytes::write_all(&document, self.file, line, decoded, &mut self.found.log);
        }
    }
}

/// Number of line ends.
pub(super) fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Runs the cleaner on one document so that a defect in it costs that document's repair and no more: a
/// panic on a pool's thread would end the process with outputs half done.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    // A cleaner keeps nothing between texts, so there is no state that a panic could leave broken.
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_one_document() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| -> i32 { panic!("on purpose") }), None);
    }
}
