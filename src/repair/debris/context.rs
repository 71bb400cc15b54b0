//! What stands around a place: code, quotations, and text about the very thing.

use crate::lines::table;
use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Range;

/// A text, and what was found out about it.
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    fences: OnceCell<Vec<Range<usize>>>,
    /// What was found out last: places are asked about one after another, many on one line.
    last: Cell<(usize, usize)>,
    line: RefCell<Line>,
    about: Cell<Option<About>>,
}

/// What a line has of code.
#[derive(Default)]
struct Line {
    span: Range<usize>,
    is_code: bool,
    backticks: Vec<usize>,
    quotes: Vec<usize>,
}

/// Whether text around a place is about something.
#[derive(Clone, Copy)]
struct About {
    words: &'static [&'static str],
    at: usize,
    is: bool,
}

/// Between straight quotes of a sentence stand more words than of a string.
const STRING: usize = 3;
/// How far from a place words tell what its text is about, in bytes.
const NEAR: usize = 1500;
/// An answer about a place holds for places this near, in bytes.
const SAME: usize = 500;

impl<'a> Context<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            fences: OnceCell::new(),
            last: Cell::default(),
            line: RefCell::default(),
            about: Cell::new(None),
        }
    }

    /// The line at a place, without its end.
    pub(super) fn line(&self, at: usize) -> Range<usize> {
        let (start, end) = self.last.get();
        if start <= at && at < end {
            return start..end;
        }
        let around = table::around(self.text, at);
        self.last.set((around.start, around.end));
        around
    }

    /// Whether a place lies in code: between fences or backticks, in a quoted string, or in a line that looks like code.
    pub(super) fn in_code(&self, span: &Range<usize>) -> bool {
        let around = self.line(span.start);
        if self.line.borrow().span != around {
            let text = &self.text[around.clone()];
            let places =
                |mark: u8| memchr::memchr_iter(mark, text.as_bytes()).map(|at| around.start + at).collect();
            let line = Line {
                is_code: is_code(text),
                backticks: places(b'`'),
                quotes: places(b'"'),
                span: around.clone(),
            };
            self.line.replace(line);
        }
        let line = self.line.borrow();
        let between = |marks: &[usize]| {
            let next = marks.partition_point(|at| *at < span.start);
            let pair = Some((marks.get(next.checked_sub(1)?)?, marks.get(next)?));
            pair.filter(|(_, end)| next % 2 == 1 && **end >= span.end).map(|(start, end)| start + 1..*end)
        };
        let is_string = |inside: Range<usize>| {
            let inside = &self.text[inside];
            inside.is_ascii() && inside.split_ascii_whitespace().count() <= STRING
        };
        line.is_code
            || between(&line.backticks).is_some()
            || between(&line.quotes).is_some_and(is_string)
            || self.in_fence(span.start)
    }

    /// Whether a place lies inside a word: what is invisible there is nobody's example.
    pub(super) fn in_word(&self, span: &Range<usize>) -> bool {
        let (before, after) = super::neighbours(self.text, span);
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    }

    fn in_fence(&self, at: usize) -> bool {
        let fences = self.fences.get_or_init(|| fences(self.text));
        fences.get(fences.partition_point(|fence| fence.end <= at)).is_some_and(|fence| fence.contains(&at))
    }

    /// Whether one of these words stands near a place.
    pub(super) fn is_about(&self, at: usize, words: &'static [&'static str]) -> bool {
        if let Some(known) =
            self.about.get().filter(|known| known.words == words && known.at.abs_diff(at) < SAME)
        {
            return known.is;
        }
        let from = self.text.floor_char_boundary(at.saturating_sub(NEAR));
        let to = self.text.ceil_char_boundary((at + NEAR).min(self.text.len()));
        let near = &self.text.as_bytes()[from..to];
        let is = words.iter().any(|word| memchr::memmem::find(near, word.as_bytes()).is_some());
        self.about.set(Some(About { words, at, is }));
        is
    }

    /// Whether a place is mentioned and not used: in quotation marks or brackets of its own.
    pub(super) fn is_mentioned(&self, span: &Range<usize>) -> bool {
        let (before, after) = super::neighbours(self.text, span);
        matches!(
            (before, after),
            (Some('"'), Some('"'))
                | (Some('\''), Some('\''))
                | (Some('`'), Some('`' | '\'' | '´'))
                | (Some('“' | '”'), Some('”' | '“'))
                | (Some('‘' | '’'), Some('’' | '‘'))
                | (Some('»'), Some('«' | '»'))
                | (Some('‹'), Some('›'))
                | (Some('›'), Some('‹'))
                | (Some('‚'), Some('‘'))
                | (Some('「'), Some('」'))
                | (Some('『'), Some('』'))
                | (Some('«'), Some('»'))
                | (Some('„'), Some('“' | '”'))
                | (Some('('), Some(')'))
                | (Some('（'), Some('）'))
                | (Some('['), Some(']'))
                | (Some('【'), Some('】'))
        )
    }
}

