//! What would be done to one text, for people who may not read its language.

use super::excerpt::{Row, columns, rows};
use super::printable::{measured, printable};
use crate::cleaner::Cleaned;
use crate::rule::Rule;
use std::collections::BTreeMap;
use std::fmt::{self, Formatter};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// How marked places look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Markup {
    removed: Pair,
    inserted: Pair,
    doubtful: Pair,
    strong: Pair,
    faint: Pair,
}

type Pair = (&'static str, &'static str);

impl Markup {
    /// Marks in the text itself: `[-removed-]`, `{+inserted+}`, `{?left alone?}`.
    pub const PLAIN: Self = Self {
        removed: ("[-", "-]"),
        inserted: ("{+", "+}"),
        doubtful: ("{?", "?}"),
        strong: ("", ""),
        faint: ("", ""),
    };

    /// Colours of a terminal: removed red and struck through, inserted green, left alone yellow.
    pub const COLOUR: Self = Self {
        removed: ("\x1b[31;9m", "\x1b[0m"),
        inserted: ("\x1b[32;1m", "\x1b[0m"),
        doubtful: ("\x1b[33;4m", "\x1b[0m"),
        strong: ("\x1b[1m", "\x1b[0m"),
        faint: ("\x1b[2m", "\x1b[0m"),
    };

    fn paint(pair: Pair, text: impl fmt::Display) -> String {
        format!("{}{text}{}", pair.0, pair.1)
    }
}

/// Shows what a [`Cleaner`](crate::Cleaner) did to a text: counts, then the changed places line by line
/// with rule and reason, then what was left alone. Long lines are cut to the context of the places.
///
/// ```
/// use mojimend::{Cleaner, report::{Diff, Markup}};
/// let text = "推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展";
/// let cleaned = Cleaner::new().clean(text);
/// let shown = Diff::new("page.txt", text, &cleaned).markup(Markup::PLAIN).to_string();
/// assert!(shown.contains("推進[-(jìn)-]衛[-(wèi)-]生"), "{shown}");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Diff<'a> {
    title: &'a str,
    text: &'a str,
    cleaned: &'a Cleaned<'a>,
    markup: Markup,
    width: usize,
}

/// A place of the input that is shown, whatever is done about it.
struct Place<'a> {
    span: Range<usize>,
    /// What is put there; nothing for a place that is left alone.
    after: Option<&'a str>,
    rule: &'static Rule,
    confidence: f32,
    reason: &'a str,
}

impl<'a> Diff<'a> {
    /// The diff of a text and what became of it, in plain markup, 100 columns wide.
    pub fn new(title: &'a str, text: &'a str, cleaned: &'a Cleaned<'a>) -> Self {
        Self { title, text, cleaned, markup: Markup::PLAIN, width: 100 }
    }

    /// Changes how marked places look.
    #[must_use]
    pub fn markup(mut self, markup: Markup) -> Self {
        self.markup = markup;
        self
    }

    /// Changes the columns to fill. Marks and single long places may go beyond.
    #[must_use]
    pub fn width(mut self, columns: usize) -> Self {
        self.width = columns;
        self
    }

