//! What a worker keeps while it cleans one batch: counts, problems, and the log of edits.

use super::batch::Batch;
use super::filter::{Filter, Measures};
use super::problem::{Cause, Problem};
use super::records::Record;
use super::repeated::{self, Lines, REPEATED_LINE, Repeated, Turn};
use crate::cleaner::{Cleaned, Cleaner};
use crate::config::Action;
use crate::decode::{Decoded, Decoder, Encoding};
use crate::edit::{EditLog, Finding};
use crate::report::{LoggedBytes, LoggedEdit, Tally};
use std::collections::VecDeque;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};

/// What all workers share.
pub(super) struct Orders {
    pub(super) cleaner: Cleaner,
    /// What makes text from bytes.
    pub(super) decoder: Decoder,
    /// Whether edits are logged.
    pub(super) log: bool,
    /// Documents that are left out.
    pub(super) drop: Option<Filter>,
    /// Whether dropped documents are kept elsewhere.
    pub(super) rejects: bool,
    /// Whether documents that stay as they are are left out.
    pub(super) only_changed: bool,
    /// Bytes of the longest document.
    pub(super) longest: usize,
    /// So many edits of each rule are kept to look at.
    pub(super) samples: usize,
    /// The lines of the run, if those that come again are taken out.
    pub(super) repeated: Option<Repeated>,
}

/// What came of a batch, beside its bytes.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) tally: Tally,
    pub(super) problems: Vec<Problem>,
    /// JSON Lines, one for each edit.
    pub(super) log: Vec<u8>,
    /// Documents that were dropped, as they came.
    pub(super) rejects: Vec<u8>,
    /// Lines of the log, with the code of their rule: the first few of each in this batch.
    pub(super) samples: Vec<(&'static str, String)>,
}

impl Orders {
    /// Only to read documents, not to clean them.
    pub(super) fn to_read(decoder: Decoder) -> Self {
        Self {
            cleaner: Cleaner::new(),
            decoder,
            log: false,
            drop: None,
            rejects: false,
            only_changed: false,
            longest: usize::MAX,
            samples: 0,
            repeated: None,
        }
    }
}

impl Findings {
    /// Adds what was found later in the same file.
    pub(super) fn add(&mut self, mut later: Self) {
        self.tally.merge(&later.tally);
        self.problems.append(&mut later.problems);
        self.log.append(&mut later.log);
        self.rejects.append(&mut later.rejects);
        self.samples.append(&mut later.samples);
    }
}

/// What becomes of a document.
pub(super) enum Fate {
    Keep,
    /// What was found out about each of its texts.
    Change(Vec<Judged>),
    Drop {
        /// Whether it is kept elsewhere.
        reject: bool,
    },
}

/// What the cleaner says of a text.
pub(super) struct Judged {
    pub(super) edits: EditLog,
    findings: Vec<Finding>,
    /// The text after the edits, if there are any.
    pub(super) text: Option<String>,
    /// Members to add to the record, a comma before each.
    pub(super) fields: String,
}

/// Cleans documents of one file and keeps the books. Layouts only have to find the texts.
pub(super) struct Desk<'a> {
    orders: &'a Orders,
    file: &'a str,
    /// Whether what is no record cannot be kept, as the output has another format.
    pub(super) leaves_out: bool,
    /// The turn of this piece of work, if lines that come again are taken out.
    turn: Option<&'a Turn<'a>>,
    /// The lines of the next documents that stand in earlier ones.
    repeated: VecDeque<Lines>,
    pub(super) found: Findings,
}

impl<'a> Desk<'a> {
    pub(super) fn new(orders: &'a Orders, file: &'a str, turn: Option<&'a Turn<'a>>) -> Self {
        let (repeated, found) = (VecDeque::new(), Findings::default());
        Self { orders, file, leaves_out: false, turn, repeated, found }
    }

