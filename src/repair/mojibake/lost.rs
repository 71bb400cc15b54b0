#![doc = include_str!("lost.md")]

use std::ops::Range;

/// U+FFFD twice, written as UTF-8 and read as GBK.
const TWICE: &str = "锟斤拷";
/// So many U+FFFD in a row are a flood; one or two may be a mark that somebody wrote.
const FLOOD: usize = 3;

/// The stretches of which nothing is left. Allocates only when there are any.
pub(super) fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut add = |span: Range<usize>| match found.last_mut() {
        Some(last) if last.end == span.start => last.end = span.end,
        _ => found.push(span),
    };
    let flood: String = std::iter::repeat_n(char::REPLACEMENT_CHARACTER, FLOOD).collect();
    let mut at = 0;
    while let Some(next) = text[at..].find([char::REPLACEMENT_CHARACTER, '锟']) {
        let start = at + next;
        let rest = &text[start..];
        let length = if rest.starts_with(TWICE) {
            TWICE.len()
        } else if rest.starts_with(&flood) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_gone() {
        assert_eq!(stretches("标题：锟斤拷锟斤拷。").first(), Some(&(9..27)));
        assert_eq!(stretches("a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}b").first(), Some(&(1..13)));
        assert!(stretches("a\u{FFFD}b，一锟").is_empty());
    }
}
