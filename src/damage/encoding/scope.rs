//! How much of a document a channel touches.

use crate::damage::Dice;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How much of a document is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// All of it.
    #[default]
    Document,
    /// This share of its lines, each whole.
    Lines(f64),
    /// A stretch of this share of the lines: good and bad text in one line.
    Stretches(f64),
}

/// Shortest stretch of a line, in characters.
const SHORTEST: usize = 4;

impl Scope {
    /// The places to damage: whole lines without their ends, or stretches of lines. A document is damaged line
    /// by line, too, so that a line that the encoding cannot hold does not spare the rest.
    pub fn places(self, text: &str, dice: &mut Dice) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let place = at..at + line.trim_end_matches(['\n', '\r']).len();
            at += line.len();
            match self {
                Self::Document => places.push(place),
                Self::Lines(share) if dice.chance(share) => places.push(place),
                Self::Stretches(share) if dice.chance(share) => places.push(stretch(text, place, dice)),
                Self::Lines(_) | Self::Stretches(_) => {}
            }
        }
        places.retain(|place| !text[place.clone()].is_ascii());
        places
    }
}

/// A part of a line that is not the whole line, if the line is long enough for one.
fn stretch(text: &str, line: Range<usize>, dice: &mut Dice) -> Range<usize> {
    let ends: Vec<usize> = text[line.clone()].char_indices().map(|(at, _)| line.start + at).collect();
    if ends.len() <= SHORTEST {
        return line;
    }
    let length = dice.between(SHORTEST, ends.len() - 1);
    let from = dice.below(ends.len() - length + 1);
    ends[from]..ends.get(from + length).copied().unwrap_or(line.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_lines_and_parts_of_lines() {
        let text = "中文一二三四五\r\nplain\n中文";
        let dice = || Dice::new(1, "doc", "scope");
        let all = Scope::Document.places(text, &mut dice());
        assert_eq!(all.iter().map(|p| &text[p.clone()]).collect::<Vec<_>>(), ["中文一二三四五", "中文"]);
        assert!(Scope::Lines(0.0).places(text, &mut dice()).is_empty());
        assert_eq!(Scope::Lines(1.0).places(text, &mut dice()), all);
        let part = Scope::Stretches(1.0).places(text, &mut dice()).remove(0);
        assert!(part.len() < all[0].len() && text[part].chars().count() >= SHORTEST);
    }
}
