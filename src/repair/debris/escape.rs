#![doc = include_str!("escape.md")]

use super::context::Context;
use super::{edit, neighbours};
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::rule;
use std::ops::Range;

/// Words of texts that are about escapes.
const ABOUT: &[&str] = &[
    "escaped",
    "escapes",
    "escaping",
    "escape s",
    "escape c",
    "Escape s",
    "Escape c",
    "Escape-",
    "Escapes",
    "Escapez",
    "转义",
    "轉義",
    "转译",
    "换行符",
    "換行",
    "換行符",
    "制表符",
    "改行コード",
    "改行文字",
    "ackslash",
    "反斜",
    "バックスラッシュ",
    "円記号",
    "エスケープ",
    "正则",
    "正規表現",
    "正則",
    "egex",
    "RegExp",
    "egular expression",
    "Unicode",
    "JSON",
    "printf",
    "ode point",
    "codepoint",
    "码位",
    "碼位",
    "字符串",
    "字串",
    "文字列",
    "ewline",
    "ine feed",
    "arriage",
    "LaTeX",
    "TeX",
    "ASCII",
    "Zeilenumbr",
    "saut de ligne",
    "salto de línea",
    "перевод строки",
    "экранир",
    "UTF-8",
    "utf-8",
    "이스케이프",
    "줄 바꿈",
    "줄바꿈",
    "hexadecimal",
    "Python",
    "JavaScript",
    "Java ",
];

/// What an escape stands for.
struct Escape {
    bytes: usize,
    value: String,
}

/// Where one stands, what it stands for, whether it fits by itself, whether it is a line end or a tab.
type Found = (Range<usize>, String, bool, bool);

/// So many line ends written out, most of them where sentences end, show that all line ends were.
const ALL_LEAST: usize = 3;

/// So many characters written as escapes, none of them in quotation marks or brackets, show that those in such are no examples.
const SPOKEN_FOR: usize = 3;

/// Longest run of bytes that is read together.
const RUN: usize = 4000;

/// Proposes the characters that escapes in prose stand for.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    let mut found: Vec<Found> = Vec::new();
    let mut mentioned: Vec<Found> = Vec::new();
    let mut done = 0;
    // Of the line that was asked about last.
    let mut template = (0..0, false);
    for at in memchr::memchr_iter(b'\\', text.as_bytes()) {
        if at < done {
            continue;
        }
        let Some(Escape { bytes, value }) = read(&text[at..]) else { continue };
        let span = at..at + bytes;
        done = span.end;
        let (before, after) = neighbours(text, &span);
        let is_layout = !value.is_empty() && value.chars().all(|c| matches!(c, '\n' | '\t' | '\r'));
        // Behind the end of a sentence the next may begin with a space.
        let next = match (before, after) {
            (Some('.' | '!' | '?'), Some(' ')) => text[span.end..].trim_start_matches(' ').chars().next(),
            _ => after,
        };
        let fits = if is_layout { parts_sentences(before, next) } else { reads(&value, before, after) };
        let around = context.line(at);
        let line = &text[around.clone()];
        if template.0 != around {
            template = (around, is_template(line));
        }
        if before == Some('\\')
            || is_enumerated(text, &span)
            || template.1
            || context.in_code(&span)
            || context.is_about(at, ABOUT)
        {
            continue;
        }
        let is_mentioned = line.trim().len() == bytes || context.is_mentioned(&span);
        let kind = if is_mentioned { &mut mentioned } else { &mut found };
        kind.push((span, value, fits, is_layout));
    }
    let spoken_for = |(_, _, fits, is_layout): &&Found| *fits && !is_layout;
    if found.iter().filter(spoken_for).count() >= SPOKEN_FOR {
        mentioned.retain(|(.., is_layout)| !is_layout);
        found.append(&mut mentioned);
    }
    let layout = found.iter().filter(|(.., is_layout)| *is_layout).count();
    let fitting = found.iter().filter(|(_, _, fits, is_layout)| *fits && *is_layout).count();
    let ending = found.iter().filter(|(span, .., is_layout)| *is_layout && parts_lines(text, span)).count();
    // Line ends inside sentences were broken by a machine, and are in small letters on both sides; where no backslash is
    // anything else, one that fits speaks for the others.
    let only = || {
        memchr::memchr_iter(b'\\', text.as_bytes()).all(|at| {
            let next = found.partition_point(|(span, ..)| span.end <= at);
            found.get(next).is_some_and(|(span, ..)| span.contains(&at))
        })
    };
    let all = layout >= ALL_LEAST && fitting * 2 >= layout
        || (fitting > 0 && layout > fitting || ending * 2 > layout || is_packed(text, &found)) && only();
    let has_plain_ends = text.contains('\n') && memchr::memmem::find(text.as_bytes(), b"\r\n").is_none();
    for (span, mut value, fits, is_layout) in found {
        if fits || (is_layout && all) {
            // Line ends become those that the text has.
            if is_layout && has_plain_ends {
                value = value.replace("\r\n", "\n");
            }
            let reason = "an escape for this, in prose";
            proposals.edits.push(edit(text, span, &value, &rule::LITERAL_ESCAPE, 0.95, reason));
        }
    }
}

