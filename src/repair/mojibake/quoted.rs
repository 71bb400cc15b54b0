//! Whether damage is quoted: tutorials, tables of repairs, test data and logs show it on purpose.

use std::ops::Range;

/// Around a place, in bytes: where words about damage are about it, and where names of encodings are.
const ABOUT: usize = 600;
const NAMES: usize = 200;
/// Longest quotation, in bytes.
const QUOTATION: usize = 200;

/// Words for this very damage.
const DAMAGE: &[&str] = &[
    "mojibake",
    "garbled",
    "misencoded",
    "mis-encoded",
    "double-encoded",
    "double encoded",
    "wrong encoding",
    "wrong charset",
    "encoding error",
    "encoding problem",
    "encoding issue",
    "character encoding",
    "ftfy",
    "fix_text",
    "fix_encoding",
    "乱码",
    "亂碼",
    "文字化け",
    "깨진 글자",
    "кракозябр",
    "zeichensalat",
    "gibberish",
    "encoding mismatch",
    "wrongly decoded",
    "decoded as latin",
    "interpreted as latin",
    "caracteres extraños",
    "caracteres raros",
    "caractères bizarres",
    "problème d'encodage",
    "problèmes d'encodage",
    "problema de codifica",
    "problemas de codifica",
    "文字コード",
    "编码错误",
    "编码问题",
    "編碼錯誤",
    "編碼問題",
    "인코딩 문제",
    "проблемы с кодировк",
    "проблема с кодировк",
    "krzaczki",
];
/// Names of encodings: two of them are about reading one as the other.
const ENCODINGS: &[&str] = &[
    "utf-8",
    "utf8",
    "latin-1",
    "latin1",
    "iso-8859",
    "iso8859",
    "windows-125",
    "cp125",
    "cp437",
    "cp850",
    "macroman",
    "mac_roman",
    "gbk",
    "gb2312",
    "gb18030",
    "big5",
    "shift_jis",
    "shift-jis",
    "sjis",
    "cp932",
    "euc-jp",
    "euc-kr",
    "cp949",
    "koi8",
];
/// Quotation marks, opening and closing.
const QUOTES: &[(char, char)] = &[
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('“', '”'),
    ('‘', '’'),
    ('„', '“'),
    ('«', '»'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
];
/// What leads from damage to what it was, or back.
const ARROWS: &[&str] = &[
    "→",
    "⇒",
    "->",
    "=>",
    "==",
    "!=",
    " instead of ",
    " should be ",
    " becomes ",
    " turns into ",
    " shows as ",
    " shows up as ",
    " appears as ",
    " displayed as ",
    " rather than ",
    "变成",
    "變成",
    "应为",
    "显示为",
    "顯示為",
];
/// What lines of logs have behind the time.
const LEVELS: &[&str] =
    &["ERROR", "WARN", "INFO", "DEBUG", "TRACE", "FATAL", "error", "warning", "failed", "GET ", "POST "];
/// What calls and checks in code have before what they are tried on.
const CALLS: &[&str] = &[
    "assert",
    "expect(",
    "expect_",
    "replace(",
    "str_replace",
    "decode(",
    "encode(",
    "fix(",
    "repair(",
    "clean(",
    "test(",
    "is_equal",
    "shouldBe",
    "toBe(",
    "should_eq",
    "strtr(",
    "gsub(",
    "iconv(",
    "re.sub(",
    "preg_",
];
/// Quotations of so few characters on a line are a list of characters.
const LISTED: usize = 3;

/// Whether the damage at a place, which would become another text, stands there on purpose.
pub(super) fn is_quoted(text: &str, span: &Range<usize>, after: &str) -> bool {
    let near = |distance: usize| around(text, span, distance).to_lowercase();
    let about = near(ABOUT);
    if DAMAGE.iter().any(|word| about.contains(word)) {
        return true;
    }
    let line = line(text, span);
    let (left, right) = (&text[line.start..span.start], &text[span.end..line.end]);
    let cell = left.contains(['|', '\t']) || right.contains(['|', '\t']);
    let arrow = ARROWS.iter().any(|arrow| left.contains(arrow) || right.contains(arrow));
    let quoted = is_enclosed(left, right);
    if !(cell || arrow || quoted) {
        return false;
    }
    let is_log = left.starts_with(|c: char| c.is_ascii_digit() || c == '[')
        && LEVELS.iter().any(|level| left.contains(level));
    let names = near(NAMES);
    let mut named = ENCODINGS.iter().filter(|name| names.contains(*name));
    // The damage may be one letter of a word.
    let is_letter = |c: char| c.is_alphanumeric();
    let head = &left[left.trim_end_matches(is_letter).len()..];
    let tail = &right[..right.len() - right.trim_start_matches(is_letter).len()];
    let after = &format!("{head}{after}{tail}");
    let in_call = quoted && CALLS.iter().any(|call| left.contains(call) || right.contains(call));
    let listed = quoted && is_list(&text[line]);
    in_call
        || listed
        || quoted && is_log
        || has_word(left, after)
        || has_word(right, after)
        || named.next().is_some() && named.next().is_some()
}

/// Whether a line has several quotations of a few characters each, with commas, colons or arrows between them.
fn is_list(line: &str) -> bool {
    ['"', '\'', '`'].iter().any(|mark| {
        let inside = line.split(*mark).skip(1).step_by(2);
        let short = inside.filter(|part| part.chars().count() <= 2 * QUOTED_CHARS).count();
        let between = line.split(*mark).skip(2).step_by(2).filter(|part| {
            let part = part.trim();
            matches!(part, "," | ":" | "=>" | "->" | "=" | "|" | "), (" | "],[" | "], [")
        });
        short >= LISTED && between.count() + 1 >= LISTED
    })
}

/// A character that was misread has so few.
const QUOTED_CHARS: usize = 3;

/// The text around a place.
fn around<'t>(text: &'t str, span: &Range<usize>, distance: usize) -> &'t str {
    let start = text.floor_char_boundary(span.start.saturating_sub(distance));
    &text[start..text.ceil_char_boundary((span.end + distance).min(text.len()))]
}

