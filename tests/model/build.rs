//! The recipe: counts to the file that `src/lattice/model.rs` reads in place. All numbers little endian.
//!
//! Interpolated absolute discounting over character pairs, pruned to the pairs that tell most, prices in
//! sixteenths of a nat in one byte.

use crate::counts::{Forms, Pair, merge};
use std::collections::BTreeMap;

/// Pairs kept. Beyond 400,000 nothing was gained on held-out text (see docs/model.md).
const PAIRS_KEPT: usize = 400_000;
/// How much a pair inside the word list counts beside one in running text.
const WORD_WEIGHT: f64 = 0.5;
/// Absolute discount for pairs.
const DISCOUNT: f64 = 0.9;
/// Least share left to unseen pairs. The texts repaired are of other genres than the ones counted, so an
/// unseen pair says less than the counts alone would have it.
const BACKOFF_LEAST: f64 = 0.04;
/// Prices are sixteenths of a nat.
const STEPS_PER_NAT: f64 = 16.0;
/// Added to the counts of written forms, so that a form never seen in a script is dear, not impossible.
const FORM_SMOOTHING: f64 = 0.5;

pub fn build(forms: &Forms, pairs: &[Pair]) -> Vec<u8> {
    // Vocabulary: every folded character that occurs in a pair, most frequent first.
    let mut mass: BTreeMap<char, f64> = BTreeMap::new();
    for pair in pairs {
        *mass.entry(pair.right).or_default() += weight(pair);
        mass.entry(pair.left).or_default();
    }
    let mut vocabulary: Vec<char> = mass.keys().copied().filter(|c| (*c as u32) < 0x1_0000).collect();
    vocabulary.sort_by(|a, b| mass[b].total_cmp(&mass[a]).then(a.cmp(b)));
    // Id 0 is "not in the vocabulary".
    let id: BTreeMap<char, usize> = vocabulary.iter().enumerate().map(|(i, c)| (*c, i + 1)).collect();
    let size = vocabulary.len() + 1;

    let total: f64 = mass.values().sum();
    let unigram: Vec<f64> = std::iter::once(0.5)
        .chain(vocabulary.iter().map(|c| mass[c].max(0.5)))
        .map(|count| count / (total + 1.0))
        .collect();

    let mut left_mass = vec![0.0; size];
    let mut left_kinds = vec![0.0; size];
    let mut counted = Vec::new();
    for pair in pairs {
        if let (Some(&l), Some(&r)) = (id.get(&pair.left), id.get(&pair.right)) {
            left_mass[l] += weight(pair);
            left_kinds[l] += 1.0;
            counted.push((l, r, weight(pair)));
        }
    }
    let backoff = |l: usize| -> f64 {
        if left_mass[l] == 0.0 {
            1.0
        } else {
            (DISCOUNT * left_kinds[l] / left_mass[l]).clamp(BACKOFF_LEAST, 1.0)
        }
    };
    // What a pair tells: how much its price differs from the backed-off one, times how often it occurs.
    let mut priced: Vec<(usize, usize, f64, f64)> = counted
        .into_iter()
        .map(|(l, r, count)| {
            let fallback = backoff(l) * unigram[r];
            let p = (count - DISCOUNT).max(0.0) / left_mass[l] + fallback;
            (l, r, p, count * (p / fallback).ln().abs())
        })
        .collect();
    priced.sort_by(|a, b| b.3.total_cmp(&a.3).then((a.0, a.1).cmp(&(b.0, b.1))));
    priced.truncate(PAIRS_KEPT);
    priced.sort_by_key(|p| (p.0, p.1));

    let mut out = Vec::new();
    out.extend_from_slice(b"MJLM");
    push_u32(&mut out, size as u32);
    push_u32(&mut out, priced.len() as u32);
    out.extend_from_slice(&form_tables(forms, &id));
    push_u16(&mut out, 0);
    for c in &vocabulary {
        push_u16(&mut out, *c as u16);
    }
    out.extend(unigram.iter().map(|p| price(*p)));
    out.extend((0..size).map(|l| price(backoff(l))));
    let mut start = 0u32;
    let mut at = priced.iter().peekable();
    for l in 0..size {
        push_u32(&mut out, start);
        while at.next_if(|p| p.0 == l).is_some() {
            start += 1;
        }
    }
    push_u32(&mut out, start);
    for pair in &priced {
        push_u16(&mut out, pair.1 as u16);
    }
    out.extend(priced.iter().map(|pair| price(pair.2)));
    out
}

/// For each character of the first plane: the id of what it folds to (two bytes each), then the price of
/// this written form in Simplified text, then in Traditional text (one byte each).
fn form_tables(forms: &Forms, id: &BTreeMap<char, usize>) -> Vec<u8> {
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
        fold[at] = *target as u16;
        let (all_hans, all_hant) = totals[folded];
        prices[0][at] = price((hans + FORM_SMOOTHING) / all_hans);
        prices[1][at] = price((hant + FORM_SMOOTHING) / all_hant);
    }
    // Characters of the vocabulary that the form list does not have stand for themselves.
    for (c, target) in id {
        let at = *c as usize;
        if fold[at] == 0 {
            fold[at] = *target as u16;
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

fn weight(pair: &Pair) -> f64 {
    pair.text + WORD_WEIGHT * pair.words
}

fn price(p: f64) -> u8 {
    (-p.ln() * STEPS_PER_NAT).round().clamp(0.0, 255.0) as u8
}

fn push_u16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn push_u32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}