/// Whether an escape stands in a list of them: parted from another by a sign.
fn is_enumerated(text: &str, span: &Range<usize>) -> bool {
    let parts = |c: char| matches!(c, ',' | '、' | '，' | '/');
    let before = text[..span.start].trim_end_matches([' ', 'n', 't', 'r']).trim_end_matches('\\');
    text[span.end..].strip_prefix(parts).is_some_and(|rest| rest.trim_start().starts_with('\\'))
        || text[..span.start].trim_end().ends_with(parts)
            && text[..span.start].trim_end().trim_end_matches(parts).ends_with(['n', 't', 'r'])
            && before.trim_end().trim_end_matches(parts).trim_end_matches(['n', 't', 'r']).ends_with('\\')
}

/// Whether a line is filled in by a program: `%s`, `$name`, `{0}`.
fn is_template(line: &str) -> bool {
    let begins = |rest: &str| {
        let mut chars = rest.chars();
        match chars.next() {
            Some('%') => matches!(chars.next(), Some('s' | 'd' | 'c' | 'l' | 'u' | 'i' | 'x')),
            Some('$') => {
                chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '{')
                    || rest[1..].starts_with(|c: char| c.is_ascii_digit())
                        && !rest[2..]
                            .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '))
            }
            _ => rest.starts_with("{}") || rest.starts_with("{0}"),
        }
    };
    line.match_indices(['%', '$', '{']).any(|(at, _)| begins(&line[at..]))
}

/// A run of escapes of one kind.
fn read(text: &str) -> Option<Escape> {
    match text.as_bytes().get(1)? {
        b'n' | b't' | b'r' => Some(layout(text)),
        b'u' | b'U' => unicode(text),
        b'x' => bytes(text),
        _ => None,
    }
}

/// `\n`, `\t`, `\r\n`.
fn layout(text: &str) -> Escape {
    let mut value = String::new();
    let mut at = 0;
    while let Some(c) = text[at..].strip_prefix('\\').and_then(|rest| rest.chars().next()) {
        match c {
            'n' => value.push('\n'),
            't' => value.push('\t'),
            'r' => value.push('\r'),
            _ => break,
        }
        at += 2;
    }
    // A carriage return is part of a line end only.
    let value = if value.contains('\n') { value } else { value.replace('\r', "\n") };
    Escape { bytes: at, value }
}

/// `\u4f60\u597d`, halves of pairs joined; `\U0001F600`.
fn unicode(text: &str) -> Option<Escape> {
    let mut units: Vec<u16> = Vec::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let hex =
            |digits: usize| rest.get(2..2 + digits).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        if rest.starts_with("\\u")
            && let Some(hex) = hex(4)
        {
            units.push(u16::from_str_radix(hex, 16).ok()?);
            at += 6;
        } else if rest.starts_with("\\U")
            && let Some(c) = hex(8).and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?))
        {
            units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            at += 10;
        } else {
            break;
        }
    }
    let value = String::from_utf16(&units).ok().filter(|value| !value.is_empty())?;
    Some(Escape { bytes: at, value })
}