fn line(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |end| span.end + end);
    start..end
}

/// Whether quotation marks of one kind stand before and behind.
fn is_enclosed(left: &str, right: &str) -> bool {
    let left = &left[left.ceil_char_boundary(left.len().saturating_sub(QUOTATION))..];
    let right = &right[..right.floor_char_boundary(QUOTATION.min(right.len()))];
    QUOTES.iter().any(|(open, close)| {
        let opened = left.rfind(*open);
        // The same mark opens and closes: an odd one before the place is open.
        let is_open = opened.is_some_and(|at| {
            if open == close { left.matches(*open).count() % 2 == 1 } else { !left[at..].contains(*close) }
        });
        is_open && right.contains(*close)
    })
}

/// Whether a part of a line has the text that would come out, as a word of its own.
fn has_word(part: &str, after: &str) -> bool {
    let word = after.trim_matches(|c: char| !c.is_alphanumeric());
    let word = if word.is_empty() { after.trim() } else { word };
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    !word.is_empty()
        && part.match_indices(word).any(|(at, _)| {
            ends(part[..at].chars().next_back()) && ends(part[at + word.len()..].chars().next())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str, damage: &str, after: &str) -> bool {
        let start = text.find(damage).unwrap();
        is_quoted(text, &(start..start + damage.len()), after)
    }

    #[test]
    fn quotations_are_told_from_damage() {
        for (text, damage, after) in [
            ("This is mojibake: Ã©.", "Ã©", "é"),
            ("\"Ã©\" instead of \"é\"", "Ã©", "é"),
            ("clean(\"NicolÃ¡s\"), \"Nicolás\"", "Ã¡", "á"),
            ("| é | Ã© |", "Ã©", "é"),
            ("assert_eq!(fix(\"鐢ㄦ埛\"), \"用户\");", "鐢ㄦ埛", "用户"),
            ("UTF-8 read as GBK gives “鐢ㄦ埛”.", "鐢ㄦ埛", "用户"),
            ("2024-01-02 03:04:05 ERROR cannot open \"GrÃ¶ÃŸe.txt\"", "Ã¶ÃŸ", "öß"),
            ("const BAD = [\"Ã¡\", \"Ã©\", \"Ã¢\", \"Ã³\"];", "Ã©", "é"),
            ("assert fix('schÃ¶n') is not None", "Ã¶", "ö"),
            ("网页显示乱码，比如 鐢ㄦ埛", "鐢ㄦ埛", "用户"),
        ] {
            assert!(quoted(text, damage, after), "{text}");
        }
        for (text, damage, after) in [
            ("Le cafÃ© est \"bon\".", "Ã©", "é"),
            ("He said “cafÃ©”.", "Ã©", "é"),
            ("<meta charset=\"utf-8\"> cafÃ©", "Ã©", "é"),
            ("a | cafÃ©", "Ã©", "é"),
            ("name = \"cafÃ©\", size = 3", "Ã©", "é"),
        ] {
            assert!(!quoted(text, damage, after), "{text}");
        }
    }
}
