//! Compressions a file can have. One file for each; this one tells them apart.
//!
//! Packed outputs are made of many members (gzip), frames (Zstandard, LZ4) or streams (bzip2, XZ), one for each
//! batch, so that all cores pack; every unpacker reads them as one.

mod bzip2;
mod gzip;
mod lz4;
mod xz;
mod zstandard;

use std::io::{self, BufRead, Read};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Compression {
    /// Not packed.
    Plain,
    /// Gzip, one member or many.
    Gzip,
    /// Zstandard, one frame or many.
    Zstd,
    /// Bzip2, one stream or many.
    Bzip2,
    /// XZ, one stream or many.
    Xz,
    /// LZ4, one frame or many.
    Lz4,
}

/// Every compression with the endings of its names; the first is the one that is written.
const NAMES: [(Compression, &[&str]); 5] = [
    (Compression::Gzip, &["gz", "gzip", "tgz"]),
    (Compression::Zstd, &["zst", "zstd"]),
    (Compression::Bzip2, &["bz2"]),
    (Compression::Xz, &["xz"]),
    (Compression::Lz4, &["lz4"]),
];

impl Compression {
    /// The compression a file name promises.
    pub fn of_name(path: &Path) -> Self {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        Self::of_ending(&ending.to_ascii_lowercase()).unwrap_or(Self::Plain)
    }

    /// The compression that the last part of a name stands for: `gz`, `zst`, `bz2`, `xz` or `lz4`.
    pub fn of_ending(ending: &str) -> Option<Self> {
        NAMES.iter().find(|(_, endings)| endings.contains(&ending)).map(|(compression, _)| *compression)
    }

    /// The ending of a name, without its dot; nothing for [`Compression::Plain`].
    pub fn ending(self) -> Option<&'static str> {
        NAMES.iter().find(|(compression, _)| *compression == self).map(|(_, endings)| endings[0])
    }

    /// The compression that the first bytes of a file show. Six bytes are enough.
    pub fn of_content(head: &[u8]) -> Self {
        if gzip::begins(head) {
            Self::Gzip
        } else if zstandard::begins(head) {
            Self::Zstd
        } else if bzip2::begins(head) {
            Self::Bzip2
        } else if xz::begins(head) {
            Self::Xz
        } else if lz4::begins(head) {
            Self::Lz4
        } else {
            Self::Plain
        }
    }

    /// The bytes inside.
    pub(super) fn decoder<R: BufRead + Send + 'static>(self, packed: R) -> io::Result<Box<dyn Read + Send>> {
        fn named(what: &'static str, inner: impl Read + Send + 'static) -> Box<dyn Read + Send> {
            Box::new(Named { what, inner, read: 0, failed: None })
        }
        Ok(match self {
            Self::Plain => Box::new(packed),
            Self::Gzip => named("gzip", gzip::decoder(packed)),
            Self::Zstd => named("Zstandard", zstandard::decoder(packed)?),
            Self::Bzip2 => named("bzip2", bzip2::decoder(packed)),
            Self::Xz => named("XZ", xz::decoder(packed)),
            Self::Lz4 => named("LZ4", lz4::decoder(packed)),
        })
    }
}

/// Says of a decoder's errors which compression they are about, and where; and says them again.
struct Named<R> {
    what: &'static str,
    inner: R,
    read: u64,
    failed: Option<(io::ErrorKind, String)>,
}

impl<R: Read> Read for Named<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if let Some((kind, message)) = &self.failed {
            return Err(io::Error::new(*kind, message.clone()));
        }
        match self.inner.read(buf) {
            Ok(read) => {
                self.read += read as u64;
                Ok(read)
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => Err(e),
            Err(e) => {
                let Self { what, read, .. } = self;
                let message =
                    format!("the {what} data is damaged or cut short after {read} unpacked bytes ({e})");
                self.failed = Some((e.kind(), message.clone()));
                Err(io::Error::new(e.kind(), message))
            }
        }
    }
}

/// Packs pieces, each into a member, frame or stream of its own. Keeps what is costly to make.
#[derive(Default)]
pub(super) struct Packer {
    zstd: Option<zstd::bulk::Compressor<'static>>,
}

impl Packer {
    /// Packs a piece and appends it to the output.
    pub(super) fn pack(
        &mut self,
        compression: Compression,
        bytes: &[u8],
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        match compression {
            Compression::Plain => out.extend_from_slice(bytes),
            Compression::Gzip => gzip::pack(bytes, out)?,
            Compression::Bzip2 => bzip2::pack(bytes, out)?,
            Compression::Xz => xz::pack(bytes, out)?,
            Compression::Lz4 => lz4::pack(bytes, out)?,
            Compression::Zstd => {
                let packer = match &mut self.zstd {
                    Some(packer) => packer,
                    none => none.insert(zstandard::packer()?),
                };
                zstandard::pack(packer, bytes, out)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Compression; 6] = [
        Compression::Plain,
        Compression::Gzip,
        Compression::Zstd,
        Compression::Bzip2,
        Compression::Xz,
        Compression::Lz4,
    ];

    fn packed(compression: Compression, parts: &[&[u8]]) -> Vec<u8> {
        let (mut packer, mut all) = (Packer::default(), Vec::new());
        for part in parts {
            packer.pack(compression, part, &mut all).unwrap();
        }
        all
    }

    #[test]
    fn all_members_and_frames_are_read() {
        for compression in ALL {
            let packed = packed(compression, &[b"one ", b"", b"two"]);
            assert_eq!(Compression::of_content(&packed), compression);
            let mut text = String::new();
            let mut decoder = compression.decoder(io::Cursor::new(packed)).unwrap();
            decoder.read_to_string(&mut text).unwrap();
            assert_eq!(text, "one two", "{compression:?}");
        }
    }

    #[test]
    fn nothing_packed_is_nothing_unpacked() {
        for compression in ALL {
            let packed = packed(compression, &[b""]);
            assert_eq!(Compression::of_content(&packed), compression);
            let mut decoder = compression.decoder(io::Cursor::new(packed)).unwrap();
            assert_eq!(decoder.read(&mut [0; 9]).unwrap(), 0, "{compression:?}");
        }
    }

    #[test]
    fn a_cut_file_is_an_error_that_names_the_compression() {
        let noise: Vec<u8> = (0..40_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for compression in &ALL[1..] {
            let whole = packed(*compression, &[&noise]);
            // In the middle of the data, and in the checksum at its end.
            for length in [whole.len() / 2, whole.len() - 1] {
                let mut decoder = compression.decoder(io::Cursor::new(whole[..length].to_vec())).unwrap();
                let error =
                    decoder.read_to_end(&mut Vec::new()).expect_err(&format!("{compression:?} {length}"));
                assert!(error.to_string().contains("cut short after"), "{error}");
            }
        }
    }

    #[test]
    fn a_skippable_frame_may_come_first() {
        assert_eq!(Compression::of_content(&[0x5E, 0x2A, 0x4D, 0x18]), Compression::Zstd);
    }
}
