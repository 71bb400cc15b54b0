#![doc = include_str!("dashes.md")]

use super::options::Dashes;
use super::sweep;
use crate::cleaner::Proposals;
use crate::rule;

/// Proposes dashes of the form that is asked for.
pub(super) fn propose(text: &str, dashes: Dashes, proposals: &mut Proposals) {
    match dashes {
        Dashes::Keep => {}
        Dashes::Ascii => flatten(text, proposals),
    }
}

fn flatten(text: &str, proposals: &mut Proposals) {
    if !sweep::has(text, |b| matches!(b, 0xE2 | 0xEF)) {
        return;
    }
    let becomes = |c| is_dash(c).then_some("-".into());
    sweep::characters(text, &rule::DASH, "a dash that ASCII does not have", becomes, proposals);
}

/// Hyphens, dashes and the minus sign.
fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}')
}
