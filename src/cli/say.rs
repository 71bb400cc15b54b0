//! Words to the user, and the ways a command can fail.

use crate::Config;
use crate::cli::args::Settings;
use std::fmt::Display;
use std::fs;
use std::io::{self, ErrorKind, Write};

/// Why a command ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Library(#[from] crate::Error),
    #[error(transparent)]
    Problem(#[from] crate::corpus::Problem),
    #[error("standard output: {0}")]
    Output(#[from] io::Error),
    #[error("{0}")]
    Message(String),
}

impl Failure {
    /// Whether the reader of our output went away.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        match self {
            Self::Library(crate::Error::Io { source, .. }) | Self::Output(source) => {
                source.kind() == ErrorKind::BrokenPipe
            }
            _ => false,
        }
    }
}

/// What a command gives: its exit code.
pub(crate) type Outcome = Result<u8, Failure>;

/// A line on standard error. If that is closed there is nobody to tell.
pub(crate) fn line(text: impl Display) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// A line of JSON on standard error.
pub(crate) fn json(entry: &str) {
    let _ = writeln!(io::stderr(), "{entry}");
}

/// An error on standard error.
pub(crate) fn error(text: impl Display) {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    line(format_args!("{red}error:{red:#} {text}"));
}

/// The settings of a preset, a file and single ones, each on top of those before.
pub(crate) fn settings(args: &Settings) -> Result<Config, Failure> {
    let mut config = match &args.preset {
        Some(name) => Config::preset(name).ok_or_else(|| {
            Failure::Message(format!("no preset {name:?}; there are: {}", Config::PRESETS.join(", ")))
        })?,
        None => Config::default(),
    };
    if let Some(path) = &args.config {
        let text =
            fs::read_to_string(path).map_err(|source| crate::Error::Io { path: path.to_owned(), source })?;
        let wrong = |e| Failure::Message(format!("{}: {e}", path.display()));
        config = config.with_toml(&text).map_err(wrong)?;
    }
    let script = args.script.iter().map(|name| format!("normalise.script={name}"));
    let punctuation = args.punctuation.iter().map(|width| format!("normalise.punctuation={width}"));
    for setting in script.chain(punctuation).chain(args.set.iter().cloned()) {
        let (key, value) = setting
            .split_once('=')
            .ok_or_else(|| Failure::Message(format!("--set {setting:?}: write KEY=VALUE")))?;
        let wrong = |e| Failure::Message(format!("--set {setting}: {e}"));
        // Words need no quotes here.
        let value = value.trim();
        let quoted = format!("{key} = {value:?}");
        let bare = format!("{key} = {value}");
        config = config.with_toml(&bare).or_else(|_| config.with_toml(&quoted)).map_err(wrong)?;
    }
    Ok(config)
}
