//! Corpora from file to file through the engine, with one thread that cleans, each beside the same files read,
//! unpacked, packed again and written with the same crates at the same levels, on one thread.
//!
//! `cargo bench --bench formats`; a word behind `--` picks the rows that contain it. `MOJIMEND_CORPUS=pages.jsonl` names a
//! file of JSON Lines whose texts are taken in place of those that are made here.

mod support;

use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StringArray};
use arrow_schema::SchemaRef;
use mojimend::Cleaner;
use mojimend::corpus::{Compression, Job};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::ZstdLevel;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use support::references::Reference;
use support::table::Table;
use support::texts;

/// Records of a file of JSON lines, several batches of them, and files of a folder of texts.
const RECORDS: usize = 1400;
const FILES: usize = 200;
/// The levels of `gzip` and `zstd`, which the engine uses too.
const GZIP_LEVEL: u32 = 6;
const ZSTD_LEVEL: i32 = 3;
/// Rows of a group of a table.
const GROUP: usize = 10_000;
/// Where Linux keeps files in memory: how long a disk takes is nothing to compare with.
const MEMORY: &str = "/dev/shm";

fn main() {
    let mut table = Table::new();
    if let Ok(file) = std::env::var("MOJIMEND_CORPUS") {
        return real(&mut table, Path::new(&file));
    }
    for damaged in [false, true] {
        let what = if damaged { "1 in 20 damaged" } else { "clean" };
        let documents = texts::crawl(RECORDS, damaged);
        for ending in ["", ".gz", ".zst"] {
            let name = format!("txt{ending}, {what}");
            if table.wants(&name) {
                Corpus::texts(&documents[..FILES], ending).measure(&mut table, &name, Some(damaged));
            }
            let name = format!("jsonl{ending}, {what}");
            if table.wants(&name) {
                Corpus::records(&documents, ending).measure(&mut table, &name, Some(damaged));
            }
        }
        let name = format!("parquet, {what}");
        if table.wants(&name) {
            Corpus::table(&documents).measure(&mut table, &name, Some(damaged));
        }
    }
}

/// The same of texts about which nothing is known.
fn real(table: &mut Table, file: &Path) {
    let lines = fs::read_to_string(file).expect("MOJIMEND_CORPUS names a file of JSON Lines");
    let text = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).expect("each line is a record");
        record["text"].as_str().expect("each record has a field text").to_owned()
    };
    let documents: Vec<String> = lines.lines().map(text).collect();
    for ending in ["", ".gz", ".zst"] {
        let name = format!("jsonl{ending}");
        if table.wants(&name) {
            Corpus::records(&documents, ending).measure(table, &name, None);
        }
    }
    if table.wants("parquet") {
        Corpus::table(&documents).measure(table, "parquet", None);
    }
}

/// Files below `in` of a directory that goes when it is dropped.
struct Corpus {
    home: tempfile::TempDir,
    names: Vec<String>,
    documents: usize,
    /// Unpacked.
    bytes: usize,
}

impl Corpus {
    /// A file for each document.
    fn texts(documents: &[String], ending: &str) -> Self {
        let files = documents.iter().enumerate();
        Self::new(documents, files.map(|(i, text)| (format!("{i:04}.txt{ending}"), text.clone())).collect())
    }

    /// One file of records.
    fn records(documents: &[String], ending: &str) -> Self {
        let record = |(i, text): (usize, &String)| {
            format!("{}\n", serde_json::json!({"id": format!("page-{i}"), "text": text}))
        };
        let lines = documents.iter().enumerate().map(record).collect();
        Self::new(documents, vec![(format!("pages.jsonl{ending}"), lines)])
    }

    /// One table of ids and texts.
    fn table(documents: &[String]) -> Self {
        let (home, name) = (home(), "pages.parquet");
        let ids: ArrayRef =
            Arc::new(StringArray::from_iter_values((0..documents.len()).map(|i| format!("page-{i}"))));
        let texts: ArrayRef = Arc::new(StringArray::from_iter_values(documents));
        let rows = RecordBatch::try_from_iter([("id", ids), ("text", texts)]).expect("columns of one length");
        write_table(&home.path().join("in").join(name), &rows.schema(), [rows]).expect("there is room");
        let bytes = documents.iter().map(String::len).sum();
        Self { home, names: vec![name.to_owned()], documents: documents.len(), bytes }
    }

