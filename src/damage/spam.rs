//! Lines of search keywords put above or below somebody's text.

use super::{Channel, Damaged, Dice, Kind};
use std::sync::LazyLock;

/// Topic, part of a phrase, stem.
const STEMS: &str = include_str!("../../seeds/damage/spam_stems.tsv");

/// What phrases are joined by, with how often. Assumed; the kinds are those seen.
const SEPARATORS: [(&str, f64); 9] = [
    ("_", 3.0),
    (",", 3.0),
    ("|", 2.0),
    ("，", 1.0),
    ("-", 1.0),
    (" I ", 1.0),
    ("| ", 1.0),
    (" ", 2.0),
    (", ", 1.0),
];
/// Topics, with how often a line has them: films most, as on the pages.
const TOPICS: [(&str, f64); 4] = [("video", 5.0), ("gambling", 3.0), ("grey", 1.0), ("foreign", 1.5)];
/// Phrases in most lines; in every eighth up to `MANY`.
const USUAL: (usize, usize) = (3, 12);
const MANY: usize = 40;
const SHARE_MANY: f64 = 0.125;
/// Share of lines that repeat one growing stem: `X网站 X视频 X在线观看`.
const SHARE_GROWING: f64 = 0.25;
/// Share of lines that end in ` ?`.
const SHARE_MARKED: f64 = 0.15;
/// Share of lines in which `av` is written with look-alikes.
const SHARE_DISGUISED: f64 = 0.3;
const DISGUISES: [&str; 4] = ["АV", "ＡV", "а√", "?V"];
/// Share of documents with the line at the top, at the bottom, the rest at both ends.
const SHARE_TOP: f64 = 0.65;
const SHARE_BOTTOM: f64 = 0.25;

static PARTS: LazyLock<Vec<[&str; 3]>> = LazyLock::new(|| {
    let row = |line: &'static str| line.split('\t').collect::<Vec<_>>().try_into().ok();
    STEMS.lines().skip(1).filter_map(row).collect()
});

/// Puts a line of search keywords above or below a text, or both.
#[derive(Debug, Clone, Copy, Default)]
pub struct SpamLine;

impl Channel for SpamLine {
    fn name(&self) -> String {
        "spam-line".to_owned()
    }

    fn kind(&self) -> Kind {
        Kind::InjectedLine
    }

    fn run(&self, text: &str, dice: &mut Dice) -> Damaged {
        let line = line(dice);
        let place = dice.unit();
        let top = !(SHARE_TOP..SHARE_TOP + SHARE_BOTTOM).contains(&place);
        let bottom = place >= SHARE_TOP;
        let mut changes = Vec::new();
        if top {
            changes.push((0..0, format!("{line}\n"), Kind::InjectedLine));
        }
        if bottom {
            let end = text.len();
            let line = if text.is_empty() || text.ends_with('\n') {
                format!("{line}\n")
            } else {
                format!("\n{line}")
            };
            changes.push((end..end, line, Kind::InjectedLine));
        }
        Damaged::from_changes(text, changes)
    }
}

/// A line of keywords.
fn line(dice: &mut Dice) -> String {
    let topic = dice.weighted(&TOPICS, |(_, weight)| *weight).map_or("video", |(topic, _)| topic);
    let mut length = dice.between(USUAL.0, USUAL.1);
    if dice.chance(SHARE_MANY) {
        length = dice.between(USUAL.1, MANY);
    }
    let growing = dice
        .chance(SHARE_GROWING)
        .then(|| format!("{}{}", part(topic, "head", dice), part(topic, "middle", dice)));
    let phrases: Vec<String> = (0..length)
        .map(|_| match &growing {
            Some(stem) if topic != "foreign" => format!("{stem}{}", part(topic, "tail", dice)),
            _ => phrase(topic, dice),
        })
        .collect();
    let separator = dice.weighted(&SEPARATORS, |(_, weight)| *weight).map_or("_", |(separator, _)| separator);
    let mut line = phrases.join(separator);
    if dice.chance(SHARE_DISGUISED) {
        line = line.replace("av", dice.pick(&DISGUISES).copied().unwrap_or("av"));
    }
    if dice.chance(SHARE_MARKED) {
        line.push_str(" ?");
    }
    line
}

/// A search phrase of a topic.
pub(super) fn phrase(topic: &str, dice: &mut Dice) -> String {
    let whole = part(topic, "whole", dice);
    if !whole.is_empty() {
        return whole.to_owned();
    }
    let mut phrase = part(topic, "head", dice).to_owned();
    for _ in 0..dice.between(0, 2) {
        phrase.push_str(part(topic, "middle", dice));
    }
    phrase + part(topic, "tail", dice)
}

fn part(topic: &str, part: &str, dice: &mut Dice) -> &'static str {
    let fitting: Vec<&str> =
        PARTS.iter().filter(|row| row[0] == topic && row[1] == part).map(|row| row[2]).collect();
    dice.pick(&fitting).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_at_the_ends_and_are_of_every_style() {
        let mut separators = std::collections::BTreeSet::new();
        for seed in 0..300 {
            let damaged = SpamLine.run("第一行\n第二行", &mut Dice::new(seed, "doc", "spam"));
            assert!(damaged.is_explained() && damaged.text.contains("第一行\n第二行"));
            for span in &damaged.spans {
                let line = damaged.text[span.damaged()].trim_matches('\n');
                assert!(!line.is_empty() && !line.contains('\n'), "{line}");
                separators.extend(SEPARATORS.iter().filter(|(s, _)| line.contains(s)).map(|(s, _)| *s));
            }
        }
        assert_eq!(separators.len(), SEPARATORS.len());
    }
}
