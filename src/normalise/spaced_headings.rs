#![doc = include_str!("spaced_headings.md")]

use super::sweep::edit;
use super::wide::is_list;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::rule;

/// Characters of such a heading.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=12;
/// Two characters alone are parted by so many spaces at least; a name may have one.
const GAP_OF_TWO: usize = 2;
/// Longer lines, in bytes, are not looked at.
const LONGEST: usize = 240;
/// Capitals of such a heading.
const CAPITALS: std::ops::RangeInclusive<usize> = 5..=30;

/// Proposes to close headings with spaces between all their characters.
pub(super) fn propose(text: &str, proposals: &mut Proposals) {
    let mut at = 0;
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut before_is_spaced = false;
    for line in text.split_inclusive('\n') {
        let is_spaced = is_spaced(line.trim());
        if is_spaced && before_is_spaced {
            // Several in a row are a table.
            found.pop();
        } else if is_spaced {
            found.push((at + (line.len() - line.trim_start().len()), line.trim()));
        }
        before_is_spaced = is_spaced;
        at += line.len();
    }
    for (start, heading) in found {
        let mut from = 0;
        while let Some(gap) = heading[from..].find(is_space).map(|gap| from + gap) {
            let length = heading[gap..].find(|c| !is_space(c)).unwrap_or(heading.len() - gap);
            let span = start + gap..start + gap + length;
            proposals.edits.push(edit(
                text,
                span,
                "",
                &rule::SPACED_HEADING,
                "spaces between all characters of a heading",
            ));
            from = gap + length;
        }
    }
}

/// Whether a line may be such a heading: its first character stands alone.
pub(super) fn may_be(line: &str) -> bool {
    let after = |bytes: &[u8], length: usize| matches!(bytes.get(length), Some(b' ' | b'\t' | 0xC2 | 0xE3));
    if line.len() > LONGEST {
        return false;
    }
    let bytes = match line.as_bytes() {
        [b'\t'..=b' ' | 0xC2 | 0xE1..=0xE3, ..] => line.trim_start().as_bytes(),
        bytes => bytes,
    };
    match bytes.first() {
        Some(b'A'..=b'Z') => after(bytes, 1),
        Some(0xE3..=0xEF) => after(bytes, 3),
        Some(0xF0) => after(bytes, 4),
        _ => false,
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{A0}' | '\t')
}

/// Whether a line has spaces between all its characters, and is no row of a table.
fn is_spaced(line: &str) -> bool {
    if !may_be(line) {
        return false;
    }
    let parts: Vec<&str> = line.split(is_space).filter(|part| !part.is_empty()).collect();
    let singles = parts.iter().all(|part| {
        part.chars().count() == 1
            || *part == parts[parts.len() - 1] && part.chars().count() == 2 && part.ends_with([':', '：'])
    });
    if !singles {
        return false;
    }
    let firsts: Vec<char> = parts.iter().filter_map(|part| part.chars().next()).collect();
    // Wider gaps part the columns of a table.
    let gaps =
        || line.split(|c: char| !is_space(c)).filter(|gap| !gap.is_empty()).map(|gap| gap.chars().count());
    if gaps().min() != gaps().max() {
        return false;
    }
    let gap = line.chars().filter(|c| is_space(*c)).count();
    let is_han_heading = LENGTH.contains(&firsts.len())
        && firsts.iter().all(|c| is_han(*c))
        && (firsts.len() > 2 || gap >= GAP_OF_TWO)
        && !is_list(&firsts);
    // The alphabet is no word.
    let is_alphabet = || firsts.windows(2).all(|pair| pair[1] as u32 == pair[0] as u32 + 1);
    is_han_heading
        || CAPITALS.contains(&firsts.len()) && firsts.iter().all(char::is_ascii_uppercase) && !is_alphabet()
}