    fn new(documents: &[String], files: Vec<(String, String)>) -> Self {
        let home = home();
        for (name, text) in &files {
            pack(text.as_bytes(), &home.path().join("in").join(name)).expect("there is room");
        }
        let bytes = files.iter().map(|(_, text)| text.len()).sum();
        let names = files.into_iter().map(|(name, _)| name).collect();
        Self { home, names, documents: documents.len(), bytes }
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// `damaged`: whether one in twenty is damaged, if that is known.
    fn measure(&self, table: &mut Table, name: &str, damaged: Option<bool>) {
        let repaired = |damaged| if damaged { self.documents.div_ceil(texts::EVERY) as u64 } else { 0 };
        table.row_after(
            || self.clear(),
            name,
            self.copying(),
            self.bytes,
            || {
                let job = Job::new(Cleaner::new()).threads(1);
                let job = job.input(self.folder("in")).output(self.folder("out"));
                let summary = job.run(&mut ()).expect("the files are there");
                assert_eq!((summary.problems, summary.files), (0, self.names.len() as u64));
                assert_eq!(summary.tally.documents, self.documents as u64);
                if let Some(damaged) = damaged {
                    assert_eq!(summary.tally.repaired, repaired(damaged));
                }
            },
        );
        if let Some(damaged) = damaged {
            self.check(name, damaged);
        }
    }

    /// Files that are there already are dearer to replace than to make, and on some file systems much dearer.
    fn clear(&self) {
        for folder in ["out", "copy"].map(|name| self.folder(name)) {
            // There is none before the first round.
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir(folder).expect("there is room");
        }
    }

    /// Clean files come out as they went in, damaged ones shorter.
    fn check(&self, name: &str, damaged: bool) {
        let of = |folder: &str| {
            let path = self.folder(folder).join(&self.names[0]);
            if is_table(&path) { texts_of(&path) } else { unpack(&path).expect("the file is there") }
        };
        let (before, after) = (of("in"), of("out"));
        assert!(if damaged { after.len() < before.len() } else { after == before }, "{name}");
    }

    /// The same way without looking at the text.
    fn copying(&self) -> Reference<'_> {
        let run = || {
            for name in &self.names {
                let (from, to) = (self.folder("in").join(name), self.folder("copy").join(name));
                if is_table(&from) {
                    copy_table(&from, &to);
                } else {
                    pack(&unpack(&from).expect("the file is there"), &to).expect("there is room");
                }
            }
        };
        Reference { name: "read, unpack, pack, write", bytes: self.bytes, run: Box::new(run) }
    }
}

/// A directory with a folder `in`, in memory if there is such a place.
fn home() -> tempfile::TempDir {
    let memory = Path::new(MEMORY);
    let home = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    let home = home.expect("there is room");
    fs::create_dir(home.path().join("in")).expect("there is room");
    home
}

fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "parquet")
}

fn read_table(path: &Path) -> ParquetRecordBatchReader {
    let file = fs::File::open(path).expect("the file is there");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a table");
    reader.build().expect("a table")
}

/// All columns of all rows, read and written anew.
fn copy_table(from: &Path, to: &Path) {
    let reader = read_table(from);
    let schema = reader.schema();
    write_table(to, &schema, reader.map(|batch| batch.expect("a table"))).expect("there is room");
}

fn write_table(
    path: &Path,
    schema: &SchemaRef,
    batches: impl IntoIterator<Item = RecordBatch>,
) -> Result<(), ParquetError> {
    let level = ZstdLevel::try_new(ZSTD_LEVEL)?;
    let properties = WriterProperties::builder()
        .set_compression(parquet::basic::Compression::ZSTD(level))
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    let file = fs::File::create(path)?;
    let mut writer = ArrowWriter::try_new(file, Arc::clone(schema), Some(properties))?;
    for batch in batches {
        writer.write(&batch)?;
    }
    writer.close().map(drop)
}

/// All texts of a table.
fn texts_of(path: &Path) -> Vec<u8> {
    let batches = read_table(path).map(|batch| batch.expect("a table"));
    batches.flat_map(|batch| batch.column(1).as_string::<i32>().value_data().to_vec()).collect()
}

fn unpack(path: &Path) -> io::Result<Vec<u8>> {
    let file = io::BufReader::new(fs::File::open(path)?);
    let mut bytes = Vec::new();
    match Compression::of_name(path) {
        Compression::Gzip => flate2::bufread::MultiGzDecoder::new(file).read_to_end(&mut bytes)?,
        Compression::Zstd => zstd::Decoder::with_buffer(file)?.read_to_end(&mut bytes)?,
        _ => file.into_inner().read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}

fn pack(bytes: &[u8], path: &Path) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    match Compression::of_name(path) {
        Compression::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(file, flate2::Compression::new(GZIP_LEVEL));
            encoder.write_all(bytes)?;
            encoder.finish()?;
        }
        Compression::Zstd => {
            let mut encoder = zstd::Encoder::new(file, ZSTD_LEVEL)?;
            encoder.include_checksum(true)?;
            encoder.write_all(bytes)?;
            encoder.finish()?;
        }
        _ => file.write_all(bytes)?,
    }
    Ok(())
}
