//! Documents of one format written in another: every record becomes an object of JSON, and that a line or a row.

use super::batch::Batch;
use super::compression::Compression;
use super::desk::{Desk, Fate};
use super::format::{Format, Layout, Row};
use super::json;
use super::parts::{Begin, Product};
use super::problem::Cause;
use super::records::Record;
use super::table::TableForm;
use memchr::memchr3;

/// What the objects of a file are written as.
#[derive(Debug)]
pub(super) enum Form {
    /// Lines of JSON, as they are.
    Lines,
    /// Rows of values; the first names these columns.
    Rows { separator: u8, columns: Vec<String> },
    /// A table in columns.
    Table(TableForm),
}

/// What the records of a batch have become.
pub(super) enum Converted {
    Bytes(Vec<u8>),
    Part(Product),
}

impl Form {
    /// The form that files of this format have when they come from another.
    ///
    /// # Errors
    /// When one cannot be made of the other.
    pub(super) fn new(
        from: Format,
        to: Format,
        packed: Option<Compression>,
        layout: &dyn Layout,
        head: &[u8],
    ) -> Result<Self, Cause> {
        match to {
            _ if matches!(from, Format::Tar | Format::Zip) => Err(Cause::NoWay { from, to }),
            Format::Parquet | Format::Arrow if from == Format::Jsonl => {
                TableForm::of_lines(head, to, packed).map(Self::Table)
            }
            Format::Parquet | Format::Arrow => {
                TableForm::of_names(&layout.columns(head)?, to, packed).map(Self::Table)
            }
            _ => Self::of_bytes(from, to, || layout.columns(head)),
        }
    }

    /// The same for what is written as a stream of bytes.
    ///
    /// # Errors
    /// When it is not, or the columns are not known.
    pub(super) fn of_bytes(
        from: Format,
        to: Format,
        columns: impl FnOnce() -> Result<Vec<String>, Cause>,
    ) -> Result<Self, Cause> {
        let separator = match to {
            Format::Jsonl => return Ok(Self::Lines),
            Format::Csv => b',',
            Format::Tsv => b'\t',
            Format::Text | Format::Warc | Format::Parquet | Format::Arrow | Format::Tar | Format::Zip => {
                return Err(Cause::NoWay { from, to });
            }
        };
        Ok(Self::Rows { separator, columns: columns()? })
    }

    /// How a file is begun that is no stream of bytes.
    pub(super) fn begin(&self) -> Option<Begin> {
        match self {
            Self::Lines | Self::Rows { .. } => None,
            Self::Table(form) => Some(form.begin()),
        }
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
    pub(super) fn write(&self, object: &[u8], out: &mut Vec<u8>) -> Result<(), Cause> {
        if let Self::Table(form) = self {
            form.takes(object)?;
        }
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
pub(super) fn nothing(batch: &Batch, form: &Form) -> Converted {
    Converted::Bytes(beginning(batch, form))
}

fn beginning(batch: &Batch, form: &Form) -> Vec<u8> {
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
) -> Result<Converted, Cause> {
    let mut out = beginning(batch, form);
    out.reserve(batch.bytes.len());
    desk.leaves_out = true;
    let records = layout.records(batch, desk)?;
    let cleaned = |(record, _, texts): (&Record<'_>, _, _)| (!record.untouched).then_some(texts);
    desk.look_up(records.iter().filter_map(cleaned));
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
    if let Form::Table(form) = form {
        return form.rows(&out).map(Converted::Part).map_err(Cause::Unwritable);
    }
    Ok(Converted::Bytes(out))
}
