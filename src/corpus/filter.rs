//! Which documents are left out: an expression over what was found in them.
//!
//! ```text
//! spam_share > 0.3 or (unrecoverable > 0.05 and not A101 >= 3)
//! ```

use crate::edit::{EditLog, Finding};
use crate::rule::{RULES, Rule};
use std::collections::BTreeMap;

/// What an expression can ask of a document.
///
/// ```
/// use mojimend::corpus::Filter;
/// assert!(Filter::parse("spam_share>0.3 or unrecoverable>0.05").is_ok());
/// let error = Filter::parse("spam > 0.3").unwrap_err();
/// assert!(error.contains("spam_share"), "{error}");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Filter(Node);

/// The names of an expression, with what they are.
pub const MEASURES: [(&str, &str); 7] = [
    ("spam_share", "share of the text's bytes that were removed as injected"),
    ("unrecoverable", "share of the text's bytes that are damaged beyond repair"),
    ("damaged_share", "share of the text's bytes that were repaired or are doubtful"),
    ("edits", "edits made"),
    ("findings", "places left alone"),
    ("bytes", "bytes of the text"),
    ("chars", "characters of the text"),
];

/// What was found in a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Measures {
    bytes: usize,
    chars: usize,
    injected: usize,
    lost: usize,
    damaged: usize,
    edits: usize,
    findings: usize,
    rules: BTreeMap<&'static str, usize>,
}

/// Codes of rules about what was never the author's begin with this.
const INJECTED: char = 'L';
/// Codes of rules about what cannot be repaired begin with one of these.
const LOST: [char; 2] = ['U', 'B'];
/// Stands for characters that are lost.
const REPLACEMENT: &str = "\u{FFFD}";

impl Measures {
    /// Takes a text in.
    pub(super) fn add(&mut self, text: &str, edits: &EditLog, findings: &[Finding]) {
        self.bytes += text.len();
        self.chars += text.chars().count();
        for edit in edits {
            self.edits += 1;
            *self.rules.entry(edit.rule.code).or_default() += 1;
            self.damaged += edit.span.len();
            if edit.rule.code.starts_with(INJECTED) {
                self.injected += edit.span.len().saturating_sub(edit.after.len());
            }
        }
        let mut lost_to = 0;
        for finding in findings {
            self.findings += 1;
            *self.rules.entry(finding.rule.code).or_default() += 1;
            self.damaged += finding.span.len();
            if finding.rule.code.starts_with(LOST) {
                self.lost += finding.span.end.saturating_sub(finding.span.start.max(lost_to));
                lost_to = lost_to.max(finding.span.end);
            }
        }
        // Those inside a finding are counted with it.
        let replaced = memchr::memmem::find_iter(text.as_bytes(), REPLACEMENT.as_bytes());
        let is_found =
            |at: &usize| findings.iter().any(|f| f.rule.code.starts_with(LOST) && f.span.contains(at));
        self.lost += replaced.filter(|at| !is_found(at)).count() * REPLACEMENT.len();
    }

    fn get(&self, name: &Name) -> f64 {
        let share =
            |part: usize| if self.bytes == 0 { 0.0 } else { (part as f64 / self.bytes as f64).min(1.0) };
        match name {
            Name::Rule(code) => self.rules.get(code).copied().unwrap_or(0) as f64,
            Name::Measure(index) => match MEASURES[*index].0 {
                "spam_share" => share(self.injected),
                "unrecoverable" => share(self.lost),
                "damaged_share" => share(self.damaged),
                "edits" => self.edits as f64,
                "findings" => self.findings as f64,
                "bytes" => self.bytes as f64,
                _ => self.chars as f64,
            },
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Or(Box<Self>, Box<Self>),
    And(Box<Self>, Box<Self>),
    Not(Box<Self>),
    Compare(Name, Comparison, f64),
}

#[derive(Debug, Clone, PartialEq)]
enum Name {
    /// Index in [`MEASURES`].
    Measure(usize),
    /// How often a rule applied.
    Rule(&'static str),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Comparison {
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
}

impl Filter {
    /// Reads an expression: comparisons (`>`, `>=`, `<`, `<=`, `==`, `!=`) of a measure or the code of a rule with a
    /// number, joined with `and`, `or`, `not` and parentheses.
    ///
    /// # Errors
    /// Says what was expected, and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser { text, tokens: tokens(text)?, at: 0 };
        let node = parser.or()?;
        match parser.peek() {
            None => Ok(Self(node)),
            Some(_) => Err(parser.expected("`and`, `or` or the end")),
        }
    }

    /// Documents of which more than a share of the bytes is damaged beyond repair.
    #[cfg(feature = "cli")]
    pub(crate) fn unrecoverable(share: f32) -> Self {
        let name = MEASURES.iter().position(|(name, _)| *name == "unrecoverable").unwrap_or_default();
        Self(Node::Compare(Name::Measure(name), Comparison::Greater, share.into()))
    }

    /// Documents that either expression leaves out.
    #[cfg(feature = "cli")]
    pub(crate) fn or(self, other: Self) -> Self {
        Self(Node::Or(Box::new(self.0), Box::new(other.0)))
    }

    pub(super) fn holds(&self, measures: &Measures) -> bool {
        self.0.holds(measures)
    }
}

impl Node {
    fn holds(&self, measures: &Measures) -> bool {
        match self {
            Self::Or(a, b) => a.holds(measures) || b.holds(measures),
            Self::And(a, b) => a.holds(measures) && b.holds(measures),
            Self::Not(a) => !a.holds(measures),
            Self::Compare(name, comparison, number) => {
                let value = measures.get(name);
                match comparison {
                    Comparison::Greater => value > *number,
                    Comparison::GreaterOrEqual => value >= *number,
                    Comparison::Less => value < *number,
                    Comparison::LessOrEqual => value <= *number,
                    Comparison::Equal => value == *number,
                    Comparison::NotEqual => value != *number,
                }
            }
        }
    }
}

struct Parser<'t> {
    text: &'t str,
    /// With the byte each begins at.
    tokens: Vec<(usize, &'t str)>,
    at: usize,
}

/// Words, numbers, comparisons and parentheses.
fn tokens(text: &str) -> Result<Vec<(usize, &str)>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if c.is_whitespace() {
            continue;
        }
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        let sign = |c: char| matches!(c, '<' | '>' | '=' | '!');
        let mut end = start + c.len_utf8();
        if word(c) || sign(c) {
            let same: &dyn Fn(char) -> bool = if word(c) { &word } else { &sign };
            while let Some((at, next)) = rest.next_if(|(_, next)| same(*next)) {
                end = at + next.len_utf8();
            }
        } else if c != '(' && c != ')' {
            return Err(format!("{text:?}: {c:?} has no meaning here"));
        }
        tokens.push((start, &text[start..end]));
    }
    Ok(tokens)
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t str> {
        self.tokens.get(self.at).map(|(_, token)| *token)
    }

