//! Lines that are not the author's: found by what they look like and by how they fit their page.

pub(crate) mod custom;
mod features;
pub(crate) mod lexicon;
mod score;
mod table;

use crate::cleaner::Proposals;
use crate::edit::{self, Edit, Finding};
use crate::rule::{self, Rule};
use crate::scan::Document;
use custom::Pattern;
use features::{Classes, Features, Surroundings};
use std::borrow::Cow;
use table::Line;

/// Lines with text that are looked at from the top and from the bottom of a page: that is where hijackers
/// put theirs.
const EDGE: usize = 3;
/// A line needs this many separators to be looked at.
const SEPARATORS_LEAST: usize = 2;
/// A line shorter than this, in bytes, is no row of keywords.
const BYTES_LEAST: usize = 20;
/// Bytes from the middle of a text that show which variant it is written in.
const SAMPLE: usize = 1500;

/// Whether a line at the top or the bottom of a text may be a row of keywords. Allocates nothing.
pub(crate) fn may_have_keywords(text: &str) -> bool {
    let lines = || text.split('\n').filter(|line| !line.trim_ascii().is_empty());
    lines().take(EDGE).chain(lines().rev().take(EDGE)).any(|line| {
        may_be_row(line) && (lexicon::stems(line).next().is_some() || is_other_variant(line, text))
    })
}

/// Whether a line has separators enough and does not end like a sentence.
fn may_be_row(line: &str) -> bool {
    let line = line.trim_end();
    let joined = |b: &u8| matches!(b, b'_' | b',' | b'|' | b'-' | b' ' | b'/');
    let wide = || line.matches(['，', '、', '｜', '·', '\u{3000}']).count();
    line.len() >= BYTES_LEAST
        && !line.ends_with(['。', '！', '”', '；', '.'])
        && (line.bytes().filter(joined).count() >= SEPARATORS_LEAST || wide() >= SEPARATORS_LEAST)
}

/// Whether a line is Simplified and the text, judged by its middle, Traditional.
fn is_other_variant(line: &str, text: &str) -> bool {
    let line = Classes::of(line);
    if line.simplified < features::FEW || line.traditional > 0 {
        return false;
    }
    let from = text.floor_char_boundary((text.len() / 2).saturating_sub(SAMPLE / 2));
    let sample = Classes::of(&text[from..text.floor_char_boundary((from + SAMPLE).min(text.len()))]);
    sample.traditional > 2 * sample.simplified
}

/// A line that goes, and why.
struct Doomed {
    number: usize,
    rule: &'static Rule,
    confidence: f32,
    reason: Cow<'static, str>,
}

/// Proposes to remove injected lines at the top and the bottom, and those that match a pattern of the
/// user's; reports doubtful ones.
pub(crate) fn propose(document: &Document<'_>, patterns: &[Pattern], proposals: &mut Proposals) {
    if !document.marks.lines && patterns.is_empty() {
        return;
    }
    let text = document.text;
    let lines = table::lines(text);
    let mut doomed = custom_lines(text, &lines, patterns);
    if document.marks.lines {
        let mut keywords = keyword_lines(text, &lines, proposals);
        keywords.retain(|k| doomed.binary_search_by_key(&k.number, |d| d.number).is_err());
        doomed.extend(keywords);
    }
    doomed.sort_by_key(|d| d.number);
    let numbers: Vec<usize> = doomed.iter().map(|d| d.number).collect();
    for ((_, span), doomed) in table::removals(text, &lines, &numbers).into_iter().zip(doomed) {
        proposals.edits.push(Edit {
            before: text[span.clone()].into(),
            span,
            after: "".into(),
            rule: doomed.rule,
            confidence: doomed.confidence,
            reason: doomed.reason,
        });
    }
}

fn custom_lines(text: &str, lines: &[Line], patterns: &[Pattern]) -> Vec<Doomed> {
    let matching = |number: &usize| patterns.iter().any(|p| p.is_match(&text[lines[*number].text.clone()]));
    let doom = |number| Doomed {
        number,
        rule: &rule::CUSTOM_LINE,
        confidence: 1.0,
        reason: "the line matches a pattern of the configuration".into(),
    };
    (0..lines.len()).filter(matching).map(doom).collect()
}

/// The keyword lines at the edges of a text. Doubtful ones become findings.
fn keyword_lines(text: &str, lines: &[Line], proposals: &mut Proposals) -> Vec<Doomed> {
    let of = |i: usize| &text[lines[i].text.clone()];
    let mirrored = |e: &Edit| e.rule == &rule::INJECTED_ANNOTATION || e.rule == &rule::BYTE_SHIFT;
    let filled = lines.iter().filter(|l| !l.blank).map(|l| &text[l.text.clone()]);
    let surroundings = Surroundings::read(text, filled, proposals.edits.iter().any(mirrored));
    let mut doomed = Vec::new();
    for i in edges(lines).into_iter().filter(|i| may_be_row(of(*i))) {
        let mirrored = lines.iter().filter(|l| text[l.text.clone()].trim() == of(i).trim()).count();
        let score = score::score(&Features::of(of(i), &surroundings, mirrored));
        if score.sum >= score::INJECTED {
            doomed.push((i, score));
        } else if score.sum >= score::DOUBTFUL {
            proposals.findings.push(finding(&lines[i], &score));
        }
    }
    // A page of nothing else is not a page with an injected line.
    if doomed.len() >= lines.iter().filter(|l| !l.blank).count() {
        proposals.findings.extend(doomed.iter().map(|(i, score)| finding(&lines[*i], score)));
        doomed.clear();
    }
    let doom = |(number, score): (usize, score::Score)| Doomed {
        number,
        rule: &rule::INJECTED_LINE,
        confidence: edit::confidence(score.sum),
        reason: score.reason().into(),
    };
    doomed.into_iter().map(doom).collect()
}

/// Numbers of the lines with text nearest to the top and to the bottom, ascending.
fn edges(lines: &[Line]) -> Vec<usize> {
    let filled: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].blank).collect();
    let (top, rest) = filled.split_at(filled.len().min(EDGE));
    let bottom = &rest[rest.len().saturating_sub(EDGE)..];
    [top, bottom].concat()
}

fn finding(line: &Line, score: &score::Score) -> Finding {
    Finding {
        span: line.text.clone(),
        rule: &rule::INJECTED_LINE,
        confidence: edit::confidence(score.sum),
        reason: score.reason().into(),
    }
}
