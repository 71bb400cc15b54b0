//! Replacing characters one by one.

use crate::cleaner::Proposals;
use crate::edit::Edit;
use crate::rule::Rule;
use std::borrow::Cow;
use std::ops::Range;

/// An edit of a normalisation: nothing in it is uncertain.
pub(super) fn edit(
    text: &str,
    span: Range<usize>,
    after: &str,
    rule: &'static Rule,
    reason: impl Into<Cow<'static, str>>,
) -> Edit {
    Edit {
        before: text[span.clone()].into(),
        span,
        after: after.into(),
        rule,
        confidence: 1.0,
        reason: reason.into(),
    }
}

/// Proposes for each character what it becomes; neighbours that change make one edit. Only characters whose first
/// byte is one of `leads` are looked at.
pub(super) fn characters<'r>(
    text: &str,
    leads: &[u8],
    rule: &'static Rule,
    reason: &'static str,
    becomes: impl Fn(char) -> Option<Cow<'r, str>>,
    proposals: &mut Proposals,
) {
    let mut run: Option<(Range<usize>, String)> = None;
    let edit = |(span, after): (Range<usize>, String)| edit(text, span, &after, rule, reason);
    let mut look = |at: usize| {
        let Some(c) = text[at..].chars().next() else { return };
        let Some(after) = becomes(c) else { return };
        let end = at + c.len_utf8();
        match &mut run {
            Some((span, so_far)) if span.end == at => {
                span.end = end;
                so_far.push_str(&after);
            }
            _ => proposals.edits.extend(run.replace((at..end, after.into_owned())).map(edit)),
        }
    };
    let bytes = text.as_bytes();
    match *leads {
        [one] => memchr::memchr_iter(one, bytes).for_each(&mut look),
        [one, two] => memchr::memchr2_iter(one, two, bytes).for_each(&mut look),
        _ => (0..bytes.len()).filter(|at| leads.contains(&bytes[*at])).for_each(&mut look),
    }
    proposals.edits.extend(run.map(edit));
}
