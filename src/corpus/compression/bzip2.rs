//! Bzip2.

use ::bzip2::bufread::MultiBzDecoder;
use ::bzip2::write::BzEncoder;
use std::io::{self, BufRead, Write};

/// What `bzip2` uses: blocks of 900 kB.
const LEVEL: u32 = 9;

pub(super) fn begins(head: &[u8]) -> bool {
    // A block, or the end of an empty stream.
    matches!(
        head,
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..] | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, ..]
    )
}

/// Reads all streams: those of Wikipedia's dumps have thousands.
pub(super) fn decoder<R: BufRead>(packed: R) -> MultiBzDecoder<R> {
    MultiBzDecoder::new(packed)
}

pub(super) fn pack(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let mut encoder = BzEncoder::new(out, ::bzip2::Compression::new(LEVEL));
    encoder.write_all(bytes)?;
    encoder.finish().map(drop)
}
