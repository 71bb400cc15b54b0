//! Sends documents through the hijacked-mirror channel: JSONL `{id, text}` in, pairs out.
//!
//! ```text
//! zstdcat clean.jsonl.zst | cargo run --release --example mirror_pairs -- PROFILE SEED > pairs.jsonl
//! ```
//!
//! `PROFILE` is `light`, `mid`, `dense` (a random site of that density for each document), with `+folded` for
//! sites whose full-width marks became half-width, or `row:設點:？！` for a site that annotates just these
//! characters in this order and cuts at these marks. A pair is
//! `{id, damaged, original, kinds, spans: [{start, end, original_start, original_end, kind}]}`.

use mojimend::damage::mirror::{Density, Mirror, Profile};
use mojimend::damage::{Channel, Dice};
use serde_json::{Value, json};
use std::io::{BufRead, BufWriter, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let wanted = args.next().unwrap_or_else(|| "mid".to_owned());
    let seed = args.next().map_or(Ok(1), |seed| seed.parse())?;
    let folded = wanted.ends_with("+folded");
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let (Some(id), Some(text)) = (record["id"].as_str(), record["text"].as_str()) else { continue };
        let mut dice = Dice::new(seed, id, "mirror");
        let mut profile = match wanted.trim_end_matches("+folded") {
            "light" => Profile::random(Density::Light, &mut dice),
            "mid" => Profile::random(Density::Mid, &mut dice),
            "dense" => Profile::random(Density::Dense, &mut dice),
            row => {
                let parts: Vec<&str> = row.split(':').collect();
                let marks = parts.get(2).map_or(Vec::new(), |marks| marks.chars().collect());
                Profile { marks, ..Profile::annotating(parts.get(1).unwrap_or(&"")) }
            }
        };
        profile.folded = folded;
        let mirror = Mirror::new(profile);
        let damaged = mirror.run(text, &mut dice);
        let pair = json!({
            "id": id, "damaged": damaged.text, "original": damaged.original,
            "kinds": [mirror.name()], "spans": damaged.spans,
        });
        writeln!(out, "{pair}")?;
    }
    Ok(out.flush()?)
}
