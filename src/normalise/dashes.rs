#![doc = include_str!("dashes.md")]

use super::options::Dashes;
use super::sweep::{self, edit};
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::rule;

/// Proposes dashes of the form that is asked for.
pub(super) fn propose(text: &str, dashes: Dashes, proposals: &mut Proposals) {
    match dashes {
        Dashes::Keep => {}
        Dashes::Ascii => flatten(text, proposals),
        Dashes::Em => unify(text, proposals),
    }
}

fn flatten(text: &str, proposals: &mut Proposals) {
    let becomes = |c| is_dash(c).then_some("-".into());
    sweep::characters(
        text,
        &[0xE2, 0xEF],
        &rule::DASH,
        "a dash that ASCII does not have",
        becomes,
        proposals,
    );
}

/// Hyphens, dashes and the minus sign.
fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}

/// Longest run of signs that is a dash, in characters; longer ones are drawn lines.
const LONGEST: usize = 4;

/// What a dash looks like: itself, the horizontal bar, a line of a box, hyphens in a row.
fn looks_like_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―' | '─' | '━' | '－' | '﹘')
}

fn unify(text: &str, proposals: &mut Proposals) {
    let mut at = 0;
    while let Some(found) = text[at..].find(looks_like_dash) {
        let start = at + found;
        let length = text[start..].find(|c| !looks_like_dash(c)).unwrap_or(text.len() - start);
        let span = start..start + length;
        at = span.end;
        let run = &text[span.clone()];
        let count = run.chars().count();
        let (before, after) = (text[..span.start].chars().next_back(), text[span.end..].chars().next());
        let (Some(before), Some(after)) = (before, after) else { continue };
        let chinese = |c: char| is_han(c) || matches!(c, '”' | '“' | '》' | '《' | '，' | '。' | '！' | '？');
        let unified = if chinese(before) && chinese(after) {
            // A single hyphen or short dash joins words.
            if matches!(run, "-" | "–" | "－") { continue } else { "——" }
        } else if run.contains("--") || run.contains('―') {
            let words = before.is_alphabetic() && after.is_alphabetic() || before == ' ' && after == ' ';
            if words { "—" } else { continue }
        } else {
            continue;
        };
        if run != unified && count <= LONGEST && !on_a_line_of_signs(text, start) {
            proposals.edits.push(edit(
                text,
                span,
                unified,
                &rule::DASH,
                "written with other signs than a dash",
            ));
        }
    }
}

/// Whether a line has no words, a drawn line or the head of a table, or is code.
fn on_a_line_of_signs(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line = &text[start..end];
    line.contains(['|', '+', '│', '┌', '└', '├'])
        || line.trim_end().ends_with(';') && line.contains('=')
        || !line.chars().any(char::is_alphabetic)
}
