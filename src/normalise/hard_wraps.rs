#![doc = include_str!("hard_wraps.md")]

use super::sweep::edit;
use super::wide::is_wide;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::rule;
use std::ops::Range;

/// Narrower paragraphs, in characters, are verse, lists or tables: for alphabets, and for Chinese.
const NARROWEST: (usize, usize) = (45, 18);
/// Wider ones were not broken by a machine with a page in mind.
const WIDEST: usize = 130;
/// Every line but the last is so full, in tenths of the widest.
const FULL: usize = 7;
/// Lines of Chinese differ in width by the marks that may not begin a line.
const CHINESE_SLACK: usize = 2;
/// Paragraphs with fewer lines do not show how wide they were set: for alphabets, and for Chinese.
const LINES_LEAST: (usize, usize) = (2, 3);

/// A line of a paragraph.
struct Line<'a> {
    text: &'a str,
    span: Range<usize>,
    width: usize,
}

/// Proposes to join the lines of paragraphs that were broken inside sentences.
pub(super) fn propose(text: &str, proposals: &mut Proposals) {
    let mut paragraph: Vec<Line<'_>> = Vec::new();
    let mut fence = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let span = at..at + body.len();
        at += line.len();
        let is_fence = body.trim_start().starts_with("```");
        fence ^= is_fence;
        // Indentation begins a paragraph, or belongs to code.
        let begins = body.starts_with([' ', '\t', '\u{3000}']);
        if fence || is_fence || body.trim().is_empty() || begins || is_item(body) {
            join(text, &paragraph, proposals);
            paragraph.clear();
        }
        let is_text = !fence
            && !is_fence
            && !body.trim().is_empty()
            && !is_item(body)
            && !body.starts_with("  ")
            && !body.starts_with('\t');
        if is_text || (begins && !fence && body.trim_start().starts_with(is_han)) {
            paragraph.push(Line { text: body, span, width: body.chars().count() });
        }
    }
    join(text, &paragraph, proposals);
}

/// Whether a line is one of a list, a table, a heading or a quotation.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '*', '+', '#', '>', '|', '•', '·', '=', '~', '/', '<', '@', '$', '%', '{', '}'])
        || (number.len() < line.len() && number.starts_with(['.', ')', '、', '）', ':']))
        || line.contains(['|', '\t'])
        || line.trim_end().ends_with(['{', '}', ';'])
}

fn join(text: &str, lines: &[Line<'_>], proposals: &mut Proposals) {
    let chinese = lines.iter().map(|line| line.text.chars().filter(|c| is_han(*c)).count()).sum::<usize>()
        * 2
        > lines.iter().map(|line| line.width).sum();
    let widest = lines.iter().map(|line| line.width).max().unwrap_or(0);
    let (narrowest, least) =
        if chinese { (NARROWEST.1, LINES_LEAST.1) } else { (NARROWEST.0, LINES_LEAST.0) };
    if lines.len() < least || !(narrowest..=WIDEST).contains(&widest) {
        return;
    }
    let full = |line: &Line<'_>| {
        if chinese { line.width + CHINESE_SLACK >= widest } else { line.width * 10 >= widest * FULL }
    };
    if !lines[..lines.len() - 1].iter().all(full) {
        return;
    }
    for pair in lines.windows(2) {
        let (before, after) = (pair[0].text.trim_end(), pair[1].text);
        let (Some(end), Some(begin)) = (before.chars().next_back(), after.chars().next()) else { continue };
        let glue = if is_wide(end) && is_wide(begin) && !matches!(end, '。' | '！' | '？' | '：' | '…' | '”')
        {
            ""
        } else if (end.is_alphanumeric() && !is_wide(end) || matches!(end, ',' | ';' | ')'))
            && begin.is_lowercase()
        {
            " "
        } else {
            continue;
        };
        let span = pair[0].span.start + before.len()..pair[1].span.start;
        proposals.edits.push(edit(text, span, glue, &rule::HARD_WRAP, "a line broken inside a sentence"));
    }
}
