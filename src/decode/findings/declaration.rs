#![doc = include_str!("declaration.md")]

use crate::decode::Decoded;
use crate::edit::Finding;
use crate::rule;

pub(super) fn propose(decoded: &Decoded<'_>, findings: &mut Vec<Finding>) {
    for lie in decoded.declarations().filter(|declaration| !declaration.holds) {
        // A label is ASCII, and the first time it stands in the bytes is the first time it stands in the text.
        let start = if lie.input.is_empty() { None } else { decoded.text.find(lie.label) };
        let span = start.map_or(0..0, |start| start..start + lie.label.len());
        let reason = match lie.encoding {
            Some(encoding) => format!(
                "the {} says {encoding}, the bytes are {}",
                lie.source.name(),
                decoded.encodings().join(" and ")
            ),
            None => {
                format!("the {} says {:?}, which is no encoding known here", lie.source.name(), lie.label)
            }
        };
        findings.push(Finding {
            span,
            rule: &rule::LYING_DECLARATION,
            confidence: decoded.confidence(),
            reason: reason.into(),
        });
    }
}
