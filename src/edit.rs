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
        // Most proposals are out of each other's way, and most come in order.
        proposals.sort_by_key(|edit| edit.span.start);
        let apart =
            |pair: &[Edit]| pair[0].span.end <= pair[1].span.start && pair[0].span.start < pair[1].span.start;
        if proposals.windows(2).all(apart) {
            return Self { edits: proposals };
        }
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

    /// One log for two steps: `self` made `middle` of `input`, `next` was made for `middle`. Edits of both
    /// steps that meet become one, under the rule of the later one.
    pub(crate) fn then(&self, input: &str, middle: &str, next: EditLog) -> EditLog {
        let mut edits = Vec::with_capacity(self.len() + next.len());
        let mut first = self.in_middle().into_iter().peekable();
        let mut second = next.edits.into_iter().peekable();
        // How far the middle is ahead of the input at the place reached.
        let mut shift = 0_isize;
        loop {
            let first_starts = first.peek().map(|(span, _)| span.start);
            let second_starts = second.peek().map(|edit| edit.span.start);
            let start = match (first_starts, second_starts) {
                (None, None) => break,
                (a, b) => a.unwrap_or(usize::MAX).min(b.unwrap_or(usize::MAX)),
            };
            let mut end = start;
            let begun = shift;
            let (mut earlier, mut later) = (Vec::new(), Vec::new());
            loop {
                if let Some((span, edit)) = first.next_if(|(span, _)| meets(start..end, span)) {
                    end = end.max(span.end);
                    shift += edit.after.len() as isize - edit.before.len() as isize;
                    earlier.push(edit);
                } else if let Some(edit) = second.next_if(|edit| meets(start..end, &edit.span)) {
                    end = end.max(edit.span.end);
                    later.push(edit);
                } else {
                    break;
                }
            }
            let place = start.wrapping_add_signed(-begun)..end.wrapping_add_signed(-shift);
            match (earlier.as_slice(), later.as_slice()) {
                ([edit], []) => edits.push((*edit).clone()),
                (_, [.., last]) => {
                    let mut after = String::new();
                    let mut at = start;
                    for edit in &later {
                        after.push_str(&middle[at..edit.span.start]);
                        after.push_str(&edit.after);
                        at = edit.span.end;
                    }
                    after.push_str(&middle[at..end]);
                    let sure = |edits: &mut dyn Iterator<Item = f32>| edits.fold(1.0, f32::min);
                    let confidence = sure(&mut later.iter().map(|e| e.confidence))
                        .min(sure(&mut earlier.iter().map(|e| e.confidence)));
                    let before = &input[place.clone()];
                    if *before != *after {
                        edits.push(Edit {
                            before: before.into(),
                            span: place,
                            after: after.into(),
                            rule: last.rule,
                            confidence,
                            reason: last.reason.clone(),
                        });
                    }
                }
                (several, []) => edits.extend(several.iter().map(|edit| (*edit).clone())),
            }
        }
        EditLog { edits }
    }

    /// The edits with the spans that their replacements have in the output.
    fn in_middle(&self) -> Vec<(Range<usize>, &Edit)> {
        let mut shift = 0_isize;
        let mut placed = Vec::with_capacity(self.len());
        for edit in &self.edits {
            let start = edit.span.start.wrapping_add_signed(shift);
            shift += edit.after.len() as isize - edit.before.len() as isize;
            placed.push((start..start + edit.after.len(), edit));
        }
        placed
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

/// Whether a span belongs to the group of spans that `group` covers so far: it begins inside, or the group is
/// only now begun where it begins.
fn meets(group: Range<usize>, span: &Range<usize>) -> bool {
    span.start < group.end || span.start == group.start
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
    fn two_steps_become_one_log() {
        let input = "0123456789";
        let first = EditLog::resolve(vec![
            edit(input, 1..3, "", &rule::INJECTED_ANNOTATION),
            edit(input, 5..6, "abc", &rule::INJECTED_ANNOTATION),
            edit(input, 8..9, "", &rule::INJECTED_ANNOTATION),
        ]);
        let middle = first.apply(input).unwrap();
        assert_eq!(middle, "034abc679");
        for spans in [
            vec![(0..2, "X")],
            vec![(1..2, ""), (4..7, "YZ")],
            vec![(3..3, "+"), (8..9, "")],
            vec![(0..9, "")],
            vec![(8..8, "-")],
        ] {
            let second = EditLog::resolve(
                spans
                    .into_iter()
                    .map(|(span, after)| edit(&middle, span, after, &rule::BYTE_SHIFT))
                    .collect(),
            );
            let output = second.apply(&middle).unwrap();
            let both = first.then(input, &middle, second);
            assert_eq!(both.apply(input).unwrap(), output);
            assert_eq!(both.undo(&output).unwrap(), input);
        }
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