    fn next(&mut self) -> Option<&'t str> {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn takes(&mut self, word: &str) -> bool {
        let is = self.peek() == Some(word);
        self.at += usize::from(is);
        is
    }

    fn expected(&self, what: &str) -> String {
        match self.tokens.get(self.at) {
            Some((start, token)) => {
                format!("{:?}: expected {what} at byte {start}, found {token:?}", self.text)
            }
            None => format!("{:?}: expected {what} at the end", self.text),
        }
    }

    fn or(&mut self) -> Result<Node, String> {
        let mut node = self.and()?;
        while self.takes("or") {
            node = Node::Or(Box::new(node), Box::new(self.and()?));
        }
        Ok(node)
    }

    fn and(&mut self) -> Result<Node, String> {
        let mut node = self.not()?;
        while self.takes("and") {
            node = Node::And(Box::new(node), Box::new(self.not()?));
        }
        Ok(node)
    }

    fn not(&mut self) -> Result<Node, String> {
        if self.takes("not") {
            return Ok(Node::Not(Box::new(self.not()?)));
        }
        if self.takes("(") {
            let node = self.or()?;
            return if self.takes(")") { Ok(node) } else { Err(self.expected("`)`")) };
        }
        let name = self.name()?;
        let comparison = match self.peek() {
            Some(">") => Comparison::Greater,
            Some(">=") => Comparison::GreaterOrEqual,
            Some("<") => Comparison::Less,
            Some("<=") => Comparison::LessOrEqual,
            Some("==") => Comparison::Equal,
            Some("!=") => Comparison::NotEqual,
            _ => return Err(self.expected("one of > >= < <= == !=")),
        };
        self.at += 1;
        match self.peek().and_then(|token| token.parse().ok()) {
            Some(number) => {
                self.at += 1;
                Ok(Node::Compare(name, comparison, number))
            }
            None => Err(self.expected("a number")),
        }
    }

    fn name(&mut self) -> Result<Name, String> {
        let names = || MEASURES.map(|(name, _)| name).join(", ");
        let what = format!("one of {}, or the code of a rule", names());
        let Some(token) = self.peek() else { return Err(self.expected(&what)) };
        let found = match MEASURES.iter().position(|(name, _)| *name == token) {
            Some(index) => Some(Name::Measure(index)),
            None => RULES.iter().find(|rule: &&&Rule| rule.code == token).map(|rule| Name::Rule(rule.code)),
        };
        let found = found.ok_or_else(|| self.expected(&what))?;
        self.next();
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cleaner;

    fn measures(text: &str) -> Measures {
        let cleaned = Cleaner::new().clean(text);
        let mut measures = Measures::default();
        measures.add(text, &cleaned.edits, &cleaned.findings);
        measures
    }

    #[test]
    fn expressions_hold_or_not() {
        let damaged = measures("推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展");
        let lost = measures("天气\u{FFFD}\u{FFFD}好");
        for (text, of_damaged, of_lost) in [
            ("edits > 0", true, false),
            ("edits>=5 and A101 == 5", true, false),
            ("not edits > 0", false, true),
            ("unrecoverable > 0.3", false, true),
            ("unrecoverable>0.3 or damaged_share>0.3", true, true),
            ("edits > 0 and (chars < 3 or bytes != 0)", true, false),
            ("spam_share>0", false, false),
            ("not (chars<=5) and findings==0 or bytes<0.5", true, false),
        ] {
            let filter = Filter::parse(text).unwrap();
            assert_eq!(filter.holds(&damaged), of_damaged, "{text}");
            assert_eq!(filter.holds(&lost), of_lost, "{text}");
        }
    }

    #[test]
    fn bad_expressions_say_what_was_expected() {
        for (text, words) in [
            ("", "expected one of spam_share"),
            ("spam > 1", "at byte 0, found \"spam\""),
            ("edits", "expected one of > >="),
            ("edits > many", "a number at byte 8"),
            ("edits > 1 edits > 2", "`and`, `or` or the end"),
            ("(edits > 1", "`)` at the end"),
            ("edits > 1 & bytes > 2", "'&' has no meaning"),
        ] {
            let error = Filter::parse(text).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }
}
