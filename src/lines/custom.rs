#![doc = include_str!("custom.md")]

use regex::Regex;
use serde::{Deserialize, Serialize};

/// A regular expression that tells lines to remove, in the syntax of the `regex` crate.
///
/// ```
/// use mojimend::config::Pattern;
/// let pattern: Pattern = "^广告".parse()?;
/// assert_eq!(pattern.as_str(), "^广告");
/// assert!("(".parse::<Pattern>().is_err());
/// # Ok::<(), mojimend::Error>(())
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern(Regex);

impl Pattern {
    /// The expression as it was written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(crate) fn is_match(&self, line: &str) -> bool {
        self.0.is_match(line)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl std::str::FromStr for Pattern {
    type Err = crate::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Regex::new(text).map(Self).map_err(|e| crate::Error::Config(format!("bad line pattern: {e}")))
    }
}

impl TryFrom<String> for Pattern {
    type Error = crate::Error;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.as_str().to_owned()
    }
}

/// Whether any line of a text matches any pattern.
pub(crate) fn any_match(text: &str, patterns: &[Pattern]) -> bool {
    !patterns.is_empty() && text.lines().any(|line| patterns.iter().any(|p| p.is_match(line)))
}
