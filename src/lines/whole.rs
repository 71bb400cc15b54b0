//! Whole lines: which are looked at, and what becomes of them.

use super::blocks;
use super::chars::{Class, look};
use super::closer::Closer;
use super::features::{FEW, Features, NAMES, Place, Surroundings, features, has_compound, is_advert, leads};
use super::lexicon::{Evidence, Lexicon, Topic};
use super::look::{Look, counts};
use super::phrasing::Phrasing;
use super::pieces::pieces;
use super::prose;
use super::table::Line;
use super::weights::Weights;
use std::collections::HashMap;

/// Lines with text at either end of a page that are looked at even if they hold no stem.
const EDGE: usize = 3;
/// A line shorter than this, in bytes, is nobody's advertisement.
const BYTES_LEAST: usize = 10;
/// A line longer than this, in bytes, is a page without line ends.
const BYTES_MOST: usize = 6_000;
/// A line needs this many separators to be a row.
const SEPARATORS_LEAST: usize = 2;
/// Where less than this many letters (in Han characters) stay, the page is what it is.
const REST_LEAST: u32 = 12;
/// The same where less than this share stays: a page that is itself of that kind is not an injected one.
const REST_SHARE: f32 = 0.05;
/// Wares of at least this weight are reason to look at a line, if they are a good part of it.
pub(super) const WARES_LEAST: f32 = 0.55;
const BYTES_TO_A_WARE: f32 = 90.0;
/// So many baits in a row at the edge are, too.
const BAITS_LEAST: u32 = 2;
/// Keywords on so much of a line make it support the lines beside it.
const SUPPORTS: f32 = 0.4;

/// A line that was looked at.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// Its number among the lines.
    pub(crate) number: usize,
    pub(crate) features: Features,
    /// Its size in Han characters.
    pub(crate) letters: u32,
    /// In nats.
    pub(crate) score: f32,
}

/// A page that was looked at.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub(crate) judged: Vec<Judged>,
    /// The lines that were judged, and the others, with their numbers.
    pub(crate) candidates: Vec<(usize, Look)>,
    pub(crate) own: Vec<(usize, Look)>,
    /// What the lines say that are plainly the page's own.
    pub(crate) surroundings: Surroundings<'a>,
}

/// By so many nats what sentences begin with reads like a keyword: fillers are made around one.
const LEAD_LEAST: f32 = 6.0;

/// Whether any line of a text is worth looking at. Allocates nothing but for lines that are promising.
pub(crate) fn may_have<'t>(text: &'t str, lexicon: &Lexicon, closer: &mut Closer<'t>) -> bool {
    let bytes = text.as_bytes();
    let bottom = bottom(bytes);
    let mut leads = Leads::default();
    let mut filled = 0;
    let mut start = 0;
    loop {
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        let line = text[start..end].trim_ascii();
        if !line.is_empty() {
            filled += 1;
            let edge = filled <= EDGE || start >= bottom;
            if is_promising(line, edge, closer, lexicon) && closer.finds(line)
                || lead(line, lexicon).is_some_and(|lead| {
                    leads.finds(lead, lexicon)
                        || !may_be_row(line) && reads(lead, lexicon, LEAD_LEAST) && closer.finds(line)
                })
            {
                return true;
            }
        }
        if end == bytes.len() {
            return blocks::ends_in_links(text, lexicon);
        }
        start = end + 1;
    }
}

