#![doc = include_str!("control.md")]

use crate::cleaner::Proposals;
use crate::edit::Edit;
use crate::lattice::channel::mirror;
use crate::rule;
use std::ops::Range;

/// So many places where control characters stand right before a mark prove that a channel put them there.
const PLACES_LEAST: usize = 2;
/// So many of them in one place do, too.
const RUN_LEAST: usize = 2;

/// Proposes to remove the control characters of a page that was cut; leaves stray ones of other origin.
pub(crate) fn propose(text: &str, proposals: &mut Proposals) {
    let runs = runs(text);
    let before_mark = |run: &&Range<usize>| text[run.end..].starts_with(mirror::is_mark);
    let cuts = runs.iter().filter(before_mark).count();
    let proof = cuts >= PLACES_LEAST || runs.iter().filter(before_mark).any(|run| run.len() >= RUN_LEAST);
    if !proof {
        return;
    }
    for span in runs {
        proposals.edits.push(Edit {
            before: text[span.clone()].into(),
            span,
            after: "".into(),
            rule: &rule::STRAY_CONTROL,
            confidence: 1.0,
            reason: "control characters that a hijacked mirror put before a mark".into(),
        });
    }
}

/// Runs of the channel's control characters.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices(mirror::is_cut_control) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}
