//! What a string of JSON says, once its syntax is known to be good.
//!
//! Texts of pages have escapes, for the ends of their lines if for nothing else. A crate that reads JSON would check each
//! a second time, byte by byte, and let the text grow as it goes: a seventh of the time that reading and writing takes.

use memchr::memchr;

/// The text of a string (without its quotes) whose syntax was checked; nothing where half of a pair of surrogates stands
/// alone.
pub(super) fn unescaped(string: &str) -> Option<String> {
    let mut text = String::with_capacity(string.len());
    let mut rest = string;
    while let Some(at) = memchr(b'\\', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        let mut chars = rest[at + 1..].chars();
        let c = match chars.next()? {
            'b' => '\u{8}',
            'f' => '\u{C}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let (c, length) = character(&rest.as_bytes()[at..])?;
                rest = &rest[at + length..];
                text.push(c);
                continue;
            }
            itself => itself,
        };
        text.push(c);
        rest = chars.as_str();
    }
    text.push_str(rest);
    Some(text)
}

/// The character of an escape `\uXXXX`, or of two that are a pair, and how long it is.
fn character(escape: &[u8]) -> Option<(char, usize)> {
    const ONE: usize = 6;
    let first = unit(escape)?;
    if let 0xD800..0xDC00 = first {
        let second = unit(escape.get(ONE..)?)?;
        let pair = [first, second].map(|unit| unit as u16);
        return Some((char::decode_utf16(pair).next()?.ok()?, 2 * ONE));
    }
    Some((char::from_u32(first)?, ONE))
}

/// The number in an escape.
fn unit(escape: &[u8]) -> Option<u32> {
    let digits = escape.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_the_crate(string: &str) -> Option<String> {
        serde_json::from_str(&format!("\"{string}\"")).ok()
    }

    #[test]
    fn escapes_are_read_and_lone_surrogates_are_none() {
        for string in [
            "",
            "中",
            r#"\"\\\/\b\f\n\r\t"#,
            r"a\u4e2d\u6587b",
            r"\ud83d\ude00",
            r"\uD83D\uDE00\u0000",
            r"\ud83d",
            r"\ud83dx",
            r"\ud83d\n",
            r"\ud83d\u0041",
            r"\ude00\ud83d",
        ] {
            assert_eq!(unescaped(string), by_the_crate(string), "{string}");
        }
    }

    proptest! {
        #[test]
        fn texts_are_read_as_the_crate_reads_them(parts in prop::collection::vec(
            prop_oneof![any::<String>().prop_map(|text| {
                let quoted = serde_json::to_string(&text).unwrap();
                quoted[1..quoted.len() - 1].to_owned()
            }), any::<u16>().prop_map(|unit| format!("\\u{unit:04X}"))], 0..9,
        )) {
            let string = parts.concat();
            prop_assert_eq!(unescaped(&string), by_the_crate(&string));
        }
    }
}
