//! What can be asked for beside repairs: the section `[normalise]` of a configuration.

use crate::rule::{self, Rule};
use serde::{Deserialize, Serialize};

/// Changes to honest text that a reader of corpora may want. All are off by default; each is one key of the
/// section `[normalise]`, and its edits carry a rule of their own (`N…`, `V…`).
///
/// ```
/// use mojimend::{Cleaner, config::{Config, Quotes}};
/// let mut config = Config::default();
/// config.normalise.quotes = Quotes::Straight;
/// let cleaned = Cleaner::builder().config(config).build().clean("“so”").text.into_owned();
/// assert_eq!(cleaned, "\"so\"");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Normalise {
    /// HTML entities that the rule for damaged ones leaves (`N101`).
    pub entities: Entities,
    /// Escape sequences of terminals, wherever they stand (`N102`).
    pub terminal_escapes: bool,
    /// C1 control characters become what Windows-1252 has at their place (`N103`).
    pub c1_controls: bool,
    /// Latin ligatures and digraphs become their letters (`N104`).
    pub ligatures: bool,
    /// Width of letters, digits, katakana and hangul (`N105`).
    pub letters: Letters,
    /// Width of punctuation, signs and the ideographic space (`N106`).
    pub punctuation: Punctuation,
    /// Curly and straight quotation marks (`N107`).
    pub quotes: Quotes,
    /// Dashes (`N108`).
    pub dashes: Dashes,
    /// Line ends (`N109`).
    pub line_ends: LineEnds,
    /// Control characters that no text needs (`N110`).
    pub control_characters: bool,
    /// Unicode normalisation form (`N111`).
    pub unicode: Form,
    /// Spaces and tabs at line ends (`N112`).
    pub trailing_space: bool,
    /// Blank lines in a row that stay; 0 keeps all (`N113`).
    pub blank_lines: usize,
    /// Lines broken inside sentences are joined (`N114`).
    pub hard_wraps: bool,
    /// Headings with spaces between all characters are closed (`N115`).
    pub spaced_headings: bool,
    /// Text with one character a line is turned into lines (`N116`).
    pub vertical_text: bool,
    /// Simplified or Traditional (`V101`, `V102`). Needs the feature `script`.
    pub script: Script,
}

/// Declares the values that an option can have, with their names in a configuration.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $value:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name {
            /// As it is.
            #[default]
            Keep,
            $($(#[$each])* $value,)*
        }
    };
}

choice! {
    /// Which HTML entities become characters.
    Entities {
        /// Those in a text in front of its first line with `<`: a text with tags is HTML, and stays.
        Auto,
        /// All of them.
        Always,
    }
}
choice! {
    /// Width of letters and digits.
    Letters {
        /// Letters and digits half width (`Ａ` → `A`), katakana and hangul full width (`ｶ` → `カ`).
        Halfwidth,
    }
}
choice! {
    /// Width of punctuation.
    Punctuation {
        /// Full-width marks and the ideographic space become those of ASCII: `，` → `,`.
        Halfwidth,
        /// Marks between Chinese words become full width again: `你好,世界` → `你好，世界`.
        Fullwidth,
    }
}
choice! {
    /// Quotation marks.
    Quotes {
        /// `“so”` → `"so"`.
        Straight,
        /// `"如此"` → `“如此”` in Chinese lines.
        Curly,
    }
}
choice! {
    /// Dashes.
    Dashes {
        /// All dashes become `-`.
        Ascii,
        /// What stands for a dash between words becomes `—`, between Chinese words `——`.
        Em,
    }
}
choice! {
    /// Line ends.
    LineEnds {
        /// CR LF, CR, U+0085, U+2028 and U+2029 become LF.
        Lf,
    }
}
choice! {
    /// Unicode normalisation form.
    Form {
        /// Canonical composition.
        Nfc,
        /// Compatibility composition: also `①` → `1`, `㎞` → `km`.
        Nfkc,
    }
}

choice! {
    /// Script of Chinese text.
    Script {
        /// What a machine made Traditional becomes Simplified again; an author's Traditional stays.
        Original,
        /// Simplified.
        Hans,
        /// Traditional.
        Hant,
        /// Traditional as written in Taiwan.
        Tw,
        /// Traditional as written in Hong Kong.
        Hk,
    }
}

