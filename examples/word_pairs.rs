//! Reads the words and the pairs of words of Lucene's analyzer for Chinese: writes `news_words.tsv.zst` and
//! `news_pairs.tsv.zst` of `seeds/model`.
//!
//! ```text
//! cargo run --release --example word_pairs -- FOLDER OUT
//! ```
//!
//! FOLDER holds `coredict.mem` and `bigramdict.mem`, as they lie in `org/apache/lucene/analysis/cn/smart/hhmm` of the
//! jar `lucene-analyzers-smartcn` (Apache-2.0; in Debian's `liblucene8-java`), OUT is a folder.
//!
//! Both files are serialised Java arrays. The words are written out. Of a pair only a hash is there (FNV-1a, 64
//! bits, of the two words with `@` between them), so every word is tried before every other: some seven thousand
//! million hashes, of which 328,856 are found, all that there are.

#![expect(clippy::unwrap_used, reason = "a tool for developers: a bad input file should end it")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What the analyzer's dictionary writes for what it does not list one by one: sentence start and end, people,
/// numbers, foreign letters, places, bodies, other names, times, and the rest.
const CLASSES: [&str; 10] =
    ["始##始", "末##末", "未##人", "未##数", "未##串", "未##地", "未##团", "未##专", "未##时", "未##它"];
/// The first and last rows of GB 2312, whose characters are words, too.
const ROWS: std::ops::RangeInclusive<u8> = 0xA1..=0xF7;
const PRIME: u64 = 1_099_511_628_211;
const START: u64 = 0xCBF2_9CE4_8422_2325;
/// Bits of a filter in front of the table of hashes.
const FILTER_BITS: u32 = 24;

fn main() {
    let paths: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let [folder, out] = &paths[..] else { panic!("word_pairs FOLDER OUT") };
    let words = words(&std::fs::read(folder.join("coredict.mem")).unwrap());
    let pairs = pairs(&std::fs::read(folder.join("bigramdict.mem")).unwrap(), &words);
    let rows = words.iter().filter(|(_, count)| **count > 0).fold(String::new(), |mut all, (word, count)| {
        let _ = writeln!(all, "{word}\t{count}");
        all
    });
    write(out, "news_words.tsv.zst", &rows);
    write(out, "news_pairs.tsv.zst", &pairs);
}

fn write(folder: &Path, name: &str, text: &str) {
    let packed = zstd::encode_all(text.as_bytes(), 19).unwrap();
    eprintln!("{name}: {} rows, {} bytes", text.lines().count(), packed.len());
    std::fs::write(folder.join(name), packed).unwrap();
}

/// The dictionary: by first character, the rest of each word and how often it occurs.
fn words(file: &[u8]) -> BTreeMap<String, u32> {
    let mut java = Java::of(file);
    let rows: Vec<i16> = java.array(|java| i16::from_be_bytes(java.take())).unwrap();
    let firsts: Vec<u16> = java.array(|java| u16::from_be_bytes(java.take())).unwrap();
    let rests =
        java.array(|java| java.array(|java| java.array(|java| u16::from_be_bytes(java.take())))).unwrap();
    let counts = java.array(|java| java.array(|java| u32::from_be_bytes(java.take()))).unwrap();
    let mut words = BTreeMap::new();
    for (first, row) in firsts.iter().zip(&rows) {
        let Some(row) = usize::try_from(*row).ok().filter(|_| *first > 0) else { continue };
        let (Some(rests), Some(counts)) = (&rests[row], &counts[row]) else { continue };
        for (rest, count) in rests.iter().zip(counts) {
            let units: Vec<u16> = [*first].iter().chain(rest.iter().flatten()).copied().collect();
            *words.entry(String::from_utf16(&units).unwrap()).or_default() += count;
        }
    }
    words
}

