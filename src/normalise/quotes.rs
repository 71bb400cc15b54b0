#![doc = include_str!("quotes.md")]

use super::options::Quotes;
use super::sweep;
use crate::cleaner::Proposals;
use crate::rule;

/// Proposes quotation marks of the form that is asked for.
pub(super) fn propose(text: &str, quotes: Quotes, proposals: &mut Proposals) {
    match quotes {
        Quotes::Keep => {}
        Quotes::Straight => straighten(text, proposals),
    }
}

fn straighten(text: &str, proposals: &mut Proposals) {
    if !sweep::has(text, |b| matches!(b, 0xE2 | 0xCA)) {
        return;
    }
    let becomes = |c| match c {
        '\u{2BC}' | '\u{2018}'..='\u{201B}' => Some("'".into()),
        '\u{201C}'..='\u{201F}' => Some("\"".into()),
        _ => None,
    };
    sweep::characters(text, &rule::QUOTATION_MARK, "a curly quotation mark", becomes, proposals);
}
