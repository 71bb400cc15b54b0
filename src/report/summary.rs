//! The counts of a run.

use super::known;
use crate::decode::Decoded;
use crate::edit::{Edit, EditLog, Finding};
use crate::rule::{RULES, Rule};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

/// Counts of documents and of what was done to them. Tallies of parts add up to that of the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Documents that were looked at. Records that could not be read are problems, not documents.
    pub documents: u64,
    /// Documents that were changed.
    #[serde(skip_serializing_if = "known::is_zero")]
    pub repaired: u64,
    /// Documents that were not UTF-8 as they came, or not all of them.
    #[serde(skip_serializing_if = "known::is_zero")]
    pub decoded: u64,
    /// Of those, how many have text in an encoding, by its name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "known::encodings")]
    pub encodings: BTreeMap<&'static str, u64>,
    /// Documents that were left out, as asked.
    #[serde(skip_serializing_if = "known::is_zero")]
    pub dropped: u64,
    /// What is in the input and was not looked at, by its name: pages in HTML, for example.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "known::passed_over")]
    pub passed_over: BTreeMap<&'static str, u64>,
    /// Bytes of their texts, decompressed and unescaped.
    pub bytes: u64,
    /// Lines taken out whole, blank ones not counted.
    #[serde(skip_serializing_if = "known::is_zero")]
    pub lines_removed: u64,
    /// Edits made, by the code of their rule.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "known::codes")]
    pub edits: BTreeMap<&'static str, u64>,
    /// Places left alone, by the code of their rule.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "known::codes")]
    pub findings: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Counts a document and its size in bytes.
    pub(crate) fn add_text(&mut self, bytes: usize) {
        self.documents += 1;
        self.bytes += bytes as u64;
    }

    /// Counts what was done to a text.
    pub(crate) fn add_edits(&mut self, edits: &EditLog) {
        for edit in edits {
            *self.edits.entry(edit.rule.code).or_default() += 1;
            self.lines_removed += lines_removed(edit);
        }
    }

    /// Counts what was left alone in a text.
    pub(crate) fn add_findings(&mut self, findings: &[Finding]) {
        for finding in findings {
            *self.findings.entry(finding.rule.code).or_default() += 1;
        }
    }

    /// Counts what is in the input and was not looked at.
    pub(crate) fn passed_over(&mut self, what: &'static str, count: u64) {
        *self.passed_over.entry(what).or_default() += count;
    }

    /// Counts the encodings of a document, if any of it is not UTF-8.
    pub(crate) fn add_decoded(&mut self, decoded: &Decoded<'_>) {
        if matches!(decoded.text, Cow::Borrowed(_)) {
            return;
        }
        self.decoded += 1;
        let names: BTreeSet<_> = decoded.segments().iter().map(|segment| segment.encoding.name()).collect();
        for name in names {
            *self.encodings.entry(name).or_default() += 1;
        }
    }

    /// Adds the counts of another part.
    pub fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.repaired += other.repaired;
        self.bytes += other.bytes;
        self.dropped += other.dropped;
        for (what, count) in &other.passed_over {
            self.passed_over(what, *count);
        }
        self.decoded += other.decoded;
        for (name, count) in &other.encodings {
            *self.encodings.entry(name).or_default() += count;
        }
        self.lines_removed += other.lines_removed;
        for (code, count) in &other.edits {
            *self.edits.entry(code).or_default() += count;
        }
        for (code, count) in &other.findings {
            *self.findings.entry(code).or_default() += count;
        }
    }
}

/// Rules that take out lines have codes of this letter.
const LINE_RULES: char = 'L';

fn lines_removed(edit: &Edit) -> u64 {
    if !edit.rule.code.starts_with(LINE_RULES) || !edit.after.trim().is_empty() {
        return 0;
    }
    edit.before.lines().filter(|line| !line.trim().is_empty()).count() as u64
}

