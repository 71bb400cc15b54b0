#![doc = include_str!("vertical_text.md")]

use super::sweep::edit;
use super::wide::is_list;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::rule;
use std::ops::Range;

/// So many lines of one character in a row are vertical text.
pub(super) const LEAST: usize = 5;
/// Lines with more around their character, in bytes, are not looked at.
const LONGEST: usize = 24;

/// Proposes to turn text with one character a line into lines.
pub(super) fn propose(text: &str, proposals: &mut Proposals) {
    let mut column: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if is_short(line) {
            column.push(start..start + body.len());
        } else {
            turn(text, &column, proposals);
            column.clear();
        }
    }
    turn(text, &column, proposals);
}

/// Whether a line has one Chinese character and nothing else.
pub(super) fn is_short(line: &str) -> bool {
    let is_part = |c| {
        is_han(c) || matches!(c, '，' | '。' | '、' | '！' | '？' | '：' | '；' | '“' | '”' | '《' | '》')
    };
    let mut chars = if line.len() <= LONGEST { line.trim().chars() } else { return false };
    matches!((chars.next(), chars.next()), (Some(c), None) if is_part(c))
}

fn turn(text: &str, column: &[Range<usize>], proposals: &mut Proposals) {
    let characters: Vec<char> = column.iter().filter_map(|span| text[span.clone()].chars().next()).collect();
    if column.len() < LEAST || is_list(&characters) {
        return;
    }
    for pair in column.windows(2) {
        let span = pair[0].end..pair[1].start;
        proposals.edits.push(edit(text, span, "", &rule::VERTICAL_TEXT, "text with one character a line"));
    }
}
