//! Zstandard (RFC 8878).

use std::io::{self, BufRead};
use zstd::bulk::Compressor;
use zstd::stream::read::Decoder;

/// What `zstd` uses.
const LEVEL: i32 = 3;

/// Windows of up to 2 GiB are read (`zstd --long=31`): crawl dumps use them. Memory is only taken when a
/// file asks for it.
const MAX_WINDOW_LOG: u32 = 31;

/// A frame, or one of the skippable frames that parallel packers write first.
pub(super) fn begins(head: &[u8]) -> bool {
    matches!(head, [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..])
}

/// Reads all frames.
pub(super) fn decoder<R: BufRead>(packed: R) -> io::Result<Decoder<'static, R>> {
    let mut decoder = Decoder::with_buffer(packed)?;
    decoder.window_log_max(MAX_WINDOW_LOG)?;
    Ok(decoder)
}

/// Frames carry a checksum, as those of `zstd` do.
pub(super) fn packer() -> io::Result<Compressor<'static>> {
    let mut packer = Compressor::new(LEVEL)?;
    packer.include_checksum(true)?;
    Ok(packer)
}

pub(super) fn pack(packer: &mut Compressor<'_>, bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let from = out.len();
    out.resize(from + zstd::zstd_safe::compress_bound(bytes.len()), 0);
    let packed = packer.compress_to_buffer(bytes, &mut out[from..])?;
    out.truncate(from + packed);
    Ok(())
}
