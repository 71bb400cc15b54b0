//! Measures how fast files are decoded, beside what only reads or only converts them.
//!
//! `cargo run --release --example decode_speed -- FILE...`

#![allow(clippy::unwrap_used, reason = "a tool for developers: a bad input file should end it")]

use mojimend::decode::Decoder;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long each is repeated for.
const TIME: Duration = Duration::from_millis(600);

fn main() {
    for file in std::env::args().skip(1) {
        let bytes = std::fs::read(&file).unwrap();
        let decoder = Decoder::new();
        println!("{file}, {} bytes, in MB/s", bytes.len());
        println!("  decoded          {:8.0}", speed(&bytes, || _ = black_box(decoder.decode(&bytes))));
        println!(
            "  simdutf8         {:8.0}",
            speed(&bytes, || _ = black_box(simdutf8::basic::from_utf8(&bytes)))
        );
        let gbk = || _ = black_box(encoding_rs::GBK.decode_without_bom_handling(&bytes));
        println!("  encoding_rs, GBK {:8.0}", speed(&bytes, gbk));
    }
}

/// The best of all repetitions.
fn speed(bytes: &[u8], mut run: impl FnMut()) -> f64 {
    let (from, mut best) = (Instant::now(), Duration::MAX);
    while from.elapsed() < TIME {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed());
    }
    bytes.len() as f64 / 1e6 / best.as_secs_f64()
}
