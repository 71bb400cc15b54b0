//! The rows of a group: their texts are cleaned, and packed anew where they change.

use super::ahead;
use super::parquet::{Table, damaged};
use super::rows::{Texts, clean_rows, cleaned};
use crate::corpus::desk::Desk;
use crate::corpus::parts::{Part, Parts, Product};
use ::parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use ::parquet::file::writer::SerializedFileWriter;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::ArrowError;
use std::io;
use std::sync::Arc;

/// The groups of a table, one after the other.
pub(super) struct Groups {
    table: Arc<Table>,
    next: usize,
}

impl Groups {
    pub(super) fn new(table: &Arc<Table>) -> Self {
        Self { table: Arc::clone(table), next: 0 }
    }
}

impl Parts for Groups {
    fn next(&mut self) -> io::Result<Option<Box<dyn Part>>> {
        if self.next == self.table.groups() {
            return Ok(None);
        }
        self.next += 1;
        Ok(Some(Box::new(Group { table: Arc::clone(&self.table), number: self.next - 1 })))
    }
}

/// A group to be cleaned.
struct Group {
    table: Arc<Table>,
    number: usize,
}

/// The same, cleaned.
pub(super) struct GroupDone {
    pub(super) number: usize,
    pub(super) content: Content,
}

/// What is to be written of a group.
pub(super) enum Content {
    /// What was read.
    Same,
    /// Some columns anew, with the numbers of their leaves.
    Columns(Vec<(usize, ArrowColumnChunk)>),
    /// All columns anew; nothing when no row is left.
    Rows(Option<Vec<ArrowColumnChunk>>),
}

impl Part for Group {
    fn bytes(&self) -> usize {
        self.table.bytes(self.number)
    }

    fn clean(self: Box<Self>, file: &Arc<str>, desk: &mut Desk<'_>) -> io::Result<Product> {
        let content =
            if desk.leaves_out_documents() { self.filter(file, desk)? } else { self.repair(file, desk)? };
        Ok(Product::Own(Box::new(GroupDone { number: self.number, content })))
    }
}

impl Group {
    fn repair(&self, file: &Arc<str>, desk: &mut Desk<'_>) -> io::Result<Content> {
        let table = &self.table;
        let before = table.rows_before(self.number);
        let mut writers: Option<Vec<ArrowColumnWriter>> = None;
        let mut index = 0;
        let clean = |batch: &RecordBatch, mut row: u64, desk: &mut Desk<'_>| {
            let texts = batch.columns().iter().map(Texts::new).collect::<io::Result<Vec<_>>>()?;
            Ok(clean_rows(&texts, &mut row, file, desk).changed)
        };
        ahead::cleaned(self.batches(false)?, before, desk, clean, |batch, changed| {
            if writers.is_none() && changed.iter().any(Option::is_some) {
                // Until now nothing had changed, and nothing was kept.
                let mut begun = self.writers()?;
                for earlier in self.batches(false)?.take(index) {
                    self.write(&mut begun, earlier?.columns())?;
                }
                writers = Some(begun);
            }
            index += 1;
            let Some(writers) = &mut writers else { return Ok(()) };
            let columns = batch.columns().iter().zip(changed);
            let columns: Vec<_> =
                columns.map(|(before, after)| after.unwrap_or_else(|| Arc::clone(before))).collect();
            self.write(writers, &columns)
        })?;
        let Some(writers) = writers else { return Ok(Content::Same) };
        let leaves = table.columns.iter().map(|(_, leaf)| *leaf);
        let chunks = writers
            .into_iter()
            .zip(leaves)
            .map(|(writer, leaf)| Ok((leaf, writer.close().map_err(damaged)?)));
        Ok(Content::Columns(chunks.collect::<io::Result<_>>()?))
    }

    /// The same where rows may be left out.
    fn filter(&self, file: &Arc<str>, desk: &mut Desk<'_>) -> io::Result<Content> {
        let before = self.table.rows_before(self.number);
        let (mut writers, mut rows) = (self.all_writers()?, 0);
        let roots: Vec<_> = self.table.columns.iter().map(|(root, _)| *root).collect();
        let clean = |batch: &RecordBatch, mut row: u64, desk: &mut Desk<'_>| {
            cleaned(batch, &roots, &mut row, file, desk)
        };
        ahead::cleaned(self.batches(true)?, before, desk, clean, |_, batch| {
            rows += batch.num_rows();
            let mut writers = writers.iter_mut();
            for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
                for (leaf, writer) in compute_leaves(field, column).map_err(damaged)?.iter().zip(&mut writers)
                {
                    writer.write(leaf).map_err(damaged)?;
                }
            }
            Ok(())
        })?;
        if rows == 0 {
            return Ok(Content::Rows(None));
        }
        let chunks = writers.into_iter().map(|writer| writer.close().map_err(damaged));
        Ok(Content::Rows(Some(chunks.collect::<io::Result<_>>()?)))
    }

    /// The rows: their texts, or all columns.
    fn batches(&self, all: bool) -> io::Result<impl Iterator<Item = io::Result<RecordBatch>> + Send + use<>> {
        Ok(self.table.read(self.number, all)?.map(|batch| batch.map_err(torn)))
    }

    /// Writers of all leaves.
    fn all_writers(&self) -> io::Result<Vec<ArrowColumnWriter>> {
        let schema = self.table.parts().file_metadata().schema_descr().root_schema_ptr();
        let nowhere = SerializedFileWriter::new(io::sink(), schema, Arc::new(self.table.properties()))
            .map_err(damaged)?;
        let factory = ArrowRowGroupWriterFactory::new(&nowhere, Arc::clone(self.table.schema()));
        factory.create_column_writers(self.number).map_err(damaged)
    }

    /// Writers of the texts.
    fn writers(&self) -> io::Result<Vec<ArrowColumnWriter>> {
        let is_text = |leaf: &usize| self.table.columns.iter().any(|(_, text)| text == leaf);
        let all = self.all_writers()?.into_iter().enumerate();
        Ok(all.filter(|(leaf, _)| is_text(leaf)).map(|(_, writer)| writer).collect())
    }

    fn write(&self, writers: &mut [ArrowColumnWriter], columns: &[ArrayRef]) -> io::Result<()> {
        for ((writer, column), (root, _)) in writers.iter_mut().zip(columns).zip(&self.table.columns) {
            for leaf in compute_leaves(self.table.schema().field(*root), column).map_err(damaged)? {
                writer.write(&leaf).map_err(damaged)?;
            }
        }
        Ok(())
    }
}

pub(super) fn torn(error: ArrowError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the Parquet data is damaged or cut short ({error})"))
}
