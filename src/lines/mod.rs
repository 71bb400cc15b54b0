//! Lines that are not the author's: found by what they look like and by how they fit their page.
//!
//! `chars` has the classes of characters, `look` scans a line once, `features` turns that and the page around
//! it into numbers, `weights` sums them up, `whole` goes through the lines of a page. `fit` makes weights from
//! labelled pages. docs/lines.md explains the model and has the figures.

mod authority;
mod blocks;
pub(crate) mod chars;
mod closer;
pub(crate) mod custom;
mod features;
mod fit;
mod front;
mod join;
pub(crate) mod lexicon;
mod litter;
mod look;
pub(crate) mod notes;
mod offers;
mod parts;
mod phrasing;
mod pieces;
mod prose;
pub(crate) mod rules;
pub(crate) mod settings;
pub(crate) mod signature;
pub(crate) mod spun;
pub(crate) mod table;
pub(crate) mod wedge;
mod weights;
mod whole;

pub use fit::{Figures, Labelled, figures, fit};
pub use lexicon::{Stems, Topic};
pub use settings::Mode;
pub use weights::{Weights, WeightsFile};

use crate::cleaner::Proposals;
use crate::config;
use crate::edit::{self, Edit, Finding};
use crate::rule::{self, Rule};
use crate::scan::Document;
use crate::survey::{Compounds, Survey};
use custom::Pattern;
use lexicon::Lexicon;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use table::Line;
use whole::Judged;

/// What lines are judged by: stems and weights, built in or the user's own. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    own: Option<Arc<Lexicon>>,
    weights: Arc<Weights>,
}

impl Model {
    /// The model that a configuration asks for.
    pub(crate) fn new(config: &config::Lines) -> Self {
        lexicon::warm();
        signature::warm();
        spun::warm();
        Self {
            own: (!config.stems.is_empty()).then(|| Arc::new(Lexicon::with(&config.stems))),
            weights: Arc::new(
                config.weights.as_ref().map_or(Weights::built_in(), |file| &file.weights).clone(),
            ),
        }
    }

    pub(crate) fn lexicon(&self) -> &Lexicon {
        self.own.as_deref().unwrap_or(Lexicon::built_in())
    }
}

/// Whether a text may hold injected lines, or keywords inside lines: those of `compounds`. Allocates nothing but for lines
/// that are promising.
pub(crate) fn may_have(text: &str, model: &Model, compounds: &Compounds) -> bool {
    /// Where the lines that are remembered stand in fewer bytes, the page is looked at.
    const DENSE: usize = 4_000;
    let mut closer = closer::Closer::new(text, model);
    let (mut rest, mut compounds) = (text, *compounds);
    loop {
        if compounds.lines(rest).any(|line| closer.finds(line)) {
            return true;
        }
        let Some(behind) = compounds.behind(rest) else {
            return whole::may_have(text, model.lexicon(), &mut closer);
        };
        if behind < DENSE {
            return true;
        }
        rest = &rest[behind..];
        compounds = Compounds::read(rest, model.lexicon());
    }
}

/// What may have been put inside the lines of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Inserts {
    /// Signatures of sites.
    signatures: bool,
    /// Random letters at starts of lines.
    litter: bool,
    /// Look-alikes for characters.
    substitutes: bool,
    /// Characters inside words.
    wedges: bool,
}

impl Inserts {
    /// Reads a text of which the characters were looked at. Allocates nothing.
    pub(crate) fn read(text: &str, survey: &Survey) -> Self {
        Self {
            signatures: survey.formulas || signature::has_address(text),
            litter: litter::may_have(text),
            substitutes: survey.substitutes,
            wedges: survey.wedges,
        }
    }

    /// Whether there is any.
    pub(crate) fn any(self) -> bool {
        self != Self::default()
    }
}

/// So many labels of keywords make sure of each other.
const LABELS_LEAST: usize = 3;
/// A row that is so far above what is injected, in nats, makes sure of labels.
const ROW_AHEAD: f32 = 1.0;
/// Such a label has so many letters, in Han characters, and is so far above what is doubtful.
const LABEL_LETTERS: u32 = 6;
const LABEL_AHEAD: f32 = 0.5;

/// A line that goes, and why.
struct Doomed {
    number: usize,
    rule: &'static Rule,
    confidence: f32,
    reason: Cow<'static, str>,
}

/// Proposes to remove injected lines, and those that match a pattern of the user's; reports doubtful ones.
pub(crate) fn propose(
    document: &Document<'_>,
    model: &Model,
    patterns: &[Pattern],
    proposals: &mut Proposals,
) {
    let text = document.text;
    let inserts = document.marks.inserts;
    let lines = table::lines(text);
    if inserts.signatures {
        signature::propose(text, &lines, proposals);
    }
    if inserts.litter {
        litter::propose(text, &lines, proposals);
    }
    if inserts.substitutes {
        spun::propose(text, proposals);
    }
    if inserts.wedges {
        wedge::propose(text, &lines, proposals);
    }
    if !document.marks.lines && patterns.is_empty() {
        return;
    }
    let mut doomed = custom_lines(text, &lines, patterns);
    if document.marks.lines {
        let mut keywords = keyword_lines(text, &lines, model, proposals);
        keywords.retain(|k| doomed.binary_search_by_key(&k.number, |d| d.number).is_err());
        doomed.extend(keywords);
    }
    doomed.sort_by_key(|d| d.number);
    let numbers: Vec<usize> = doomed.iter().map(|d| d.number).collect();
    for ((_, span), doomed) in table::removals(text, &lines, &numbers).into_iter().zip(doomed) {
        proposals.edits.push(removal(text, span, doomed.rule, doomed.confidence, doomed.reason));
    }
}

