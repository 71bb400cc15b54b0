#![doc = include_str!("parts.md")]

use super::chars::{CLASSES, Class};
use super::features::{Surroundings, about, tells_topic};
use super::lexicon::{Hit, Topic};
use super::look::{Look, units};
use super::phrasing::Phrasing;
use super::pieces::{LONG, Piece, UNLISTED, WARES_LEAST, is_alone, pieces, sells};
use super::{front, join, removal};
use crate::cleaner::Proposals;
use crate::edit::{self, Finding};
use crate::rule;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// From this score on a run is injected, from the other on doubtful. Hand-set: the parts of the score below are
/// few, each is worth about a nat, and no one of them suffices.
const INJECTED: f32 = 2.5;
const DOUBTFUL: f32 = 1.5;
/// From these gains of the model on, in nats, the text goes on across a run. Calibrated on keywords put into
/// articles, against the same keywords in sentences that speak of them.
const JOINS: f32 = 1.0;
const JOINS_WELL: f32 = 3.0;
/// From this gain on, in nats, what stands before and behind a run is one word.
pub(crate) const IN_WORD: f32 = 5.0;
/// A line with at least this share of wares is a line of keywords or nothing.
const LINE_SHARE: f32 = 0.8;
/// A title has a piece of at least this size, in Han characters; shorter ones are items of a list.
const TITLE_LEAST: u32 = 6;
/// Characters of what goes with keywords beside a title, and by how many nats it reads like them.
const ALIKE: std::ops::RangeInclusive<usize> = 3..=12;
const ALIKE_NATS: f32 = 2.0;
/// A title is shorter than this, in characters.
const TITLE_MOST: usize = 120;

/// What it costs a phrase at either end of a line that it is a keyword by how it reads alone, in nats: labels and names
/// of sites read like that, too.
const ALONE: f32 = -0.5;
/// What the page may add, in nats: the same keywords stand elsewhere; nothing else speaks of them.
const REPEATED: f32 = 0.5;
const SPOKEN_OF_NOWHERE: f32 = 0.5;

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

/// A line that stays.
pub(crate) struct Kept<'a> {
    /// The byte where it begins.
    pub(crate) start: usize,
    pub(crate) look: &'a Look,
    /// It may be injected as a whole: only what is plainly a part of it is looked for.
    pub(crate) doubtful: bool,
}

/// Whether a line may hold what was put into it, on a page that says nothing against it.
pub(crate) fn may_hold(look: &Look, page: &Surroundings<'_>) -> bool {
    let runs = runs(0, &Kept { start: 0, look, doubtful: false }, page);
    runs.iter().any(|run| {
        run.reasons.iter().map(|(_, part)| part).sum::<f32>() + REPEATED + SPOKEN_OF_NOWHERE >= DOUBTFUL
    })
}

