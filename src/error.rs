//! What can go wrong, told so that the reader knows what to do next.

use std::path::PathBuf;

/// An error of the library. Every message names the cause and the way out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A configuration that does not parse, or names something that does not exist.
    #[error("configuration: {0}")]
    Config(String),
    /// An edit log that does not fit the text it is applied to.
    #[error(
        "the edit log does not fit this text: edit {index} expects {expected:?} at byte {at}; use the text it was made from"
    )]
    LogMismatch {
        /// Position of the edit in the log, from 0.
        index: usize,
        /// Byte offset at which the edit should have found its text.
        at: usize,
        /// The text the edit expected there.
        expected: String,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A job over files that makes no sense or would overwrite an input.
    #[cfg(feature = "corpus")]
    #[error(transparent)]
    Refused(#[from] crate::corpus::Refusal),
    /// The system gave no threads to work on.
    #[error("cannot start threads: {0}; try fewer")]
    Threads(String),
}

/// Short for a result with [`enum@Error`].
pub type Result<T> = std::result::Result<T, Error>;
