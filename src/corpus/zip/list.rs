//! The list at the end of an archive, which says what its members are and where they stand (APPNOTE 4.3).

use super::damaged;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

const ENTRY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_64: &[u8] = b"PK\x06\x07";
/// Lengths of these records, without what varies.
const ENTRY_LENGTH: usize = 46;
pub(super) const END_LENGTH: usize = 22;
pub(super) const END_64_LENGTH: usize = 56;
pub(super) const LOCATOR_64_LENGTH: usize = 20;
/// The end has a note behind it, of this length at most.
const LONGEST_NOTE: u64 = u16::MAX as u64;
/// The kind of extra field that has what needs 64 bits.
const WIDE: u16 = 1;

/// An archive's list.
pub(super) struct List {
    /// The list as it stands in the file.
    bytes: Vec<u8>,
    /// In the order in which members stand in the file.
    pub(super) entries: Vec<Entry>,
    /// Where the list begins.
    pub(super) begin: u64,
    /// What stands behind it: the end, and whatever comes before that.
    pub(super) end: Vec<u8>,
}

/// A member, as the list has it.
pub(super) struct Entry {
    /// Where its record stands in the list.
    record: Range<usize>,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) checksum: u32,
    pub(super) packed: u64,
    pub(super) size: u64,
    /// Where its head begins in the file.
    pub(super) offset: u64,
    /// Behind all that belongs to it: where the next member begins, or the list.
    pub(super) end: u64,
    /// Attributes, of which Unix keeps the kind of file in the upper half.
    attributes: u32,
    name: Range<usize>,
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes)
}

impl List {
    pub(super) fn read(file: &mut File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        let tail_length = (END_LENGTH as u64 + LONGEST_NOTE).min(length);
        let tail = read(file, length - tail_length, tail_length)?;
        let is_end = |at: &usize| at + END_LENGTH + usize::from(u16_at(&tail, at + 20)) == tail.len();
        let at = memchr::memmem::rfind_iter(&tail, END)
            .find(is_end)
            .ok_or_else(|| damaged("no list of members"))?;
        let end_at = length - tail_length + at as u64;
        let end = &tail[at..];
        let (mut count, mut size, mut begin) =
            (u64::from(u16_at(end, 10)), u64::from(u32_at(end, 12)), u64::from(u32_at(end, 16)));
        if u16_at(end, 4) != 0 && u16_at(end, 4) != u16::MAX {
            return Err(damaged("one of several parts"));
        }
        let mut list_end = end_at;
        if let Some(locator) = end_at.checked_sub(LOCATOR_64_LENGTH as u64) {
            let locator = read(file, locator, LOCATOR_64_LENGTH as u64)?;
            if locator.starts_with(LOCATOR_64) {
                let at = u64_at(&locator, 8);
                let wide = read(file, at, END_64_LENGTH as u64)?;
                if !wide.starts_with(END_64) {
                    return Err(damaged("no list of members"));
                }
                (count, size, begin) = (u64_at(&wide, 32), u64_at(&wide, 40), u64_at(&wide, 48));
                list_end = at;
            }
        }
        let fits = begin.checked_add(size).is_some_and(|end| end <= list_end);
        // More than the file's own bytes cannot be the list: nothing is taken on trust that costs memory.
        if !fits || count > size / ENTRY_LENGTH as u64 {
            return Err(damaged("a list that is not where it should be"));
        }
        let bytes = read(file, begin, size)?;
        let end = read(file, begin + size, length - begin - size)?;
        let mut list = Self { bytes, entries: Vec::new(), begin, end };
        list.fill(count)?;
        Ok(list)
    }

    fn fill(&mut self, count: u64) -> io::Result<()> {
        let mut at = 0;
        for _ in 0..count {
            let entry = Entry::new(&self.bytes, at).ok_or_else(|| damaged("a list that is cut short"))?;
            at = entry.record.end;
            self.entries.push(entry);
        }
        self.entries.sort_by_key(|entry| entry.offset);
        let mut end = self.begin;
        for entry in self.entries.iter_mut().rev() {
            entry.end = end;
            // What lies in one another is no archive that somebody made to be read.
            if entry.offset.checked_add(entry.packed).is_none_or(|content| content >= end) {
                return Err(damaged("members that overlap"));
            }
            end = entry.offset;
        }
        Ok(())
    }

    pub(super) fn record(&self, entry: &Entry) -> &[u8] {
        &self.bytes[entry.record.clone()]
    }

    pub(super) fn name(&self, entry: &Entry) -> String {
        String::from_utf8_lossy(&self.bytes[entry.name.clone()]).into_owned()
    }

    /// The entries in the order of the list, by their numbers.
    pub(super) fn in_order(&self) -> Vec<usize> {
        let mut numbers: Vec<_> = (0..self.entries.len()).collect();
        numbers.sort_by_key(|number| self.entries[*number].record.start);
        numbers
    }

