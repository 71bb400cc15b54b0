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
/// `text` gives the text of a row, nothing for a null; `size` the bytes of a row, more or less. `check` looks at some
/// rows before any of their texts is asked for, while they are on their way into the cache; its error ends everything.
pub(super) fn find<'a>(
    cleaner: &Cleaner,
    rows: usize,
    size: impl Fn(usize) -> usize,
    check: impl Fn(Range<usize>) -> Result<(), String> + Sync,
    text: impl Fn(usize) -> Option<&'a str> + Sync,
    log: Option<&mut Log>,
) -> Result<Vec<Change>, String> {
    let logged = log.is_some();
    let one = |row: usize| {
        let Cleaned { text, edits, .. } = cleaner.cleaner.clean(text(row)?);
        if edits.is_empty() {
            return None;
        }
        Some((Change { row, text: text.into_owned() }, logged.then_some(edits)))
    };
    let found = pool::map(cleaner.threads, pieces(rows, size), |piece| {
        check(piece.clone())?;
        Ok(piece.filter_map(one).collect::<Vec<_>>())
    });
    let found: Vec<_> = found.into_iter().collect::<Result<_, String>>()?;
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
    Ok(changes)
}

/// Rows in runs of some size.
fn pieces(rows: usize, size: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
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