/// The edit that takes a part out of a text.
fn removal(
    text: &str,
    span: Range<usize>,
    rule: &'static Rule,
    confidence: f32,
    reason: impl Into<Cow<'static, str>>,
) -> Edit {
    Edit {
        before: text[span.clone()].into(),
        span,
        after: "".into(),
        rule,
        confidence,
        reason: reason.into(),
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

/// The keyword lines of a text. Doubtful ones become findings.
fn keyword_lines(text: &str, lines: &[Line], model: &Model, proposals: &mut Proposals) -> Vec<Doomed> {
    let mirrored = |e: &Edit| e.rule == &rule::INJECTED_ANNOTATION || e.rule == &rule::BYTE_SHIFT;
    let hijacked = proposals.edits.iter().any(mirrored);
    let weights = &*model.weights;
    let whole::Page { mut judged, candidates, own, surroundings } =
        whole::judge(text, lines, model.lexicon(), weights, hijacked);
    blocks::blocks(&mut judged, lines, &candidates, surroundings.phrasing(), weights);
    let titled = titled(&judged, &candidates, &surroundings, weights);
    // One label may be anybody's; several that are keywords each are not, nor is one on a page with a row that is sure.
    let labels = judged.iter().filter(|j| j.score >= weights.doubtful && whole::is_label(j)).count();
    let rows = judged.iter().filter(|j| j.score >= weights.injected + ROW_AHEAD && whole::is_row(j)).count();
    let enough = |j: &Judged| {
        j.score >= weights.injected && whole::tells_enough(j, weights)
            || labels >= LABELS_LEAST && j.score >= weights.doubtful && whole::is_label(j)
            || rows > 0
                && j.score >= weights.doubtful + LABEL_AHEAD
                && j.letters >= LABEL_LETTERS
                && whole::is_label(j)
    };
    let (mut injected, rest): (Vec<Judged>, Vec<Judged>) =
        judged.into_iter().partition(|j| enough(j) && !titled.contains(&j.number));
    let finding = |judged: &Judged| Finding {
        span: lines[judged.number].text.clone(),
        rule: &rule::INJECTED_LINE,
        confidence: confidence(judged, weights),
        reason: reason(judged, weights).into(),
    };
    proposals.findings.extend(rest.iter().filter(|j| j.score >= weights.doubtful).map(finding));
    // A page of nothing else is not a page with an injected line.
    let numbers: Vec<usize> = injected.iter().map(|j| j.number).collect();
    if !injected.is_empty() && !whole::leaves_a_page(text, lines, &numbers) {
        proposals.findings.extend(injected.iter().map(finding));
        injected.clear();
    }
    // Of a doubtful line only what is plainly a part is taken: it may be one thing.
    let doubtful: HashSet<usize> = rest
        .iter()
        .filter(|j| j.score >= weights.doubtful && !whole::is_sentences(j))
        .map(|j| j.number)
        .collect();
    let gone: HashSet<usize> = injected.iter().map(|j| j.number).collect();
    let indent = |number: usize| {
        let line = &text[lines[number].text.clone()];
        lines[number].text.start + line.len() - line.trim_start().len()
    };
    let mut staying: Vec<&(usize, look::Look)> =
        candidates.iter().chain(&own).filter(|(number, _)| !gone.contains(number)).collect();
    staying.sort_by_key(|(number, _)| *number);
    let staying: Vec<parts::Kept<'_>> = staying
        .into_iter()
        .map(|(number, look)| parts::Kept {
            start: indent(*number),
            look,
            doubtful: doubtful.contains(number),
        })
        .collect();
    parts::propose(text, &staying, &surroundings, proposals);
    // Where nothing was found beside a title, it was none: the line is one thing.
    let cut = |judged: &Judged| {
        let line = &lines[judged.number].text;
        proposals.edits.iter().any(|e| e.span.start < line.end && line.start < e.span.end)
    };
    let whole: Vec<Judged> =
        rest.into_iter().filter(|j| titled.contains(&j.number) && enough(j) && !cut(j)).collect();
    let numbers: Vec<usize> = injected.iter().chain(&whole).map(|j| j.number).collect();
    if whole::leaves_a_page(text, lines, &numbers) {
        proposals.findings.retain(|f| {
            f.rule != &rule::INJECTED_LINE || !whole.iter().any(|j| lines[j.number].text == f.span)
        });
        injected.extend(whole);
    }
    let doom = |judged: Judged| Doomed {
        number: judged.number,
        rule: &rule::INJECTED_LINE,
        confidence: confidence(&judged, weights),
        reason: reason(&judged, weights).into(),
    };
    injected.into_iter().map(doom).collect()
}

/// The lines that would go and hold a title or a text of the page's: of these, only the rest goes.
fn titled(
    judged: &[Judged],
    candidates: &[(usize, look::Look)],
    page: &features::Surroundings<'_>,
    weights: &Weights,
) -> HashSet<usize> {
    let doomed: HashSet<usize> =
        judged.iter().filter(|j| j.score >= weights.injected).map(|j| j.number).collect();
    if doomed.is_empty() {
        return doomed;
    }
    let titled =
        |(number, look): &&(usize, look::Look)| doomed.contains(number) && parts::has_own_text(look, page);
    candidates.iter().filter(titled).map(|(number, _)| *number).collect()
}

/// The score by which a line is ahead of being doubtful says how sure it is.
fn confidence(judged: &Judged, weights: &Weights) -> f32 {
    edit::confidence(judged.score - (weights.injected + weights.doubtful) / 2.0)
}

fn reason(judged: &Judged, weights: &Weights) -> String {
    format!(
        "a line of keywords that does not belong to the page: {:+.1} nats, injected from {:+.1} (for and against it: {})",
        judged.score,
        weights.injected,
        weights.reason(&judged.features)
    )
}
