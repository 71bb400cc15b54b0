//! One JSON record: where a field's value stands, what it says, and how to change places inside it while
//! every other byte stays.

use super::problem::Cause;
use super::unescape::unescaped;
use crate::edit::Edit;
use memchr::memchr;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// The string value of a field.
pub(super) struct Value<'a> {
    /// Where it stands in the record, without the quotes.
    pub(super) span: Range<usize>,
    /// What it says, escapes resolved.
    pub(super) text: Cow<'a, str>,
}

/// Finds the string that a field of a record holds. Where a key comes twice, the last one counts, as for
/// nearly every reader of JSON. Checks that the whole record is JSON; allocates only for escapes.
pub(super) fn string<'a>(record: &'a str, field: &str) -> Result<Value<'a>, Cause> {
    let raw = match find(record, field) {
        Err(cause) => {
            let masked =
                if matches!(cause, Cause::NotJson(_)) { without_python_numbers(record) } else { None };
            let Some(masked) = masked else { return Err(cause) };
            let Value { span, text } = string(&masked, field)?;
            let text = match text {
                Cow::Borrowed(_) => Cow::Borrowed(&record[span.clone()]),
                Cow::Owned(text) => Cow::Owned(text),
            };
            return Ok(Value { span, text });
        }
        Ok(Some(raw)) => raw.get(),
        Ok(None) => return Err(Cause::FieldMissing { field: field.to_owned(), found: fields(record) }),
    };
    let Some(inner) = raw.strip_prefix('"').and_then(|r| r.strip_suffix('"')) else {
        return Err(Cause::FieldNotString { field: field.to_owned(), found: kind(raw) });
    };
    let start = inner.as_ptr() as usize - record.as_ptr() as usize;
    let text = if memchr(b'\\', inner.as_bytes()).is_none() {
        Cow::Borrowed(inner)
    } else {
        // The syntax was checked on the way here; what is left to fail is a surrogate without its pair.
        Cow::Owned(unescaped(inner).ok_or_else(|| Cause::LoneSurrogate(field.to_owned()))?)
    };
    Ok(Value { span: start..start + inner.len(), text })
}

/// The record's `id` as text: a string's content, a number's digits.
pub(super) fn id(record: &str) -> Option<String> {
    let raw = find(record, "id").ok()??.get();
    match raw.as_bytes().first()? {
        b'"' => serde_json::from_str(raw).ok(),
        b'-' | b'0'..=b'9' => Some(raw.to_owned()),
        _ => None,
    }
}

fn find<'a>(record: &'a str, field: &str) -> Result<Option<&'a RawValue>, Cause> {
    let error = match parse(record, field) {
        Ok(found) => return Ok(found),
        Err(error) => error,
    };
    if error.is_data() {
        return Err(Cause::NotAnObject);
    }
    Err(Cause::NotJson(error.to_string().replace(" at line 1 column ", " at byte ")))
}

fn parse<'a>(record: &'a str, field: &str) -> serde_json::Result<Option<&'a RawValue>> {
    let mut json = serde_json::Deserializer::from_str(record);
    let found = Field(field).deserialize(&mut json)?;
    json.end().map(|()| found)
}

/// A record with numbers in the place of what Python writes for numbers that JSON does not have: `NaN`, `Infinity`,
/// `-Infinity`. Everything stands where it stood. Nothing when there is none of these.
pub(super) fn without_python_numbers(record: &str) -> Option<String> {
    let mut masked = record.as_bytes().to_vec();
    let (mut at, mut found) = (0, false);
    while at < masked.len() {
        match masked[at] {
            b'"' => at = string_end(record.as_bytes(), at + 1),
            b'N' | b'I' => {
                let rest = &record.as_bytes()[at..];
                let name: &[u8] = if rest[0] == b'N' { b"NaN" } else { b"Infinity" };
                if !rest.starts_with(name) {
                    return None;
                }
                masked[at..at + name.len()].fill(b'1');
                at += name.len();
                found = true;
            }
            _ => at += 1,
        }
    }
    // Only ASCII was replaced, and by ASCII.
    found.then(|| String::from_utf8(masked).ok())?
}

