//! LZ4 frames.

use lz4_flex::frame::{FrameDecoder, FrameEncoder, FrameInfo};
use std::io::{self, BufRead, Read, Write};

pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(&[0x04, 0x22, 0x4D, 0x18])
}

/// Reads all frames.
pub(super) fn decoder<R: BufRead>(packed: R) -> Frames<R> {
    Frames(FrameDecoder::new(packed))
}

/// The decoder stops after each frame.
pub(super) struct Frames<R: BufRead>(FrameDecoder<R>);

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.0.read(buf)?;
            if read > 0 || buf.is_empty() || self.0.get_mut().fill_buf()?.is_empty() {
                return Ok(read);
            }
        }
    }
}

/// Frames carry a checksum, as those of `lz4` do.
pub(super) fn pack(bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
    let mut encoder = FrameEncoder::with_frame_info(FrameInfo::new().content_checksum(true), out);
    encoder.write_all(bytes)?;
    encoder.finish().map(drop).map_err(io::Error::from)
}
