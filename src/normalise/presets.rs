//! Settings with a name. A preset is nothing but settings: `mojimend config --preset NAME` prints them.

use super::options::{Dashes, Entities, Form, Letters, LineEnds, Normalise, Punctuation, Quotes};

/// The names of all presets.
pub(crate) const NAMES: [&str; 4] = ["none", "ftfy", "pretrain-zh", "pretrain-en"];

/// What a preset asks for; nothing when there is none of this name.
pub(crate) fn preset(name: &str) -> Option<Normalise> {
    Some(match name {
        "none" => Normalise::default(),
        "ftfy" => ftfy(),
        "pretrain-zh" => pretrain_zh(),
        "pretrain-en" => pretrain_en(),
        _ => return None,
    })
}

/// What all presets but `none` do: the forms that only machines tell apart.
fn common() -> Normalise {
    Normalise {
        entities: Entities::Auto,
        terminal_escapes: true,
        c1_controls: true,
        ligatures: true,
        letters: Letters::Halfwidth,
        quotes: Quotes::Straight,
        line_ends: LineEnds::Lf,
        control_characters: true,
        unicode: Form::Nfc,
        ..Normalise::default()
    }
}

/// What ftfy 6.3.1 does to text by default beside encodings.
fn ftfy() -> Normalise {
    Normalise { punctuation: Punctuation::Halfwidth, ..common() }
}

/// For training on Chinese: one form for what is written in several, marks full width, no loss of meaning.
fn pretrain_zh() -> Normalise {
    Normalise {
        punctuation: Punctuation::Fullwidth,
        quotes: Quotes::Curly,
        dashes: Dashes::Em,
        spaced_headings: true,
        vertical_text: true,
        ..pretrain_en()
    }
}

/// For training on English and its like: one form for what is written in several, no loss of meaning.
fn pretrain_en() -> Normalise {
    Normalise { trailing_space: true, blank_lines: 1, hard_wraps: true, ..common() }
}
