//! Outputs that appear whole or not at all.

use super::compression::{Compression, Packer};
use super::plan::Output;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::hash::Hasher;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use twox_hash::XxHash3_64;

/// An output being written. Dropped before [`Sink::finish`], it leaves nothing behind.
pub(super) struct Sink {
    raw: Raw,
    target: PathBuf,
    compression: Compression,
    written: u64,
    /// Of all that was written; lost when an output is continued.
    hash: Option<XxHash3_64>,
}

enum Raw {
    Stdout(io::Stdout),
    Temporary(Temporary),
    /// A device or pipe: cannot be replaced, is written straight.
    Direct(File),
}

/// A hidden file beside the target, removed on drop.
struct Temporary {
    file: File,
    path: PathBuf,
    stays: bool,
}

/// What became of an output: the facts by which it is known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Written {
    pub(super) bytes: u64,
    pub(super) hash: Option<u64>,
}

impl Sink {
    /// Opens an output; nothing when nothing is to be written. Missing directories are made. `mode`: the
    /// permission bits of the file it comes from. `compression`: how what is written will be packed.
    pub(super) fn open(
        output: &Output,
        mode: Option<u32>,
        compression: Compression,
    ) -> io::Result<Option<Self>> {
        let (raw, target) = match output {
            Output::Nowhere => return Ok(None),
            Output::Stdout => (Raw::Stdout(io::stdout()), PathBuf::new()),
            Output::Path(path) => {
                let target = real(path);
                (raw(&target, mode)?, target)
            }
        };
        Ok(Some(Self { raw, target, compression, written: 0, hash: Some(XxHash3_64::new()) }))
    }

    /// Opens an output in a directory that must be there.
    pub(super) fn open_beside(output: &Output) -> io::Result<Option<Self>> {
        if let Output::Path(path) = output
            && let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty())
            && !parent.is_dir()
        {
            return Err(io::Error::new(io::ErrorKind::NotFound, "its directory does not exist"));
        }
        Self::open(output, None, output.compression())
    }

    /// Goes on with an output that was left behind after so many bytes.
    ///
    /// # Errors
    /// When there is none, or it is shorter.
    pub(super) fn reopen(path: &Path, written: u64, compression: Compression) -> io::Result<Self> {
        let target = real(path);
        let (hidden, partial) = (temporary(&target), partial(&target));
        if !hidden.exists() && partial.exists() {
            fs::rename(&partial, &hidden)?;
        }
        let mut file = File::options().read(true).write(true).open(&hidden)?;
        if file.metadata()?.len() < written {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "shorter than it was"));
        }
        file.set_len(written)?;
        file.seek(SeekFrom::Start(written))?;
        let raw = Raw::Temporary(Temporary { file, path: hidden, stays: false });
        Ok(Self { raw, compression, target, written, hash: None })
    }

    /// Whether there is an output to go on with.
    pub(super) fn can_reopen(path: &Path, written: u64) -> bool {
        let target = real(path);
        let left = [temporary(&target), partial(&target)].into_iter().find(|path| path.exists());
        left.is_some_and(|path| fs::metadata(path).is_ok_and(|meta| meta.len() >= written))
    }

    /// The same for an output that may also have been finished.
    pub(super) fn reopen_whole(path: &Path, written: u64) -> io::Result<Self> {
        let target = real(path);
        let hidden = temporary(&target);
        if !hidden.exists() && !partial(&target).exists() {
            fs::rename(&target, &hidden)?;
        }
        Self::reopen(path, written, Compression::of_name(path))
    }

    pub(super) fn is_stdout(&self) -> bool {
        matches!(self.raw, Raw::Stdout(_))
    }

    /// Whether it can be continued after an interruption.
    pub(super) fn is_temporary(&self) -> bool {
        matches!(self.raw, Raw::Temporary(_))
    }

    /// How what is written must be packed.
    pub(super) fn compression(&self) -> Compression {
        self.compression
    }

    /// The name it will have.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Bytes so far.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Writes bytes that are packed already.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.raw.write_all(bytes)?;
        self.written += bytes.len() as u64;
        if let Some(hash) = &mut self.hash {
            hash.write(bytes);
        }
        Ok(())
    }

    /// Gives the file its name. Until now nothing was to be seen of it.
    pub(super) fn finish(mut self) -> io::Result<Written> {
        self.end()?;
        if let Raw::Temporary(temporary) = &mut self.raw {
            fs::rename(&temporary.path, &self.target)?;
            temporary.stays = true;
            let _ = fs::remove_file(partial(&self.target));
        }
        Ok(Written { bytes: self.written, hash: self.hash.map(|hash| hash.finish()) })
    }

    /// Keeps what there is, whose end is missing: under the file's own name if there is none yet, beside it
    /// otherwise. Says where.
    pub(super) fn keep_readable(mut self) -> io::Result<PathBuf> {
        self.end()?;
        let mut name = self.target.clone();
        if let Raw::Temporary(temporary) = &mut self.raw {
            if self.target.exists() {
                name = partial(&self.target);
            }
            fs::rename(&temporary.path, &name)?;
            temporary.stays = true;
        }
        Ok(name)
    }

    /// Keeps what there is beside the file's name, to be continued.
    pub(super) fn keep_partial(mut self) -> io::Result<()> {
        self.raw.flush()?;
        if let Raw::Temporary(temporary) = &mut self.raw {
            fs::rename(&temporary.path, partial(&self.target))?;
            temporary.stays = true;
        }
        Ok(())
    }

    /// A packed file of nothing is not an empty file.
    fn end(&mut self) -> io::Result<()> {
        if self.written == 0 && self.compression != Compression::Plain {
            let mut nothing = Vec::new();
            Packer::default().pack(self.compression, b"", &mut nothing)?;
            self.write(&nothing)?;
        }
        self.raw.flush()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Self::write(self, bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.raw.flush()
    }
}

