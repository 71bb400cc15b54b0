//! What one thread of the library does with texts that are in memory already, without reading and writing.
//!
//! ```sh
//! cargo run --release --example throughput -- corpus.jsonl [FIELD]
//! ```

use mojimend::Cleaner;
use std::time::Instant;

/// The fastest of so many rounds: what another process takes from the machine makes a round slower, never faster.
const ROUNDS: usize = 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("usage: throughput CORPUS.jsonl [FIELD]")?;
    let field = arguments.next().unwrap_or_else(|| "text".to_owned());
    let mut texts = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        texts.extend(record[&field].as_str().map(str::to_owned));
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let cleaner = Cleaner::new();
    let (mut best, mut changed) = (f64::INFINITY, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        changed = texts.iter().filter(|text| cleaner.clean(text).is_changed()).count();
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{} texts, {:.1} MB, {changed} changed: {:.1} MB/s on one thread",
        texts.len(),
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / best
    );
    Ok(())
}
