//! Measures how many files of known encoding are decoded right, the whole text compared.
//!
//! ```text
//! pip download chardet==5.2.0 --no-binary :all: --no-deps && tar xzf chardet-5.2.0.tar.gz
//! cargo run --release --example decode_files -- chardet-5.2.0/tests [--show]
//! ```
//!
//! The folder holds folders named after an encoding, or encoding and language, as chardet's tests do. What is right is
//! the text read in that encoding. `--show` prints the files that came out otherwise.

#![allow(clippy::unwrap_used, reason = "a tool for developers: a bad input file should end it")]

use mojimend::decode::{Decoder, Encoding};
use std::collections::BTreeMap;
use std::path::Path;

/// Encodings that count as Chinese, Japanese and Korean.
const CJK: [&str; 10] = [
    "GBK",
    "Big5",
    "Shift_JIS",
    "EUC-JP",
    "EUC-KR",
    "EUC-TW",
    "Johab",
    "ISO-2022-JP",
    "ISO-2022-KR",
    "HZ-GB-2312",
];

/// The encoding that the name of a folder begins with.
fn encoding_of(folder: &str) -> Option<Encoding> {
    let parts: Vec<&str> = folder.split('-').collect();
    (1..=parts.len()).rev().find_map(|count| Encoding::find(&parts[..count].join("-")))
}

fn main() {
    let mut args = std::env::args().skip(1);
    let root = args.next().expect("a folder of folders");
    let show = args.next().is_some();
    let mut tallies: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut count = |name: &str, right: bool| {
        let tally = tallies.entry(name.to_owned()).or_default();
        *tally = (tally.0 + 1, tally.1 + u32::from(right));
    };
    let mut folders: Vec<_> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|path| path.is_dir()) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let encoding = encoding_of(name);
        let mut files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let right = encoding.is_some_and(|encoding| is_right(&file, encoding, show));
            count(name, right);
            count("ALL", right);
            if encoding.is_some_and(|encoding| CJK.contains(&encoding.name())) {
                count("CJK", right);
            }
        }
    }
    for (name, (total, right)) in tallies {
        println!("{name:24} {total:5} {:7.2} %", f64::from(right) / f64::from(total) * 100.0);
    }
}

fn is_right(file: &Path, encoding: Encoding, show: bool) -> bool {
    let bytes = std::fs::read(file).unwrap();
    let wanted = Decoder::new().force(encoding).decode(&bytes);
    let got = Decoder::new().decode(&bytes);
    let strip = |text: &str| text.trim_start_matches('\u{FEFF}').to_owned();
    let right = strip(&wanted.text) == strip(&got.text);
    if show && !right {
        println!("{}", file.display());
        let pairs = wanted.text.lines().zip(got.text.lines()).enumerate();
        for (n, (a, b)) in pairs.filter(|(_, (a, b))| a != b).take(3) {
            let differs = a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b);
            let from = differs.map_or(0, |((at, _), _)| a[..at].chars().count().saturating_sub(8));
            let cut = |line: &str| line.chars().skip(from).take(60).collect::<String>();
            println!("  {n:5} wanted {}\n        got    {}", cut(a), cut(b));
        }
        let mut names: Vec<_> = got.segments().iter().map(|s| s.encoding.name()).collect();
        names.dedup();
        names.truncate(8);
        println!("        {names:?}");
    }
    right
}
