#![doc = include_str!("control.md")]

use super::context::Context;
use super::garble::is_garbled;
use super::{edit, neighbours};
use crate::chars::entity::windows_1252;
use crate::chars::is_han;
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
    let only_marks = has_only_marks(text);
    // What reads all controls of a stretch as marks, wherever they stand, knows less of marks.
    proposals.edits.retain(|edit| edit.rule != &rule::MISREAD || !is_only_marks(edit) || all_fit(text, edit));
    for (at, c) in text.char_indices() {
        let is_wanted = matches!(c, '\t' | '\n' | '\r' | '\u{C}') || !c.is_control();
        // Inside escape sequences they belong to these.
        if is_wanted
            || (c == '\u{1B}' && text[at..].starts_with("\u{1B}["))
            || c == '\u{9B}' && text[at + 2..].starts_with(|c: char| c.is_ascii_digit() || c == '?')
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
        if let Some(letter) = capital_of_1250(c).filter(|_| begins_word(text, &span) && is_central(text)) {
            let reason = "a control character where Windows-1250 has this letter";
            let letter = letter.encode_utf8(&mut [0; 4]).to_owned();
            proposals.edits.push(edit(text, span, &letter, &rule::CONTROL_CHARACTER, 0.95, reason));
        } else if is_high && (fits(mark, text, &span) || only_marks && is_plain(mark, text, &span)) {
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

/// Whether all C1 controls of a text, and several, are marks in Windows-1252: litter would have others among them.
fn has_only_marks(text: &str) -> bool {
    const LEAST: usize = 2;
    let is_mark = |c: char| matches!(c, '\u{80}' | '\u{85}' | '\u{91}'..='\u{97}' | '\u{99}');
    let high = || text.chars().filter(|c| is_c1(*c));
    high().nth(LEAST - 1).is_some() && high().all(is_mark)
}

/// Whether a mark is an apostrophe inside a word, or stands in Chinese, beside no Latin letter.
fn is_plain(mark: char, text: &str, span: &Range<usize>) -> bool {
    let (before, after) = neighbours(text, span);
    let beside = |is: fn(char) -> bool| [before, after].into_iter().flatten().any(is);
    if beside(is_wide) && !beside(is_letter) {
        return true;
    }
    let (left, right) = words(text, span);
    mark == '’'
        && (!left.is_empty() || text[..span.start].ends_with(|c: char| c.is_ascii_digit()))
        && !right.is_empty()
}

/// Han characters, kana, and the marks of Chinese.
fn is_wide(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{30FF}' | '\u{FF01}'..='\u{FF5E}')
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
        '“' | '”' if is_pair(mark, text, span) => true,
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

/// Whether a quotation mark has its counterpart on the line, as a control or as itself, with text of any script right between
/// them and no Latin letter outside.
fn is_pair(mark: char, text: &str, span: &Range<usize>) -> bool {
    const MARKS: [char; 4] = ['\u{93}', '\u{94}', '“', '”'];
    let other = if mark == '“' {
        text[span.end..].find(MARKS).map(|at| span.end + at)
    } else {
        text[..span.start].rfind(MARKS)
    };
    let Some(other) = other else { return false };
    let (open, close) = if mark == '“' { (span.start, other) } else { (other, span.start) };
    let (Some(first), Some(last)) = (text[open..].chars().next(), text[close..].chars().next()) else {
        return false;
    };
    let inside = &text[open + first.len_utf8()..close];
    let outside = [text[..open].chars().next_back(), text[close + last.len_utf8()..].chars().next()];
    matches!(first, '\u{93}' | '“')
        && matches!(last, '\u{94}' | '”')
        && !inside.is_empty()
        && !inside.contains('\n')
        && !inside.starts_with(char::is_whitespace)
        && !inside.ends_with(char::is_whitespace)
        && !outside.into_iter().flatten().any(is_letter)
}

/// Longer words can stand at a dash without spaces, in bytes.
const WORD: usize = 3;
/// What stands in front of an apostrophe where a vowel fell out.
const ELIDED: &[&str] = &[
    "l", "d", "j", "m", "t", "s", "c", "n", "o", "qu", // French; Italian from here on
    "lorsqu", "puisqu", "jusqu", "quelqu", "un", "all", "dall", "dell", "nell", "sull", "coll", "gl",
    "quell", "quest", "bell", "tutt", "anch", "com", "dov", "cos",
];
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

/// Capitals that Windows-1250 has where Unicode has control characters.
fn capital_of_1250(c: char) -> Option<char> {
    Some(match c {
        '\u{8A}' => 'Š',
        '\u{8C}' => 'Ś',
        '\u{8D}' => 'Ť',
        '\u{8E}' => 'Ž',
        '\u{8F}' => 'Ź',
        _ => return None,
    })
}

/// Whether small letters go on behind a place that no letter stands in front of.
fn begins_word(text: &str, span: &Range<usize>) -> bool {
    let (left, right) = words(text, span);
    left.is_empty() && right.chars().take(2).filter(|c| c.is_lowercase()).count() == 2
}

/// Letters of a text that no language of the west of Europe has.
const CENTRAL: usize = 3;

/// Whether a text is written in a language of the middle of Europe.
fn is_central(text: &str) -> bool {
    text.matches([
        'ą', 'ć', 'ę', 'ł', 'ń', 'ś', 'ź', 'ż', 'č', 'ď', 'ě', 'ň', 'ř', 'š', 'ť', 'ů', 'ž', 'ő', 'ű', 'ľ',
    ])
    .nth(CENTRAL - 1)
    .is_some()
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
