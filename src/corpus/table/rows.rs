//! Rows in memory: their texts are cleaned, and put in the place of those that were there.

use crate::corpus::batch::Batch;
use crate::corpus::desk::{Desk, Fate};
use crate::corpus::format::{Cut, Kind};
use crate::corpus::records::Record;
use arrow_array::builder::{LargeStringBuilder, StringBuilder, StringViewBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, BooleanArray, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use arrow_schema::DataType;
use std::io;
use std::sync::Arc;

/// A column of texts, in any of the ways in which Arrow lays them out.
pub(super) enum Texts<'c> {
    Short(&'c StringArray),
    Long(&'c LargeStringArray),
    View(&'c StringViewArray),
}

/// Whether columns of this type are texts.
pub(super) fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

impl<'c> Texts<'c> {
    /// # Errors
    /// When the column holds something else, which the schema should have said.
    pub(super) fn new(column: &'c ArrayRef) -> io::Result<Self> {
        let short = column.as_string_opt().map(Self::Short);
        let long = || column.as_string_opt().map(Self::Long);
        let view = || column.as_string_view_opt().map(Self::View);
        let other = || io::Error::other("a column of texts holds something else");
        short.or_else(long).or_else(view).ok_or_else(other)
    }

    fn array(&self) -> &dyn Array {
        match self {
            Self::Short(column) => column,
            Self::Long(column) => column,
            Self::View(column) => column,
        }
    }

    fn get(&self, row: usize) -> Option<&'c str> {
        if self.array().is_null(row) {
            return None;
        }
        Some(match self {
            Self::Short(column) => column.value(row),
            Self::Long(column) => column.value(row),
            Self::View(column) => column.value(row),
        })
    }

    /// The column with some texts replaced; nothing when none is.
    fn replaced(&self, changed: Vec<(usize, String)>) -> Option<ArrayRef> {
        if changed.is_empty() {
            return None;
        }
        let mut changed = changed.iter().peekable();
        let texts =
            (0..self.array().len()).map(|row| match changed.next_if(|(changed, _)| *changed == row) {
                Some((_, text)) => Some(text.as_str()),
                None => self.get(row),
            });
        Some(match self {
            Self::Short(column) => {
                let mut out = StringBuilder::with_capacity(column.len(), column.value_data().len());
                texts.for_each(|text| out.append_option(text));
                Arc::new(out.finish())
            }
            Self::Long(column) => {
                let mut out = LargeStringBuilder::with_capacity(column.len(), column.value_data().len());
                texts.for_each(|text| out.append_option(text));
                Arc::new(out.finish())
            }
            Self::View(column) => {
                let mut out = StringViewBuilder::with_capacity(column.len());
                texts.for_each(|text| out.append_option(text));
                Arc::new(out.finish())
            }
        })
    }
}

/// A batch of rows, cleaned.
pub(super) struct CleanedRows {
    /// For each column its new texts, if any changed.
    pub(super) changed: Vec<Option<ArrayRef>>,
    pub(super) keep: BooleanArray,
}

/// The rows that stay, with their texts cleaned. `columns`: those of texts.
pub(super) fn cleaned(
    rows: &RecordBatch,
    columns: &[usize],
    row: &mut u64,
    file: &Arc<str>,
    desk: &mut Desk<'_>,
) -> io::Result<RecordBatch> {
    let texts = columns.iter().map(|column| Texts::new(rows.column(*column)));
    let texts = texts.collect::<io::Result<Vec<_>>>()?;
    let cleaned = clean_rows(&texts, row, file, desk);
    let mut arrays = rows.columns().to_vec();
    for (column, changed) in columns.iter().zip(cleaned.changed) {
        if let Some(changed) = changed {
            arrays[*column] = changed;
        }
    }
    let all = RecordBatch::try_new(rows.schema(), arrays).map_err(io::Error::other)?;
    arrow_select::filter::filter_record_batch(&all, &cleaned.keep).map_err(io::Error::other)
}

/// Cleans the texts of rows. `row`: the number of those before.
pub(super) fn clean_rows(
    texts: &[Texts<'_>],
    row: &mut u64,
    file: &Arc<str>,
    desk: &mut Desk<'_>,
) -> CleanedRows {
    let rows = texts.first().map_or(0, |column| column.array().len());
    let cut = Cut { line: 0, lines: 0, offset: 0, kind: Kind::Records };
    let batch = Batch { bytes: Vec::new(), cut, file: Arc::clone(file) };
    let mut changed: Vec<Vec<(usize, String)>> = vec![Vec::new(); texts.len()];
    let mut keep = vec![true; rows];
    desk.look_up((0..rows).map(|row| texts.iter().filter_map(move |column| column.get(row))));
    for (number, keep) in keep.iter_mut().enumerate() {
        *row += 1;
        let values = || texts.iter().filter_map(|column| column.get(number));
        let record = Record {
            span: 0..0,
            line: Some(*row),
            source: None,
            decoded: None,
            untouched: false,
            values_end: 0,
        };
        match desk.record(&batch, &record, values(), || None) {
            Fate::Keep => {}
            Fate::Change(judged) => {
                let valid = (0..texts.len()).filter(|column| texts[*column].get(number).is_some());
                for (column, judged) in valid.zip(judged) {
                    changed[column].extend(judged.text.map(|text| (number, text)));
                }
            }
            Fate::Drop { reject } => {
                *keep = false;
                if reject {
                    let texts: Vec<_> = values().collect();
                    let entry = serde_json::json!({"file": &**file, "row": *row, "texts": texts});
                    desk.reject(entry.to_string().as_bytes());
                }
            }
        }
    }
    let changed = texts.iter().zip(changed).map(|(column, changed)| column.replaced(changed)).collect();
    CleanedRows { changed, keep: keep.into() }
}
