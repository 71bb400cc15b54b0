//! Counts characters and pairs of them for the small language models that decoding weighs encodings with.
//!
//! `cargo run --release --example language_counts -- FOLDER > languages.tsv; zstd -19 languages.tsv`
//!
//! FOLDER holds one text a language, `ru.txt`, `ja.txt` and so on, a string a line. docs/decode.md says where the
//! texts of `seeds/model/languages.tsv.zst` come from.

#![allow(clippy::unwrap_used, reason = "an example; a panic is the report")]

use mojimend::stages::{LINE_END, fold};
use std::collections::BTreeMap;

/// Languages in which ASCII letters are foreign, and count as one class.
const NOT_LATIN: [&str; 14] =
    ["ja", "ko", "ru", "uk", "bg", "sr", "mk", "be", "el", "he", "ar", "fa", "th", "zh"];
/// Pairs rarer than this are left out.
const LEAST: u32 = 3;

fn main() {
    let folder = std::env::args().nth(1).expect("a folder with one text a language");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let language = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let latin = !NOT_LATIN.contains(&language.as_str());
        let mut pairs = BTreeMap::<(char, char), u32>::new();
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            let mut last = LINE_END;
            for c in line.chars().map(|c| fold(c, latin)).chain([LINE_END]) {
                *pairs.entry((last, c)).or_default() += 1;
                last = c;
            }
        }
        let mut singles = BTreeMap::<char, u32>::new();
        for ((_, b), count) in &pairs {
            *singles.entry(*b).or_default() += count;
        }
        for (c, count) in singles {
            println!("{language}\t{c}\t{count}");
        }
        for ((a, b), count) in pairs {
            if count >= LEAST {
                println!("{language}\t{a}{b}\t{count}");
            }
        }
    }
}
