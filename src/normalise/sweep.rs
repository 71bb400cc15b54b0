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

/// Proposes for each character what it becomes; neighbours that change make one edit.
pub(super) fn characters<'r>(
    text: &str,
    rule: &'static Rule,
    reason: &'static str,
    becomes: impl Fn(char) -> Option<Cow<'r, str>>,
    proposals: &mut Proposals,
) {
    let mut run: Option<(Range<usize>, String)> = None;
    let mut close = |run: Option<(Range<usize>, String)>| {
        if let Some((span, after)) = run {
            proposals.edits.push(edit(text, span, &after, rule, reason));
        }
    };
    for (at, c) in text.char_indices() {
        match (becomes(c), &mut run) {
            (Some(after), Some((span, so_far))) => {
                span.end = at + c.len_utf8();
                so_far.push_str(&after);
            }
            (Some(after), None) => run = Some((at..at + c.len_utf8(), after.into_owned())),
            (None, run) => close(run.take()),
        }
    }
    close(run);
}

/// Whether a text has one of these bytes. Blocks without a way out in the middle are what the compiler turns
/// into vector instructions.
pub(super) fn has(text: &str, wanted: impl Fn(u8) -> bool) -> bool {
    const BLOCK: usize = 256;
    text.as_bytes().chunks(BLOCK).any(|block| block.iter().fold(false, |any, b| any | wanted(*b)))
}
