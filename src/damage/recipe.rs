//! Recipes: which channels damage how many of the documents.

use super::encoding::{LOSSLESS, LOSSY, Misread, Scope, Step, misreading};
use super::mirror::{Density, LineEnds, Mirror, Profile, ReadingStyle, Unencodable};
use super::{Channel, Damaged, Debris, Dice, Injection, Inline, Litter, Pair, SpamLine, Spinner};
use serde::Deserialize;

/// The mixture that looks like the web, as TOML with comments.
pub const WEB_RECIPE: &str = include_str!("../../seeds/recipes/web.toml");
/// How often another dish is tried when one does nothing to a document, as an encoding that cannot hold it.
const TRIES: usize = 8;

/// A mixture of damage, read from TOML. `seeds/recipes/web.toml` is the default one and explains the format.
///
/// ```
/// use mojimend::damage::Recipe;
/// let pair = Recipe::web().pair(1, "doc-7", "今天天气很好，我们去公园散步。", 1.0);
/// assert_ne!(pair.damaged, pair.original);
/// assert_eq!(pair, Recipe::web().pair(1, "doc-7", "今天天气很好，我们去公园散步。", 1.0));
/// ```
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Recipe {
    /// What it is called in reports.
    pub name: String,
    /// Share of the documents that are damaged; the others show what a tool does to clean text.
    pub rate: f64,
    #[serde(rename = "dish")]
    dishes: Vec<Dish>,
}

/// One way in which a document gets damaged: channels, one after another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Dish {
    /// How often, relative to the other dishes.
    weight: f64,
    steps: Vec<Course>,
}

#[derive(Debug, Clone, Deserialize)]
struct Course {
    /// Share of the dish's documents that get this step.
    #[serde(default = "always")]
    share: f64,
    #[serde(flatten)]
    what: What,
}

/// A channel as a recipe names it.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "channel", rename_all = "kebab-case")]
enum What {
    Mirror {
        density: Density,
        /// Shares of the sites with these habits.
        #[serde(default)]
        folded: f64,
        #[serde(default, rename = "controls-stay")]
        controls_stay: f64,
        #[serde(default, rename = "odd-readings")]
        odd_readings: f64,
        #[serde(default, rename = "tags-shown")]
        tags_shown: f64,
        #[serde(default = "always", rename = "cut-rate")]
        cut_rate: f64,
    },
    SpamLine,
    /// One pair of encodings, once or several times.
    Misread {
        rounds: Vec<Step>,
        #[serde(default)]
        scope: Scope,
    },
    /// Any of the pairs seen in the wild that lose nothing, or of those that lose bytes.
    AnyMisread {
        lossy: bool,
        #[serde(default)]
        scope: Scope,
    },
    Spinner {
        low: f64,
        high: f64,
    },
    Inline {
        style: Option<Inline>,
        rate: f64,
    },
    Debris {
        litter: Option<Litter>,
        rate: f64,
    },
}

fn always() -> f64 {
    1.0
}

impl Recipe {
    /// The default: a mixture that looks like the web.
    ///
    /// # Panics
    /// Never: a test reads it.
    #[expect(clippy::expect_used, reason = "compiled in, and read by a test")]
    pub fn web() -> Self {
        Self::from_toml(WEB_RECIPE).expect("the built-in recipe is well-formed")
    }

    /// Reads a recipe.
    ///
    /// # Errors
    /// What is wrong with it, with line and column where they are known.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let recipe: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        let unit = |share: f64| (0.0..=1.0).contains(&share);
        if !unit(recipe.rate) {
            return Err(format!("rate must lie between 0 and 1, not {}", recipe.rate));
        }
        if let Some(dish) = recipe.dishes.iter().find(|dish| !(dish.weight >= 0.0 && dish.weight.is_finite()))
        {
            return Err(format!("a dish's weight must be 0 or more, not {}", dish.weight));
        }
        let courses = recipe.dishes.iter().flat_map(|dish| &dish.steps);
        if let Some(course) = courses.clone().find(|course| !unit(course.share)) {
            return Err(format!("a step's share must lie between 0 and 1, not {}", course.share));
        }
        // A mirror decides what the original is, so nothing can have happened to the text before.
        let late =
            |dish: &Dish| dish.steps.iter().skip(1).any(|course| matches!(course.what, What::Mirror { .. }));
        if recipe.dishes.iter().any(late) {
            return Err("a mirror must be the first step of its dish".to_owned());
        }
        if recipe.dishes.iter().all(|dish| dish.weight <= 0.0 || dish.steps.is_empty()) {
            return Err("no dish is ever served".to_owned());
        }
        Ok(recipe)
    }

    /// Damages a document, or leaves it clean: `rate` is the share that is damaged. The same seed, id and text
    /// give the same pair, whatever else is damaged before or beside it.
    pub fn pair(&self, seed: u64, id: &str, text: &str, rate: f64) -> Pair {
        let mut dice = Dice::new(seed, id, "recipe");
        let mut damaged = Damaged::untouched(text);
        let mut kinds = Vec::new();
        if dice.chance(rate) {
            for attempt in 0..TRIES {
                let Some(dish) = dice.weighted(&self.dishes, |dish| dish.weight) else { break };
                (damaged, kinds) = dish.serve(text, |step| Dice::new(seed, id, &format!("{attempt}/{step}")));
                if !damaged.spans.is_empty() {
                    break;
                }
            }
        }
        if damaged.spans.is_empty() {
            (damaged, kinds) = (Damaged::untouched(text), Vec::new());
        }
        Pair {
            id: id.to_owned(),
            damaged: damaged.text,
            original: damaged.original,
            kinds,
            spans: damaged.spans,
        }
    }
}

