//! Rests of tags in text that was not shifted: the rule `T101`.

use super::context::Context;
use super::edit;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::repair::tag::{LONGEST, rest_of_tag};
use crate::rule;

/// Words of texts that are about tags.
const ABOUT: &[&str] = &["HTML", " html ", "XML", " tag", "Tag", "标签", "標籤", "タグ", "arkup", "element"];
/// A line of so many words is prose.
const PROSE: usize = 4;

/// Proposes to remove rests of tags that follow text.
pub(super) fn propose(context: &Context<'_>, proposals: &mut Proposals) {
    let text = context.text;
    if memchr::memchr(b'<', text.as_bytes()).is_some() {
        // Text with whole tags is HTML, or compares numbers.
        return;
    }
    for end in memchr::memchr_iter(b'>', text.as_bytes()) {
        let line = context.line(end);
        // No further back than a tag is long.
        let from = line.start.max(text.ceil_char_boundary(end.saturating_sub(2 * LONGEST)));
        let Some(start) = beginning(&text[from..end]).map(|at| from + at) else { continue };
        if rest_of_tag(&text[start..]) != Some(end + 1 - start) {
            continue;
        }
        let span = start..end + 1;
        let before = text[line.start..start].chars().next_back();
        let behind = text[span.end..line.end].chars().next();
        let has_signs = text[span.clone()].contains(['/', '=']);
        let wide = |c: char| is_han(c) || (!c.is_ascii() && !c.is_whitespace());
        let at_end = behind.is_none() || behind == Some('\r');
        let fits = match before {
            None => at_end && text[span.clone()].starts_with('/'),
            Some(c) if wide(c) => at_end || behind.is_some_and(wide),
            Some(c) => {
                let words = text[from..start].split_whitespace().take(PROSE).count();
                at_end
                    && words >= PROSE
                    && !text[from..start].contains('>')
                    && (c.is_alphanumeric() || matches!(c, '.' | '!' | '?' | ',' | '"' | ')' | ':' | ';'))
            }
        };
        if has_signs
            && fits
            && !context.in_code(&span)
            && !context.is_mentioned(&span)
            && !context.is_about(start, ABOUT)
        {
            let reason = "the rest of a tag that lost its beginning";
            proposals.edits.push(edit(text, span, "", &rule::CUT_TAG, 0.95, reason));
        }
    }
}

/// Where the rest of a tag that ends here begins: at its `/`, or at its name.
fn beginning(text: &str) -> Option<usize> {
    if let Some(slash) = text.rfind('/').filter(|at| !text[*at..].contains([' ', '"'])) {
        if slash + 1 < text.len() {
            return Some(slash);
        }
        // `br/`: the name in front of the slash.
        let name = text[..slash].trim_end();
        return name
            .rfind(|c: char| !c.is_ascii_alphanumeric())
            .map_or(Some(0), |at| Some(at + name[at..].chars().next().map_or(1, char::len_utf8)));
    }
    // With attributes: the word in front of the first one.
    let equals = text.find('=')?;
    let attribute = text[..equals].rfind(' ')?;
    let name = &text[..attribute];
    Some(
        name.rfind(|c: char| !c.is_ascii_alphanumeric())
            .map_or(0, |at| at + name[at..].chars().next().map_or(1, char::len_utf8)),
    )
}
