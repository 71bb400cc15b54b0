//! Repairs: one file for each kind of damage. They propose edits and never change the text.

pub(crate) mod annotation;
pub(crate) mod certainty;
pub(crate) mod control;
mod costs;
pub(crate) mod debris;
mod digit;
pub(crate) mod mojibake;
pub(crate) mod page;
mod priced;
pub(crate) mod shift;
pub(crate) mod tag;
mod verdict;

use crate::cleaner::Proposals;
use crate::scan::Document;
use mojibake::settings::Misread;
use page::{Page, Verdict};

/// Runs the repairs that the marks of a document ask for.
pub(crate) fn propose(document: &Document<'_>, misread: &Misread, proposals: &mut Proposals) {
    let (text, marks) = (document.text, document.marks);
    if marks.misread {
        mojibake::propose(text, misread, proposals);
    }
    if marks.debris.any() {
        debris::propose(text, marks.debris, proposals);
    }
    if marks.debris.cut {
        control::propose(text, proposals);
    }
    if !(marks.brackets || marks.losses) {
        return;
    }
    let mut page = Page::read(text);
    let mut doubtful = Vec::new();
    if marks.losses {
        let shifts = shift::propose(text, &page, proposals);
        // A shift that is sure proves the channel; on a page so proven its annotations go too.
        if shifts.sure && page.verdict != Verdict::Hijacked {
            page.verdict = Verdict::Hijacked;
        }
        doubtful = shifts.doubtful;
    }
    annotation::propose(text, &page, &doubtful, proposals);
}
