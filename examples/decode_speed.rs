//! Measures how fast files are decoded, beside what only reads or only converts them.
//!
//! `cargo run --release --example decode_speed -- FILE|FOLDER...`
//!
//! A folder's files are decoded one after the other, each a document by itself.

#![allow(clippy::unwrap_used, reason = "a tool for developers: a bad input file should end it")]

use mojimend::decode::Decoder;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long each is repeated for.
const TIME: Duration = Duration::from_millis(600);

fn main() {
    for path in std::env::args().skip(1) {
        let documents = read(Path::new(&path));
        let size: usize = documents.iter().map(Vec::len).sum();
        println!("{path}, {} documents, {size} bytes, in MB/s", documents.len());
        let decoder = Decoder::new();
        let speed = |run: &dyn Fn(&[u8])| size as f64 / 1e6 / best(&documents, run).as_secs_f64();
        println!("  decoded          {:8.0}", speed(&|bytes| _ = black_box(decoder.decode(bytes))));
        println!(
            "  simdutf8         {:8.0}",
            speed(&|bytes| _ = black_box(simdutf8::basic::from_utf8(bytes)))
        );
        println!(
            "  encoding_rs, GBK {:8.0}",
            speed(&|bytes| _ = black_box(encoding_rs::GBK.decode_without_bom_handling(bytes)))
        );
    }
}

/// A file, or the files of a folder.
fn read(path: &Path) -> Vec<Vec<u8>> {
    if path.is_file() {
        return vec![std::fs::read(path).unwrap()];
    }
    let mut files: Vec<_> = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// The time that all documents take, the best of all repetitions.
fn best(documents: &[Vec<u8>], run: &dyn Fn(&[u8])) -> Duration {
    let (from, mut best) = (Instant::now(), Duration::MAX);
    while from.elapsed() < TIME {
        let start = Instant::now();
        for bytes in documents {
            run(bytes);
        }
        best = best.min(start.elapsed());
    }
    best
}
