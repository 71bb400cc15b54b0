#![doc = include_str!("punctuation.md")]

use super::options::Punctuation;
use super::sweep::{self, edit};
use super::wide::{Fences, is_chinese, is_wide, skipped};
use crate::chars::{is_han, may_have_han};
use crate::cleaner::Proposals;
use crate::lines::table;
use crate::rule;
use crate::vector::{ANY, Ranges, Triples};
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Proposes marks of the width that is asked for.
pub(super) fn propose(text: &str, punctuation: Punctuation, proposals: &mut Proposals) {
    match punctuation {
        Punctuation::Keep => {}
        Punctuation::Halfwidth => halve(text, proposals),
        Punctuation::Fullwidth => widen(text, proposals),
    }
}

fn halve(text: &str, proposals: &mut Proposals) {
    let reason = "a mark or sign in the width of Chinese characters";
    let becomes = |c: char| match c {
        _ if !is_wide_mark(c) => None,
        '\u{FF01}'..='\u{FF5E}' => {
            let at = (c as u32 - FIRST_WIDE) as usize;
            Some(Cow::Borrowed(&ASCII[at..=at]))
        }
        _ => Some(c.nfkc().collect::<String>().into()),
    };
    sweep::characters(text, &[0xEF, 0xE3], &rule::PUNCTUATION_WIDTH, reason, becomes, proposals);
}

/// The full-width forms of these begin here and have their order.
const FIRST_WIDE: u32 = 0xFF01;
const ASCII: &str =
    "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// Marks and signs with a counterpart of half width, the ideographic space, and half-width signs whose
/// counterpart is the usual one.
fn is_wide_mark(c: char) -> bool {
    match c {
        '\u{3000}' | '\u{FF5F}' | '\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{FFE8}'..='\u{FFEE}' => true,
        '\u{FF01}'..='\u{FF5E}' => !matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ'),
        _ => false,
    }
}

/// Marks beside a character beyond ASCII, and those that a bracket parts from one.
static MARKS: Triples = Triples::new(&[
    [&[(0x80, 0xFF)], HALF, ANY],
    [HALF, &[(0x80, 0xFF)], ANY],
    [&[(b')', b')')], &[(b'!', b'!'), (b',', b','), (b':', b';'), (b'?', b'?')], ANY],
    [&[(b'(', b'(')], ANY, ANY],
]);
/// The marks that are full width between Chinese words.
const HALF: Ranges = &[(b'!', b'!'), (b'(', b')'), (b',', b','), (b':', b';'), (b'?', b'?')];

fn widen(text: &str, proposals: &mut Proposals) {
    let bytes = text.as_bytes();
    if !may_have_han(bytes) {
        return;
    }
    let mut fences = Fences::new(text);
    let mut done = 0;
    MARKS.each(bytes, |at| {
        if at < done || bytes[at] == b'(' && !holds_more_than_ascii(&bytes[at..]) {
            return;
        }
        let Range { start, end } = table::around(text, at);
        done = (end + 1).min(text.len());
        if is_chinese(&text[start..done]) && !fences.hold(start) {
            widen_line(text, start..done, proposals);
        }
    });
}

/// Whether brackets that open here have something beside ASCII in them, as far as one looks.
fn holds_more_than_ascii(bytes: &[u8]) -> bool {
    const FAR: usize = 200;
    bytes.iter().take(FAR).take_while(|b| !matches!(b, b')' | b'\n')).any(|b| *b >= 0x80)
}

fn widen_line(text: &str, line: Range<usize>, proposals: &mut Proposals) {
    let body = &text[line.clone()];
    let reason = "a mark between Chinese characters that lost its width";
    let mut put = |at: usize, length: usize, wide: &str| {
        let at = line.start + at;
        proposals.edits.push(edit(text, at..at + length, wide, &rule::PUNCTUATION_WIDTH, reason));
    };
    let skipped = skipped(body);
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in body.char_indices().filter(|(at, _)| !skipped.iter().any(|s| s.contains(at))) {
        let before = body[..at].trim_end_matches(['?', '!']).chars().next_back();
        let after = body[at + c.len_utf8()..].trim_start_matches(['?', '!']).chars().next();
        match c {
            // A face: `:)`.
            ':' | ';' if open.is_empty() && after == Some(')') => {}
            ',' | ':' | ';' | '?' | '!' if is_between(before, after) => put(at, 1, wide(c)),
            // The space of a mark of half width is part of the mark of full width.
            ',' | ':' | ';' | '?' | '!' if is_spaced(&body[..at], &body[at + 1..]) => put(at, 2, wide(c)),
            '(' => open.push(at),
            ')' => {
                let Some(begin) = open.pop() else { continue };
                let before = body[..begin].chars().next_back();
                if holds(before, &body[begin + 1..at], after) {
                    put(begin, 1, wide('('));
                    put(at, 1, wide(')'));
                }
            }
            _ => {}
        }
    }
}

