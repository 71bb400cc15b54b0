//! Names that summaries and manifests hold, read back: only those that this version knows.

use crate::decode::Encoding;
use crate::rule::{RULES, Rule};
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;

/// What the input can have that is not looked at.
const PASSED_OVER: [&str; 7] = [
    "too long",
    "pages in HTML",
    "responses that are packed or in chunks",
    "responses without a body",
    "not text",
    "empty cells",
    "other members",
];

fn read<'de, D: Deserializer<'de>>(
    from: D,
    find: impl Fn(&str) -> Option<&'static str>,
) -> Result<BTreeMap<&'static str, u64>, D::Error> {
    let counts = BTreeMap::<String, u64>::deserialize(from)?;
    let known = |(name, count): (String, u64)| match find(&name) {
        Some(name) => Ok((name, count)),
        None => Err(de::Error::custom(format!("{name:?} is not known to this version of mojimend"))),
    };
    counts.into_iter().map(known).collect()
}

/// The code of a rule.
pub(super) fn code(name: &str) -> Option<&'static str> {
    RULES.iter().find(|rule: &&&Rule| rule.code == name).map(|rule| rule.code)
}

pub(super) fn codes<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<&'static str, u64>, D::Error> {
    read(from, code)
}

pub(super) fn encodings<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<&'static str, u64>, D::Error> {
    read(from, |name| Encoding::find(name).map(|encoding| encoding.name()))
}

pub(super) fn passed_over<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<&'static str, u64>, D::Error> {
    read(from, |name| PASSED_OVER.into_iter().find(|known| *known == name))
}

pub(super) fn is_zero(count: &u64) -> bool {
    *count == 0
}
