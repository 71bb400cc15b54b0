#![doc = include_str!("noise.md")]

use super::context::Context;
use super::edit;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::rule;

/// Length of the noise, in characters.
const LENGTH: std::ops::RangeInclusive<usize> = 4..=16;
/// So many changes between letters, digits and each kind of sign make a string noise; less is a name or a mark.
const CHANGES_LEAST: usize = 3;
/// So many signs that text seldom has.
const ODD_LEAST: usize = 2;
/// So many lines of a page have noise, if any has.
const LINES_LEAST: usize = 2;

/// Proposes to remove random ASCII from the starts of lines of Chinese.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let length = line.bytes().take_while(|b| (0x21..=0x7E).contains(b)).count();
        if LENGTH.contains(&length)
            && line[length..].starts_with(|c| is_han(c) || matches!(c, '“' | '《' | '「'))
            && is_noise(&line[..length])
            && !super::context::is_code(line)
        {
            found.push(at..at + length);
        }
        at += line.len();
    }
    let different: std::collections::BTreeSet<&str> = found.iter().map(|span| &text[span.clone()]).collect();
    if different.len() < LINES_LEAST {
        return;
    }
    for span in found {
        let reason = "random signs that copying puts at line starts";
        proposals.edits.push(edit(text, span, "", &rule::LINE_NOISE, 0.9, reason));
    }
}

/// Whether a string without spaces looks random.
fn is_noise(text: &str) -> bool {
    let bytes = text.as_bytes();
    let kind = |b: u8| match b {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        sign => sign,
    };
    let changes = bytes.windows(2).filter(|pair| kind(pair[0]) != kind(pair[1])).count();
    let odd = bytes
        .iter()
        .filter(|b| {
            matches!(
                b,
                b'{' | b'}'
                    | b'~'
                    | b'^'
                    | b'|'
                    | b'`'
                    | b']'
                    | b'['
                    | b'\\'
                    | b'@'
                    | b'$'
                    | b'%'
                    | b';'
                    | b'<'
                    | b'>'
                    | b'='
                    | b'&'
                    | b'*'
                    | b'!'
                    | b'?'
                    | b'+'
                    | b'"'
            )
        })
        .count();
    let pairs = [('[', ']'), ('{', '}'), ('<', '>'), ('(', ')')];
    let balanced =
        pairs.iter().all(|(open, close)| text.matches(*open).count() == text.matches(*close).count());
    let address = text.contains("://") || text.contains("www.") || text.contains('@') && text.contains('.');
    let bracketed = balanced && pairs.iter().any(|(open, _)| text.contains(*open));
    changes >= CHANGES_LEAST && odd >= ODD_LEAST && !bracketed && !address
}
