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
    let spaced = are_spaced(text, page);
    for annotation in page.annotations.iter().filter(|a| a.fits && !kept(&a.span)) {
        let mut span = annotation.span.clone();
        if spaced && text[span.end..].starts_with(' ') {
            span.end += 1;
        }
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

/// A space behind so many annotations in ten, and behind so many at least, came with them.
const SPACED_TENTHS: usize = 9;
const SPACED_LEAST: usize = 5;

/// Whether the mirror put a space behind its readings, as some do.
fn are_spaced(text: &str, page: &Page) -> bool {
    let fitting = || page.annotations.iter().filter(|a| a.fits);
    let spaced = fitting().filter(|a| text[a.span.end..].starts_with(' ')).count();
    spaced >= SPACED_LEAST && spaced * 10 >= fitting().count() * SPACED_TENTHS
}
