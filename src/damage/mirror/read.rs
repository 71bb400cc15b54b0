//! The end of the channel: bytes are read as GBK by a reader that takes a lead byte with an impossible trail
//! as one `?` and swallows the trail, and drops private-use characters.

use super::Profile;
use super::bytes::{Insertion, Source, Stream};
use crate::chars::{fold_width as fold, gbk};
use crate::damage::{Damaged, Kind, Span};
use std::ops::Range;

/// What has become of the bytes that were read as one.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    /// A character of the original as it was.
    Same,
    /// A byte or two of an insertion, read as themselves.
    Inserted(u32),
    /// The same, after the insertion's first byte was swallowed.
    Cut(u32),
    /// A character of the original that the encoding could not hold.
    Substituted,
    /// Bytes of several characters, or of one and an insertion, read as one.
    Torn,
}

/// Reads bytes. `before` is the text they were made of.
pub(super) fn read(stream: &Stream, before: String, profile: &Profile) -> Damaged {
    let chars = before.chars().collect();
    let original = if profile.folded { before.chars().map(fold).collect() } else { before };
    let mut offsets: Vec<usize> = original.char_indices().map(|(at, _)| at).collect();
    offsets.push(original.len());
    let out = Damaged { text: String::with_capacity(original.len() * 2), original, spans: Vec::new() };
    let mut reader = Reader { stream, profile, offsets, chars, out, met: 0, whole: None };
    let mut at = 0;
    while at < stream.bytes.len() {
        let (length, c) = unit(&stream.bytes[at..]);
        reader.take(at..at + length, c);
        at += length;
    }
    reader.lost_before(stream.lengths.len());
    reader.out
}

/// The first unit of some bytes: its length, and what it is read as; nothing when it is dropped.
fn unit(bytes: &[u8]) -> (usize, Option<char>) {
    match *bytes {
        [byte, ..] if byte < 0x80 => (1, Some(char::from(byte))),
        [0x80, ..] => (1, Some('€')),
        [lead, trail, ..] if gbk::is_lead(lead) && gbk::is_trail(trail) => {
            (2, gbk::decode(lead, trail).filter(|_| !gbk::is_dropped(lead, trail)))
        }
        [lead, _, ..] if gbk::is_lead(lead) => (2, Some('?')),
        _ => (1, Some('?')),
    }
}

struct Reader<'a> {
    stream: &'a Stream,
    profile: &'a Profile,
    /// Byte offset of each character of the original, and its length at the end.
    offsets: Vec<usize>,
    chars: Vec<char>,
    out: Damaged,
    /// How many characters of the original have been met.
    met: usize,
    /// The last insertion whose first byte was read as itself.
    whole: Option<u32>,
}

impl Reader<'_> {
    /// Takes the bytes at a place, read as this.
    fn take(&mut self, place: Range<usize>, read: Option<char>) {
        let mut own = self.stream.sources[place.clone()].iter().filter_map(|source| match source {
            Source::Own(number) => Some(*number as usize),
            Source::Put(_) => None,
        });
        let touched = match own.next() {
            Some(first) => {
                self.lost_before(first);
                let end = own.next_back().unwrap_or(first) + 1;
                self.met = self.met.max(end);
                first..end
            }
            None => self.met..self.met,
        };
        let fate = self.fate(place, read);
        let start = self.out.text.len();
        let shown = read.filter(|c| self.is_shown(fate, *c));
        self.out.text.extend(shown.map(|c| if self.profile.folded { fold(c) } else { c }));
        let kind = match fate {
            Fate::Same if shown.is_some() => return,
            Fate::Same => Kind::StrayControl,
            Fate::Substituted => Kind::Unencodable,
            Fate::Torn => Kind::ByteShift,
            Fate::Inserted(number) | Fate::Cut(number) => match self.stream.insertions[number as usize] {
                Insertion::Reading if matches!(fate, Fate::Cut(_)) => Kind::ByteShift,
                Insertion::Reading => Kind::InjectedAnnotation,
                Insertion::Controls => Kind::StrayControl,
                Insertion::Tag => Kind::CutTag,
                Insertion::Hidden => return,
            },
        };
        self.add(start, &touched, kind);
    }

    /// Characters before this one of which no byte is left.
    fn lost_before(&mut self, number: usize) {
        while self.met < number {
            let lost = self.met..self.met + 1;
            self.met += 1;
            self.add(self.out.text.len(), &lost, Kind::Unencodable);
        }
    }

    fn fate(&mut self, place: Range<usize>, read: Option<char>) -> Fate {
        let sources = &self.stream.sources;
        let first = sources[place.start];
        if sources[place.clone()].iter().any(|s| *s != first) {
            return Fate::Torn;
        }
        match first {
            Source::Put(number) => {
                let begins = place.start == 0 || sources[place.start - 1] != first;
                if begins {
                    self.whole = Some(number);
                }
                if self.whole == Some(number) { Fate::Inserted(number) } else { Fate::Cut(number) }
            }
            Source::Own(number) if place.len() == usize::from(self.stream.lengths[number as usize]) => {
                let same = read.map(fold) == self.chars.get(number as usize).copied().map(fold);
                if same { Fate::Same } else { Fate::Substituted }
            }
            Source::Own(_) => Fate::Torn,
        }
    }

    /// Whether the reader of the page gets to see it.
    fn is_shown(&self, fate: Fate, c: char) -> bool {
        match fate {
            Fate::Inserted(number) | Fate::Cut(number) => match self.stream.insertions[number as usize] {
                Insertion::Reading => true,
                Insertion::Controls => self.profile.controls_stay,
                Insertion::Tag => matches!(fate, Fate::Cut(_)),
                Insertion::Hidden => false,
            },
            Fate::Same => self.profile.controls_stay || !matches!(c, '\u{5}'..='\u{8}'),
            Fate::Substituted | Fate::Torn => true,
        }
    }

    /// Adds a span from `start` to the end of the text, or makes the one before it longer.
    fn add(&mut self, start: usize, touched: &Range<usize>, kind: Kind) {
        let mut span = Span {
            start,
            end: self.out.text.len(),
            original_start: self.offsets[touched.start],
            original_end: self.offsets[touched.end],
            kind,
        };
        if span.damaged().is_empty() && span.original().is_empty() {
            return;
        }
        // Two spans that share a character, or that follow one another and are of a kind, are one.
        while let Some(last) = self.out.spans.last() {
            let shares = last.original_end > span.original_start;
            let follows =
                last.end == span.start && last.original_end == span.original_start && last.kind == span.kind;
            if !(shares || follows) {
                break;
            }
            span.start = last.start;
            span.original_start = last.original_start.min(span.original_start);
            span.original_end = last.original_end.max(span.original_end);
            if last.kind != span.kind {
                span.kind = Kind::ByteShift;
            }
            self.out.spans.pop();
        }
        self.out.spans.push(span);
    }
}
