#![doc = include_str!("form.md")]

use super::options::Form;
use super::sweep::edit;
use crate::cleaner::Proposals;
use crate::rule;
use std::ops::Range;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

/// Proposes the normal form of the stretches that are not in it.
pub(super) fn propose(text: &str, form: Form, proposals: &mut Proposals) {
    if form == Form::Keep {
        return;
    }
    let quick = |text: &str| match form {
        Form::Nfkc => is_nfkc_quick(text.chars()),
        _ => is_nfc_quick(text.chars()),
    };
    if quick(text) == IsNormalized::Yes {
        return;
    }
    for span in stretches(text) {
        let before = &text[span.clone()];
        if before.is_ascii() || quick(before) == IsNormalized::Yes {
            continue;
        }
        let after: String = match form {
            Form::Nfkc => before.nfkc().collect(),
            _ => before.nfc().collect(),
        };
        if after != before {
            proposals.edits.push(edit(
                text,
                span,
                &after,
                &rule::UNICODE_FORM,
                "the same in Unicode's normal form",
            ));
        }
    }
}

/// Cuts a text where nothing on the one side has to do with the other: before characters that combine with
/// nothing in front of them.
fn stretches(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let from = rest;
        let mut chars = text[from..].char_indices();
        chars.next()?;
        rest = chars.find(|(_, c)| is_boundary(*c)).map_or(text.len(), |(at, _)| from + at);
        Some(from..rest)
    })
}

/// Whether a text with this character may be in another form than NFC.
pub(super) fn may_change(c: char) -> bool {
    canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes
}

/// Whether a character neither combines with one before it nor can change place with it.
fn is_boundary(c: char) -> bool {
    c.is_ascii()
        || (canonical_combining_class(c) == 0
            && is_nfc_quick(std::iter::once(c)) != IsNormalized::Maybe
            && is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::EditLog;

    #[test]
    fn stretch_by_stretch_is_the_same_as_all_at_once() {
        let texts = [
            "e\u{301}a\u{30A}\u{323}b \u{1100}\u{1161}\u{11A8} \u{FF76}\u{FF9E} ①㎞ \u{212B} \u{F900} か\u{3099}",
            "\u{301}x",
            "देवनागरी ক\u{9C7}\u{9BE} \u{FB1D}\u{5B0}",
            "q\u{307}\u{323}\u{307}\u{323}",
        ];
        for text in texts {
            for (form, whole) in
                [(Form::Nfc, text.nfc().collect::<String>()), (Form::Nfkc, text.nfkc().collect())]
            {
                let mut proposals = Proposals::default();
                propose(text, form, &mut proposals);
                assert_eq!(EditLog::resolve(proposals.edits).apply(text).unwrap(), whole);
            }
        }
    }
}