/// Whether a line alone is reason to look at its page: it is no sentence and speaks of wares, or it is a row at
/// the edge that baits or is written in the other variant.
fn is_promising(line: &str, edge: bool, closer: &mut Closer<'_>, lexicon: &Lexicon) -> bool {
    /// By so many nats a line reads like keywords. Calibrated on headings, titles and lists of honest pages.
    const NATS_LEAST: f32 = 10.0;
    if !may_be_row(line) {
        return has_tail(line, lexicon) || has_number(line) && sells(lexicon.glance(line));
    }
    // Between the edges, a line of ASCII needs more than spaces to be a row.
    if !edge && line.is_ascii() && strong_separators(line) < SEPARATORS_LEAST {
        return false;
    }
    let evidence = lexicon.glance(line);
    let wares = evidence.wares >= WARES_LEAST && line.len() as f32 <= evidence.wares * BYTES_TO_A_WARE;
    let row = || separators(line) >= SEPARATORS_LEAST;
    wares
        || edge
            && row()
            && (evidence.baits >= BAITS_LEAST || !line.is_ascii() && is_other_variant(line, closer.page()))
        || (evidence.baits > 0 || evidence.wares > 0.0) && reads(line, lexicon, NATS_LEAST)
}

/// Whether a stretch of a line that holds a stem reads like keywords by so many nats, whoever listed it.
pub(super) fn reads(line: &str, lexicon: &Lexicon, nats: f32) -> bool {
    /// From so many nats on, what it takes can be seen at a glance.
    const MANY: f32 = 10.0;
    /// Characters that are looked at: all of a title or a label, the beginning of a row.
    const MOST: usize = 120;
    let mut letters = ['\0'; MOST];
    let mut count = 0;
    for c in line.chars().take(MOST) {
        letters[count] = look(c).0;
        count += 1;
    }
    let (phrasing, letters) = (lexicon.phrasing(), &letters[..count]);
    (nats < MANY || phrasing.may_read(letters)) && phrasing.stretch(letters).1 >= nats
}

/// Whether a line may hold a number to call, in plain digits or odd ones. All that is done is to look at every third
/// byte.
fn has_number(line: &str) -> bool {
    const STRIDE: usize = 3;
    /// Digits of a number, at least; shorter ones are years.
    const DIGITS: usize = 6;
    let bytes = line.as_bytes();
    let digits = |mut at: usize| {
        let mut found = 0;
        loop {
            match &bytes[at.min(bytes.len())..] {
                [b'0'..=b'9', ..] => at += 1,
                // Enclosed and full-width ones.
                [0xE2, 0x91 | 0x93, _, ..] | [0xEF, 0xBC, 0x90..=0x99, ..] => at += 3,
                _ => return found,
            }
            found += 1;
        }
    };
    (0..bytes.len()).step_by(STRIDE).any(|at| bytes[at].is_ascii_digit() && digits(at) >= DIGITS)
}

/// Whether what stems say at a glance is enough beside a number to call.
fn sells(evidence: Evidence) -> bool {
    evidence.wares >= WARES_LEAST || evidence.baits >= BAITS_LEAST
}

/// Whether a line of prose that does not end like prose ends in keywords.
fn has_tail(line: &str, lexicon: &Lexicon) -> bool {
    /// Bytes of the end of a line that are looked at.
    const TAIL: usize = 60;
    let open = line.as_bytes().last().is_some_and(|b| *b >= 0x80) && !line.ends_with(FULL_STOPS);
    let tail = || &line[line.floor_char_boundary(line.len().saturating_sub(TAIL))..];
    open && line.len() > PROSE && lexicon.glance(tail()).wares >= WARES_LEAST
}

/// What a line begins with, or has behind a label, if there is a ware in it, or several baits.
fn lead<'t>(line: &'t str, lexicon: &Lexicon) -> Option<&'t str> {
    /// Bytes of a keyword, and of a label with it.
    const LEAD: usize = 48;
    const LABELLED: usize = 72;
    let is_end = |c: char| matches!(c, '，' | ',' | '：' | ':' | ' ' | '·');
    let head = &line[..line.floor_char_boundary(LABELLED)];
    head.split(is_end).take(2).find(|piece| {
        piece.len() <= LEAD && (BYTES_LEAST..head.len()).contains(&piece.len()) && {
            let evidence = lexicon.glance(piece);
            evidence.wares > 0.0 || evidence.baits >= BAITS_LEAST
        }
    })
}

/// Lines that begin alike with what reads a little like a keyword.
#[derive(Default)]
struct Leads<'t> {
    seen: [&'t str; LEADS],
    times: [u32; LEADS],
    next: usize,
}

