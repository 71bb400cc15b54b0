//! A member: unpacked, cleaned, and packed again if it changed.

use super::list::{Entry, narrow, u16_at};
use super::{Archive, damaged};
use crate::corpus::compression::{Compression, Packer};
use crate::corpus::desk::Desk;
use crate::corpus::format::member;
use crate::corpus::parts::{Part, Product};
use crate::corpus::problem::Cause;
use flate2::Crc;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use std::io::{self, Cursor, Read, Write};
use std::sync::Arc;

/// What the head of a member begins with, and its length without what varies.
const HEAD: &[u8] = b"PK\x03\x04";
const HEAD_LENGTH: usize = 30;
/// The flag of members whose lengths stand behind them.
const LENGTHS_BEHIND: u16 = 1 << 3;
/// What most programs use.
const LEVEL: u32 = 6;

pub(super) struct Member {
    pub(super) archive: Arc<Archive>,
    pub(super) number: usize,
}

/// What is to be written of a member.
pub(super) enum Done {
    /// What stands there.
    Same,
    Changed(Changed),
}

pub(super) struct Changed {
    /// Head and content.
    pub(super) bytes: Vec<u8>,
    pub(super) flags: u16,
    pub(super) checksum: u32,
    pub(super) packed: u64,
    pub(super) size: u64,
}

/// How a content can be packed.
enum Method {
    Deflate,
    /// As files of their own are.
    Other(Compression),
}

impl Method {
    /// By the number of APPNOTE 4.4.5.
    fn of(number: u16) -> Option<Self> {
        Some(match number {
            0 => Self::Other(Compression::Plain),
            8 => Self::Deflate,
            12 => Self::Other(Compression::Bzip2),
            93 => Self::Other(Compression::Zstd),
            95 => Self::Other(Compression::Xz),
            _ => return None,
        })
    }

    fn unpack(&self, packed: Vec<u8>) -> io::Result<Box<dyn Read>> {
        Ok(match self {
            Self::Deflate => Box::new(DeflateDecoder::new(Cursor::new(packed))),
            Self::Other(compression) => compression.decoder(Cursor::new(packed))?,
        })
    }

    fn pack(&self, content: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Self::Deflate => {
                let mut encoder = DeflateEncoder::new(out, flate2::Compression::new(LEVEL));
                encoder.write_all(content)?;
                encoder.finish().map(drop)
            }
            Self::Other(compression) => Packer::default().pack(*compression, content, out),
        }
    }
}

impl Part for Member {
    fn bytes(&self) -> usize {
        let Entry { packed, size, .. } = self.archive.entry(self.number);
        let longest = self.archive.setup.longest as u64;
        usize::try_from((packed + size).min(2 * longest)).unwrap_or(usize::MAX)
    }

    fn clean(self: Box<Self>, file: &Arc<str>, desk: &mut Desk<'_>) -> io::Result<Product> {
        let done = match self.changed(file, desk) {
            Ok(Some(changed)) => Done::Changed(changed),
            Ok(None) => Done::Same,
            Err(error) => {
                desk.problem(None, Cause::MemberUnreadable { member: self.name(), error });
                Done::Same
            }
        };
        Ok(Product::Own(Box::new(done)))
    }
}

impl Member {
    fn name(&self) -> String {
        self.archive.list.name(self.archive.entry(self.number))
    }

    fn changed(&self, file: &Arc<str>, desk: &mut Desk<'_>) -> io::Result<Option<Changed>> {
        let entry = self.archive.entry(self.number);
        if !entry.is_file() {
            return Ok(None);
        }
        if entry.is_encrypted() {
            return Err(io::Error::other("it is locked with a password"));
        }
        let Some(method) = Method::of(entry.method) else {
            let what = format!("it is packed by method {}, which is not known here", entry.method);
            return Err(io::Error::other(what));
        };
        let longest = self.archive.setup.longest as u64;
        let too_long = || io::Error::other(format!("it is longer than the limit of {longest} bytes"));
        if entry.size > longest || entry.packed > longest {
            return Err(too_long());
        }
        let source = &self.archive.source;
        let mut head = Vec::new();
        source.read(entry.offset, HEAD_LENGTH as u64, &mut head)?;
        if !head.starts_with(HEAD) {
            return Err(damaged("no head where the list has one"));
        }
        let varies = usize::from(u16_at(&head, 26)) + usize::from(u16_at(&head, 28));
        source.read(entry.offset + HEAD_LENGTH as u64, varies as u64, &mut head)?;
        let mut packed = Vec::new();
        source.read(entry.offset + head.len() as u64, entry.packed, &mut packed)?;
        let mut content = Vec::new();
        // A member that says it is short may be endless.
        method.unpack(packed)?.take(entry.size + 1).read_to_end(&mut content)?;
        if content.len() as u64 != entry.size {
            return Err(damaged("its content has another length than the list says"));
        }
        if checksum(&content) != entry.checksum {
            return Err(damaged("its checksum is wrong"));
        }
        let cleaned = member::clean(&self.archive.setup, file, &self.name(), &content, desk);
        cleaned.map(|cleaned| pack(entry, &method, head, &cleaned)).transpose()
    }
}

fn checksum(content: &[u8]) -> u32 {
    let mut checksum = Crc::new();
    checksum.update(content);
    checksum.sum()
}

/// A member with another content.
fn pack(entry: &Entry, method: &Method, head: Vec<u8>, content: &[u8]) -> io::Result<Changed> {
    let (fixed, varies) = head.split_at(HEAD_LENGTH);
    let (name, extra) = varies.split_at(usize::from(u16_at(fixed, 26)));
    let extra = narrow(extra);
    let mut bytes = [fixed, name, &extra].concat();
    let begin = bytes.len();
    method.pack(content, &mut bytes)?;
    let packed = bytes.len() - begin;
    let short = |bytes: usize| {
        u32::try_from(bytes).map(u32::to_le_bytes).map_err(|_| damaged("a member of more than 4 GB"))
    };
    let (flags, checksum) = (entry.flags & !LENGTHS_BEHIND, checksum(content));
    bytes[6..8].copy_from_slice(&flags.to_le_bytes());
    bytes[14..18].copy_from_slice(&checksum.to_le_bytes());
    bytes[18..22].copy_from_slice(&short(packed)?);
    bytes[22..26].copy_from_slice(&short(content.len())?);
    let length = u16::try_from(extra.len()).map_err(io::Error::other)?;
    bytes[28..30].copy_from_slice(&length.to_le_bytes());
    Ok(Changed { bytes, flags, checksum, packed: packed as u64, size: content.len() as u64 })
}
