//! Lines that say the same again, but for digits and marks of ASCII.

use super::ascii;
use crate::hash::Hashed;
use std::collections::HashSet;

/// The places of lines, those left out that say the same again.
pub(super) fn distinct<T>(lines: &[(&[u8], T)]) -> Vec<usize> {
    let mut seen: HashSet<u64, Hashed> = HashSet::with_capacity_and_hasher(lines.len(), Hashed::default());
    (0..lines.len()).filter(|place| seen.insert(words(lines[*place].0))).collect()
}

/// So many bytes tell a line from others, from so many before its first that is not ASCII on.
const TELLING: usize = 128;
const BEFORE: usize = 32;

/// By byte: a number for what it tells, none for digits and marks of ASCII.
static NUMBERS: [u64; 256] = {
    let mut numbers = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if byte >= 0x80 || (byte as u8).is_ascii_alphabetic() {
            // The finalizer of SplitMix64.
            let mixed = (byte as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            numbers[byte] = (mixed ^ mixed >> 27) | 1;
        }
        byte += 1;
    }
    numbers
};

/// A number for what the beginning of a line says beside digits and marks of ASCII: for how often it has which bytes.
fn words(line: &[u8]) -> u64 {
    let from = ascii::skip(line, 0).saturating_sub(BEFORE);
    let telling = &line[from..line.len().min(from + TELLING)];
    telling.iter().fold(0, |sum, byte| sum.wrapping_add(NUMBERS[usize::from(*byte)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_marks_make_no_difference() {
        let lines: Vec<(&[u8], ())> =
            [&b"line\xE9 1"[..], b"line\xE9 22!", b"lines\xE9", b"\xE9 1", b"\xE8 1", b"\xE9", b"17"]
                .map(|line| (line, ()))
                .into();
        assert_eq!(distinct(&lines), [0, 2, 3, 4, 6]);
    }

    #[test]
    fn long_lines_are_told_by_their_beginning() {
        let (one, other) = ([b"\xE9".repeat(200), b"b".to_vec()].concat(), b"\xE9".repeat(300));
        assert_eq!(words(&one), words(&other));
        assert_ne!(words(&one), words(&b"\xE9".repeat(127)));
    }
}
