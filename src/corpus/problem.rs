//! What went wrong with one document or one file while the rest was done.

use super::format::Format;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Something that could not be done, and where. A job goes on after a problem.
///
/// The text of a problem names the place, the cause, what became of the document, and what to do.
#[derive(Debug)]
pub struct Problem {
    /// The file, as the user named it; `stdin` for standard input.
    pub file: String,
    /// The line in that file, counted from 1, where there is one.
    pub line: Option<u64>,
    /// What happened.
    pub cause: Cause,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.cause),
            None => write!(f, "{}: {}", self.file, self.cause),
        }
    }
}

impl std::error::Error for Problem {}

/// Why a [`Problem`] is one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// A record that does not parse.
    #[error("not JSON ({0}); the record was kept as it is")]
    NotJson(String),
    /// A record that is JSON but no object.
    #[error("not a JSON object; the record was kept as it is")]
    NotAnObject,
    /// A record without the text field.
    #[error(
        "no field {field:?} (its fields: {}); the record was kept as it is; name the field that holds the text",
        list(found)
    )]
    FieldMissing {
        /// The field that was looked for.
        field: String,
        /// The fields that are there.
        found: Vec<String>,
    },
    /// A text field that holds something else.
    #[error("field {field:?} is {found}, not a string; the record was kept as it is")]
    FieldNotString {
        /// The field.
        field: String,
        /// What it holds: `a number`, `null`, ...
        found: &'static str,
    },
    /// A `\uD800` to `\uDFFF` without its other half: no text can hold it.
    #[error(
        "field {0:?} has half of a surrogate pair as a \\u escape, which stands for no character; \
         the record was kept as it is"
    )]
    LoneSurrogate(String),
    /// A file that is no text in any encoding.
    #[error(
        "not text: {0} of its bytes are control characters, and no encoding makes sense of them; the file was \
         passed over; name its encoding if it is text"
    )]
    NotText(usize),
    /// A file that could not be opened or read to its end.
    #[error("cannot be read: {0}")]
    Unreadable(io::Error),
    /// A file that broke off; what could be read of it was written.
    #[error("{error}; what could be read was written to {}", path.display())]
    BrokenOff {
        /// What the system, or the unpacker, said.
        error: io::Error,
        /// Where the readable part is.
        path: PathBuf,
    },
    /// A document that is longer than the limit.
    #[error(
        "a document longer than the limit of {0} bytes; it was kept as it is; \
         set a higher limit if there is memory for it"
    )]
    TooLong(usize),
    /// A table without the column of texts.
    #[error(
        "no column {column:?} (its columns: {}); the file was passed over; name the column that holds the text",
        list(found)
    )]
    ColumnMissing {
        /// The column that was looked for.
        column: String,
        /// The columns that are there.
        found: Vec<String>,
    },
    /// A column of a table that holds something else.
    #[error("column {column:?} holds {found}, not text; the file was passed over; name a column of strings")]
    ColumnNotText {
        /// The column.
        column: String,
        /// What it holds.
        found: String,
    },
    /// A row that ends before the column of texts.
    #[error("a row with too few fields; it was kept as it is")]
    RowTooShort,
    /// Bytes where a WARC record should begin.
    #[error("no WARC record, or one that is cut short; from here on this part was kept as it is")]
    NotWarc,
    /// An archive that ends inside a member.
    #[error(
        "the archive is cut short in its member {0:?}, which begins at byte {1}; what there is of it was kept as it is"
    )]
    MemberCutShort(String, u64),
    /// A member of an archive that could not be read.
    #[error("the member {member:?} was kept as it is: {error}")]
    MemberUnreadable {
        /// Its name in the archive.
        member: String,
        /// What is wrong with it.
        error: io::Error,
    },
    /// A file of a kind that is not read.
    #[error("{what}; the file was passed over; {advice}")]
    Unsupported {
        /// What the content shows.
        what: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// A file of one format cannot be written as another.
    #[error(
        "a file of the format {} cannot be written as {}; it was passed over; documents of text, jsonl, csv, tsv, \
         warc, parquet and arrow can be written as jsonl, csv, tsv, parquet and arrow",
        from.ending(), to.ending()
    )]
    NoWay {
        /// What the file is.
        from: Format,
        /// What was asked for.
        to: Format,
    },
    /// A record has more than the columns of the table it is to be written to.
    #[error(
        "a field {0:?} that the first record does not have, and so the table has no column for it; the record was \
         left out; --to jsonl has room for all fields"
    )]
    NoColumn(String),
    /// A record that cannot be a row of the table without losing something.
    #[error(
        "{0}, as the records at the beginning of the file show it; the record was left out; --to jsonl has room for \
         all records"
    )]
    DoesNotFit(String),
    /// Records that cannot be one table.
    #[error(
        "records that do not fit into one table ({0}); the file was passed over; --to jsonl has room for all records"
    )]
    NoTable(String),
    /// A record that stays as it is where the format does, and has no place in another.
    #[error("{}", without(_0))]
    LeftOut(Box<Cause>),
    /// An output that could not be written.
    #[error("cannot be written: {0}; nothing was left under this name that was not there before")]
    Unwritable(io::Error),
    /// The manifest could not be written.
    #[error("cannot be written: {0}; the work goes on, but could not be resumed")]
    NoManifest(io::Error),
    /// A symbolic link to a directory it lies in.
    #[error("a link that leads back to a directory above it; not followed")]
    Circle,
    /// A pipe, socket or device inside a directory.
    #[error("not a regular file; skipped")]
    NotAFile,
    /// A defect of mojimend itself, outside the repair of one document.
    #[error("a defect of mojimend stopped the work on this file; it was passed over; please report it")]
    DefectInFile,
    /// A defect of mojimend itself, met in one document.
    #[error("a defect of mojimend stopped the repair; the document was kept as it is; please report it")]
    Defect,
}

/// What becomes of a record that cannot be read.
const KEPT: &str = "kept as it is";

/// The words of a cause, where what cannot be read cannot be kept.
fn without(cause: &Cause) -> String {
    cause.to_string().replace(KEPT, "left out, as the output has another format")
}

impl Cause {
    /// The cause of a record's absence from an output of another format.
    pub(super) fn left_out(self) -> Self {
        match self {
            Self::NotJson(_) | Self::NotAnObject | Self::RowTooShort | Self::NotWarc | Self::TooLong(_) => {
                Self::LeftOut(Box::new(self))
            }
            other => other,
        }
    }
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
