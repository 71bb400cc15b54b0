#![doc = include_str!("litter.md")]

use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::edit::Edit;
use crate::lines::table;
use crate::rule;

/// Length of the litter, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=14;
/// So many lines of a page must begin with litter.
const LINES_LEAST: usize = 3;
/// Changes between letters of each case, digits and symbols, for each character, from which on a string is random.
const CHANGES_LEAST: f32 = 0.5;
/// Different symbols that no writing has at the start of a line.
const SYMBOLS_LEAST: usize = 2;
const CONFIDENCE: f32 = 0.9;

/// Whether lines may begin with litter. Allocates nothing.
pub(crate) fn may_have(text: &str) -> bool {
    let bytes = text.as_bytes();
    let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1));
    starts
        .filter(|at| bytes.get(*at).is_some_and(u8::is_ascii_graphic))
        .filter(|at| litter(&text[*at..]).is_some())
        .nth(LINES_LEAST - 1)
        .is_some()
}

/// Proposes to remove litter at the start of lines.
pub(crate) fn propose(text: &str, proposals: &mut Proposals) {
    let found: Vec<(usize, &str)> = table::lines(text)
        .into_iter()
        .filter_map(|line| litter(&text[line.text.clone()]).map(|litter| (line.text.start, litter)))
        .collect();
    if found.len() < LINES_LEAST || found.iter().all(|(_, litter)| *litter == found[0].1) {
        return;
    }
    for (start, litter) in found {
        proposals.edits.push(Edit {
            span: start..start + litter.len(),
            before: litter.into(),
            after: "".into(),
            rule: &rule::RANDOM_LETTERS,
            confidence: CONFIDENCE,
            reason: "random letters and symbols glued to the start of a line, and of others on the page"
                .into(),
        });
    }
}

/// The litter that a line begins with.
fn litter(line: &str) -> Option<&str> {
    let end = line.bytes().take(*LENGTHS.end() + 1).take_while(u8::is_ascii_graphic).count();
    let (litter, rest) = line.split_at(end);
    let chinese = rest.chars().next().is_some_and(is_han);
    (LENGTHS.contains(&end) && chinese && is_random(litter.as_bytes())).then_some(litter)
}

fn is_random(litter: &[u8]) -> bool {
    let class = |b: u8| match b {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let changes = litter.windows(2).filter(|w| class(w[0]) != class(w[1])).count();
    let mut symbols: Vec<u8> = litter.iter().copied().filter(|b| class(*b) == 3).collect();
    // Marks of markup, formulas, paths and lists.
    let is_plain = |b: &u8| {
        matches!(
            b,
            b'.' | b','
                | b'-'
                | b'_'
                | b'/'
                | b'('
                | b')'
                | b'*'
                | b'#'
                | b'='
                | b'>'
                | b'<'
                | b':'
                | b'"'
                | b'['
                | b']'
                | b'\\'
                | b'$'
                | b'`'
        )
    };
    let odd = symbols.iter().filter(|b| !is_plain(b)).count();
    symbols.sort_unstable();
    symbols.dedup();
    // A row of a Markdown table begins with a bar.
    litter[0] != b'|'
        && changes as f32 >= CHANGES_LEAST * (litter.len() - 1) as f32
        && symbols.len() >= SYMBOLS_LEAST
        && odd > 0
        && litter.iter().any(u8::is_ascii_alphanumeric)
        && !balanced(litter)
}

/// Whether every bracket has its partner: a person wrote it.
fn balanced(litter: &[u8]) -> bool {
    let count = |wanted: u8| litter.iter().filter(|b| **b == wanted).count();
    let pairs = [(b'(', b')'), (b'[', b']'), (b'{', b'}'), (b'<', b'>')];
    let any = pairs.iter().any(|(open, close)| count(*open) + count(*close) > 0);
    any && pairs.iter().all(|(open, close)| count(*open) == count(*close))
        || [b'$', b'`', b'%', b'"'].iter().any(|quote| count(*quote) == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_markdown_table_are_no_litter() {
        for line in ["|;|%3B|分号|", "|90%|第九十百分位|", "|/Edit|编辑|"] {
            assert_eq!(litter(line), None, "{line}");
        }
        assert_eq!(litter("w~A{]s{4今天"), Some("w~A{]s{4"));
    }
}
