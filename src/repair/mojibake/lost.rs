#![doc = include_str!("lost.md")]

use super::settings::{DropUnrecoverable, Misread};
use std::ops::Range;

/// U+FFFD twice, written as UTF-8 and read as GBK.
const TWICE: &str = "锟斤拷";
/// So many U+FFFD in a row are a flood; one or two may be a mark that somebody wrote.
const FLOOD: usize = 3;

/// Whether a text begins with a stretch of which nothing is left. Allocates nothing.
pub(super) fn begins(text: &str) -> bool {
    let flood =
        || text.chars().take_while(|c| *c == char::REPLACEMENT_CHARACTER).take(FLOOD).count() == FLOOD;
    text.starts_with(TWICE) || flood()
}

/// The stretches of which nothing is left. Allocates only when there are any.
pub(super) fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut add = |span: Range<usize>| match found.last_mut() {
        Some(last) if last.end == span.start => last.end = span.end,
        _ => found.push(span),
    };
    let mut at = 0;
    while let Some(next) = text[at..].find([char::REPLACEMENT_CHARACTER, '锟']) {
        let start = at + next;
        let rest = &text[start..];
        let length = if rest.starts_with(TWICE) {
            TWICE.len()
        } else if begins(rest) {
            rest.find(|c| c != char::REPLACEMENT_CHARACTER).unwrap_or(rest.len())
        } else {
            at = start + 3;
            continue;
        };
        add(start..start + length);
        at = start + length;
    }
    found
}

/// What of these stretches is removed: themselves, or the lines that hold much of them.
pub(super) fn dropped(text: &str, stretches: &[Range<usize>], settings: &Misread) -> Vec<Range<usize>> {
    match settings.drop_unrecoverable {
        DropUnrecoverable::Nothing => Vec::new(),
        DropUnrecoverable::Spans => stretches.to_vec(),
        DropUnrecoverable::Lines => lines(text, stretches, settings.unrecoverable_share),
    }
}

/// Lines in which such a share of the characters is lost, with their line ends.
fn lines(text: &str, stretches: &[Range<usize>], share: f32) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut rest = stretches;
    while let Some(first) = rest.first() {
        let start = text[..first.start].rfind('\n').map_or(0, |end| end + 1);
        let end = text[first.start..].find('\n').map_or(text.len(), |end| first.start + end + 1);
        let own = rest.partition_point(|stretch| stretch.start < end);
        let gone: usize = rest[..own].iter().map(|stretch| text[stretch.clone()].chars().count()).sum();
        if gone as f32 >= share * text[start..end].trim().chars().count() as f32 {
            lines.push(start..end);
        }
        rest = &rest[own..];
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_or_lines_go_on_request() {
        let text = "好的\n锟斤拷锟斤拷，\n一个很长的句子里有锟斤拷。\n";
        let stretches = stretches(text);
        let with = |drop_unrecoverable| {
            let settings = Misread { drop_unrecoverable, ..Misread::default() };
            let gone: Vec<&str> =
                dropped(text, &stretches, &settings).into_iter().map(|span| &text[span]).collect();
            gone
        };
        assert!(with(DropUnrecoverable::Nothing).is_empty());
        assert_eq!(with(DropUnrecoverable::Spans), ["锟斤拷锟斤拷", "锟斤拷"]);
        assert_eq!(with(DropUnrecoverable::Lines), ["锟斤拷锟斤拷，\n"]);
    }

    #[test]
    fn finds_what_is_gone() {
        assert_eq!(stretches("标题：锟斤拷锟斤拷。").first(), Some(&(9..27)));
        assert_eq!(stretches("a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}b").first(), Some(&(1..13)));
        assert!(stretches("a\u{FFFD}b，一锟").is_empty());
    }
}
