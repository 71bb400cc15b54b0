#![doc = include_str!("terminal.md")]

use super::sweep::edit;
use crate::cleaner::Proposals;
use crate::rule;

/// Proposes to remove escape sequences.
pub(super) fn propose(text: &str, proposals: &mut Proposals) {
    for at in memchr::memchr_iter(0x1B, text.as_bytes()) {
        if let Some(length) = control_sequence(&text[at..]) {
            let reason = "an escape sequence of a terminal";
            proposals.edits.push(edit(text, at..at + length, "", &rule::EVERY_TERMINAL_ESCAPE, reason));
        }
    }
}

/// The length of a control sequence: ESC, `[`, numbers and `;`, a letter.
pub(crate) fn control_sequence(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("\u{1B}[")?;
    let end = inside.bytes().position(|b| !(b.is_ascii_digit() || b == b';'))?;
    inside.as_bytes()[end].is_ascii_alphabetic().then_some(2 + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_measured() {
        for (text, length) in [
            ("\u{1B}[36;44mU", Some(8)),
            ("\u{1B}[2Kx", Some(4)),
            ("\u{1B}[mx", Some(3)),
            ("\u{1B}[?25l", None),
            ("\u{1B}M", None),
            ("\u{1B}[3", None),
        ] {
            assert_eq!(control_sequence(text), length, "{text:?}");
        }
    }
}
