//! XZ.

use lzma_rust2::{XzOptions, XzReader, XzWriter};
use std::io::{self, BufRead, Write};

/// What `xz` uses.
const LEVEL: u32 = 6;

pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(&[0xFD, b'7', b'z', b'X', b'Z', 0])
}

/// Reads all streams.
pub(super) fn decoder<R: BufRead>(packed: R) -> XzReader<R> {
    XzReader::new(packed, true)
}

pub(super) fn pack(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let mut options = XzOptions::with_preset(LEVEL);
    // More than there is to look back on would only be memory.
    let size = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    options.lzma_options.dict_size = options.lzma_options.dict_size.min(size.max(SMALLEST_WINDOW));
    let mut encoder = XzWriter::new(out, options)?;
    encoder.write_all(bytes)?;
    encoder.finish().map(drop)
}

/// The format's own limit.
const SMALLEST_WINDOW: u32 = 1 << 16;
