//! Adding up.

use super::align::{Outcome, align};
use crate::damage::{Kind, Pair, Span};
use crate::{Cleaned, Rule};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// Confidences are told apart in this many bins.
pub(super) const BINS: usize = 10;
/// Bytes of a megabyte.
const MEGABYTE: f64 = 1e6;

/// What a tool says about a place: an edit or a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The place in the damaged text.
    pub place: Range<usize>,
    /// Code of the rule.
    pub code: &'static str,
    /// How sure it was, from 0 to 1.
    pub confidence: f32,
    /// Whether the text was changed.
    pub edited: bool,
}

/// What a tool gave back for a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The text.
    pub text: String,
    /// What it says it saw, for tools that say so.
    pub marks: Option<Vec<Mark>>,
}

impl Answer {
    /// A text and nothing else.
    pub fn text(text: String) -> Self {
        Self { text, marks: None }
    }
}

impl From<Cleaned<'_>> for Answer {
    fn from(cleaned: Cleaned<'_>) -> Self {
        let mark = |place: &Range<usize>, rule: &Rule, confidence, edited| Mark {
            place: place.clone(),
            code: rule.code,
            confidence,
            edited,
        };
        let edits = cleaned.edits.iter().map(|e| mark(&e.span, e.rule, e.confidence, true));
        let findings = cleaned.findings.iter().map(|f| mark(&f.span, f.rule, f.confidence, false));
        let marks = Some(edits.chain(findings).collect());
        Self { text: cleaned.text.into_owned(), marks }
    }
}

/// A number out of another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many there are.
    pub total: u64,
    /// How many of them are right.
    pub exact: u64,
}

impl Share {
    pub(super) fn add(&mut self, exact: bool) {
        self.total += 1;
        self.exact += u64::from(exact);
    }

    /// The share that is right; nothing when there are none.
    pub fn ratio(self) -> Option<f64> {
        ratio(self.exact, self.total)
    }
}

pub(super) fn ratio(part: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

/// What became of damaged places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Places {
    /// How many were damaged.
    pub total: u64,
    /// As in the original.
    pub restored: u64,
    /// As they were before the tool.
    pub missed: u64,
    /// Otherwise.
    pub wrong: u64,
}

impl Places {
    fn add(&mut self, outcome: Outcome, weight: u64) {
        self.total += weight;
        *match outcome {
            Outcome::Restored => &mut self.restored,
            Outcome::Missed => &mut self.missed,
            Outcome::Wrong => &mut self.wrong,
        } += weight;
    }
}

/// What a tool did to text that was not damaged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Harm {
    /// Bytes of the clean documents.
    pub clean_bytes: u64,
    /// Places changed in them.
    pub clean_places: u64,
    /// Undamaged places changed in damaged documents.
    pub places_beside_damage: u64,
}

impl Harm {
    /// Changed places in a megabyte of clean text; nothing when there was none.
    pub fn per_megabyte(self) -> Option<f64> {
        (self.clean_bytes > 0).then(|| self.clean_places as f64 * MEGABYTE / self.clean_bytes as f64)
    }
}

/// Removed lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Injected {
    /// Injected lines there were.
    pub total: u64,
    /// Those that are gone, with nothing else.
    pub removed: u64,
    /// Lines of authors that are gone.
    pub authors_removed: u64,
}

impl Injected {
    /// The share of removed lines that had been injected.
    pub fn precision(self) -> Option<f64> {
        ratio(self.removed, self.removed + self.authors_removed)
    }

    /// The share of injected lines that were removed.
    pub fn recall(self) -> Option<f64> {
        ratio(self.removed, self.total)
    }
}

/// Whether damage is seen, whatever is done about it. Of tools that give only text, a changed place is a mark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Detection {
    /// Damaged places.
    pub places: u64,
    /// Those that some mark touches.
    pub seen: u64,
}

impl Detection {
    /// The share of damaged places that were seen.
    pub fn recall(self) -> Option<f64> {
        ratio(self.seen, self.places)
    }
}

/// Edits of about the same confidence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Bin {
    /// How many.
    pub edits: u64,
    /// Those that touch damaged places only, all of them restored.
    pub right: u64,
    /// Sum of their confidences.
    pub confidence: f64,
}

/// All counts over the pairs seen so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Score {
    /// Damaged documents; exact are those that equal their original byte for byte.
    pub documents: Share,
    /// Clean documents; exact are those left alone.
    pub clean_documents: Share,
    /// Documents that the tool gave no answer for. They count as unchanged.
    pub missing: u64,
    /// Lines with damage; exact are those that equal their original.
    pub lines: Share,
    /// Of the others, those in which anything reads otherwise than before and in the original.
    pub lines_wrong: u64,
    /// And those where nothing does, and a mark is on every damaged place that is left.
    pub lines_reported: u64,
    /// Damaged places.
    pub places: Places,
    /// The same, each place counted with its length in characters, damaged or original, the longer one.
    pub characters: Places,
    /// Damaged places by kind.
    pub by_kind: BTreeMap<Kind, Places>,
    /// Damaged documents by channel, restored byte for byte.
    pub by_channel: BTreeMap<String, Share>,
    /// Undamaged text.
    pub harm: Harm,
    /// Injected lines.
    pub injected_lines: Injected,
    /// Damage seen, by kind.
    pub detection: BTreeMap<Kind, Detection>,
    /// Marks of each rule; exact are those that touch a damaged place.
    pub marks: BTreeMap<String, Share>,
    /// Edits by confidence, from 0 to 1 in ten steps; empty for tools that do not tell.
    pub calibration: Vec<Bin>,
}

