//! Files whose lines are in different encodings.

use super::Charset;
use crate::damage::Dice;
use std::ops::Range;

/// A file whose lines are in different encodings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MixedFile {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Where each line lies in the bytes, its end included, and its encoding.
    pub lines: Vec<(Range<usize>, Charset)>,
}

/// Writes a text with this share of its lines in one of the minority encodings and the rest in the first. A
/// line that its encoding cannot hold is written in UTF-8.
///
/// ```
/// use mojimend::damage::{Dice, encoding::{Charset, mixed}};
/// let file = mixed("中文\n中文\n", Charset::UTF_8, &[Charset::GBK], 1.0, &mut Dice::new(1, "doc", "mixed"));
/// assert_eq!(file.bytes, b"\xD6\xD0\xCE\xC4\n\xD6\xD0\xCE\xC4\n");
/// ```
pub fn mixed(text: &str, main: Charset, others: &[Charset], share: f64, dice: &mut Dice) -> MixedFile {
    let mut file = MixedFile { bytes: Vec::with_capacity(text.len()), lines: Vec::new() };
    for line in text.split_inclusive('\n') {
        let wanted = if dice.chance(share) { dice.pick(others).copied().unwrap_or(main) } else { main };
        let from = file.bytes.len();
        let fits = line.chars().all(|c| wanted.encode(c, &mut file.bytes));
        if !fits {
            file.bytes.truncate(from);
            file.bytes.extend_from_slice(line.as_bytes());
        }
        file.lines.push((from..file.bytes.len(), if fits { wanted } else { Charset::UTF_8 }));
    }
    file
}
