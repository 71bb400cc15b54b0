//! The registry of rules: one for each kind of damage.
//!
//! A rule's explanation is a text file beside its code. The same text is the module's documentation, what
//! `mojimend explain CODE` prints, and a doctest.

/// What a rule may do by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// The repair gives back what the author wrote, or leaves the place alone.
    Safe,
    /// The edit changes honest text on purpose; it is off until an option of `[normalise]` asks for it.
    Optional,
}

/// One kind of damage.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Short code, for example `A101`. Never reused.
    pub code: &'static str,
    /// Name in kebab-case, as configuration files use it.
    pub name: &'static str,
    /// One line for lists.
    pub summary: &'static str,
    /// Whether it runs by default.
    pub safety: Safety,
    /// Where two edits overlap, the rule with the higher precedence wins.
    pub precedence: u8,
    /// The whole explanation in Markdown: what it does, why it is damage, known misses, an example.
    pub explanation: &'static str,
}

/// Declares the rules of a folder: safety, then for each constant, precedence, code, name, file of the explanation (beside
/// the caller) and summary. Where two rules of one precedence want the same place, the earlier has it; the other's turn
/// comes in the next pass.
macro_rules! rules {
    ($safety:expr, $($(#[$doc:meta])* $constant:ident $precedence:literal $code:literal $name:literal $file:literal $summary:literal;)*) => {
        $($(#[$doc])*
        pub static $constant: $crate::rule::Rule = $crate::rule::Rule {
            code: $code,
            name: $name,
            summary: $summary,
            safety: $safety,
            precedence: $precedence,
            explanation: include_str!($file),
        };)*
    };
}
pub(crate) use rules;

/// `A101`: a reading in brackets injected after a character.
pub static INJECTED_ANNOTATION: Rule = Rule {
    code: "A101",
    name: "injected-annotation",
    summary: "pinyin in brackets that a hijacked mirror put after Traditional characters: 衛(wèi)生 → 衛生",
    safety: Safety::Safe,
    precedence: 20,
    explanation: include_str!("repair/annotation.md"),
};

/// `S101`: text read one byte late after a byte was lost.
pub static BYTE_SHIFT: Rule = Rule {
    code: "S101",
    name: "byte-shift",
    summary: "text read one byte late after an insertion inside a character: ??平ㄔO(shè) → 專科建設",
    safety: Safety::Safe,
    precedence: 30,
    explanation: include_str!("repair/shift.md"),
};

/// `C101`: control characters left by the cutting of text.
pub static STRAY_CONTROL: Rule = Rule {
    code: "C101",
    name: "stray-control",
    summary: "control characters U+0005 to U+0008 that a hijacked mirror put before punctuation",
    safety: Safety::Safe,
    precedence: 10,
    explanation: include_str!("repair/control.md"),
};

/// `T101`: the rest of a tag whose `<` was swallowed.
pub static CUT_TAG: Rule = Rule {
    code: "T101",
    name: "cut-tag",
    summary: "the rest of an HTML tag whose < was lost: /strong>",
    safety: Safety::Safe,
    precedence: 15,
    explanation: include_str!("repair/tag.md"),
};

/// `E101`: text read in the wrong encoding.
pub static MISREAD: Rule = Rule {
    code: "E101",
    name: "misread",
    summary: "text read in the wrong encoding (mojibake): Ã© → é, 鐢ㄦ埛 → 用户",
    safety: Safety::Safe,
    precedence: 35,
    explanation: include_str!("repair/mojibake/misread.md"),
};

/// `U101`: text of which nothing is left.
pub static LOST_TEXT: Rule = Rule {
    code: "U101",
    name: "lost-text",
    summary: "text that no longer says anything: 锟斤拷, rows of U+FFFD; reported",
    safety: Safety::Safe,
    precedence: 5,
    explanation: include_str!("repair/mojibake/lost.md"),
};

/// `L101`: a line of search keywords that is not the author's.
pub static INJECTED_LINE: Rule = Rule {
    code: "L101",
    name: "injected-line",
    summary: "a line of search keywords put above or below somebody's text",
    safety: Safety::Safe,
    precedence: 40,
    explanation: include_str!("lines/keyword.md"),
};

/// `L102`: a line that matches a pattern of the user's.
pub static CUSTOM_LINE: Rule = Rule {
    code: "L102",
    name: "custom-line",
    summary: "a line that matches a regular expression of your own, from [lines] in the configuration",
    safety: Safety::Safe,
    precedence: 41,
    explanation: include_str!("lines/custom.md"),
};

#[cfg(feature = "corpus")]
pub use crate::corpus::repeated::REPEATED_LINE;
pub use crate::decode::findings::rules::*;
pub use crate::lines::rules::*;
pub use crate::normalise::rules::*;
pub use crate::repair::debris::rules::*;
#[cfg(feature = "script")]
pub use crate::script::rules::*;

/// All rules, sorted by code.
pub static RULES: &[&Rule] = &[
    &INJECTED_ANNOTATION,
    &UNDECODABLE_BYTES,
    &TRUNCATED_CHARACTER,
    &LYING_DECLARATION,
    &MIXED_ENCODINGS,
    &STRAY_CONTROL,
    &HTML_ENTITY,
    &LITERAL_ESCAPE,
    &ZERO_WIDTH,
    &BIDI_CONTROL,
    &SOFT_HYPHEN,
    &NO_BREAK_SPACES,
    &PRIVATE_USE,
    &VARIATION_SELECTOR,
    &TERMINAL_ESCAPE,
    &CONTROL_CHARACTER,
    &MEMORY_FILL,
    &MISREAD,
    &INJECTED_LINE,
    &CUSTOM_LINE,
    &INJECTED_KEYWORDS,
    &SITE_SIGNATURE,
    &RANDOM_LETTERS,
    &WEDGED_CHARACTERS,
    #[cfg(feature = "corpus")]
    &REPEATED_LINE,
    &EVERY_ENTITY,
    &EVERY_TERMINAL_ESCAPE,
    &C1_CONTROL,
    &LIGATURE,
    &LETTER_WIDTH,
    &PUNCTUATION_WIDTH,
    &QUOTATION_MARK,
    &DASH,
    &LINE_END,
    &EVERY_CONTROL,
    &UNICODE_FORM,
    &TRAILING_SPACE,
    &BLANK_LINES,
    &HARD_WRAP,
    &SPACED_HEADING,
    &VERTICAL_TEXT,
    &BYTE_SHIFT,
    &CUT_TAG,
    &LOST_TEXT,
    #[cfg(feature = "script")]
    &SCRIPT,
    #[cfg(feature = "script")]
    &OVER_CONVERSION,
    &SUBSTITUTED_CHARACTER,
];

impl Rule {
    /// Finds a rule by its code or its name, upper or lower case.
    ///
    /// ```
    /// assert_eq!(mojimend::Rule::find("a101").map(|rule| rule.name), Some("injected-annotation"));
    /// assert!(mojimend::Rule::find("nonsense").is_none());
    /// ```
    pub fn find(code_or_name: &str) -> Option<&'static Rule> {
        RULES
            .iter()
            .copied()
            .find(|r| r.code.eq_ignore_ascii_case(code_or_name) || r.name.eq_ignore_ascii_case(code_or_name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_sorted() {
        assert!(RULES.windows(2).all(|w| w[0].code < w[1].code), "sort RULES by code");
        let names: std::collections::BTreeSet<_> = RULES.iter().map(|r| r.name).collect();
        assert_eq!(names.len(), RULES.len());
    }

    #[test]
    fn explanations_have_the_fixed_headings() {
        for rule in RULES {
            for heading in ["## What it does", "## Why it is damage", "## Known misses", "## Example"] {
                assert!(rule.explanation.contains(heading), "{} lacks {heading}", rule.code);
            }
            assert!(rule.explanation.contains("```"), "{} has no example code", rule.code);
        }
    }
}
