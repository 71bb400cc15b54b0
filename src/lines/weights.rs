//! The weights of the features: a small table made by `mojimend lines fit`, built in or the user's own.

use super::features::{FEATURES, Features, NAMES};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Weights in nats, and the scores from which a line is injected or doubtful.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    pub(crate) bias: f32,
    pub(crate) of: Features,
    pub(crate) injected: f32,
    pub(crate) doubtful: f32,
}

const BIAS: &str = "bias";
const INJECTED: &str = "injected from";
const DOUBTFUL: &str = "doubtful from";

static BUILT_IN: LazyLock<Weights> = LazyLock::new(|| {
    include_str!("../../seeds/lines/weights.tsv").parse().unwrap_or_else(|_| Weights::none())
});

impl Weights {
    /// The weights of `seeds/lines/weights.tsv`.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Weights that find nothing.
    pub(crate) fn none() -> Self {
        Self { bias: f32::MIN, of: [0.0; FEATURES], injected: 0.0, doubtful: 0.0 }
    }

    /// Reads a weights file.
    ///
    /// # Errors
    /// [`Error::Config`] when the file cannot be read or is not a table of weights.
    pub fn read(path: &Path) -> Result<Self> {
        let told = |e: &dyn std::fmt::Display| Error::Config(format!("weights {}: {e}", path.display()));
        std::fs::read_to_string(path).map_err(|e| told(&e))?.parse().map_err(|e: Error| told(&e))
    }

    /// The table as a file that [`Weights::read`] takes.
    pub fn to_tsv(&self) -> String {
        let mut out = String::from("feature\tweight\n");
        let ends = [(BIAS, self.bias), (INJECTED, self.injected), (DOUBTFUL, self.doubtful)];
        for (name, weight) in ends.into_iter().chain(NAMES.into_iter().zip(self.of)) {
            out.push_str(&format!("{name}\t{weight:.2}\n"));
        }
        out
    }

    /// The score of a line, in nats.
    pub(crate) fn score(&self, features: &Features) -> f32 {
        self.bias + features.iter().zip(self.of).map(|(f, w)| f * w).sum::<f32>()
    }

    /// The most that lines beside a line, and the same line elsewhere, can add to its score, in nats.
    pub(crate) fn of_support(&self) -> f32 {
        const OTHERS: [&str; 4] = [
            "the same line elsewhere",
            "keyword lines beside it",
            "prose: the same elsewhere",
            "prose: keyword lines beside it",
        ];
        let of = |(name, weight): (&str, f32)| if OTHERS.contains(&name) { weight.max(0.0) } else { 0.0 };
        NAMES.into_iter().zip(self.of).map(of).sum()
    }

    /// The contributions in words, the heaviest first.
    pub(crate) fn reason(&self, features: &Features) -> String {
        /// Contributions smaller than this decide nothing.
        const TOLD_LEAST: f32 = 0.05;
        let mut parts: Vec<(&str, f32)> = (0..FEATURES)
            .map(|i| (NAMES[i], features[i] * self.of[i]))
            .filter(|(_, part)| part.abs() >= TOLD_LEAST)
            .collect();
        parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let told: Vec<String> = parts.iter().map(|(name, part)| format!("{name} {part:+.1}")).collect();
        told.join(", ")
    }
}

impl std::str::FromStr for Weights {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut weights =
            Self { bias: f32::NAN, of: [0.0; FEATURES], injected: f32::NAN, doubtful: f32::NAN };
        for line in text.lines().skip(1).filter(|line| !line.trim().is_empty()) {
            let wrong = || Error::Config(format!("not a feature and its weight: {line:?}"));
            let (name, weight) = line.split_once('\t').ok_or_else(wrong)?;
            let weight: f32 = weight.trim().parse().map_err(|_| wrong())?;
            match (name, NAMES.iter().position(|n| *n == name)) {
                (BIAS, _) => weights.bias = weight,
                (INJECTED, _) => weights.injected = weight,
                (DOUBTFUL, _) => weights.doubtful = weight,
                (_, Some(i)) => weights.of[i] = weight,
                _ => return Err(wrong()),
            }
        }
        if [weights.bias, weights.injected, weights.doubtful].iter().any(|w| w.is_nan()) {
            return Err(Error::Config(format!("lacks one of {BIAS:?}, {INJECTED:?}, {DOUBTFUL:?}")));
        }
        Ok(weights)
    }
}

/// A weights file named in a configuration, with what it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "PathBuf", into = "PathBuf")]
pub struct WeightsFile {
    pub(crate) path: PathBuf,
    pub(crate) weights: Weights,
}

impl TryFrom<PathBuf> for WeightsFile {
    type Error = Error;
    fn try_from(path: PathBuf) -> Result<Self> {
        Weights::read(&path).map(|weights| Self { path, weights })
    }
}

impl From<WeightsFile> for PathBuf {
    fn from(file: WeightsFile) -> Self {
        file.path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_survives_a_round_trip() {
        let weights = Weights::built_in();
        assert!(weights.bias < 0.0 && weights.injected > weights.doubtful);
        assert_eq!(&weights.to_tsv().parse::<Weights>().unwrap(), weights);
    }

    #[test]
    fn mistakes_are_named() {
        for (text, word) in [
            ("feature\tweight\nnonsense\t1\n", "nonsense"),
            ("feature\tweight\nbias\tx\n", "bias"),
            ("feature\tweight\nbias\t1\n", "injected from"),
        ] {
            assert!(text.parse::<Weights>().unwrap_err().to_string().contains(word), "{text}");
        }
        assert!(Weights::read(Path::new("/no/such/file")).unwrap_err().to_string().contains("/no/such/file"));
    }
}
