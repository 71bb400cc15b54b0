#![doc = include_str!("control.md")]

use super::context::Context;
use super::garble::is_garbled;
use super::{edit, neighbours};
use crate::chars::entity::windows_1252;
use crate::cleaner::Proposals;
use crate::rule;

/// Words of texts that are about control characters.
const ABOUT: &[&str] = &[
    "bell",
    "backspace",
    "ackspace",
    "control char",
    "Control char",
    "control code",
    "Ctrl",
    "ctrl",
    "^H",
    "^G",
    "^[",
    "ASCII",
    "控制字符",
    "制御文字",
    "退格",
    "NUL ",
];

/// Proposes to remove control characters, or to put the mark that they are in Windows-1252.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    let mut left = None;
    for (at, c) in text.char_indices() {
        let is_wanted = matches!(c, '\t' | '\n' | '\r' | '\u{C}') || !c.is_control();
        // Inside escape sequences they belong to these.
        if is_wanted
            || (c == '\u{1B}' && text[at..].starts_with("\u{1B}["))
            || c == '\u{9B}' && text[at + 2..].starts_with(|c: char| c.is_ascii_digit())
        {
            continue;
        }
        let span = at..at + c.len_utf8();
        let (before, after) = neighbours(text, &span);
        let is_high = c > '\u{7F}';
        if is_high && is_garbled(text, at) {
            // Part of text that was read in a wrong encoding.
            continue;
        }
        if *left.get_or_insert_with(|| context.is_about(at, ABOUT)) || context.in_code(&span) {
            continue;
        }
        let mark = if is_high { windows_1252(c as u8) } else { c };
        if is_high && fits(mark, before, after) {
            let reason = "a control character where Windows-1252 has this mark";
            proposals.edits.push(edit(
                text,
                span,
                mark.encode_utf8(&mut [0; 4]),
                &rule::CONTROL_CHARACTER,
                0.95,
                reason,
            ));
        } else {
            let reason = "a control character, which no author can type";
            proposals.edits.push(edit(text, span, "", &rule::CONTROL_CHARACTER, 0.97, reason));
        }
    }
}

/// Whether a mark of Windows-1252 can stand between these two in text of the Latin alphabet.
fn fits(mark: char, before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !crate::chars::is_han(c));
    let gap = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let closing = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')'))
    };
    let opening = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
    match mark {
        '’' => letter(before) && (letter(after) || closing(after)),
        '‘' | '“' | '‚' | '„' | '‹' => opening(before) && letter(after),
        '”' | '›' => {
            (letter(before) || before.is_some_and(|c| matches!(c, '.' | ',' | '!' | '?'))) && closing(after)
        }
        '–' | '—' => {
            (gap(before) && gap(after) || letter(before) && letter(after))
                && before.is_some()
                && after.is_some()
        }
        '…' => letter(before) && closing(after),
        '•' => gap(before) && after == Some(' '),
        '€' => {
            after.is_some_and(|c| c.is_ascii_digit() || c == ' ')
                || before.is_some_and(|c| c.is_ascii_digit()) && closing(after)
        }
        '™' => letter(before) && closing(after),
        'Š' | 'š' | 'Ž' | 'ž' | 'Œ' | 'œ' | 'Ÿ' => letter(before) && letter(after),
        _ => false,
    }
}