    /// Whether it is what office programs, electronic books and Java keep their things in.
    pub(super) fn is_a_document(&self) -> bool {
        const MARKS: [&str; 3] = ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"];
        self.entries.iter().take(2).any(|entry| MARKS.contains(&self.name(entry).as_str()))
    }
}

impl Entry {
    fn new(bytes: &[u8], at: usize) -> Option<Self> {
        let record = bytes.get(at..).filter(|record| record.starts_with(ENTRY))?;
        let [name, extra, note] = [28, 30, 32].map(|at| usize::from(u16_at(record, at)));
        let length = ENTRY_LENGTH + name + extra + note;
        let record = record.get(..length)?;
        let mut entry = Self {
            record: at..at + length,
            flags: u16_at(record, 8),
            method: u16_at(record, 10),
            checksum: u32_at(record, 16),
            packed: u32_at(record, 20).into(),
            size: u32_at(record, 24).into(),
            offset: u32_at(record, 42).into(),
            end: 0,
            attributes: u32_at(record, 38),
            name: at + ENTRY_LENGTH..at + ENTRY_LENGTH + name,
        };
        let extra = &record[ENTRY_LENGTH + name..][..extra];
        if let Some(wide) = extras(extra).find(|(kind, _)| *kind == WIDE).map(|(_, field)| &extra[field]) {
            let mut at = 4;
            // In this order, and only what does not fit in its own place.
            for value in [&mut entry.size, &mut entry.packed, &mut entry.offset] {
                if *value == u64::from(u32::MAX) {
                    *value = u64_at(wide, at);
                    at += 8;
                }
            }
        }
        Some(entry)
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.flags & 1 != 0
    }

    /// Whether it is a regular file, as far as it is said.
    pub(super) fn is_file(&self) -> bool {
        const KIND: u32 = 0o170_000;
        const REGULAR: u32 = 0o100_000;
        let kind = (self.attributes >> 16) & KIND;
        self.size > 0 && (kind == 0 || kind == REGULAR)
    }
}

/// The extra fields of a head: kind, and where each stands, with its own head of four bytes.
fn extras(bytes: &[u8]) -> impl Iterator<Item = (u16, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let end = at + 4 + usize::from(u16_at(bytes, at + 2));
        let found = (bytes.len() >= at + 4 && bytes.len() >= end).then(|| (u16_at(bytes, at), at..end));
        at = end;
        found
    })
}

/// Extra fields without those of 64 bits.
pub(super) fn narrow(extra: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(extra.len());
    let mut at = 0;
    for (kind, field) in extras(extra) {
        at = field.end;
        if kind != WIDE {
            kept.extend_from_slice(&extra[field]);
        }
    }
    // What is left is filling.
    kept.extend_from_slice(&extra[at..]);
    kept
}

/// A record of the list for a member that stands elsewhere, or has another content.
pub(super) fn record(before: &[u8], flags: u16, checksum: u32, sizes: [u64; 3]) -> Vec<u8> {
    let [name, extra] = [28, 30].map(|at| usize::from(u16_at(before, at)));
    let (head, rest) = before.split_at(ENTRY_LENGTH);
    let (name, rest) = rest.split_at(name);
    let (extra, note) = rest.split_at(extra);
    let mut wide = Vec::new();
    let mut head = head.to_vec();
    head[8..10].copy_from_slice(&flags.to_le_bytes());
    head[16..20].copy_from_slice(&checksum.to_le_bytes());
    // The size, the packed size, and the place, in the order of the wide field.
    for (value, at) in sizes.into_iter().zip([24, 20, 42]) {
        let short = u32::try_from(value).unwrap_or(u32::MAX);
        if short == u32::MAX {
            wide.extend_from_slice(&value.to_le_bytes());
        }
        head[at..at + 4].copy_from_slice(&short.to_le_bytes());
    }
    let mut extra = narrow(extra);
    if !wide.is_empty() {
        let length = u16::try_from(wide.len()).unwrap_or(u16::MAX);
        let field = [&WIDE.to_le_bytes()[..], &length.to_le_bytes(), &wide].concat();
        extra.splice(0..0, field);
    }
    head[30..32].copy_from_slice(&u16::try_from(extra.len()).unwrap_or(u16::MAX).to_le_bytes());
    [&head[..], name, &extra, note].concat()
}

fn read(file: &mut File, at: u64, bytes: u64) -> io::Result<Vec<u8>> {
    let mut found = Vec::new();
    file.seek(SeekFrom::Start(at))?;
    file.take(bytes).read_to_end(&mut found)?;
    if found.len() as u64 == bytes { Ok(found) } else { Err(damaged("it ends before its end")) }
}
