//! Rests of tags in text that was not shifted: the rule `T101`.

use super::context::Context;
use super::edit;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::repair::tag::{LONGEST, rest_of_tag};
use crate::rule;

/// Words of texts that are about tags.
const ABOUT: &[&str] =
    &["HTML", " html ", "XML", " tag ", " tags", " tag,", " tag.", "标签", "標籤", "タグ", "arkup"];
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
        let name_length = text[span.clone()].trim_matches(['/', '>', ' ']).len();
        // A path or a prompt ends so, too.
        let token = text[from..start].rsplit(char::is_whitespace).next().unwrap_or_default();
        let is_path = token.contains(['/', '\\', '$', '=', '~', '<', '|'])
            || token.contains('@') && token.contains(':');
        let plain = !token.is_empty() && !is_path;
        let is_closing = text[span.clone()].starts_with('/') && !text[from..start].contains('>');
        let fits = match before {
            None => at_end && text[span.clone()].starts_with('/'),
            Some(c) if wide(c) => at_end || behind.is_some_and(wide),
            // The names of most elements are no folder that one stands in.
            Some(c)
                if at_end && is_closing && plain && name_length > 1 && (c.is_alphanumeric() || is_end(c)) =>
            {
                true
            }
            Some(c) if at_end && is_closing && plain && is_end(c) => true,
            Some(_) if at_end && plain && is_break(&text[span.clone()]) => true,
            Some(c) => {
                let words = text[from..start].split_whitespace().take(PROSE).count();
                at_end
                    && words >= PROSE
                    && !text[from..start].contains('>')
                    && (c.is_alphanumeric() || is_end(c))
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

/// Marks at the end of a sentence or a part of one.
fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ',' | '"' | ')' | ':' | ';')
}

/// Whether this is a line break or a rule of HTML without its `<`.
fn is_break(rest: &str) -> bool {
    ["br/>", "br />", "hr/>", "hr />"].contains(&rest)
}

/// Where the rest of a tag that ends here begins: at its `/`, or at its name.
fn beginning(text: &str) -> Option<usize> {
    if let Some(slash) = text.rfind('/').filter(|at| !text[*at..].contains([' ', '"'])) {
        if slash + 1 < text.len() {
            return Some(slash);
        }
        // `br/`: the name in front of the slash.
        let name = text[..slash].trim_end();
        // No word ends in it, so it may touch one.
        if name.ends_with("br") || name.ends_with("hr") {
            return Some(name.len() - "br".len());
        }
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
