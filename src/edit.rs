//! Edits, and the log of them.
//!
//! Passes never change a text. They propose [`Edit`]s, each a byte span of the *input* with the text that
//! should stand there. [`EditLog`] keeps them sorted and disjoint, applies them in one sweep, takes them
//! back, and answers where a place of the output came from.

use crate::error::{Error, Result};
use crate::rule::Rule;
use std::borrow::Cow;
use std::ops::Range;

/// One change to a text, with the rule that asked for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The bytes of the input that are replaced. Both ends lie on character boundaries.
    pub span: Range<usize>,
    /// What stood in the input there. Kept so that nothing is ever lost.
    pub before: Box<str>,
    /// What stands there now. Empty for a removal.
    pub after: Box<str>,
    /// The kind of damage.
    pub rule: &'static Rule,
    /// How sure the rule is, from 0 to 1.
    pub confidence: f32,
    /// Why, in words that need no knowledge of Chinese.
    pub reason: Cow<'static, str>,
}

/// A place that looks damaged and was left as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The bytes of the input it is about.
    pub span: Range<usize>,
    /// The kind of damage suspected.
    pub rule: &'static Rule,
    /// How sure the rule is that this is damage, from 0 to 1.
    pub confidence: f32,
    /// Why it was noticed and why it was left.
    pub reason: Cow<'static, str>,
}

/// Edits of one text: sorted by place, never overlapping.
///
/// ```
/// let input = "推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展";
/// let cleaned = mojimend::Cleaner::new().clean(input);
/// assert_eq!(cleaned.text, "推進衛生健康事業高質量發展");
/// assert_eq!(cleaned.edits.apply(input)?, cleaned.text);
/// assert_eq!(cleaned.edits.undo(&cleaned.text)?, input);
/// # Ok::<(), mojimend::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EditLog {
    edits: Vec<Edit>,
}

impl EditLog {
    /// Makes a log of edits in any order. Where two overlap, the one of the rule with the higher
    /// [`Rule::precedence`] stays, then the longer, then the earlier; the others are dropped.
    /// Two insertions at one place never both stay.
    pub fn resolve(mut proposals: Vec<Edit>) -> Self {
        proposals.sort_by(|a, b| {
            (b.rule.precedence.cmp(&a.rule.precedence))
                .then(b.span.len().cmp(&a.span.len()))
                .then(a.span.start.cmp(&b.span.start))
        });
        let mut taken: std::collections::BTreeMap<usize, Edit> = std::collections::BTreeMap::new();
        for edit in proposals {
            let clear_before = taken.range(..=edit.span.start).next_back().is_none_or(|(_, kept)| {
                kept.span.end <= edit.span.start && kept.span.start < edit.span.start
            });
            let clear_after =
                taken.range(edit.span.start..).next().is_none_or(|(start, _)| *start >= edit.span.end);
            if clear_before && clear_after {
                taken.insert(edit.span.start, edit);
            }
        }
        Self { edits: taken.into_values().collect() }
    }

    /// The edits, sorted by their place in the input.
    pub fn as_slice(&self) -> &[Edit] {
        &self.edits
    }

