//! What was damaged where, and how two rounds of damage add up.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;

/// A kind of damage. Finer than a [`Rule`](crate::Rule) in places: a rule may answer for several kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A reading put after a character.
    InjectedAnnotation,
    /// Text read one byte late.
    ByteShift,
    /// Control characters put before marks.
    StrayControl,
    /// The rest of a tag whose `<` was swallowed.
    CutTag,
    /// A character that the encoding could not hold and that became `?` or nothing. Nobody can undo it.
    Unencodable,
    /// A line that was never the author's.
    InjectedLine,
    /// Text read in the wrong encoding.
    WrongEncoding,
    /// Characters replaced by look-alikes or sound-alikes.
    Substitution,
    /// Text put inside lines.
    InjectedText,
    /// Invisible characters, entities, cut tags and other litter.
    Debris,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::InjectedAnnotation,
        Self::ByteShift,
        Self::StrayControl,
        Self::CutTag,
        Self::Unencodable,
        Self::InjectedLine,
        Self::WrongEncoding,
        Self::Substitution,
        Self::InjectedText,
        Self::Debris,
    ];

    /// The name, as it stands in pairs and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::InjectedAnnotation => "injected-annotation",
            Self::ByteShift => "byte-shift",
            Self::StrayControl => "stray-control",
            Self::CutTag => "cut-tag",
            Self::Unencodable => "unencodable",
            Self::InjectedLine => "injected-line",
            Self::WrongEncoding => "wrong-encoding",
            Self::Substitution => "substitution",
            Self::InjectedText => "injected-text",
            Self::Debris => "debris",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A damaged place: bytes of the damaged text, and the bytes of the original they stand for. Both ends of
/// both lie on character boundaries. Either range may be empty, not both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First byte in the damaged text.
    pub start: usize,
    /// The byte behind the last one in the damaged text.
    pub end: usize,
    /// First byte in the original.
    pub original_start: usize,
    /// The byte behind the last one in the original.
    pub original_end: usize,
    /// What happened.
    pub kind: Kind,
}

impl Span {
    /// The place in the damaged text.
    pub fn damaged(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The place in the original.
    pub fn original(&self) -> Range<usize> {
        self.original_start..self.original_end
    }
}

/// A text that went through a channel. Outside its spans it is the original, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Damaged {
    /// What a repair should give back: the text as it stood right before the damage. Most channels leave it
    /// as they were given it; the hijacked mirror makes it Traditional first.
    pub original: String,
    /// The damaged text.
    pub text: String,
    /// What was damaged: sorted, never overlapping in either text.
    pub spans: Vec<Span>,
}

impl Damaged {
    /// A text to which nothing happened.
    pub fn untouched(text: &str) -> Self {
        Self { original: text.to_owned(), text: text.to_owned(), spans: Vec::new() }
    }

    /// Makes these changes to a text: place in the original, what stands there afterwards, kind. Changes must
    /// be sorted; one that overlaps an earlier one, or that changes nothing, is left out.
    pub fn from_changes(
        original: &str,
        changes: impl IntoIterator<Item = (Range<usize>, String, Kind)>,
    ) -> Self {
        let text = String::with_capacity(original.len());
        let mut damaged = Self { original: original.to_owned(), text, spans: Vec::new() };
        let mut at = 0;
        for (place, becomes, kind) in changes {
            let Some(before) = original.get(place.clone()) else { continue };
            if place.start < at || before == becomes {
                continue;
            }
            damaged.text.push_str(&original[at..place.start]);
            let start = damaged.text.len();
            damaged.text.push_str(&becomes);
            damaged.spans.push(Span {
                start,
                end: damaged.text.len(),
                original_start: place.start,
                original_end: place.end,
                kind,
            });
            at = place.end;
        }
        damaged.text.push_str(&original[at..]);
        damaged
    }

    /// Adds a second round of damage, whose original must be this text. Places that both rounds touched become one span; its
    /// kind is that of the longer span in the text between the rounds, of the later one in doubt.
    #[must_use]
    pub fn then(self, second: Self) -> Self {
        debug_assert_eq!(self.text, second.original, "the second round was done to another text");
        Self { original: self.original, spans: compose(&self.spans, &second.spans), text: second.text }
    }

