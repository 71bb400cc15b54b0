//! Web pages and news of recent years: pairs of characters of a million sentences.
//!
//! `web_pairs.tsv.zst` counts which Han character stands behind which in the text that the language detector Lingua was
//! trained with (the Leipzig corpora). Marks, digits and letters are not in it: what a character is followed by in all is
//! known from the other texts.

use crate::counts::{Counts, rows, unpack};
use std::collections::BTreeMap;
use std::path::Path;

/// What a pair counts beside one of the other texts (see docs/model.md).
const WEIGHT: f64 = 3.0;

/// Adds the web's pairs to the others.
pub(crate) fn add(folder: &Path, counts: &mut Counts) {
    let mut all: BTreeMap<[char; 2], f64> = std::mem::take(&mut counts.pairs).into_iter().collect();
    for (pair, count) in rows(&unpack(folder, "web_pairs.tsv.zst")) {
        let mut chars = pair.chars();
        if let (Some(left), Some(right)) = (chars.next(), chars.next()) {
            *all.entry([left, right]).or_default() += WEIGHT * count;
        }
    }
    counts.pairs = all.into_iter().collect();
}
