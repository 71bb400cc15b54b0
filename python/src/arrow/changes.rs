//! The rows that have to change.

use super::Cleaner;
use super::edits::Log;
use crate::core::PIECE;
use crate::pool;
use mojimend::Cleaned;
use std::ops::Range;

/// A row and its new text.
pub(super) struct Change {
    pub(super) row: usize,
    pub(super) text: String,
}

/// Cleans rows on all threads of the cleaner and gives those that change, in order.
///
/// `text` gives the text of a row, nothing for a null; `size` the bytes of a row, more or less.
pub(super) fn find<'a>(
    cleaner: &Cleaner,
    rows: usize,
    size: impl Fn(usize) -> usize,
    text: impl Fn(usize) -> Option<&'a str> + Sync,
    log: Option<&mut Log>,
) -> Vec<Change> {
    let logged = log.is_some();
    let one = |row: usize| {
        let Cleaned { text, edits, .. } = cleaner.cleaner.clean(text(row)?);
        if edits.is_empty() {
            return None;
        }
        Some((Change { row, text: text.into_owned() }, logged.then_some(edits)))
    };
    let found = pool::map(cleaner.threads, pieces(cleaner.threads, rows, size), |piece| {
        piece.filter_map(one).collect::<Vec<_>>()
    });
    let mut changes = Vec::with_capacity(found.iter().map(Vec::len).sum());
    let mut edits = Vec::new();
    for (change, of_row) in found.into_iter().flatten() {
        edits.extend(of_row.map(|of_row| (change.row, of_row)));
        changes.push(change);
    }
    if let Some(log) = log {
        for (row, of_row) in edits {
            log.set(row, of_row);
        }
    }
    changes
}

/// Rows in runs of some size.
fn pieces(threads: usize, rows: usize, size: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
    if threads <= 1 {
        return std::iter::once(0..rows).collect();
    }
    let mut pieces = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for row in 0..rows {
        bytes += size(row);
        if bytes >= PIECE {
            pieces.push(start..row + 1);
            (start, bytes) = (row + 1, 0);
        }
    }
    pieces.push(start..rows);
    pieces
}
