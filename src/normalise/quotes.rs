#![doc = include_str!("quotes.md")]

use super::options::Quotes;
use super::sweep::{self, edit};
use super::wide::{Fences, is_chinese, skipped};
use crate::chars::{is_han, may_have_han};
use crate::cleaner::Proposals;
use crate::lines::table;
use crate::rule;
use std::ops::Range;

/// Proposes quotation marks of the form that is asked for.
pub(super) fn propose(text: &str, quotes: Quotes, proposals: &mut Proposals) {
    match quotes {
        Quotes::Keep => {}
        Quotes::Straight => straighten(text, proposals),
        Quotes::Curly => curl(text, proposals),
    }
}

fn straighten(text: &str, proposals: &mut Proposals) {
    let becomes = |c| match c {
        '\u{2BC}' | '\u{2018}'..='\u{201B}' => Some("'".into()),
        '\u{201C}'..='\u{201F}' => Some("\"".into()),
        _ => None,
    };
    sweep::characters(
        text,
        &[0xE2, 0xCA],
        &rule::QUOTATION_MARK,
        "a curly quotation mark",
        becomes,
        proposals,
    );
}

/// Pairs of straight marks around Chinese words in Chinese lines.
fn curl(text: &str, proposals: &mut Proposals) {
    let bytes = text.as_bytes();
    if !may_have_han(bytes) {
        return;
    }
    let mut fences = Fences::new(text);
    let mut done = 0;
    for first in memchr::memchr_iter(b'"', bytes) {
        if first < done {
            continue;
        }
        let Range { start: at, end } = table::around(text, first);
        done = (end + 1).min(text.len());
        let line = &text[at..done];
        if is_chinese(line) && !fences.hold(at) {
            let marks: Vec<usize> = memchr::memchr_iter(b'"', line.as_bytes()).collect();
            if !marks.len().is_multiple_of(2) {
                continue;
            }
            let skipped = skipped(line);
            for pair in marks.chunks_exact(2) {
                let inside = &line[pair[0] + 1..pair[1]];
                if !inside.chars().any(is_han)
                    || inside.starts_with(' ')
                    // Inches.
                    || line[..pair[0]].ends_with(|c: char| c.is_ascii_digit())
                    || inside.ends_with(' ')
                    || skipped.iter().any(|s| s.contains(&pair[0]))
                {
                    continue;
                }
                for (mark, curly) in pair.iter().zip(["“", "”"]) {
                    let span = at + mark..at + mark + 1;
                    proposals.edits.push(edit(
                        text,
                        span,
                        curly,
                        &rule::QUOTATION_MARK,
                        "a straight mark in a Chinese sentence",
                    ));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_curl_in_chinese_only() {
        let curled = |text: &str| {
            let mut proposals = Proposals::default();
            propose(text, Quotes::Curly, &mut proposals);
            crate::edit::EditLog::resolve(proposals.edits).apply(text).unwrap()
        };
        assert_eq!(curled("他说\"你好\"，又说\"再见\"。\n"), "他说“你好”，又说“再见”。\n");
        for text in [
            "    \"第一回 海公请旨归田\",",
            "\"无题\",\"魏晋\"",
            "He said \"你好\" to everybody.",
            "屏幕是5\"的，很大",
            "print(\"你好\");",
            "他说\"你好。",
        ] {
            assert_eq!(curled(text), text);
        }
    }
}
