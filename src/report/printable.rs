//! Text made fit for a terminal: nothing invisible, nothing that steers it, widths known.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A text with everything invisible spelled out: a line end as `⏎`, a tab as `⇥`, other controls,
/// zero-width, direction and private-use characters as `<U+0007>`.
pub(super) fn printable(text: &str) -> String {
    text.graphemes(true).map(spelled).collect()
}

/// One grapheme, spelled out if need be, with the columns it takes.
pub(super) fn measured(grapheme: &str) -> (Cow<'_, str>, usize) {
    let spelled = spelled(grapheme);
    let width = spelled.width();
    (spelled, width)
}

fn spelled(grapheme: &str) -> Cow<'_, str> {
    let mut chars = grapheme.chars();
    match (chars.next(), chars.next()) {
        (Some('\n'), None) | (Some('\r'), Some('\n')) => "⏎".into(),
        (Some('\t'), None) => "⇥".into(),
        (Some(c), None) if is_unseen(c) => format!("<U+{:04X}>", c as u32).into(),
        // Joiners and marks inside a cluster belong to what is seen.
        _ => grapheme.into(),
    }
}

fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{180E}' // soft hyphen, marks, fillers
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'         // zero width, separators, direction
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{FE00}'..='\u{FE0F}'                                   // variation selectors on their own
            | '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{10FFFF}') // tags, private use
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invisible_is_spelled_out() {
        assert_eq!(
            printable("中\u{7}文\r\n\t\u{200B}\u{E000}x\u{1b}[0m"),
            "中<U+0007>文⏎⇥<U+200B><U+E000>x<U+001B>[0m"
        );
        assert_eq!(printable("👨\u{200D}👩\u{200D}👧 e\u{301}"), "👨\u{200D}👩\u{200D}👧 e\u{301}");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        for (grapheme, width) in [("中", 2), ("a", 1), ("\u{7}", 8), ("e\u{301}", 1), ("，", 2)] {
            assert_eq!(measured(grapheme).1, width, "{grapheme:?}");
        }
    }
}
