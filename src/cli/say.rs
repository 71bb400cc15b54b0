//! Words to the user, and the ways a command can fail.

use std::fmt::Display;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

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

/// An error on standard error.
pub(crate) fn error(text: impl Display) {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    line(format_args!("{red}error:{red:#} {text}"));
}

/// Reads settings, or takes the defaults.
pub(crate) fn settings(path: Option<&Path>) -> Result<crate::Config, Failure> {
    let Some(path) = path else { return Ok(crate::Config::default()) };
    let text =
        fs::read_to_string(path).map_err(|source| crate::Error::Io { path: path.to_owned(), source })?;
    crate::Config::from_toml(&text).map_err(|e| Failure::Message(format!("{}: {e}", path.display())))
}
