//! Formats of corpora. One file for each; this one tells them apart.
//!
//! A layout does three things: it splits a stream into batches of whole documents (under the lock of the
//! reader), finds the texts of a batch, and writes changed ones back (both on any thread).

mod csv;
mod heads;
mod jsonl;
mod lines;
pub(super) mod member;
mod split;
mod tar;
mod text;
mod warc;

use super::batch::Batch;
use super::compression::Compression;
use super::desk::{Desk, Judged};
use super::json;
use super::problem::Cause;
use super::records::{self, Changed, Record, Records, Value};
use super::zip;
use std::path::Path;
use std::sync::Arc;

pub(super) use split::{Cut, Kind, Splitter};

/// How documents lie in a file.
///
/// ```
/// use mojimend::corpus::Format;
/// assert_eq!(Format::of_name("crawl/pages.jsonl.gz".as_ref()), Some(Format::Jsonl));
/// assert_eq!(Format::of_name("page.txt".as_ref()), Some(Format::Text));
/// assert_eq!(Format::of_name("page.html".as_ref()), None);
/// assert_eq!(Format::of_content(b"{\"id\":1,\"text\":\"a\"}\n"), Format::Jsonl);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The file is one document, or each of its lines: see [`Unit`].
    Text,
    /// Every line is a JSON object with the text in one field (also called NDJSON).
    Jsonl,
    /// Rows of values with commas between them; the first row names the columns.
    Csv,
    /// The same with tabs.
    Tsv,
    /// Records of a crawl (ISO 28500): WARC, WET and WAT files.
    Warc,
    /// A table of columns in groups of rows.
    Parquet,
    /// Batches of rows in memory's own form, as a file (also called Feather) or a stream.
    Arrow,
    /// An archive whose members are files of any of the other formats, but for tables in columns.
    Tar,
    /// The same with a list at its end, and members packed one by one.
    Zip,
}

/// What a document is in a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Unit {
    /// The whole file.
    #[default]
    File,
    /// Each line.
    Line,
}

/// Every format with the endings of its names.
const NAMES: [(Format, &[&str]); 9] = [
    (Format::Text, &["txt", "text"]),
    (Format::Jsonl, &["jsonl", "ndjson", "jsonlines"]),
    (Format::Csv, &["csv"]),
    (Format::Tsv, &["tsv", "tab"]),
    (Format::Warc, &["warc", "wet", "wat"]),
    (Format::Parquet, &["parquet", "pq"]),
    (Format::Arrow, &["arrow", "feather", "ipc", "arrows"]),
    (Format::Tar, &["tar"]),
    (Format::Zip, &["zip"]),
];

impl Format {
    /// The format a file name promises, if it promises one. The ending of a compression does not count.
    pub fn of_name(path: &Path) -> Option<Self> {
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tgz")) {
            return Some(Self::Tar);
        }
        let packed = Compression::of_name(path) != Compression::Plain;
        let name = if packed { Path::new(path.file_stem()?) } else { path };
        let ending = name.extension()?.to_ascii_lowercase();
        let ending = ending.to_str()?;
        Self::of_ending(ending)
    }

    /// Whether files of this format hold what is packed, and are not packed themselves.
    pub(super) fn is_packed_inside(self) -> bool {
        matches!(self, Self::Parquet | Self::Arrow | Self::Zip)
    }

    /// Whether files of this format are read in parts of their own, not as a stream of bytes.
    pub(super) fn has_parts(self) -> bool {
        matches!(self, Self::Parquet | Self::Arrow | Self::Zip)
    }

    /// The ending of names of this format, without its dot.
    pub fn ending(self) -> &'static str {
        NAMES.iter().find(|(format, _)| *format == self).map_or("", |(_, endings)| endings[0])
    }

    /// The format that an ending of a name stands for, or its own name: `text`, `jsonl`, `parquet`.
    pub fn of_ending(ending: &str) -> Option<Self> {
        NAMES.iter().find(|(_, endings)| endings.contains(&ending)).map(|(format, _)| *format)
    }

    /// The format that the first bytes of a file show. What has no mark of its own is JSONL when the first line
    /// that is not blank is a JSON object (or the beginning of one, if the line is longer than `head`), and text
    /// otherwise: tables of text are told by their names alone.
    pub fn of_content(head: &[u8]) -> Self {
        Self::of_magic(head).unwrap_or(if jsonl::begins(head) { Self::Jsonl } else { Self::Text })
    }

    /// The format of files that begin with a mark.
    pub(super) fn of_magic(head: &[u8]) -> Option<Self> {
        match head {
            // Text may begin with these letters, too, but has no lengths behind them.
            [b'P', b'A', b'R', b'1', ..] if head.contains(&0) => Some(Self::Parquet),
            [b'A', b'R', b'R', b'O', b'W', b'1', 0, 0, ..] | [0xFF, 0xFF, 0xFF, 0xFF, _, _, 0, 0, ..] => {
                Some(Self::Arrow)
            }
            _ if warc::begins(head) => Some(Self::Warc),
            _ if tar::begins(head) => Some(Self::Tar),
            _ if zip::begins(head) => Some(Self::Zip),
            _ => None,
        }
    }
}

/// What a layout must know beside the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setup {
    /// Fields and columns that hold texts.
    pub(super) fields: Vec<String>,
    pub(super) unit: Unit,
    /// Bytes of the longest document.
    pub(super) longest: usize,
}

