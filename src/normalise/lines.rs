//! What the lines of a text may have for the options about lines, told in one walk from line end to line end.

use super::options::Normalise;
use super::{hard_wraps, spaced_headings, vertical_text};

/// The rules about lines that have something to look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Traces {
    pub(super) trailing_space: bool,
    pub(super) blank_lines: bool,
    pub(super) vertical_text: bool,
    pub(super) spaced_heading: bool,
    pub(super) hard_wrap: bool,
}

impl Traces {
    /// Walks over the lines of a text. Allocates nothing.
    pub(super) fn read(text: &str, options: &Normalise) -> Self {
        let mut traces = Self::default();
        let about_lines = [
            options.trailing_space,
            options.blank_lines > 0,
            options.vertical_text,
            options.spaced_headings,
            options.hard_wraps,
        ];
        if !about_lines.contains(&true) {
            return traces;
        }
        let bytes = text.as_bytes();
        let (mut start, mut blank, mut column) = (0, 0, 0);
        let mut before: &str = "";
        for end in memchr::memchr_iter(b'\n', bytes).chain(std::iter::once(bytes.len())) {
            let line = &text[start..end];
            let last = line.as_bytes().last().copied();
            start = end + 1;
            traces.trailing_space |= matches!(last, Some(b' ' | b'\t' | b'\r' | 0x80 | 0xA0));
            // Most lines begin with a sign or a letter.
            let is_blank =
                !line.as_bytes().first().is_some_and(u8::is_ascii_graphic) && line.trim_start().is_empty();
            blank = if is_blank { blank + 1 } else { 0 };
            traces.blank_lines |= blank > options.blank_lines;
            column = if vertical_text::is_short(line) { column + 1 } else { 0 };
            traces.vertical_text |= column >= vertical_text::LEAST;
            traces.spaced_heading = traces.spaced_heading || spaced_headings::may_be(line);
            traces.hard_wrap = traces.hard_wrap || hard_wraps::may_break(before, line);
            before = line;
        }
        Self {
            trailing_space: traces.trailing_space && options.trailing_space,
            blank_lines: traces.blank_lines && options.blank_lines > 0,
            vertical_text: traces.vertical_text && options.vertical_text,
            spaced_heading: traces.spaced_heading && options.spaced_headings,
            hard_wrap: traces.hard_wrap && options.hard_wraps,
        }
    }
}
