//! Pairs as files hold them.

use crate::say::Failure;
use mojimend::damage::{Pair, table};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Reads the pairs of a file: JSON lines, packed or not, or a Parquet file, as its name says.
pub(super) fn read(path: &Path) -> Result<Vec<Pair>, Failure> {
    let told = |source| mojimend::Error::Io { path: path.to_owned(), source };
    let odd = |place: usize, what: String| {
        let path = path.display();
        Failure::Message(format!("{path}:{place}: no pair as `mojimend damage` writes it: {what}"))
    };
    let mut pairs = Vec::new();
    if path.extension().is_some_and(|extension| extension == "parquet") {
        let rows = table::read(File::open(path).map_err(told)?).map_err(told)?;
        for (number, pair) in rows.enumerate() {
            let pair = pair.map_err(|e| e.to_string()).and_then(checked);
            pairs.push(pair.map_err(|what| odd(number + 1, what))?);
        }
        return Ok(pairs);
    }
    for (number, line) in BufReader::new(open(path).map_err(told)?).lines().enumerate() {
        let line = line.map_err(told)?;
        let pair = serde_json::from_str(&line).map_err(|e| e.to_string()).and_then(checked);
        pairs.push(pair.map_err(|what| odd(number + 1, what))?);
    }
    Ok(pairs)
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

/// A pair whose spans fit its texts: pairs may come from elsewhere.
fn checked(pair: Pair) -> Result<Pair, String> {
    let sound = pair.clone().into_damaged().is_explained();
    if sound { Ok(pair) } else { Err("its spans do not account for the difference of its texts".to_owned()) }
}
