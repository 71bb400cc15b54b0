#![doc = include_str!("c1.md")]

use super::sweep;
use crate::chars::entity::windows_1252;
use crate::cleaner::Proposals;
use crate::rule;

/// Proposes the characters of Windows-1252 for C1 control characters.
pub(super) fn propose(text: &str, proposals: &mut Proposals) {
    let reason = "a C1 control character is what reading Windows-1252 as Latin-1 makes of this";
    sweep::characters(
        text,
        &[0xC2],
        &rule::C1_CONTROL,
        reason,
        |c| becomes(c).map(|c| c.to_string().into()),
        proposals,
    );
}

/// What Windows-1252 has at the place of a C1 control character.
pub(crate) fn becomes(c: char) -> Option<char> {
    let byte = u8::try_from(c as u32).ok().filter(|b| (0x80..=0x9F).contains(b))?;
    Some(windows_1252(byte)).filter(|windows| *windows != c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_holes_stay() {
        let holes: Vec<char> = ('\u{80}'..='\u{9F}').filter(|c| becomes(*c).is_none()).collect();
        assert_eq!(holes, ['\u{81}', '\u{8D}', '\u{8F}', '\u{90}', '\u{9D}']);
        assert_eq!(becomes('\u{92}'), Some('’'));
        assert_eq!(becomes('a'), None);
    }
}
