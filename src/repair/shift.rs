#![doc = include_str!("shift.md")]

use super::certainty::{self, Evidence};
use super::costs::{self, PageCosts, PagePairs};
use super::digit;
use super::page::{Page, Verdict};
use super::priced::{Priced, evidence, without_ascii};
use super::tag;
use crate::chars::{fold_width, is_han};
use crate::cleaner::Proposals;
use crate::edit::{self, Edit, Finding};
use crate::lattice::channel::mirror::{self, Observed, Setting};
use crate::lattice::codec::Codec;
use crate::lattice::graph::Node;
use crate::lattice::model::{Model, Script};
use crate::lattice::search::{self, Unit};
use crate::lattice::words::{self, WORDS_SHARE};
use crate::rule;
use std::ops::Range;

/// Characters before the first suspicious place of a line that the search sees as context.
const CONTEXT_BEFORE: usize = 3;
/// Characters after a shifted stretch that the margins are measured with.
const CONTEXT_AFTER: usize = 4;
/// A line is searched this far beyond its last suspicious place, in characters; by then every shift seen
/// had been put right by something.
const REACH: usize = 400;
/// From so many characters on a stretch ends where the text is plain for a moment, from twice as many on behind any Han
/// character: a search remembers some 40 kB for each. Paragraphs that are longer and lost a byte every few
/// characters are nobody's.
const LONG: usize = 2_000;
const MOMENT: usize = 16;
/// How much a reading must beat the text as it stands, in nats, on a page known to be hijacked and on one
/// of which nothing is known; what the page's annotations tell, in nats, counts against the second.
const MARGIN_HIJACKED: f32 = 6.0;
const MARGIN_ELSEWHERE: f32 = 20.0;
const EVIDENCE_SHARE: f32 = 1.5;
/// On a page of which nothing is known a reading must also save this much for each character: what is then
/// repaired is gibberish, not text of a kind that the model does not know.
const MARGIN_EACH: f32 = 2.5;
/// The rest of a tag behind a stretch speaks for a shift, which swallowed its `<`.
const TAG_NATS: f32 = 8.0;
/// Repaired text costs at most this much a character. Of right repairs 97 in 100 cost less, of gibberish of
/// other kinds (UTF-8 read as GBK with lost bytes) that was made into other gibberish, 5 in 100.
const PLAUSIBLE_NATS: f32 = 12.0;
/// A reading that is this share of the way is reported.
const REPORTED_SHARE: f32 = 0.5;
/// A repair is made when it is likelier than not that it is right to the last character; what is wrong then is mostly one
/// character of many, in text that is gibberish otherwise. docs/calibration.md tells what other thresholds would keep and
/// get wrong.
const LIKELY: f32 = 0.5;
/// Characters that are looked at to tell gibberish from text, and what gibberish costs a character at least:
/// shifted text costs 13 nats on average, clean text 7.
const LOOKED_AT: usize = 6;
const GIBBERISH_NATS: f32 = 8.0;
/// The same where fewer characters, but as many as this, are to be seen before one of ASCII.
const LEAST_LOOKED_AT: usize = 3;
const SHORT_GIBBERISH_NATS: f32 = 6.5;
/// So many question marks and more, if they are most of a stretch, are a flood.
const FLOOD_LEAST: usize = 16;
/// Context is never longer than this, in bytes.
const FAR: usize = 120;
/// Readings compared for a margin.
const COMPARED: usize = 16;

/// What was found of shifts.
#[derive(Debug, Default)]
pub(crate) struct Shifts {
    /// At least one repair was sure.
    pub(crate) sure: bool,
    /// Stretches that are reported and left.
    pub(crate) doubtful: Vec<Range<usize>>,
}

/// Proposes repairs of the shifted stretches of a text.
pub(crate) fn propose(text: &str, page: &Page, proposals: &mut Proposals) -> Shifts {
    let mut shifts = Shifts::default();
    let mut pairs = None;
    for window in windows(text) {
        let pairs = pairs.get_or_insert_with(|| PagePairs::count(text, page));
        for repair in (Reader { text, page, pairs }).repairs(window) {
            let span = repair.span.clone();
            match repair.propose(text, page, proposals) {
                Outcome::Edited => shifts.sure = true,
                Outcome::Reported => shifts.doubtful.push(span),
                Outcome::Dropped => {}
            }
        }
    }
    shifts
}

/// The stretches of a text that are worth searching.
fn windows(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut done = 0;
    memchr::memchr_iter(b'?', text.as_bytes()).filter_map(move |at| {
        if at < done || !is_suspicious(text, at) {
            return None;
        }
        let window = window(text, at, done);
        done = window.end;
        (!is_flood(&text[window.clone()])).then_some(window)
    })
}

