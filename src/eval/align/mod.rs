//! What a tool made of each damaged place, found from its output alone.
//!
//! A damaged text is a row of *gaps* (text to which nothing happened) and *places*. The output is read as the
//! same row, at the least cost: a gap's characters as they are cost nothing, a place that reads as its original
//! or as its damaged text costs nothing; anything else at a place costs `WRONG` and `WRONG_CHAR` for each
//! character; a gap's character missing or one too many costs `HARM_CHAR`. Of equally cheap readings the one
//! with more originals counts. Lines that agree are taken as read first, so that a long document is as many
//! small problems.

mod solve;
#[cfg(test)]
mod tests;

use crate::damage::{Pair, Span};
use solve::solve;
use std::ops::Range;

/// Largest problem solved exactly, in cells; beyond it, everything in it that is not right counts as wrong.
const LARGEST: usize = 16 << 20;

/// What became of a damaged place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It reads as the original.
    Restored,
    /// It reads as it did before the tool.
    Missed,
    /// It reads otherwise.
    Wrong,
}

/// What became of a pair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// For each span of the pair.
    pub outcomes: Vec<Outcome>,
    /// Places that were not damaged and were changed, as bytes of the damaged text; empty ranges are insertions.
    pub harm: Vec<Range<usize>>,
    /// Lines with damage.
    pub damaged_lines: usize,
    /// Of those, how many are now as in the original.
    pub exact_lines: usize,
    /// Lines of the author that were removed whole.
    pub removed_lines: usize,
    /// The lines with damage, in order.
    pub lines: Vec<DamagedLine>,
}

/// A line with damage, or several that one place joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedLine {
    /// Numbers of its spans.
    pub spans: Range<usize>,
    /// Restored when all of it is, wrong when anything in it reads otherwise than before and in the original.
    pub outcome: Outcome,
}

/// Reads the output of a tool against a pair.
pub fn align(pair: &Pair, output: &str) -> Alignment {
    let rows = rows(pair);
    let lines: Vec<&str> = output.split_inclusive('\n').collect();
    let mut alignment = Alignment::default();
    let mut from = (0, 0);
    for (row, line) in anchors(&rows, &lines).into_iter().chain([(rows.len(), lines.len())]) {
        hunk(pair, &rows[from.0..row], &lines[from.1..line], &mut alignment);
        if row < rows.len() {
            rows[row].settle(lines[line], pair, &mut alignment);
        }
        from = (row + 1, line + 1);
    }
    alignment.lines = lines_of(&rows, &alignment);
    alignment
}

fn lines_of(rows: &[Row<'_>], alignment: &Alignment) -> Vec<DamagedLine> {
    let mut lines = Vec::new();
    let mut first = 0;
    for row in rows.iter().filter(|row| !row.spans.is_empty()) {
        let spans = first..first + row.spans.len();
        first = spans.end;
        let outcomes = &alignment.outcomes[spans.clone()];
        let end = row.at + row.damaged.len();
        let harmed =
            alignment.harm.iter().any(|harm| harm.start < end && harm.end.max(harm.start + 1) > row.at);
        let outcome = if harmed || outcomes.contains(&Outcome::Wrong) {
            Outcome::Wrong
        } else if outcomes.contains(&Outcome::Missed) {
            Outcome::Missed
        } else {
            Outcome::Restored
        };
        lines.push(DamagedLine { spans, outcome });
    }
    lines
}

/// A line of the damaged text, or several that one place joins, with its original and its spans.
struct Row<'a> {
    damaged: &'a str,
    original: &'a str,
    /// Where it starts in the damaged text.
    at: usize,
    spans: &'a [Span],
}

impl Row<'_> {
    fn fits(&self, line: &str) -> bool {
        line == self.original || line == self.damaged
    }

    /// Takes a row as read that reads as its original or its damaged text, or solves it.
    fn settle(&self, line: &str, pair: &Pair, out: &mut Alignment) {
        if self.fits(line) {
            let restored = line == self.original;
            let outcome = if restored { Outcome::Restored } else { Outcome::Missed };
            out.outcomes.extend(self.spans.iter().map(|_| outcome));
            if !self.spans.is_empty() {
                out.damaged_lines += 1;
                out.exact_lines += usize::from(restored);
            }
        } else {
            solve(pair, std::slice::from_ref(self), line, out);
        }
    }
}

/// Cuts a pair into rows at line ends that lie in gaps.
fn rows(pair: &Pair) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let (mut at, mut original_at, mut first) = (0, 0, 0);
    let mut cut = |end: usize, original_end: usize, next: usize| {
        if end > at || original_end > original_at || next > first {
            rows.push(Row {
                damaged: &pair.damaged[at..end],
                original: &pair.original[original_at..original_end],
                at,
                spans: &pair.spans[first..next],
            });
            (at, original_at, first) = (end, original_end, next);
        }
    };
    let (mut gap, mut original_gap) = (0, 0);
    for number in 0..=pair.spans.len() {
        let span = pair.spans.get(number);
        let end = span.map_or(pair.damaged.len(), |span| span.start);
        for (place, _) in pair.damaged[gap..end].match_indices('\n') {
            cut(gap + place + 1, original_gap + place + 1, number);
        }
        let Some(span) = span else { break };
        (gap, original_gap) = (span.end, span.original_end);
        // A whole line put in is a row of its own.
        let line_end = |text: &str, at: usize| at == 0 || text[..at].ends_with('\n');
        if line_end(&pair.damaged, gap) && line_end(&pair.original, original_gap) {
            cut(gap, original_gap, number + 1);
        }
    }
    cut(pair.damaged.len(), pair.original.len(), pair.spans.len());
    rows
}

/// Rows and lines that agree: the longest common sequence.
fn anchors(rows: &[Row<'_>], lines: &[&str]) -> Vec<(usize, usize)> {
    let head = rows.iter().zip(lines).take_while(|(row, line)| row.fits(line)).count();
    let (rest, rest_lines) = (&rows[head..], &lines[head..]);
    let tail =
        rest.iter().rev().zip(rest_lines.iter().rev()).take_while(|(row, line)| row.fits(line)).count();
    let (rest, rest_lines) = (&rest[..rest.len() - tail], &rest_lines[..rest_lines.len() - tail]);
    let mut anchors: Vec<(usize, usize)> = (0..head).map(|i| (i, i)).collect();
    let (n, m) = (rest.len(), rest_lines.len());
    if n > 0 && m > 0 && n * m <= LARGEST {
        // Longest common sequence of what lies from here to the end.
        let width = m + 1;
        let mut longest = vec![0_u32; (n + 1) * width];
        for i in (0..n).rev() {
            for j in (0..m).rev() {
                longest[i * width + j] = if rest[i].fits(rest_lines[j]) {
                    longest[(i + 1) * width + j + 1] + 1
                } else {
                    longest[(i + 1) * width + j].max(longest[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < n && j < m {
            if rest[i].fits(rest_lines[j]) {
                anchors.push((head + i, head + j));
                (i, j) = (i + 1, j + 1);
            } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
    anchors.extend((0..tail).rev().map(|i| (rows.len() - 1 - i, lines.len() - 1 - i)));
    anchors
}

/// Rows and lines between anchors. As many of the one as of the other are taken one by one.
fn hunk(pair: &Pair, rows: &[Row<'_>], lines: &[&str], out: &mut Alignment) {
    if rows.len() == lines.len() {
        for (row, line) in rows.iter().zip(lines) {
            row.settle(line, pair, out);
        }
    } else {
        solve(pair, rows, &lines.concat(), out);
    }
}
