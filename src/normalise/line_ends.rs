#![doc = include_str!("line_ends.md")]

use super::options::LineEnds;
use super::sweep::edit;
use crate::cleaner::Proposals;
use crate::rule;

/// Proposes LF for other line ends.
pub(super) fn propose(text: &str, line_ends: LineEnds, proposals: &mut Proposals) {
    if line_ends == LineEnds::Keep {
        return;
    }
    for (at, found) in text.match_indices(['\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        let (end, after) =
            if text[at..].starts_with("\r\n") { (at + 1, "") } else { (at + found.len(), "\n") };
        proposals.edits.push(edit(text, at..end, after, &rule::LINE_END, "another kind of line end"));
    }
}
