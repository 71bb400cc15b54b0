//! Text put inside somebody's lines.

use super::{Channel, Damaged, Dice, Kind, spam};
use crate::chars::{gbk, is_han};
use serde::{Deserialize, Serialize};

/// Rows of the common characters in GB2312.
const COMMON_LEADS: (usize, usize) = (0xB0, 0xD6);
const TRAILS: (usize, usize) = (0xA1, 0xFE);
/// ASCII before line starts, in characters.
const LITTER: (usize, usize) = (4, 12);

/// What is put inside lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Inline {
    /// Two random characters before a punctuation mark: `跳槽哨颂,`.
    Salt,
    /// Tag words glued to paragraph ends.
    Tags,
    /// Random ASCII at line starts: `w~A{]s{4`.
    Litter,
    /// A site's signature inside a sentence.
    Signature,
    /// A keyword inside a sentence.
    Keyword,
}

impl Inline {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Salt, Self::Tags, Self::Litter, Self::Signature, Self::Keyword];

    fn name(self) -> &'static str {
        match self {
            Self::Salt => "salt",
            Self::Tags => "tags",
            Self::Litter => "litter",
            Self::Signature => "signature",
            Self::Keyword => "keyword",
        }
    }
}

/// Puts text inside the lines of a document, at this share of the places where it could go: marks, line ends,
/// line starts, or lines.
#[derive(Debug, Clone, Copy)]
pub struct Injection {
    /// What.
    pub style: Inline,
    /// Share of the places.
    pub rate: f64,
}

impl Channel for Injection {
    fn name(&self) -> String {
        format!("inline-{}", self.style.name())
    }

    fn kind(&self) -> Kind {
        Kind::InjectedText
    }

    fn run(&self, text: &str, dice: &mut Dice) -> Damaged {
        let signature = signature(dice);
        let mut changes = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let body = line.trim_end_matches(['\n', '\r']);
            let mut put =
                |place: usize, what: String| changes.push((at + place..at + place, what, Kind::InjectedText));
            match self.style {
                Inline::Salt => {
                    for (place, c) in body.char_indices() {
                        let after_han = body[..place].chars().next_back().is_some_and(is_han);
                        if matches!(c, '，' | '。' | '；' | ',' | '、') && after_han && dice.chance(self.rate)
                        {
                            put(place, [common(dice), common(dice)].iter().collect());
                        }
                    }
                }
                _ if body.trim().is_empty() || !dice.chance(self.rate) => {}
                Inline::Tags => {
                    let tags: Vec<String> =
                        (0..dice.between(1, 3)).map(|_| spam::phrase("gambling", dice)).collect();
                    put(body.len(), tags.join(" "));
                }
                Inline::Litter => put(0, litter(dice)),
                Inline::Signature => put(inside(body, dice), signature.clone()),
                Inline::Keyword => put(inside(body, dice), spam::phrase("gambling", dice)),
            }
            at += line.len();
        }
        Damaged::from_changes(text, changes)
    }
}

/// A place inside a line, on a character boundary.
fn inside(line: &str, dice: &mut Dice) -> usize {
    let places: Vec<usize> = line.char_indices().map(|(at, _)| at).skip(1).collect();
    dice.pick(&places).copied().unwrap_or(line.len())
}

/// A random common character.
fn common(dice: &mut Dice) -> char {
    let lead = dice.between(COMMON_LEADS.0, COMMON_LEADS.1) as u8;
    let trail = dice.between(TRAILS.0, TRAILS.1) as u8;
    gbk::decode(lead, trail).unwrap_or('的')
}

fn litter(dice: &mut Dice) -> String {
    (0..dice.between(LITTER.0, LITTER.1)).map(|_| char::from(dice.between(0x21, 0x7E) as u8)).collect()
}

/// A signature of a site that does not exist.
fn signature(dice: &mut Dice) -> String {
    const SHAPES: [&str; 4] =
        ["本文来自www.%.example", "(转载请注明来源%.example)", "更多精彩尽在%.example", "[www.%.example]"];
    let name: String =
        (0..dice.between(4, 9)).map(|_| char::from(dice.between(b'a'.into(), b'z'.into()) as u8)).collect();
    dice.pick(&SHAPES).copied().unwrap_or("%").replace('%', &name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_puts_something_in_and_takes_nothing_out() {
        let text = "今天天气很好，我们去公园。\r\n\n第二行，也有字。";
        for style in Inline::ALL {
            let damaged = Injection { style, rate: 1.0 }.run(text, &mut Dice::new(1, "doc", "inline"));
            assert!(damaged.is_explained());
            assert!(damaged.spans.len() >= 2, "{style:?}");
            assert!(damaged.spans.iter().all(|s| s.original().is_empty() && !s.damaged().is_empty()));
            assert_eq!(damaged.text.lines().count(), text.lines().count());
        }
    }
}