/// Beginnings that are remembered.
const LEADS: usize = 4;

impl<'t> Leads<'t> {
    /// So many lines have one.
    const LINES: u32 = 3;
    /// By so many nats they read like keywords.
    const NATS_LEAST: f32 = 3.0;

    /// Whether a line that begins with this makes enough of them.
    fn finds(&mut self, lead: &'t str, lexicon: &Lexicon) -> bool {
        if !reads(lead, lexicon, Self::NATS_LEAST) {
            return false;
        }
        let at = self.seen.iter().position(|seen| *seen == lead).unwrap_or_else(|| {
            self.next = (self.next + 1) % LEADS;
            (self.seen[self.next], self.times[self.next]) = (lead, 0);
            self.next
        });
        self.times[at] += 1;
        self.times[at] >= Self::LINES
    }
}

/// Whether a line is Simplified and the page Traditional.
fn is_other_variant(line: &str, page: &Surroundings<'_>) -> bool {
    if !page.is_traditional() {
        return false;
    }
    let counts = counts(line);
    counts[Class::Simplified as usize] >= FEW && counts[Class::Traditional as usize] == 0
}

/// The middle of a text, which shows what it is written in.
pub(crate) fn middle(text: &str) -> &str {
    const SAMPLE: usize = 1_500;
    let from = text.floor_char_boundary((text.len() / 2).saturating_sub(SAMPLE / 2));
    &text[from..text.floor_char_boundary((from + SAMPLE).min(text.len()))]
}

/// Where the last few lines with text begin.
fn bottom(bytes: &[u8]) -> usize {
    let mut end = bytes.len();
    for _ in 0..EDGE {
        end = bytes[..end].trim_ascii_end().len();
        end = memchr::memrchr(b'\n', &bytes[..end]).map_or(0, |at| at + 1);
    }
    end
}

/// Whether a line has the length of one and does not end like a sentence.
fn may_be_row(line: &str) -> bool {
    (BYTES_LEAST..=BYTES_MOST).contains(&line.len()) && !ends_like_a_sentence(line)
}

/// Whether a line of a page worth looking at is scored: it holds a stem, or is a row.
pub(crate) fn is_candidate(line: &str, look: &Look, phrasing: &Phrasing) -> bool {
    if is_prose(line) {
        let clause = || pieces(look, None).iter().any(|piece| piece.keyword.is_some());
        return line.len() <= BYTES_MOST
            && (is_advert(look) || has_compound(look) || clause() || leads(look, phrasing));
    }
    may_be_row(line)
        && (look.hits.iter().any(|h| h.topic != Topic::Honest) || separators(line) >= SEPARATORS_LEAST)
}

/// Whether a line is sentences.
pub(crate) fn is_prose(line: &str) -> bool {
    ends_like_a_sentence(line) || line.len() > PROSE && (line.contains(['！', '？']) || is_summary(line))
}

/// Whether a line is labelled as a summary.
fn is_summary(line: &str) -> bool {
    /// Bytes of the label.
    const LABEL: usize = 24;
    let head = &line[..line.floor_char_boundary(LABEL)];
    prose::SUMMARIES
        .iter()
        .any(|name| head.contains(&format!("{name}：")) || head.contains(&format!("{name}:")))
}

/// What lines end in that are no rows.
const FULL_STOPS: [char; 12] = ['。', '！', '”', '；', '.', '：', '」', '…', ':', ';', '{', '}'];

/// Whether a line ends like a sentence or holds one.
fn ends_like_a_sentence(line: &str) -> bool {
    line.ends_with(FULL_STOPS) || line.len() > PROSE && !line.is_ascii() && line.contains('。')
}

/// A line longer than this, in bytes, that holds a full stop is prose.
const PROSE: usize = 60;