    /// The edits one by one, sorted by their place in the input.
    pub fn iter(&self) -> std::slice::Iter<'_, Edit> {
        self.edits.iter()
    }

    /// Number of edits.
    pub fn len(&self) -> usize {
        self.edits.len()
    }

    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Applies the edits to the text they were made for. Allocates the result.
    ///
    /// # Errors
    /// [`Error::LogMismatch`] when `input` is not that text.
    pub fn apply(&self, input: &str) -> Result<String> {
        let grown: usize = self.edits.iter().map(|e| e.after.len().saturating_sub(e.before.len())).sum();
        let mut out = String::with_capacity(input.len() + grown);
        let mut at = 0;
        for (index, edit) in self.edits.iter().enumerate() {
            let fits = input.get(edit.span.clone()) == Some(&*edit.before);
            let Some(gap) = input.get(at..edit.span.start).filter(|_| fits) else {
                return Err(mismatch(index, edit.span.start, &edit.before));
            };
            out.push_str(gap);
            out.push_str(&edit.after);
            at = edit.span.end;
        }
        out.push_str(&input[at..]);
        Ok(out)
    }

    /// Takes the edits back: from the output to the input. Allocates the result.
    ///
    /// # Errors
    /// [`Error::LogMismatch`] when `output` is not what [`EditLog::apply`] gave.
    pub fn undo(&self, output: &str) -> Result<String> {
        let mut input = String::with_capacity(output.len());
        let (mut in_at, mut out_at) = (0, 0);
        for (index, edit) in self.edits.iter().enumerate() {
            let start = out_at + (edit.span.start - in_at);
            let end = start + edit.after.len();
            let fits = output.get(start..end) == Some(&*edit.after);
            let Some(gap) = output.get(out_at..start).filter(|_| fits) else {
                return Err(mismatch(index, start, &edit.after));
            };
            input.push_str(gap);
            input.push_str(&edit.before);
            (in_at, out_at) = (edit.span.end, end);
        }
        input.push_str(&output[out_at..]);
        Ok(input)
    }

    /// Where a byte span of the output came from in the input. Text that an edit wrote answers with the
    /// whole span of that edit.
    ///
    /// ```
    /// let cleaned = mojimend::Cleaner::new().clean("推進(jìn)衛(wèi)生事業(yè)發(fā)展");
    /// let place = cleaned.text.find("生").expect("the character is there");
    /// assert_eq!(cleaned.edits.origin(place..place + 3), 21..24);
    /// ```
    pub fn origin(&self, output: Range<usize>) -> Range<usize> {
        self.origin_of(output.start, false)..self.origin_of(output.end.max(output.start), true)
    }

    fn origin_of(&self, place: usize, as_end: bool) -> usize {
        let (mut in_at, mut out_at) = (0, 0);
        for edit in &self.edits {
            let start = out_at + (edit.span.start - in_at);
            let end = start + edit.after.len();
            if place < start || (as_end && place == start) {
                break;
            }
            if place < end {
                return if as_end { edit.span.end } else { edit.span.start };
            }
            (in_at, out_at) = (edit.span.end, end);
        }
        in_at + (place - out_at)
    }
}

impl<'a> IntoIterator for &'a EditLog {
    type Item = &'a Edit;
    type IntoIter = std::slice::Iter<'a, Edit>;
    fn into_iter(self) -> Self::IntoIter {
        self.edits.iter()
    }
}

/// The confidence, from 0 to 1, of a decision that is ahead by this many nats.
pub(crate) fn confidence(nats: f32) -> f32 {
    1.0 / (1.0 + (-nats).exp())
}

fn mismatch(index: usize, at: usize, expected: &str) -> Error {
    Error::LogMismatch { index, at, expected: expected.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule;

    fn edit(input: &str, span: Range<usize>, after: &str, rule: &'static Rule) -> Edit {
        Edit {
            before: input[span.clone()].into(),
            span,
            after: after.into(),
            rule,
            confidence: 1.0,
            reason: "test".into(),
        }
    }

    #[test]
    fn applies_and_undoes() {
        let input = "abcdefgh";
        let log = EditLog::resolve(vec![
            edit(input, 6..8, "", &rule::INJECTED_LINE),
            edit(input, 0..1, "XYZ", &rule::INJECTED_ANNOTATION),
            edit(input, 3..3, "+", &rule::INJECTED_ANNOTATION),
        ]);
        let output = log.apply(input).unwrap();
        assert_eq!(output, "XYZbc+def");
        assert_eq!(log.undo(&output).unwrap(), input);
        assert!(log.apply("something").is_err());
        assert!(log.undo("something").is_err());
    }

    #[test]
    fn the_stronger_rule_wins_an_overlap() {
        let input = "abcdefgh";
        let log = EditLog::resolve(vec![
            edit(input, 1..2, "", &rule::INJECTED_ANNOTATION),
            edit(input, 0..4, "", &rule::INJECTED_LINE),
            edit(input, 4..5, "E", &rule::INJECTED_ANNOTATION),
        ]);
        assert_eq!(log.apply(input).unwrap(), "Efgh");
    }

    #[test]
    fn two_insertions_at_one_place_do_not_both_stay() {
        let input = "ab";
        let log = EditLog::resolve(vec![
            edit(input, 1..1, "x", &rule::INJECTED_ANNOTATION),
            edit(input, 1..1, "y", &rule::INJECTED_ANNOTATION),
        ]);
        assert_eq!(log.len(), 1);
    }

    #[test]
    fn origin_leads_back() {
        let input = "0123456789";
        let log = EditLog::resolve(vec![
            edit(input, 2..4, "", &rule::INJECTED_ANNOTATION),
            edit(input, 6..7, "abc", &rule::INJECTED_ANNOTATION),
        ]);
        assert_eq!(log.apply(input).unwrap(), "0145abc789");
        assert_eq!(log.origin(0..2), 0..2);
        assert_eq!(log.origin(2..4), 4..6);
        assert_eq!(log.origin(5..6), 6..7);
        assert_eq!(log.origin(7..10), 7..10);
    }
}
