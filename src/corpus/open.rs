//! Opening an input: unpack it, and find out what it is.

use super::compression::Compression;
use super::format::{Format, Layout, Setup, layout};
use super::plan::Input;
use super::problem::Cause;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Enough to recognise every compression and every format but JSONL.
const MAGIC: usize = 512;

/// How far the first line is searched for its end.
const FIRST_LINE: usize = 64 << 10;

/// Read from the system in pieces of this size.
const PIECE: usize = 128 << 10;

/// An open input.
pub(super) struct Opened {
    /// The unpacked bytes.
    pub(super) reader: Box<dyn Read + Send>,
    pub(super) format: Format,
    /// Whether the file is packed as a whole.
    pub(super) is_packed: bool,
    /// Its first bytes, unpacked.
    pub(super) head: Vec<u8>,
    /// Permission bits of the file, where the system has them.
    pub(super) mode: Option<u32>,
}

/// Opens an input. Bytes read from the system, packed as they are, are added to `count`; a pipe ends when `stop` is
/// set. `sample`: so many bytes of records are looked at before, if there are as many.
pub(super) fn open(
    input: &Input,
    format: Option<Format>,
    sample: usize,
    count: &Arc<AtomicU64>,
    stop: &Arc<AtomicBool>,
) -> Result<Opened, Cause> {
    let (raw, mode): (Box<dyn Read + Send>, _) = match input {
        Input::Stdin => (Box::new(Stoppable { inner: io::stdin(), stop: Arc::clone(stop) }), None),
        Input::Path(path) => {
            let file = File::open(path).map_err(Cause::Unreadable)?;
            let mode = mode(&file);
            (Box::new(file), mode)
        }
    };
    let name = match input {
        Input::Stdin => Path::new(""),
        Input::Path(path) => path,
    };
    let mut raw = Counting { inner: raw, count: Arc::clone(count) };
    let mut head = Vec::new();
    fill(&mut raw, &mut head, MAGIC).map_err(Cause::Unreadable)?;
    let compression = Compression::of_content(&head);
    let packed = Cursor::new(head).chain(raw);
    let mut reader = if compression == Compression::Plain {
        // Batches are read in one go: a buffer between would only copy.
        Box::new(packed) as Box<dyn Read + Send>
    } else {
        compression.decoder(BufReader::with_capacity(PIECE, packed)).map_err(Cause::Unreadable)?
    };

    let mut head = Vec::new();
    fill(&mut reader, &mut head, MAGIC).map_err(Cause::Unreadable)?;
    if let Some((what, advice)) = foreign(&head) {
        return Err(Cause::Unsupported { what, advice });
    }
    let format = match format.or_else(|| Format::of_magic(&head)).or_else(|| Format::of_name(name)) {
        Some(format) => format,
        None => {
            fill_line(&mut reader, &mut head).map_err(Cause::Unreadable)?;
            Format::of_content(&head)
        }
    };
    if matches!(format, Format::Csv | Format::Tsv | Format::Jsonl | Format::Text) {
        fill_line(&mut reader, &mut head).map_err(Cause::Unreadable)?;
        if format == Format::Jsonl {
            fill(&mut reader, &mut head, sample).map_err(Cause::Unreadable)?;
        }
    }
    if compression == Compression::Plain
        && Compression::of_name(name) != Compression::Plain
        && std::str::from_utf8(&head).is_err_and(|e| e.error_len().is_some())
    {
        return Err(Cause::Unreadable(io::Error::new(
            io::ErrorKind::InvalidData,
            "the name says it is compressed, the content is neither that nor text: damaged or misnamed",
        )));
    }
    let reader: Box<dyn Read + Send> = Box::new(Cursor::new(head.clone()).chain(reader));
    let is_packed = compression != Compression::Plain;
    Ok(Opened { reader, format, is_packed, head, mode })
}

impl Opened {
    /// How the documents lie in it.
    pub(super) fn layout(&self, setup: &Setup) -> Result<Arc<dyn Layout>, Cause> {
        layout(self.format, &self.head, setup)
    }

    /// Reads over so many bytes.
    pub(super) fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.reader.by_ref().take(bytes), &mut io::sink())?;
        if skipped == bytes {
            Ok(())
        } else {
            Err(io::Error::new(io::ErrorKind::UnexpectedEof, "shorter than it was when its cleaning began"))
        }
    }
}

#[cfg(unix)]
fn mode(file: &File) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    file.metadata().ok().filter(|meta| meta.is_file()).map(|meta| meta.mode())
}

#[cfg(not(unix))]
fn mode(_: &File) -> Option<u32> {
    None
}

fn fill(from: &mut impl Read, head: &mut Vec<u8>, to: usize) -> io::Result<()> {
    match from.take(to.saturating_sub(head.len()) as u64).read_to_end(head) {
        // What can be read before an error is read; the next to read will meet it.
        Err(_) if !head.is_empty() => Ok(()),
        read => read.map(drop),
    }
}

/// Reads on until the head holds a whole line that is not blank, or is long enough.
fn fill_line(from: &mut impl Read, head: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let start = head.len() - head.trim_ascii_start().len();
        if memchr::memchr(b'\n', &head[start..]).is_some() || head.len() >= FIRST_LINE {
            return Ok(());
        }
        let before = head.len();
        fill(from, head, (before * 4).min(FIRST_LINE))?;
        if head.len() == before {
            return Ok(());
        }
    }
}

/// Files that are no text, with what they are and what to do.
fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    match head {
        _ if Compression::of_content(head) != Compression::Plain => {
            Some(("a file packed twice, which is not read", "unpack it once first"))
        }
        [b'7', b'z', 0xBC, 0xAF, ..] => Some(("a 7z file, which is not read", "unpack it first")),
        [b'R', b'a', b'r', b'!', 0x1A, ..] => Some(("a RAR file, which is not read", "unpack it first")),
        _ => None,
    }
}

/// Counts what is read.
struct Counting<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Standard input that can be given up while nothing comes.
struct Stoppable<R> {
    inner: R,
    stop: Arc<AtomicBool>,
}

impl Read for Stoppable<io::Stdin> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while !ready(&self.inner) {
            if self.stop.load(Ordering::Relaxed) {
                return Err(io::Error::other("interrupted"));
            }
        }
        self.inner.read(buf)
    }
}

/// Whether something has come, or will not come any more. Waits a little.
#[cfg(unix)]
fn ready(stdin: &io::Stdin) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    const PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
    let mut fds = [PollFd::new(stdin, PollFlags::IN)];
    // Where it cannot be asked, reading will tell.
    poll(&mut fds, Some(&PATIENCE)).map_or(true, |ready| ready > 0)
}

#[cfg(not(unix))]
fn ready(_: &io::Stdin) -> bool {
    true
}