/// `\xe4\xbd\xa0`: bytes of UTF-8.
fn bytes(text: &str) -> Option<Escape> {
    let mut bytes = Vec::new();
    let mut at = 0;
    while bytes.len() < RUN
        && let Some(hex) = text[at..].strip_prefix("\\x").and_then(|rest| rest.get(..2))
    {
        let Ok(byte) = u8::from_str_radix(hex, 16) else { break };
        bytes.push(byte);
        at += 4;
    }
    if bytes.is_empty() {
        return None;
    }
    let value = match std::str::from_utf8(&bytes) {
        Ok(value) => value.to_owned(),
        // What a decoder writes for bytes that it could not read, for example: passed over as a whole.
        Err(_) => String::new(),
    };
    Some(Escape { bytes: at, value })
}

/// Whether a line end or a tab can stand between these two: behind a sentence or a Chinese word, and in front of the
/// beginning of one. What goes on in small letters may be a command or a path.
fn parts_sentences(before: Option<char>, after: Option<char>) -> bool {
    let foreign = |c: char| !c.is_ascii() && c.is_alphabetic();
    let ends = before.is_some_and(|c| {
        is_wide(c)
            || foreign(c)
            || matches!(c, '.' | '!' | '?' | ':' | ';' | ',' | ')' | '"' | '”' | '’' | '…' | '»' | '\n')
    });
    let begins = after.is_none_or(|c| {
        is_wide(c)
            || foreign(c)
            || c.is_uppercase()
            || c.is_ascii_digit()
            || matches!(c, '"' | '“' | '‘' | '(' | '-' | '*' | '•' | '—' | '\n' | '«' | '¿' | '¡')
    });
    // Between letters only where no path or command can go on.
    let between =
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(|c| is_wide(c) || c.is_uppercase());
    (ends && begins) || between
}

/// Han characters, kana, hangul, and the marks of Chinese.
fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{3000}'..='\u{30FF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF5E}' | '\u{2010}'..='\u{2027}')
}

/// Whether a text of several lines has all its line ends written out: none is left but at its end. In front of commands that
/// begin so (`\\nu`) and behind them stand spaces.
fn is_packed(text: &str, found: &[Found]) -> bool {
    const LEAST: usize = 2;
    let touches = |(span, ..): &Found| {
        let (before, after) = neighbours(text, span);
        before.is_some_and(|c| !c.is_whitespace() && c != '$') && after != Some(' ')
    };
    found.len() >= LEAST && !text.trim_end().contains('\n') && found.iter().all(touches)
}

/// Whether a sentence ends here and a line of small letters may begin: a name in a list, a command.
fn parts_lines(text: &str, span: &Range<usize>) -> bool {
    let (before, after) = neighbours(text, span);
    let word = text[..span.start].chars().rev().skip(1).take(WORD).take_while(|c| c.is_alphabetic()).count();
    before.is_some_and(|c| matches!(c, '.' | '!' | '?' | ':' | ';' | ',' | ')'))
        && word >= WORD
        && after.is_some_and(char::is_alphabetic)
}

/// Letters of a word in front of a mark that ends a sentence, and is not part of a name of a file or a number.
const WORD: usize = 3;

/// Whether characters that were escaped are text.
fn reads(value: &str, before: Option<char>, after: Option<char>) -> bool {
    let letters = |c: Option<char>| c.is_none_or(|c| c != '=' && c != '[' && c != '-' && c != '/');
    value.chars().all(|c| !c.is_control() && c != '\u{FFFD}' && !matches!(c, '\u{E000}'..='\u{F8FF}'))
        && !value.is_ascii()
        && letters(before)
        && letters(after)
}