/// The counts of a run. Its text is a short table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Counts of documents and edits.
    pub tally: Tally,
    /// Files read to their end.
    pub files: u64,
    /// Documents and files that something went wrong with.
    pub problems: u64,
    /// How long it took.
    pub elapsed: Duration,
    /// How long all threads together read, cleaned, packed and wrote.
    pub times: [Duration; 4],
    /// Whether it was stopped before its end.
    pub interrupted: bool,
    /// Files that an earlier run had done.
    pub resumed: u64,
    /// Some edits of each rule, by its code, as JSON.
    pub samples: BTreeMap<&'static str, Vec<String>>,
}

impl Summary {
    /// Text cleaned in a second, in megabytes of a million bytes.
    pub fn megabytes_per_second(&self) -> f64 {
        let seconds = self.elapsed.as_secs_f64();
        if seconds > 0.0 { self.tally.bytes as f64 / 1e6 / seconds } else { 0.0 }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tally = &self.tally;
        row(f, "documents", tally.documents)?;
        if tally.decoded > 0 {
            row(f, "not in UTF-8", tally.decoded)?;
            for (name, count) in &tally.encodings {
                row(f, &format!("  {name}"), *count)?;
            }
        }
        row(f, "repaired", tally.repaired)?;
        row(f, "edits", tally.edits.values().sum())?;
        rows_by_rule(f, &tally.edits)?;
        row(f, "lines removed", tally.lines_removed)?;
        if tally.dropped > 0 {
            row(f, "dropped", tally.dropped)?;
        }
        if !tally.passed_over.is_empty() {
            row(f, "passed over", tally.passed_over.values().sum())?;
            for (what, count) in &tally.passed_over {
                row(f, &format!("  {what}"), *count)?;
            }
        }
        if !tally.findings.is_empty() {
            row(f, "left alone", tally.findings.values().sum())?;
            rows_by_rule(f, &tally.findings)?;
        }
        if self.resumed > 0 {
            row(f, "files done before", self.resumed)?;
        }
        if self.problems > 0 {
            row(f, "problems", self.problems)?;
        }
        let (megabytes, speed) = (tally.bytes as f64 / 1e6, self.megabytes_per_second());
        writeln!(f, "{:<28}{megabytes:>12.1} MB, {speed:.1} MB/s", "text")
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, count: u64) -> fmt::Result {
    writeln!(f, "{name:<28}{:>12}", grouped(count))
}

fn rows_by_rule(f: &mut fmt::Formatter<'_>, counts: &BTreeMap<&'static str, u64>) -> fmt::Result {
    for (code, count) in counts {
        let name = RULES.iter().find(|r| r.code == *code).map_or("", |r: &&Rule| r.name);
        row(f, &format!("  {code} {name}"), *count)?;
    }
    Ok(())
}

/// A number with its thousands apart: `1 234 567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule;

    fn edit(before: &str, rule: &'static Rule) -> Edit {
        Edit {
            span: 0..before.len(),
            before: before.into(),
            after: "".into(),
            rule,
            confidence: 1.0,
            reason: "".into(),
        }
    }

    #[test]
    fn lines_removed_are_lines_of_text() {
        assert_eq!(lines_removed(&edit("spam_spam\n", &rule::INJECTED_LINE)), 1);
        assert_eq!(lines_removed(&edit("\nspam\n\nspam", &rule::INJECTED_LINE)), 2);
        assert_eq!(lines_removed(&edit("\n\n", &rule::INJECTED_LINE)), 0);
        assert_eq!(lines_removed(&edit("(a)\n", &rule::INJECTED_ANNOTATION)), 0);
    }

    #[test]
    fn the_table_is_short_and_lines_up() {
        let mut summary = Summary { problems: 1, elapsed: Duration::from_secs(2), ..Summary::default() };
        summary.tally.documents = 1_234_567;
        summary.tally.bytes = 3_000_000;
        summary.tally.edits.insert("A101", 12);
        expect_test::expect![[r#"
            documents                      1 234 567
            repaired                               0
            edits                                 12
              A101 injected-annotation            12
            lines removed                          0
            problems                               1
            text                                 3.0 MB, 1.5 MB/s
        "#]]
        .assert_eq(&summary.to_string());
    }
}
