//! Gzip (RFC 1952).

use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::io::{self, BufRead, Write};

/// What `gzip` uses.
const LEVEL: u32 = 6;

pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(&[0x1F, 0x8B])
}

/// Reads all members: files made by joining others, and block gzip, have many.
pub(super) fn decoder<R: BufRead>(packed: R) -> MultiGzDecoder<R> {
    MultiGzDecoder::new(packed)
}

/// The header holds no name and no time, so that the same content gives the same file.
pub(super) fn pack(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let mut encoder = GzEncoder::new(out, flate2::Compression::new(LEVEL));
    encoder.write_all(bytes)?;
    encoder.finish().map(drop)
}
