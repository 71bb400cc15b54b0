//! The rules about what was put inside lines.

use crate::rule::{Rule, Safety};

/// `L201`: keywords put into somebody's line.
pub static INJECTED_KEYWORDS: Rule = Rule {
    code: "L201",
    name: "injected-keywords",
    summary: "keywords put into somebody's line: 娃娃,菜炒,必威betway中文版,香菇 → 娃娃,菜炒,香菇",
    safety: Safety::Safe,
    precedence: 35,
    explanation: include_str!("parts.md"),
};

/// `L202`: the signature of a site inside a sentence.
pub static SITE_SIGNATURE: Rule = Rule {
    code: "L202",
    name: "site-signature",
    summary: "the signature of a site, or its copy protection, inside the text: 他说本文来自www.example.com明天 → 他说明天",
    safety: Safety::Safe,
    precedence: 36,
    explanation: include_str!("signature/signature.md"),
};

/// `L203`: random ASCII at the start of lines.
pub static RANDOM_LETTERS: Rule = Rule {
    code: "L203",
    name: "random-letters",
    summary: "random ASCII glued to the start of Chinese lines: w~A{]s{4今天 → 今天",
    safety: Safety::Safe,
    precedence: 34,
    explanation: include_str!("litter.md"),
};

/// `L204`: characters driven into words.
pub static WEDGED_CHARACTERS: Rule = Rule {
    code: "L204",
    name: "wedged-characters",
    summary: "characters driven into words: 经xk济 → 经济",
    safety: Safety::Safe,
    precedence: 33,
    explanation: include_str!("wedge.md"),
};

/// `W101`: characters replaced by look-alikes.
pub static SUBSTITUTED_CHARACTER: Rule = Rule {
    code: "W101",
    name: "substituted-character",
    summary: "characters that a spinner replaced by rare look-alikes: 洎己 → 自己",
    safety: Safety::Safe,
    precedence: 12,
    explanation: include_str!("spun.md"),
};
