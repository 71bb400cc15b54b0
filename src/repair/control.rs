#![doc = include_str!("control.md")]

use crate::cleaner::Proposals;
use crate::edit::Edit;
use crate::lattice::channel::mirror;
use crate::rule;

/// Proposes to remove runs of the channel's control characters.
pub(crate) fn propose(text: &str, proposals: &mut Proposals) {
    let mut rest = 0;
    while let Some(start) = text[rest..].find(mirror::is_cut_control).map(|i| rest + i) {
        let end = text[start..].find(|c| !mirror::is_cut_control(c)).map_or(text.len(), |i| start + i);
        proposals.edits.push(Edit {
            span: start..end,
            before: text[start..end].into(),
            after: "".into(),
            rule: &rule::STRAY_CONTROL,
            confidence: 1.0,
            reason: "control characters that no author types".into(),
        });
        rest = end;
    }
}
