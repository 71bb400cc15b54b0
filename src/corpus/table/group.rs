//! The rows of a group: their texts are cleaned, and packed anew where they change.

use super::parquet::{Table, damaged};
use crate::corpus::batch::{Batch, Times};
use crate::corpus::budget::Permit;
use crate::corpus::desk::{Desk, Fate, Findings, Orders};
use crate::corpus::format::{Cut, Kind};
use crate::corpus::records::Record;
use ::parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use ::parquet::file::writer::SerializedFileWriter;
use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, RecordBatch, StringArray};
use arrow_schema::ArrowError;
use std::io;
use std::sync::Arc;
use std::time::Instant;

/// A group to be cleaned.
pub(in crate::corpus) struct Group {
    pub(in crate::corpus) table: Arc<Table>,
    pub(in crate::corpus) number: usize,
    pub(in crate::corpus) file: Arc<str>,
    pub(in crate::corpus) permit: Option<Permit>,
}

/// The same, cleaned.
pub(in crate::corpus) struct GroupDone {
    pub(super) number: usize,
    pub(super) content: Content,
    pub(in crate::corpus) found: Findings,
    pub(in crate::corpus) times: Times,
    _permit: Option<Permit>,
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

impl Group {
    /// Cleans the texts of all rows.
    ///
    /// # Errors
    /// When the group cannot be read.
    pub(in crate::corpus) fn clean(self, orders: &Orders) -> io::Result<GroupDone> {
        let begin = Instant::now();
        let mut desk = Desk::new(orders, &self.file);
        let content = if orders.drop.is_some() || orders.only_changed {
            self.filter(&mut desk)?
        } else {
            self.repair(&mut desk)?
        };
        let times = Times { clean: begin.elapsed(), ..Times::default() };
        Ok(GroupDone { number: self.number, content, found: desk.found, times, _permit: self.permit })
    }

    fn repair(&self, desk: &mut Desk<'_>) -> io::Result<Content> {
        let table = &self.table;
        let mut row = table.rows_before(self.number);
        let mut writers: Option<Vec<ArrowColumnWriter>> = None;
        for (index, batch) in table.read(self.number, false)?.enumerate() {
            let batch = batch.map_err(torn)?;
            let texts = batch.columns().iter().map(|column| text(column)).collect::<io::Result<Vec<_>>>()?;
            let cleaned = self.columns(&texts, &mut row, desk);
            if writers.is_none() && cleaned.changed.iter().any(Option::is_some) {
                // Until now nothing had changed, and nothing was kept.
                let mut begun = self.writers()?;
                for earlier in table.read(self.number, false)?.take(index) {
                    self.write(&mut begun, earlier.map_err(torn)?.columns())?;
                }
                writers = Some(begun);
            }
            if let Some(writers) = &mut writers {
                let columns = batch.columns().iter().zip(cleaned.changed);
                let columns: Vec<_> =
                    columns.map(|(before, after)| after.unwrap_or_else(|| Arc::clone(before))).collect();
                self.write(writers, &columns)?;
            }
        }
        let Some(writers) = writers else { return Ok(Content::Same) };
        let leaves = table.columns.iter().map(|(_, leaf)| *leaf);
        let chunks = writers
            .into_iter()
            .zip(leaves)
            .map(|(writer, leaf)| Ok((leaf, writer.close().map_err(damaged)?)));
        Ok(Content::Columns(chunks.collect::<io::Result<_>>()?))
    }

    /// The same where rows may be left out.
    fn filter(&self, desk: &mut Desk<'_>) -> io::Result<Content> {
        let table = &self.table;
        let mut row = table.rows_before(self.number);
        let (mut writers, mut rows) = (self.all_writers()?, 0);
        for batch in table.read(self.number, true)? {
            let batch = batch.map_err(torn)?;
            let texts = table
                .columns
                .iter()
                .map(|(root, _)| text(batch.column(*root)))
                .collect::<io::Result<Vec<_>>>()?;
            let cleaned = self.columns(&texts, &mut row, desk);
            let mut columns = batch.columns().to_vec();
            for ((root, _), changed) in table.columns.iter().zip(cleaned.changed) {
                if let Some(changed) = changed {
                    columns[*root] = changed;
                }
            }
            let batch = RecordBatch::try_new(batch.schema(), columns).map_err(torn)?;
            let batch = arrow_select::filter::filter_record_batch(&batch, &cleaned.keep).map_err(torn)?;
            rows += batch.num_rows();
            let mut writers = writers.iter_mut();
            for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
                for (leaf, writer) in compute_leaves(field, column).map_err(damaged)?.iter().zip(&mut writers)
                {
                    writer.write(leaf).map_err(damaged)?;
                }
            }
        }
        if rows == 0 {
            return Ok(Content::Rows(None));
        }
        let chunks = writers.into_iter().map(|writer| writer.close().map_err(damaged));
        Ok(Content::Rows(Some(chunks.collect::<io::Result<_>>()?)))
    }

    /// Cleans a batch of rows.
    fn columns(&self, texts: &[&StringArray], row: &mut u64, desk: &mut Desk<'_>) -> CleanedRows {
        let rows = texts.first().map_or(0, |column| column.len());
        let cut = Cut { line: 0, offset: 0, kind: Kind::Records };
        let batch = Batch { bytes: Vec::new(), cut, file: Arc::clone(&self.file) };
        let mut changed: Vec<Vec<(usize, String)>> = vec![Vec::new(); texts.len()];
        let mut keep = vec![true; rows];
        for (number, keep) in keep.iter_mut().enumerate() {
            *row += 1;
            let valid = || (0..texts.len()).filter(|column| texts[*column].is_valid(number));
            let record = Record {
                span: 0..0,
                line: Some(*row),
                source: None,
                decoded: None,
                untouched: false,
                values_end: 0,
            };
            match desk.record(&batch, &record, valid().map(|column| texts[column].value(number)), || None) {
                Fate::Keep => {}
                Fate::Change(judged) => {
                    for (column, judged) in valid().zip(judged) {
                        changed[column].extend(judged.text.map(|text| (number, text)));
                    }
                }
                Fate::Drop { reject } => {
                    *keep = false;
                    if reject {
                        let texts: Vec<_> = valid().map(|column| texts[column].value(number)).collect();
                        let entry = serde_json::json!({"file": &*self.file, "row": *row, "texts": texts});
                        desk.reject(entry.to_string().as_bytes());
                    }
                }
            }
        }
        let changed = texts.iter().zip(changed).map(|(column, changed)| replaced(column, &changed)).collect();
        CleanedRows { changed, keep: keep.into() }
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

/// A batch of rows, cleaned.
struct CleanedRows {
    /// For each column its new texts, if any changed.
    changed: Vec<Option<ArrayRef>>,
    keep: BooleanArray,
}

/// A column with some texts replaced; nothing when none is.
fn replaced(column: &StringArray, changed: &[(usize, String)]) -> Option<ArrayRef> {
    if changed.is_empty() {
        return None;
    }
    let mut texts = StringBuilder::with_capacity(column.len(), column.value_data().len());
    let mut changed = changed.iter().peekable();
    for (row, text) in column.iter().enumerate() {
        match changed.next_if(|(changed, _)| *changed == row) {
            Some((_, text)) => texts.append_value(text),
            None => texts.append_option(text),
        }
    }
    Some(Arc::new(texts.finish()))
}

fn text(column: &ArrayRef) -> io::Result<&StringArray> {
    column.as_string_opt::<i32>().ok_or_else(|| io::Error::other("a column of texts holds something else"))
}

fn torn(error: ArrowError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the Parquet data is damaged or cut short ({error})"))
}
