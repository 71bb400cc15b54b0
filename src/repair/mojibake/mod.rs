#![doc = include_str!("misread.md")]

mod charset;
mod document;
mod evidence;
mod hot;
mod line;
mod lost;
mod narrow;
mod peel;
mod price;
mod quoted;
mod route;
mod search;
pub(crate) mod settings;
mod single;
mod tongue;
pub(crate) mod trigger;
mod whole;

use crate::cleaner::Proposals;
use crate::edit::{Edit, Finding};
use crate::rule;
use settings::Misread;

/// A person who writes `锟斤拷` writes about it.
const LOST_CONFIDENCE: f32 = 0.95;

/// Odd characters in rows are misread more often than not.
const UNREAD_CONFIDENCE: f32 = 0.6;

/// Proposes to take back what was read in the wrong encoding.
pub(crate) fn propose(text: &str, settings: &Misread, proposals: &mut Proposals) {
    let lost = lost::stretches(text);
    for span in lost::dropped(text, &lost, settings) {
        proposals.edits.push(Edit {
            before: text[span.clone()].into(),
            span,
            after: "".into(),
            rule: &rule::LOST_TEXT,
            confidence: LOST_CONFIDENCE,
            reason: "nothing tells what stood here".into(),
        });
    }
    for span in lost {
        proposals.findings.push(Finding {
            span,
            rule: &rule::LOST_TEXT,
            confidence: LOST_CONFIDENCE,
            reason: "bytes that could not be read were thrown away: nothing tells what stood here".into(),
        });
    }
    let prices = price::Prices::of(text, settings.lost_letters);
    let (repairs, unread) = document::repairs(&prices, text);
    for span in unread {
        proposals.findings.push(Finding {
            span,
            rule: &rule::MISREAD,
            confidence: UNREAD_CONFIDENCE,
            reason: "looks misread, but no way back was found".into(),
        });
    }
    for repair in repairs {
        let way = format!("{} read as {}", repair.route.written.name(), repair.route.seen.name());
        let confidence = crate::edit::confidence(repair.gain);
        if !repair.sure {
            proposals.findings.push(Finding {
                span: repair.span,
                rule: &rule::MISREAD,
                confidence,
                reason: format!("{way}, but not all of it is certain: {}", repair.text).into(),
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
