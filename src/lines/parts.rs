#![doc = include_str!("parts.md")]

use super::chars::Class;
use super::features::{about, tells_topic};
use super::lexicon::{Hit, Topic};
use super::look::Look;
use crate::cleaner::Proposals;
use crate::edit::{self, Edit, Finding};
use crate::lattice::model::{Model, Script};
use crate::rule;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Wares of a run weigh at least this together, or it is nobody's advertisement.
const WARES_LEAST: f32 = 0.9;
/// A run of stems may have so many characters between two of them.
const GAP: usize = 1;
/// From this score on a run is injected, from the other on doubtful. Hand-set: the parts of the score below are
/// few, each is worth about a nat, and no one of them suffices.
const INJECTED: f32 = 2.5;
const DOUBTFUL: f32 = 1.5;
/// Characters on each side by which the model judges whether the text goes on across a run.
const REACH: usize = 3;
/// The model must like the text without the run better by this, in nats.
const JOIN_GAIN: f32 = 1.0;
/// A line with at least this share of wares is a line of keywords or nothing.
const LINE_SHARE: f32 = 0.8;

/// Keywords next to each other inside a line.
#[derive(Debug)]
struct Run {
    line: usize,
    /// Characters of the line.
    span: Range<usize>,
    topic: Topic,
    /// What speaks for it, by name.
    reasons: Vec<(&'static str, f32)>,
}

/// Proposes to remove keywords that were put inside lines. `lines` are those that stay, with the byte where each
/// begins.
pub(crate) fn propose(text: &str, lines: &[(usize, Look)], proposals: &mut Proposals) {
    let mut runs: Vec<Run> = lines.iter().enumerate().flat_map(|(i, (_, look))| runs(i, look)).collect();
    let mut times: HashMap<Vec<char>, usize> = HashMap::new();
    for run in &runs {
        *times.entry(lines[run.line].1.letters[run.span.clone()].to_vec()).or_default() += 1;
    }
    let topics = topics(lines, &runs);
    let size = lines.iter().map(|(_, look)| look.size()).sum();
    for run in &mut runs {
        let look = &lines[run.line].1;
        if times[&look.letters[run.span.clone()]] > 1 {
            run.reasons.push(("the same keywords elsewhere", 0.5));
        }
        place(look, run);
        let about = about(topics[run.topic as usize], size);
        if about > 0.0 {
            run.reasons.push(("the page is about it", -1.5 * about));
        }
    }
    for run in runs {
        let score: f32 = run.reasons.iter().map(|(_, part)| part).sum();
        if score < DOUBTFUL {
            continue;
        }
        let span = bytes(text, lines[run.line].0, &run.span);
        let told: Vec<String> = run.reasons.iter().map(|(name, part)| format!("{name} {part:+.1}")).collect();
        let reason = format!("keywords put into a line ({})", told.join(", ")).into();
        let confidence = edit::confidence(2.0 * (score - (INJECTED + DOUBTFUL) / 2.0));
        if score >= INJECTED {
            let (before, after) = (text[span.clone()].into(), "".into());
            proposals.edits.push(Edit {
                before,
                span,
                after,
                rule: &rule::INJECTED_KEYWORDS,
                confidence,
                reason,
            });
        } else {
            proposals.findings.push(Finding { span, rule: &rule::INJECTED_KEYWORDS, confidence, reason });
        }
    }
}

/// What the page speaks of outside the runs, by topic: the weights of its stems, each stem once.
fn topics(lines: &[(usize, Look)], runs: &[Run]) -> [f32; Topic::ALL.len()] {
    let mut topics = [0.0; Topic::ALL.len()];
    let mut seen = HashSet::new();
    for (line, (_, look)) in lines.iter().enumerate() {
        for hit in look.hits.iter().filter(|h| tells_topic(h)) {
            let inside = |run: &&Run| run.line == line && run.span.contains(&hit.start);
            if !runs.iter().any(|run| inside(&run)) && seen.insert(&look.letters[hit.start..hit.end]) {
                topics[hit.topic as usize] += hit.weight;
            }
        }
    }
    topics
}

/// The bytes of some characters of the line that begins at `start`.
fn bytes(text: &str, start: usize, span: &Range<usize>) -> Range<usize> {
    let at = |index: usize| text[start..].char_indices().nth(index).map_or(text.len(), |(at, _)| start + at);
    at(span.start)..at(span.end)
}

/// The runs of keywords of a line that is more than keywords.
fn runs(line: usize, look: &Look) -> Vec<Run> {
    let hits: Vec<&Hit> = look.hits.iter().filter(|h| h.topic != Topic::Honest).collect();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < hits.len() {
        let mut to = at + 1;
        while to < hits.len()
            && hits[to].start <= hits[to - 1].end + GAP
            && joined(look, hits[to - 1].end, hits[to].start)
        {
            to += 1;
        }
        let group = &hits[at..to];
        at = to;
        let wares: Vec<&&Hit> = group.iter().filter(|h| h.topic.is_ware()).collect();
        let rest = wares.iter().fold(1.0, |rest, h| rest * (1.0 - h.weight));
        let Some(first) = wares.first().filter(|_| 1.0 - rest >= WARES_LEAST) else { continue };
        let span = widen(look, group[0].start..group[group.len() - 1].end);
        // One stem alone is a word that anybody may use.
        if group.len() < 2 && !brand(look, &span, group[0]) {
            continue;
        }
        if span.len() as f32 >= LINE_SHARE * look.letters.len() as f32 {
            continue;
        }
        let weight = if group.len() > 2 { 1.5 } else { 1.0 };
        runs.push(Run { line, span, topic: first.topic, reasons: vec![("keywords", weight)] });
    }
    runs
}

/// Whether nothing but a dot stands between two stems.
fn joined(look: &Look, from: usize, to: usize) -> bool {
    look.letters[from.min(to)..to].iter().all(|c| matches!(c, '·'))
}

/// A stem with letters or digits of a brand glued to it: `js333金沙`.
fn brand(look: &Look, span: &Range<usize>, hit: &Hit) -> bool {
    hit.weight >= 1.0 && !look.classes[hit.start].is_alphabetic() && span.len() > hit.end - hit.start
}

/// Takes in Latin letters and digits that are glued to a run of Chinese: they are the brand's.
fn widen(look: &Look, mut span: Range<usize>) -> Range<usize> {
    let glued = |i: usize| matches!(look.classes[i], Class::Latin | Class::Digit);
    if look.classes[span.start].is_han() {
        while span.start > 0 && glued(span.start - 1) {
            span.start -= 1;
        }
    }
    if look.classes[span.end - 1].is_han() {
        while span.end < look.letters.len() && glued(span.end) {
            span.end += 1;
        }
    }
    span
}

const OPENING: &[char] = &['【', '‘', '[', '「', '“', '(', '《', '"'];
const CLOSING: &[char] = &['】', '’', ']', '」', '”', ')', '》', '"'];
/// Brackets that authors put around what they speak of.
const QUOTING: usize = 3;

/// Weighs where a run stands, and takes in the marks that belong to it.
fn place(look: &Look, run: &mut Run) {
    let letters = &look.letters;
    let left = |span: &Range<usize>| span.start.checked_sub(1).map(|i| letters[i]);
    let right = |span: &Range<usize>| letters.get(span.end).copied();
    let bracket = left(&run.span).and_then(|c| OPENING.iter().position(|o| *o == c));
    if let Some(kind) = bracket.filter(|kind| right(&run.span) == Some(CLOSING[*kind])) {
        if kind >= QUOTING {
            run.reasons.push(("quoted", -1.5));
            return;
        }
        run.span = run.span.start - 1..run.span.end + 1;
        if run.span.start == 0 || run.span.end == letters.len() {
            run.reasons.push(("in brackets at the end of the line", 1.5));
            return;
        }
    }
    let (before, after) = (left(&run.span), right(&run.span));
    let list = |c: Option<char>| matches!(c, Some(',' | '、' | '，' | ';' | '|'));
    match (before, after) {
        // A field of keywords: one of them goes with one separator.
        (_, Some(_)) if list(after) && (list(before) || before == Some(':')) => {
            run.span.end += 1;
            run.reasons.push(("one of several keywords", 1.0));
            if letters.iter().take(8).any(|c| *c == ':') {
                run.reasons.push(("in a field of keywords", 0.5));
            }
        }
        (Some('。' | '!' | '?' | '！' | '？' | '.'), None) => {
            run.reasons.push(("after the last sentence", 2.0))
        }
        (Some('_' | '|' | '-' | ' '), None) => {
            run.span.start -= 1;
            run.reasons.push(("after the title", 1.0));
        }
        (None, Some(':' | '·')) => {
            run.span.end += 1;
            run.reasons.push(("before the line", 1.5));
        }
        (None, Some(_)) => run.reasons.push(("before the line", 0.5)),
        (Some(_), None) => run.reasons.push(("at the end of the line", 0.5)),
        _ => inside(look, run),
    }
}

/// Weighs whether the text goes on across a run, by the model, and takes in what belongs to it.
fn inside(look: &Look, run: &mut Run) {
    /// Characters before and behind a run that may belong to it.
    const MORE: usize = 2;
    /// What a removed character must cost in its place, in nats: about what a character costs in running text.
    const PRICE: f32 = 5.5;
    let Some(model) = look.classes[run.span.start.saturating_sub(1)].is_han().then(Model::get) else {
        return;
    };
    let letters = &look.letters;
    // What is left of the window around the run when it begins at this place; all windows end alike.
    let price = |start: usize| {
        let from = run.span.start.saturating_sub(2 * REACH);
        let until = (run.span.end + REACH + MORE).min(letters.len());
        let context = model.context(letters[from.saturating_sub(2)..from].iter().copied());
        let kept: String = letters[from..start].iter().chain(&letters[run.span.end..until]).collect();
        model.price_text(context, &kept, Script::Simplified)
    };
    // What follows, after the run and after what stands before the run.
    let next = run.span.end..(run.span.end + REACH).min(letters.len());
    let next: String = letters[next].iter().collect();
    let after = |span: Range<usize>| {
        model.price_text(model.context(letters[span].iter().copied()), &next, Script::Simplified)
    };
    let gain = after(run.span.clone()) - after(run.span.start.saturating_sub(2)..run.span.start);
    if gain >= JOIN_GAIN {
        // Words of a subject do not change how a sentence goes on, either: it cannot decide.
        run.reasons.push(("the text goes on across it", 0.5));
    } else if gain < -JOIN_GAIN {
        run.reasons.push(("the text does not go on across it", -1.0));
    }
    let may = |i: usize| look.classes[i].is_han();
    let starts = (1..=MORE)
        .map_while(|more| run.span.start.checked_sub(more).filter(|s| (*s..run.span.start).all(may)));
    let best = starts.fold((price(run.span.start), run.span.start), |best, start| {
        let price = price(start) + PRICE * (run.span.start - start) as f32;
        if price < best.0 { (price, start) } else { best }
    });
    run.span.start = best.1;
}
