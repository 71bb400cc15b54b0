//! Recipes for bytes.

use super::language::suits;
use super::lines::Lines;
use super::pair::BytesPair;
use super::write::{file, stray, written};
use crate::damage::Dice;
use crate::damage::encoding::Charset;
use serde::Deserialize;

/// The default one, as TOML with comments.
pub const BYTES_RECIPE: &str = include_str!("../../../seeds/recipes/bytes.toml");
/// How often another dish is tried when one does not suit a document.
const TRIES: usize = 8;

/// Which documents are written in which encodings, read from TOML. `seeds/recipes/bytes.toml` explains the format.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BytesRecipe {
    /// What it is called in reports.
    pub name: String,
    /// Marks the recipe as one for bytes.
    #[serde(rename = "pairs")]
    _pairs: Pairs,
    /// Share of the documents that are not left in UTF-8.
    pub rate: f64,
    /// Share of the documents with a stray byte.
    #[serde(default)]
    stray: f64,
    #[serde(rename = "dish")]
    dishes: Vec<Dish>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Pairs {
    Bytes,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Dish {
    weight: f64,
    encodings: Vec<Charset>,
    mixed: Option<Mixed>,
}

/// Lines in several encodings.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Mixed {
    /// Lines of a document.
    lines: usize,
    /// How many encodings, from and to.
    count: (usize, usize),
    /// Share of the lines that are not in the first encoding, from and to.
    minority: (f64, f64),
}

/// Lines with their encodings.
type Served<'a> = Vec<(&'a str, Charset)>;

impl BytesRecipe {
    /// The default.
    ///
    /// # Panics
    /// Never: a test reads it.
    #[expect(clippy::expect_used, reason = "compiled in, and read by a test")]
    pub fn standard() -> Self {
        Self::from_toml(BYTES_RECIPE).expect("the built-in recipe is well-formed")
    }

    /// Whether a recipe is one for bytes: has `pairs = "bytes"`.
    pub fn is_one(text: &str) -> bool {
        text.parse::<toml::Table>().is_ok_and(|table| table.contains_key("pairs"))
    }

    /// Reads a recipe.
    ///
    /// # Errors
    /// What is wrong with it, with line and column where they are known.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let recipe: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        let unit = |share: f64| (0.0..=1.0).contains(&share);
        if !unit(recipe.rate) || !unit(recipe.stray) {
            return Err("rate and stray must lie between 0 and 1".to_owned());
        }
        if recipe.dishes.iter().any(|dish| !(dish.weight >= 0.0 && dish.weight.is_finite())) {
            return Err("a dish's weight must be 0 or more".to_owned());
        }
        let read_only = |dish: &Dish| dish.encodings.iter().find(|charset| !charset.can_write()).copied();
        if let Some(charset) = recipe.dishes.iter().find_map(read_only) {
            return Err(format!("nothing can be written in {charset}"));
        }
        let bounded = |mixed: &Mixed| {
            let (low, high) = mixed.minority;
            let counted =
                2 <= mixed.count.0 && mixed.count.0 <= mixed.count.1 && mixed.count.1 <= mixed.lines;
            counted && unit(low) && unit(high) && low <= high
        };
        if !recipe.dishes.iter().filter_map(|dish| dish.mixed.as_ref()).all(bounded) {
            return Err(
                "mixed: count must go from 2 or more up to lines or less, minority from 0 to 1".to_owned()
            );
        }
        if recipe.dishes.iter().all(|dish| dish.weight <= 0.0 || dish.encodings.is_empty()) {
            return Err("no dish is ever served".to_owned());
        }
        Ok(recipe)
    }

    /// Writes a document in other encodings, or leaves it in UTF-8: `rate` is the share that is not. The same seed,
    /// id, text and lines give the same pair.
    pub fn pair(&self, seed: u64, id: &str, text: &str, lines: &Lines, rate: f64) -> BytesPair {
        let mut dice = Dice::new(seed, id, "bytes");
        let mut served: Option<Served<'_>> = None;
        if dice.chance(rate) {
            for _ in 0..TRIES {
                let Some(dish) = dice.weighted(&self.dishes, |dish| dish.weight) else { break };
                served = dish.serve(text, lines, &mut dice);
                if served.is_some() {
                    break;
                }
            }
        }
        let utf8 = || text.lines().map(|line| (line, Charset::UTF_8)).collect();
        let mut pair = file(id, &served.unwrap_or_else(utf8));
        pair.kinds.push(kind(&pair).to_owned());
        if dice.chance(self.stray) && stray(&mut pair, &mut dice) {
            pair.kinds.push("stray-byte".to_owned());
        }
        pair
    }
}

fn kind(pair: &BytesPair) -> &'static str {
    match pair.spans.as_slice() {
        [] => "utf-8",
        [span] if span.encoding == Some(Charset::UTF_8) => "utf-8",
        [_] => "single-encoding",
        _ => "mixed-encoding",
    }
}

impl Dish {
    fn serve<'a>(&self, text: &'a str, lines: &'a Lines, dice: &mut Dice) -> Option<Served<'a>> {
        let suited: Vec<Charset> = self.encodings.iter().copied().filter(|c| suits(*c, text)).collect();
        let main = *dice.pick(&suited)?;
        let own = text.lines().filter(|line| written(main, line).is_some()).map(|line| (line, main));
        match self.mixed {
            None => Some(own.collect()),
            Some(mixed) => self.mix(mixed, main, own.collect(), lines, dice),
        }
    }

    /// Lines of the document with lines from elsewhere between them.
    fn mix<'a>(
        &self,
        mixed: Mixed,
        main: Charset,
        mut own: Served<'a>,
        lines: &'a Lines,
        dice: &mut Dice,
    ) -> Option<Served<'a>> {
        own.retain(|(line, _)| !line.trim().is_empty());
        let from = dice.below(own.len().saturating_sub(mixed.lines) + 1);
        own.drain(..from);
        own.truncate(mixed.lines);
        let more = lines.of(main);
        while own.len() < mixed.lines {
            own.push((dice.pick(&more)?, main));
        }
        let others = self.encodings.iter().copied().filter(|charset| *charset != main);
        let mut others: Vec<(Charset, Vec<&str>)> =
            others.map(|charset| (charset, lines.of(charset))).collect();
        others.retain(|(_, lines)| !lines.is_empty());
        dice.shuffle(&mut others);
        others.truncate(dice.between(mixed.count.0, mixed.count.1) - 1);
        if others.is_empty() {
            return None;
        }
        let (low, high) = mixed.minority;
        let share = low + (high - low) * dice.unit();
        let minority = (share * mixed.lines as f64).round() as usize;
        let mut places: Vec<usize> = (0..own.len()).collect();
        dice.shuffle(&mut places);
        // One line at least is in each of them.
        for (number, place) in places.into_iter().take(minority.max(others.len())).enumerate() {
            let any = dice.below(others.len());
            let (charset, lines) = &others[if number < others.len() { number } else { any }];
            own[place] = (dice.pick(lines)?, *charset);
        }
        Some(own)
    }
}