fn fences(text: &str) -> Vec<Range<usize>> {
    let mut fences = Vec::new();
    let mut open = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            match open.take() {
                Some(start) => fences.push(start..at),
                None => open = Some(at),
            }
        }
        at += line.len();
    }
    fences
}

/// What lines of code have and sentences do not.
const CODE: &[&str] = &[
    "printf",
    "print(",
    "println",
    "console.",
    "=\"",
    "= \"",
    "='",
    "= '",
    "();",
    "\");",
    "=> ",
    "std::",
    " == ",
    "!=",
    "&&",
    "||",
    "->",
    "\":",
    "{\"",
    "regex",
    "\\begin",
    "\\end{",
    "\\frac",
    "\\usepackage",
    "C:\\",
    "D:\\",
    ":\\\\",
    "\\d",
    "\\w",
    "\\s",
    "\\b",
    "};",
    "){",
    ") {",
    "/*",
    "*/",
    "\\0",
];
/// The same, where no letter stands in front: `sed -` and not `based -`, `r'` and not `driver's`.
const CODE_WORDS: &[&str] = &[
    "sed -",
    "sed '",
    "sed s/",
    "grep ",
    "awk '",
    "awk -",
    "echo -",
    "echo \"",
    "echo '",
    "echo $",
    "re.sub",
    "re.comp",
    "re.match",
    "re.split",
    "re.find",
    "re.search",
    "u'",
    "b'",
    "b\"",
    "u\"",
    "r\"",
    "r'",
];
/// How lines of code begin, and what they have besides.
const CODE_BEGINS: &[(&str, &[&str])] = &[
    ("//", &[""]),
    ("#include", &[""]),
    ("$ ", &["(", "=", "\"", "'", ".", ";", "/"]),
    (">>> ", &[""]),
    ("def ", &["):", ") ->"]),
    ("import ", &[";", ".", " as "]),
    ("from ", &[" import "]),
    ("var ", &["="]),
    ("let ", &["="]),
    ("const ", &["="]),
    ("return ", &[";", "(\"", "('"]),
    ("if (", &["{", ";", "=", "<", ">"]),
    ("for (", &["{", ";", "=", ":"]),
    ("while (", &["{", ";", "=", "<", ">"]),
    ("<?", &[""]),
    ("public ", &["(", "=", ";"]),
    ("static ", &["(", "=", ";"]),
    ("int ", &["(", "=", ";"]),
    ("char ", &["(", "=", ";"]),
    ("%", &["(", "=", "\"", "'", ".", ";", "/"]),
];

/// Whether a line looks like code.
pub(super) fn is_code(line: &str) -> bool {
    let line = line.trim();
    let is_word = |word: &&str| {
        line.match_indices(*word)
            .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    // Of troff: a request or a comment at the line start.
    line.starts_with('.') && line[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '\\')
        || line.ends_with(['{', '}']) && line.is_ascii()
        || line.ends_with(';') && (line.is_ascii() && line.contains(['(', '=']))
        || CODE_BEGINS.iter().any(|(begin, has)| {
            line.starts_with(begin) && has.iter().any(|sign| line[begin.len()..].contains(sign))
        })
        || CODE.iter().any(|code| line.contains(code))
        || CODE_WORDS.iter().any(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_known() {
        for code in [
            "printf(\"a\\n\");",
            "let s = \"a\\tb\";",
            "$ grep -P '\\x41' file",
            "s/\\n/ /g; re.sub(x)",
            "{\"a\": \"\\u4f60\"}",
            "cd C:\\new",
        ] {
            assert!(is_code(code), "{code}");
        }
        for prose in [
            "The end.\\nNext line",
            "第一段。\\n第二段",
            "From here on; or not.",
            "He said: “no”",
            "These are used - there - by the driver's or Bob's software. ",
            "from the beginning; that is, before.",
            "D'abord, qu'il vienne jusqu'ici.",
            "if (and only if) one must return (to it).",
            "let us go; import duties (new).",
        ] {
            assert!(!is_code(prose), "{prose}");
        }
        let text = "a `&amp;` b\n```\n&amp;\n```\n&amp;";
        let context = Context::new(text);
        let found: Vec<bool> =
            text.match_indices("&amp;").map(|(at, s)| context.in_code(&(at..at + s.len()))).collect();
        assert_eq!(found, [true, true, false]);
    }
}
