#![doc = include_str!("variation.md")]

use super::context::Context;
use super::edit;
use super::scripts::is_pictorial;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::rule;

/// Proposes to remove variation selectors that select nothing, and tags that tag nothing.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let stray = match c {
            // How emoji are shown, and forms of symbols and Han characters.
            '\u{FE0E}' | '\u{FE0F}' => !before.is_some_and(|b| is_pictorial(b) || is_symbol(b)),
            '\u{FE00}'..='\u{FE0D}' => {
                !before.is_some_and(|b| is_han(b) || is_symbol(b) || is_pictorial(b) || takes_forms(b))
            }
            '\u{E0100}'..='\u{E01EF}' => !before.is_some_and(is_han),
            '\u{180B}'..='\u{180D}' | '\u{180F}' => {
                !before.is_some_and(|b| matches!(b, '\u{1800}'..='\u{18AF}' | '\u{200D}'))
            }
            '\u{E0001}' | '\u{E0020}'..='\u{E007F}' => !before.is_some_and(|b| {
                b == '\u{1F3F4}' || matches!(b, '\u{E0020}'..='\u{E007E}' | '\u{1F3FB}'..='\u{1F3FF}')
            }),
            _ => false,
        };
        if stray {
            let reason = "a selector of a form behind a character that has no other";
            proposals.edits.push(edit(
                text,
                at..at + c.len_utf8(),
                "",
                &rule::VARIATION_SELECTOR,
                0.98,
                reason,
            ));
        } else {
            before = Some(c);
        }
    }
}

/// Signs that may be drawn as emoji or in several forms.
fn is_symbol(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control()
}

/// Letters with forms of their own: of Myanmar, Phags-pa, Manichaean, hieroglyphs and mathematics, and digits.
fn takes_forms(c: char) -> bool {
    matches!(c, '0' | '\u{13000}'..='\u{143FF}' | '\u{1D49C}'..='\u{1D4CF}' | '\u{1000}'..='\u{109F}' | '\u{A840}'..='\u{A87F}' | '\u{AA60}'..='\u{AA7F}' | '\u{10AC0}'..='\u{10AFF}' | '\u{FF01}'..='\u{FF5E}')
}