/// Proposes to remove keywords that were put inside lines.
pub(crate) fn propose(text: &str, lines: &[Kept<'_>], page: &Surroundings<'_>, proposals: &mut Proposals) {
    let phrasing = page.phrasing();
    let mut runs: Vec<Run> = lines.iter().enumerate().flat_map(|(i, kept)| runs(i, kept, page)).collect();
    for prefix in prefixes(lines, phrasing) {
        runs.retain(|run| run.line != prefix.line || run.span.start >= prefix.span.end);
        runs.push(prefix);
    }
    let mut times: HashMap<Vec<char>, usize> = HashMap::new();
    for run in &runs {
        *times.entry(run.letters(lines)).or_default() += 1;
    }
    let topics = topics(lines, &runs);
    let size = lines.iter().map(|kept| kept.look.size()).sum();
    for run in &mut runs {
        let same = times[&run.letters(lines)];
        if same > 1 {
            run.reasons.push(("the same keywords elsewhere", REPEATED));
        }
        let look = lines[run.line].look;
        let own = units(&look.letters[run.span.clone()], &look.classes[run.span.clone()]).0;
        let shared = own.iter().filter(|unit| page.lines_with(**unit) > same).count();
        if !own.is_empty() && shared * 4 <= own.len() {
            run.reasons.push(("nothing else on the page speaks of it", SPOKEN_OF_NOWHERE));
        }
        let about = about(topics[run.topic as usize], size);
        if about > 0.0 {
            run.reasons.push(("the page is about it", -3.0 * about));
        }
    }
    for run in runs {
        tell(text, lines, run, proposals);
    }
}

fn tell(text: &str, lines: &[Kept<'_>], run: Run, proposals: &mut Proposals) {
    let score: f32 = run.reasons.iter().map(|(_, part)| part).sum();
    let least = if lines[run.line].doubtful { INJECTED } else { DOUBTFUL };
    if score < least {
        return;
    }
    let span = bytes(text, lines[run.line].start, &run.span);
    let told: Vec<String> = run.reasons.iter().map(|(name, part)| format!("{name} {part:+.1}")).collect();
    let reason = format!("keywords put into a line ({})", told.join(", "));
    let confidence = edit::confidence(2.0 * (score - (INJECTED + DOUBTFUL) / 2.0));
    if score >= INJECTED {
        proposals.edits.push(removal(text, span, &rule::INJECTED_KEYWORDS, confidence, reason));
    } else {
        let reason = reason.into();
        proposals.findings.push(Finding { span, rule: &rule::INJECTED_KEYWORDS, confidence, reason });
    }
}

impl Run {
    /// Its letters without marks, so that copies of it are alike wherever they stand.
    fn letters(&self, lines: &[Kept<'_>]) -> Vec<char> {
        let look = lines[self.line].look;
        self.span.clone().filter(|i| look.classes[*i].is_letter()).map(|i| look.letters[i]).collect()
    }
}

/// What the page speaks of outside the runs, by topic: the weights of its stems, each stem once.
fn topics(lines: &[Kept<'_>], runs: &[Run]) -> [f32; Topic::ALL.len()] {
    let mut topics = [0.0; Topic::ALL.len()];
    let mut seen = HashSet::new();
    for (line, kept) in lines.iter().enumerate() {
        for hit in kept.look.hits.iter().filter(|h| tells_topic(h)) {
            let inside = |run: &&Run| run.line == line && run.span.contains(&hit.start);
            if !runs.iter().any(|run| inside(&run)) && seen.insert(&kept.look.letters[hit.start..hit.end]) {
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

/// What was put into a line, perhaps: into its title, among its items, into its sentences.
fn runs(line: usize, kept: &Kept<'_>, page: &Surroundings<'_>) -> Vec<Run> {
    let look = kept.look;
    if !look.hits.iter().any(|hit| hit.topic != Topic::Honest) {
        return Vec::new();
    }
    let pieces = pieces(look, Some(page.phrasing()));
    if let Some((span, topic)) = front::row(look, &pieces, page.phrasing()) {
        return vec![Run {
            line,
            span,
            topic,
            reasons: vec![("keywords", 2.0), ("a row beside a text", 1.5)],
        }];
    }
    let mut runs = items(line, look, &pieces);
    if runs.is_empty() {
        runs = ends(line, look, &pieces, page);
    }
    if !kept.doubtful {
        let found: Vec<Range<usize>> = runs.iter().map(|run| run.span.clone()).collect();
        let clear =
            |run: &Run| found.iter().all(|span| run.span.end <= span.start || span.end <= run.span.start);
        runs.extend(sentences(line, look, page.phrasing()).into_iter().filter(clear));
    }
    runs
}

/// Keywords that several lines begin with, each in front of what is its own.
fn prefixes(lines: &[Kept<'_>], phrasing: &Phrasing) -> Vec<Run> {
    /// Lines that begin alike, and with how many characters.
    const LINES_LEAST: usize = 3;
    const LETTERS: std::ops::RangeInclusive<usize> = 4..=20;
    /// By so many nats they are better explained as keywords, and so many for each Han character; and where a stem of
    /// wares is among them.
    const READS: (f32, f32) = (8.0, 1.2);
    const READS_LISTED: (f32, f32) = (5.0, 0.8);
    let mut order: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].doubtful).collect();
    order.sort_by(|a, b| lines[*a].look.letters.cmp(&lines[*b].look.letters));
    let common = |a: usize, b: usize| {
        let (a, b) = (&lines[a].look.letters, &lines[b].look.letters);
        a.iter().zip(b).take_while(|(a, b)| a == b).count()
    };
    let mut runs = Vec::new();
    let mut from = 0;
    while from < order.len() {
        let mut to = from + 1;
        let mut length = usize::MAX;
        while to < order.len() && common(order[from], order[to]) >= *LETTERS.start() {
            length = length.min(common(order[from], order[to]));
            to += 1;
        }
        let group = &order[from..to];
        from = to;
        if group.len() < LINES_LEAST || !LETTERS.contains(&length) {
            continue;
        }
        let look = lines[group[0]].look;
        // What separates the keywords from what follows is alike, too.
        let end = (0..length).rev().find(|i| look.classes[*i].is_letter()).map_or(0, |i| i + 1);
        let other = |class: &Class| class.is_letter() && !class.is_han() && *class != Class::Latin;
        if look.classes[..end].iter().any(other) {
            continue;
        }
        let han = look.classes[..end].iter().filter(|class| class.is_han()).count();
        let (reads, topic) = phrasing.gain(&look.letters[..end]);
        let sells = matches!(topic, Topic::Adult | Topic::Gambling | Topic::Grey);
        let listed = look.hits.iter().any(|hit| hit.end <= end && super::pieces::sells(hit));
        let (least, each) = if listed { READS_LISTED } else { READS };
        if !sells || reads < least || reads < each * han as f32 {
            continue;
        }
        for line in group.iter().copied().filter(|line| lines[*line].look.letters.len() > length) {
            let reasons = vec![("keywords", 1.0), ("before several lines", 1.5)];
            runs.push(Run { line, span: 0..length, topic, reasons });
        }
    }
    runs
}

/// Whether keywords stand before or behind a title that speaks the page's words, or a text.
pub(crate) fn has_own_text(look: &Look, page: &Surroundings<'_>) -> bool {
    /// Letters of a title, and the share of its units that the rest of the page has.
    const LETTERS_LEAST: usize = 6;
    const SHARE_LEAST: f32 = 0.4;
    let pieces = pieces(look, Some(page.phrasing()));
    if front::row(look, &pieces, page.phrasing()).is_some() {
        return true;
    }
    let kept: Vec<usize> = title(&pieces).flat_map(|piece| piece.span.clone()).collect();
    let (Some(from), Some(to)) = (kept.first(), kept.last()) else { return false };
    let own = units(&look.letters[*from..=*to], &look.classes[*from..=*to]).0;
    let shared = own.iter().filter(|unit| page.lines_with(**unit) > 0).count();
    kept.len() >= LETTERS_LEAST
        && !ends(0, look, &pieces, page).is_empty()
        && shared as f32 >= SHARE_LEAST * own.len().max(1) as f32
}

/// The pieces that neither are keywords at the start nor at the end.
fn title(pieces: &[Piece]) -> impl Iterator<Item = &Piece> {
    let good = |piece: &&Piece| piece.keyword.is_some() || piece.bait;
    let tail = pieces.iter().rev().take_while(good).count();
    let head = pieces.iter().take_while(good).count().min(pieces.len() - tail);
    pieces[head..pieces.len() - tail].iter()
}

/// Keywords before or behind a title.
fn ends(line: usize, look: &Look, pieces: &[Piece], page: &Surroundings<'_>) -> Vec<Run> {
    let n = look.letters.len();
    let sentence =
        look.letters.last().is_some_and(|c| matches!(c, '。' | '!' | '?' | '.' | '；' | ';' | '！' | '？'));
    if pieces.len() < 2 || n > TITLE_MOST || sentence {
        return Vec::new();
    }
    // What stands among keywords, reads a little like them and is unknown to the page goes with them.
    let alike = |piece: &Piece| {
        let own = units(&look.letters[piece.span.clone()], &look.classes[piece.span.clone()]).0;
        ALIKE.contains(&piece.span.len())
            && page.share(&own) == 0.0
            && page.phrasing().gain(&look.letters[piece.span.clone()]).0 >= ALIKE_NATS
    };
    let good = |piece: &&Piece| piece.keyword.is_some() || piece.bait || alike(piece);
    let tail = pieces.iter().rev().take_while(good).count();
    let head = if tail == pieces.len() { 0 } else { pieces.iter().take_while(good).count() };
    let longest = pieces[head..pieces.len() - tail].iter().map(|piece| size(look, &piece.span)).max();
    if longest.is_none_or(|longest| longest < TITLE_LEAST) {
        return Vec::new();
    }
    let mut runs = Vec::new();
    for (group, behind) in [(&pieces[..head], false), (&pieces[pieces.len() - tail..], true)] {
        let Some((topic, _)) = group.iter().find_map(|piece| piece.keyword) else { continue };
        let worth: f32 = group.iter().filter_map(|piece| piece.keyword).map(|(_, worth)| worth).sum();
        let mut span = group[0].span.start..group[group.len() - 1].span.end;
        // The separators and brackets around go with the keywords.
        let (joint, reason) = if behind {
            let from = pieces[pieces.len() - tail - 1].span.end;
            // The mark that ends the title is the title's.
            let marks = look.letters[from..span.start]
                .iter()
                .take_while(|c| matches!(c, '?' | '!' | '。' | '”' | '」' | '》' | '…' | ')'))
                .count();
            let from = from + marks;
            let joint = from..span.start;
            span = from..n;
            (joint, "after the title")
        } else {
            let to = pieces[head].span.start;
            let joint = span.end..to;
            span = 0..to;
            (joint, "before the title")
        };
        let joint: Vec<char> = look.letters[joint].to_vec();
        let quoted = joint
            .iter()
            .any(|c| matches!(c, '“' | '”' | '《' | '》' | '「' | '」' | '"' | '(' | ')' | '（' | '）'));
        let listed = joint.iter().any(|c| matches!(c, ',' | '，' | '、' | ';' | '；' | '/'));
        if quoted || listed {
            continue;
        }
        let clear = joint.iter().any(|c| !matches!(c, ' ' | '·'));
        let mut reasons = vec![("keywords", worth.min(2.0)), (reason, if clear { 1.5 } else { 1.2 })];
        // One phrase that nobody listed may be the label of a line, or the name of a site.
        if let [alone] = group
            && alone.unlisted
        {
            reasons.push(("by how it reads alone", ALONE));
        }
        if behind && joint == [':'] {
            reasons.push(("what a label speaks of", -1.5));
        }
        runs.push(Run { line, span, topic, reasons });
    }
    runs
}

/// Letters of a span, in Han characters.
fn size(look: &Look, span: &Range<usize>) -> u32 {
    let mut counts = [0; CLASSES];
    look.classes[span.clone()].iter().for_each(|class| counts[*class as usize] += 1);
    super::features::size(&counts)
}

/// What fields of keywords are called, folded.
const FIELDS: [&str; 6] = ["关键词", "关键字", "标签", "tags", "tag", "keywords"];

/// Keywords among the items of a field or a list.
fn items(line: usize, look: &Look, pieces: &[Piece]) -> Vec<Run> {
    const ITEMS_LEAST: usize = 4;
    /// A list with a greater share of keywords speaks of them.
    const SHARE_MOST: f32 = 0.4;
    const LONGEST_LABEL: usize = 8;
    const LONGEST_ITEM: usize = 24;
    let label = look.letters.iter().take(LONGEST_LABEL).position(|c| *c == ':');
    let items: Vec<&Piece> =
        pieces.iter().filter(|piece| label.is_none_or(|at| piece.span.start > at)).collect();
    let between = |i: usize| &look.letters[items[i].span.end..items[i + 1].span.start];
    // Spaces alone separate the items of a field of keywords.
    let name: String = look.letters[..label.unwrap_or(0)].iter().collect();
    let field = FIELDS.iter().any(|field| name.ends_with(field));
    let joint = |letters: &[char]| {
        letters
            .iter()
            .find(|c| matches!(c, ',' | '，' | '、' | ';' | '；' | '|') || **c == ' ' && field)
            .copied()
    };
    let Some(separator) = (0..items.len().saturating_sub(1)).find_map(|i| joint(between(i))) else {
        return Vec::new();
    };
    let even = (0..items.len() - 1).filter(|i| between(*i).contains(&separator)).count();
    let keywords = items.iter().filter(|item| item.keyword.is_some()).count();
    // Items that read nearly like keywords: a list of films has 高清视频 among its own.
    let alike = |item: &&&Piece| {
        let hits =
            |h: &&Hit| h.topic != Topic::Honest && h.start >= item.span.start && h.end <= item.span.end;
        item.keyword.is_none() && look.hits.iter().any(|h| hits(&h))
    };
    let alike = items.iter().filter(alike).count();
    let sentence = look.letters.last().is_some_and(|c| matches!(c, '。' | '！' | '？'));
    let needed = if label.is_some() { ITEMS_LEAST - 1 } else { ITEMS_LEAST };
    if items.len() < needed
        || even + 1 < items.len().div_ceil(2)
        || (keywords + alike) as f32 > SHARE_MOST * items.len() as f32
        || sentence
        || items.iter().any(|item| item.span.len() > LONGEST_ITEM)
    {
        return Vec::new();
    }
    let mut runs = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let Some((topic, worth)) = item.keyword else { continue };
        // One separator goes with it.
        let span = match items.get(i + 1) {
            Some(next) => item.span.start..next.span.start,
            None => items[i - 1].span.end..item.span.end,
        };
        let mut reasons = vec![("keywords", worth), ("one of several items", 1.0)];
        if worth <= UNLISTED {
            reasons.push(("by how it reads alone", -0.2));
        }
        if field {
            reasons.push(("in a field", 0.5));
        }
        runs.push(Run { line, span, topic, reasons });
    }
    runs
}

/// Keywords inside sentences: stems next to each other.
fn sentences(line: usize, look: &Look, phrasing: &Phrasing) -> Vec<Run> {
    let hits: Vec<&Hit> = look.hits.iter().filter(|h| h.topic != Topic::Honest).collect();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < hits.len() {
        let mut to = at + 1;
        while to < hits.len() && joined(look, hits[to - 1].end, hits[to].start) {
            to += 1;
        }
        let group = &hits[at..to];
        at = to;
        if let Some(run) = in_word(line, look, group[0].start..group[group.len() - 1].end, phrasing) {
            runs.push(run);
            continue;
        }
        let wares: Vec<&&Hit> = group.iter().filter(|h| sells(h)).collect();
        let rest = wares.iter().fold(1.0, |rest, h| rest * (1.0 - h.weight));
        let Some(first) = wares.first().filter(|_| 1.0 - rest >= WARES_LEAST) else { continue };
        let span = widen(look, group[0].start..group[group.len() - 1].end);
        // One stem alone is a word that anybody may use.
        let weight = match group.len() {
            1 if brand(look, &span, group[0]) => 1.0,
            1 if is_alone(group[0], &look.letters, &look.classes) => 0.5,
            1 => continue,
            2 if span.len() < LONG => continue,
            // The name of a house and what searches for it.
            2 if is_house(wares[0]) => 1.5,
            2 => 1.0,
            _ => 1.5,
        };
        if span.len() as f32 >= LINE_SHARE * look.letters.len() as f32 {
            continue;
        }
        let mut run = Run { line, span, topic: first.topic, reasons: vec![("keywords", weight)] };
        place(look, &mut run);
        runs.push(run);
    }
    runs
}

/// Stems that stand inside a word, with what belongs to them: the word goes on behind them.
fn in_word(line: usize, look: &Look, stems: Range<usize>, phrasing: &Phrasing) -> Option<Run> {
    /// Characters before and behind the stems that may belong to them.
    const MORE: usize = 8;
    /// What a removed character must cost in its place, in nats.
    const PRICE: f32 = 5.0;
    /// By so many nats the run reads like keywords; where the word is not beyond doubt, more is asked for.
    const READS: f32 = 6.0;
    const READS_UNSURE: f32 = 9.0;
    /// From this gain on the word is beyond doubt.
    const SURE: f32 = 8.0;
    let letters = &look.letters;
    let may = |i: usize| look.classes[i].is_letter() || look.classes[i].is_digit();
    let starts = (0..=MORE).map_while(|more| {
        let from = stems.start.checked_sub(more).filter(|from| *from > 0)?;
        (from..stems.start).all(may).then_some(from)
    });
    let ends = (0..=MORE).map_while(|more| {
        let to = stems.end + more;
        (to < letters.len() && (stems.end..to).all(may)).then_some(to)
    });
    let span = join::best(letters, starts, ends, PRICE)?;
    if !look.classes[span.start - 1].is_han() || !look.classes[span.end].is_han() {
        return None;
    }
    let gain = join::wedged(letters, &span, IN_WORD)?;
    let (reads, topic) = phrasing.gain(&letters[span.clone()]);
    if reads < if gain >= SURE { READS } else { READS_UNSURE } {
        return None;
    }
    let sure = if gain >= SURE { 2.5 } else { 2.0 };
    let reasons = vec![("keywords", 0.5), ("inside a word, which goes on behind them", sure)];
    Some(Run { line, span, topic, reasons })
}

/// Whether nothing but a dot stands between two stems, or a space between two of an alphabet.
fn joined(look: &Look, from: usize, to: usize) -> bool {
    match look.letters[from.min(to)..to] {
        [] | ['·'] => true,
        [' '] => look.classes[from - 1].is_alphabetic() && look.classes[to].is_alphabetic(),
        _ => false,
    }
}

/// The name of a betting house.
fn is_house(hit: &Hit) -> bool {
    hit.topic == Topic::Gambling && hit.weight >= 1.0
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

/// Weighs where a run stands in a sentence, and takes in the marks that belong to it.
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
    match (before, after) {
        (Some('。' | '!' | '?' | '！' | '？' | '.'), None) => {
            run.reasons.push(("after the last sentence", 2.0))
        }
        (None, Some(':')) => {
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
    const MORE: usize = 3;
    /// What a removed character must cost in its place, in nats: about what a character costs in running text.
    const PRICE: f32 = 5.5;
    let letters = &look.letters;
    if !look.classes[run.span.start.saturating_sub(1)].is_han() {
        return;
    }
    let may = |i: usize| look.classes[i].is_han();
    let start = run.span.start;
    let starts = (0..=MORE).map_while(|more| {
        let from = start.checked_sub(more)?;
        (from..start).all(may).then_some(from)
    });
    let end = run.span.end;
    let ends = (0..=MORE).map_while(|more| {
        let to = end + more;
        (to <= letters.len() && (end..to).all(may)).then_some(to)
    });
    if let Some(best) = join::best(letters, starts, ends, PRICE) {
        run.span = best;
    }
    let gain = join::gain(letters, &run.span);
    if gain >= JOINS_WELL {
        run.reasons.push(("the text goes on well across it", 1.5));
    } else if gain >= JOINS {
        run.reasons.push(("the text goes on across it", 0.5));
    } else if gain < -JOINS {
        run.reasons.push(("the text does not go on across it", -0.5));
    }
}
