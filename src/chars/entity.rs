//! HTML entities: `&amp;`, `&#38;`, `&#x26;`. The names are those of the HTML standard, from the crate
//! `htmlize`.

use std::borrow::Cow;

/// Longest name that is looked up, in bytes, without `&` and `;`. `CounterClockwiseContourIntegral` is longer, and
/// nobody writes it.
const LONGEST: usize = 24;

/// An entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entity {
    /// Bytes behind the `&`, with the `;` if there is one.
    pub(crate) bytes: usize,
    /// What it stands for. Empty for numbers of characters that do not exist.
    pub(crate) value: Cow<'static, str>,
}

/// The entity whose `&` stands right before `rest`, closed with `;`.
pub(crate) fn closed(rest: &str) -> Option<Entity> {
    let (bytes, body) = body(rest)?;
    if rest.as_bytes().get(bytes) != Some(&b';') {
        return None;
    }
    let value = match body.strip_prefix('#') {
        Some(number) => self::number(number)?,
        None => name(body)?,
    };
    Some(Entity { bytes: bytes + 1, value })
}

/// The entity behind an `&`; one of an `&` that begins another is read through: `&amp;lt;` is `<`.
pub(crate) fn whole(rest: &str) -> Option<Entity> {
    let mut entity = closed(rest)?;
    while entity.value == "&" {
        let Some(inner) = closed(&rest[entity.bytes..]) else { break };
        entity = Entity { bytes: entity.bytes + inner.bytes, value: inner.value };
    }
    // Halves of a pair: each alone is no character.
    if entity.value == "\u{FFFD}"
        && let Some(pair) = surrogate_pair(rest)
    {
        return Some(pair);
    }
    Some(entity)
}

/// What stands between `&` and the end of a name or a number, and how long it is.
fn body(rest: &str) -> Option<(usize, &str)> {
    let bytes = rest.as_bytes();
    let from = usize::from(bytes.first() == Some(&b'#'));
    let length = bytes[from..].iter().take(LONGEST + 1).take_while(|b| b.is_ascii_alphanumeric()).count();
    (1..=LONGEST).contains(&length).then(|| (from + length, &rest[..from + length]))
}

/// What a name stands for. Names in capitals are accepted for those in small letters, and stand for capitals:
/// `EACUTE`.
pub(crate) fn name(name: &str) -> Option<Cow<'static, str>> {
    let mut key = [0_u8; LONGEST + 2];
    let mut find = |name: &str| {
        let key = key.get_mut(..name.len() + 2)?;
        key[0] = b'&';
        key[1..=name.len()].copy_from_slice(name.as_bytes());
        key[name.len() + 1] = b';';
        htmlize::ENTITIES.get(key).and_then(|value| std::str::from_utf8(value).ok())
    };
    if let Some(value) = find(name) {
        return Some(Cow::Borrowed(value));
    }
    if name.len() > 1 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return find(&name.to_ascii_lowercase()).map(|value| Cow::Owned(value.to_uppercase()));
    }
    None
}

/// What a number, `38` or `x26`, stands for.
fn number(number: &str) -> Option<Cow<'static, str>> {
    let value = match number.strip_prefix(['x', 'X']) {
        Some(hex) if !hex.is_empty() => u32::from_str_radix(hex, 16).ok(),
        Some(_) => return None,
        None if number.bytes().all(|b| b.is_ascii_digit()) => number.parse().ok(),
        None => return None,
    };
    if number.bytes().skip(1).any(|b| !b.is_ascii_hexdigit()) {
        return None;
    }
    Some(match value {
        Some(code) => character(code),
        // Too large for any character.
        None => Cow::Borrowed("\u{FFFD}"),
    })
}

/// The character with a number, as the HTML standard reads it.
fn character(code: u32) -> Cow<'static, str> {
    match code {
        0 => Cow::Borrowed("\u{FFFD}"),
        0x80..=0x9F => {
            let windows = windows_1252(code as u8);
            Cow::Owned(windows.to_string())
        }
        // Numbers that name no character.
        0x01..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F | 0xFDD0..=0xFDEF => Cow::Borrowed(""),
        _ if code & 0xFFFE == 0xFFFE => Cow::Borrowed(""),
        _ => char::from_u32(code).map_or(Cow::Borrowed("\u{FFFD}"), |c| Cow::Owned(c.to_string())),
    }
}

/// A character beyond U+FFFF written as the numbers of its two halves: `#55357;&#56832;`.
pub(crate) fn surrogate_pair(rest: &str) -> Option<Entity> {
    let half = |rest: &str| {
        let (bytes, body) = body(rest)?;
        let number = body.strip_prefix('#').filter(|_| rest.as_bytes().get(bytes) == Some(&b';'))?;
        let value = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u16::from_str_radix(hex, 16),
            None => number.parse(),
        };
        Some((bytes + 1, value.ok()?))
    };
    let (high_bytes, high) = half(rest)?;
    let (low_bytes, low) = half(rest[high_bytes..].strip_prefix('&')?)?;
    let c = char::decode_utf16([high, low]).next()?.ok().filter(|c| *c > '\u{FFFF}')?;
    Some(Entity { bytes: high_bytes + 1 + low_bytes, value: Cow::Owned(c.to_string()) })
}

/// What Windows-1252 has at a place, as the web reads it: the five places without a mark are C1 controls.
pub(crate) fn windows_1252(byte: u8) -> char {
    let byte = [byte];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().next().unwrap_or('\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_read() {
        for (text, value) in [
            ("amp; b", "&"),
            ("ldquo;", "“"),
            ("EACUTE;", "É"),
            ("HELLIP;", "…"),
            ("#65;", "A"),
            ("#x41;", "A"),
            ("#X41;", "A"),
            ("#0;", "\u{FFFD}"),
            ("#146;", "’"),
            ("#55357;", "\u{FFFD}"),
            ("#99999999999;", "\u{FFFD}"),
            ("#xFFFF;", ""),
            ("bne;", "=\u{20E5}"),
        ] {
            assert_eq!(closed(text).map(|e| e.value.into_owned()).as_deref(), Some(value), "{text}");
        }
        for text in ["amp", "amp ;", "#;", "#x;", "#6a;", "x;", "CounterClockwiseContourIntegral;", ";", ""] {
            assert_eq!(closed(text), None, "{text}");
        }
    }
}
