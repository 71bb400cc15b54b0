//! What the presets cost on clean text, beside the default path, in one run.
//!
//! ```sh
//! cargo run --release --example preset_cost -- corpus.jsonl        # times, as multiples of the default path
//! valgrind --tool=callgrind target/release/examples/preset_cost corpus.jsonl --once pretrain-zh   # instructions
//! ```
//!
//! With `--once PRESET` each text is cleaned once and nothing is timed; `--once nothing` only reads the corpus, so that
//! the difference of two counts is the cost of cleaning.

use mojimend::{Cleaner, Config};
use std::time::{Duration, Instant};

/// The fastest of so many rounds counts: what another process takes from the machine makes a round slower, never faster.
const ROUNDS: usize = 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file = arguments.first().ok_or("usage: preset_cost CORPUS.jsonl [--once PRESET]")?;
    let mut texts = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        texts.extend(record["text"].as_str().map(str::to_owned));
    }
    let cleaner = |name: &str| {
        let config = Config::preset(name).ok_or_else(|| format!("no preset is called {name}"))?;
        Ok::<Cleaner, String>(Cleaner::builder().config(config).build())
    };
    if let Some(once) = arguments.get(2) {
        if once != "nothing" {
            let cleaner = cleaner(once)?;
            let changed = texts.iter().filter(|text| cleaner.clean(text).is_changed()).count();
            println!("{changed} of {} texts changed", texts.len());
        }
        return Ok(());
    }
    let cleaners = Config::PRESETS.iter().map(|name| cleaner(name)).collect::<Result<Vec<_>, _>>()?;
    let default = &cleaners[0];
    for (name, preset) in Config::PRESETS.iter().zip(&cleaners).skip(1) {
        let (changed, clean): (Vec<&String>, Vec<&String>) =
            texts.iter().partition(|text| preset.clean(text).is_changed());
        for (what, texts) in [("left alone", clean), ("changed", changed)] {
            let [base, cost] = fastest(&texts, [default, preset]);
            let megabytes = texts.iter().map(|text| text.len()).sum::<usize>() as f64 / 1e6;
            println!(
                "{name:12} {:5.2} x the default path on {} texts ({megabytes:.2} MB) that it {what}",
                cost.as_secs_f64() / base.as_secs_f64(),
                texts.len(),
            );
        }
    }
    Ok(())
}

/// The fastest rounds of two cleaners over the same texts, in turn, so that both meet the same weather.
fn fastest(texts: &[&String], cleaners: [&Cleaner; 2]) -> [Duration; 2] {
    let mut fastest = [Duration::MAX; 2];
    for _ in 0..ROUNDS {
        for (cleaner, best) in cleaners.iter().zip(&mut fastest) {
            let start = Instant::now();
            let changed = texts.iter().filter(|text| cleaner.clean(text).is_changed()).count();
            *best = (*best).min(start.elapsed());
            std::hint::black_box(changed);
        }
    }
    fastest
}
