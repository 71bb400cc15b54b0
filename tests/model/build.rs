//! The recipe: counts to the file that `src/lattice/model.rs` reads in place. All numbers little endian.
//!
//! The estimate (see `estimate.rs`) is pruned to the pairs and triples that tell most, what is left to the
//! others is worked out anew, and prices are written in sixteenths of a nat, one byte each.

use crate::counts::{Counts, Forms, merge};
use crate::estimate::{Estimate, Id, Tuning};
use std::collections::{BTreeMap, HashMap};

/// Pairs and triples kept (see docs/model.md).
const PAIRS_KEPT: usize = 400_000;
const TRIPLES_KEPT: usize = 580_000;
/// What a word of the list counts beside a character of text, where it is decided what to keep.
const WORD_WEIGHT: f64 = 0.5;
/// Pairs in a block of the index of triples.
const BLOCK: usize = 64;
/// Least share left to what is not kept.
const LEAST_LEFT: f64 = 1e-4;
/// Prices are sixteenths of a nat.
const STEPS_PER_NAT: f64 = 16.0;
/// Added to the counts of written forms, so that a form never seen in a script is dear, not impossible.
const FORM_SMOOTHING: f64 = 0.5;

/// A pair or a triple that may be kept.
struct Gram {
    key: u64,
    share: f64,
    worth: f64,
}

pub(crate) fn build(forms: &Forms, counts: &Counts) -> Vec<u8> {
    let vocabulary = vocabulary(counts);
    // Id 0 is "not in the vocabulary".
    let id: HashMap<char, Id> = vocabulary.iter().enumerate().map(|(i, c)| (*c, i as Id + 1)).collect();
    let estimate = Estimate::new(counts, &id, Tuning::CHOSEN);
    let size = estimate.size;
    let pairs = best_pairs(&estimate);
    let pair_backoff = |kept: &[Gram], unseen: &dyn Fn(Id) -> f64| {
        let (seen, lower) = kept.iter().fold((0.0, 0.0), |(seen, lower), gram| {
            (seen + gram.share, lower + unseen((gram.key & 0xFFFF) as Id))
        });
        ((1.0 - seen).max(LEAST_LEFT) / (1.0 - lower).max(LEAST_LEFT)).min(1.0)
    };
    let mut rows = vec![0u32; size + 1];
    let mut backoff = vec![1.0; size];
    for row in pairs.chunk_by(|a, b| a.key >> 16 == b.key >> 16) {
        let left = (row[0].key >> 16) as usize;
        rows[left + 1] = row.len() as u32;
        backoff[left] = pair_backoff(row, &|c| estimate.single[c as usize]);
    }
    for left in 0..size {
        rows[left + 1] += rows[left];
    }
    let at: HashMap<u64, usize> = pairs.iter().enumerate().map(|(i, p)| (p.key, i)).collect();
    // As the reader will see it: a pair that was not kept has what is left over.
    let pair = |b: Id, c: Id| match at.get(&(u64::from(b) << 16 | u64::from(c))) {
        Some(i) => pairs[*i].share,
        None => backoff[b as usize] * estimate.single[c as usize],
    };
    let triples = best_triples(&estimate, &at, &pair);
    let mut starts = vec![0u32; pairs.len() + 1];
    let halves = |pair: &Gram| ((pair.key >> 16) as Id, (pair.key & 0xFFFF) as Id);
    let mut pair_backoffs = vec![1.0; pairs.len()];
    for row in triples.chunk_by(|a, b| a.key >> 16 == b.key >> 16) {
        let index = at[&(row[0].key >> 16)];
        starts[index + 1] = row.len() as u32;
        let (a, b) = halves(&pairs[index]);
        pair_backoffs[index] = pair_backoff(row, &|c| estimate.unseen(a, b, c, pair(b, c)));
    }
    for index in 0..pairs.len() {
        starts[index + 1] += starts[index];
    }

    let mut out = Vec::new();
    out.extend_from_slice(b"MJL2");
    for number in [size, pairs.len(), triples.len()] {
        push_u32(&mut out, number as u32);
    }
    out.extend_from_slice(&form_tables(forms, &id));
    push_u16(&mut out, 0);
    for c in &vocabulary {
        push_u16(&mut out, *c as u16);
    }
    out.extend(estimate.single.iter().map(|p| price(*p)));
    out.extend(backoff.iter().map(|p| price(*p)));
    rows.iter().for_each(|r| push_u32(&mut out, *r));
    pairs.iter().for_each(|p| push_u16(&mut out, (p.key & 0xFFFF) as u16));
    out.extend(pairs.iter().map(|p| price(p.share)));
    let tilts: Vec<(f64, f64)> = pairs.iter().map(halves).map(|(a, b)| estimate.tilt(a, b)).collect();
    out.extend(pair_backoffs.iter().zip(&tilts).map(|(p, tilt)| signed_price(p * tilt.0)));
    out.extend(pair_backoffs.iter().zip(&tilts).map(|(p, tilt)| signed_price(p * tilt.1)));
    let joined: Vec<bool> = pairs.iter().map(halves).map(|(b, c)| estimate.joined(b, c)).collect();
    out.extend(
        joined.chunks(8).map(|bits| bits.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit))),
    );
    starts.iter().step_by(BLOCK).for_each(|s| push_u32(&mut out, *s));
    for (index, start) in starts.iter().enumerate() {
        let inside = start - starts[index / BLOCK * BLOCK];
        push_u16(&mut out, u16::try_from(inside).expect("too many triples in a block"));
    }
    triples.iter().for_each(|t| push_u16(&mut out, (t.key & 0xFFFF) as u16));
    out.extend(triples.iter().map(|t| price(t.share)));
    out
}

