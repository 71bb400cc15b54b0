//! The lines of a text as byte spans.

use std::ops::Range;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its characters, without the line end.
    pub(crate) text: Range<usize>,
    /// With the line end.
    pub(crate) whole: Range<usize>,
    /// Only white space.
    pub(crate) blank: bool,
}

/// The lines of a text, in order. A line end at the end of the text does not begin another line.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive('\n') {
        let end = start + piece.len();
        let bare = piece.trim_end_matches(['\n', '\r']).len();
        lines.push(Line {
            text: start..start + bare,
            whole: start..end,
            blank: piece.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').is_empty(),
        });
        start = end;
    }
    lines
}

/// The line around a byte, without its end.
pub(crate) fn around(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    start..memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end)
}

/// The spans to remove so that the lines with these numbers (ascending) are gone, each with the number of
/// its line. The line's end goes with it; blank lines left at the start or the end of the text go too; where
/// blank lines before and after meet, one stays; the text ends in a line end if it did before.
pub(crate) fn removals(text: &str, lines: &[Line], doomed: &[usize]) -> Vec<(usize, Range<usize>)> {
    let mut spans: Vec<(usize, Range<usize>)> =
        doomed.iter().map(|i| (*i, lines[*i].whole.clone())).collect();
    let mut first = 0;
    while first < spans.len() {
        // A run of doomed lines, with nothing or blank lines between them.
        let mut last = first;
        while last + 1 < spans.len() && lines[spans[last].0 + 1..spans[last + 1].0].iter().all(|l| l.blank) {
            spans[last].1.end = lines[spans[last + 1].0].whole.start;
            last += 1;
        }
        let before = lines[..spans[first].0].iter().rev().take_while(|l| l.blank).count();
        let after = lines[spans[last].0 + 1..].iter().take_while(|l| l.blank).count();
        let at_start = before == spans[first].0;
        let next = spans[last].0 + 1 + after;
        let at_end = next == lines.len();
        if at_start {
            // A byte order mark is the file's, not the line's.
            spans[first].1.start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        }
        if at_end {
            spans[last].1.end = text.len();
        }
        if at_start && !at_end {
            spans[last].1.end = lines[next].whole.start;
        } else if at_end && !at_start {
            let kept = &lines[spans[first].0 - before - 1];
            spans[first].1.start = if text.ends_with('\n') { kept.whole.end } else { kept.text.end };
        } else if before > 0 && after > 0 && !at_start && !at_end {
            spans[first].1.start = lines[spans[first].0 - before].whole.end;
            spans[last].1.end = lines[next].whole.start;
        }
        first = last + 1;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Removes the lines that hold an `x`.
    fn without_x(text: &str) -> String {
        let lines = lines(text);
        let doomed: Vec<usize> =
            (0..lines.len()).filter(|i| text[lines[*i].text.clone()].contains('x')).collect();
        let mut out = String::new();
        let mut at = 0;
        for (_, span) in removals(text, &lines, &doomed) {
            out.push_str(&text[at..span.start]);
            at = span.end;
        }
        out + &text[at..]
    }

    #[test]
    fn removing_keeps_the_shape_of_the_text() {
        for (input, output) in [
            ("x\n\na\n", "a\n"),
            ("\n \nx\n\na", "a"),
            ("a\n\nx", "a"),
            ("a\n\nx\n", "a\n"),
            ("a\n\nx\n\n", "a\n"),
            ("a\nx\nb", "a\nb"),
            ("a\n\nx\n\nb", "a\n\nb"),
            ("a\n\n\nx\n\nb", "a\n\nb"),
            ("a\nx\n\n\nb", "a\n\n\nb"),
            ("a\n\n\nb\n\nx\n\nx\n\n\nc", "a\n\n\nb\n\nc"),
            ("a\nx\n\nb", "a\n\nb"),
            ("a\r\n\r\nx\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
            ("a\n\nx\n\nx\n\nb", "a\n\nb"),
            ("x\nx\n\na\nx", "a"),
            ("\u{FEFF}x\n\na", "\u{FEFF}a"),
            ("a\nb\n", "a\nb\n"),
        ] {
            assert_eq!(without_x(input), output, "{input:?}");
        }
    }
}
