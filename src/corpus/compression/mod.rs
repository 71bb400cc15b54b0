//! Compressions a file can have. One file for each; this one tells them apart.

mod gzip;
mod zstandard;

use std::io::{self, BufRead, Read, Write};
use std::path::Path;

/// How the bytes of a file are packed.
///
/// On reading the content decides; on writing the name does: `pages.jsonl.zst` is written as Zstandard.
///
/// ```
/// use mojimend::corpus::Compression;
/// assert_eq!(Compression::of_name("pages.jsonl.zst".as_ref()), Compression::Zstd);
/// assert_eq!(Compression::of_content(&[0x1F, 0x8B, 8, 0]), Compression::Gzip);
/// assert_eq!(Compression::of_content(b"{\"text\":"), Compression::Plain);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Compression {
    /// Not packed.
    Plain,
    /// Gzip, one member or many.
    Gzip,
    /// Zstandard, one frame or many.
    Zstd,
}

impl Compression {
    /// The compression a file name promises.
    pub fn of_name(path: &Path) -> Self {
        let ending = path.extension().map(|e| e.to_ascii_lowercase());
        match ending.as_deref().and_then(|e| e.to_str()) {
            Some("gz" | "gzip") => Self::Gzip,
            Some("zst" | "zstd") => Self::Zstd,
            _ => Self::Plain,
        }
    }

    /// The compression that the first bytes of a file show. Four bytes are enough.
    pub fn of_content(head: &[u8]) -> Self {
        if gzip::begins(head) {
            Self::Gzip
        } else if zstandard::begins(head) {
            Self::Zstd
        } else {
            Self::Plain
        }
    }

    /// The bytes inside.
    pub(super) fn decoder<R: BufRead + Send + 'static>(self, packed: R) -> io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::Plain => Box::new(packed),
            Self::Gzip => Box::new(Named { what: "gzip", inner: gzip::decoder(packed) }),
            Self::Zstd => Box::new(Named { what: "Zstandard", inner: zstandard::decoder(packed)? }),
        })
    }

    /// Packs what is written. Nothing is whole before [`Encoder::finish`].
    pub(super) fn encoder<W: Write>(self, out: W) -> io::Result<Encoder<W>> {
        Ok(match self {
            Self::Plain => Encoder::Plain(out),
            Self::Gzip => Encoder::Gzip(gzip::encoder(out)),
            Self::Zstd => Encoder::Zstd(zstandard::encoder(out)?),
        })
    }
}

/// Says of a decoder's errors which compression they are about.
struct Named<R> {
    what: &'static str,
    inner: R,
}

impl<R: Read> Read for Named<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buf).map_err(|e| {
            io::Error::new(e.kind(), format!("the {} data is damaged or cut short ({e})", self.what))
        })
    }
}

/// Packs what is written to it.
pub(super) enum Encoder<W: Write> {
    Plain(W),
    Gzip(gzip::Encoder<W>),
    Zstd(zstandard::Encoder<W>),
}

impl<W: Write> Encoder<W> {
    pub(super) fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.write_all(bytes),
            Self::Gzip(out) => out.write_all(bytes),
            Self::Zstd(out) => out.write_all(bytes),
        }
    }

    /// Writes what is still held back and the end marks; gives the inner writer back.
    pub(super) fn finish(self) -> io::Result<W> {
        let mut out = match self {
            Self::Plain(out) => out,
            Self::Gzip(out) => out.finish()?,
            Self::Zstd(out) => out.finish()?,
        };
        out.flush()?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(compression: Compression, parts: &[&[u8]]) -> Vec<u8> {
        let mut all = Vec::new();
        for part in parts {
            let mut encoder = compression.encoder(Vec::new()).unwrap();
            encoder.write_all(part).unwrap();
            all.extend(encoder.finish().unwrap());
        }
        all
    }

    #[test]
    fn all_members_and_frames_are_read() {
        for compression in [Compression::Plain, Compression::Gzip, Compression::Zstd] {
            let packed = packed(compression, &[b"one ", b"", b"two"]);
            assert_eq!(Compression::of_content(&packed), compression);
            let mut text = String::new();
            let mut decoder = compression.decoder(io::Cursor::new(packed)).unwrap();
            decoder.read_to_string(&mut text).unwrap();
            assert_eq!(text, "one two");
        }
    }

    #[test]
    fn a_cut_file_is_an_error_that_names_the_compression() {
        for (compression, name) in [(Compression::Gzip, "gzip"), (Compression::Zstd, "Zstandard")] {
            let mut packed = packed(compression, &[&[b'x'; 5000]]);
            packed.truncate(packed.len() - 3);
            let mut decoder = compression.decoder(io::Cursor::new(packed)).unwrap();
            let error = decoder.read_to_end(&mut Vec::new()).unwrap_err().to_string();
            assert!(error.contains(name) && error.contains("cut short"), "{error}");
        }
    }

    #[test]
    fn a_skippable_frame_may_come_first() {
        assert_eq!(Compression::of_content(&[0x5E, 0x2A, 0x4D, 0x18]), Compression::Zstd);
    }
}
