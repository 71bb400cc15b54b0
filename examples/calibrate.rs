//! What the weights of the readings and the confidence of repairs are calibrated with.
//!
//! ```text
//! mojimend damage CORPUS -o PAIRS --recipe seeds/recipes/mirror.toml
//! cargo run --release --features stages --example calibrate -- PAIRS...
//! ```
//!
//! Each file of pairs is a genre. For every shifted stretch the decoder compares readings; the pair tells which of them
//! is right, swallowed ASCII apart. Printed are: how often the right one is among them; how often it is the cheapest,
//! by the weight of the words and by a bonus for each character; and a logistic regression of "the cheapest is right" on
//! what is known of it (`src/repair/certainty.rs`), fitted on all genres and, for each genre, without it. With `--held N`
//! the last N files are not fitted on, only tried.

#![expect(clippy::unwrap_used, reason = "a tool for developers: a bad input file should end it")]

use mojimend::damage::{Kind, Pair};
use mojimend::stages::{Page, compared};
use std::ops::Range;

/// Weights of the words and bonuses that are tried.
const WORDS: [f32; 6] = [0.4, 0.6, 0.8, 1.0, 1.2, 1.5];
const BONUS: [f32; 5] = [-0.5, 0.0, 0.5, 1.0, 1.5];
/// Bins of the table of confidences.
const BINS: usize = 10;
/// Steps of Newton's method; it converges in ten.
const STEPS: usize = 25;
/// What is known of a reading.
const FEATURES: usize = mojimend::stages::FEATURES;

struct Stretch {
    sample: ([f64; FEATURES], bool),
    readings: Vec<Reading>,
}

struct Reading {
    chars: f32,
    words: f32,
    length: usize,
    text: Vec<char>,
    right: bool,
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut held = 0;
    if let Some(at) = arguments.iter().position(|argument| argument == "--held") {
        held = arguments.remove(at + 1).parse().unwrap();
        arguments.remove(at);
    }
    let genres: Vec<(String, Vec<Stretch>)> =
        arguments.into_iter().map(|path| (path.clone(), stretches(&path))).collect();
    for (name, stretches) in &genres {
        let found = stretches.iter().filter(|s| s.readings.iter().any(|r| r.right)).count();
        println!("{name}: {} stretches, the right reading among those compared: {found}", stretches.len());
        for words in WORDS {
            let row: Vec<String> = BONUS
                .iter()
                .map(|bonus| stretches.iter().filter(|s| s.best(words, *bonus).right).count().to_string())
                .collect();
            println!("  words {words}: {}", row.join(" "));
        }
    }
    let samples: Vec<Vec<([f64; FEATURES], bool)>> =
        genres.iter().map(|(_, stretches)| stretches.iter().map(|s| s.sample).collect()).collect();
    let fitted = samples.len().saturating_sub(held);
    let all: Vec<_> = samples[..fitted].iter().flatten().copied().collect();
    println!("all: {:.3?}", fit(&all));
    table(&all, &fit(&all));
    for (number, (name, _)) in genres.iter().enumerate() {
        let others: Vec<_> = samples[..fitted]
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != number)
            .flat_map(|(_, samples)| samples.iter().copied())
            .collect();
        let weights = fit(&others);
        println!("without {name}: {weights:.3?}");
        table(&samples[number], &weights);
    }
}

impl Stretch {
    fn ranked(&self, words: f32, bonus: f32) -> Vec<(f32, &Reading)> {
        let price = |r: &Reading| r.chars + words * r.words - bonus * r.length as f32;
        let mut ranked: Vec<(f32, &Reading)> = self.readings.iter().map(|r| (price(r), r)).collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
        ranked
    }

    fn best(&self, words: f32, bonus: f32) -> &Reading {
        self.ranked(words, bonus)[0].1
    }
}