/// Behind the quote that ends a string.
fn string_end(json: &[u8], mut at: usize) -> usize {
    while let Some(found) = memchr::memchr2(b'"', b'\\', json.get(at..).unwrap_or_default()) {
        at += found;
        if json[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    json.len()
}

/// Reads an object and keeps the last value of one field.
struct Field<'f>(&'f str);

impl<'de> DeserializeSeed<'de> for Field<'_> {
    type Value = Option<&'de RawValue>;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Field<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(is_field) = map.next_key_seed(Is(self.0))? {
            if is_field {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Compares a key, escapes resolved.
struct Is<'f>(&'f str);

impl<'de> DeserializeSeed<'de> for Is<'_> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<bool, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Is<'_> {
    type Value = bool;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

/// The members of an object, as text: of strings what they say, of `null` nothing, of all else how it is spelled.
pub(super) fn members(object: &[u8]) -> Result<Vec<(String, Option<String>)>, Cause> {
    struct Members;
    impl<'de> Visitor<'de> for Members {
        type Value = Vec<(String, Option<String>)>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some((name, raw)) = map.next_entry::<String, &RawValue>()? {
                let value = match raw.get().as_bytes().first() {
                    Some(b'"') => Some(serde_json::from_str(raw.get()).map_err(A::Error::custom)?),
                    Some(b'n') => None,
                    _ => Some(raw.get().to_owned()),
                };
                members.push((name, value));
            }
            Ok(members)
        }
    }
    let mut json = serde_json::Deserializer::from_slice(object);
    let members = json.deserialize_map(Members).and_then(|members| json.end().map(|()| members));
    members
        .map_err(|error| if error.is_data() { Cause::NotAnObject } else { Cause::NotJson(error.to_string()) })
}

/// Writes a string of JSON, with its quotes.
pub(super) fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    Style { ascii: false, upper: false, slash: false }.write(text, out);
    out.push(b'"');
}

/// The names of a record's fields, for messages.
fn fields(record: &str) -> Vec<String> {
    struct Names;
    impl<'de> Visitor<'de> for Names {
        type Value = Vec<String>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
            let mut names = Vec::new();
            while let Some(name) = map.next_key::<String>()? {
                map.next_value::<IgnoredAny>()?;
                names.push(name);
                if names.len() > MOST_NAMES {
                    return Err(A::Error::custom("enough"));
                }
            }
            Ok(names)
        }
    }
    /// More would hide the message.
    const MOST_NAMES: usize = 30;
    let mut json = serde_json::Deserializer::from_str(record);
    json.deserialize_map(Names).unwrap_or_else(|_| vec!["many".to_owned()])
}

fn kind(raw: &str) -> &'static str {
    match raw.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'n') => "null",
        Some(b't' | b'f') => "true or false",
        _ => "a number",
    }
}

/// How the writer of a value spells characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// Everything beyond ASCII as `\uXXXX`.
    ascii: bool,
    /// Hexadecimal digits in upper case.
    upper: bool,
    /// `/` as `\/`.
    slash: bool,
}

impl Style {
    /// The style of a value; the rest of the record is asked when the value itself shows nothing.
    pub(super) fn of(record: &str, value: &str) -> Self {
        let (escaped, upper) = escapes(value);
        let ascii = if !value.is_ascii() {
            false
        } else if escaped {
            true
        } else {
            record.is_ascii() && escapes(record).0
        };
        let slashes = memchr::memmem::find_iter(value.as_bytes(), b"\\/").count();
        let slash = slashes > 0 && slashes == memchr::memchr_iter(b'/', value.as_bytes()).count();
        Self { ascii, upper, slash }
    }

    fn write(self, text: &str, out: &mut Vec<u8>) {
        for c in text.chars() {
            match c {
                '"' | '\\' => out.extend([b'\\', c as u8]),
                '\n' => out.extend(b"\\n"),
                '\r' => out.extend(b"\\r"),
                '\t' => out.extend(b"\\t"),
                '\u{8}' => out.extend(b"\\b"),
                '\u{C}' => out.extend(b"\\f"),
                '/' if self.slash => out.extend(b"\\/"),
                '\0'..='\u{1F}' => self.escape(c as u16, out),
                '\u{80}'.. if self.ascii => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        self.escape(*unit, out);
                    }
                }
                _ => out.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
    }

