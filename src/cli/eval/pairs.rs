//! Pairs as files hold them.

use crate::cli::say::Failure;
use crate::damage::Pair;
use crate::damage::bytes::BytesPair;
use crate::damage::table::{Row, holds_bytes, read as rows};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Pairs of one sort.
pub(super) enum Pairs {
    Text(Vec<Pair>),
    Bytes(Vec<BytesPair>),
}

/// Reads the pairs of a file: JSON lines, packed or not, or a Parquet file, as its name says. The first pair tells
/// the sort of all.
pub(super) fn read(path: &Path) -> Result<Pairs, Failure> {
    let told = |source| crate::Error::Io { path: path.to_owned(), source };
    if path.extension().is_some_and(|extension| extension == "parquet") {
        let open = || File::open(path).map_err(told);
        return Ok(if holds_bytes(open()?).map_err(told)? {
            Pairs::Bytes(table(path, open()?)?)
        } else {
            Pairs::Text(table(path, open()?)?)
        });
    }
    let mut reader = BufReader::new(open(path).map_err(told)?);
    let mut first = String::new();
    reader.read_line(&mut first).map_err(told)?;
    // The first line is read again, as the others are.
    let reader = io::Cursor::new(first.clone()).chain(reader);
    let bytes = serde_json::from_str::<Sort>(&first).is_ok_and(|sort| sort.damaged_base64.is_some());
    Ok(if bytes { Pairs::Bytes(lines(path, reader)?) } else { Pairs::Text(lines(path, reader)?) })
}

/// What tells pairs of bytes.
#[derive(Deserialize)]
struct Sort {
    damaged_base64: Option<IgnoredAny>,
}

fn table<R: Row + Checked>(path: &Path, file: File) -> Result<Vec<R>, Failure> {
    let told = |source| crate::Error::Io { path: path.to_owned(), source };
    let rows = rows::<R>(file).map_err(told)?.map(|row| row.map_err(|e| e.to_string()));
    all(path, rows)
}

fn lines<R: DeserializeOwned + Checked>(path: &Path, reader: impl BufRead) -> Result<Vec<R>, Failure> {
    let parse = |line: io::Result<String>| {
        line.map_err(|e| e.to_string())
            .and_then(|line| serde_json::from_str(&line).map_err(|e| e.to_string()))
    };
    all(path, reader.lines().map(parse))
}

fn all<R: Checked>(path: &Path, pairs: impl Iterator<Item = Result<R, String>>) -> Result<Vec<R>, Failure> {
    let pairs = pairs.enumerate().map(|(number, pair)| {
        pair.and_then(R::checked).map_err(|what| {
            let (path, place) = (path.display(), number + 1);
            Failure::Message(format!("{path}:{place}: no pair as `mojimend damage` writes it: {what}"))
        })
    });
    pairs.collect()
}

fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path)?;
    match path.extension() {
        Some(extension) if extension == "zst" => Ok(Box::new(zstd::Decoder::new(file)?)),
        _ => Ok(Box::new(file)),
    }
}

/// A pair whose spans fit its two sides: pairs may come from elsewhere.
trait Checked: Sized {
    fn checked(self) -> Result<Self, String>;
}

impl Checked for Pair {
    fn checked(self) -> Result<Self, String> {
        let sound = self.clone().into_damaged().is_explained();
        if sound {
            Ok(self)
        } else {
            Err("its spans do not account for the difference of its texts".to_owned())
        }
    }
}

impl Checked for BytesPair {
    fn checked(self) -> Result<Self, String> {
        let sound = self.is_explained();
        if sound { Ok(self) } else { Err("its spans do not say how its text became its bytes".to_owned()) }
    }
}