/// The stretches of a file of pairs.
fn stretches(path: &str) -> Vec<Stretch> {
    let mut all = Vec::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let pair: Pair = serde_json::from_str(line).unwrap();
        for compared in compared(&pair.damaged, &Page::read(&pair.damaged)) {
            let Some(original) = original(&pair, &compared.window) else { continue };
            let right = told(&pair.original[original]);
            let readings: Vec<Reading> = compared
                .readings
                .into_iter()
                .map(|(text, chars, words)| {
                    let told = told(&text);
                    Reading { chars, words, length: text.chars().count(), right: told == right, text: told }
                })
                .collect();
            if std::env::var_os("MISSING").is_some() && !readings.first().is_some_and(|reading| reading.right)
            {
                println!(
                    "{:?} was {:?}, not {:?}",
                    &pair.damaged[compared.window.clone()],
                    right.iter().collect::<String>(),
                    readings.first().map(|reading| reading.text.iter().collect::<String>())
                );
            }
            if let Some(best) = readings.first() {
                let sample = (compared.features.map(f64::from), best.right);
                all.push(Stretch { sample, readings });
            }
        }
    }
    all
}

/// What of a text tells readings apart: its characters beyond ASCII, marks in full width.
fn told(text: &str) -> Vec<char> {
    text.chars()
        .map(|c| match c {
            ',' | ';' | ':' | '!' | '?' | '(' | ')' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
            '\u{3000}' => ' ',
            _ => c,
        })
        .filter(|c| !c.is_ascii() && !matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ'))
        .collect()
}

/// Where a stretch lies in the original; nothing when it cuts a damaged place in two.
fn original(pair: &Pair, window: &Range<usize>) -> Option<Range<usize>> {
    let at = |place: usize| {
        let behind = pair.spans.partition_point(|span| span.end <= place);
        if pair
            .spans
            .get(behind)
            .is_some_and(|span| span.start < place && span.kind != Kind::InjectedAnnotation)
        {
            return None;
        }
        let last = behind.checked_sub(1).map(|last| &pair.spans[last]);
        Some(last.map_or(place, |span| span.original_end + place.saturating_sub(span.end)))
    };
    Some(at(window.start)?..at(window.end)?)
}

/// Newton's method for logistic regression.
fn fit(samples: &[([f64; FEATURES], bool)]) -> [f64; FEATURES] {
    let mut weights = [0.0; FEATURES];
    for _ in 0..STEPS {
        let mut system = [[0.0; FEATURES + 1]; FEATURES];
        for (x, right) in samples {
            let p = share(&weights, x);
            for i in 0..FEATURES {
                system[i][FEATURES] += (f64::from(u8::from(*right)) - p) * x[i];
                for j in 0..FEATURES {
                    system[i][j] += p * (1.0 - p) * x[i] * x[j];
                }
            }
        }
        for (i, row) in system.iter_mut().enumerate() {
            row[i] += 1e-3;
        }
        for i in 0..FEATURES {
            let pivot = system[i];
            for (_, row) in system.iter_mut().enumerate().filter(|(k, _)| *k != i) {
                let factor = row[i] / pivot[i];
                row.iter_mut().zip(pivot).for_each(|(cell, of)| *cell -= factor * of);
            }
        }
        for (i, weight) in weights.iter_mut().enumerate() {
            *weight += system[i][FEATURES] / system[i][i];
        }
    }
    weights
}

fn share(weights: &[f64; FEATURES], x: &[f64; FEATURES]) -> f64 {
    let nats: f64 = weights.iter().zip(x).map(|(w, x)| w * x).sum();
    1.0 / (1.0 + (-nats).exp())
}

/// Predicted and real shares, and what a threshold at each bin would keep and get wrong.
fn table(samples: &[([f64; FEATURES], bool)], weights: &[f64; FEATURES]) {
    let mut bins = [(0, 0, 0.0); BINS];
    for (x, right) in samples {
        let p = share(weights, x);
        let bin = &mut bins[((p * BINS as f64) as usize).min(BINS - 1)];
        *bin = (bin.0 + 1, bin.1 + usize::from(*right), bin.2 + p);
    }
    for (all, right, sum) in bins.iter().filter(|bin| bin.0 > 0) {
        let n = *all as f64;
        print!("  {:.2}/{:.2} ({all})", sum / n, *right as f64 / n);
    }
    println!();
    for least in [0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97] {
        let kept: Vec<bool> =
            samples.iter().filter(|(x, _)| share(weights, x) >= least).map(|(_, right)| *right).collect();
        let right = kept.iter().filter(|right| **right).count();
        print!(
            "  ≥{least}: {:.1} right {:.1} wrong",
            percent(right, samples.len()),
            percent(kept.len() - right, samples.len())
        );
    }
    println!();
}

fn percent(part: usize, of: usize) -> f64 {
    100.0 * part as f64 / of.max(1) as f64
}
