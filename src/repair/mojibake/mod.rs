#![doc = include_str!("misread.md")]

mod charset;
mod document;
mod evidence;
mod lost;
mod narrow;
mod price;
mod quoted;
mod route;
mod search;
pub(crate) mod trigger;

use crate::cleaner::Proposals;
use crate::edit::{Edit, Finding};
use crate::rule;

/// A person who writes `锟斤拷` writes about it.
const LOST_CONFIDENCE: f32 = 0.95;

/// Proposes to take back what was read in the wrong encoding.
pub(crate) fn propose(text: &str, proposals: &mut Proposals) {
    for span in lost::stretches(text) {
        proposals.findings.push(Finding {
            span,
            rule: &rule::LOST_TEXT,
            confidence: LOST_CONFIDENCE,
            reason: "bytes that could not be read were thrown away: nothing tells what stood here".into(),
        });
    }
    let prices = price::Prices::new();
    for repair in document::repairs(&prices, text) {
        let way = format!("{} read as {}", repair.route.written.name(), repair.route.seen.name());
        let confidence = crate::edit::confidence(repair.gain);
        if !repair.sure {
            proposals.findings.push(Finding {
                span: repair.span,
                rule: &rule::MISREAD,
                confidence,
                reason: format!("{way}, with bytes lost: {}", repair.text).into(),
            });
            continue;
        }
        let (span, after) = document::change(text, &repair);
        if quoted::is_quoted(text, &span, after) {
            proposals.findings.push(Finding {
                span,
                rule: &rule::MISREAD,
                confidence,
                reason: format!("{way}, quoted: {after}").into(),
            });
            continue;
        }
        proposals.edits.push(Edit {
            before: text[span.clone()].into(),
            span,
            after: after.into(),
            rule: &rule::MISREAD,
            confidence,
            reason: format!("{way}, rounds: {}", repair.rounds).into(),
        });
    }
}

/// Makes the tables that [`may_be_misread`] looks into.
pub(crate) fn warm() {
    trigger::warm();
}

/// Whether a text may hold what was read in the wrong encoding. Allocates nothing after [`warm`].
#[cfg(feature = "stages")]
pub(crate) fn may_be_misread(text: &str) -> bool {
    trigger::may_be_misread(text)
}
