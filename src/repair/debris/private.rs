#![doc = include_str!("private.md")]

use super::context::Context;
use super::garble::is_garbled;
use super::{edit, neighbours};
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::edit::Finding;
use crate::lattice::model::Model;
use crate::rule;
use std::ops::Range;

/// The bullet of the font Symbol, as word processors write it.
const SYMBOL_BULLET: char = '\u{F0B7}';
/// What stands for an object in text that has some.
const OBJECT: char = '\u{FFFC}';
/// A blank of GBK that decoders of old put here.
const BLANK: char = '\u{E5E5}';
/// The logo that one maker of computers has there.
const LOGO: char = '\u{F8FF}';
/// So many private-use characters inside the words of a text that Unicode does not write are its letters.
const LETTERS: usize = 3;

/// Words of texts that are about such characters.
const ABOUT: &[&str] = &[
    "rivate use",
    "rivate Use",
    "rivate-use",
    "U+E",
    "U+F",
    "bject replacement",
    "Font Awesome",
    "私用",
    "造字",
    "外字",
];

/// Proposes to remove private-use characters that stand beside the text or were put into it; those that may
/// stand for a character are reported.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    if is_own_script(text) {
        return;
    }
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| is_private(*c)) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + c.len_utf8(),
            _ => runs.push(at..at + c.len_utf8()),
        }
    }
    let littered = is_littered(text, &runs);
    for span in runs {
        let run = &text[span.clone()];
        let (before, after) = neighbours(text, &span);
        let at_start = before.is_none_or(|c| c == '\n')
            || text[context.line(span.start).start..span.start].trim().is_empty();
        if run == LOGO.to_string()
            || is_garbled(text, span.start)
            || context.is_about(span.start, ABOUT)
            || !context.in_word(&span) && (context.in_code(&span) || context.is_mentioned(&span))
        {
            continue;
        }
        if run.chars().all(|c| c == OBJECT) {
            let reason = "the place of an object that the text is without";
            proposals.edits.push(edit(text, span, "", &rule::PRIVATE_USE, 0.95, reason));
            continue;
        }
        if at_start && run == SYMBOL_BULLET.to_string() {
            proposals.edits.push(edit(
                text,
                span,
                "•",
                &rule::PRIVATE_USE,
                0.95,
                "the bullet of the font Symbol",
            ));
            continue;
        }
        // Fonts of icons use the same places, but not inside sentences.
        let inside = [before, after].into_iter().all(|c| c.is_some_and(is_han));
        let is_known = inside || run.chars().all(|c| c == BLANK);
        if let Some(known) = run.chars().map(stands_for).collect::<Option<String>>().filter(|_| is_known) {
            let reason = "a character that had no place of its own in Unicode when GB 18030 was made";
            proposals.edits.push(edit(text, span, &known, &rule::PRIVATE_USE, 0.95, reason));
            continue;
        }
        // Spaced-out Chinese has a space between any two characters, and one of them may be the private one.
        let beyond = |c: Option<char>, other: Option<char>| if c == Some(' ') { other } else { c };
        let ends = [
            beyond(before, text[..span.start].trim_end_matches(' ').chars().next_back()),
            beyond(after, text[span.end..].trim_start_matches(' ').chars().next()),
        ];
        let beside_han = [before, after].into_iter().flatten().any(is_han)
            || ends.into_iter().all(|c| c.is_some_and(is_han));
        let is_inside = match (before, after) {
            _ if at_start => !after.is_some_and(is_han) || begins_lines(text, run),
            (Some(a), Some(b)) if is_han(a) && is_han(b) => littered,
            _ => !beside_han,
        };
        if !is_inside {
            proposals.findings.push(Finding {
                span,
                rule: &rule::PRIVATE_USE,
                confidence: 0.5,
                reason: "a private-use character that may stand for one that Unicode lacked".into(),
            });
            continue;
        }
        // The space that set an icon off goes with it.
        let gap = |c: Option<char>| c == Some(' ');
        let span = match () {
            () if (at_start || gap(before)) && gap(after) => span.start..span.end + 1,
            () if gap(before) && after.is_none_or(|c| c == '\n') => span.start - 1..span.end,
            () => span,
        };
        let reason = "a private-use character: an icon of a font, or litter";
        proposals.edits.push(edit(text, span, "", &rule::PRIVATE_USE, 0.95, reason));
    }
}

/// The character that a private-use one stood for in GB 18030 until Unicode had it: Unicode's and the Encoding Standard's
/// tables of GB 18030, editions of 2000 against 2005 and 2022. The first is a blank as wide as a character.
fn stands_for(c: char) -> Option<char> {
    Some(match c {
        BLANK => '\u{3000}',
        '\u{E78D}' => '\u{FE10}',
        '\u{E78E}' => '\u{FE12}',
        '\u{E78F}' => '\u{FE11}',
        '\u{E790}'..='\u{E796}' => return char::from_u32(c as u32 - 0xE790 + 0xFE13),
        '\u{E7C7}' => '\u{1E3F}',
        '\u{E7C8}' => '\u{1F9}',
        '\u{E816}' => '\u{20087}',
        '\u{E817}' => '\u{20089}',
        '\u{E818}' => '\u{200CC}',
        '\u{E81E}' => '\u{9FB4}',
        '\u{E826}' => '\u{9FB5}',
        '\u{E82B}' => '\u{9FB6}',
        '\u{E82C}' => '\u{9FB7}',
        '\u{E831}' => '\u{215D7}',
        '\u{E832}' => '\u{9FB8}',
        '\u{E83B}' => '\u{2298F}',
        '\u{E843}' => '\u{9FB9}',
        '\u{E854}' => '\u{9FBA}',
        '\u{E855}' => '\u{241FE}',
        '\u{E864}' => '\u{9FBB}',
        _ => return None,
    })
}

/// Characters that mean what a font or a private agreement says, and what is left of embedded objects.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FFF9}'..='\u{FFFC}')
}

/// Whether a text is written in a script that has its place there: words of nothing else.
fn is_own_script(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| {
        let letters = word.chars().filter(|c| is_private(*c)).count();
        letters >= LETTERS && letters * 2 > word.chars().count()
    });
    words.count() >= LETTERS
}

/// So many nats speak for litter before anything is taken from between Han characters.
const LITTER_LEAST: f32 = 0.5;
/// How much a place says, by how well the characters around it go together: in clean text, where they stand side by side
/// against where a third one stands between them, it is so many nats for each nat, and no less and no more than these.
const SAYS: f32 = 0.6;
const SAYS_BETWEEN: (f32, f32) = (-1.5, 3.0);

/// Whether the private-use characters of a text were put between its characters and stand for none: around them the text
/// reads on.
fn is_littered(text: &str, runs: &[Range<usize>]) -> bool {
    let says = |span: &Range<usize>| match neighbours(text, span) {
        (Some(a), Some(b)) if is_han(a) && is_han(b) => {
            (SAYS * together(a, b)).clamp(SAYS_BETWEEN.0, SAYS_BETWEEN.1)
        }
        _ => 0.0,
    };
    runs.iter().map(says).sum::<f32>() >= LITTER_LEAST
}

/// Whether several lines begin with this: what stands for a character seldom does.
fn begins_lines(text: &str, run: &str) -> bool {
    text.lines().filter(|line| line.trim_start().starts_with(run)).nth(1).is_some()
}

/// How many nats the second character costs less behind the first than it does anywhere.
fn together(a: char, b: char) -> f32 {
    let model = Model::get();
    let (left, next) = (model.id(a), model.id(b));
    model.plain(b) - model.pair(left, next)
}
