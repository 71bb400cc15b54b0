//! What differs from one hijacked site to the next.

use crate::chars::gbk;
use crate::damage::Dice;
use serde::Deserialize;
use std::sync::LazyLock;

/// Characters seen annotated on real pages, with the reading put behind them and the number of pages.
const TABLE: &str = include_str!("../../../seeds/damage/annotated_chars.tsv");

/// Share of sites that cut at each mark. Assumed: what the pages show is that `？` and `！` shifts are by far
/// the most frequent (13 and 1 of the places in the seeds), the others rare, and every page has its own set.
const MARKS: [(char, f64); 7] =
    [('？', 0.95), ('！', 0.9), ('；', 0.5), ('，', 0.25), ('。', 0.25), ('：', 0.05), ('、', 0.05)];

/// A character and the reading that is put behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// The character.
    pub character: char,
    /// Its reading with tone mark.
    pub reading: String,
}

/// How readings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReadingStyle {
    /// `衛(wèi)`
    #[default]
    Toned,
    /// `衛(wei)`
    Plain,
    /// `衛(wei)(wei)`
    Doubled,
    /// `衛wei`
    Bare,
    /// `衛(wèi )`
    Spaced,
}

/// What stands at the line ends of the page's source, and so may be swallowed there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum LineEnds {
    /// Nothing but the line end: a lost byte swallows it, and two lines become one.
    Bare,
    /// White space that a browser does not show: nothing is missed.
    #[default]
    Hidden,
    /// A tag, such as `</p>`: it loses its `<` and shows.
    Tag(String),
}

/// What becomes of characters that GBK cannot hold: NBSP, emoji.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unencodable {
    /// `?`
    #[default]
    QuestionMark,
    /// `"`, on some sites.
    Quote,
    /// Nothing.
    Dropped,
}

/// How many characters a site annotates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Density {
    /// 4 to 7 characters.
    Light,
    /// 10 to 30.
    Mid,
    /// 60 to all that were seen.
    Dense,
}

impl Density {
    /// The name in recipes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Mid => "mid",
            Self::Dense => "dense",
        }
    }

    fn range(self, all: usize) -> (usize, usize) {
        match self {
            Self::Light => (4, 7),
            Self::Mid => (10, 30),
            Self::Dense => (60, all),
        }
    }
}

/// One site: what its tool does to every page.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Name of the profile, for reports.
    pub name: String,
    /// Whether the pages are made Traditional first.
    pub converts: bool,
    /// The annotated characters, in the order in which the tool replaces them.
    pub annotations: Vec<Annotation>,
    /// How the readings are written.
    pub style: ReadingStyle,
    /// The marks that text is cut at, in the order in which the tool goes through them.
    pub marks: Vec<char>,
    /// The share of a mark's occurrences that are cut.
    pub cut_rate: f64,
    /// Whether control characters at honest places are still there.
    pub controls_stay: bool,
    /// Whether full-width ASCII is half-width in the end.
    pub folded: bool,
    /// What stands at line ends.
    pub line_ends: LineEnds,
    /// What becomes of characters that GBK cannot hold.
    pub unencodable: Unencodable,
}

impl Default for Profile {
    /// A site that makes pages Traditional and does nothing else.
    fn default() -> Self {
        Self {
            name: "plain".to_owned(),
            converts: true,
            annotations: Vec::new(),
            style: ReadingStyle::default(),
            marks: Vec::new(),
            cut_rate: 1.0,
            controls_stay: false,
            folded: false,
            line_ends: LineEnds::default(),
            unencodable: Unencodable::default(),
        }
    }
}

impl Profile {
    /// A site that annotates these characters, in this order. Characters whose reading was never seen on a
    /// page are left out.
    pub fn annotating(characters: &str) -> Self {
        let known = characters.chars().filter_map(|c| known().iter().find(|(a, _)| a.character == c));
        Self { annotations: known.map(|(a, _)| a.clone()).collect(), ..Self::default() }
    }