/// The readings that are compared for a stretch, as calibration needs them.
#[cfg(feature = "stages")]
#[derive(Debug)]
pub struct Compared {
    /// The stretch with a little context, in bytes of the text.
    pub window: Range<usize>,
    /// What the window may have been, with the price of its characters and of its words, in nats; the cheapest first.
    pub readings: Vec<(String, f32, f32)>,
    /// What the confidence in the cheapest is worked out of.
    pub features: [f32; certainty::FEATURES],
}

/// All stretches with their readings, whatever is made of them.
#[cfg(feature = "stages")]
pub(crate) fn compared(text: &str, page: &Page) -> Vec<Compared> {
    let pairs = PagePairs::count(text, page);
    let reader = Reader { text, page, pairs: &pairs };
    windows(text)
        .flat_map(|window| {
            let observed = reader.observe(&window);
            let readings = reader.search(&observed, window.start, 1);
            readings.first().map_or_else(Vec::new, |best| regions(text, &observed, &best.units))
        })
        .map(|region| {
            let (window, _, readings) = reader.compare(&region);
            Compared {
                window,
                features: evidence(&readings).features(),
                readings: readings.into_iter().map(|r| (r.text, r.reading.cost, r.words)).collect(),
            }
        })
        .collect()
}

/// Whether the `?` at `at` may stand for a lost byte that began a shift. Allocates nothing.
pub(crate) fn is_suspicious(text: &str, at: usize) -> bool {
    let after = &text[at + 1..];
    if mirror::reading_then_bracket(after).is_some() {
        return true;
    }
    let marked = after.trim_start_matches(mirror::is_cut_control);
    let Some(mark) = marked.chars().next().filter(|c| mirror::is_mark(*c)) else { return false };
    // Right behind the mark the shift goes on, or ends in another lost byte; honest text goes on as text.
    let stretch = &marked[mark.len_utf8()..];
    if mark == '?' && mirror::cut_again(stretch).is_some() && text[..at].ends_with(is_han) {
        return true;
    }
    let wide = stretch.chars().take(LOOKED_AT).take_while(|c| !c.is_ascii()).count();
    match stretch.chars().next() {
        None | Some('\r' | '\n' | ' ') => mark == '。',
        // Between letters of ASCII it is emphasis: what is shifted is Chinese.
        Some(_) if wide == 0 => text[..at].chars().next_back().is_some_and(|c| !c.is_ascii()),
        Some(_) if wide < LEAST_LOOKED_AT => true,
        Some(first) => {
            let model = Model::get();
            let rest = &stretch[first.len_utf8()..];
            let text = rest.char_indices().nth(wide - 1).map_or(rest, |(end, _)| &rest[..end]);
            let limit = if wide < LOOKED_AT { SHORT_GIBBERISH_NATS } else { GIBBERISH_NATS };
            model.price_text(model.context([first]), text, Script::Traditional) >= limit * (wide - 1) as f32
        }
    }
}

/// Whether a stretch is more question marks than text: a damage of another kind, and dear to search.
fn is_flood(stretch: &str) -> bool {
    let marks = stretch.matches('?').count();
    marks > FLOOD_LEAST && 2 * marks > stretch.chars().count()
}

/// The stretch of a line worth searching from the suspicious place at `at` on.
fn window(text: &str, at: usize, done: usize) -> Range<usize> {
    let line_start = text[..at].rfind('\n').map_or(0, |i| i + 1).max(done);
    let start = context_start(text, at, CONTEXT_BEFORE).max(line_start);
    let line_end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |i| at + i + 1);
    let mut end = at;
    let mut reached = 0;
    for (length, (i, c)) in text[at..line_end].char_indices().enumerate() {
        reached = if c == '?' { 0 } else { reached + 1 };
        end = at + i + c.len_utf8();
        let enough = match length / LONG {
            0 => REACH,
            1 => MOMENT,
            _ => 1,
        };
        // Only stop where a plain character ends, so that no annotation is cut in two.
        if reached >= enough && is_han(c) {
            break;
        }
    }
    start..end
}

/// A stretch with what it should read.
struct Repair {
    span: Range<usize>,
    after: String,
    /// Annotations right behind whole characters in or beside the stretch.
    annotations: Vec<Range<usize>>,
    /// The rest of a tag whose `<` was swallowed.
    tag: Option<Range<usize>>,
    /// In nats.
    margin: f32,
    /// What tells how sure it is.
    evidence: Evidence,
    /// What the reading costs a character, in nats: tells text from gibberish of another kind.
    price: f32,
    /// What the next best reading would put there.
    rival: Option<String>,
    /// How sure it is what was swallowed before numbers; 1 if nothing was.
    digits: f32,
}

