#![doc = include_str!("entities.md")]

use super::options::Entities;
use super::sweep::edit;
use crate::chars::entity::{Entity, whole};
use crate::cleaner::Proposals;
use crate::rule;

/// Proposes the characters that entities stand for.
pub(super) fn propose(text: &str, entities: Entities, proposals: &mut Proposals) {
    let end = match entities {
        Entities::Keep => return,
        Entities::Always => text.len(),
        // From its first tag on a text is HTML.
        Entities::Auto => memchr::memchr(b'<', text.as_bytes())
            .map_or(text.len(), |tag| text[..tag].rfind('\n').map_or(0, |line_end| line_end + 1)),
    };
    let mut done = 0;
    for at in memchr::memchr_iter(b'&', &text.as_bytes()[..end]) {
        if at < done {
            continue;
        }
        let Some(Entity { bytes, value }) = whole(&text[at + 1..end]) else { continue };
        done = at + 1 + bytes;
        let reason = "an HTML entity stands for this";
        proposals.edits.push(edit(text, at..done, &value, &rule::EVERY_ENTITY, reason));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, entities: Entities) -> String {
        let mut proposals = Proposals::default();
        propose(text, entities, &mut proposals);
        crate::edit::EditLog::resolve(proposals.edits).apply(text).unwrap()
    }

    #[test]
    fn auto_stops_at_tags() {
        assert_eq!(after("&lt;b&gt; &amp;amp;lt; &EACUTE;", Entities::Auto), "<b> < É");
        assert_eq!(after("&amp;\na < b &amp;\n&amp;", Entities::Auto), "&\na < b &amp;\n&amp;");
        assert_eq!(after("a < b &amp; c", Entities::Always), "a < b & c");
        assert_eq!(after("&amp;", Entities::Keep), "&amp;");
    }

    #[test]
    fn numbers_of_half_pairs_are_read_together() {
        assert_eq!(after("&#55357;&#56832;", Entities::Auto), "😀");
        assert_eq!(after("&#xD83D;", Entities::Auto), "\u{FFFD}");
    }
}
