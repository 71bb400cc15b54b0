//! Formats of corpora. One file for each; this one tells them apart.
//!
//! A format does two things: it splits a stream into batches of whole documents (on the reading thread)
//! and it cleans the documents of a batch (on any thread).

mod jsonl;
mod text;

use super::batch::Batch;
use super::desk::{Desk, Findings, Orders};
use std::io::{self, Read};
use std::path::Path;

pub(super) use jsonl::records;

/// How documents lie in a file.
///
/// ```
/// use mojimend::corpus::Format;
/// assert_eq!(Format::of_name("crawl/pages.jsonl.gz".as_ref()), Some(Format::Jsonl));
/// assert_eq!(Format::of_name("page.txt".as_ref()), Some(Format::Text));
/// assert_eq!(Format::of_name("page.html".as_ref()), None);
/// assert_eq!(Format::of_content(b"{\"id\":1,\"text\":\"a\"}\n"), Format::Jsonl);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// The file is one document.
    Text,
    /// Every line is a JSON object with the text in one field (also called NDJSON).
    Jsonl,
}

impl Format {
    /// The format a file name promises, if it promises one. The ending of a compression does not count.
    pub fn of_name(path: &Path) -> Option<Self> {
        let packed = super::Compression::of_name(path) != super::Compression::Plain;
        let name = if packed { Path::new(path.file_stem()?) } else { path };
        match name.extension()?.to_ascii_lowercase().to_str()? {
            "jsonl" | "ndjson" | "jsonlines" => Some(Self::Jsonl),
            "txt" | "text" => Some(Self::Text),
            _ => None,
        }
    }

    /// The format that the first bytes of a file show: JSONL when the first line that is not blank is a
    /// JSON object (or the beginning of one, if the line is longer than `head`), text otherwise.
    pub fn of_content(head: &[u8]) -> Self {
        if jsonl::begins(head) { Self::Jsonl } else { Self::Text }
    }
}

/// Splits a stream into batches.
pub(super) enum Splitter {
    Text(text::Whole),
    Jsonl(jsonl::Lines),
}

impl Splitter {
    pub(super) fn new(format: Format) -> Self {
        match format {
            Format::Text => Self::Text(text::Whole::default()),
            Format::Jsonl => Self::Jsonl(jsonl::Lines::default()),
        }
    }

    /// Reads the next batch into an empty buffer. Gives the line on which it begins; nothing at the end.
    pub(super) fn next(&mut self, from: &mut dyn Read, into: &mut Vec<u8>) -> io::Result<Option<u64>> {
        match self {
            Self::Text(whole) => whole.next(from, into),
            Self::Jsonl(lines) => lines.next(from, into),
        }
    }
}

/// What came of the bytes of a batch.
pub(super) struct Cleaned {
    /// What is to be written, when it is not the same as was read.
    pub(super) output: Option<Vec<u8>>,
    /// Nothing of this file may be written.
    pub(super) spoiled: bool,
    pub(super) found: Findings,
}

pub(super) fn clean(batch: &Batch, orders: &Orders) -> Cleaned {
    let mut desk = Desk::new(orders, &batch.file);
    let result = match batch.format {
        Format::Text => text::clean(&batch.bytes, &mut desk),
        Format::Jsonl => Ok(jsonl::clean(&batch.bytes, batch.line, &mut desk)),
    };
    let (output, spoiled) = match result {
        Ok(output) => (output, false),
        Err(cause) => {
            desk.problem(None, cause);
            (None, true)
        }
    };
    Cleaned { output, spoiled, found: desk.found }
}