fn strong_separators(line: &str) -> usize {
    let joined = line.bytes().filter(|b| matches!(b, b'_' | b',' | b'|' | b';' | b'/')).count();
    if joined >= SEPARATORS_LEAST {
        joined
    } else {
        let bytes = line.as_bytes();
        let alone = |at: &usize| *at > 0 && bytes[at - 1] == b' ' && bytes.get(at + 1) == Some(&b' ');
        joined + memchr::memchr2_iter(b'I', b'-', bytes).filter(alone).count()
    }
}

fn separators(line: &str) -> usize {
    let joined = |b: &u8| matches!(b, b'_' | b',' | b'|' | b'-' | b' ' | b'/' | b';');
    let narrow = line.bytes().filter(joined).count();
    if narrow >= SEPARATORS_LEAST || line.is_ascii() {
        return narrow;
    }
    line.matches(['，', '、', '｜', '·', '\u{3000}', '–', '•']).count()
}

/// Looks at the lines of a text. What is not looked at is the page's own.
pub(crate) fn judge<'a>(
    text: &str,
    lines: &[Line],
    lexicon: &'a Lexicon,
    weights: &Weights,
    hijacked: bool,
) -> Page<'a> {
    let filled: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].blank).collect();
    let of = |i: usize| text[lines[i].text.clone()].trim();
    let mut surroundings = Surroundings::new(hijacked, lexicon.phrasing());
    let mut looks: Vec<(usize, Look)> = Vec::new();
    let mut own = Vec::new();
    let scanned: Vec<Look> = filled.iter().map(|number| Look::at(of(*number), lexicon)).collect();
    let links =
        blocks::links(&filled.iter().map(|number| of(*number)).collect::<Vec<_>>(), &scanned, lexicon);
    for ((place, number), look) in filled.iter().enumerate().zip(scanned) {
        if place >= links || is_candidate(of(*number), &look, lexicon.phrasing()) {
            // Sentences tell what the page is about, but those that sell.
            if is_prose(of(*number)) && !is_advert(&look) {
                surroundings.hear(&look);
            }
            looks.push((place, look));
        } else {
            surroundings.hear(&look);
            surroundings.add(&look);
            if is_prose(of(*number)) {
                surroundings.price(&look);
            }
            own.push((*number, look));
        }
    }
    surroundings.cohere(own.iter().filter(|(number, _)| is_prose(of(*number))).map(|(_, look)| look));
    let prose = |at: usize| is_prose(of(filled[at]));
    let score = |look: &Look, place: Place, page: &Surroundings<'_>| {
        let features = features(look, page, place);
        (weights.score(&features), features)
    };
    // What is plainly the page's own says what the page is like, too.
    for (place, look) in &looks {
        let alone = Place { prose: prose(*place), ..Place::default() };
        if score(look, alone, &surroundings).0 < weights.doubtful {
            surroundings.add(look);
            if !prose(*place) || is_advert(look) {
                surroundings.hear(look);
            }
        }
    }
    let strong: Vec<bool> = looks
        .iter()
        .map(|(place, look)| {
            let f = score(look, Place { prose: prose(*place), ..Place::default() }, &surroundings).1;
            f[KEYWORDS] >= SUPPORTS && f[BELONGING] < SUPPORTS
        })
        .collect();
    // The first and the last place of each line.
    let mut same: HashMap<&[char], (usize, usize)> = HashMap::new();
    for (place, look) in &looks {
        same.entry(&look.letters).or_insert((*place, *place)).1 = *place;
    }
    let mut judged = Vec::new();
    for (i, (place, look)) in looks.iter().enumerate() {
        let is_beside = |j: usize| strong[j] && looks[j].0.abs_diff(*place) == 1;
        let near = [i.checked_sub(1), Some(i + 1).filter(|j| *j < looks.len())];
        let beside = near.into_iter().flatten().filter(|j| is_beside(*j)).count();
        let mirrored = same
            .get(&*look.letters)
            .is_some_and(|(first, last)| place.abs_diff(*first) > 1 || last.abs_diff(*place) > 1);
        let at = Place { beside: beside as f32 / 2.0, mirrored, prose: prose(*place) };
        let (score, features) = score(look, at, &surroundings);
        judged.push(Judged { number: filled[*place], features, letters: look.size(), score });
    }
    let candidates = looks.into_iter().map(|(place, look)| (filled[place], look)).collect();
    Page { judged, candidates, own, surroundings }
}

