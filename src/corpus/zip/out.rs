//! An archive being written: members one behind the other, and the list of them.

use super::list::{END_64_LENGTH, END_LENGTH, LOCATOR_64_LENGTH, record};
use super::member::Done;
use super::{Archive, Source, damaged};
use crate::corpus::parts::{PartSink, Product, own};
use crate::corpus::sink::Sink;
use std::io;
use std::sync::Arc;

/// Copied in pieces of this size.
const PIECE: u64 = 256 << 10;

pub(super) struct ZipSink {
    sink: Sink,
    archive: Arc<Archive>,
    /// The records of members that were written: nothing for those that stand where they stood, as they were.
    records: Vec<Option<Vec<u8>>>,
}

impl ZipSink {
    pub(super) fn new(mut sink: Sink, archive: Arc<Archive>) -> io::Result<Self> {
        // Programs that unpack themselves have something in front.
        let first = archive.list.entries.first().map_or(archive.list.begin, |entry| entry.offset);
        copy(&archive.source, 0..first, &mut sink)?;
        Ok(Self { sink, archive, records: Vec::new() })
    }

    /// The end of the archive, for a list of this length at this place.
    fn end(&self, begin: u64, length: u64, count: u64) -> io::Result<Vec<u8>> {
        let mut end = self.archive.list.end.clone();
        let all = end.len();
        let note = memchr::memmem::rfind_iter(&end, b"PK\x05\x06")
            .find(|at| at + END_LENGTH + usize::from(super::list::u16_at(&end, at + 20)) == all);
        let at = note.ok_or_else(|| damaged("no end"))?;
        let short = |value: u64| u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes();
        let count_short = u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes();
        end[at + 8..at + 10].copy_from_slice(&count_short);
        end[at + 10..at + 12].copy_from_slice(&count_short);
        end[at + 12..at + 16].copy_from_slice(&short(length));
        end[at + 16..at + 20].copy_from_slice(&short(begin));
        let wide = END_64_LENGTH + LOCATOR_64_LENGTH;
        if at >= wide && end[at - wide..].starts_with(b"PK\x06\x06") {
            let wide_at = begin + length + (at - wide) as u64;
            for (place, value) in [(24, count), (32, count), (40, length), (48, begin), (64, wide_at)] {
                end[at - wide + place..][..8].copy_from_slice(&value.to_le_bytes());
            }
        } else if [length, begin].iter().any(|value| *value >= u32::MAX.into()) || count >= u16::MAX.into() {
            return Err(io::Error::other("an archive that has become longer than 4 GB; split it first"));
        }
        Ok(end)
    }
}

impl PartSink for ZipSink {
    fn write(&mut self, product: Product) -> io::Result<()> {
        let number = self.records.len();
        let Some(entry) = self.archive.list.entries.get(number) else {
            return Err(damaged("a member too many"));
        };
        let (offset, before) = (self.sink.written(), self.archive.list.record(entry));
        let written = match own(product)? {
            Done::Same => {
                copy(&self.archive.source, entry.offset..entry.end, &mut self.sink)?;
                let sizes = [entry.size, entry.packed, offset];
                (offset != entry.offset).then(|| record(before, entry.flags, entry.checksum, sizes))
            }
            Done::Changed(changed) => {
                self.sink.write(&changed.bytes)?;
                Some(record(before, changed.flags, changed.checksum, [changed.size, changed.packed, offset]))
            }
        };
        self.records.push(written);
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Sink> {
        let begin = self.sink.written();
        let mut count = 0;
        for number in self.archive.list.in_order() {
            // Of an archive that breaks off there are the members before.
            let Some(written) = self.records.get(number) else { continue };
            let entry = self.archive.entry(number);
            self.sink.write(written.as_deref().unwrap_or_else(|| self.archive.list.record(entry)))?;
            count += 1;
        }
        let end = self.end(begin, self.sink.written() - begin, count)?;
        self.sink.write(&end)?;
        Ok(self.sink)
    }

    fn is_stdout(&self) -> bool {
        self.sink.is_stdout()
    }
}

fn copy(from: &Source, mut bytes: std::ops::Range<u64>, to: &mut Sink) -> io::Result<()> {
    let mut piece = Vec::new();
    while bytes.start < bytes.end {
        piece.clear();
        let length = PIECE.min(bytes.end - bytes.start);
        from.read(bytes.start, length, &mut piece)?;
        to.write(&piece)?;
        bytes.start += length;
    }
    Ok(())
}
