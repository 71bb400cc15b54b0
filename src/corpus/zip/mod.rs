//! ZIP archives: each member is a file of its own.
//!
//! Walking the archive is our own, as for tar: crates that write archives make heads anew, and lose what they do not know
//! (passwords, names in old encodings, alignment). Here a member that is not repaired, and the head of one that is, stay
//! byte for byte, but for lengths and checksum. Contents are unpacked and packed with the crates of
//! [`Compression`](super::Compression).

mod list;
mod member;
mod out;

use super::format::{Format, Setup};
use super::open::Opened;
use super::parts::{Begin, Opening, Part, PartSink, Parts};
use super::plan::Input;
use super::problem::Cause;
use super::target::Target;
use list::{Entry, List};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// Whether a file begins like an archive, or like one without members.
pub(super) fn begins(head: &[u8]) -> bool {
    matches!(head, [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..])
}

/// A file that several threads read.
struct Source(Mutex<File>);

impl Source {
    /// Reads so many bytes from here, or what there is.
    fn read(&self, at: u64, bytes: u64, into: &mut Vec<u8>) -> io::Result<()> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        let read = file.by_ref().take(bytes).read_to_end(into)?;
        if read as u64 == bytes { Ok(()) } else { Err(damaged("it ends before its end")) }
    }
}

fn damaged(what: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the ZIP archive is damaged or cut short ({what})"))
}

struct Archive {
    source: Source,
    list: List,
    setup: Setup,
}

/// Opens an archive.
///
/// # Errors
/// When it is none, or comes from a pipe, or is to become something else.
pub(super) fn open(input: &Input, opened: Opened, setup: &Setup, to: Target) -> Result<Opening, Cause> {
    if let Some(to) = to.format().filter(|to| *to != Format::Zip) {
        return Err(Cause::NoWay { from: Format::Zip, to });
    }
    drop(opened);
    let Input::Path(path) = input else {
        return Err(Cause::Unsupported {
            what: "a ZIP archive from a pipe, which can only be read from its end",
            advice: "save it to a file first",
        });
    };
    let mut file = File::open(path).map_err(Cause::Unreadable)?;
    let list = List::read(&mut file).map_err(Cause::Unreadable)?;
    if list.is_a_document() {
        return Err(Cause::Unsupported {
            what: "a document or a program that is packed as ZIP, not an archive of texts",
            advice: "extract its text first",
        });
    }
    let archive = Arc::new(Archive { source: Source(Mutex::new(file)), list, setup: setup.clone() });
    let parts = Box::new(Members { archive: Arc::clone(&archive), next: 0 });
    let begin: Begin =
        Box::new(move |sink| Ok(Box::new(out::ZipSink::new(sink, archive)?) as Box<dyn PartSink>));
    Ok(Opening { parts, begin: Some(begin) })
}

/// The members of an archive, in the order in which they stand there.
struct Members {
    archive: Arc<Archive>,
    next: usize,
}

impl Parts for Members {
    fn next(&mut self) -> io::Result<Option<Box<dyn Part>>> {
        if self.next == self.archive.list.entries.len() {
            return Ok(None);
        }
        self.next += 1;
        Ok(Some(Box::new(member::Member { archive: Arc::clone(&self.archive), number: self.next - 1 })))
    }
}

impl Archive {
    fn entry(&self, number: usize) -> &Entry {
        &self.list.entries[number]
    }
}
