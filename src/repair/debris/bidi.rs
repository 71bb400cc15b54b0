#![doc = include_str!("bidi.md")]

use super::context::Context;
use super::edit;
use super::garble::is_garbled;
use super::scripts::is_right_to_left;
use crate::cleaner::Proposals;
use crate::rule;

/// Words of texts that are about such controls.
const ABOUT: &[&str] = &["LRM", "RLM", "bidi", "Bidi", "U+200E", "U+202", "U+206", "双向", "雙向"];

/// Proposes to remove bidi controls that do not pair, and marks in text of one direction.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    let two_ways = text.chars().any(is_right_to_left);
    let mut at = 0;
    for paragraph in text.split_inclusive('\n') {
        // Controls reach no further than their paragraph.
        let mut open: Vec<(usize, char)> = Vec::new();
        let mut stray: Vec<(usize, char)> = Vec::new();
        let mut pairs: Vec<[(usize, char); 2]> = Vec::new();
        for (offset, c) in paragraph.char_indices() {
            match c {
                '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' | '\u{2066}'..='\u{2068}' => {
                    open.push((at + offset, c))
                }
                '\u{202C}' if open.last().is_some_and(|(_, c)| !is_isolate(*c)) => {
                    pairs.extend(open.pop().map(|begin| [begin, (at + offset, c)]));
                }
                '\u{2069}' => match open.iter().rposition(|(_, c)| is_isolate(*c)) {
                    // What was begun inside ends with it.
                    Some(begin) => {
                        pairs.push([open[begin], (at + offset, c)]);
                        open.truncate(begin);
                    }
                    None => stray.push((at + offset, c)),
                },
                '\u{202C}' | '\u{206A}'..='\u{206F}' => stray.push((at + offset, c)),
                // In a date or a path of a text that is put together from pieces they hold these together.
                '\u{200E}' | '\u{200F}' | '\u{61C}'
                    if !two_ways && !paragraph[offset + c.len_utf8()..].starts_with('/') =>
                {
                    stray.push((at + offset, c))
                }
                _ => {}
            }
        }
        // Where nothing runs from right to left a pair does nothing, and nobody puts one into words.
        let does_nothing = |pair: &&[(usize, char); 2]| {
            let in_word = |(start, c): &(usize, char)| context.in_word(&(*start..start + c.len_utf8()));
            !two_ways && pair[0].1 != OVERRIDE && pair.iter().any(in_word)
        };
        stray.extend(pairs.iter().filter(does_nothing).flatten());
        // Where text runs both ways, one that nobody ends holds up to the end of its paragraph, and may be meant so.
        if paragraph.chars().any(is_right_to_left) {
            open.clear();
        }
        for (start, c) in stray
            .into_iter()
            .chain(open)
            .filter(|(start, _)| !is_garbled(text, *start) && !context.is_about(*start, ABOUT))
        {
            let span = start..start + c.len_utf8();
            let reason = "a control of writing direction that has no counterpart, or nothing to control";
            proposals.edits.push(edit(text, span, "", &rule::BIDI_CONTROL, 0.98, reason));
        }
        at += paragraph.len();
    }
}

/// From here on all runs from right to left, Latin letters, too.
const OVERRIDE: char = '\u{202E}';

fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2068}')
}
