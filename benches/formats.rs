//! Corpora from file to file through the engine, with one thread that cleans, each beside the same files read,
//! unpacked, packed again and written with the same crates at the same levels, on one thread.
//!
//! `cargo bench --bench formats`; a word behind `--` picks the rows that contain it.

mod support;

use mojimend::Cleaner;
use mojimend::corpus::{Compression, Job};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use support::references::Reference;
use support::table::Table;
use support::texts;

/// Records of a file of JSON lines, several batches of them, and files of a folder of texts.
const RECORDS: usize = 1400;
const FILES: usize = 200;
/// The levels of `gzip` and `zstd`, which the engine uses too.
const GZIP_LEVEL: u32 = 6;
const ZSTD_LEVEL: i32 = 3;
/// Where Linux keeps files in memory: how long a disk takes is nothing to compare with.
const MEMORY: &str = "/dev/shm";

fn main() {
    let mut table = Table::new();
    for damaged in [false, true] {
        let what = if damaged { "1 in 20 damaged" } else { "clean" };
        let documents = texts::crawl(RECORDS, damaged);
        for ending in ["", ".gz", ".zst"] {
            let name = format!("txt{ending}, {what}");
            if table.wants(&name) {
                Corpus::texts(&documents[..FILES], ending).measure(&mut table, &name, damaged);
            }
            let name = format!("jsonl{ending}, {what}");
            if table.wants(&name) {
                Corpus::records(&documents, ending).measure(&mut table, &name, damaged);
            }
        }
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

    fn new(documents: &[String], files: Vec<(String, String)>) -> Self {
        let memory = Path::new(MEMORY);
        let home = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let home = home.expect("there is room");
        fs::create_dir(home.path().join("in")).expect("there is room");
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

    fn measure(&self, table: &mut Table, name: &str, damaged: bool) {
        let repaired = if damaged { self.documents.div_ceil(texts::EVERY) as u64 } else { 0 };
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
                assert_eq!(
                    (summary.tally.documents, summary.tally.repaired),
                    (self.documents as u64, repaired)
                );
            },
        );
        self.check(name, damaged);
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
        let of = |folder: &str| unpack(&self.folder(folder).join(&self.names[0])).expect("the file is there");
        let (before, after) = (of("in"), of("out"));
        assert!(if damaged { after.len() < before.len() } else { after == before }, "{name}");
    }

    /// The same way without looking at the text.
    fn copying(&self) -> Reference<'_> {
        let run = || {
            for name in &self.names {
                let bytes = unpack(&self.folder("in").join(name)).expect("the file is there");
                pack(&bytes, &self.folder("copy").join(name)).expect("there is room");
            }
        };
        Reference { name: "read, unpack, pack, write", bytes: self.bytes, run: Box::new(run) }
    }
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