/// The pairs as rows: both words with a space between them, tab, count.
fn pairs(file: &[u8], words: &BTreeMap<String, u32>) -> String {
    let mut java = Java::of(file);
    let hashes: Vec<u64> = java.array(|java| u64::from_be_bytes(java.take())).unwrap();
    let counts: Vec<u32> = java.array(|java| u32::from_be_bytes(java.take())).unwrap();
    let table: HashMap<u64, u32> = hashes.into_iter().zip(counts).filter(|(hash, _)| *hash != 0).collect();
    let place = |hash: u64| ((hash ^ hash >> 29) & ((1 << FILTER_BITS) - 1)) as usize;
    let mut filter = vec![0_u64; 1 << (FILTER_BITS - 6)];
    table.keys().map(|hash| place(*hash)).for_each(|bit| filter[bit / 64] |= 1 << (bit % 64));

    let mut all: BTreeSet<String> = words.keys().cloned().collect();
    all.extend(CLASSES.iter().map(|class| (*class).to_owned()));
    all.extend((b'!'..=b'~').map(|byte| char::from(byte).to_string()));
    for lead in ROWS {
        for trail in 0xA1..=0xFE {
            let bytes = [lead, trail];
            let (text, malformed) = encoding_rs::GBK.decode_without_bom_handling(&bytes);
            if !malformed {
                all.insert(text.into_owned());
            }
        }
    }
    // Words in order, so that the hash of what one shares with the one before is at hand.
    let all: Vec<(&str, Vec<u16>)> =
        all.iter().map(|word| (&**word, word.encode_utf16().collect())).collect();
    let mut order: Vec<(usize, &[u16], &str)> = Vec::new();
    let mut by_units: Vec<&(&str, Vec<u16>)> = all.iter().collect();
    by_units.sort_by(|a, b| a.1.cmp(&b.1));
    for (i, (word, units)) in by_units.iter().enumerate() {
        let shared = i
            .checked_sub(1)
            .map_or(0, |before| by_units[before].1.iter().zip(units).take_while(|(a, b)| a == b).count());
        order.push((shared, units, word));
    }
    let mut states = vec![0_u64; 64];
    let mut rows = String::new();
    let mut found = 0;
    for (_, units, word) in &order {
        let before = units.iter().fold(START, |hash, unit| add(hash, *unit));
        states[0] = add(before, u16::from(b'@'));
        for (shared, units, next) in &order {
            for (i, unit) in units.iter().enumerate().skip(*shared) {
                states[i + 1] = add(states[i], *unit);
            }
            let hash = states[units.len()];
            let bit = place(hash);
            if filter[bit / 64] >> (bit % 64) & 1 == 1
                && let Some(count) = table.get(&hash)
            {
                let _ = writeln!(rows, "{word} {next}\t{count}");
                found += 1;
            }
        }
    }
    assert_eq!(found, table.len(), "pairs of words that nothing here is");
    rows
}

/// Adds a UTF-16 code unit to a hash, low byte first.
fn add(hash: u64, unit: u16) -> u64 {
    unit.to_le_bytes().iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}

/// Serialised Java arrays, read one after another.
struct Java<'a>(&'a [u8]);

impl<'a> Java<'a> {
    fn of(file: &'a [u8]) -> Self {
        let mut java = Self(file);
        assert_eq!(java.take(), [0xAC, 0xED, 0, 5], "no serialised Java objects");
        java
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (head, rest) = self.0.split_first_chunk().unwrap();
        self.0 = rest;
        *head
    }

    /// An array with its items, or nothing where there is null.
    fn array<T>(&mut self, mut item: impl FnMut(&mut Self) -> T) -> Option<Vec<T>> {
        match self.take() {
            [0x70] => return None,
            [0x75] => {}
            [tag] => panic!("{tag:#x} is no array"),
        }
        match self.take() {
            // A class that was described before.
            [0x71] => {
                self.take::<4>();
            }
            // A class: its name, its version, flags, no fields, no annotations, no superclass.
            [0x72] => {
                let length = u16::from_be_bytes(self.take());
                (0..length).for_each(|_| {
                    self.take::<1>();
                });
                self.take::<8>();
                assert_eq!(self.take(), [2, 0, 0, 0x78, 0x70]);
            }
            [tag] => panic!("{tag:#x} is no class"),
        }
        let length = u32::from_be_bytes(self.take());
        Some((0..length).map(|_| item(self)).collect())
    }
}