    fn escape(self, unit: u16, out: &mut Vec<u8>) {
        let escape = if self.upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") };
        out.extend(escape.as_bytes());
    }
}

/// Whether there are `\u` escapes of characters beyond ASCII, and whether escapes use upper case.
fn escapes(json: &str) -> (bool, bool) {
    let bytes = json.as_bytes();
    let (mut beyond, mut upper, mut at) = (false, false, 0);
    while let Some(found) = memchr(b'\\', &bytes[at..]) {
        at += found;
        if bytes.get(at + 1) == Some(&b'u') {
            beyond |= hex(bytes, at + 2) >= 0x80;
            upper |= bytes[at + 2..].iter().take(4).any(u8::is_ascii_uppercase);
        }
        at = (at + 2).min(bytes.len());
    }
    (beyond, upper)
}

/// The four digits of an escape. The syntax was checked before; a wrong digit counts as 0.
fn hex(bytes: &[u8], at: usize) -> u32 {
    let digit = |i: usize| bytes.get(at + i).and_then(|b| char::from(*b).to_digit(16)).unwrap_or(0);
    digit(0) << 12 | digit(1) << 8 | digit(2) << 4 | digit(3)
}

/// Writes a value (without its quotes) with edits applied. The edits are those of the text that the value
/// says; what they do not touch is copied as it is spelled.
pub(super) fn splice(value: &str, edits: &[Edit], style: Style, out: &mut Vec<u8>) {
    let mut cursor = Cursor { bytes: value.as_bytes(), at: 0, text_at: 0 };
    for edit in edits {
        let from = cursor.at;
        cursor.advance(edit.span.start);
        out.extend(&cursor.bytes[from..cursor.at]);
        style.write(&edit.after, out);
        cursor.advance(edit.span.end);
    }
    out.extend(&cursor.bytes[cursor.at..]);
}

/// A place in a value, and the same place in the text it says.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    text_at: usize,
}

