#![doc = include_str!("letters.md")]

use super::options::Letters;
use super::sweep;
use crate::cleaner::Proposals;
use crate::rule;
use unicode_normalization::UnicodeNormalization;

/// Proposes letters and digits of the usual width.
pub(super) fn propose(text: &str, letters: Letters, proposals: &mut Proposals) {
    if letters == Letters::Keep {
        return;
    }
    let reason = "a letter or digit of the other width";
    let becomes = |c: char| is_odd(c).then(|| c.nfkc().collect::<String>().into());
    let from = proposals.edits.len();
    sweep::characters(text, &[0xEF], &rule::LETTER_WIDTH, reason, becomes, proposals);
    // Marks of katakana join the letters that were narrow with them.
    for edit in &mut proposals.edits[from..] {
        edit.after = edit.after.nfc().collect::<String>().into();
    }
}

/// Full-width letters and digits of ASCII; half-width katakana and hangul with their marks.
fn is_odd(c: char) -> bool {
    matches!(
        c,
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{FF61}'..='\u{FF9F}'
        | '\u{FFA0}'..='\u{FFBE}' | '\u{FFC2}'..='\u{FFC7}' | '\u{FFCA}'..='\u{FFCF}'
        | '\u{FFD2}'..='\u{FFD7}' | '\u{FFDA}'..='\u{FFDC}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_katakana_join_their_letters_later() {
        let after: String = "ｶﾞＡ１".chars().flat_map(|c| c.nfkc().collect::<Vec<_>>()).collect();
        assert_eq!(after.nfc().collect::<String>(), "ガA1");
        assert!("アa1，。".chars().all(|c| !is_odd(c)));
    }
}
