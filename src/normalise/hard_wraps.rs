#![doc = include_str!("hard_wraps.md")]

use super::sweep::edit;
use super::wide::{Fences, is_wide};
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
    let mut fences = Fences::new(text);
    let (mut before, mut done) = (0..0, 0);
    for span in line_spans(text, 0) {
        // Only where a sentence may go on is a paragraph looked at.
        if span.start >= done
            && may_break(&text[before.clone()], &text[span.clone()])
            && !fences.hold(span.start)
        {
            let lines = paragraph(text, before.start);
            done = lines.last().map_or(span.end, |line| line.span.end);
            join(text, &lines, proposals);
        }
        before = span;
    }
}

/// The lines from a place on, without their ends.
fn line_spans(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> {
    let mut rest = Some(from);
    std::iter::from_fn(move || {
        let start = rest?;
        let end =
            memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |length| start + length);
        rest = (end < text.len()).then_some(end + 1);
        let body = text[start..end].trim_end_matches('\r');
        Some(start..start + body.len())
    })
}

/// What a line is to a paragraph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Nothing: blank, code, of a list or a table.
    Apart,
    First,
    Next,
}

fn part(line: &str) -> Part {
    // Indentation begins a paragraph, or belongs to code.
    let begins = line.starts_with([' ', '\t', '\u{3000}']);
    let inside = line.trim_start();
    if begins && inside.starts_with(is_han) {
        Part::First
    } else if inside.is_empty()
        || inside.starts_with("```")
        || is_item(line)
        || line.starts_with("  ")
        || line.starts_with('\t')
    {
        Part::Apart
    } else if begins {
        Part::First
    } else {
        Part::Next
    }
}

/// The paragraph that the line at `at` belongs to.
fn paragraph(text: &str, at: usize) -> Vec<Line<'_>> {
    let line_at = |start: usize| line_spans(text, start).next().map_or("", |span| &text[span]);
    let mut first = at;
    while first > 0 && part(line_at(first)) == Part::Next {
        let above = memchr::memrchr(b'\n', &text.as_bytes()[..first - 1]).map_or(0, |end| end + 1);
        if part(line_at(above)) == Part::Apart {
            break;
        }
        first = above;
    }
    let mut lines = Vec::new();
    for span in line_spans(text, first) {
        let body = &text[span.clone()];
        match part(body) {
            Part::Apart => break,
            Part::First if !lines.is_empty() => break,
            _ => lines.push(Line { text: body, span, width: body.chars().count() }),
        }
    }
    lines
}

/// Whether a sentence may go on from one line to the next, which shall have nothing in front of it.
pub(super) fn may_break(before: &str, line: &str) -> bool {
    // Where sentences go on, and how long the lines of such paragraphs are at least, in bytes.
    line.as_bytes().first().is_some_and(|b| b.is_ascii_lowercase() || *b >= 0x80)
        && before.len() >= NARROWEST.1 - CHINESE_SLACK
        && glue(before.trim_end(), line).is_some()
}

/// What joins two lines, if a sentence goes on from the one to the other.
fn glue(before: &str, after: &str) -> Option<&'static str> {
    let (end, begin) = (before.chars().next_back()?, after.chars().next()?);
    let ends = matches!(end, '。' | '！' | '？' | '：' | '；' | '…' | '”' | '』' | '」' | '—');
    if is_wide(end) && is_wide(begin) && !ends {
        Some("")
    } else if (!is_wide(end) && end.is_alphanumeric() || matches!(end, ',' | ';' | ')'))
        && begin.is_lowercase()
    {
        Some(" ")
    } else {
        None
    }
}

/// Whether a line is one of a list, a table, a heading or a quotation.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['-', '*', '+', '#', '>', '|', '•', '·', '=', '~', '/', '<', '@', '$', '%', '{', '}'])
        || (number.len() < line.len() && number.starts_with(['.', ')', '、', '）', ':']))
        || is_numbered(line)
        || memchr::memchr2(b'|', b'\t', line.as_bytes()).is_some()
        // Columns, and labels of messages: `note: …`.
        || line.trim_end().contains("   ")
        || is_label(line)
        || line.trim_end().ends_with(['{', '}', ';'])
}

/// Whether a line begins with one word of small letters and a colon.
fn is_label(line: &str) -> bool {
    let word = line.len() - line.trim_start_matches(|c: char| c.is_ascii_lowercase()).len();
    word > 0 && line[word..].starts_with(": ")
}

/// Whether a line begins with a number as Chinese writes them: `（一）`, `二、`, `第三条`, `①`.
fn is_numbered(line: &str) -> bool {
    let line = line.trim_start_matches(['（', '(', '第']);
    let number = line.trim_start_matches(|c| "一二三四五六七八九十百千零〇0123456789".contains(c));
    line.starts_with(|c| matches!(c, '①'..='⑳'))
        || number.len() < line.len()
            && number.starts_with(['）', ')', '、', '.', '．', '章', '节', '節', '条', '條', '款'])
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
        let before = pair[0].text.trim_end();
        let Some(glue) = glue(before, pair[1].text) else { continue };
        let span = pair[0].span.start + before.len()..pair[1].span.start;
        proposals.edits.push(edit(text, span, glue, &rule::HARD_WRAP, "a line broken inside a sentence"));
    }
}