/// Reads stretches of a page with the search.
struct Reader<'a> {
    text: &'a str,
    page: &'a Page,
    pairs: &'a PagePairs,
}

impl Reader<'_> {
    /// Searches a window and gives the stretches that should read otherwise.
    fn repairs(&self, window: Range<usize>) -> Vec<Repair> {
        let observed = self.observe(&window);
        let readings = self.search(&observed, window.start, 1);
        let Some(best) = readings.first() else { return Vec::new() };
        let regions = regions(self.text, &observed, &best.units);
        regions.into_iter().filter_map(|region| self.measure(region)).collect()
    }

    /// Reads a region again with a little context and compares the best readings, by the search's prices and
    /// by the words they are made of.
    fn measure(&self, region: Range<usize>) -> Option<Repair> {
        let text = self.text;
        let (window, observed, readings) = self.compare(&region);
        let Priced { price: best, reading, .. } = readings.first()?;
        let (_, memory) = self.before(window.start);
        let asis = self.costs(&observed).text(&text[window.clone()], memory)
            + WORDS_SHARE * words::price_on(&text[window.clone()], self.page.repeats)
            + mirror::cost::LEFT_READING * left_readings(&text[window]) as f32;
        let mut repair = build(text, &observed, &reading.units, self.page)?;
        repair.margin = asis - best + if repair.tag.is_some() { TAG_NATS } else { 0.0 };
        repair.price = best / reading.text().chars().count().max(1) as f32;
        repair.evidence = evidence(&readings);
        let rivals =
            readings[1..].iter().map(|rival| build(text, &observed, &rival.reading.units, self.page));
        // A reading that differs in the context alone is no rival, and one that differs in what was swallowed none
        // that casts doubt on the rest.
        let same =
            |r: &Repair| r.span == repair.span && without_ascii(&r.after).eq(without_ascii(&repair.after));
        let rival = rivals.flatten().find(|rival| !same(rival)).map(|rival| rival.after);
        repair.rival = rival;
        Some(repair)
    }

    /// The readings of a region with a little context, cheapest first, with their prices.
    fn compare(&self, region: &Range<usize>) -> (Range<usize>, Observed, Vec<Priced>) {
        let text = self.text;
        let window = context_start(text, region.start, CONTEXT_BEFORE)..context_end(text, region.end);
        let observed = self.observe(&window);
        let mut readings: Vec<Priced> = self
            .search(&observed, window.start, COMPARED)
            .into_iter()
            .map(|reading| Priced::of(reading, self.page))
            .collect();
        readings.sort_by(|a, b| a.price.total_cmp(&b.price));
        (window, observed, readings)
    }

    fn observe(&self, window: &Range<usize>) -> Observed {
        mirror::observe(self.text, window, Setting { folded: !self.page.unfolded })
    }

    fn search(&self, observed: &Observed, start: usize, wanted: usize) -> Vec<search::Reading> {
        let (left, memory) = self.before(start);
        search::search(&observed.graph, Codec::Gbk, left, memory, &self.costs(observed), wanted)
    }

    fn costs<'a>(&'a self, observed: &'a Observed) -> PageCosts<'a> {
        PageCosts { page: self.page, pairs: self.pairs, readings: &observed.readings, model: Model::get() }
    }

    /// The character before a place, and what is to be remembered of the line there.
    fn before(&self, place: usize) -> (char, costs::Memory) {
        let line_start = self.text[..place].rfind('\n').map_or(0, |i| i + 1);
        let line = &self.text[line_start..place];
        let start = context_start(self.text, place, CONTEXT_BEFORE).max(line_start);
        let near = without_readings(&self.text[start..place]);
        let open = costs::open_after(line);
        let left = near.chars().next_back().unwrap_or('\n');
        let context = Model::get().context(near.chars());
        (left, costs::Memory { context, open, last_end: None })
    }
}

/// How many readings stand behind a lost byte.
fn left_readings(text: &str) -> usize {
    let is_left = |at: &usize| {
        mirror::reading_then_bracket(&text[at + 1..]).is_some_and(|reading| reading.syllable.is_toned())
    };
    memchr::memchr_iter(b'?', text.as_bytes()).filter(is_left).count()
}

/// A text without the readings in brackets.
fn without_readings(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('(') {
        let inside = &rest[at + 1..];
        let length = mirror::reading_then_bracket(inside).map_or(0, |reading| reading.bytes);
        kept.push_str(if length > 0 { &rest[..at] } else { &rest[..=at] });
        rest = &rest[at + 1 + length..];
    }
    kept + rest
}

