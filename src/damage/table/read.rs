//! A table to pairs.

use super::columns::{Cells, DAMAGED, ENDS, ID, KINDS, ORIGINAL, Place, Row, SPANS, odd};
use crate::damage::Pair;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray, StructArray};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use std::fs::File;
use std::io;
use std::marker::PhantomData;
use std::vec;

/// Rows that are read at a time.
const BATCH: usize = 256;

/// The pairs of a file, one after another.
#[derive(Debug)]
pub struct Rows<R: Row = Pair> {
    batches: ParquetRecordBatchReader,
    ready: vec::IntoIter<io::Result<R>>,
    rows: PhantomData<fn() -> R>,
}

/// Reads a Parquet file of pairs, whoever wrote it: columns are found by their names, others are passed over.
/// Memory is that of a few hundred rows, and of a page of each column.
///
/// # Errors
/// When it is no Parquet file, or not one of pairs. What is wrong with single rows comes with them.
pub fn read<R: Row>(file: File) -> io::Result<Rows<R>> {
    let builder = open(file)?;
    let wanted = if R::BYTES { DataType::Binary } else { DataType::Utf8 };
    let found = damaged(&builder)?;
    if found != wanted {
        return Err(odd(format!("column `{DAMAGED}` holds {found}, not {wanted}")));
    }
    let batches = builder.with_batch_size(BATCH).build()?;
    Ok(Rows { batches, ready: Vec::new().into_iter(), rows: PhantomData })
}

/// Whether a file's pairs are of bytes: what [`read`] must be asked for.
///
/// # Errors
/// When it is no Parquet file, or not one of pairs.
pub fn holds_bytes(file: File) -> io::Result<bool> {
    Ok(damaged(&open(file)?)? == DataType::Binary)
}

fn open(file: File) -> io::Result<ParquetRecordBatchReaderBuilder<File>> {
    // Writers leave notes on which of several Arrow types a column had. Without them each comes as one.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    Ok(ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)?)
}

fn damaged(builder: &ParquetRecordBatchReaderBuilder<File>) -> io::Result<DataType> {
    let field = builder.schema().field_with_name(DAMAGED);
    field.map(|field| field.data_type().clone()).map_err(|_| missing(DAMAGED))
}

impl<R: Row> Iterator for Rows<R> {
    type Item = io::Result<R>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.ready.next() {
                return Some(row);
            }
            self.ready = match self.batches.next()? {
                Ok(batch) => match rows(&batch) {
                    Ok(rows) => rows.into_iter(),
                    Err(error) => return Some(Err(error)),
                },
                Err(error) => return Some(Err(io::Error::other(error))),
            };
        }
    }
}

fn missing(name: &str) -> io::Error {
    odd(format!("no column `{name}`; a table of pairs has {ID}, {DAMAGED}, {ORIGINAL}, {KINDS} and {SPANS}"))
}

fn rows<R: Row>(batch: &RecordBatch) -> io::Result<Vec<io::Result<R>>> {
    let column = |name: &str| batch.column_by_name(name).ok_or_else(|| missing(name));
    let (ids, originals) = (strings(column(ID)?, ID)?, strings(column(ORIGINAL)?, ORIGINAL)?);
    let damaged = column(DAMAGED)?;
    let kinds = List::of(column(KINDS)?, KINDS)?;
    let kind = strings(&kinds.values, KINDS)?;
    let spans = List::of(column(SPANS)?, SPANS)?;
    let places = Places::of::<R>(&spans.values)?;
    let row = |number: usize| -> io::Result<R> {
        let whole = [column(ID)?, damaged, column(ORIGINAL)?].iter().all(|cell| cell.is_valid(number));
        if !whole {
            return Err(odd(format!("an empty cell in {ID}, {DAMAGED} or {ORIGINAL}")));
        }
        R::from_cells(Cells {
            id: ids.value(number),
            damaged: if R::BYTES {
                damaged.as_binary::<i32>().value(number)
            } else {
                damaged.as_string::<i32>().value(number).as_bytes()
            },
            original: originals.value(number),
            kinds: kinds.of_row(number).map(|at| kind.value(at)).collect(),
            spans: spans.of_row(number).map(|at| places.at(at)).collect::<io::Result<_>>()?,
        })
    };
    Ok((0..batch.num_rows()).map(row).collect())
}

fn strings<'a>(array: &'a ArrayRef, name: &str) -> io::Result<&'a StringArray> {
    array
        .as_string_opt::<i32>()
        .ok_or_else(|| odd(format!("column `{name}` holds {}, not text", array.data_type())))
}

/// A column of lists.
struct List {
    offsets: Vec<usize>,
    values: ArrayRef,
}

impl List {
    fn of(array: &ArrayRef, name: &str) -> io::Result<Self> {
        let list = array.as_list_opt::<i32>();
        let list =
            list.ok_or_else(|| odd(format!("column `{name}` holds {}, no lists", array.data_type())))?;
        let offsets = list.value_offsets().iter().map(|at| *at as usize).collect();
        Ok(Self { offsets, values: list.values().clone() })
    }

    /// The numbers of a row's values; none where the row has no list.
    fn of_row(&self, row: usize) -> std::ops::Range<usize> {
        self.offsets[row]..self.offsets[row + 1]
    }
}

/// The spans of many rows.
struct Places<'a> {
    ends: Vec<&'a Int64Array>,
    labels: &'a StringArray,
}

impl<'a> Places<'a> {
    fn of<R: Row>(array: &'a ArrayRef) -> io::Result<Self> {
        let fields: &StructArray = array.as_struct_opt().ok_or_else(|| {
            odd(format!("column `{SPANS}` holds lists of {}, not of structs", array.data_type()))
        })?;
        let field =
            |name: &str| fields.column_by_name(name).ok_or_else(|| odd(format!("no `{name}` in `{SPANS}`")));
        let numbers = |name: &str| -> io::Result<&'a Int64Array> {
            let column = field(name)?;
            let found = column.data_type();
            column
                .as_primitive_opt::<Int64Type>()
                .ok_or_else(|| odd(format!("`{name}` in `{SPANS}` holds {found}, not {}", DataType::Int64)))
        };
        let ends = ENDS.iter().map(|name| numbers(name)).collect::<io::Result<_>>()?;
        Ok(Self { ends, labels: strings(field(R::LABEL)?, R::LABEL)? })
    }

    fn at(&self, number: usize) -> io::Result<Place<'a>> {
        let mut ends = [0; 4];
        for (end, column) in ends.iter_mut().zip(&self.ends) {
            *end = usize::try_from(column.value(number)).map_err(|_| odd("a span with a negative end"))?;
        }
        let label = self.labels.is_valid(number).then(|| self.labels.value(number).into());
        Ok(Place { ends, label })
    }
}
