//! Lines that say the same again, but for digits and marks of ASCII.

use crate::hash::Hashed;
use std::collections::HashSet;

/// The places of lines, those left out that say the same again.
pub(super) fn distinct<T>(lines: &[(&[u8], T)]) -> Vec<usize> {
    let mut seen: HashSet<u64, Hashed> = HashSet::with_capacity_and_hasher(lines.len(), Hashed::default());
    (0..lines.len()).filter(|place| seen.insert(words(lines[*place].0))).collect()
}

/// Bytes of a line that tell it from others.
const TELLING: usize = 128;

/// A number for what the beginning of a line says beside digits and marks of ASCII.
fn words(line: &[u8]) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // FNV-1a, with a multiplier that mixes better in 64 bits; eight bytes at once where none is ASCII.
    let mix = |hash: u64, word: u64| {
        let mixed = (hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed ^ mixed >> 29
    };
    let (mut hash, mut count, mut at) = (0xCBF2_9CE4_8422_2325, 0, 0);
    while at < line.len() && count < TELLING {
        while let Some(word) = line[at..].first_chunk().map(|word| u64::from_le_bytes(*word))
            && word & HIGH == HIGH
        {
            hash = mix(hash, word);
            (count, at) = (count + 8, at + 8);
        }
        // On to the next byte beyond ASCII behind one of ASCII.
        let mut ascii = false;
        for byte in &line[at..] {
            if count >= TELLING || (ascii && !byte.is_ascii()) {
                break;
            }
            ascii = byte.is_ascii();
            if !ascii || byte.is_ascii_alphabetic() {
                hash = mix(hash, u64::from(*byte));
                count += 1;
            }
            at += 1;
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_marks_make_no_difference() {
        let lines: Vec<(&[u8], ())> =
            [&b"line 1"[..], b"line 22!", b"lines", b"\xE9 1", b"\xE8 1", b"", b"17"]
                .map(|line| (line, ()))
                .into();
        assert_eq!(distinct(&lines), [0, 2, 3, 4, 5]);
    }

    #[test]
    fn long_lines_are_told_by_their_beginning() {
        let (one, other) = ([b"a".repeat(200), b"b".to_vec()].concat(), b"a".repeat(300));
        assert_eq!(words(&one), words(&other));
        assert_ne!(words(&one), words(&b"a".repeat(127)));
    }
}