/// Whether a line says enough to be taken: a few letters without separators are a label as well, unless lines
/// beside it or like it say the same.
pub(crate) fn tells_enough(judged: &Judged, weights: &Weights) -> bool {
    let f = &judged.features;
    // A row on one side of a label is somebody else's; a block has more.
    let single = f[SINGLE_PHRASE] > 0.0 && f[ELSEWHERE] == 0.0 && f[BESIDE] < 1.0 && f[CONTACTS] == 0.0;
    let ahead = judged.score - weights.injected;
    // What lines beside it begin with, too, is the keyword, not the line.
    if f[SINGLE_PHRASE] > 0.0 && (f[BESIDE] > 0.0 || f[ELSEWHERE] > 0.0) && f[MADE] < MADE_LEAST {
        return false;
    }
    !single
        || judged.letters >= LETTERS_LEAST && ahead >= SINGLE_NATS
        || judged.letters >= FEW_LETTERS && ahead >= FEW_NATS
}

/// So much of a single phrase is keywords where lines beside it make sure of it.
const MADE_LEAST: f32 = 0.5;
/// A shorter phrase says enough where the score is this much higher.
const FEW_LETTERS: u32 = 6;
const FEW_NATS: f32 = 3.0;

/// Of a single phrase the score is so much higher, in nats: a sentence without its mark can be made of two keywords.
const SINGLE_NATS: f32 = 1.5;

/// Whether a line is sentences.
pub(crate) fn is_sentences(judged: &Judged) -> bool {
    judged.features[IN_PROSE] > 0.0
}

/// Whether a line is a row of phrases.
pub(crate) fn is_row(judged: &Judged) -> bool {
    judged.features[ROW] > 0.0
}

/// Whether a line is one keyword, put together from several.
pub(crate) fn is_label(judged: &Judged) -> bool {
    let f = &judged.features;
    (f[COMPOUND] > 0.5 || f[READS] > 0.5) && f[SINGLE_PHRASE] > 0.0
}

/// Letters (in Han characters) of a single phrase that say enough. Labels of forms and buttons have less.
const LETTERS_LEAST: u32 = 10;

/// Places of features that are looked at one by one.
const ROW: usize = place("row of phrases");
const KEYWORDS: usize = place("keywords");
pub(super) const BELONGING: usize = place("shared with the page");
const ELSEWHERE: usize = place("the same line elsewhere");
pub(super) const BESIDE: usize = place("keyword lines beside it");
const SINGLE_PHRASE: usize = place("single phrase");
const CONTACTS: usize = place("contacts");
const MADE: usize = place("made of keywords");
const COMPOUND: usize = place("phrases of several keywords");
pub(super) const STRONGEST: usize = place("strongest keyword");
pub(super) const IN_PROSE: usize = place("prose");
const READS: usize = place("reads like keywords");
pub(super) const HONEST: usize = place("words of honest lists");

/// The place of a feature, by name.
const fn place(name: &str) -> usize {
    let mut place = 0;
    while !same(NAMES[place].as_bytes(), name.as_bytes()) {
        place += 1;
    }
    place
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// Whether enough stays of a page when these lines go.
pub(crate) fn leaves_a_page(text: &str, lines: &[Line], doomed: &[usize]) -> bool {
    let letters = |line: &Line| {
        let line = &text[line.text.clone()];
        line.chars().filter(|c| c.is_alphanumeric()).map(|c| if c.is_ascii() { 1 } else { 3 }).sum::<u32>()
            / 3
    };
    let all: u32 = lines.iter().map(letters).sum();
    let gone: u32 = doomed.iter().map(|i| letters(&lines[*i])).sum();
    let rest = all - gone;
    rest >= REST_LEAST && rest as f32 >= REST_SHARE * all as f32
}