/// What a configuration file says about each key, in the order of [`Normalise`].
const COMMENTS: &[(&str, &str)] = &[
    ("entities", "HTML entities: \"keep\", \"auto\" (not from the first line with < on), \"always\""),
    ("terminal-escapes", "Remove escape sequences of terminals everywhere"),
    ("c1-controls", "C1 control characters become the marks that Windows-1252 has there"),
    ("ligatures", "Latin ligatures become letters: ﬁ → fi"),
    ("letters", "Letters and digits: \"keep\", \"halfwidth\" (Ａ１ → A1; katakana full width)"),
    ("punctuation", "Punctuation: \"keep\", \"halfwidth\" (， → ,), \"fullwidth\" (between Chinese words)"),
    ("quotes", "Quotation marks: \"keep\", \"straight\", \"curly\" (in Chinese lines)"),
    ("dashes", "Dashes: \"keep\", \"ascii\" (-), \"em\" (what stands for a dash becomes — or ——)"),
    ("line-ends", "Line ends: \"keep\", \"lf\""),
    ("control-characters", "Remove control characters that no text needs"),
    ("unicode", "Unicode form: \"keep\", \"nfc\", \"nfkc\""),
    ("trailing-space", "Remove spaces and tabs at line ends"),
    ("blank-lines", "So many blank lines in a row stay; 0 keeps all"),
    ("hard-wraps", "Join lines that are broken inside sentences"),
    ("spaced-headings", "Close headings with spaces between all characters: 摘    要 → 摘要"),
    ("vertical-text", "Turn text with one character a line into lines"),
    (
        "script",
        "Chinese: \"keep\", \"original\" (undo a machine's conversion), \"hans\", \"hant\", \"tw\", \"hk\"",
    ),
];

impl Normalise {
    /// Whether nothing is asked for.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// The same for a page that is proven to be a mirror's: whose Traditional it is in need not be told from the text.
    pub(crate) fn for_mirror(&self) -> Self {
        let script = if self.script == Script::Original { Script::Hans } else { self.script };
        Self { script, ..self.clone() }
    }

    /// Whether an option asks for a rule.
    pub(crate) fn asks_for(&self, asked: &Rule) -> bool {
        let options = [
            (&rule::EVERY_ENTITY, self.entities != Entities::Keep),
            (&rule::EVERY_TERMINAL_ESCAPE, self.terminal_escapes),
            (&rule::C1_CONTROL, self.c1_controls),
            (&rule::LIGATURE, self.ligatures),
            (&rule::LETTER_WIDTH, self.letters != Letters::Keep),
            (&rule::PUNCTUATION_WIDTH, self.punctuation != Punctuation::Keep),
            (&rule::QUOTATION_MARK, self.quotes != Quotes::Keep),
            (&rule::DASH, self.dashes != Dashes::Keep),
            (&rule::LINE_END, self.line_ends != LineEnds::Keep),
            (&rule::EVERY_CONTROL, self.control_characters),
            (&rule::UNICODE_FORM, self.unicode != Form::Keep),
            (&rule::TRAILING_SPACE, self.trailing_space),
            (&rule::BLANK_LINES, self.blank_lines > 0),
            (&rule::HARD_WRAP, self.hard_wraps),
            (&rule::SPACED_HEADING, self.spaced_headings),
            (&rule::VERTICAL_TEXT, self.vertical_text),
            #[cfg(feature = "script")]
            (&rule::SCRIPT, self.script != Script::Keep),
            #[cfg(feature = "script")]
            (&rule::OVER_CONVERSION, self.script != Script::Keep),
        ];
        options.iter().any(|(rule, asks)| *asks && rule.code == asked.code)
    }

    /// The section of a configuration, each key with a comment. Allocates.
    pub(crate) fn to_toml(&self) -> String {
        let table = toml::Table::try_from(self).unwrap_or_default();
        let mut out = String::from("[normalise]\n");
        for (key, comment) in COMMENTS {
            if let Some(value) = table.get(*key) {
                out.push_str(&format!("# {comment}\n{key} = {value}\n"));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_comment() {
        let table = toml::Table::try_from(Normalise::default()).unwrap();
        let mut keys: Vec<&str> = COMMENTS.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        assert_eq!(
            table.keys().map(String::as_str).collect::<std::collections::BTreeSet<_>>(),
            keys.iter().copied().collect()
        );
        assert_eq!(keys.len(), table.len());
    }

    #[test]
    fn every_optional_rule_has_its_option() {
        let all = Normalise {
            entities: Entities::Auto,
            terminal_escapes: true,
            c1_controls: true,
            ligatures: true,
            letters: Letters::Halfwidth,
            punctuation: Punctuation::Halfwidth,
            quotes: Quotes::Straight,
            dashes: Dashes::Ascii,
            line_ends: LineEnds::Lf,
            control_characters: true,
            unicode: Form::Nfc,
            trailing_space: true,
            blank_lines: 1,
            hard_wraps: true,
            spaced_headings: true,
            vertical_text: true,
            script: Script::Original,
        };
        for rule in rule::RULES {
            assert_eq!(all.asks_for(rule), rule.safety == rule::Safety::Optional, "{}", rule.name);
            assert!(!Normalise::default().asks_for(rule));
        }
    }

    #[test]
    fn the_section_reads_back() {
        let wanted = Normalise {
            entities: Entities::Always,
            punctuation: Punctuation::Halfwidth,
            blank_lines: 2,
            trailing_space: true,
            ..Normalise::default()
        };
        let read: toml::Table = toml::from_str(&wanted.to_toml()).unwrap();
        assert_eq!(read["normalise"].clone().try_into::<Normalise>().unwrap(), wanted);
    }
}
