#![doc = include_str!("width.md")]

use super::context::Context;
use super::garble::is_garbled;
use super::scripts::{breaks_without_spaces, is_pictorial, needs_joiners};
use super::{edit, neighbours};
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::rule;

/// Words of texts that are about such characters.
const ABOUT: &[&str] = &[
    "zero width",
    "zero-width",
    "Zero-width",
    "Zero Width",
    "U+200",
    "U+FEFF",
    "ZWNJ",
    "ZWSP",
    "零宽",
    "零寬",
    "ゼロ幅",
];

/// Proposes to remove characters without width where they mean nothing.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    let breaks = text.chars().any(breaks_without_spaces);
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if !is_zero_width(first) {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, c)| is_zero_width(*c)) {
            end = at + c.len_utf8();
        }
        // A byte order mark at the very beginning is where it belongs.
        let mark = if start == 0 && first == '\u{FEFF}' { first.len_utf8() } else { 0 };
        let span = start + mark..end;
        if span.is_empty() {
            continue;
        }
        let has = |wanted: &[char]| text[span.clone()].contains(wanted);
        let (joiner, glue, space) = (has(&['\u{200C}', '\u{200D}']), has(&['\u{2060}']), has(&['\u{200B}']));
        let (before, after) = neighbours(text, &span);
        let either = |is: fn(char) -> bool| before.is_some_and(is) || after.is_some_and(is);
        let wanted = (joiner
            && (either(needs_joiners)
                || either(is_combining)
                || (before.is_some_and(is_pictorial) && after.is_some_and(is_pictorial))))
            || (space && (either(breaks_without_spaces) || (breaks && !either(is_han))))
            || (glue
                && !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)))
            || either(is_mongolian);
        if !wanted
            && !is_garbled(text, span.start)
            && (context.in_word(&span) || !context.in_code(&span))
            && !context.is_about(span.start, ABOUT)
        {
            let reason = "characters without width, where no script needs them";
            proposals.edits.push(edit(text, span, "", &rule::ZERO_WIDTH, 0.99, reason));
        }
    }
}

/// Spaces and joiners without width, and the byte order mark.
fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{180E}')
}

/// Marks that stand on the character before them.
fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn is_mongolian(c: char) -> bool {
    matches!(c, '\u{1800}'..='\u{18AF}')
}
