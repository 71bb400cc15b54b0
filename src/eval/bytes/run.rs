//! Runs over pairs of bytes: our own library, or any command.

use super::score::BytesScore;
use crate::Cleaner;
use crate::damage::bytes::BytesPair;
use crate::eval::run::{OURSELVES, Report, Speed, ask, timed};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use std::io;

/// Runs a cleaner over pairs, on one thread.
pub fn library_bytes(cleaner: &Cleaner, pairs: &[BytesPair]) -> Report<BytesScore> {
    let mut score = BytesScore::default();
    let speed = timed(|speed| {
        for pair in pairs {
            let cleaned = speed.of(pair.damaged.len(), || cleaner.clean_bytes(&pair.damaged));
            score.add(pair, Some(cleaned.text()));
        }
    });
    Report { tool: OURSELVES.to_owned(), score, speed }
}

#[derive(Serialize)]
struct Request<'a> {
    id: &'a str,
    /// In base64.
    bytes: String,
}

/// Runs a command over pairs. It gets JSON lines `{"id", "bytes"}` on its standard input, the bytes in base64, and
/// must write `{"id", "text"}` on its standard output, in any order. The command is run by `sh`.
///
/// # Errors
/// When it cannot be started, ends with a failure, or writes something else.
pub fn tool_bytes(command: &str, pairs: &[BytesPair]) -> io::Result<Report<BytesScore>> {
    let request = |pair| {
        let BytesPair { id, damaged, .. }: &BytesPair = pair;
        Request { id, bytes: STANDARD.encode(damaged) }
    };
    let told = ask(command, pairs.iter().map(request))?;
    let mut score = BytesScore::default();
    for pair in pairs {
        score.add(pair, told.replies.get(&pair.id).map(String::as_str));
    }
    let bytes = pairs.iter().map(|pair| pair.damaged.len() as u64).sum();
    Ok(Report { tool: command.to_owned(), score, speed: Speed { bytes, ..told.speed } })
}
