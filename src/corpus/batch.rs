//! The unit of work: whole documents of one file.

use super::budget::Permit;
use super::desk::{Findings, Orders};
use super::format::{self, Format};
use std::sync::Arc;

/// Documents of one file that have been read.
pub(super) struct Batch {
    pub(super) bytes: Vec<u8>,
    /// The line of the file on which the batch begins, from 1.
    pub(super) line: u64,
    pub(super) format: Format,
    pub(super) file: Arc<str>,
    pub(super) permit: Permit,
}

/// The same, cleaned.
pub(super) struct Done {
    /// As it was read; the buffer is used again.
    pub(super) input: Vec<u8>,
    /// What is to be written, when it is not the same as the input.
    pub(super) output: Option<Vec<u8>>,
    /// Nothing of this file may be written.
    pub(super) spoiled: bool,
    pub(super) found: Findings,
    /// Held until the bytes are written.
    pub(super) _permit: Permit,
}

impl Batch {
    pub(super) fn clean(self, orders: &Orders) -> Done {
        let cleaned = format::clean(&self, orders);
        Done {
            input: self.bytes,
            output: cleaned.output,
            spoiled: cleaned.spoiled,
            found: cleaned.found,
            _permit: self.permit,
        }
    }
}

impl Done {
    pub(super) fn bytes(&self) -> &[u8] {
        self.output.as_deref().unwrap_or(&self.input)
    }
}
