//! What `[lines]` in a configuration says.

use super::custom::Pattern;
use super::lexicon::{Stems, Topic};
use super::weights::WeightsFile;
use crate::rule::Rule;
use serde::{Deserialize, Serialize};

/// What is done about injected lines and about what was put inside lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Remove what is sure, report what is doubtful.
    #[default]
    Remove,
    /// Leave the text as it is, and note spans and verdicts in a field `injected` of each JSONL record.
    Mark,
    /// Leave the text as it is, and report everything.
    Report,
}

/// Lines that are not the author's: what is done about them, and what else is looked for.
///
/// ```
/// use mojimend::{Cleaner, Config};
/// let config = Config::from_toml("lines.mode = 'report'\n[[lines.stems]]\ntopic = 'grey'\nstems = ['某某牌']")?;
/// let cleaned = Cleaner::builder().config(config).build().clean("国产精品_无码在线_高清视频\n今天我们去公园玩，天气很好。");
/// assert!(!cleaned.is_changed() && cleaned.findings.len() == 1);
/// # Ok::<(), mojimend::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Lines {
    /// What is done.
    pub mode: Mode,
    /// Regular expressions. A line that matches one of them is removed, wherever it stands.
    pub patterns: Vec<Pattern>,
    /// A verdict about these topics is noted in a field `topics` of each JSONL record: how much the document is about
    /// each, from 0 to 1. Nothing is removed for that.
    pub topics: Vec<Topic>,
    /// A file of weights that `mojimend lines fit` made from lines of your own, instead of the built-in ones. The
    /// path is relative to the working directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<WeightsFile>,
    /// Stems of your own, by topic, besides the built-in ones.
    pub stems: Vec<Stems>,
}

impl Lines {
    /// Whether a rule's edits are left to the reader: it is about lines, and the mode is not to remove.
    pub(crate) fn holds_back(&self, rule: &Rule) -> bool {
        self.mode != Mode::Remove && rule.code.starts_with(['L', 'W'])
    }

    /// These settings as TOML, with comments.
    pub(crate) fn to_toml(&self) -> String {
        let mut out = String::from(
            "\n# Lines that are not the author's.\n[lines]\n\
             # What is done about them, and about what was put inside lines:\n\
             #   \"remove\"  remove what is sure, report what is doubtful\n\
             #   \"mark\"    leave the text, note spans and verdicts in a field \"injected\" of each JSONL record\n\
             #   \"report\"  leave the text, report everything\n",
        );
        let mode = match self.mode {
            Mode::Remove => "remove",
            Mode::Mark => "mark",
            Mode::Report => "report",
        };
        out.push_str(&format!("mode = \"{mode}\"\n"));
        out.push_str(
            "# Lines to remove besides: regular expressions in the syntax of the regex crate, for example\n\
             #   patterns = ['^本文来自.*www\\.']\n",
        );
        let patterns: Vec<&str> = self.patterns.iter().map(Pattern::as_str).collect();
        out.push_str(&format!("patterns = {}\n", toml::Value::from(patterns)));
        out.push_str(
            "# Topics (adult, gambling, pharma, grey, piracy) to note in a field \"topics\" of each JSONL record.\n",
        );
        let topics: Vec<&str> = self.topics.iter().map(|topic| topic.name()).collect();
        out.push_str(&format!("topics = {}\n", toml::Value::from(topics)));
        out.push_str("# Weights that `mojimend lines fit` made, instead of the built-in ones:\n#   weights = \"my.tsv\"\n");
        if let Some(file) = &self.weights {
            out.push_str(&format!("weights = {}\n", toml::Value::from(file.path.display().to_string())));
        }
        out.push_str(
            "# Stems of your own:\n\
             #   [[lines.stems]]\n#   topic = \"grey\"\n#   weight = 1.0\n#   stems = [\"某某牌\"]\n",
        );
        for set in &self.stems {
            let stems: Vec<&str> = set.stems.iter().map(String::as_str).collect();
            out.push_str(&format!(
                "[[lines.stems]]\ntopic = \"{}\"\nweight = {:?}\nstems = {}\n",
                set.topic.name(),
                set.weight,
                toml::Value::from(stems)
            ));
        }
        out
    }

    /// What is wrong with these settings, in words.
    pub(crate) fn wrong(&self) -> Option<String> {
        let bad = self.stems.iter().find(|set| !(0.0..=1.0).contains(&set.weight));
        if let Some(set) = bad {
            return Some(format!("weight = {} of lines.stems: must lie between 0 and 1", set.weight));
        }
        let empty = self.stems.iter().flat_map(|set| &set.stems).any(|stem| stem.trim().is_empty());
        empty.then(|| "an empty stem in lines.stems would match everywhere: remove it".to_owned())
    }
}
