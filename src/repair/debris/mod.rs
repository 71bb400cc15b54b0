//! Debris: what markup, tools and copying leave in text. One file a rule.

mod bidi;
mod context;
mod control;
mod entity;
mod escape;
pub(crate) mod fill;
mod garble;
mod hyphen;
mod private;
pub(crate) mod rules;
mod scripts;
mod space;
mod tag;
mod terminal;
pub(crate) mod traces;
mod variation;
mod width;

pub(crate) use traces::Traces;

use crate::cleaner::Proposals;
use crate::edit::Edit;
use crate::rule::Rule;
use context::Context;
use std::borrow::Cow;
use std::ops::Range;

/// A rule's way to propose.
type Propose = fn(&Context<'_>, &mut Proposals);

/// Proposes to take out of a text the debris of which it has traces.
pub(crate) fn propose(text: &str, traces: Traces, proposals: &mut Proposals) {
    let context = Context::new(text);
    let rules: [(bool, Propose); 12] = [
        (traces.entity, entity::propose),
        (traces.escape, escape::propose),
        (traces.tag, tag::propose),
        (traces.zero_width, width::propose),
        (traces.bidi, bidi::propose),
        (traces.soft_hyphen, hyphen::propose),
        (traces.no_break, space::propose),
        (traces.private, private::propose),
        (traces.selector, variation::propose),
        (traces.sequence, terminal::propose),
        (traces.control, control::propose),
        (traces.fill, fill::propose),
    ];
    for (_, rule) in rules.iter().filter(|(found, _)| *found) {
        rule(&context, proposals);
    }
}

/// An edit of a rule of debris.
fn edit(
    text: &str,
    span: Range<usize>,
    after: &str,
    rule: &'static Rule,
    confidence: f32,
    reason: impl Into<Cow<'static, str>>,
) -> Edit {
    Edit {
        before: text[span.clone()].into(),
        span,
        after: after.into(),
        rule,
        confidence,
        reason: reason.into(),
    }
}

/// The characters right before and right behind a span.
fn neighbours(text: &str, span: &Range<usize>) -> (Option<char>, Option<char>) {
    (text[..span.start].chars().next_back(), text[span.end..].chars().next())
}
