#![doc = include_str!("ligatures.md")]

use super::sweep;
use crate::cleaner::Proposals;
use crate::rule;

/// Proposes letters for ligatures.
pub(super) fn propose(text: &str, proposals: &mut Proposals) {
    let reason = "one character for several letters";
    sweep::characters(text, LEADS, &rule::LIGATURE, reason, |c| becomes(c).map(Into::into), proposals);
}

/// The bytes that they begin with.
const LEADS: &[u8] = &[0xC4, 0xC5, 0xC7, 0xEF];

/// The letters of a Latin ligature or digraph.
fn becomes(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{132}' => "IJ",
        '\u{133}' => "ij",
        '\u{149}' => "ʼn",
        '\u{1C4}' => "DŽ",
        '\u{1C5}' => "Dž",
        '\u{1C6}' => "dž",
        '\u{1C7}' => "LJ",
        '\u{1C8}' => "Lj",
        '\u{1C9}' => "lj",
        '\u{1CA}' => "NJ",
        '\u{1CB}' => "Nj",
        '\u{1CC}' => "nj",
        '\u{1F1}' => "DZ",
        '\u{1F2}' => "Dz",
        '\u{1F3}' => "dz",
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        '\u{FB05}' => "ſt",
        '\u{FB06}' => "st",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn they_are_what_unicode_says() {
        for c in ('\u{80}'..='\u{FFFF}').filter(|c| becomes(*c).is_some()) {
            // The long s of `ﬅ` stays: it is a letter of its own.
            let standard: String = c.nfkc().collect();
            assert!(becomes(c).is_some_and(|letters| letters.nfkc().collect::<String>() == standard), "{c}");
        }
    }
}