    fn edits(&self) -> Vec<Place<'a>> {
        let edits = self.cleaned.edits.iter();
        edits
            .map(|e| Place {
                span: e.span.clone(),
                after: Some(&e.after),
                rule: e.rule,
                confidence: e.confidence,
                reason: &e.reason,
            })
            .collect()
    }

    fn findings(&self) -> Vec<Place<'a>> {
        let findings = self.cleaned.findings.iter();
        findings
            .map(|f| Place {
                span: f.span.clone(),
                after: None,
                rule: f.rule,
                confidence: f.confidence,
                reason: &f.reason,
            })
            .collect()
    }

    fn rules(&self, places: &[Place<'_>], f: &mut Formatter<'_>) -> fmt::Result {
        let mut counts: BTreeMap<&str, (&Rule, usize)> = BTreeMap::new();
        for place in places {
            counts.entry(place.rule.code).or_insert((place.rule, 0)).1 += 1;
        }
        for (rule, count) in counts.values() {
            let name = Markup::paint(self.markup.strong, format_args!("{} {}", rule.code, rule.name));
            writeln!(f, "{count:>7} × {name}: {}", rule.summary)?;
        }
        Ok(())
    }

    fn places(&self, places: &[Place<'_>], f: &mut Formatter<'_>) -> fmt::Result {
        let spans: Vec<_> = places.iter().map(|p| p.span.clone()).collect();
        let mut last_line = 0;
        for row in rows(self.text, &spans, self.width.saturating_sub(MARGIN)) {
            let number = if row.line == last_line { String::new() } else { row.line.to_string() };
            last_line = row.line;
            let margin = Markup::paint(self.markup.faint, format_args!("{number:>7} │ "));
            writeln!(f, "{margin}{}", self.row(&row, places))?;
            let margin = Markup::paint(self.markup.faint, format_args!("{:>7} │ ", ""));
            for note in notes(&places[row.places.clone()]) {
                writeln!(f, "{margin}  {}", Markup::paint(self.markup.faint, note))?;
            }
        }
        Ok(())
    }

    fn row(&self, row: &Row, places: &[Place<'_>]) -> String {
        let mut out = String::new();
        if row.cut.0 {
            out.push('…');
        }
        let mut at = row.shown.start;
        for place in &places[row.places.clone()] {
            out.push_str(&printable(&self.text[at..place.span.start]));
            at = place.span.end;
            let before = shortened(&self.text[place.span.clone()]);
            match place.after {
                None => out.push_str(&Markup::paint(self.markup.doubtful, before)),
                Some(after) => {
                    if !before.is_empty() {
                        out.push_str(&Markup::paint(self.markup.removed, before));
                    }
                    if !after.is_empty() {
                        out.push_str(&Markup::paint(self.markup.inserted, shortened(after)));
                    }
                }
            }
        }
        out.push_str(&printable(&self.text[at..row.shown.end]));
        if row.cut.1 {
            out.push('…');
        }
        out
    }
}

/// Columns of the line number and its rule.
const MARGIN: usize = 10;

/// Places longer than this many columns are shown by their ends.
const LONG: usize = 120;

impl fmt::Display for Diff<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (edits, findings) = (self.edits(), self.findings());
        let title = Markup::paint(self.markup.strong, printable(self.title));
        if edits.is_empty() && findings.is_empty() {
            return writeln!(f, "{title}: no damage found");
        }
        let edited = if edits.is_empty() {
            "nothing to repair".to_owned()
        } else {
            let lines = lines_touched(self.text, &edits);
            format!("{} in {}", counted(edits.len(), "edit"), counted(lines, "line"))
        };
        let left = match findings.len() {
            0 => String::new(),
            n => format!(", {} left alone", counted(n, "place")),
        };
        writeln!(f, "{title}: {edited}{left}")?;
        self.rules(&edits, f)?;
        if !edits.is_empty() {
            writeln!(f)?;
            self.places(&edits, f)?;
        }
        if !findings.is_empty() {
            writeln!(f, "\nLeft alone:")?;
            self.places(&findings, f)?;
        }
        Ok(())
    }
}