/// Stretches of a reading that differ from the text.
fn regions(text: &str, observed: &Observed, units: &[Unit]) -> Vec<Range<usize>> {
    let mut regions: Vec<Range<usize>> = Vec::new();
    for unit in units.iter().filter(|u| !is_as_seen(text, observed, u) && !is_annotation(observed, u)) {
        let span = span(text, observed, unit);
        match regions.last_mut() {
            Some(last) if last.end >= span.start => last.end = span.end.max(last.end),
            _ => regions.push(span),
        }
    }
    regions
}

/// The bytes of the text that a unit covers, whole characters.
fn span(text: &str, observed: &Observed, unit: &Unit) -> Range<usize> {
    let from = observed.places[unit.from as usize];
    let to = observed.places[unit.to as usize];
    let width = if to.before { 0 } else { text[to.at..].chars().next().map_or(0, char::len_utf8) };
    from.at..to.at + width
}

fn whole(observed: &Observed, node: Node) -> bool {
    observed.places[node as usize].before
}

/// Whether a unit is the character seen, as it stands or with its width folded.
fn is_as_seen(text: &str, observed: &Observed, unit: &Unit) -> bool {
    let span = span(text, observed, unit);
    match unit.c {
        // Nothing consumed, or a control character of a cut, which has a rule of its own.
        None => {
            observed.places[unit.from as usize].at == observed.places[unit.to as usize].at
                || (is_start(observed, unit) && text[span].chars().all(mirror::is_cut_control))
        }
        Some(c) => {
            let mut seen = text[span].chars();
            is_start(observed, unit)
                && whole(observed, unit.to)
                && seen.next().is_some_and(|s| fold_width(s) == fold_width(c))
                && seen.next().is_none()
        }
    }
}

/// Whether a unit begins before a character: at its main node or at the inner one right behind it, which
/// nothing but a dropped pair separates.
fn is_start(observed: &Observed, unit: &Unit) -> bool {
    whole(observed, unit.from) || mirror::is_start(observed, unit.from)
}

/// Whether a unit is an annotation behind a whole character, brackets and all.
fn is_annotation(observed: &Observed, unit: &Unit) -> bool {
    unit.c.is_none()
        && is_start(observed, unit)
        && whole(observed, unit.to)
        && observed.places[unit.from as usize].at + 2 < observed.places[unit.to as usize].at
}

/// Whether a unit is a lost byte that swallowed something of which the search knows nothing.
fn is_lost(observed: &Observed, unit: &Unit) -> bool {
    !is_start(observed, unit) && whole(observed, unit.to)
}

/// Some characters back, past an annotation but not past the line start.
fn context_start(text: &str, from: usize, mut wanted: usize) -> usize {
    let mut start = from;
    let mut in_brackets = false;
    for c in text[..from].chars().rev() {
        if c == '\n' || (wanted == 0 && !in_brackets) || from - start > FAR {
            break;
        }
        in_brackets = match c {
            ')' => true,
            '(' => false,
            _ => in_brackets,
        };
        wanted = if in_brackets { wanted } else { wanted.saturating_sub(usize::from(c != '(')) };
        start -= c.len_utf8();
    }
    start
}

/// Some characters further, past an annotation but not past the line end.
fn context_end(text: &str, from: usize) -> usize {
    let mut end = from;
    let mut wanted = CONTEXT_AFTER;
    let mut in_brackets = false;
    for c in text[from..].chars() {
        if wanted == 0 && !in_brackets {
            break;
        }
        in_brackets = match c {
            '(' => true,
            ')' => false,
            _ => in_brackets,
        };
        wanted = if in_brackets { wanted } else { wanted.saturating_sub(1) };
        end += c.len_utf8();
        if c == '\n' || end - from > FAR {
            break;
        }
    }
    end
}

