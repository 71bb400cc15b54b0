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
pub(crate) mod options;
pub(crate) mod presets;
mod punctuation;
mod quotes;
pub(crate) mod rules;
mod spaced_headings;
mod sweep;
mod terminal;
mod trailing_space;
mod vertical_text;
mod wide;

use crate::cleaner::Proposals;
use options::Normalise;

/// Proposes what the options ask for. Allocates nothing when no rule finds anything.
pub(crate) fn propose(text: &str, options: &Normalise, proposals: &mut Proposals) {
    entities::propose(text, options.entities, proposals);
    if options.terminal_escapes {
        terminal::propose(text, proposals);
    }
    if options.c1_controls {
        c1::propose(text, proposals);
    }
    if options.ligatures {
        ligatures::propose(text, proposals);
    }
    letters::propose(text, options.letters, proposals);
    punctuation::propose(text, options.punctuation, proposals);
    quotes::propose(text, options.quotes, proposals);
    dashes::propose(text, options.dashes, proposals);
    line_ends::propose(text, options.line_ends, proposals);
    if options.control_characters {
        controls::propose(text, proposals);
    }
    form::propose(text, options.unicode, proposals);
    if options.trailing_space {
        trailing_space::propose(text, proposals);
    }
    if options.blank_lines > 0 {
        blank_lines::propose(text, options.blank_lines, proposals);
    }
    if options.vertical_text {
        vertical_text::propose(text, proposals);
    }
    if options.spaced_headings {
        spaced_headings::propose(text, proposals);
    }
    if options.hard_wraps {
        hard_wraps::propose(text, proposals);
    }
    #[cfg(feature = "script")]
    crate::script::propose(text, options.script, proposals);
}
