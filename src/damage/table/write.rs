//! Pairs to a table.

use super::columns::{Cells, Place, Row, ends, kind, odd, schema, span};
use crate::damage::Pair;
use arrow_array::{ArrayRef, BinaryArray, Int64Array, ListArray, RecordBatch, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use std::io::{self, Write};
use std::marker::PhantomData;
use std::sync::Arc;

/// A row group is closed after so many rows, or when it holds so many bytes packed: what is held in memory.
const ROWS: usize = 8192;
const BYTES: usize = 16 << 20;
/// Text is handed over in batches of so many bytes: where a cell ends is counted with 31 bits.
const AT_ONCE: usize = 1 << 28;

/// Writes pairs as a Parquet file, packed with Zstandard, a row group at a time. Memory depends on the size
/// of a row group, not on how many pairs there are.
#[derive(Debug)]
pub struct Writer<W: Write + Send, R: Row = Pair> {
    out: ArrowWriter<W>,
    rows: PhantomData<fn(R)>,
}

impl<W: Write + Send, R: Row> Writer<W, R> {
    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be written to.
    pub fn new(out: W) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(ROWS))
            .set_max_row_group_bytes(Some(BYTES))
            .build();
        let out = ArrowWriter::try_new(out, schema::<R>(), Some(properties))?;
        Ok(Self { out, rows: PhantomData })
    }

    /// Adds pairs.
    ///
    /// # Errors
    /// When they cannot be written, or one is longer than 2 GiB, the most a Parquet cell holds.
    pub fn write(&mut self, pairs: &[R]) -> io::Result<()> {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        for pair in pairs {
            let row = pair.cells();
            let size = row.damaged.len().max(row.original.len());
            if i32::try_from(size).is_err() {
                return Err(odd(format!(
                    "document {:?} is too long for a Parquet file; write JSON lines",
                    row.id
                )));
            }
            if bytes + size > AT_ONCE {
                self.out.write(&batch::<R>(&rows).map_err(io::Error::other)?)?;
                rows.clear();
                bytes = 0;
            }
            bytes += size;
            rows.push(row);
        }
        Ok(self.out.write(&batch::<R>(&rows).map_err(io::Error::other)?)?)
    }

    /// Writes what is left and the end of the file, without which nobody can read it.
    ///
    /// # Errors
    /// When that cannot be written.
    pub fn finish(self) -> io::Result<W> {
        Ok(self.out.into_inner()?)
    }
}

fn batch<R: Row>(rows: &[Cells<'_>]) -> Result<RecordBatch, ArrowError> {
    let ids = StringArray::from_iter_values(rows.iter().map(|row| row.id));
    let originals = StringArray::from_iter_values(rows.iter().map(|row| row.original));
    let damaged: ArrayRef = if R::BYTES {
        Arc::new(BinaryArray::from_iter_values(rows.iter().map(|row| row.damaged)))
    } else {
        let texts: Result<Vec<&str>, _> = rows.iter().map(|row| str::from_utf8(row.damaged)).collect();
        let texts = texts.map_err(|e| ArrowError::ExternalError(e.into()))?;
        Arc::new(StringArray::from_iter_values(texts))
    };
    let kinds: Vec<&str> = rows.iter().flat_map(|row| row.kinds.iter().copied()).collect();
    let kinds = StringArray::from(kinds);
    let lengths = OffsetBuffer::from_lengths(rows.iter().map(|row| row.kinds.len()));
    let kinds = ListArray::try_new(kind(), lengths, Arc::new(kinds), None)?;
    let places: Vec<&Place<'_>> = rows.iter().flat_map(|row| &row.spans).collect();
    let mut fields: Vec<ArrayRef> = Vec::new();
    for end in 0..4 {
        let ends = places.iter().map(|place| place.ends[end] as i64);
        fields.push(Arc::new(Int64Array::from_iter_values(ends)));
    }
    fields.push(Arc::new(places.iter().map(|place| place.label.as_deref()).collect::<StringArray>()));
    let places = StructArray::try_new(ends::<R>(), fields, None)?;
    let lengths = OffsetBuffer::from_lengths(rows.iter().map(|row| row.spans.len()));
    let spans = ListArray::try_new(span::<R>(), lengths, Arc::new(places), None)?;
    let columns: Vec<ArrayRef> =
        vec![Arc::new(ids), damaged, Arc::new(originals), Arc::new(kinds), Arc::new(spans)];
    RecordBatch::try_new(schema::<R>(), columns)
}
