//! From a stream to batches of whole records, whatever a record is.

use crate::corpus::desk::count_lines;
use std::io::{self, Read};

/// Large enough that handing a batch over costs nothing beside cleaning it, and that it packs well on its own;
/// small enough to stay in the cache from reading to writing.
pub(in crate::corpus) const BATCH: usize = 1 << 20;

/// Where records end.
pub(super) trait Boundary: Send {
    /// The end of the last whole record in these bytes, which begin with a record.
    fn last(&mut self, bytes: &[u8]) -> Option<usize>;

    /// The bytes are a document that is too long, or its beginning: where to cut it, if it may be cut.
    fn piece(&mut self, _bytes: &[u8]) -> Option<usize> {
        None
    }

    /// Its end, in bytes that continue a record that is too long. `fresh`: they are its beginning.
    fn pass(&mut self, bytes: &[u8], fresh: bool) -> Option<usize>;

    /// Whether a record whose end is missing is one all the same.
    fn takes_a_part(&self) -> bool {
        false
    }
}

/// A batch that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) struct Cut {
    /// The line it begins on, from 1.
    pub(in crate::corpus) line: u64,
    /// Line ends in it.
    pub(in crate::corpus) lines: u64,
    /// Bytes before it.
    pub(in crate::corpus) offset: u64,
    pub(in crate::corpus) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) enum Kind {
    /// Whole records.
    Records,
    /// A piece of a record that is too long, to be passed through; its first piece?
    TooLong { first: bool },
}

/// Splits a stream. What a batch holds depends on where it begins and on nothing else, so that a stream can be
/// continued at any of them.
pub(in crate::corpus) struct Splitter {
    boundary: Box<dyn Boundary>,
    /// The beginning of a record whose end has not been read.
    carry: Vec<u8>,
    lines: u64,
    offset: u64,
    /// Bytes of the longest record.
    limit: usize,
    passing: bool,
    ended: bool,
    error: Option<io::Error>,
}

impl Splitter {
    pub(super) fn new(boundary: Box<dyn Boundary>, limit: usize) -> Self {
        let carry = Vec::new();
        Self { boundary, carry, lines: 0, offset: 0, limit, passing: false, ended: false, error: None }
    }

    /// Goes on in the middle of a stream: so many bytes and lines have been read before.
    pub(in crate::corpus) fn skip_to(&mut self, offset: u64, lines: u64) {
        self.offset = offset;
        self.lines = lines;
    }

    /// Whether the next batch begins with a record, not inside one that is too long.
    pub(in crate::corpus) fn is_between_records(&self) -> bool {
        !self.passing
    }

    /// Whether there will be no other batch.
    pub(in crate::corpus) fn is_done(&self) -> bool {
        self.ended && self.carry.is_empty() && self.error.is_none()
    }

    /// Reads the next batch into an empty buffer; nothing at the end. After an error all that was whole before
    /// it has been given.
    pub(in crate::corpus) fn next(
        &mut self,
        from: &mut dyn Read,
        into: &mut Vec<u8>,
    ) -> io::Result<Option<Cut>> {
        std::mem::swap(into, &mut self.carry);
        self.carry.clear();
        let kind = if self.passing { self.pass(from, into) } else { self.records(from, into) };
        if into.is_empty() {
            return match self.error.take() {
                Some(error) => Err(error),
                None => Ok(None),
            };
        }
        let lines = count_lines(into);
        let cut = Cut { line: self.lines + 1, lines, offset: self.offset, kind };
        self.lines += lines;
        self.offset += into.len() as u64;
        Ok(Some(cut))
    }

    fn records(&mut self, from: &mut dyn Read, into: &mut Vec<u8>) -> Kind {
        let mut want = BATCH.min(self.limit.max(1));
        loop {
            self.fill(from, into, want);
            if self.ended && self.error.is_none() {
                return Kind::Records;
            }
            if let Some(end) = self.boundary.last(into) {
                self.keep(into, end);
                return Kind::Records;
            }
            if self.ended {
                if !self.boundary.takes_a_part() {
                    into.clear();
                }
                return Kind::Records;
            }
            if into.len() >= self.limit {
                if let Some(end) = self.boundary.piece(into) {
                    self.keep(into, end);
                    return Kind::Records;
                }
                self.passing = true;
                if let Some(end) = self.boundary.pass(into, true) {
                    self.keep(into, end);
                    self.passing = false;
                }
                return Kind::TooLong { first: true };
            }
            want = (2 * into.len()).min(self.limit);
        }
    }

    fn pass(&mut self, from: &mut dyn Read, into: &mut Vec<u8>) -> Kind {
        self.fill(from, into, BATCH);
        if let Some(end) = self.boundary.pass(into, false) {
            self.keep(into, end);
            self.passing = false;
        }
        Kind::TooLong { first: false }
    }

    fn fill(&mut self, from: &mut dyn Read, into: &mut Vec<u8>, to: usize) {
        let missing = to.saturating_sub(into.len());
        into.reserve_exact(missing);
        // What was read before an error stays in the buffer.
        match from.take(missing as u64).read_to_end(into) {
            Ok(read) => self.ended |= read < missing,
            Err(error) => {
                self.ended = true;
                self.error = Some(error);
            }
        }
    }

    fn keep(&mut self, into: &mut Vec<u8>, end: usize) {
        self.carry.extend_from_slice(&into[end..]);
        into.truncate(end);
    }
}

/// Records that end with a line end.
pub(super) struct LineEnds {
    /// `\n`, or in files that have none `\r`.
    pub(super) end: u8,
    /// Whether a part of a line is a document, too.
    pub(super) takes_a_part: bool,
}

