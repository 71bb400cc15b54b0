//! What was done to a text and what was found, as plain values with places in bytes and in characters.

use mojimend::{Cleaned, Edit, Finding};
use std::ops::Range;

/// Start and end.
type Place = (usize, usize);
/// Bytes, characters, before, after, code of the rule, confidence, reason.
pub(crate) type EditRow = (Place, Place, String, String, &'static str, f32, String);
/// Bytes, characters, code of the rule, confidence, reason.
pub(crate) type FindingRow = (Place, Place, &'static str, f32, String);

/// The edits, and the findings.
pub(crate) fn rows(input: &str, cleaned: &Cleaned<'_>) -> (Vec<EditRow>, Vec<FindingRow>) {
    let mut places = Characters::new(input);
    let edit = |edit: &Edit| {
        let characters = places.of(&edit.span);
        let (before, after) = (edit.before.to_string(), edit.after.to_string());
        (
            place(&edit.span),
            characters,
            before,
            after,
            edit.rule.code,
            edit.confidence,
            edit.reason.to_string(),
        )
    };
    let edits = cleaned.edits.iter().map(edit).collect();
    let mut places = Characters::new(input);
    let finding = |finding: &Finding| {
        let characters = places.of(&finding.span);
        let reason = finding.reason.to_string();
        (place(&finding.span), characters, finding.rule.code, finding.confidence, reason)
    };
    (edits, cleaned.findings.iter().map(finding).collect())
}

fn place(span: &Range<usize>) -> Place {
    (span.start, span.end)
}

/// Counts characters; cheap as long as places come in order.
pub(crate) struct Characters<'a> {
    text: &'a [u8],
    bytes: usize,
    characters: usize,
}

impl<'a> Characters<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), bytes: 0, characters: 0 }
    }

    /// The characters of a span of bytes. A span that ends before it begins is empty.
    pub(crate) fn of(&mut self, span: &Range<usize>) -> Place {
        let start = self.at(span.start);
        let length = count(self.text.get(span.clone()).unwrap_or_default());
        (start, start + length)
    }

    fn at(&mut self, byte: usize) -> usize {
        if byte < self.bytes {
            (self.bytes, self.characters) = (0, 0);
        }
        self.characters += count(self.text.get(self.bytes..byte).unwrap_or_default());
        self.bytes = byte;
        self.characters
    }
}

/// The characters that begin in these bytes.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}
