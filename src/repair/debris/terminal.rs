#![doc = include_str!("terminal.md")]

use super::context::Context;
use super::edit;
use super::garble::is_garbled;
use crate::cleaner::Proposals;
use crate::rule;
use std::ops::Range;

/// Proposes to remove escape sequences of terminals, also those that lost their escape character.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    let mut whole = false;
    let mut done = 0;
    for (at, begin) in text.match_indices(['\u{1B}', '\u{9B}']) {
        let rest = &text[at + begin.len()..];
        // Without parameters it may be a control like any other, in a word.
        let has_parameters = || rest.starts_with(|c: char| c.is_ascii_digit() || c == '?');
        let length = match begin {
            "\u{9B}" => control_sequence(rest).filter(|_| has_parameters()),
            _ => sequence(rest),
        };
        let Some(length) = length.filter(|_| at >= done) else { continue };
        if begin == "\u{9B}" && is_garbled(text, at) {
            continue;
        }
        whole = true;
        done = at + begin.len() + length;
        proposals.edits.push(edit(
            text,
            at..done,
            "",
            &rule::TERMINAL_ESCAPE,
            0.99,
            "an escape sequence of a terminal",
        ));
    }
    if !whole {
        headless(context, proposals);
    }
}

/// The length of what follows an escape character in an escape sequence.
fn sequence(rest: &str) -> Option<usize> {
    match rest.bytes().next()? {
        b'[' => control_sequence(&rest[1..]).map(|length| length + 1),
        // Commands to the system, as window titles: up to a bell or a string terminator.
        b']' | b'P' | b'_' | b'^' => {
            const LONGEST: usize = 200;
            let body = &rest[..rest.floor_char_boundary(LONGEST)];
            let end = body.find(['\u{7}', '\u{1B}', '\u{9C}', '\n'])?;
            let behind = &body[end..];
            let mark = if behind.starts_with("\u{1B}\\") {
                2
            } else {
                usize::from(behind.starts_with('\u{7}')) + 2 * usize::from(behind.starts_with('\u{9C}'))
            };
            (mark > 0).then_some(end + mark)
        }
        b'(' | b')' | b'*' | b'+' | b'#' => {
            rest.as_bytes().get(1).filter(|b| b.is_ascii_alphanumeric()).map(|_| 2)
        }
        b'7' | b'8' | b'=' | b'>' | b'c' | b'D' | b'E' | b'H' | b'M' | b'Z' | b'N' | b'O' => Some(1),
        _ => None,
    }
}

/// The length of a control sequence behind its introducer: parameters, then a letter or another final byte.
fn control_sequence(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let parameters = bytes.iter().take_while(|b| matches!(b, 0x30..=0x3F)).count();
    let between = bytes[parameters..].iter().take_while(|b| matches!(b, 0x20..=0x2F)).count();
    bytes.get(parameters + between).filter(|b| matches!(b, 0x40..=0x7E)).map(|_| parameters + between + 1)
}

/// Colours whose escape character is gone: `[31m` and, later, `[0m`.
fn headless(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    let found: Vec<Range<usize>> = text
        .match_indices('[')
        .filter_map(|(at, _)| colour(&text.as_bytes()[at..]).map(|n| at..at + n))
        .collect();
    let is_end = |span: &Range<usize>| matches!(&text[span.clone()], "[0m" | "[m" | "[00m" | "[39m");
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return };
    if is_end(first) || !is_end(last) {
        return;
    }
    let spelled = |span: &Range<usize>| {
        let before = &text[..span.start];
        // Where a colour begins or ends inside a word nobody tells of it.
        let inside = context.in_word(span);
        ["033", "x1b", "x1B", "\\e", "u001b", "u001B", "ESC", "^["]
            .iter()
            .any(|escape| before.ends_with(escape))
            || !inside && (context.is_mentioned(span) || context.in_code(span))
    };
    if found.iter().any(spelled)
        || context.is_about(
            first.start,
            &["ANSI", "escape code", "escape seq", "Escape seq", "转义", "轉義", "エスケープ"],
        )
    {
        return;
    }
    for span in found {
        let reason = "a colour for a terminal that lost its escape character";
        proposals.edits.push(edit(text, span, "", &rule::TERMINAL_ESCAPE, 0.95, reason));
    }
}

/// The length of `[31m`, `[1;32m`, `[m`.
pub(super) fn colour(text: &[u8]) -> Option<usize> {
    let inside = text.strip_prefix(b"[")?;
    let numbers = inside.iter().take_while(|b| b.is_ascii_digit() || **b == b';').count();
    let behind = inside.get(numbers + 1);
    // Without a number it may be the name of an optional argument: `f(a[;m][;n])`, `[matrix]`.
    let has_number = inside[..numbers].iter().any(u8::is_ascii_digit);
    let is_whole = inside.get(numbers) == Some(&b'm')
        && behind != Some(&b']')
        && (has_number || numbers == 0 && !behind.is_some_and(u8::is_ascii_alphanumeric));
    (is_whole && numbers <= "1;38;5;123;48;5;123".len()).then_some(numbers + 2)
}