impl Boundary for LineEnds {
    fn last(&mut self, bytes: &[u8]) -> Option<usize> {
        memchr::memrchr(self.end, bytes).map(|end| end + 1)
    }

    fn pass(&mut self, bytes: &[u8], _fresh: bool) -> Option<usize> {
        memchr::memchr(self.end, bytes).map(|end| end + 1)
    }

    fn takes_a_part(&self) -> bool {
        self.takes_a_part
    }
}

/// What ends the lines of a file that begins like this: `\r` if it has no `\n`, but more than one `\r`.
pub(super) fn line_end(head: &[u8]) -> u8 {
    if memchr::memchr(b'\n', head).is_none() && memchr::memchr_iter(b'\r', head).nth(1).is_some() {
        b'\r'
    } else {
        b'\n'
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(limit: usize) -> Splitter {
        Splitter::new(Box::new(LineEnds { end: b'\n', takes_a_part: false }), limit)
    }

    fn batches(splitter: &mut Splitter, mut from: impl Read) -> (Vec<(Cut, Vec<u8>)>, Option<io::Error>) {
        let mut all = Vec::new();
        loop {
            let mut into = Vec::new();
            match splitter.next(&mut from, &mut into) {
                Ok(Some(cut)) => all.push((cut, into)),
                Ok(None) => return (all, None),
                Err(error) => return (all, Some(error)),
            }
        }
    }

    fn input() -> Vec<u8> {
        let mut input = Vec::new();
        for length in [10, BATCH - 5, 3 * BATCH, 0, BATCH, 7] {
            input.extend(std::iter::repeat_n(b'x', length));
            input.push(b'\n');
        }
        input
    }

    #[test]
    fn batches_are_whole_lines_and_nothing_is_lost() {
        for tail in ["", "no line end"] {
            let mut input = input();
            input.extend(tail.bytes());
            let (batches, error) = batches(&mut lines(usize::MAX), &input[..]);
            assert!(batches.len() > 2 && error.is_none());
            let mut joined = Vec::new();
            for (cut, batch) in batches {
                assert_eq!((cut.line, cut.kind), (count_lines(&joined) + 1, Kind::Records));
                assert_eq!(cut.offset, joined.len() as u64);
                joined.extend(batch);
                assert!(joined.ends_with(b"\n") || joined.len() == input.len());
            }
            assert!(joined == input);
        }
        assert!(batches(&mut lines(9), &b""[..]).0.is_empty());
    }

    #[test]
    fn a_stream_can_be_continued_at_every_batch() {
        let input = input();
        for limit in [usize::MAX, 2 * BATCH] {
            let (all, _) = batches(&mut lines(limit), &input[..]);
            for (at, (cut, _)) in all.iter().enumerate() {
                if matches!(cut.kind, Kind::TooLong { first: false }) {
                    continue;
                }
                let mut splitter = lines(limit);
                splitter.skip_to(cut.offset, cut.line - 1);
                let (rest, _) = batches(&mut splitter, &input[usize::try_from(cut.offset).unwrap()..]);
                assert!(rest == all[at..]);
            }
        }
    }

    #[test]
    fn a_line_that_is_too_long_passes_in_pieces() {
        let input = [vec![b'a'; 5], vec![b'\n'], vec![b'x'; 5 * BATCH], b"\nb\n".to_vec()].concat();
        let (batches, _) = batches(&mut lines(2 * BATCH), &input[..]);
        let kinds: Vec<_> = batches.iter().map(|(cut, _)| cut.kind).collect();
        assert_eq!(
            kinds[..3],
            [Kind::Records, Kind::TooLong { first: true }, Kind::TooLong { first: false }]
        );
        assert_eq!(*kinds.last().unwrap(), Kind::Records);
        assert!(batches.iter().all(|(_, batch)| batch.len() <= 2 * BATCH));
        assert_eq!(
            batches.last().unwrap(),
            &(
                Cut { line: 3, lines: 1, offset: (5 * BATCH + 7) as u64, kind: Kind::Records },
                b"b\n".to_vec()
            )
        );
        assert!(batches.concat_bytes() == input);
    }

    trait Concat {
        fn concat_bytes(&self) -> Vec<u8>;
    }
    impl Concat for Vec<(Cut, Vec<u8>)> {
        fn concat_bytes(&self) -> Vec<u8> {
            self.iter().flat_map(|(_, batch)| batch.iter().copied()).collect()
        }
    }

    #[test]
    fn before_an_error_all_whole_records_are_given() {
        struct Breaks;
        impl Read for Breaks {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("cut short"))
            }
        }
        let (whole, error) = batches(&mut lines(usize::MAX), b"a\nb\nhal".chain(Breaks));
        assert_eq!(whole.concat_bytes(), b"a\nb\n");
        assert_eq!(error.unwrap().to_string(), "cut short");
        let boundary = LineEnds { end: b'\n', takes_a_part: true };
        let mut splitter = Splitter::new(Box::new(boundary), usize::MAX);
        assert_eq!(batches(&mut splitter, b"a\nhal".chain(Breaks)).0.concat_bytes(), b"a\nhal");
    }

    #[test]
    fn old_line_ends_are_seen() {
        assert_eq!(line_end(b"a\rb\rc"), b'\r');
        assert_eq!(line_end(b"a\r\nb\r"), b'\n');
        assert_eq!(line_end(b"{\"a\":1}\r"), b'\n');
        assert_eq!(line_end(b""), b'\n');
    }
}
