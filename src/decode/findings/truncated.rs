#![doc = include_str!("truncated.md")]

use super::hex;
use crate::decode::{Decoded, UndecodableKind};
use crate::edit::Finding;
use crate::rule;

pub(super) fn propose(decoded: &Decoded<'_>, findings: &mut Vec<Finding>) {
    for bad in decoded.undecodable.iter().filter(|bad| bad.kind == UndecodableKind::Truncated) {
        findings.push(Finding {
            span: bad.text.clone(),
            rule: &rule::TRUNCATED_CHARACTER,
            confidence: 1.0,
            reason: format!(
                "{} at byte {} begins a character of {} that was cut off",
                hex(&bad.bytes),
                bad.input.start,
                decoded.encoding_at(bad.input.start)
            )
            .into(),
        });
    }
}
