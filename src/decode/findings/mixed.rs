#![doc = include_str!("mixed.md")]

use crate::decode::Decoded;
use crate::edit::Finding;
use crate::rule;

pub(super) fn propose(decoded: &Decoded<'_>, findings: &mut Vec<Finding>) {
    if decoded.segments().len() < 2 {
        return;
    }
    let encodings = decoded.encodings();
    if encodings.len() < 2 {
        return;
    }
    let Some(second) = decoded.beyond_ascii().find(|segment| segment.encoding.name() != encodings[0]) else {
        return;
    };
    findings.push(Finding {
        span: second.text.clone(),
        rule: &rule::MIXED_ENCODINGS,
        confidence: decoded.confidence(),
        reason: format!("lines in {}; from byte {} on another", encodings.join(", "), second.input.start)
            .into(),
    });
}