/// Where documents and their texts stand in a file.
pub(super) trait Layout: Send + Sync {
    /// Splits the file into batches.
    fn splitter(&self) -> Splitter;

    /// Finds the texts in a batch.
    ///
    /// # Errors
    /// When nothing of the file can be used.
    fn records<'b>(&self, batch: &'b Batch, desk: &mut Desk<'_>) -> Result<Records<'b>, Cause>;

    /// Writes a record whose texts have changed. `judged` has what was found of each of the first texts; the rest
    /// stays.
    fn write(&self, source: &str, values: &[Value], judged: &[Judged], out: &mut Vec<u8>);

    /// Cleans the documents of a batch. Nothing when all stay as they are.
    ///
    /// # Errors
    /// When nothing of the file can be used.
    fn clean(&self, batch: &Batch, desk: &mut Desk<'_>) -> Result<Changed, Cause> {
        records::clean(batch, self, desk)
    }

    /// Writes a record as an object of JSON: its id, its texts as [`Layout::write`] has them, and all else it holds.
    fn object(&self, row: Row<'_>, out: &mut Vec<u8>);

    /// The names of what the objects of a file that begins like this hold.
    ///
    /// # Errors
    /// When the beginning does not say.
    fn columns(&self, head: &[u8]) -> Result<Vec<String>, Cause>;

    /// Whether all documents of a batch are known before the first is cleaned.
    fn knows_all(&self) -> bool {
        true
    }

    /// The id that a record has of its own.
    fn id(&self, _source: &str) -> Option<String> {
        None
    }

    /// How many of these bytes are packed together.
    fn packed_alone(&self, bytes: &[u8]) -> usize {
        bytes.len()
    }
}

/// A record with all that is known of it.
#[derive(Clone, Copy)]
pub(super) struct Row<'r> {
    pub(super) batch: &'r Batch,
    pub(super) record: &'r Record<'r>,
    pub(super) source: &'r str,
    pub(super) values: &'r [Value],
    pub(super) judged: &'r [Judged],
}

impl<'r> Row<'r> {
    /// What a text of the record says, repaired.
    fn says(&self, number: usize) -> &'r str {
        let Some(value) = self.values.get(number) else { return "" };
        let repaired = self.judged.get(number).and_then(|judged| judged.text.as_deref());
        repaired.or(value.text.as_deref()).unwrap_or_else(|| &self.source[value.span.clone()])
    }

    /// Where it stands, for records that have no id: the file, and the line in it.
    fn place(&self) -> String {
        let file = &self.batch.file;
        match (self.record.line, self.batch.cut.offset) {
            (Some(line), _) => format!("{file}:{line}"),
            (None, 0) => file.to_string(),
            (None, offset) => format!("{file}@{offset}"),
        }
    }

    /// Writes an object of these members and those that the cleaner adds.
    fn write<'m>(&self, members: impl IntoIterator<Item = (&'m str, &'m str)>, out: &mut Vec<u8>) {
        out.push(b'{');
        for (number, (name, value)) in members.into_iter().enumerate() {
            if number > 0 {
                out.push(b',');
            }
            json::write_string(name, out);
            out.push(b':');
            json::write_string(value, out);
        }
        let fields = self.judged.iter().map(|judged| judged.fields.as_str());
        out.extend_from_slice(
            fields.fold("", |all, fields| if all.is_empty() { fields } else { all }).as_bytes(),
        );
        out.push(b'}');
    }
}

/// The layout of a file that begins like this.
///
/// # Errors
/// When the file lacks what was asked for.
pub(super) fn layout(format: Format, head: &[u8], setup: &Setup) -> Result<Arc<dyn Layout>, Cause> {
    Ok(match format {
        Format::Text if setup.unit == Unit::Line => Arc::new(lines::Lines::new(head, setup)?),
        Format::Text => Arc::new(text::Whole::new(setup)),
        Format::Jsonl => Arc::new(jsonl::Jsonl::new(head, setup)),
        Format::Csv => Arc::new(csv::Csv::new(b',', head, setup)?),
        Format::Tsv => Arc::new(csv::Csv::new(b'\t', head, setup)?),
        Format::Warc => Arc::new(warc::Warc::new(setup)),
        Format::Tar => Arc::new(tar::Tar::new(setup)),
        Format::Parquet | Format::Arrow | Format::Zip => {
            return Err(Cause::Unsupported {
                what: "a table in columns or a ZIP archive, which can be cleaned, and not be shown document by document",
                advice: "write a table as JSON Lines first (`mojimend clean --to jsonl`), or unpack the archive",
            });
        }
    })
}

/// Copies a source with some of its values written anew.
fn copy_but(
    source: &str,
    values: &[Value],
    judged: &[Judged],
    out: &mut Vec<u8>,
    mut write: impl FnMut(&Value, &Judged, &mut Vec<u8>),
) {
    let mut copied = 0;
    for (value, judged) in values.iter().zip(judged) {
        if judged.edits.is_empty() {
            continue;
        }
        out.extend_from_slice(&source.as_bytes()[copied..value.span.start]);
        write(value, judged, out);
        copied = value.span.end;
    }
    out.extend_from_slice(&source.as_bytes()[copied..]);
}
