#![doc = include_str!("entity.md")]

use super::context::Context;
use super::edit;
use crate::chars::entity::{self, Entity};
use crate::cleaner::Proposals;
use crate::rule;
use std::ops::Range;

/// Words of texts that are about markup.
const ABOUT: &[&str] = &[
    "HTML",
    "html ",
    "XML",
    // With what stands in front, for `identity` is another word.
    " entit",
    "-entit",
    "(entit",
    "Entit",
    "实体",
    "實體",
    "实体引用",
    "转义",
    "轉義",
    "エスケープ",
    "実体参照",
    "エンティティ",
    "escaped",
    "escaping",
    "escape ch",
    "escape se",
    "Escape se",
    "arkup",
    "mpersand",
    "Entität",
    " entité",
    " entidad",
    " entità",
    "ущност",
    "엔티티",
    "이스케이프",
    "字符引用",
    "haracter reference",
];
/// Entities that are written without `;` on real pages, with what may follow only those that end a word.
const OPEN: &[&str] = &[
    "nbsp", "ldquo", "rdquo", "lsquo", "rsquo", "hellip", "mdash", "ndash", "middot", "bull", "laquo",
    "raquo", "quot", "amp", "lt", "gt",
];
/// Those no other word begins with: letters may follow right behind.
const UNMISTAKABLE: &[&str] =
    &["nbsp", "ldquo", "rdquo", "lsquo", "rsquo", "hellip", "mdash", "ndash", "middot"];
/// How near to an entity its own character stands in a table of entities, in characters.
const TABLE: usize = 4;

/// Whether an entity may begin right before `rest`: a name or a number with its end, or a name that is known without it.
pub(super) fn may_begin(rest: &[u8]) -> bool {
    /// Names are no longer.
    const LONGEST: usize = 32;
    let sign = usize::from(rest.first() == Some(&b'#'));
    let length = rest[sign..].iter().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric()).count();
    length > 0
        && (sign == 1
            || rest.get(length) == Some(&b';')
            || OPEN.iter().any(|name| rest.starts_with(name.as_bytes())))
}

/// Proposes the characters that entities stand for, in text that is neither HTML nor about it.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    let mut done = 0;
    let mut allowed = None;
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        if at < done {
            continue;
        }
        let rest = &text[at + 1..];
        let Some(Entity { bytes, value }) = entity::whole(rest).or_else(|| open(rest)) else { continue };
        let span = at..at + 1 + bytes;
        done = span.end;
        if !is_text(&value)
            || in_address(text, &span, &value)
            || is_mentioned(context, &span, &value)
            || context.in_code(&span)
            || text[context.line(at)].trim().len() == span.len()
            || is_listed(text, &span, &value)
            || is_enumerated(text, &span)
            || is_named(text, context.line(at), &span, &value)
        {
            continue;
        }
        if !*allowed.get_or_insert_with(|| !has_tags(text)) || context.is_about(at, ABOUT) {
            continue;
        }
        let reason = "an HTML entity in text that is not HTML";
        proposals.edits.push(edit(text, span, &value, &rule::HTML_ENTITY, 0.97, reason));
    }
}

/// Whether an entity stands for something that belongs in a text.
fn is_text(value: &str) -> bool {
    !value.is_empty()
        && !value.chars().any(|c| c == '\u{FFFD}' || (c.is_control() && !matches!(c, '\n' | '\t' | '\r')))
}

/// An entity that lacks its `;`.
fn open(rest: &str) -> Option<Entity> {
    if let Some(number) = rest.strip_prefix('#') {
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let next = number.as_bytes().get(digits);
        // `&#39` and the like: two digits at least, and nothing that could be more of the number.
        if !(2..=7).contains(&digits) || next.is_some_and(u8::is_ascii_alphanumeric) {
            return None;
        }
        let closed = entity::closed(&format!("#{};", &number[..digits]))?;
        return Some(Entity { bytes: 1 + digits, value: closed.value });
    }
    // Escaped twice and open: `&amp;nbsp`.
    let (skip, rest) = rest.strip_prefix("amp;").map_or((0, rest), |rest| ("amp;".len(), rest));
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = OPEN
        .iter()
        .find(|name| rest[..length] == ***name)
        .or_else(|| UNMISTAKABLE.iter().find(|name| rest.starts_with(**name)))?;
    let next = rest[name.len()..].chars().next();
    if matches!(next, Some('=' | ';' | '-' | '_')) {
        return None;
    }
    let value = entity::name(name)?;
    Some(Entity { bytes: skip + name.len(), value })
}

/// Whether a text has tags: it is HTML then, or about it.
fn has_tags(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let rest = &text.as_bytes()[at + 1..];
        let rest = rest.strip_prefix(b"/").unwrap_or(rest);
        rest.first().is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'!' | b'?'))
            && memchr::memchr(b'>', &rest[..rest.len().min(LONGEST_TAG)]).is_some()
    })
}

