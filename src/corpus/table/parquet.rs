//! A Parquet file: what it holds, and which of its columns are texts.

use crate::corpus::format::Setup;
use crate::corpus::problem::Cause;
use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use ::parquet::basic::Encoding;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{PageIndexPolicy, ParquetMetaData};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use arrow_schema::{DataType, SchemaRef};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Rows are decoded in batches of about so many bytes of text.
const BATCH: i64 = 1 << 20;
/// And of so many rows at most.
const BATCH_ROWS: i64 = 8192;

/// An open table.
pub(super) struct Table {
    path: PathBuf,
    /// For the thread that writes. Copies of a file share their place in it, so readers have files of their own.
    pub(super) file: File,
    pub(super) metadata: ArrowReaderMetadata,
    /// The columns of texts, ascending: the number of the column, and of its leaf.
    pub(super) columns: Vec<(usize, usize)>,
}

impl Table {
    /// Opens a file.
    ///
    /// # Errors
    /// When it is no Parquet file, or has no columns of these names, or they hold something else than text.
    pub(super) fn open(path: &Path, setup: &Setup) -> Result<Self, Cause> {
        let file = File::open(path).map_err(Cause::Unreadable)?;
        // Writers leave notes on which of several Arrow types a column had. Without them each comes as one.
        let options = ArrowReaderOptions::new()
            .with_skip_arrow_metadata(true)
            .with_page_index_policy(PageIndexPolicy::Optional);
        let metadata =
            ArrowReaderMetadata::load(&file, options).map_err(|error| Cause::Unreadable(damaged(error)))?;
        let schema = metadata.schema();
        let mut columns = Vec::new();
        for name in &setup.fields {
            let Some((root, field)) = schema.fields().find(name) else {
                let found = schema.fields().iter().map(|field| field.name().clone()).collect();
                return Err(Cause::ColumnMissing { column: name.clone(), found });
            };
            if *field.data_type() != DataType::Utf8 {
                return Err(Cause::ColumnNotText {
                    column: name.clone(),
                    found: field.data_type().to_string(),
                });
            }
            let parquet = metadata.parquet_schema();
            let leaf = (0..parquet.num_columns()).find(|leaf| parquet.get_column_root_idx(*leaf) == root);
            columns.extend(leaf.map(|leaf| (root, leaf)));
        }
        columns.sort_unstable();
        columns.dedup();
        Ok(Self { path: path.to_owned(), file, metadata, columns })
    }

    pub(super) fn groups(&self) -> usize {
        self.parts().num_row_groups()
    }

    pub(super) fn parts(&self) -> &ParquetMetaData {
        self.metadata.metadata()
    }

    pub(super) fn schema(&self) -> &SchemaRef {
        self.metadata.schema()
    }

    /// Rows before a group.
    pub(super) fn rows_before(&self, group: usize) -> u64 {
        self.parts().row_groups()[..group].iter().map(|group| group.num_rows().unsigned_abs()).sum()
    }

    /// Packed bytes of a group's texts.
    pub(super) fn bytes(&self, group: usize) -> usize {
        let group = self.parts().row_group(group);
        let bytes = self.columns.iter().map(|(_, leaf)| group.column(*leaf).compressed_size().unsigned_abs());
        usize::try_from(bytes.sum::<u64>()).unwrap_or(usize::MAX)
    }

    /// Reads the texts of a group, or all columns.
    pub(super) fn read(&self, group: usize, all: bool) -> io::Result<ParquetRecordBatchReader> {
        let rows = self.parts().row_group(group).num_rows().max(1);
        let bytes: i64 = self
            .columns
            .iter()
            .map(|(_, leaf)| self.parts().row_group(group).column(*leaf).uncompressed_size())
            .sum();
        let batch = (BATCH / (bytes / rows).max(1)).clamp(1, BATCH_ROWS);
        let roots = self.columns.iter().map(|(root, _)| *root);
        let mask = if all {
            ProjectionMask::all()
        } else {
            ProjectionMask::roots(self.metadata.parquet_schema(), roots)
        };
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(
            File::open(&self.path)?,
            self.metadata.clone(),
        );
        let builder = builder.with_row_groups(vec![group]).with_projection(mask);
        builder.with_batch_size(usize::try_from(batch).unwrap_or(1)).build().map_err(damaged)
    }

    /// Whether all columns of all groups have indexes of their pages. The crate writes those of all, or of none.
    pub(super) fn has_indexes(&self) -> bool {
        let parts = self.parts();
        let whole = |groups: usize, columns: usize| {
            groups == parts.num_row_groups() && columns == parts.file_metadata().schema_descr().num_columns()
        };
        let columns = parts
            .column_index()
            .is_some_and(|index| index.iter().all(|group| whole(index.len(), group.len())));
        let offsets = parts
            .offset_index()
            .is_some_and(|index| index.iter().all(|group| whole(index.len(), group.len())));
        columns && offsets
    }

    /// How a file like this one is written.
    pub(super) fn properties(&self) -> WriterProperties {
        let file = self.parts().file_metadata();
        let mut properties = WriterProperties::builder()
            .set_key_value_metadata(file.key_value_metadata().cloned())
            .set_statistics_enabled(if self.has_indexes() {
                EnabledStatistics::Page
            } else {
                EnabledStatistics::Chunk
            })
            .set_offset_index_disabled(!self.has_indexes());
        if let Some(group) = self.parts().row_groups().first() {
            properties = properties.set_sorting_columns(group.sorting_columns().cloned());
            for column in group.columns() {
                let path = column.column_path().clone();
                let has_dictionary = column.dictionary_page_offset().is_some()
                    || column.encodings().any(|encoding| encoding == Encoding::RLE_DICTIONARY);
                properties = properties
                    .set_column_compression(path.clone(), column.compression())
                    .set_column_dictionary_enabled(path, has_dictionary);
            }
        }
        properties.build()
    }
}

/// An error of the reader.
pub(super) fn damaged(error: ParquetError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the Parquet data is damaged or cut short ({error})"))
}
