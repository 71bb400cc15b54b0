#![doc = include_str!("controls.md")]

use super::sweep;
use crate::cleaner::Proposals;
use crate::rule;

/// Proposes to remove control characters.
pub(super) fn propose(text: &str, proposals: &mut Proposals) {
    let reason = "a control character that no text needs";
    sweep::characters(
        text,
        LEADS,
        &rule::EVERY_CONTROL,
        reason,
        |c| is_unneeded(c).then_some("".into()),
        proposals,
    );
}

/// The bytes that such characters begin with.
const LEADS: &[u8] = &{
    let mut leads = [0; 0x20 + 3];
    let mut control = 0;
    while control < 0x20 {
        leads[control] = control as u8;
        control += 1;
    }
    (leads[0x20], leads[0x21], leads[0x22]) = (0x7F, 0xE2, 0xEF);
    leads
};

/// Control characters other than tab, line ends and form feed, deprecated format characters, byte order
/// marks, and the marks of interlinear annotations and embedded objects.
fn is_unneeded(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}' | '\u{B}' | '\u{E}'..='\u{1F}' | '\u{7F}'
        | '\u{206A}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needed_ones_stay() {
        assert!(
            "\t\n\r\u{C}\u{85}\u{200B}\u{200D}\u{200E}\u{2060}\u{FE0F}\u{FFFD}"
                .chars()
                .all(|c| !is_unneeded(c))
        );
        assert!("\0\u{7}\u{1B}\u{7F}\u{FEFF}\u{FFFC}\u{206B}".chars().all(is_unneeded));
    }
}
