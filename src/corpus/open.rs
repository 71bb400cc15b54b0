//! Opening an input: unpack it, and find out what it is.

use super::compression::Compression;
use super::format::Format;
use super::plan::Input;
use super::problem::Cause;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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
    /// Permission bits of the file, where the system has them.
    pub(super) mode: Option<u32>,
}

/// Opens an input. Bytes read from the system, packed as they are, are added to `count`.
pub(super) fn open(input: &Input, format: Option<Format>, count: &Arc<AtomicU64>) -> Result<Opened, Cause> {
    let (raw, mode): (Box<dyn Read + Send>, _) = match input {
        Input::Stdin => (Box::new(io::stdin()), None),
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
    let packed = BufReader::with_capacity(PIECE, Cursor::new(head).chain(raw));
    let mut reader = compression.decoder(packed).map_err(Cause::Unreadable)?;

    let mut head = Vec::new();
    fill(&mut reader, &mut head, MAGIC).map_err(Cause::Unreadable)?;
    if let Some((what, advice)) = foreign(&head) {
        return Err(Cause::Unsupported { what, advice });
    }
    let format = match format.or_else(|| Format::of_name(name)) {
        Some(format) => format,
        None => {
            fill_line(&mut reader, &mut head).map_err(Cause::Unreadable)?;
            Format::of_content(&head)
        }
    };
    if compression == Compression::Plain
        && Compression::of_name(name) != Compression::Plain
        && std::str::from_utf8(&head).is_err_and(|e| e.error_len().is_some())
    {
        return Err(Cause::Unreadable(io::Error::new(
            io::ErrorKind::InvalidData,
            "the name says it is compressed, the content is neither that nor text: damaged or misnamed",
        )));
    }
    Ok(Opened { reader: Box::new(Cursor::new(head).chain(reader)), format, mode })
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
    from.take(to.saturating_sub(head.len()) as u64).read_to_end(head).map(drop)
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
    const UNPACK: &str = "unpack it first";
    const EXPORT: &str = "export its text as JSONL first";
    let found = match head {
        [b'B', b'Z', b'h', _, 0x31, 0x41, 0x59, 0x26, ..] => ("a bzip2 file", UNPACK),
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => ("an xz file", UNPACK),
        [0x04, 0x22, 0x4D, 0x18, ..] => ("an lz4 file", UNPACK),
        [b'P', b'K', 3, 4, ..] => ("a ZIP file", UNPACK),
        [b'P', b'A', b'R', b'1', ..] if head.contains(&0) => ("a Parquet file", EXPORT),
        [b'A', b'R', b'R', b'O', b'W', b'1', 0, ..] => ("an Arrow file", EXPORT),
        [b'W', b'A', b'R', b'C', b'/', b'1', b'.', ..] => ("a WARC file", EXPORT),
        [0x1F, 0x8B, ..] | [0x28, 0xB5, 0x2F, 0xFD, ..] => ("a file packed twice", "unpack it once first"),
        _ if head.get(257..262) == Some(b"ustar") => ("a tar archive", UNPACK),
        _ => return None,
    };
    Some(found)
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