/// Through a link: the file it leads to is replaced, not the link.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The hidden name of an output that is being written. Always the same, so that what a killed run left behind
/// is found by the next.
pub(super) fn temporary(target: &Path) -> PathBuf {
    beside(target, ".mojimend-", ".tmp")
}

/// The name of an output whose end is missing.
fn partial(target: &Path) -> PathBuf {
    beside(target, "", ".partial")
}

/// A name made of that of the target. Systems allow names of 255 bytes.
pub(super) fn beside(target: &Path, before: &str, after: &str) -> PathBuf {
    const LONGEST: usize = 200;
    let name = target.file_name().unwrap_or_default();
    let short = if name.len() <= LONGEST {
        name.to_owned()
    } else {
        let mut hash = XxHash3_64::new();
        hash.write(name.as_encoded_bytes());
        OsString::from(format!("{:016x}", hash.finish()))
    };
    let name: OsString = [OsStr::new(before), &short, OsStr::new(after)].into_iter().collect();
    target.with_file_name(name)
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
    let path = temporary(target);
    let mut options = File::options();
    options.write(true).create_new(true);
    permit(&mut options, mode);
    let opened = options.open(&path).or_else(|error| {
        match error.kind() {
            // Of a run that was killed.
            io::ErrorKind::AlreadyExists => fs::remove_file(&path)?,
            io::ErrorKind::NotFound => match target.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => fs::create_dir_all(parent)?,
                _ => return Err(error),
            },
            _ => return Err(error),
        }
        options.open(&path)
    });
    let file = opened?;
    if let Some(meta) = existing {
        file.set_permissions(meta.permissions())?;
    }
    Ok(Raw::Temporary(Temporary { file, path, stays: false }))
}

/// New files get the permissions of the file they come from, less what the user's mask takes away: a
/// private corpus stays private. Nobody gets the right to execute.
#[cfg(unix)]
fn permit(options: &mut fs::OpenOptions, mode: Option<u32>) {
    use std::os::unix::fs::OpenOptionsExt;
    const ANYBODY: u32 = 0o666;
    const OWNER_WRITES: u32 = 0o200;
    options.mode(mode.map_or(ANYBODY, |mode| mode & ANYBODY | OWNER_WRITES));
}

#[cfg(not(unix))]
fn permit(_: &mut fs::OpenOptions, _: Option<u32>) {}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.stays {
            // Where it cannot be removed there is nobody left to tell.
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Write for Raw {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(buf),
            Self::Temporary(temporary) => temporary.file.write(buf),
            Self::Direct(file) => file.write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Temporary(temporary) => temporary.file.flush(),
            Self::Direct(file) => file.flush(),
        }
    }
}