/// What to say under a row: one line for each rule and reason, in the order of the places.
fn notes(places: &[Place<'_>]) -> Vec<String> {
    let mut notes: Vec<(&str, &str, usize, f32)> = Vec::new();
    for place in places {
        let reason = if place.reason.is_empty() { place.rule.summary } else { place.reason };
        match notes.iter_mut().find(|(code, why, ..)| *code == place.rule.code && *why == reason) {
            Some((_, _, count, sure)) => {
                *count += 1;
                *sure = sure.min(place.confidence);
            }
            None => notes.push((place.rule.code, reason, 1, place.confidence)),
        }
    }
    let note = |(code, reason, count, sure): (&str, &str, usize, f32)| {
        let times = if count > 1 { format!(" ×{count}") } else { String::new() };
        format!("{code}{times} ({:.0} % sure): {}", sure * 100.0, printable(reason))
    };
    notes.into_iter().map(note).collect()
}

/// A marked text made printable; a long one by its beginning and its end.
fn shortened(text: &str) -> String {
    if columns(text) <= LONG {
        return printable(text);
    }
    let mut graphemes = text.graphemes(true);
    let (mut head, mut width) = (String::new(), 0);
    for grapheme in graphemes.by_ref() {
        let (spelled, columns) = measured(grapheme);
        head.push_str(&spelled);
        width += columns;
        if width >= LONG / 2 {
            break;
        }
    }
    let (mut tail, mut width) = (Vec::new(), 0);
    while width < LONG / 4 {
        let Some(grapheme) = graphemes.next_back() else { break };
        let (spelled, columns) = measured(grapheme);
        tail.push(spelled);
        width += columns;
    }
    let hidden = graphemes.as_str().chars().count();
    format!("{head} …{}… {}", counted(hidden, "character"), tail.into_iter().rev().collect::<String>())
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn lines_touched(text: &str, places: &[Place<'_>]) -> usize {
    let (mut touched, mut at) = (0, None);
    for place in places {
        let fresh =
            at.is_none_or(|at: usize| text.get(at..place.span.start).is_some_and(|t| t.contains('\n')));
        let inside = text[place.span.clone()].trim_end_matches('\n').matches('\n').count();
        touched += usize::from(fresh) + inside;
        at = Some(place.span.start.max(place.span.end.saturating_sub(1)));
    }
    touched
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, EditLog, Finding};
    use crate::rule;
    use std::borrow::Cow;

    fn edit(text: &str, before: &str, after: &str, rule: &'static Rule, reason: &'static str) -> Edit {
        let start = text.find(before).unwrap();
        let span = start..start + before.len();
        let (before, after) = (before.into(), after.into());
        Edit { span, before, after, rule, confidence: 0.97, reason: reason.into() }
    }

    fn shown(text: &str, edits: Vec<Edit>, findings: Vec<Finding>, markup: Markup) -> String {
        let edits = EditLog::resolve(edits);
        let cleaned = Cleaned { text: Cow::Owned(edits.apply(text).unwrap()), edits, findings };
        Diff::new("page", text, &cleaned).markup(markup).width(80).to_string()
    }

    #[test]
    fn a_diff_reads_well_without_colour() {
        let spam = "spam_".repeat(60);
        let text = format!(
            "{spam}\n{}推進(jìn)衛(wèi)生\u{7}。{}\n加強??平ㄔO(shè)\n",
            "好".repeat(50),
            "好".repeat(50)
        );
        let line = format!("{spam}\n");
        let edits = vec![
            edit(&text, &line, "", &rule::INJECTED_LINE, "a list of search words"),
            edit(&text, "(jìn)", "", &rule::INJECTED_ANNOTATION, "a reading in brackets"),
            edit(&text, "(wèi)", "", &rule::INJECTED_ANNOTATION, "a reading in brackets"),
            edit(&text, "\u{7}", "", &rule::STRAY_CONTROL, ""),
            edit(&text, "??平ㄔO(shè)", "專科建設", &rule::BYTE_SHIFT, "read one byte late"),
        ];
        let start = text.find("加強").unwrap();
        let findings = vec![Finding {
            span: start..start + 6,
            rule: &rule::CUT_TAG,
            confidence: 0.2,
            reason: "looks odd".into(),
        }];
        expect_test::expect![[r#"
            page: 5 edits in 3 lines, 1 place left alone
                  2 × A101 injected-annotation: pinyin in brackets that a hijacked mirror put after Traditional characters: 衛(wèi)生 → 衛生
                  1 × C101 stray-control: control characters U+0005 to U+0008 that a hijacked mirror put before punctuation
                  1 × L101 injected-line: a line of search keywords put above or below somebody's text
                  1 × S101 byte-shift: text read one byte late after an insertion inside a character: ??平ㄔO(shè) → 專科建設

                  1 │ [-spam_spam_spam_spam_spam_spam_spam_spam_spam_spam_spam_spam_ …211 characters… pam_spam_spam_spam_spam_spam_⏎-]
                    │   L101 (97 % sure): a list of search words
                  2 │ …好好好好好好推進[-(jìn)-]衛[-(wèi)-]生[-<U+0007>-]。好好好好好好好…
                    │   A101 ×2 (97 % sure): a reading in brackets
                    │   C101 (97 % sure): control characters U+0005 to U+0008 that a hijacked mirror put before punctuation
                  3 │ 加強[-??平ㄔO(shè)-]{+專科建設+}
                    │   S101 (97 % sure): read one byte late

            Left alone:
                  3 │ {?加強?}??平ㄔO(shè)
                    │   T101 (20 % sure): looks odd
        "#]]
        .assert_eq(&shown(&text, edits, findings, Markup::PLAIN));
    }

    #[test]
    fn colours_replace_the_marks() {
        let text = "加強??平ㄔO(shè)";
        let edits = vec![edit(text, "??平ㄔO(shè)", "專科建設", &rule::BYTE_SHIFT, "")];
        let shown = shown(text, edits, Vec::new(), Markup::COLOUR);
        assert!(shown.contains("加強\x1b[31;9m??平ㄔO(shè)\x1b[0m\x1b[32;1m專科建設\x1b[0m"), "{shown}");
        assert!(!shown.contains("[-") && !shown.contains("{+"));
    }

    #[test]
    fn escape_sequences_of_the_text_stay_in_the_text() {
        let shown = shown(
            "x\x1b[2Jy(a)",
            vec![edit("x\x1b[2Jy(a)", "(a)", "", &rule::CUT_TAG, "")],
            vec![],
            Markup::PLAIN,
        );
        assert!(!shown.contains('\x1b'));
    }

    #[test]
    fn clean_text_is_said_to_be_clean() {
        assert_eq!(shown("fine", Vec::new(), Vec::new(), Markup::PLAIN), "page: no damage found\n");
    }
}