fn wide(c: char) -> &'static str {
    match c {
        ',' => "，",
        ':' => "：",
        ';' => "；",
        '?' => "？",
        '!' => "！",
        '(' => "（",
        _ => "）",
    }
}

/// Whether a mark stands between Chinese words: one side is Chinese, the other does not forbid it.
fn is_between(before: Option<char>, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    let ends = |c: char| c.is_ascii_alphanumeric() || matches!(c, ')' | '%' | '"' | '\'' | '℃' | '+' | ']');
    match after {
        Some(' ' | '\t') => false,
        None | Some('\n' | '\r') => is_wide(before) || before == ')',
        Some(after) if is_wide(before) || before == ')' => after != '/' && after != '\\',
        Some(after) => ends(before) && (is_wide(after) || after == '('),
    }
}

/// Whether a mark with one space behind it stands between Han characters: `来源: 新华社`.
fn is_spaced(before: &str, behind: &str) -> bool {
    before.ends_with(is_han) && behind.strip_prefix(' ').is_some_and(|rest| rest.starts_with(is_han))
}

/// Whether brackets belong to the Chinese around or in them.
fn holds(before: Option<char>, inside: &str, after: Option<char>) -> bool {
    let beside = before.is_some_and(is_wide) || before.is_none() && after.is_some_and(is_wide);
    let has_han = inside.chars().any(is_han);
    let is_call = inside.is_empty()
        || before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == ']') && !has_han;
    !is_call && (has_han || beside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::EditLog;

    fn widened(text: &str) -> String {
        let mut proposals = Proposals::default();
        propose(text, Punctuation::Fullwidth, &mut proposals);
        EditLog::resolve(proposals.edits).apply(text).unwrap()
    }

    #[test]
    fn marks_between_chinese_words_get_their_width() {
        for (before, after) in [
            ("你好,世界!走吗?", "你好，世界！走吗？"),
            (
                "委(市中医药管理局)党组书记、主任(局长),张三:",
                "委（市中医药管理局）党组书记、主任（局长），张三：",
            ),
            ("增长5%,其中:2021年,共3项;另有“甲”,“乙”。", "增长5%，其中：2021年，共3项；另有“甲”，“乙”。"),
            ("什么??真的!", "什么？？真的！"),
            ("使用Python,很好", "使用Python，很好"),
            ("发展(GDP)很快", "发展（GDP）很快"),
            ("来源: 新华社 作者: 王某", "来源：新华社 作者：王某"),
            ("你好, 世界", "你好，世界"),
            ("合作邮箱:33620666@example.com", "合作邮箱：33620666@example.com"),
        ] {
            assert_eq!(widened(before), after);
        }
    }

    #[test]
    fn numbers_times_addresses_code_and_latin_stay() {
        for text in [
            "共1,000人,".trim_end_matches(','),
            "时间12:30到13:00",
            "见 http://a.example/?b=1,c:d(e) 。",
            "The word 中,which is here, means middle (really).",
            "print(\"你好\", x);",
            "`你好,世界`",
            "日本語です,はい",
            "来源:  新华社",
            "\"无题\",\"魏晋\",\"无名氏\"",
            "    \"第一回 海公请旨,归田\",",
            "见[第十七條](../法/條.md#第十六條-(一))",
            "作者: Anna, 编辑",
            "调用f(x)得到",
            "```\n你好,世界\n```\n",
            "执行 print(\"你好,世界\") 即可",
        ] {
            assert_eq!(widened(text), text);
        }
    }
}