impl Dish {
    fn serve(&self, text: &str, dice: impl Fn(usize) -> Dice) -> (Damaged, Vec<String>) {
        let mut damaged = Damaged::untouched(text);
        let mut kinds = Vec::new();
        for (number, course) in self.steps.iter().enumerate() {
            let mut dice = dice(number);
            if !dice.chance(course.share) {
                continue;
            }
            let channel = course.what.channel(&mut dice);
            let next = channel.run(&damaged.text, &mut dice);
            if next.spans.is_empty() && next.original == damaged.text {
                continue;
            }
            kinds.push(channel.name());
            damaged = if damaged.spans.is_empty() { next } else { damaged.then(next) };
        }
        (damaged, kinds)
    }
}

impl What {
    /// A channel of this sort; what the recipe leaves open is drawn.
    fn channel(&self, dice: &mut Dice) -> Box<dyn Channel> {
        match self {
            Self::Mirror { density, folded, controls_stay, odd_readings, tags_shown, cut_rate } => {
                let mut profile = Profile::random(*density, dice);
                profile.folded = dice.chance(*folded);
                profile.controls_stay = dice.chance(*controls_stay);
                profile.cut_rate = *cut_rate;
                if dice.chance(*odd_readings) {
                    const STYLES: [ReadingStyle; 4] = [
                        ReadingStyle::Plain,
                        ReadingStyle::Doubled,
                        ReadingStyle::Bare,
                        ReadingStyle::Spaced,
                    ];
                    profile.style = dice.pick(&STYLES).copied().unwrap_or_default();
                }
                if dice.chance(*tags_shown) {
                    profile.line_ends = LineEnds::Tag(
                        dice.pick(&["</p>", "</strong>"]).copied().unwrap_or("</p>").to_owned(),
                    );
                }
                const SUBSTITUTES: [(Unencodable, f64); 3] = [
                    (Unencodable::QuestionMark, 6.0),
                    (Unencodable::Dropped, 3.0),
                    (Unencodable::Quote, 1.0),
                ];
                profile.unencodable =
                    dice.weighted(&SUBSTITUTES, |(_, w)| *w).map_or(Unencodable::default(), |(u, _)| *u);
                Box::new(Mirror::new(profile))
            }
            Self::SpamLine => Box::new(SpamLine),
            Self::Misread { rounds, scope } => Box::new(Misread::new(rounds.clone()).over(*scope)),
            Self::AnyMisread { lossy, scope } => {
                let number = dice.below(if *lossy { LOSSY.len() } else { LOSSLESS.len() });
                Box::new(misreading(*lossy, number).over(*scope))
            }
            Self::Spinner { low, high } => Box::new(Spinner { rate: low + (high - low) * dice.unit() }),
            Self::Inline { style, rate } => {
                let style = style.or_else(|| dice.pick(&Inline::ALL).copied()).unwrap_or(Inline::Salt);
                Box::new(Injection { style, rate: *rate })
            }
            Self::Debris { litter, rate } => {
                let litter =
                    litter.or_else(|| dice.pick(Litter::DRAWN).copied()).unwrap_or(Litter::Invisible);
                Box::new(Debris { litter, rate: *rate })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "这是第一段，我们在这里讨论重点专科的建设问题。\n“第二段”继续说明，如果有需要，请联系我们！\n";

    #[test]
    fn every_pair_is_explained_by_its_spans() {
        let recipe = Recipe::web();
        let mut kinds = std::collections::BTreeSet::new();
        for number in 0..2000 {
            let pair = recipe.pair(3, &number.to_string(), TEXT, 1.0);
            kinds.extend(pair.spans.iter().map(|span| span.kind));
            assert!(pair.clone().into_damaged().is_explained(), "{pair:#?}");
            assert_eq!(pair.is_clean(), pair.kinds.is_empty() || pair.spans.is_empty());
        }
        assert!(kinds.len() >= 8, "{kinds:?}");
    }

    #[test]
    fn the_rate_is_kept() {
        let recipe = Recipe::web();
        let damaged =
            (0..2000).filter(|n: &i32| !recipe.pair(3, &n.to_string(), TEXT, 0.3).is_clean()).count();
        assert!((500..700).contains(&damaged), "{damaged}");
        assert!(recipe.pair(3, "x", TEXT, 0.0).is_clean());
    }

    #[test]
    fn mistakes_are_named() {
        let dish = "[[dish]]\nweight = 1\nsteps = [{ channel = \"spam-line\" }]\n";
        assert!(Recipe::from_toml(&format!("name = \"x\"\nrate = 0.5\n{dish}")).is_ok());
        for (text, word) in [
            (format!("name = \"x\"\nrate = 2.0\n{dish}"), "rate"),
            (format!("name = \"x\"\nrate = 0.5\n{}", dish.replace("spam-line", "spam-lime")), "spam-lime"),
            (format!("name = \"x\"\nrate = 0.5\n{}", dish.replace("weight = 1", "weight = -1.0")), "weight"),
            ("name = \"x\"\nrate = 0.5\ndish = []".to_owned(), "no dish"),
        ] {
            let error = Recipe::from_toml(&text).unwrap_err();
            assert!(error.contains(word), "{error}");
        }
    }
}
