//! A Parquet file being written: groups of rows, copied or packed anew.

use super::group::{Content, GroupDone};
use super::parquet::{Table, damaged};
use crate::corpus::parts::{PartSink, Product, own};
use crate::corpus::sink::Sink;
use ::parquet::arrow::arrow_writer::ArrowColumnChunk;
use ::parquet::bloom_filter::Sbbf;
use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::errors::ParquetError;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use std::io;
use std::sync::Arc;

pub(super) struct TableSink {
    writer: SerializedFileWriter<Sink>,
    has_indexes: bool,
    table: Arc<Table>,
}

impl TableSink {
    /// Begins a file like the one that is read.
    pub(super) fn new(sink: Sink, table: &Arc<Table>) -> io::Result<Self> {
        let schema = table.parts().file_metadata().schema_descr().root_schema_ptr();
        let writer = SerializedFileWriter::new(sink, schema, Arc::new(table.properties())).map_err(broken)?;
        Ok(Self { writer, has_indexes: table.has_indexes(), table: Arc::clone(table) })
    }
}

impl PartSink for TableSink {
    fn write(&mut self, product: Product) -> io::Result<()> {
        let done: GroupDone = own(product)?;
        let mut chunks = match done.content {
            Content::Rows(None) => return Ok(()),
            Content::Rows(Some(chunks)) => {
                let mut group = self.writer.next_row_group().map_err(broken)?;
                for mut chunk in chunks {
                    index(&mut chunk, self.has_indexes);
                    chunk.append_to_row_group(&mut group).map_err(broken)?;
                }
                return group.close().map(drop).map_err(broken);
            }
            Content::Columns(chunks) => chunks,
            Content::Same => Vec::new(),
        };
        let mut group = self.writer.next_row_group().map_err(broken)?;
        for leaf in 0..self.table.parts().row_group(done.number).num_columns() {
            match chunks.iter().position(|(number, _)| *number == leaf) {
                Some(at) => {
                    let (_, mut chunk) = chunks.swap_remove(at);
                    index(&mut chunk, self.has_indexes);
                    chunk.append_to_row_group(&mut group).map_err(broken)?;
                }
                None => copy(&self.table, self.has_indexes, done.number, leaf, &mut group).map_err(broken)?,
            }
        }
        group.close().map(drop).map_err(broken)
    }

    fn finish(self: Box<Self>) -> io::Result<Sink> {
        self.writer.into_inner().map_err(broken)
    }

    fn is_stdout(&self) -> bool {
        self.writer.inner().is_stdout()
    }
}

/// Takes the indexes of pages away from a column, if the others have none.
fn index(chunk: &mut ArrowColumnChunk, has_indexes: bool) {
    if !has_indexes {
        let close = chunk.close_mut();
        (close.column_index, close.offset_index) = (None, None);
    }
}

/// Copies a column of a group as it is packed.
fn copy(
    table: &Table,
    has_indexes: bool,
    group: usize,
    leaf: usize,
    to: &mut SerializedRowGroupWriter<'_, Sink>,
) -> Result<(), ParquetError> {
    let parts = table.parts();
    let column = parts.row_group(group).column(leaf);
    let close = ColumnCloseResult {
        bytes_written: column.compressed_size().unsigned_abs(),
        rows_written: parts.row_group(group).num_rows().unsigned_abs(),
        metadata: column.clone(),
        bloom_filter: Sbbf::read_from_column_chunk(column, &table.file)?,
        column_index: parts
            .column_index()
            .filter(|_| has_indexes)
            .and_then(|index| index.get(group)?.get(leaf))
            .cloned(),
        offset_index: parts
            .offset_index()
            .filter(|_| has_indexes)
            .and_then(|index| index.get(group)?.get(leaf))
            .cloned(),
    };
    to.append_column(&table.file, close)
}

/// An error of the writer: what the system said, if it did.
fn broken(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => damaged(other),
    }
}
