//! Builds the small models of single languages, `src/data/languages.bin`: prices of characters and of pairs.

use crate::counts;
use std::collections::BTreeMap;
use std::path::Path;

/// Steps of a price to the nat, as `src/decode/languages.rs` reads them.
const STEPS: f64 = 16.0;

#[derive(Default)]
struct Language {
    singles: BTreeMap<char, f64>,
    pairs: BTreeMap<(char, char), f64>,
}

pub(crate) fn build(folder: &Path) -> Vec<u8> {
    let mut languages = BTreeMap::<String, Language>::new();
    for (gram, count) in counts::rows(&counts::unpack(folder, "languages.tsv.zst")) {
        let (name, gram) = gram.split_once('\t').unwrap();
        let language = languages.entry(name.to_owned()).or_default();
        let chars: Vec<char> = gram.chars().filter(|c| (*c as u32) < 0x1_0000).collect();
        match chars[..] {
            [c] => _ = language.singles.insert(c, count),
            [a, b] => _ = language.pairs.insert((a, b), count),
            _ => {}
        }
    }
    let mut file = b"MJD1".to_vec();
    file.extend((languages.len() as u16).to_le_bytes());
    for (name, language) in &languages {
        language.write(name, &mut file);
    }
    file
}

impl Language {
    /// Witten–Bell: what is left for unseen pairs grows with the number of kinds that follow.
    fn write(&self, name: &str, file: &mut Vec<u8>) {
        let symbols: Vec<char> = self.singles.keys().copied().collect();
        let total: f64 = self.singles.values().sum();
        // The kinds seen once say how much is unseen.
        let once = self.singles.values().filter(|count| **count <= 1.0).count() as f64;
        let unigram = |c: char| self.singles[&c] / (total + once);
        let rows: Vec<Vec<(usize, f64)>> = symbols
            .iter()
            .map(|a| {
                let row = self.pairs.range((*a, '\0')..=(*a, char::MAX));
                row.map(|((_, b), count)| (symbols.binary_search(b).unwrap(), *count)).collect()
            })
            .collect();
        let mut backoffs = Vec::new();
        let mut prices = Vec::new();
        for (row, c) in rows.iter().zip(&symbols) {
            let kinds = row.len() as f64 + 1.0;
            let seen = row.iter().map(|(_, count)| count).sum::<f64>().max(self.singles[c].min(1e9));
            backoffs.push(step(kinds / (seen + kinds)));
            let price = |(b, count): &(usize, f64)| (count + kinds * unigram(symbols[*b])) / (seen + kinds);
            prices.extend(row.iter().map(price).map(step));
        }
        file.extend(name.as_bytes());
        file.extend((symbols.len() as u16).to_le_bytes());
        file.extend((prices.len() as u16).to_le_bytes());
        file.extend(symbols.iter().flat_map(|c| (*c as u16).to_le_bytes()));
        file.extend(symbols.iter().map(|c| step(unigram(*c))));
        file.extend(backoffs);
        let mut start = 0;
        for row in &rows {
            file.extend((start as u16).to_le_bytes());
            start += row.len();
        }
        file.extend((start as u16).to_le_bytes());
        file.extend(rows.iter().flatten().flat_map(|(b, _)| (*b as u16).to_le_bytes()));
        file.extend(prices);
    }
}

fn step(probability: f64) -> u8 {
    (-probability.ln() * STEPS).round().clamp(0.0, 255.0) as u8
}
