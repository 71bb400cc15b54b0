//! Settings of a [`Cleaner`](crate::Cleaner), as a value and as TOML.

pub use crate::decode::settings::{Decode, Prior};
use crate::error::{Error, Result};
pub use crate::lines::custom::Pattern;
pub use crate::lines::settings::{Lines, Mode};
pub use crate::normalise::options::{
    Dashes, Entities, Form, Letters, LineEnds, Normalise, Punctuation, Quotes, Script,
};
use crate::normalise::presets;
pub use crate::repair::mojibake::settings::{DropUnrecoverable, LostLetters, Misread};
use crate::rule::{RULES, Rule, Safety};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is done about a rule's damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Repair what is surely damaged, report what is doubtful.
    Repair,
    /// Change nothing, report everything.
    Report,
    /// Do not look.
    Off,
}

/// Everything that can be set.
///
/// The defaults change nothing in honest text. A configuration written as TOML and read again is the same:
///
/// ```
/// use mojimend::Config;
/// let config = Config::default();
/// assert_eq!(Config::from_toml(&config.to_toml())?, config);
/// assert_eq!(Config::from_toml("rules.injected-line = \"report\"")?.min_confidence, config.min_confidence);
/// # Ok::<(), mojimend::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Config {
    /// Edits less sure than this (0 to 1) are reported, not made.
    pub min_confidence: f32,
    /// What each rule does, by name. Rules not named here keep their default.
    pub rules: Rules,
    /// Lines that are not the author's.
    pub lines: Lines,
    /// How bytes become text.
    pub decode: Decode,
    /// What is done about bytes that were lost.
    pub misread: Misread,
    /// Changes to honest text: all off by default.
    pub normalise: Normalise,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            min_confidence: 0.0,
            rules: Rules::default(),
            lines: Lines::default(),
            decode: Decode::default(),
            misread: Misread::default(),
            normalise: Normalise::default(),
        }
    }
}

impl Config {
    /// Reads a configuration. Settings that are not named keep their defaults. Allocates.
    ///
    /// # Errors
    /// [`Error::Config`] for bad TOML, an unknown setting, rule or action, or a value out of range.
    pub fn from_toml(text: &str) -> Result<Self> {
        let config: Self = toml::from_str(text).map_err(bad)?;
        config.checked()
    }

    /// The names that [`Config::preset`] knows.
    pub const PRESETS: &[&str] = &presets::NAMES;

    /// The settings with this name; nothing when there are none. A preset is nothing but settings:
    /// `Config::preset("ftfy")` is what `mojimend config --preset ftfy` prints.
    ///
    /// ```
    /// use mojimend::{Cleaner, Config};
    /// let config = Config::preset("ftfy").expect("it is among Config::PRESETS");
    /// let cleaner = Cleaner::builder().config(config).build();
    /// assert_eq!(cleaner.clean("“ﬁne” &amp; ＡＢＣ").text, "\"fine\" & ABC");
    /// ```
    pub fn preset(name: &str) -> Option<Self> {
        let normalise = presets::preset(name)?;
        let lost_letters = if name == "ftfy" { LostLetters::Mark } else { LostLetters::default() };
        let misread = Misread { lost_letters, ..Misread::default() };
        Some(Self { normalise, misread, ..Self::default() })
    }

    /// These settings, changed where a configuration says otherwise. Tables are merged key by key. Allocates.
    ///
    /// # Errors
    /// As [`Config::from_toml`].
    ///
    /// ```
    /// use mojimend::config::{Config, Form, Quotes};
    /// let config = Config::preset("ftfy").unwrap_or_default().with_toml("normalise.quotes = \"keep\"")?;
    /// assert_eq!((config.normalise.quotes, config.normalise.unicode), (Quotes::Keep, Form::Nfc));
    /// # Ok::<(), mojimend::Error>(())
    /// ```
    pub fn with_toml(&self, text: &str) -> Result<Self> {
        // Read alone first: its mistakes are then told with their lines.
        Self::from_toml(text)?;
        let mut changes: toml::Table = toml::from_str(text).map_err(bad)?;
        if let Some(toml::Value::Table(rules)) = changes.get_mut("rules") {
            let named =
                |(key, action): (String, _)| (Rule::find(&key).map_or(key, |r| r.name.to_owned()), action);
            *rules = std::mem::take(rules).into_iter().map(named).collect();
        }
        let mut table = toml::Table::try_from(self).map_err(|e| Error::Config(e.to_string()))?;
        merge(&mut table, changes);
        let config: Self = table.try_into().map_err(bad)?;
        config.checked()
    }