impl Cursor<'_> {
    fn advance(&mut self, text_to: usize) {
        while self.text_at < text_to && self.at < self.bytes.len() {
            let rest = &self.bytes[self.at..];
            let (raw, text) = match rest {
                [b'\\', b'u', ..] => match hex(rest, 2) {
                    0..0x80 => (6, 1),
                    0x80..0x800 => (6, 2),
                    0xD800..0xDC00 => (12, 4),
                    _ => (6, 3),
                },
                [b'\\', ..] => (2, 1),
                _ => {
                    let run = memchr(b'\\', rest).unwrap_or(rest.len()).min(text_to - self.text_at);
                    (run, run)
                }
            };
            self.at += raw;
            self.text_at += text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EditLog, rule};
    use proptest::prelude::*;

    fn text(record: &str) -> Result<String, Cause> {
        string(record, "text").map(|v| v.text.into_owned())
    }

    #[test]
    fn the_right_key_is_found() {
        for (record, expected) in [
            (r#"{"text":"a"}"#, "a"),
            (r#" { "x" : {"text":"no"}, "text" : "a\n" , "y":["text","b"]} "#, "a\n"),
            (r#"{"text":"first","text":"last"}"#, "last"),
            (r#"{"te\u0078t":"escaped key"}"#, "escaped key"),
            (r#"{"x":"\ud800","text":"\ud83d\ude00"}"#, "😀"),
            (r#"{"x":1e999,"text":""}"#, ""),
            (r#"{"x":NaN,"text":"NaN\"","y":[-Infinity,Infinity]}"#, "NaN\""),
            (r#"{"x":NaN,"text":"a"}"#, "a"),
        ] {
            assert_eq!(text(record).unwrap(), expected, "{record}");
        }
    }

    #[test]
    fn bad_records_say_why() {
        for (record, words) in [
            ("not json", "not JSON"),
            (r#"{"text":"a"} x"#, "at byte 14"),
            (r#"{"text":"a""#, "not JSON"),
            ("{\"text\":\"a\tb\"}", "not JSON"),
            (r#"{"text":"a","score":NaNa}"#, "not JSON"),
            (r#"{"text":"a","score":Inf}"#, "not JSON"),
            (r#"["text"]"#, "not a JSON object"),
            (r#""text""#, "not a JSON object"),
            (r#"{"id":1,"content":"a"}"#, "its fields: id, content"),
            ("{}", "its fields: none"),
            (r#"{"text":null}"#, "is null, not a string"),
            (r#"{"text":{"text":"a"}}"#, "is an object"),
            (r#"{"text":"a\ud800b"}"#, "surrogate"),
        ] {
            let message = text(record).unwrap_err().to_string();
            assert!(message.contains(words), "{record}: {message}");
            assert!(message.contains("kept as it is"), "{message}");
        }
    }

    #[test]
    fn ids_are_strings_or_numbers() {
        assert_eq!(id(r#"{"id":"a\"b"}"#).as_deref(), Some("a\"b"));
        assert_eq!(id(r#"{"id":12345678901234567890123}"#).as_deref(), Some("12345678901234567890123"));
        assert_eq!(id(r#"{"id":null}"#), None);
        assert_eq!(id(r#"{"text":"x"}"#), None);
    }

    fn replace(record: &str, find: &str, after: &str) -> String {
        let value = string(record, "text").unwrap();
        let start = value.text.find(find).unwrap();
        let edits = EditLog::resolve(vec![Edit {
            span: start..start + find.len(),
            before: find.into(),
            after: after.into(),
            rule: &rule::BYTE_SHIFT,
            confidence: 1.0,
            reason: "".into(),
        }]);
        let mut out = record.as_bytes()[..value.span.start].to_vec();
        let raw = &record[value.span.clone()];
        splice(raw, edits.as_slice(), Style::of(record, raw), &mut out);
        out.extend(&record.as_bytes()[value.span.end..]);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_writers_style_is_kept() {
        for (record, find, after, expected) in [
            (r#"{"text":"\u4e2d(x)\u6587"}"#, "(x)", "国", r#"{"text":"\u4e2d\u56fd\u6587"}"#),
            (r#"{"text":"\u4E2D(x)"}"#, "(x)", "\u{5b}嫚😀", r#"{"text":"\u4E2D[\u5ADA\uD83D\uDE00"}"#),
            (
                r#"{"text":"中\/\u0041(x)\"\\"}"#,
                "(x)",
                "国\"\u{1}\n",
                r#"{"text":"中\/\u0041国\"\u0001\n\"\\"}"#,
            ),
            (r#"{"text":"<b(x)<\/b>"}"#, "(x)", "/", r#"{"text":"<b\/<\/b>"}"#),
            (r#"{"t":"\u00e9","text":"a(x)"}"#, "(x)", "é", r#"{"t":"\u00e9","text":"a\u00e9"}"#),
            (r#"{"t":"\u00e9","text":"é\u00e9x"}"#, "éx", "è", r#"{"t":"\u00e9","text":"éè"}"#),
            (r#"{"text":"\ud83d\ude00(x)\u00e9b"}"#, "(x)é", "", r#"{"text":"\ud83d\ude00b"}"#),
        ] {
            assert_eq!(replace(record, find, after), expected);
        }
    }

    proptest! {
        #[test]
        fn a_spliced_value_says_the_edited_text(
            before in any::<String>(), cut in any::<String>(), rest in any::<String>(),
            after in any::<String>(), ascii in any::<bool>(),
        ) {
            let marked = format!("{before}\u{1}{cut}\u{1}{rest}");
            let mut record = serde_json::to_string(&serde_json::json!({ "text": marked })).unwrap();
            if ascii {
                let style = Style { ascii: true, upper: false, slash: true };
                let mut value = Vec::new();
                style.write(&marked, &mut value);
                record = format!("{{\"text\":\"{}\"}}", String::from_utf8(value).unwrap());
            }
            let edited = replace(&record, &format!("\u{1}{cut}\u{1}"), &after);
            prop_assert_eq!(text(&edited).unwrap(), marked.replacen(&format!("\u{1}{cut}\u{1}"), &after, 1));
        }
    }
}