    /// Looks up the lines of documents that are to be cleaned next, in this order, before any of them is.
    pub(super) fn look_up<'t>(&mut self, documents: impl Iterator<Item = impl Iterator<Item = &'t str>>) {
        if let Some(turn) = self.turn {
            self.repeated = turn.repeated(documents).into();
        }
    }

    /// A desk for a file inside the file.
    pub(super) fn of_member<'m>(&self, file: &'m str) -> Desk<'m>
    where
        'a: 'm,
    {
        Desk::new(self.orders, file, self.turn)
    }

    pub(super) fn problem(&mut self, line: Option<u64>, cause: Cause) {
        let cause = if self.leaves_out { cause.left_out() } else { cause };
        self.found.problems.push(Problem { file: self.file.to_owned(), line, cause });
    }

    /// Cleans the texts of a record. `id` is asked only when an edit is logged.
    pub(super) fn record<'t>(
        &mut self,
        batch: &Batch,
        record: &Record<'_>,
        texts: impl Iterator<Item = &'t str>,
        id: impl Fn() -> Option<String>,
    ) -> Fate {
        let cleaner = &self.orders.cleaner;
        let (mut measures, mut all, mut bytes) = (self.measures(), Vec::new(), 0);
        // Most documents are clean: nothing is kept of them.
        let mut clean = 0;
        let mut repeated = self.repeated.pop_front().unwrap_or_default().into_iter();
        for text in texts {
            bytes += text.len();
            let repeated = repeated.next().unwrap_or_default();
            let Some(cleaned) = guarded(|| cleaner.clean(text)) else {
                self.problem(record.line, Cause::Defect);
                self.found.tally.add_text(bytes);
                return Fate::Keep;
            };
            if let Some(measures) = &mut measures {
                measures.add(text, &cleaned.edits, &cleaned.findings);
            }
            let cleaned = if repeated.is_empty() { cleaned } else { self.without(text, cleaned, &repeated) };
            let fields = cleaner.fields(text, &cleaned.findings);
            if !cleaned.is_changed() && cleaned.findings.is_empty() && fields.is_empty() && all.is_empty() {
                clean += 1;
                continue;
            }
            let text = cleaned.is_changed().then(|| cleaned.text.into_owned());
            all.resize_with(clean, Judged::clean);
            all.push(Judged { edits: cleaned.edits, findings: cleaned.findings, text, fields });
            clean += 1;
        }
        self.found.tally.add_text(bytes);
        let about_bytes =
            record.decoded.as_ref().map(|decoded| cleaner.findings(decoded)).unwrap_or_default();
        let changed = record.decoded.is_some() || all.iter().any(|judged| judged.text.is_some());
        if let Some(measures) = &mut measures {
            measures.add("", &EditLog::default(), &about_bytes);
        }
        if let Some(fate) = self.left_out(measures.as_ref(), changed) {
            return fate;
        }
        self.found.tally.add_findings(&about_bytes);
        for judged in &all {
            self.found.tally.add_findings(&judged.findings);
        }
        if !changed && all.iter().all(|judged| judged.fields.is_empty()) {
            return Fate::Keep;
        }
        self.tell(batch, record, &all, id);
        Fate::Change(all)
    }

    /// A text without lines that stand in earlier documents.
    fn without<'t>(&self, text: &'t str, mut cleaned: Cleaned<'t>, lines: &[Range<usize>]) -> Cleaned<'t> {
        match self.orders.cleaner.config().action(&REPEATED_LINE) {
            Action::Off => {}
            Action::Report => cleaned.findings.extend(repeated::findings(lines)),
            Action::Repair => {
                let edits = repeated::without(text, cleaned.edits.clone(), lines);
                // Edits that were made for a text fit it.
                if let Ok(changed) = edits.apply(text) {
                    cleaned.text = changed.into();
                    cleaned.edits = edits;
                }
            }
        }
        cleaned
    }

    /// Enters a document that was changed into the books.
    fn tell(&mut self, batch: &Batch, record: &Record<'_>, all: &[Judged], id: impl Fn() -> Option<String>) {
        let is_file = record.line.is_none();
        let line = record.line.unwrap_or(batch.cut.line);
        // How many bytes of text stand before a later piece of a file is not known if it was not UTF-8.
        let (base, name) = match (is_file, batch.cut.offset) {
            (false, _) => (0, None),
            (true, 0) => (0, Some(batch.file.to_string())),
            (true, offset) if record.decoded.is_some() => (0, Some(format!("{}@{offset}", batch.file))),
            (true, offset) => (usize::try_from(offset).unwrap_or(usize::MAX), Some(batch.file.to_string())),
        };
        let document = || name.clone().or_else(&id).unwrap_or_else(|| format!("{}:{line}", batch.file));
        if let Some(decoded) = &record.decoded {
            self.found.tally.add_decoded(decoded);
            if self.orders.log {
                LoggedBytes::write_all(&document(), self.file, line, decoded, &mut self.found.log);
            }
        }
        if all.iter().all(|judged| judged.edits.is_empty()) {
            return;
        }
        self.found.tally.repaired += 1;
        for judged in all {
            self.found.tally.add_edits(&judged.edits);
            let text = record.source.as_ref().map_or(&batch.bytes[..], String::as_bytes);
            let mut counter = Counter::new(text, line);
            let line = |at| if is_file { counter.line(at) } else { line };
            self.log(&judged.edits, line, document, base);
        }
    }

    /// What makes desks for documents of the same file that are cleaned at the same time; nothing where what stands in one
    /// depends on those before it.
    #[cfg(feature = "parquet")]
    pub(super) fn others(&self) -> Option<impl Fn() -> Desk<'a> + Sync + use<'a>> {
        let (orders, file) = (self.orders, self.file);
        self.turn.is_none().then_some(move || Desk::new(orders, file, None))
    }

    /// Whether documents may be left out.
    #[cfg(feature = "parquet")]
    pub(super) fn leaves_out_documents(&self) -> bool {
        self.orders.drop.is_some() || self.orders.only_changed
    }

    fn measures(&self) -> Option<Measures> {
        self.orders.drop.as_ref().map(|_| Measures::default())
    }

    fn left_out(&mut self, measures: Option<&Measures>, changed: bool) -> Option<Fate> {
        if let (Some(filter), Some(measures)) = (&self.orders.drop, measures)
            && filter.holds(measures)
        {
            self.found.tally.dropped += 1;
            return Some(Fate::Drop { reject: self.orders.rejects });
        }
        (self.orders.only_changed && !changed).then_some(Fate::Drop { reject: false })
    }

    fn log(
        &mut self,
        edits: &EditLog,
        mut line: impl FnMut(usize) -> u64,
        document: impl Fn() -> String,
        base: usize,
    ) {
        if edits.is_empty() || !self.orders.log && self.orders.samples == 0 {
            return;
        }
        let document = document();
        for edit in edits {
            let mut entry = LoggedEdit::new(&document, self.file, line(edit.span.start), edit);
            entry.start += base;
            entry.end += base;
            let from = self.found.log.len();
            entry.write(&mut self.found.log);
            let code = edit.rule.code;
            let kept = self.found.samples.iter().filter(|(of, _)| *of == code).count();
            if kept < self.orders.samples {
                let written = String::from_utf8_lossy(&self.found.log[from..]).trim_end().to_owned();
                self.found.samples.push((code, written));
            }
            if !self.orders.log {
                self.found.log.truncate(from);
            }
        }
    }

    pub(super) fn reject(&mut self, record: &[u8]) {
        self.found.rejects.extend_from_slice(record);
        if !record.ends_with(b"\n") {
            self.found.rejects.push(b'\n');
        }
    }

    /// What makes text from bytes.
    pub(super) fn decoder(&self) -> &'a Decoder {
        &self.orders.decoder
    }

    /// Decodes a record that is not UTF-8.
    pub(super) fn decode<'t>(&mut self, line: u64, record: &'t [u8]) -> Option<Decoded<'t>> {
        self.declared(line, record, None)
    }

    /// Decodes a text whose encoding is declared.
    pub(super) fn declared<'t>(
        &mut self,
        line: u64,
        text: &'t [u8],
        charset: Option<Encoding>,
    ) -> Option<Decoded<'t>> {
        let decoder = self.decoder();
        let decoded = guarded(|| match charset {
            Some(charset) => decoder.clone().declared(charset).decode(text),
            None => decoder.decode(text),
        });
        if decoded.is_none() {
            self.problem(Some(line), Cause::Defect);
        }
        decoded
    }
}

impl Judged {
    fn clean() -> Self {
        Self { edits: EditLog::default(), findings: Vec::new(), text: None, fields: String::new() }
    }
}

/// Counts lines up to places that come in order.
struct Counter<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Counter<'a> {
    fn new(text: &'a [u8], line: u64) -> Self {
        Self { text, at: 0, line }
    }

    fn line(&mut self, at: usize) -> u64 {
        self.line += count_lines(&self.text[self.at..at]);
        self.at = at;
        self.line
    }
}

/// Number of line ends.
pub(super) fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Runs the cleaner on one document so that a defect in it costs that document's repair and no more: a
/// panic on a pool's thread would end the process with outputs half done.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
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
