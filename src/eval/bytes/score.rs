//! Adding up.

use crate::damage::bytes::BytesPair;
use crate::eval::score::Share;
use serde::Serialize;
use std::collections::BTreeMap;

/// The class of documents with a stray byte, whatever else they are.
const STRAY: &str = "stray-byte";

/// Documents of one class.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Class {
    /// Documents; exact are those whose text is the original.
    pub documents: Share,
    /// Lines that are not ASCII alone; exact are those that read as in the original.
    pub lines: Share,
    /// The same by the encoding they are in.
    pub by_encoding: BTreeMap<String, Share>,
}

/// All counts over the pairs seen so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BytesScore {
    /// Documents by what they are: `utf-8`, `single-encoding`, `mixed-encoding`, or, when they have one,
    /// `stray-byte`. What is not exact in `utf-8` is harm.
    pub classes: BTreeMap<String, Class>,
    /// Documents that the tool gave no answer for. Nothing of them is exact.
    pub missing: u64,
}

impl BytesScore {
    /// Adds the text that a tool made of a file; nothing when it gave none.
    pub fn add(&mut self, pair: &BytesPair, answer: Option<&str>) {
        let stray = pair.kinds.iter().any(|kind| kind == STRAY);
        let name = if stray { STRAY } else { pair.kinds.first().map_or("other", String::as_str) };
        let class = self.classes.entry(name.to_owned()).or_default();
        self.missing += u64::from(answer.is_none());
        // A decoder may show that something was there.
        let shown =
            |text: &str| if stray { text.replace(char::REPLACEMENT_CHARACTER, "") } else { text.to_owned() };
        let original = shown(&pair.original);
        let answer = answer.map(shown);
        class.documents.add(answer.as_ref() == Some(&original));
        let exact = exact_lines(&original, answer.as_deref());
        let mut spans = pair.spans.iter().filter(|span| span.encoding.is_some()).peekable();
        let mut at = 0;
        for (line, exact) in pair.original.split_inclusive('\n').zip(exact) {
            while spans.next_if(|span| span.original_end <= at).is_some() {}
            at += line.len();
            if line.is_ascii() {
                continue;
            }
            class.lines.add(exact);
            if let Some(charset) = spans.peek().and_then(|span| span.encoding) {
                class.by_encoding.entry(charset.name()).or_default().add(exact);
            }
        }
    }
}

/// Which lines of the original the answer has: line by line, or, when it has more or fewer of them, as far as the
/// two agree from the top and from the bottom.
fn exact_lines(original: &str, answer: Option<&str>) -> Vec<bool> {
    let lines: Vec<&str> = original.split_inclusive('\n').collect();
    let answered: Vec<&str> = answer.unwrap_or_default().split_inclusive('\n').collect();
    if answer.is_none() || lines.len() == answered.len() {
        let answered = answered.iter().map(Some).chain(std::iter::repeat(None));
        return lines.iter().zip(answered).map(|(line, answered)| Some(line) == answered).collect();
    }
    let same = |(a, b): &(&&str, &&str)| a == b;
    let top = lines.iter().zip(&answered).take_while(same).count();
    let bottom = lines.iter().rev().zip(answered.iter().rev()).take_while(same).count();
    (0..lines.len()).map(|number| number < top || number >= lines.len() - bottom).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_from_both_ends() {
        let exact = |answer| exact_lines("a\nb\nc\nd\n", answer);
        assert_eq!(exact(Some("a\nb\nc\nd\n")), [true; 4]);
        assert_eq!(exact(Some("a\nx\nc\nd\n")), [true, false, true, true]);
        assert_eq!(exact(Some("a\nbc\nd\n")), [true, false, false, true]);
        assert_eq!(exact(Some("a\nb\nc\nd\nmore\n")), [true; 4]);
        assert_eq!(exact(Some("")), [false; 4]);
        assert_eq!(exact(None), [false; 4]);
    }
}