    /// What is done about a rule's damage under these settings. A rule of `[normalise]` is off until an option
    /// there asks for it; its entry in `rules` says whether its edits are made or reported.
    pub fn action(&self, rule: &Rule) -> Action {
        match rule.safety {
            Safety::Optional if !self.normalise.asks_for(rule) => Action::Off,
            _ => self.rules.action(rule),
        }
    }

    fn checked(self) -> Result<Self> {
        let config = self;
        if !cfg!(feature = "script") && config.normalise.script != Script::Keep {
            return Err(Error::Config("normalise.script: this build lacks the feature `script`".to_owned()));
        }
        if !(0.0..=1.0).contains(&config.min_confidence) {
            return Err(Error::Config(format!(
                "min-confidence = {}: must lie between 0 and 1",
                config.min_confidence
            )));
        }
        if let Some(wrong) = config.lines.wrong().or_else(|| config.misread.wrong()) {
            return Err(Error::Config(wrong));
        }
        Ok(config)
    }

    /// The configuration as TOML, each setting with a comment that explains it. Allocates.
    pub fn to_toml(&self) -> String {
        let mut out = String::from(
            "# mojimend configuration. Use it with: mojimend clean --config FILE\n\n\
             # Edits less sure than this (0 to 1) are reported, not made.\n",
        );
        out.push_str(&format!("min-confidence = {:?}\n\n", self.min_confidence));
        out.push_str(
            "# What is done about each kind of damage:\n\
             #   \"repair\"  mend what is surely damaged, report what is doubtful\n\
             #   \"report\"  change nothing, report everything\n\
             #   \"off\"     do not look\n[rules]\n",
        );
        self.write_rules(&mut out, |safety| safety != Safety::Optional);
        out.push_str(
            "\n# What is done with the edits of each rule of [normalise], once an option there asks for it:\n",
        );
        self.write_rules(&mut out, |safety| safety == Safety::Optional);
        out.push_str(&self.lines.to_toml());
        out.push_str(&self.decode.to_toml());
        out.push_str(&self.misread.to_toml());
        out.push_str("\n# Changes to honest text, for readers of corpora.\n");
        out.push_str(&self.normalise.to_toml());
        out
    }

    fn write_rules(&self, out: &mut String, wanted: impl Fn(Safety) -> bool) {
        for rule in RULES.iter().filter(|rule| wanted(rule.safety)) {
            let action = match self.rules.action(rule) {
                Action::Repair => "repair",
                Action::Report => "report",
                Action::Off => "off",
            };
            out.push_str(&format!("# {}: {}\n{} = \"{action}\"\n", rule.code, rule.summary, rule.name));
        }
    }
}

fn bad(error: toml::de::Error) -> Error {
    Error::Config(error.to_string().trim_end().to_owned())
}

/// Puts the values of one table into another, tables within them key by key.
fn merge(into: &mut toml::Table, from: toml::Table) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new)) => merge(old, new),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

/// The action of each rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, Action>", into = "BTreeMap<String, Action>")]
pub struct Rules {
    /// In the order of [`RULES`].
    actions: Vec<Action>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { actions: vec![Action::Repair; RULES.len()] }
    }
}

impl Rules {
    /// What is done about this rule's damage.
    pub fn action(&self, rule: &Rule) -> Action {
        position(rule).map_or(Action::Off, |i| self.actions[i])
    }

    /// Changes what is done about this rule's damage.
    pub fn set(&mut self, rule: &Rule, action: Action) {
        if let Some(i) = position(rule) {
            self.actions[i] = action;
        }
    }
}

fn position(rule: &Rule) -> Option<usize> {
    RULES.iter().position(|r| r.code == rule.code)
}