/// Makes the repair of a reading: from its first changed unit to its last.
fn build(text: &str, observed: &Observed, units: &[Unit], page: &Page) -> Option<Repair> {
    let changed = |u: &Unit| !is_as_seen(text, observed, u) && !is_annotation(observed, u);
    let first = units.iter().position(changed)?;
    let last = units.iter().rposition(changed)?;
    let mut after = String::new();
    let mut digits = 1.0_f32;
    let mut annotations = Vec::new();
    for (i, unit) in units.iter().enumerate() {
        if is_annotation(observed, unit) {
            annotations.push(span(text, observed, unit));
        }
        if !(first..=last).contains(&i) {
            continue;
        }
        let Some(c) = unit.c else {
            let behind = &text[span(text, observed, unit).end..];
            if let Some((swallowed, confidence)) =
                digit::choose_invisible(behind, page.spaced).filter(|_| is_lost(observed, unit))
            {
                after.push(swallowed);
                digits = digits.min(confidence);
            }
            continue;
        };
        if c == '\n' && !is_start(observed, unit) && !after.ends_with(digit::ENDS) {
            // Behind anything but a sentence it may have been any mark.
            continue;
        }
        if c == '0' && !is_start(observed, unit) {
            let before = format!("{}{after}", &text[..span(text, observed, &units[first]).start]);
            let behind = &text[span(text, observed, unit).end..];
            let (swallowed, confidence) = digit::choose(&before, behind, page.spaced);
            after.push(swallowed);
            digits = digits.min(confidence);
        } else {
            let stays = page.wide_digits && matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
            after.push(if page.folded && !stays { fold_width(c) } else { c });
        }
    }
    let region = span(text, observed, &units[first]).start..span(text, observed, &units[last]).end;
    annotations.retain(|a| a.start >= region.end || a.end <= region.start);
    let tag = tag::rest_of_tag(&text[region.end..])
        .filter(|_| units[last].c.is_none())
        .map(|length| region.end..region.end + length);
    Some(Repair {
        span: region,
        after,
        annotations,
        tag,
        margin: 0.0,
        price: 0.0,
        evidence: Evidence::alone(1, 0.0, 0.0, 0),
        rival: None,
        digits,
    })
}

/// What became of a repair.
enum Outcome {
    Edited,
    Reported,
    Dropped,
}

impl Repair {
    /// The margin it takes on this page.
    fn needed(&self, page: &Page) -> f32 {
        if page.verdict == Verdict::Hijacked {
            return MARGIN_HIJACKED;
        }
        let elsewhere = MARGIN_ELSEWHERE.max(MARGIN_EACH * self.after.chars().count() as f32);
        (elsewhere - EVIDENCE_SHARE * page.score.max(0.0)).max(MARGIN_HIJACKED)
    }

    fn is_sure(&self, page: &Page) -> bool {
        self.margin >= self.needed(page)
            && self.certainty() >= LIKELY
            && self.digits >= digit::LEAST
            && self.price <= PLAUSIBLE_NATS
    }

    /// How likely it is right, what was swallowed before numbers apart.
    fn certainty(&self) -> f32 {
        certainty::of(&self.evidence)
    }

    /// Why it is only reported.
    fn doubt(&self) -> String {
        let rival = self.rival.as_deref().unwrap_or("what stands there");
        format!("may read {:?}, but {rival:?} is nearly as likely", self.after)
    }

    /// Puts it among the proposals: as edits if it is sure, else as a finding. Says which.
    fn propose(self, text: &str, page: &Page, proposals: &mut Proposals) -> Outcome {
        let confidence =
            self.certainty().min(edit::confidence(self.margin - self.needed(page))) * self.digits;
        if !self.is_sure(page) {
            if self.margin >= REPORTED_SHARE * self.needed(page) && self.price <= PLAUSIBLE_NATS {
                let reason = self.doubt().into();
                proposals.findings.push(Finding {
                    span: self.span,
                    rule: &rule::BYTE_SHIFT,
                    confidence,
                    reason,
                });
                return Outcome::Reported;
            }
            return Outcome::Dropped;
        }
        let reason = if self.digits < 1.0 {
            "read one byte late after a byte was lost; what it swallowed before the number is the most likely, not sure"
        } else {
            "read one byte late after a byte was lost"
        };
        let mut push = |span: Range<usize>, after: &str, rule, reason: &'static str| {
            proposals.edits.push(Edit {
                before: text[span.clone()].into(),
                span,
                after: after.into(),
                rule,
                confidence,
                reason: reason.into(),
            });
        };
        for annotation in self.annotations {
            push(
                annotation,
                "",
                &rule::INJECTED_ANNOTATION,
                "a reading that a hijacked mirror put after the character",
            );
        }
        if let Some(tag) = self.tag {
            push(tag, "", &rule::CUT_TAG, "the rest of a tag whose < was swallowed by a lost byte");
        }
        push(self.span, &self.after, &rule::BYTE_SHIFT, reason);
        Outcome::Edited
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_stretch_is_longer_than_memory_bears() {
        let text = "??平ㄔO(shè)".repeat(5_000);
        let all: Vec<_> = windows(&text).collect();
        assert!(all.len() > 10, "{all:?}");
        assert!(all.iter().all(|window| text[window.clone()].chars().count() < 3 * LONG), "{all:?}");
    }
}
