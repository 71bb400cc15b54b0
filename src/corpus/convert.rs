//! Documents of one format written in another: every record becomes an object of JSON, and that a line or a row.

use super::batch::Batch;
use super::desk::{Desk, Fate};
use super::format::{Format, Layout, Row};
use super::json;
use super::problem::Cause;
use memchr::memchr3;

/// What the objects of a file are written as.
#[derive(Debug)]
pub(super) enum Form {
    /// Lines of JSON, as they are.
    Lines,
    /// Rows of values; the first names these columns.
    Rows { separator: u8, columns: Vec<String> },
}

impl Form {
    /// The form that files of this format have when they come from another.
    ///
    /// # Errors
    /// When one cannot be made of the other.
    pub(super) fn new(from: Format, to: Format, layout: &dyn Layout, head: &[u8]) -> Result<Self, Cause> {
        let separator = match (from, to) {
            (Format::Tar, _) | (_, Format::Text | Format::Warc | Format::Tar) => {
                return Err(Cause::NoWay { from, to });
            }
            (_, Format::Jsonl) => return Ok(Self::Lines),
            (_, Format::Csv) => b',',
            (_, Format::Tsv) => b'\t',
            _ => return Err(Cause::NoWay { from, to }),
        };
        Ok(Self::Rows { separator, columns: layout.columns(head)? })
    }

    /// What a file begins with.
    pub(super) fn head(&self, out: &mut Vec<u8>) {
        if let Self::Rows { separator, columns } = self {
            write_row(columns.iter().map(|column| Some(column.as_str())), *separator, out);
        }
    }

    /// Writes an object.
    ///
    /// # Errors
    /// When it has what this form has no place for. Nothing of it is written then.
    fn write(&self, object: &[u8], out: &mut Vec<u8>) -> Result<(), Cause> {
        let Self::Rows { separator, columns } = self else {
            out.extend_from_slice(object);
            out.push(b'\n');
            return Ok(());
        };
        let mut row: Vec<Option<String>> = vec![None; columns.len()];
        for (name, value) in json::members(object)? {
            match columns.iter().position(|column| *column == name) {
                Some(column) => row[column] = value,
                None => return Err(Cause::NoColumn(name)),
            }
        }
        write_row(row.iter().map(Option::as_deref), *separator, out);
        Ok(())
    }
}

/// Writes a row of a table of text; what is missing is an empty field, and an empty text a quoted one.
fn write_row<'f>(fields: impl Iterator<Item = Option<&'f str>>, separator: u8, out: &mut Vec<u8>) {
    for (number, field) in fields.enumerate() {
        if number > 0 {
            out.push(separator);
        }
        let Some(field) = field else { continue };
        let quoted = field.is_empty()
            || field.as_bytes().contains(&separator)
            || memchr3(b'"', b'\r', b'\n', field.as_bytes()).is_some();
        if quoted {
            out.push(b'"');
            out.extend_from_slice(field.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend_from_slice(field.as_bytes());
        }
    }
    out.push(b'\n');
}

/// What is written of a batch that holds no record: what the file begins with, if it begins here.
pub(super) fn nothing(batch: &Batch, form: &Form) -> Vec<u8> {
    let mut out = Vec::new();
    if batch.cut.offset == 0 {
        form.head(&mut out);
    }
    out
}

/// Cleans the records of a batch and writes them in another form. What is no record is left out, and told.
///
/// # Errors
/// When nothing of the file can be used.
pub(super) fn clean(
    batch: &Batch,
    layout: &dyn Layout,
    form: &Form,
    desk: &mut Desk<'_>,
) -> Result<Vec<u8>, Cause> {
    let mut out = nothing(batch, form);
    out.reserve(batch.bytes.len());
    desk.leaves_out = true;
    let records = layout.records(batch, desk)?;
    let (mut first, mut object) = (0, Vec::new());
    for (record, source, texts) in records.iter() {
        let values = &records.values[std::mem::replace(&mut first, record.values_end)..record.values_end];
        let fate = if record.untouched {
            Fate::Keep
        } else {
            desk.record(batch, record, texts, || layout.id(source))
        };
        let judged = match &fate {
            Fate::Keep => &[][..],
            Fate::Change(judged) => judged,
            Fate::Drop { reject } => {
                if *reject {
                    desk.reject(&batch.bytes[record.span.clone()]);
                }
                continue;
            }
        };
        object.clear();
        layout.object(Row { batch, record, source, values, judged }, &mut object);
        if let Err(cause) = form.write(&object, &mut out) {
            desk.problem(record.line, cause);
        }
    }
    Ok(out)
}
