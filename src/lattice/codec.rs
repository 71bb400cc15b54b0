//! Codecs eat bytes, one at a time, and yield characters.

use crate::chars::gbk;

/// What a byte did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// It finished a character.
    Char(char),
    /// It began one; more bytes are needed.
    Pending(u8),
    /// No character can have it here.
    Invalid,
}

/// GBK, one or two bytes a character. `pending` is the first byte of a character already begun, or 0.
pub(crate) fn gbk(pending: u8, byte: u8) -> Step {
    match (pending, byte) {
        (0, 0x00..=0x7F) => Step::Char(char::from(byte)),
        (0, _) if gbk::is_lead(byte) => Step::Pending(byte),
        (0, _) => Step::Invalid,
        (lead, trail) => gbk::shown(lead, trail).map_or(Step::Invalid, Step::Char),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_pairs_and_ascii() {
        assert_eq!(gbk(0, b'a'), Step::Char('a'));
        assert_eq!(gbk(0, 0x8C), Step::Pending(0x8C));
        assert_eq!(gbk(0x8C, 0xA3), Step::Char('專'));
        assert_eq!(gbk(0xD4, b'O'), Step::Char('設'));
        assert_eq!(gbk(0xC6, b'?'), Step::Invalid);
        assert_eq!(gbk(0xF8, 0xD6), Step::Invalid);
        assert_eq!(gbk(0, 0x80), Step::Invalid);
    }
}
