//! The batches of one group, cleaned by all threads that have nothing else to do.
//!
//! Groups are handed out whole, one to a thread. A file of few large groups, as most tools write them, would keep one
//! thread busy and let the others wait.

use crate::corpus::desk::Desk;
use arrow_array::RecordBatch;
use rayon::prelude::*;
use std::io;

/// So many batches are cleaned while as many are unpacked. Each is of a megabyte of text or so.
const AHEAD: usize = 8;

/// Cleans batches with `clean`, which is told the number of rows before, and gives them to `each`, in order and each with
/// what came of it. `row`: the number of rows before the first.
///
/// # Errors
/// The first of the reader's, of `clean`'s and of `each`'s.
pub(super) fn cleaned<T: Send>(
    mut batches: impl Iterator<Item = io::Result<RecordBatch>> + Send,
    mut row: u64,
    desk: &mut Desk<'_>,
    clean: impl Fn(&RecordBatch, u64, &mut Desk<'_>) -> io::Result<T> + Sync,
    mut each: impl FnMut(RecordBatch, T) -> io::Result<()>,
) -> io::Result<()> {
    let mut read = || batches.by_ref().take(AHEAD).collect::<io::Result<Vec<_>>>();
    let mut now = read()?;
    while !now.is_empty() {
        let next;
        if let Some(others) = desk.others() {
            let numbered = |batch: RecordBatch| {
                let before = row;
                row += batch.num_rows() as u64;
                (before, batch)
            };
            let now: Vec<_> = now.into_iter().map(numbered).collect();
            let one = |(before, batch): (u64, RecordBatch)| {
                let mut desk = others();
                clean(&batch, before, &mut desk).map(|done| (batch, done, desk.found))
            };
            let all = || now.into_par_iter().map(one).collect::<io::Result<Vec<_>>>();
            let (read, done) = rayon::join(&mut read, all);
            next = read;
            for (batch, done, found) in done? {
                desk.found.add(found);
                each(batch, done)?;
            }
        } else {
            for batch in now {
                let done = clean(&batch, row, desk)?;
                row += batch.num_rows() as u64;
                each(batch, done)?;
            }
            next = read();
        }
        now = next?;
    }
    Ok(())
}
