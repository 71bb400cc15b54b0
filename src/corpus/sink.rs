//! Outputs that appear whole or not at all.

use super::compression::{Compression, Encoder};
use super::plan::Output;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// An output being written. Dropped before [`Sink::finish`], it leaves nothing behind.
pub(super) struct Sink {
    encoder: Encoder<Raw>,
    target: PathBuf,
}

enum Raw {
    Stdout(io::Stdout),
    /// A hidden file beside the target, removed on drop.
    Temporary(NamedTempFile),
    /// A device or pipe: cannot be replaced, is written straight.
    Direct(File),
}

impl Sink {
    /// Opens an output; nothing when nothing is to be written. Missing directories are made. `mode`: the
    /// permission bits of the file it comes from.
    pub(super) fn open(output: &Output, mode: Option<u32>) -> io::Result<Option<Self>> {
        let (raw, compression, target) = match output {
            Output::Nowhere => return Ok(None),
            Output::Stdout => (Raw::Stdout(io::stdout()), Compression::Plain, PathBuf::new()),
            Output::Path(path) => {
                // Through a link: the file it leads to is replaced, not the link.
                let target = path.canonicalize().unwrap_or_else(|_| path.clone());
                (raw(&target, mode)?, Compression::of_name(path), target)
            }
        };
        Ok(Some(Self { encoder: compression.encoder(raw)?, target }))
    }

    pub(super) fn is_stdout(&self) -> bool {
        self.target.as_os_str().is_empty()
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.encoder.write_all(bytes)
    }

    /// Writes the rest and gives the file its name. Until now nothing was to be seen of it.
    pub(super) fn finish(self) -> io::Result<()> {
        if let Raw::Temporary(file) = self.encoder.finish()? {
            file.persist(&self.target)?;
        }
        Ok(())
    }
}

fn raw(target: &Path, mode: Option<u32>) -> io::Result<Raw> {
    let existing = fs::metadata(target).ok();
    match &existing {
        Some(meta) if meta.is_dir() => {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a directory"));
        }
        Some(meta) if !meta.is_file() => {
            return File::options().write(true).open(target).map(Raw::Direct);
        }
        _ => {}
    }
    let parent = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mojimend-").suffix(".tmp");
    permit(&mut builder, mode);
    let file = builder.tempfile_in(parent)?;
    if let Some(meta) = existing {
        file.as_file().set_permissions(meta.permissions())?;
    }
    Ok(Raw::Temporary(file))
}

/// New files get the permissions of the file they come from, less what the user's mask takes away: a
/// private corpus stays private. Nobody gets the right to execute.
#[cfg(unix)]
fn permit(builder: &mut tempfile::Builder<'_, '_>, mode: Option<u32>) {
    use std::os::unix::fs::PermissionsExt;
    const ANYBODY: u32 = 0o666;
    const OWNER_WRITES: u32 = 0o200;
    let mode = mode.map_or(ANYBODY, |mode| mode & ANYBODY | OWNER_WRITES);
    builder.permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn permit(_: &mut tempfile::Builder<'_, '_>, _: Option<u32>) {}

impl Write for Raw {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(buf),
            Self::Temporary(file) => file.write(buf),
            Self::Direct(file) => file.write(buf),
        }
    }

    fn write_all(&mut self, buf: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.write_all(buf),
            Self::Temporary(file) => file.write_all(buf),
            Self::Direct(file) => file.write_all(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Temporary(file) => file.flush(),
            Self::Direct(file) => file.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_seen_before_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("new/out.txt");
        let output = Output::Path(target.clone());
        let mut sink = Sink::open(&output, None).unwrap().unwrap();
        sink.write(b"half").unwrap();
        assert!(!target.exists());
        drop(sink);
        assert_eq!(fs::read_dir(target.parent().unwrap()).unwrap().count(), 0, "litter");

        fs::write(&target, "old").unwrap();
        let mut sink = Sink::open(&output, None).unwrap().unwrap();
        sink.write(b"whole").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old");
        sink.finish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"whole");
        assert_eq!(fs::read_dir(target.parent().unwrap()).unwrap().count(), 1, "litter");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_follow_the_input_and_stay_with_the_output() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out.txt");
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        let output = Output::Path(target.clone());
        Sink::open(&output, Some(0o100_500)).unwrap().unwrap().finish().unwrap();
        assert_eq!(mode(&target), 0o600);
        fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
        let link = dir.path().join("link");
        std::os::unix::fs::symlink("out.txt", &link).unwrap();
        Sink::open(&Output::Path(link.clone()), Some(0o600)).unwrap().unwrap().finish().unwrap();
        assert_eq!(mode(&target), 0o640);
        assert!(link.is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_and_not_replaced() {
        let output = Output::Path("/dev/null".into());
        let mut sink = Sink::open(&output, None).unwrap().unwrap();
        sink.write(b"gone").unwrap();
        sink.finish().unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