/// Every folded character of the first plane that occurs, most frequent first.
pub(crate) fn vocabulary(counts: &Counts) -> Vec<char> {
    let mut mass: BTreeMap<char, f64> = BTreeMap::new();
    for ([left, right], count) in &counts.pairs {
        *mass.entry(*right).or_default() += count;
        mass.entry(*left).or_default();
    }
    for (word, count) in &counts.words {
        for c in word.chars() {
            *mass.entry(c).or_default() += count * WORD_WEIGHT;
        }
    }
    let mut vocabulary: Vec<char> = mass.keys().copied().filter(|c| (*c as u32) < 0x1_0000).collect();
    vocabulary.sort_by(|a, b| mass[b].total_cmp(&mass[a]).then(a.cmp(b)));
    vocabulary
}

/// The pairs that tell most: whose share differs from what they would have unseen, times how often they
/// occur.
fn best_pairs(estimate: &Estimate) -> Vec<Gram> {
    let all = estimate.pairs_seen(WORD_WEIGHT).into_iter().map(|(b, c, count)| {
        let share = estimate.pair(b, c);
        let unseen = PAIR_LEFT * estimate.single[c as usize];
        Gram {
            key: u64::from(b) << 16 | u64::from(c),
            share,
            worth: count.max(share * estimate.mass(b)) * (share / unseen).ln().abs(),
        }
    });
    best(all.collect(), PAIRS_KEPT)
}

/// What is left to unseen pairs, about: for choosing pairs only.
const PAIR_LEFT: f64 = 0.2;
/// The same for triples.
const TRIPLE_LEFT: f64 = 0.6;

fn best_triples(estimate: &Estimate, pairs: &HashMap<u64, usize>, pair: &dyn Fn(Id, Id) -> f64) -> Vec<Gram> {
    let all = estimate.triples_seen(WORD_WEIGHT).into_iter().filter_map(|(a, b, c, count)| {
        let key = u64::from(a) << 32 | u64::from(b) << 16 | u64::from(c);
        pairs.get(&(key >> 16))?;
        let share = estimate.triple(a, b, c);
        Some(Gram {
            key,
            share,
            worth: count * (share / (TRIPLE_LEFT * estimate.unseen(a, b, c, pair(b, c)))).ln().abs(),
        })
    });
    best(all.collect(), TRIPLES_KEPT)
}

fn best(mut all: Vec<Gram>, wanted: usize) -> Vec<Gram> {
    all.sort_by(|a, b| b.worth.total_cmp(&a.worth).then(a.key.cmp(&b.key)));
    all.truncate(wanted);
    all.sort_by_key(|gram| gram.key);
    all
}

/// For each character of the first plane: the id of what it folds to (two bytes each), then the price of
/// this written form in Simplified text, then in Traditional text (one byte each).
fn form_tables(forms: &Forms, id: &HashMap<char, Id>) -> Vec<u8> {
    let mut fold = vec![0u16; 0x1_0000];
    let mut prices = [vec![u8::MAX; 0x1_0000], vec![u8::MAX; 0x1_0000]];
    let mut totals: BTreeMap<char, (f64, f64)> = BTreeMap::new();
    for (_, folded, hans, hant) in &forms.rows {
        let entry = totals.entry(*folded).or_default();
        entry.0 += hans + FORM_SMOOTHING;
        entry.1 += hant + FORM_SMOOTHING;
    }
    for (written, folded, hans, hant) in &forms.rows {
        let (at, Some(target)) = (*written as usize, id.get(&merge(*folded))) else { continue };
        if at > 0xFFFF {
            continue;
        }
        fold[at] = *target;
        let (all_hans, all_hant) = totals[folded];
        prices[0][at] = price((hans + FORM_SMOOTHING) / all_hans);
        prices[1][at] = price((hant + FORM_SMOOTHING) / all_hant);
    }
    // Characters of the vocabulary that the form list does not have stand for themselves.
    for (c, target) in id {
        let at = *c as usize;
        if fold[at] == 0 {
            fold[at] = *target;
            prices[0][at] = 0;
            prices[1][at] = 0;
        }
    }
    let mut out = Vec::new();
    fold.iter().for_each(|f| push_u16(&mut out, *f));
    out.extend_from_slice(&prices[0]);
    out.extend_from_slice(&prices[1]);
    out
}

fn price(p: f64) -> u8 {
    (-p.ln() * STEPS_PER_NAT).round().clamp(0.0, 255.0) as u8
}

/// As a signed byte: what follows may also be likelier than elsewhere.
fn signed_price(p: f64) -> u8 {
    (-p.ln() * STEPS_PER_NAT).round().clamp(-128.0, 127.0) as i8 as u8
}

fn push_u16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn push_u32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}
