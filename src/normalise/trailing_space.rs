#![doc = include_str!("trailing_space.md")]

use super::sweep::edit;
use crate::cleaner::Proposals;
use crate::rule;

/// Proposes to remove spaces and tabs in front of line ends and at the end.
pub(super) fn propose(text: &str, proposals: &mut Proposals) {
    let bytes = text.as_bytes();
    let ends = memchr::memchr_iter(b'\n', bytes).chain(std::iter::once(bytes.len()));
    for end in ends {
        let end = if end > 0 && bytes[end - 1] == b'\r' { end - 1 } else { end };
        // Most lines end in something else.
        if !bytes[..end].last().is_some_and(|b| matches!(b, b' ' | b'\t' | 0x80 | 0xA0)) {
            continue;
        }
        let start = text[..end].trim_end_matches([' ', '\t', '\u{3000}', '\u{A0}']).len();
        if start < end {
            proposals.edits.push(edit(text, start..end, "", &rule::TRAILING_SPACE, "spaces at a line end"));
        }
    }
}
