//! The rows of a Parquet file that becomes something else: batch by batch, so that no group is held as a whole.

use super::convert::Conversion;
use super::group::torn;
use super::parquet::Table;
use super::rows::cleaned;
use crate::corpus::desk::Desk;
use crate::corpus::parts::{Part, Parts, Product};
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use arrow_array::RecordBatch;
use std::io;
use std::sync::Arc;

/// What all batches have in common.
struct Common {
    /// The columns of texts.
    columns: Vec<usize>,
    to: Arc<Conversion>,
}

/// The batches of a table, one after the other.
pub(super) struct Batches {
    table: Arc<Table>,
    common: Arc<Common>,
    /// The group that is read next.
    group: usize,
    reader: Option<ParquetRecordBatchReader>,
    rows: u64,
    begun: bool,
}

impl Batches {
    pub(super) fn new(table: &Arc<Table>, to: Arc<Conversion>) -> Self {
        let columns = table.columns.iter().map(|(root, _)| *root).collect();
        let (table, common) = (Arc::clone(table), Arc::new(Common { columns, to }));
        Self { table, common, group: 0, reader: None, rows: 0, begun: false }
    }
}

impl Parts for Batches {
    fn next(&mut self) -> io::Result<Option<Box<dyn Part>>> {
        loop {
            if let Some(rows) = self.reader.as_mut().and_then(Iterator::next) {
                let rows = rows.map_err(torn)?;
                let (before, first) = (self.rows, !std::mem::replace(&mut self.begun, true));
                self.rows += rows.num_rows() as u64;
                return Ok(Some(Box::new(Batch { rows, before, first, common: Arc::clone(&self.common) })));
            }
            if self.group == self.table.groups() {
                return Ok(None);
            }
            self.reader = Some(self.table.read(self.group, true)?);
            self.group += 1;
        }
    }
}

struct Batch {
    rows: RecordBatch,
    /// How many rows come before.
    before: u64,
    first: bool,
    common: Arc<Common>,
}

impl Part for Batch {
    fn knows_all(&self) -> bool {
        true
    }

    fn bytes(&self) -> usize {
        self.rows.get_array_memory_size()
    }

    fn clean(self: Box<Self>, file: &Arc<str>, desk: &mut Desk<'_>) -> io::Result<Product> {
        let mut row = self.before;
        let rows = cleaned(&self.rows, &self.common.columns, &mut row, file, desk)?;
        self.common.to.product(vec![rows], self.first)
    }
}
