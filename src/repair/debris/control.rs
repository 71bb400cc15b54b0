#![doc = include_str!("control.md")]

use super::context::Context;
use super::garble::is_garbled;
use super::{edit, neighbours};
use crate::chars::entity::windows_1252;
use crate::cleaner::Proposals;
use crate::rule;
use std::ops::Range;

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
        let is_high = c > '\u{7F}';
        if is_high && is_garbled(text, at) {
            // Part of text that was read in a wrong encoding.
            continue;
        }
        // Nobody tells of one inside a word.
        if !context.in_word(&span) && *left.get_or_insert_with(|| context.is_about(at, ABOUT))
            || context.in_code(&span)
        {
            continue;
        }
        let mark = if is_high { windows_1252(c as u8) } else { c };
        if is_high && fits(mark, text, &span) {
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
            // What reads it as a mark all the same knows less of where marks stand.
            proposals.edits.retain(|edit| edit.rule != &rule::MISREAD || edit.span != span);
            let reason = "a control character, which no author can type";
            proposals.edits.push(edit(text, span, "", &rule::CONTROL_CHARACTER, 0.97, reason));
        }
    }
}

/// Whether a mark of Windows-1252 can stand here, in text of the Latin alphabet.
fn fits(mark: char, text: &str, span: &Range<usize>) -> bool {
    let (before, after) = neighbours(text, span);
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !crate::chars::is_han(c));
    let gap = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let closing = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')'))
    };
    let opening = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
    let (left, right) = (letters(text[..span.start].chars().rev()), letters(text[span.end..].chars()));
    match mark {
        '’' => {
            letter(before) && closing(after) || left > 0 && right > 0 && (left <= ELIDED || right <= ENDING)
        }
        '‘' | '“' | '‚' | '„' | '‹' => opening(before) && letter(after),
        '”' | '›' => {
            (letter(before) || before.is_some_and(|c| matches!(c, '.' | ',' | '!' | '?'))) && closing(after)
        }
        '–' | '—' => {
            let capital = |c: Option<char>| c.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
            (gap(before) && gap(after)
                || letter(before)
                    && letter(after)
                    && (capital(after) || mark == '—' && left > ENDING && right > ENDING))
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
        // Letters of languages that have others beyond ASCII.
        'š' | 'ž' | 'œ' | 'Š' | 'Ž' | 'Œ' | 'Ÿ' => {
            let case = |c: Option<char>| {
                c.is_none_or(|c| !c.is_alphabetic() || c.is_lowercase() || mark.is_uppercase())
            };
            let inside = |c: Option<char>| !mark.is_uppercase() || !c.is_some_and(char::is_lowercase);
            (left > 0 || right > 0) && case(after) && inside(before) && has_latin(text, span)
        }
        _ => false,
    }
}

/// Letters in front of an apostrophe where a vowel fell out: `l’`, `qu’`.
const ELIDED: usize = 2;
/// Letters behind an apostrophe in most words: `’s`, `’ll`, `’hui`.
const ENDING: usize = 3;

fn letters(chars: impl Iterator<Item = char>) -> usize {
    chars.take_while(|c| c.is_alphabetic()).count()
}

/// Whether the words around a place have letters beyond ASCII.
fn has_latin(text: &str, span: &Range<usize>) -> bool {
    const NEAR: usize = 200;
    let from = text.floor_char_boundary(span.start.saturating_sub(NEAR));
    let to = text.ceil_char_boundary((span.end + NEAR).min(text.len()));
    text[from..to].chars().any(|c| matches!(c, 'À'..='ſ' if c != '×' && c != '÷'))
}
