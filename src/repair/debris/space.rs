#![doc = include_str!("space.md")]

use super::context::Context;
use super::garble::is_garbled;
use super::{edit, neighbours};
use crate::cleaner::Proposals;
use crate::rule;
use std::ops::Range;

const NO_BREAK: char = '\u{A0}';
/// So many no-break spaces between words are needed for a flood.
pub(super) const FLOOD_LEAST: usize = 4;
/// So many of ten spaces between words are no-break spaces in a flood.
const FLOOD_TENTHS: usize = 5;
/// Words up to this length, in letters, are bound to the next one in some languages.
const BOUND: usize = 2;
/// So many no-break spaces in a row parted two words in no author's text.
const RUN_LEAST: usize = 2;

/// Proposes spaces for the no-break spaces of a flood.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    let mut flood = 0;
    let mut bound = 0;
    let mut plain = 0;
    let mut runs: Vec<(Range<usize>, usize)> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find([' ', NO_BREAK]) {
        let start = at + found;
        let run = &text[start..];
        let length = run.find(|c| c != ' ' && c != NO_BREAK).unwrap_or(run.len());
        let span = start..start + length;
        at = span.end;
        let unbroken = run[..length].matches(NO_BREAK).count();
        let between =
            matches!(neighbours(text, &span), (Some(a), Some(b)) if a.is_alphabetic() && b.is_alphabetic());
        if unbroken == 0 {
            plain += usize::from(between);
            continue;
        }
        if between && letters_before(text, start) > BOUND {
            flood += 1;
        } else {
            bound += 1;
        }
        runs.push((span, unbroken));
    }
    let all = flood + bound + plain;
    let is_flood = flood >= FLOOD_LEAST && flood * 10 >= (flood + plain) * FLOOD_TENTHS && all > 0;
    let mut counted = (0..0, 0);
    for (span, unbroken) in runs {
        let (before, after) = neighbours(text, &span);
        let inside = before.is_some_and(|c| c != '\n') && after.is_some_and(|c| c != '\n' && c != '\r');
        let between = before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
        // Several wide gaps in a line are columns.
        if unbroken >= RUN_LEAST && between && !counted.0.contains(&span.start) {
            let line = context.line(span.start);
            counted = (line.clone(), gaps(&text[line]));
        }
        // What languages bind stays bound in a flood: marks behind spaces, numbers in groups.
        let bound = before == Some('«')
            || after.is_some_and(|c| matches!(c, ':' | ';' | '?' | '!' | '»' | '%' | '€' | '°'))
            || before.is_some_and(char::is_numeric) && after.is_some_and(char::is_numeric);
        let is_flood = is_flood && !bound;
        let is_run = unbroken >= RUN_LEAST && between && counted.1 == 1;
        if inside && (is_flood || is_run) && !is_garbled(text, span.start) && !context.in_code(&span) {
            let reason = "no-break spaces where words are parted by spaces";
            proposals.edits.push(edit(text, span, " ", &rule::NO_BREAK_SPACES, 0.95, reason));
        }
    }
}

/// How many gaps of two spaces and more a line has between its words.
fn gaps(line: &str) -> usize {
    let words: Vec<&str> = line.trim().split([' ', NO_BREAK]).collect();
    words.windows(2).filter(|pair| !pair[0].is_empty() && pair[1].is_empty()).count()
}

/// The length of the word that ends here, in letters.
fn letters_before(text: &str, at: usize) -> usize {
    text[..at]
        .chars()
        .rev()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'))
        .take(BOUND + 1)
        .count()
}
