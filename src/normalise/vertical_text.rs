#![doc = include_str!("vertical_text.md")]

use super::sweep::edit;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::rule;
use std::ops::Range;

/// So many lines of one character in a row are vertical text.
const LEAST: usize = 5;

/// Proposes to turn text with one character a line into lines.
pub(super) fn propose(text: &str, proposals: &mut Proposals) {
    let mut column: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let mut chars = body.chars();
        let is_one = matches!((chars.next(), chars.next()), (Some(c), None) if is_han(c) || matches!(c, '，' | '。' | '、' | '！' | '？' | '：' | '；' | '“' | '”' | '《' | '》'));
        if is_one {
            column.push(start..start + body.len());
        } else {
            turn(text, &column, proposals);
            column.clear();
        }
    }
    turn(text, &column, proposals);
}

fn turn(text: &str, column: &[Range<usize>], proposals: &mut Proposals) {
    if column.len() < LEAST {
        return;
    }
    for pair in column.windows(2) {
        let span = pair[0].end..pair[1].start;
        proposals.edits.push(edit(text, span, "", &rule::VERTICAL_TEXT, "text with one character a line"));
    }
}
