//! The rules of this folder.

use crate::rule::{Rule, Safety};

/// `V101`: text in another script than the one asked for.
pub static SCRIPT: Rule = Rule {
    code: "V101",
    name: "script",
    summary: "Chinese in the script that is asked for, or in its author's again: 衛生 → 卫生",
    safety: Safety::Optional,
    precedence: 3,
    explanation: include_str!("convert.md"),
};

/// `V102`: words that a conversion broke.
pub static OVER_CONVERSION: Rule = Rule {
    code: "V102",
    name: "over-conversion",
    summary: "words that a conversion to Traditional broke: 裡麵 → 裡面, 一緻 → 一致",
    safety: Safety::Optional,
    precedence: 4,
    explanation: include_str!("over.md"),
};
