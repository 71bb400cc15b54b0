#![doc = include_str!("blank_lines.md")]

use super::sweep::edit;
use crate::cleaner::Proposals;
use crate::rule;
use std::ops::Range;

/// Proposes to remove blank lines beyond `kept` in a row.
pub(super) fn propose(text: &str, kept: usize, proposals: &mut Proposals) {
    let mut blank = 0;
    let mut at = 0;
    let mut surplus: Option<Range<usize>> = None;
    let mut close = |surplus: Option<Range<usize>>| {
        if let Some(span) = surplus {
            proposals.edits.push(edit(
                text,
                span,
                "",
                &rule::BLANK_LINES,
                "more blank lines in a row than asked for",
            ));
        }
    };
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            blank += 1;
            if blank > kept {
                let start = surplus.map_or(at, |s| s.start);
                surplus = Some(start..at + line.len());
            }
        } else {
            blank = 0;
            close(surplus.take());
        }
        at += line.len();
    }
    close(surplus);
}
