#![doc = include_str!("annotation.md")]

use super::page::{Page, Verdict};
use crate::cleaner::Proposals;
use crate::edit::{Edit, Finding};
use crate::rule;
use std::ops::Range;

/// Proposes to remove the annotations of a hijacked page; reports those of a doubtful one.
///
/// Those in `doubtful` stretches stay: there they are what a later repair is checked against.
pub(crate) fn propose(text: &str, page: &Page, doubtful: &[Range<usize>], proposals: &mut Proposals) {
    if page.verdict == Verdict::Honest {
        return;
    }
    let confidence = crate::edit::confidence(page.score);
    let kept = |span: &Range<usize>| doubtful.iter().any(|d| d.start < span.end && span.start <= d.end);
    for annotation in page.annotations.iter().filter(|a| a.fits && !kept(&a.span)) {
        let span = annotation.span.clone();
        if page.verdict == Verdict::Hijacked {
            proposals.edits.push(Edit {
                before: text[span.clone()].into(),
                span,
                after: "".into(),
                rule: &rule::INJECTED_ANNOTATION,
                confidence,
                reason: "a reading that a hijacked mirror put after the character".into(),
            });
        } else {
            proposals.findings.push(Finding {
                span,
                rule: &rule::INJECTED_ANNOTATION,
                confidence,
                reason: "a reading after a Traditional character; too little on this page tells whether the author put it there".into(),
            });
        }
    }
}