impl Score {
    /// Adds what a tool gave back for a pair.
    pub fn add(&mut self, pair: &Pair, answer: &Answer) {
        let alignment = align(pair, &answer.text);
        if pair.is_clean() {
            self.clean_documents.add(answer.text == pair.damaged);
            self.harm.clean_bytes += pair.damaged.len() as u64;
            self.harm.clean_places += alignment.harm.len() as u64;
        } else {
            let exact = answer.text == pair.original;
            self.documents.add(exact);
            for channel in &pair.kinds {
                self.by_channel.entry(channel.clone()).or_default().add(exact);
            }
            self.harm.places_beside_damage += alignment.harm.len() as u64;
        }
        self.lines.total += alignment.damaged_lines as u64;
        self.lines.exact += alignment.exact_lines as u64;
        self.injected_lines.authors_removed += alignment.removed_lines as u64;
        for (span, outcome) in pair.spans.iter().zip(&alignment.outcomes) {
            let length = |text: &str| text.chars().count() as u64;
            let weight = length(&pair.damaged[span.damaged()]).max(length(&pair.original[span.original()]));
            self.places.add(*outcome, 1);
            self.characters.add(*outcome, weight);
            self.by_kind.entry(span.kind).or_default().add(*outcome, 1);
            if span.kind == Kind::InjectedLine {
                self.injected_lines.total += 1;
                self.injected_lines.removed += u64::from(*outcome == Outcome::Restored);
            }
        }
        let seen = match &answer.marks {
            Some(marks) => self.add_marks(pair, marks, &alignment.outcomes),
            None => {
                let changed: Vec<bool> = alignment.outcomes.iter().map(|o| *o != Outcome::Missed).collect();
                let marks = self.marks.entry("changes".to_owned()).or_default();
                let places = alignment.outcomes.iter().filter(|o| **o != Outcome::Missed).count();
                marks.exact += places as u64;
                marks.total += (places + alignment.harm.len()) as u64;
                changed
            }
        };
        self.see(pair.spans.iter().zip(seen.iter().copied()));
        for line in &alignment.lines {
            let told =
                line.spans.clone().all(|span| seen[span] || alignment.outcomes[span] == Outcome::Restored);
            self.lines_wrong += u64::from(line.outcome == Outcome::Wrong);
            self.lines_reported += u64::from(line.outcome == Outcome::Missed && told);
        }
    }

    /// Adds a document for which the tool gave no answer.
    pub fn add_missing(&mut self, pair: &Pair) {
        self.missing += 1;
        self.add(pair, &Answer::text(pair.damaged.clone()));
    }

    fn see<'a>(&mut self, spans: impl Iterator<Item = (&'a Span, bool)>) {
        for (span, seen) in spans {
            let detection = self.detection.entry(span.kind).or_default();
            detection.places += 1;
            detection.seen += u64::from(seen);
        }
    }

    /// Adds marks, and says which spans they touch.
    fn add_marks(&mut self, pair: &Pair, marks: &[Mark], outcomes: &[Outcome]) -> Vec<bool> {
        self.calibration.resize(BINS, Bin::default());
        let mut seen = vec![false; pair.spans.len()];
        for mark in marks {
            let mut right = true;
            let mut touches = false;
            for number in touched(&pair.spans, &mark.place) {
                touches = true;
                seen[number] = true;
                right &= outcomes.get(number) == Some(&Outcome::Restored);
            }
            self.marks.entry(mark.code.to_owned()).or_default().add(touches);
            if mark.edited {
                let bin = ((f64::from(mark.confidence) * BINS as f64) as usize).min(BINS - 1);
                let bin = &mut self.calibration[bin];
                bin.edits += 1;
                bin.right += u64::from(touches && right);
                bin.confidence += f64::from(mark.confidence);
            }
        }
        seen
    }
}

/// The numbers of the spans that a place touches: shares a byte with, or, where one of the two is empty, meets.
fn touched(spans: &[Span], place: &Range<usize>) -> Range<usize> {
    let meets = |span: &Span| {
        let shares = span.start < place.end && place.start < span.end;
        let empty = span.start == span.end || place.is_empty();
        shares || (empty && span.start <= place.end && place.start <= span.end)
    };
    let from = spans.partition_point(|span| span.end < place.start);
    let first = spans[from..].iter().take_while(|s| s.start <= place.end).position(meets);
    let Some(first) = first.map(|f| from + f) else { return 0..0 };
    first..first + spans[first..].iter().take_while(|span| meets(span)).count()
}