/// A sink for many small things: they are gathered before they are packed.
pub(super) struct Gathered {
    sink: Sink,
    packer: Packer,
    held: Vec<u8>,
}

/// Packed together; smaller pieces would pack badly.
const GATHERED: usize = 1 << 20;

impl Gathered {
    pub(super) fn new(sink: Sink) -> Self {
        Self { sink, packer: Packer::default(), held: Vec::new() }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.sink.compression() == Compression::Plain {
            return if bytes.is_empty() { Ok(()) } else { self.sink.write(bytes) };
        }
        self.held.extend_from_slice(bytes);
        if self.held.len() < GATHERED { Ok(()) } else { self.flush() }
    }

    /// Packs what is held back.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let mut packed = Vec::new();
        self.packer.pack(self.sink.compression(), &self.held, &mut packed)?;
        self.held.clear();
        self.sink.write(&packed)
    }

    /// Bytes written, if none are held back.
    pub(super) fn settled(&self) -> Option<u64> {
        self.held.is_empty().then(|| self.sink.written())
    }

    pub(super) fn finish(mut self) -> io::Result<Written> {
        self.flush()?;
        self.sink.finish()
    }

    pub(super) fn keep_partial(mut self) -> io::Result<()> {
        self.flush()?;
        self.sink.keep_partial()
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
        let mut sink = Sink::open(&output, None, Compression::Plain).unwrap().unwrap();
        sink.write(b"half").unwrap();
        assert!(!target.exists());
        drop(sink);
        assert_eq!(fs::read_dir(target.parent().unwrap()).unwrap().count(), 0, "litter");

        fs::write(&target, "old").unwrap();
        let mut sink = Sink::open(&output, None, Compression::Plain).unwrap().unwrap();
        sink.write(b"whole").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old");
        assert_eq!(sink.finish().unwrap().bytes, 5);
        assert_eq!(fs::read(&target).unwrap(), b"whole");
        assert_eq!(fs::read_dir(target.parent().unwrap()).unwrap().count(), 1, "litter");
    }

    #[test]
    fn what_was_left_behind_is_continued_or_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out.txt");
        for kept in [false, true] {
            fs::write(temporary(&real(&target)), "one two, and rubbish").unwrap();
            if kept {
                fs::rename(temporary(&target), partial(&target)).unwrap();
            }
            assert!(Sink::reopen(&target, 1000, Compression::Plain).is_err());
            let mut sink = Sink::reopen(&target, 4, Compression::Plain).unwrap();
            sink.write(b"three").unwrap();
            assert_eq!(sink.finish().unwrap(), Written { bytes: 9, hash: None });
            assert_eq!(fs::read(&target).unwrap(), b"one three");
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "litter");
        }
        fs::write(temporary(&target), "rubbish").unwrap();
        let sink = Sink::open(&Output::Path(target.clone()), None, Compression::Plain).unwrap().unwrap();
        sink.finish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"");
    }

    #[test]
    fn a_long_name_has_room() {
        let target = PathBuf::from("a").join("名".repeat(80));
        let name = temporary(&target);
        assert!(name.starts_with("a") && name.file_name().unwrap().len() < 255, "{name:?}");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_follow_the_input_and_stay_with_the_output() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out.txt");
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        let output = Output::Path(target.clone());
        Sink::open(&output, Some(0o100_500), Compression::Plain).unwrap().unwrap().finish().unwrap();
        assert_eq!(mode(&target), 0o600);
        fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
        let link = dir.path().join("link");
        std::os::unix::fs::symlink("out.txt", &link).unwrap();
        Sink::open(&Output::Path(link.clone()), Some(0o600), Compression::Plain)
            .unwrap()
            .unwrap()
            .finish()
            .unwrap();
        assert_eq!(mode(&target), 0o640);
        assert!(link.is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_and_not_replaced() {
        let output = Output::Path("/dev/null".into());
        let mut sink = Sink::open(&output, None, Compression::Plain).unwrap().unwrap();
        sink.write(b"gone").unwrap();
        sink.finish().unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
