//! A text as GBK bytes, each of which knows where it came from. Readings and control characters go in
//! between bytes wherever a pair matches, whether or not the pair is a character.

use crate::chars::gbk;
use memchr::memmem;

/// Where a byte came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The character of the original with this number, in characters.
    Own(u32),
    /// An insertion with this number.
    Put(u32),
}

/// What was inserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Insertion {
    Reading,
    Controls,
    /// A tag of the page's source that a reader does not show.
    Tag,
    /// White space of the page's source that a reader does not show.
    Hidden,
}

/// The bytes on their way through the channel.
#[derive(Debug, Default)]
pub(super) struct Stream {
    pub(super) bytes: Vec<u8>,
    pub(super) sources: Vec<Source>,
    pub(super) insertions: Vec<Insertion>,
    /// How many bytes each character of the original has.
    pub(super) lengths: Vec<u8>,
}

impl Stream {
    /// Adds the next character of the original. One that GBK cannot hold becomes `substitute`, or nothing.
    pub(super) fn push(&mut self, c: char, substitute: Option<u8>) {
        let source = Source::Own(self.lengths.len() as u32);
        let from = self.bytes.len();
        if c.is_ascii() {
            self.extend(&[c as u8], source);
        } else if let Some((lead, trail)) = gbk::encode(c).filter(|(l, t)| !gbk::is_dropped(*l, *t)) {
            self.extend(&[lead, trail], source);
        } else if c == '€' {
            self.extend(&[0x80], source);
        } else if let Some(byte) = substitute {
            self.extend(&[byte], source);
        }
        self.lengths.push((self.bytes.len() - from) as u8);
    }

    /// Adds something that is not of the original.
    pub(super) fn put(&mut self, bytes: &[u8], what: Insertion) {
        let source = Source::Put(self.insertions.len() as u32);
        self.insertions.push(what);
        self.extend(bytes, source);
    }

    fn extend(&mut self, bytes: &[u8], source: Source) {
        self.bytes.extend_from_slice(bytes);
        self.sources.resize(self.bytes.len(), source);
    }

    /// Puts something beside every occurrence of two bytes, from left to right; what `make` gives nothing for
    /// stays as it is.
    pub(super) fn insert(
        &mut self,
        pair: [u8; 2],
        side: Side,
        what: Insertion,
        mut make: impl FnMut() -> Option<Vec<u8>>,
    ) {
        let finder = memmem::Finder::new(&pair);
        if finder.find(&self.bytes).is_none() {
            return;
        }
        let old = std::mem::take(self);
        (self.insertions, self.lengths) = (old.insertions, old.lengths);
        let mut at = 0;
        for found in finder.find_iter(&old.bytes) {
            let here = match side {
                Side::Before => found,
                Side::Behind => found + pair.len(),
            };
            self.copy(&old.bytes[at..here], &old.sources[at..here]);
            at = here;
            if let Some(bytes) = make() {
                self.put(&bytes, what);
            }
        }
        self.copy(&old.bytes[at..], &old.sources[at..]);
    }

    fn copy(&mut self, bytes: &[u8], sources: &[Source]) {
        self.bytes.extend_from_slice(bytes);
        self.sources.extend_from_slice(sources);
    }
}

/// On which side of a pair.
#[derive(Debug, Clone, Copy)]
pub(super) enum Side {
    Before,
    Behind,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insertions_also_fall_between_the_bytes_of_characters() {
        let mut stream = Stream::default();
        "專科".chars().for_each(|c| stream.push(c, None));
        stream.insert([0xA3, 0xBF], Side::Before, Insertion::Controls, || Some(vec![5]));
        assert_eq!(stream.bytes, [0x8C, 5, 0xA3, 0xBF, 0xC6]);
        use Source::{Own, Put};
        assert_eq!(stream.sources, [Own(0), Put(0), Own(0), Own(1), Own(1)]);
    }

    #[test]
    fn what_gbk_cannot_hold_is_replaced_or_lost() {
        let mut stream = Stream::default();
        stream.push('😀', Some(b'?'));
        stream.push('\u{A0}', None);
        stream.push('\u{E000}', Some(b'"'));
        assert_eq!(stream.bytes, *b"?\"");
        assert_eq!(stream.lengths, [1, 0, 1]);
    }
}
