#![doc = include_str!("control.md")]

use super::context::Context;
use super::garble::is_garbled;
use super::{edit, neighbours};
use crate::chars::entity::windows_1252;
use crate::cleaner::Proposals;
use crate::edit::Edit;
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
    // What reads all controls of a stretch as marks, wherever they stand, knows less of marks.
    proposals.edits.retain(|edit| edit.rule != &rule::MISREAD || !is_only_marks(edit) || all_fit(text, edit));
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
            let reason = "a control character, which no author can type";
            proposals.edits.push(edit(text, span, "", &rule::CONTROL_CHARACTER, 0.97, reason));
        }
    }
}

/// Whether a mark of Windows-1252 can stand here, in text of the Latin alphabet.
fn fits(mark: char, text: &str, span: &Range<usize>) -> bool {
    let (before, after) = neighbours(text, span);
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || is_letter(c));
    let gap = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let closing = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')'))
    };
    let opening = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '['));
    let (left, right) = words(text, span);
    match mark {
        // German closes with what English opens with; an ellipsis may stand before the closing mark.
        '“' if letter(before) && closing(after) => true,
        '…' if letter(before) && after == Some('\u{94}') => true,
        '”' if before == Some('\u{85}') && closing(after) => true,
        '’' => letter(before) && closing(after) || is_elided(left, right),
        '‘' | '“' | '‚' | '„' | '‹' => opening(before) && letter(after),
        '”' | '›' => {
            (letter(before) || before.is_some_and(|c| matches!(c, '.' | ',' | '!' | '?'))) && closing(after)
        }
        '–' | '—' => {
            let capital = |c: Option<char>| c.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
            let long = mark == '—' && left.len() > WORD && right.len() > WORD;
            before.is_some()
                && after.is_some()
                && (gap(before) && gap(after) || letter(before) && letter(after) && (capital(after) || long))
        }
        '…' => letter(before) && closing(after),
        '•' => gap(before) && after == Some(' '),
        '€' => {
            after.is_some_and(|c| c.is_ascii_digit() || c == ' ')
                || before.is_some_and(|c| c.is_ascii_digit()) && closing(after)
        }
        '™' => letter(before) && closing(after),
        // In French words few letters follow this one.
        'œ' | 'Œ' => right.starts_with(['u', 'i', 't', 'U', 'I']),
        'š' | 'ž' => (!left.is_empty() || right.len() > WORD) && is_northern(text, span),
        _ => false,
    }
}

/// Longer words can stand at a dash without spaces, in bytes.
const WORD: usize = 3;
/// What stands in front of an apostrophe where a vowel fell out.
const ELIDED: &[&str] = &["l", "d", "j", "m", "t", "s", "c", "n", "o", "qu"];
/// What stands behind one.
const ENDINGS: &[&str] = &["s", "t", "d", "m", "ll", "re", "ve", "hui", "S", "T"];

/// Whether an apostrophe can stand between these two.
fn is_elided(left: &str, right: &str) -> bool {
    let vowel = |c: char| "aeiouyhéèêàâîôœ".contains(c) || c.is_uppercase();
    ENDINGS.contains(&right) && !left.is_empty()
        || ELIDED.contains(&left.to_lowercase().as_str()) && right.starts_with(vowel)
}

/// Letters of the alphabets that are written with the marks of Windows-1252.
fn is_letter(c: char) -> bool {
    c < '\u{530}' && c.is_alphabetic()
}

/// The letters that touch a place, on both sides.
fn words<'a>(text: &'a str, span: &Range<usize>) -> (&'a str, &'a str) {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let left = before.char_indices().rev().take_while(|(_, c)| is_letter(*c)).last();
    let right = after.find(|c| !is_letter(c)).unwrap_or(after.len());
    (&before[left.map_or(before.len(), |(at, _)| at)..], &after[..right])
}

/// Whether the words around a place have letters of the languages that wrote `š` and `ž` in Windows-1252.
fn is_northern(text: &str, span: &Range<usize>) -> bool {
    const NEAR: usize = 200;
    let from = text.floor_char_boundary(span.start.saturating_sub(NEAR));
    let to = text.ceil_char_boundary((span.end + NEAR).min(text.len()));
    let near = &text[from..to];
    near.contains(['õ', 'ä', 'ö'])
        && !near.contains('ß')
        && !near.chars().any(|c| matches!(c, '\u{100}'..='\u{17F}'))
}

/// Whether an edit does nothing but read C1 controls as Windows-1252.
fn is_only_marks(edit: &Edit) -> bool {
    let read = |c: char| if is_c1(c) { windows_1252(c as u8) } else { c };
    edit.before.chars().map(read).eq(edit.after.chars())
}

/// Whether all marks of such an edit can stand where it puts them.
fn all_fit(text: &str, edit: &Edit) -> bool {
    edit.before.char_indices().filter(|(_, c)| is_c1(*c)).all(|(at, c)| {
        let start = edit.span.start + at;
        fits(windows_1252(c as u8), text, &(start..start + c.len_utf8()))
    })
}

fn is_c1(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}')
}