    /// Whether the spans account for every difference between the two texts.
    pub fn is_explained(&self) -> bool {
        let original = &self.original;
        let (mut at, mut original_at) = (0, 0);
        for span in &self.spans {
            let gap = (self.text.get(at..span.start), original.get(original_at..span.original_start));
            let (Some(here), Some(there)) = gap else { return false };
            if here != there
                || self.text.get(span.damaged()).is_none()
                || original.get(span.original()).is_none()
            {
                return false;
            }
            (at, original_at) = (span.end, span.original_end);
        }
        self.text.get(at..) == original.get(original_at..)
    }
}

/// One round's span, with its range in the text between the rounds.
#[derive(Clone, Copy)]
struct Piece<'a> {
    middle: (usize, usize),
    span: &'a Span,
    later: bool,
}

fn compose(first: &[Span], second: &[Span]) -> Vec<Span> {
    let earlier = first.iter().map(|span| Piece { middle: (span.start, span.end), span, later: false });
    let later = second.iter().map(|span| Piece {
        middle: (span.original_start, span.original_end),
        span,
        later: true,
    });
    let mut pieces: Vec<Piece<'_>> = earlier.chain(later).collect();
    pieces.sort_by_key(|p| (p.middle, p.later));
    let mut spans = Vec::with_capacity(pieces.len());
    // How far the text between the rounds is ahead of the original, and of the final text.
    let (mut ahead_original, mut ahead_final) = (0_i64, 0_i64);
    let mut from = 0;
    while from < pieces.len() {
        let (start, mut end) = pieces[from].middle;
        let mut to = from + 1;
        // Two insertions at one place meet, too: which came first in the text is not known otherwise.
        while to < pieces.len() && (pieces[to].middle.0 < end || pieces[to].middle == (start, start)) {
            end = end.max(pieces[to].middle.1);
            to += 1;
        }
        let cluster = &pieces[from..to];
        let original_start = start as i64 - ahead_original;
        let final_start = start as i64 - ahead_final;
        for piece in cluster {
            let middle = (piece.middle.1 - piece.middle.0) as i64;
            if piece.later {
                ahead_final += middle - piece.span.damaged().len() as i64;
            } else {
                ahead_original += middle - piece.span.original().len() as i64;
            }
        }
        let main = cluster.iter().max_by_key(|p| (p.middle.1 - p.middle.0, p.later));
        if let Some(main) = main {
            spans.push(Span {
                start: final_start as usize,
                end: (end as i64 - ahead_final) as usize,
                original_start: original_start as usize,
                original_end: (end as i64 - ahead_original) as usize,
                kind: main.span.kind,
            });
        }
        from = to;
    }
    // A place that was put in and taken out again is no damage.
    spans.retain(|s| s.start < s.end || s.original_start < s.original_end);
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(text: &str, changes: &[(Range<usize>, &str)]) -> Damaged {
        let changes = changes.iter().map(|(place, after)| (place.clone(), (*after).to_owned(), Kind::Debris));
        Damaged::from_changes(text, changes)
    }

    #[test]
    fn changes_become_spans() {
        let damaged = change("abcdef", &[(1..2, "XY"), (1..3, "no"), (3..3, "+"), (4..5, "e"), (5..6, "")]);
        assert_eq!(damaged.text, "aXYc+de");
        assert_eq!(damaged.spans.len(), 3);
        assert!(damaged.is_explained());
        assert!(!Damaged { text: "aXYc+dd".to_owned(), ..damaged }.is_explained());
    }

    #[test]
    fn two_rounds_add_up() {
        let original = "0123456789";
        let first = change(original, &[(1..2, "aaa"), (5..5, "bb"), (8..9, "")]);
        for second in [
            vec![(0..1, "Z")],
            vec![(2..3, "ZZZ")],
            vec![(4..8, "")],
            vec![(0..11, "all")],
            vec![(7..7, "+"), (9..9, "+"), (11..11, "-")],
            vec![(3..8, "xy"), (9..11, "w")],
        ] {
            let second = change(&first.text, &second);
            let both = first.clone().then(second.clone());
            assert_eq!(both.text, second.text);
            assert!(both.is_explained(), "{both:?}");
        }
    }

    #[test]
    fn names_are_those_of_the_files() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