impl TryFrom<BTreeMap<String, Action>> for Rules {
    type Error = String;
    fn try_from(map: BTreeMap<String, Action>) -> std::result::Result<Self, String> {
        let mut rules = Self::default();
        for (name, action) in map {
            let rule = Rule::find(&name)
                .ok_or_else(|| format!("no rule is called {name:?}; `mojimend rules` lists them"))?;
            rules.set(rule, action);
        }
        Ok(rules)
    }
}

impl From<Rules> for BTreeMap<String, Action> {
    fn from(rules: Rules) -> Self {
        RULES.iter().map(|r| (r.name.to_owned(), rules.action(r))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule;

    #[test]
    fn changed_settings_survive_a_round_trip() {
        let mut config = Config { min_confidence: 0.75, ..Config::default() };
        config.rules.set(&rule::INJECTED_LINE, Action::Off);
        config.rules.set(&rule::BYTE_SHIFT, Action::Report);
        config.lines.patterns.push(r"^广告'\s*$".parse().unwrap());
        config.lines.mode = Mode::Mark;
        config.lines.topics = vec![crate::lines::Topic::Grey];
        config.lines.stems.push(crate::lines::Stems {
            topic: crate::lines::Topic::Adult,
            weight: 0.5,
            stems: vec!["某\"某".into()],
        });
        config.decode.prior.push("zh-TW".parse().unwrap());
        config.decode.encoding = crate::decode::Encoding::find("big5");
        config.normalise.blank_lines = 3;
        assert_eq!(Config::from_toml(&config.to_toml()).unwrap(), config);
        let plain = toml::to_string(&config).unwrap();
        assert_eq!(Config::from_toml(&plain).unwrap(), config);
    }

    #[test]
    fn a_changed_rule_may_be_called_by_its_code() {
        let base = Config::from_toml("rules.injected-line = \"report\"").unwrap();
        let config = base.with_toml("rules.L101 = \"off\"").unwrap();
        assert_eq!(config.rules.action(&rule::INJECTED_LINE), Action::Off);
    }

    #[test]
    fn presets_are_settings_and_nothing_else() {
        for name in Config::PRESETS {
            let config = Config::preset(name).unwrap();
            assert_eq!(Config::from_toml(&config.to_toml()).unwrap(), config);
        }
        assert_eq!(Config::preset("none"), Some(Config::default()));
        assert_eq!(Config::preset("some"), None);
    }

    #[test]
    fn optional_rules_wait_for_their_option() {
        let mut config = Config::default();
        assert_eq!(config.action(&rule::LIGATURE), Action::Off);
        config.normalise.ligatures = true;
        assert_eq!(config.action(&rule::LIGATURE), Action::Repair);
        config.rules.set(&rule::LIGATURE, Action::Report);
        assert_eq!(config.action(&rule::LIGATURE), Action::Report);
    }

    #[test]
    fn codes_work_as_names() {
        let config = Config::from_toml("[rules]\nL101 = \"off\"").unwrap();
        assert_eq!(config.rules.action(&rule::INJECTED_LINE), Action::Off);
    }

    #[test]
    fn mistakes_are_named() {
        for (text, word) in [
            ("[rules]\ninjected-lime = \"off\"", "injected-lime"),
            ("[rules]\ninjected-line = \"maybe\"", "maybe"),
            ("min-confidence = 7.0", "between 0 and 1"),
            ("minimum = 1", "minimum"),
            ("not toml", "not toml"),
            ("lines.patterns = ['(']", "unclosed group"),
            ("lines.mode = 'delete'", "delete"),
            ("lines.weights = '/no/such/weights'", "/no/such/weights"),
            ("[[lines.stems]]\ntopic = 'grey'\nweight = 7.0\nstems = ['a']", "between 0 and 1"),
            ("[[lines.stems]]\ntopic = 'grey'\nstems = [' ']", "empty stem"),
            ("decode.encoding = 'klingon'", "klingon"),
            ("decode.prior = ['xx']", "\"xx\""),
        ] {
            let error = Config::from_toml(text).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
