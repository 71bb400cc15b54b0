//! Tar archives (POSIX, with the extensions of GNU and pax): each member is a file of its own.
//!
//! Heads are read with the crate `tar`; walking the archive is our own, so that members that are not repaired, and
//! all heads, stay byte for byte. Of a changed member the head has another size, and nothing else.

use super::split::{Boundary, Splitter};
use super::{Layout, Row, Setup};
use crate::corpus::batch::Batch;
use crate::corpus::desk::{Desk, Judged};
use crate::corpus::problem::Cause;
use crate::corpus::records::{Changed, Records, Value};
use tar::{EntryType, Header};

/// Heads and contents fill blocks of this size.
const BLOCK: usize = 512;

pub(super) fn begins(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar") && head_of(head).is_some()
}

pub(super) struct Tar {
    setup: Setup,
}

impl Tar {
    pub(super) fn new(setup: &Setup) -> Self {
        Self { setup: setup.clone() }
    }
}

/// The head these bytes begin with, if its checksum is right.
fn head_of(bytes: &[u8]) -> Option<&Header> {
    let block = bytes.get(..BLOCK)?;
    let head = Header::from_byte_slice(block);
    let sum = block
        .iter()
        .enumerate()
        .map(|(at, byte)| u32::from(if (148..156).contains(&at) { b' ' } else { *byte }));
    (head.cksum().ok()? == sum.sum::<u32>()).then_some(head)
}

/// Bytes of a content with what fills its last block.
fn padded(size: u64) -> Option<usize> {
    usize::try_from(size.checked_next_multiple_of(BLOCK as u64)?).ok()
}

/// Bytes that fill the last block of a content.
fn padding(size: usize) -> usize {
    size.next_multiple_of(BLOCK) - size
}

/// A member: one head or several (names that are too long for one have their own), and the content.
struct Member {
    /// Where the content begins, its size, and where the next member begins.
    content: usize,
    size: usize,
    end: usize,
    /// Where the head stands that has the size.
    head: usize,
    /// Whether its content may be a text of ours.
    is_file: bool,
    name: String,
}

/// What these bytes begin with.
enum Found {
    Member(Member),
    /// The end of the archive, or something that is no member: from here on all is passed through.
    Rest,
    /// More bytes are needed.
    More,
}

fn member(bytes: &[u8]) -> Found {
    let (mut at, mut name, mut is_plain) = (0, None, true);
    loop {
        if bytes.len() < at + BLOCK {
            return Found::More;
        }
        let Some(head) = head_of(&bytes[at..]) else { return Found::Rest };
        let (Ok(size), content) = (head.entry_size(), at + BLOCK) else { return Found::Rest };
        let Some(end) = padded(size).and_then(|size| content.checked_add(size)) else { return Found::Rest };
        let kind = head.entry_type();
        let is_extension = matches!(
            kind,
            EntryType::XHeader | EntryType::XGlobalHeader | EntryType::GNULongName | EntryType::GNULongLink
        );
        if !is_extension {
            let own = || String::from_utf8_lossy(&head.path_bytes()).into_owned();
            let is_file = is_plain && matches!(kind, EntryType::Regular | EntryType::Continuous);
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            return Found::Member(Member {
                content,
                size,
                end,
                head: at,
                is_file,
                name: name.unwrap_or_else(own),
            });
        }
        let Some(said) = bytes.get(content..end) else { return Found::More };
        let said = &said[..usize::try_from(size).unwrap_or(0).min(said.len())];
        match kind {
            EntryType::GNULongName => {
                name = Some(String::from_utf8_lossy(said).trim_end_matches('\0').to_owned())
            }
            EntryType::XHeader => {
                for extension in tar::PaxExtensions::new(said).flatten() {
                    match extension.key() {
                        Ok("path") => name = extension.value().ok().map(str::to_owned),
                        // A size of its own, or holes: such contents are passed through.
                        Ok(key) => is_plain &= key != "size" && !key.starts_with("GNU.sparse"),
                        Err(_) => {}
                    }
                }
                // A size beyond the head's is the true one: the walk would lose its way.
                if !is_plain {
                    return Found::Rest;
                }
            }
            _ => {}
        }
        at = end;
    }
}

impl Layout for Tar {
    fn splitter(&self) -> Splitter {
        Splitter::new(Box::new(Ends { left: 0 }), self.setup.longest)
    }

    fn records<'b>(&self, _batch: &'b Batch, _desk: &mut Desk<'_>) -> Result<Records<'b>, Cause> {
        Ok(Records::default())
    }

    fn write(&self, _source: &str, _values: &[Value], _judged: &[Judged], _out: &mut Vec<u8>) {}

    fn object(&self, _row: Row<'_>, _out: &mut Vec<u8>) {}

    fn knows_all(&self) -> bool {
        false
    }

    fn columns(&self, _head: &[u8]) -> Result<Vec<String>, Cause> {
        Ok(Vec::new())
    }

    fn clean(&self, batch: &Batch, desk: &mut Desk<'_>) -> Result<Changed, Cause> {
        let (mut output, mut copied, mut at): (Changed, _, _) = (None, 0, 0);
        while let Found::Member(member) = member(&batch.bytes[at..]) {
            if at + member.end > batch.bytes.len() {
                desk.problem(None, Cause::MemberCutShort(member.name, batch.cut.offset + at as u64));
                break;
            }
            let content = &batch.bytes[at + member.content..][..member.size];
            if member.is_file
                && !content.is_empty()
                && let Some(changed) =
                    super::member::clean(&self.setup, &batch.file, &member.name, content, desk)
            {
                let output = output.get_or_insert_with(|| Vec::with_capacity(batch.bytes.len()));
                output.extend_from_slice(&batch.bytes[copied..at + member.head]);
                let mut head = Header::new_old();
                head.as_mut_bytes().copy_from_slice(&batch.bytes[at + member.head..][..BLOCK]);
                head.set_size(changed.len() as u64);
                head.set_cksum();
                output.extend_from_slice(head.as_bytes());
                output.extend_from_slice(&changed);
                output.resize(output.len() + padding(changed.len()), 0);
                copied = at + member.end;
            }
            at += member.end;
        }
        if let Some(output) = &mut output {
            output.extend_from_slice(&batch.bytes[copied..]);
        }
        Ok(output)
    }
}

/// Finds the ends of members.
struct Ends {
    /// Bytes of a member that is too long, still to come.
    left: usize,
}

impl Boundary for Ends {
    fn last(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut last = 0;
        while last < bytes.len() {
            match member(&bytes[last..]) {
                Found::Member(member) if member.end <= bytes.len() - last => last += member.end,
                Found::Member(_) | Found::More => break,
                Found::Rest => return Some(bytes.len()),
            }
        }
        (last > 0).then_some(last)
    }

    fn pass(&mut self, bytes: &[u8], fresh: bool) -> Option<usize> {
        if fresh {
            self.left = match member(bytes) {
                Found::Member(member) => member.end,
                Found::Rest | Found::More => usize::MAX,
            };
        }
        let passed = self.left.min(bytes.len());
        self.left -= passed;
        (self.left == 0).then_some(passed)
    }
}
