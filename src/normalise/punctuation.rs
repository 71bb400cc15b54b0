#![doc = include_str!("punctuation.md")]

use super::options::Punctuation;
use super::sweep;
use crate::cleaner::Proposals;
use crate::rule;
use unicode_normalization::UnicodeNormalization;

/// Proposes marks of the width that is asked for.
pub(super) fn propose(text: &str, punctuation: Punctuation, proposals: &mut Proposals) {
    match punctuation {
        Punctuation::Keep => {}
        Punctuation::Halfwidth => halve(text, proposals),
    }
}

fn halve(text: &str, proposals: &mut Proposals) {
    if !sweep::has(text, |b| matches!(b, 0xEF | 0xE3)) {
        return;
    }
    let reason = "a mark or sign in the width of Chinese characters";
    let becomes = |c: char| is_wide(c).then(|| c.nfkc().collect::<String>().into());
    sweep::characters(text, &rule::PUNCTUATION_WIDTH, reason, becomes, proposals);
}

/// Marks and signs with a counterpart of half width, the ideographic space, and half-width signs whose
/// counterpart is the usual one.
fn is_wide(c: char) -> bool {
    match c {
        '\u{3000}' | '\u{FF5F}' | '\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{FFE8}'..='\u{FFEE}' => true,
        '\u{FF01}'..='\u{FF5E}' => !matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ'),
        _ => false,
    }
}
