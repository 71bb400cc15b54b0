//! Whether two paths are one file, through links and relative names.

use std::path::Path;

/// A file or directory, whatever it is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Identity(Inner);

#[cfg(unix)]
type Inner = (u64, u64);
#[cfg(not(unix))]
type Inner = std::path::PathBuf;

impl Identity {
    /// The file or directory this path leads to; nothing when there is none, or when it is a device, pipe
    /// or terminal, which can be read and written at once.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let meta = std::fs::metadata(path).ok()?;
        if !meta.is_file() && !meta.is_dir() {
            return None;
        }
        inner(path, &meta).map(Self)
    }

    /// What standard input is redirected from.
    pub(super) fn of_stdin() -> Option<Self> {
        Self::of(Path::new("/dev/stdin"))
    }

    /// What standard output is redirected to.
    pub(super) fn of_stdout() -> Option<Self> {
        Self::of(Path::new("/dev/stdout"))
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail here")]
fn inner(_: &Path, meta: &std::fs::Metadata) -> Option<Inner> {
    use std::os::unix::fs::MetadataExt;
    Some((meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn inner(path: &Path, _: &std::fs::Metadata) -> Option<Inner> {
    path.canonicalize().ok()
}
