//! How bytes become text: options of every command that reads documents.

use crate::config::{Decode, Prior};
use crate::decode::{Encoding, OnError};
use clap::{Args as Group, ValueEnum};

/// What stands for bytes that are no character.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum OnErrorArg {
    /// U+FFFD
    Replace,
    /// The bytes as \\xD6
    Escape,
}

/// How bytes become text.
#[derive(Debug, Group)]
pub(crate) struct Decoding {
    /// Read everything in this encoding
    ///
    /// Without this, the encoding of every line is found out.
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,

    /// What is likely: languages or encodings
    ///
    /// For example zh-cn, ja, koi8-r; several with commas. Decides where the bytes tell little.
    #[arg(long, value_name = "LANG", value_delimiter = ',')]
    prior: Vec<Prior>,

    /// For bytes that are no character
    #[arg(long, value_enum, hide_possible_values = true, value_name = "replace|escape")]
    on_error: Option<OnErrorArg>,
}

impl Decoding {
    /// Changes the settings that the command line names.
    pub(crate) fn apply(&self, settings: &mut Decode) {
        if self.encoding.is_some() {
            settings.encoding = self.encoding;
        }
        if !self.prior.is_empty() {
            settings.prior.clone_from(&self.prior);
        }
        match self.on_error {
            Some(OnErrorArg::Replace) => settings.on_error = OnError::Replace,
            Some(OnErrorArg::Escape) => settings.on_error = OnError::Escape,
            None => {}
        }
    }
}
