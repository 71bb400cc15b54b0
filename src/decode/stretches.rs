//! What of a line is not ASCII, gathered once for all encodings of one byte.

use super::ascii;

/// The stretches of a line that are not ASCII, each with the ASCII byte before it and the one behind it.
#[derive(Debug, Default)]
pub(super) struct Stretches {
    /// Each byte behind the one before it. What has nothing before it stands behind a line feed.
    pub(super) pairs: Vec<[u8; 2]>,
    /// The first byte of each stretch.
    pub(super) firsts: Vec<u8>,
    /// Number of bytes that are not ASCII.
    pub(super) high: usize,
    /// Number of ASCII letters in the line, those in the tags of HTML left out.
    pub(super) letters: usize,
    /// What the ASCII bytes behind stretches cost anyway, in steps.
    pub(super) behind: i32,
}

/// Words of Latin letters have more ASCII letters than this for each other one.
const LATIN_LETTERS: usize = 3;

impl Stretches {
    /// Takes another line; what was there is forgotten.
    pub(super) fn fill(&mut self, line: &[u8]) {
        self.pairs.clear();
        self.firsts.clear();
        (self.high, self.behind) = (0, 0);
        self.letters = letters(line);
        let mut at = ascii::skip(line, 0);
        while at < line.len() {
            let mut last = if at > 0 { line[at - 1] } else { b'\n' };
            self.firsts.push(line[at]);
            let start = at;
            while let Some(byte) = line.get(at).filter(|byte| !byte.is_ascii()) {
                self.pairs.push([last, *byte]);
                (last, at) = (*byte, at + 1);
            }
            self.high += at - start;
            if let Some(byte) = line.get(at) {
                self.pairs.push([last, *byte]);
                self.behind += ascii::steps(*byte);
            }
            at = ascii::skip(line, at);
        }
    }

    /// Whether it looks like words of ASCII letters with others among them.
    pub(super) fn is_latin(&self) -> bool {
        is_latin(self.high, self.firsts.len(), self.letters)
    }

    /// Whether each byte beyond ASCII stands alone.
    pub(super) fn are_alone(&self) -> bool {
        self.high == self.firsts.len()
    }

    /// The bytes that are not ASCII.
    pub(super) fn bytes(&self) -> impl Iterator<Item = u8> {
        self.pairs.iter().map(|[_, byte]| *byte).filter(|byte| !byte.is_ascii())
    }
}

/// Whether so many bytes that are not ASCII, in so many stretches, are letters in Latin words of so many ASCII letters.
pub(super) fn is_latin(high: usize, stretches: usize, letters: usize) -> bool {
    high < 2 * stretches && letters > LATIN_LETTERS * high
}

/// Number of ASCII letters that are not in the tags of HTML.
pub(super) fn letters(line: &[u8]) -> usize {
    // So many fit into a byte, many of which are added at once.
    let few = |part: &[u8]| part.iter().map(|byte| u8::from(byte.is_ascii_alphabetic())).sum::<u8>();
    let count =
        |part: &[u8]| part.chunks(usize::from(u8::MAX)).map(|part| usize::from(few(part))).sum::<usize>();
    let mut sum = 0;
    let mut rest = line;
    while let Some(start) = memchr::memchr(b'<', rest) {
        sum += count(&rest[..start]);
        let end = memchr::memchr(b'>', &rest[start..]).map_or(rest.len(), |length| start + length + 1);
        rest = &rest[end..];
    }
    sum + count(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_gathered_with_what_is_around_them() {
        let mut stretches = Stretches::default();
        stretches.fill(b"\xC0b <p>c\xE9\xE8 d<i\xE1");
        assert_eq!(stretches.pairs, [*b"\n\xC0", *b"\xC0b", *b"c\xE9", *b"\xE9\xE8", *b"\xE8 ", *b"i\xE1"]);
        assert_eq!((stretches.firsts.as_slice(), stretches.high), (&b"\xC0\xE9\xE1"[..], 4));
        assert_eq!(stretches.letters, 3);
        stretches.fill(b"plain");
        assert_eq!((stretches.pairs.len(), stretches.letters, stretches.behind), (0, 5, 0));
    }
}
