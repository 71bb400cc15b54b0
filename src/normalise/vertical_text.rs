#![doc = include_str!("vertical_text.md")]

use super::sweep::edit;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::rule;
use std::ops::Range;

/// So many lines of one character in a row are vertical text.
pub(super) const LEAST: usize = 5;
const NUMBERS: [char; 14] =
    ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '甲', '乙', '丙', '丁'];
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
    // Numbers in a column are a list.
    let numbers = column.iter().filter(|span| text[(*span).clone()].contains(NUMBERS)).count();
    if column.len() < LEAST || numbers * 2 > column.len() {
        return;
    }
    for pair in column.windows(2) {
        let span = pair[0].end..pair[1].start;
        proposals.edits.push(edit(text, span, "", &rule::VERTICAL_TEXT, "text with one character a line"));
    }
}
