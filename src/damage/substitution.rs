//! Spun text: some characters replaced by rare look-alikes or sound-alikes, so that copies look new.

use super::{Channel, Damaged, Dice, Kind};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What was seen, what it meant, how often.
const PAIRS: &str = include_str!("../../seeds/damage/substitution_pairs.tsv");

/// By meant character: what it may become, with counts.
static BY_MEANT: LazyLock<HashMap<char, Vec<(char, f64)>>> = LazyLock::new(|| {
    let mut map: HashMap<char, Vec<(char, f64)>> = HashMap::new();
    for line in PAIRS.lines().skip(1) {
        let mut cells = line.split('\t');
        let mut one = || cells.next().and_then(|cell| cell.chars().next());
        if let (Some(seen), Some(meant)) = (one(), one()) {
            let count = cells.next().and_then(|cell| cell.trim().parse().ok()).unwrap_or(1.0);
            map.entry(meant).or_default().push((seen, count));
        }
    }
    map
});

/// Replaces about this share of a text's Chinese characters.
#[derive(Debug, Clone, Copy)]
pub struct Spinner {
    /// Share of characters, 0.01 to 0.04 on real pages.
    pub rate: f64,
}

impl Channel for Spinner {
    fn name(&self) -> String {
        "spinner".to_owned()
    }

    fn kind(&self) -> Kind {
        Kind::Substitution
    }

    fn run(&self, text: &str, dice: &mut Dice) -> Damaged {
        let can = text.chars().filter(|c| BY_MEANT.contains_key(c)).count();
        let all = text.chars().filter(|c| crate::chars::is_han(*c)).count();
        // Only some characters have substitutes; they make up for the others.
        let chance = if can == 0 { 0.0 } else { self.rate * all as f64 / can as f64 };
        let changes: Vec<_> = text
            .char_indices()
            .filter_map(|(at, c)| {
                let substitutes = BY_MEANT.get(&c).filter(|_| dice.chance(chance))?;
                let (seen, _) = dice.weighted(substitutes, |(_, count)| *count)?;
                Some((at..at + c.len_utf8(), seen.to_string(), Kind::Substitution))
            })
            .collect();
        Damaged::from_changes(text, changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_the_share_asked_for() {
        let text = "如果我们在这里或者那里有一个新的版本，不要忘记自己的内容。".repeat(200);
        let damaged = Spinner { rate: 0.03 }.run(&text, &mut Dice::new(1, "doc", "spinner"));
        assert!(damaged.is_explained());
        let share = damaged.spans.len() as f64 / text.chars().count() as f64;
        assert!((0.02..0.04).contains(&share), "{share}");
        assert_eq!(damaged.text.chars().count(), text.chars().count());
    }
}
