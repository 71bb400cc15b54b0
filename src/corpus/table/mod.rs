//! Tables in columns, a group of rows at a time.
//!
//! Of Parquet only columns of texts are decoded. A group in which nothing changes is copied as it is, packed; of another
//! group the changed columns are packed anew, all others are copied. Where rows are left out, all columns of the group
//! are packed anew. Of Arrow's own form each batch of rows is a message, copied as it is unless something in it changes.

mod ahead;
mod arrow;
mod arrow_out;
mod batches;
mod convert;
mod fits;
mod group;
mod out;
mod parquet;
mod rows;

use super::compression::Compression;
use super::convert::Form;
use super::format::{Format, Setup};
use super::open::Opened;
use super::parts::{Opening, PartSink};
use super::plan::Input;
use super::problem::Cause;
use super::target::Target;
use arrow_schema::SchemaRef;
use convert::Conversion;
pub(super) use convert::TableForm;
use std::sync::Arc;

/// What the rows of a table with these columns are written as, if not as a table of the same kind, packed as it was.
///
/// # Errors
/// When they cannot be.
fn conversion(from: Format, schema: &SchemaRef, to: Target) -> Result<Option<Arc<Conversion>>, Cause> {
    let packed = to.compression();
    let format = match to.format() {
        Some(format) if format != from || packed.is_some() => format,
        _ => return Ok(None),
    };
    let columns = || Ok(schema.fields().iter().map(|field| field.name().clone()).collect());
    let form = match format {
        Format::Parquet | Format::Arrow => Form::Table(TableForm::of(schema, format, packed)),
        _ => Form::of_bytes(from, format, columns)?,
    };
    Ok(Some(Arc::new(Conversion { form, packed: packed.unwrap_or(Compression::Plain) })))
}

/// A table, to be read group by group.
///
/// # Errors
/// When it is none, or lacks the columns of texts.
pub(super) fn open(input: &Input, opened: Opened, setup: &Setup, to: Target) -> Result<Opening, Cause> {
    match (opened.format, input) {
        (Format::Arrow, _) => arrow::open(opened, setup, to),
        (_, Input::Stdin) => Err(Cause::Unsupported {
            what: "a Parquet file from a pipe, which can only be read from its end",
            advice: "save it to a file first",
        }),
        (_, Input::Path(path)) => {
            let table = Arc::new(parquet::Table::open(path, setup)?);
            if let Some(conversion) = conversion(opened.format, table.schema(), to)? {
                let begin = conversion.form.begin();
                return Ok(Opening { parts: Box::new(batches::Batches::new(&table, conversion)), begin });
            }
            let parts = Box::new(group::Groups::new(&table));
            let begin =
                move |sink| out::TableSink::new(sink, &table).map(|sink| Box::new(sink) as Box<dyn PartSink>);
            Ok(Opening { parts, begin: Some(Box::new(begin)) })
        }
    }
}
