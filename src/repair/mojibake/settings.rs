//! Settings of misread text: the section `[misread]` of a configuration.

use serde::{Deserialize, Serialize};

/// What is done about bytes that were lost.
///
/// ```
/// use mojimend::{Cleaner, Config};
/// let config = Config::from_toml("misread.drop-unrecoverable = \"spans\"")?;
/// let cleaner = Cleaner::builder().config(config).build();
/// assert_eq!(cleaner.clean("标题：锟斤拷锟斤拷锟斤拷。").text, "标题：。");
/// # Ok::<(), mojimend::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Misread {
    /// What a letter becomes of which a byte was lost, in alphabets.
    pub lost_letters: LostLetters,
    /// Whether stretches of which nothing is left are removed.
    pub drop_unrecoverable: DropUnrecoverable,
    /// The share of a line's characters, 0 to 1, from which on `lines` removes it.
    pub unrecoverable_share: f32,
}

/// A letter of which a byte was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LostLetters {
    /// The letter that it must have been; where others are as likely, the line is reported and stays.
    #[default]
    Restore,
    /// U+FFFD, as ftfy writes it, and the rest of the line is repaired.
    Mark,
}

/// What goes of text that no longer says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DropUnrecoverable {
    /// Nothing: it is reported.
    #[default]
    Nothing,
    /// The stretches themselves.
    Spans,
    /// Lines in which their share is large.
    Lines,
}

impl Default for Misread {
    fn default() -> Self {
        Self {
            lost_letters: LostLetters::default(),
            drop_unrecoverable: DropUnrecoverable::default(),
            unrecoverable_share: SHARE,
        }
    }
}

/// Half of a line: what is left says little.
const SHARE: f32 = 0.5;

impl Misread {
    /// What is wrong with the settings, if anything is.
    pub(crate) fn wrong(&self) -> Option<String> {
        (!(0.0..=1.0).contains(&self.unrecoverable_share)).then(|| {
            format!("misread.unrecoverable-share = {}: must lie between 0 and 1", self.unrecoverable_share)
        })
    }

    /// The section of a configuration, with comments.
    pub(crate) fn to_toml(&self) -> String {
        let letters = match self.lost_letters {
            LostLetters::Restore => "restore",
            LostLetters::Mark => "mark",
        };
        let drop = match self.drop_unrecoverable {
            DropUnrecoverable::Nothing => "nothing",
            DropUnrecoverable::Spans => "spans",
            DropUnrecoverable::Lines => "lines",
        };
        format!(
            "\n[misread]\n# A letter of which a byte was lost: \"restore\" it where it is certain, \"mark\" it with U+FFFD.\n\
             lost-letters = \"{letters}\"\n\
             # Of text that no longer says anything, remove \"nothing\", the \"spans\", or \"lines\" with such a share of it.\n\
             drop-unrecoverable = \"{drop}\"\nunrecoverable-share = {:?}\n",
            self.unrecoverable_share
        )
    }
}
