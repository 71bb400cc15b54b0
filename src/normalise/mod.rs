//! Normalisation: changes to honest text that are off by default, one option and one rule each.
//!
//! It runs on text that the repairs have nothing more to say about, so that it never takes from a repair
//! what that goes by.

mod blank_lines;
mod c1;
mod controls;
mod dashes;
mod entities;
mod form;
mod hard_wraps;
mod letters;
mod ligatures;
mod line_ends;
mod lines;
pub(crate) mod options;
pub(crate) mod presets;
mod punctuation;
mod quotes;
pub(crate) mod rules;
mod spaced_headings;
mod sweep;
mod terminal;
mod traces;
mod trailing_space;
mod vertical_text;
mod wide;

use crate::cleaner::Proposals;
use crate::edit::EditLog;
use crate::rule::{self, Rule};
use options::Normalise;
use traces::Traces;

/// Proposes what the options ask for. Allocates nothing when no rule finds anything.
pub(crate) fn propose(text: &str, options: &Normalise, proposals: &mut Proposals) {
    propose_where(text, options, Traces::read(text, options), proposals);
}

/// Runs the rules that have something to look at.
fn propose_where(text: &str, options: &Normalise, traces: Traces, proposals: &mut Proposals) {
    entities::propose(text, options.entities, proposals);
    if options.terminal_escapes && traces.control {
        terminal::propose(text, proposals);
    }
    if options.c1_controls && traces.c1 {
        c1::propose(text, proposals);
    }
    if options.ligatures && traces.ligature {
        ligatures::propose(text, proposals);
    }
    if traces.letter {
        letters::propose(text, options.letters, proposals);
    }
    if traces.mark {
        punctuation::propose(text, options.punctuation, proposals);
    }
    if traces.quote {
        quotes::propose(text, options.quotes, proposals);
    }
    if traces.dash {
        dashes::propose(text, options.dashes, proposals);
    }
    if traces.line_end {
        line_ends::propose(text, options.line_ends, proposals);
    }
    if options.control_characters && traces.control {
        controls::propose(text, proposals);
    }
    if traces.form {
        form::propose(text, options.unicode, proposals);
    }
    if traces.lines.trailing_space {
        trailing_space::propose(text, proposals);
    }
    if traces.lines.blank_lines {
        blank_lines::propose(text, options.blank_lines, proposals);
    }
    if traces.lines.vertical_text {
        vertical_text::propose(text, proposals);
    }
    if traces.lines.spaced_heading {
        spaced_headings::propose(text, proposals);
    }
    if traces.lines.hard_wrap {
        hard_wraps::propose(text, proposals);
    }
    #[cfg(feature = "script")]
    crate::script::propose(text, options.script, proposals);
}

/// The rules that change marks, spaces and line ends alone. Where the repairs found nothing, such a change gives them nothing
/// to find: what they go by are letters, and signs that are asked about after the change.
const OF_MARKS: [&Rule; 7] = [
    &rule::PUNCTUATION_WIDTH,
    &rule::QUOTATION_MARK,
    &rule::DASH,
    &rule::LINE_END,
    &rule::TRAILING_SPACE,
    &rule::BLANK_LINES,
    &rule::HARD_WRAP,
];

/// Whether text that the repairs had nothing to say about needs no other look of theirs after these edits.
pub(crate) fn keeps_settled(edits: &EditLog) -> bool {
    edits.iter().all(|edit| OF_MARKS.iter().any(|rule| std::ptr::eq(*rule, edit.rule)))
}

#[cfg(test)]
mod tests;
