//! The rules about bytes. They report; what bytes become is decided by decoding.

use crate::rule::{Rule, Safety};

/// `B101`: bytes that are no character.
pub static UNDECODABLE_BYTES: Rule = Rule {
    code: "B101",
    name: "undecodable-bytes",
    summary: "bytes that are no character in the encoding around them; reported with offset, shown as U+FFFD",
    safety: Safety::Safe,
    precedence: 0,
    explanation: include_str!("undecodable.md"),
};

/// `B102`: a character cut off at the end of a line or of the input.
pub static TRUNCATED_CHARACTER: Rule = Rule {
    code: "B102",
    name: "truncated-character",
    summary: "a character whose end was cut off with its line or with the input",
    safety: Safety::Safe,
    precedence: 0,
    explanation: include_str!("truncated.md"),
};

/// `B103`: a declared encoding that the bytes are not in.
pub static LYING_DECLARATION: Rule = Rule {
    code: "B103",
    name: "lying-declaration",
    summary: "an encoding declared by HTML, XML or HTTP that the bytes are not in",
    safety: Safety::Safe,
    precedence: 0,
    explanation: include_str!("declaration.md"),
};

/// `B104`: lines in more than one encoding.
pub static MIXED_ENCODINGS: Rule = Rule {
    code: "B104",
    name: "mixed-encodings",
    summary: "a document whose lines are in more than one encoding",
    safety: Safety::Safe,
    precedence: 0,
    explanation: include_str!("mixed.md"),
};