    /// A random site. Characters that were seen on more pages are chosen more often.
    pub fn random(density: Density, dice: &mut Dice) -> Self {
        let mut left: Vec<&(Annotation, f64)> = known().iter().collect();
        let (low, high) = density.range(left.len());
        let mut annotations = Vec::new();
        for _ in 0..dice.between(low, high) {
            let Some(chosen) = dice.weighted(&left, |(_, pages)| pages + 1.0).copied() else { break };
            left.retain(|other| !std::ptr::eq(*other, chosen));
            annotations.push(chosen.0.clone());
        }
        dice.shuffle(&mut annotations);
        let marks = MARKS.iter().filter(|(_, share)| dice.chance(*share)).map(|(mark, _)| *mark).collect();
        Self { name: density.name().to_owned(), annotations, marks, ..Self::default() }
    }
}

impl Annotation {
    /// What is inserted, in GBK.
    pub(super) fn bytes(&self, style: ReadingStyle) -> Vec<u8> {
        let plain = || self.reading.chars().map(without_tone).collect::<String>();
        let text = match style {
            ReadingStyle::Toned => format!("({})", self.reading),
            ReadingStyle::Plain => format!("({})", plain()),
            ReadingStyle::Doubled => format!("({0})({0})", plain()),
            ReadingStyle::Bare => plain(),
            ReadingStyle::Spaced => format!("({} )", self.reading),
        };
        let mut bytes = Vec::with_capacity(text.len());
        for c in text.chars() {
            match gbk::encode(c) {
                Some((lead, trail)) => bytes.extend([lead, trail]),
                None if c.is_ascii() => bytes.push(c as u8),
                None => {}
            }
        }
        bytes
    }
}

/// The characters seen annotated, with the number of pages each was seen on.
fn known() -> &'static [(Annotation, f64)] {
    static KNOWN: LazyLock<Vec<(Annotation, f64)>> = LazyLock::new(|| {
        let row = |line: &str| {
            let mut cells = line.split('\t');
            let mut characters = cells.next()?.chars();
            let character = characters.next().filter(|_| characters.next().is_none())?;
            let reading = cells.next()?.to_owned();
            Some((Annotation { character, reading }, cells.next()?.trim().parse().ok()?))
        };
        TABLE.lines().filter_map(row).collect()
    });
    &KNOWN
}

fn without_tone(c: char) -> char {
    const TONES: [(char, &str); 6] =
        [('a', "āáǎà"), ('e', "ēéěè"), ('i', "īíǐì"), ('o', "ōóǒò"), ('u', "ūúǔùü"), ('v', "ǖǘǚǜ")];
    TONES.iter().find(|(_, toned)| toned.contains(c)).map_or(c, |(plain, _)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole() {
        assert_eq!(known().len(), TABLE.lines().count() - 1);
        assert!(known().iter().all(|(a, _)| gbk::encode(a.character).is_some() && !a.reading.is_empty()));
    }

    #[test]
    fn random_sites_have_the_density_asked_for() {
        for (density, low, high) in
            [(Density::Light, 4, 7), (Density::Mid, 10, 30), (Density::Dense, 60, 180)]
        {
            for seed in 0..50 {
                let site = Profile::random(density, &mut Dice::new(seed, "doc", "site"));
                assert!((low..=high).contains(&site.annotations.len()), "{}", site.annotations.len());
            }
        }
    }

    #[test]
    fn readings_are_written_in_every_style() {
        let text = |style| encoding_rs::GBK.decode(&known()[0].0.bytes(style)).0.into_owned();
        assert_eq!(text(ReadingStyle::Toned), "(wǎng)");
        assert_eq!(text(ReadingStyle::Plain), "(wang)");
        assert_eq!(text(ReadingStyle::Doubled), "(wang)(wang)");
        assert_eq!(text(ReadingStyle::Bare), "wang");
        assert_eq!(text(ReadingStyle::Spaced), "(wǎng )");
    }
}