/// Longest tag that is looked for, in bytes.
const LONGEST_TAG: usize = 300;

/// How far back the beginning of an address is looked for, in bytes.
const LONGEST_ADDRESS: usize = 300;

/// Whether an entity is part of an address, where only an escaped `&` is damage.
fn in_address(text: &str, span: &Range<usize>, value: &str) -> bool {
    let from = text.ceil_char_boundary(span.start.saturating_sub(LONGEST_ADDRESS));
    let before = &text[from..span.start];
    let end = before.char_indices().rev().find(|(_, c)| c.is_whitespace() || !c.is_ascii());
    let start = end.map_or(from, |(at, c)| from + at + c.len_utf8());
    let word = &text[start..span.start];
    let closed = text[span.clone()].ends_with(';');
    (word.contains("://") || word.contains("www.") || word.contains('?') && word.contains('='))
        && !(closed && value == "&")
}

/// Whether an entity is mentioned: in quotation marks or brackets of its own. A letter in brackets is a number in a list.
fn is_mentioned(context: &Context<'_>, span: &Range<usize>, value: &str) -> bool {
    let bracketed = context.text[..span.start].ends_with(['(', '（', '[', '【']);
    context.is_mentioned(span) && !(bracketed && value.chars().all(char::is_alphanumeric))
}

/// Whether the character itself stands beside its entity, as in a table: parted from it by signs alone, and the entity by
/// itself.
fn is_listed(text: &str, span: &Range<usize>, value: &str) -> bool {
    let mut chars = value.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    if c.is_alphanumeric() || c.is_whitespace() {
        return false;
    }
    let parts = |near: &char| {
        near.is_ascii_whitespace() && *near != '\n'
            || matches!(near, ':' | '=' | ',' | '|' | '(' | ')' | '→' | '：' | '，' | '（' | '）')
    };
    let near = |chars: &mut dyn Iterator<Item = char>| {
        let mut chars = chars.take(TABLE).skip_while(parts).peekable();
        chars.next() == Some(c)
    };
    let (before, after) = super::neighbours(text, span);
    let alone = |side: Option<char>| side.is_none_or(|c| c == '\n' || parts(&c));
    alone(before)
        && alone(after)
        && (near(&mut text[..span.start].chars().rev()) || near(&mut text[span.end..].chars()))
}

/// The five entities of markup.
const OF_MARKUP: &[&str] = &["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];

/// Whether an entity of markup stands in a list of them: beside another one, parted from it by signs alone.
fn is_enumerated(text: &str, span: &Range<usize>) -> bool {
    let this = &text[span.clone()];
    if !OF_MARKUP.contains(&this) {
        return false;
    }
    let signs = |c: char| matches!(c, ' ' | ',' | '、' | '，' | '/' | '|');
    let (before, after) =
        (text[..span.start].trim_end_matches(signs), text[span.end..].trim_start_matches(signs));
    let parted = (before.len() < span.start, after.len() < text.len() - span.end);
    // What is bracketed by two of them, `&lt; ... &gt;`, is no list.
    let other =
        |other: &&&str| **other != this && !matches!((this, **other), ("&lt;", "&gt;") | ("&gt;", "&lt;"));
    OF_MARKUP
        .iter()
        .filter(other)
        .any(|entity| parted.0 && before.ends_with(entity) || parted.1 && after.starts_with(entity))
}

/// How far around an `&` one told of is looked for, in bytes.
const NEAR: usize = 200;

/// Whether an `&` is told of: in a line that has it by itself, or at the end of a sentence, where none can stand; or whether
/// a number that is the only entity of its text stands in brackets, as an example.
fn is_named(text: &str, line: Range<usize>, span: &Range<usize>, value: &str) -> bool {
    let from = text.ceil_char_boundary(span.start.saturating_sub(NEAR).max(line.start));
    let to = text.floor_char_boundary((span.end + NEAR).min(line.end));
    let (line, behind) = (&text[from..to], &text[span.end..to]);
    let (before, after) = super::neighbours(text, span);
    if value == "&" {
        let ends = behind.trim_matches(['.', '。', ';', ' ', '»', '”', '"', '\'', '\r']).is_empty();
        let mentions =
            ["'&'", "\"&\"", "«&»", "“&”", "„&“", "&-", " & "].iter().any(|mention| line.contains(mention));
        return before == Some(' ') && (ends || mentions && after != Some(' '));
    }
    let is_number = text[span.clone()].starts_with("&#");
    is_number
        && value.chars().all(char::is_alphabetic)
        && !value.chars().any(crate::chars::is_han)
        && (before == Some('(') || before == Some(' ') && after == Some(')'))
        && memchr::memmem::find_iter(text.as_bytes(), b"&").nth(1).is_none()
}
