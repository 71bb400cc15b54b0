//! From a text to its repairs: the stretches that may be damaged, the readings of each, the rounds.

use super::charset::Charset;
use super::evidence;
use super::hot;
use super::line;
use super::peel;
use super::price::{Memory, Prices};
use super::route::Route;
use super::search::{self, Piece, Reading, Trust};
use super::single;
use super::trigger;
use super::whole;
use crate::chars::is_han;
use std::ops::Range;

/// So many ASCII characters between two others make two stretches of them.
const GAP: usize = 12;
/// ASCII behind a stretch that may belong to it: a second byte, a space for byte A0.
const BEHIND: usize = 6;
/// Characters before a stretch that its prices depend on.
const BEFORE: usize = 12;
/// Longest stretch, in characters: longer ones end at the next ASCII character, or after so many.
const LONGEST: usize = 2000;
const LONGEST_DENSE: usize = 12_000;
/// Rounds of misreading that are undone. Six were seen on the web.
const ROUNDS: usize = 8;

/// The stretches of a text that are not plain ASCII, with some ASCII between and behind.
pub(super) fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let (mut start, mut end, mut length) = (None, 0, 0);
    let bytes = text.as_bytes();
    let mut close = |start: &mut Option<usize>, end: usize| {
        if let Some(start) = start.take() {
            let line = bytes[end..]
                .iter()
                .take(BEHIND)
                .take_while(|byte| byte.is_ascii() && **byte != b'\n')
                .count();
            stretches.push(start..end + line);
        }
    };
    for (at, c) in text.char_indices() {
        let is_long = length >= LONGEST && c.is_ascii() || length >= LONGEST_DENSE;
        if c == '\n' || start.is_some() && (at >= end + GAP || is_long) {
            close(&mut start, end);
        }
        if !c.is_ascii() {
            if start.is_none() {
                start = Some(at);
                length = 0;
            }
            end = at + c.len_utf8();
        }
        length += 1;
    }
    close(&mut start, end);
    // What stands behind one stretch may be the beginning of the next.
    for n in 1..stretches.len() {
        stretches[n - 1].end = stretches[n - 1].end.min(stretches[n].start);
    }
    stretches
}

/// What a stretch becomes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Repair {
    /// Bytes of the text.
    pub(super) span: Range<usize>,
    pub(super) text: String,
    /// By how much it is cheaper, in nats.
    pub(super) gain: f32,
    /// The last way back, and how many were gone.
    pub(super) route: &'static Route,
    pub(super) rounds: usize,
    /// Whether nothing was guessed that is not certain, and nothing of the damage is left. If not, it is reported and not made.
    pub(super) sure: bool,
    /// Whether every character that could have been read again was, the last time.
    pub(super) whole: bool,
}

/// What a route that explains other stretches is worth in one, in nats: so much of what it gains there, at most so much.
const ELSEWHERE: f32 = 0.2;
const ELSEWHERE_NATS: f32 = 6.0;
/// A route that gains so much in a document is proven there.
const PROVEN_NATS: f32 = 30.0;
/// What speaks against a byte that had to be guessed, where another way does without. Only for choosing, too.
const GUESS_NATS: f32 = 4.0;
/// What speaks for UTF-8 beside the text: that the bytes are valid, for each of them. Only for choosing.
const VALID_NATS: f32 = 0.6;

/// Guesses are made if fewer of them are wrong in a stretch than this, as far as prices tell.
const DOUBT: f32 = 0.1;
/// The same where two bytes made a character: what was lost there has more rivals than prices know of.
const WIDE_DOUBT: f32 = 0.05;

/// A reading that leaves nothing over and gains so much needs no rivals, in nats.
const CLEAR_NATS: f32 = 25.0;

/// Another way from a legacy encoding that is dearer by less, and makes something else of a text, leaves it in doubt, in
/// nats.
const RIVAL_NATS: f32 = 4.0;
/// The same of UTF-8, which hardly anything else is.
const UTF8_RIVAL_NATS: f32 = 0.7;

/// A stretch on its way back.
struct Stretch {
    span: Range<usize>,
    before: Memory,
    /// Whether it looks damaged by itself. If not, it is damaged only as others are.
    looks: bool,
    now: String,
    /// What was gained since the last state that is a repair.
    since: f32,
    gain: f32,
    doubt: f32,
    rounds: usize,
    repair: Option<Repair>,
    readings: Vec<(Reading, &'static Route)>,
    done: bool,
}

/// The repairs of a text, and places that look misread with no way back, where other rules would take characters for litter.
pub(super) fn repairs(prices: &Prices, text: &str) -> (Vec<Repair>, Vec<Range<usize>>) {
    let (spans, looks): (Vec<_>, Vec<_>) = hot::cut(text, stretches(text)).into_iter().unzip();
    if !looks.contains(&true) && !trigger::has_odd_letters(text, &spans) {
        return (Vec::new(), Vec::new());
    }
    let peeled = peel::lines(prices, text, &spans, &looks);
    let is_peeled = |span: &Range<usize>| {
        let place = peeled.partition_point(|repair| repair.span.end <= span.start);
        peeled.get(place).is_some_and(|repair| repair.span.start < span.end)
    };
    let single::Found { repairs: reread, doubtful } = single::read(text, &spans, is_peeled);
    let holds = |line: &Range<usize>, span: &Range<usize>| line.start <= span.start && span.start < line.end;
    let is_reread = |span: &Range<usize>| reread.iter().any(|repair| holds(&repair.span, span));
    let rest = spans.iter().zip(looks).filter(|(span, _)| !is_peeled(span) && !is_reread(span));
    let (looking, others): (Vec<_>, Vec<_>) = rest.partition(|(_, looks)| *looks);
    let new = |(span, looks): (&Range<usize>, bool)| Stretch::new(prices, text, span.clone(), looks);
    let mut all: Vec<Stretch> = looking.into_iter().map(new).collect();
    // What does not look damaged by itself is looked at if a route is proven.
    let mut others = Some(others);
    for _ in 0..ROUNDS {
        for stretch in all.iter_mut().filter(|stretch| !stretch.done && stretch.looks) {
            stretch.readings = readings(prices, stretch);
        }
        let mut totals: Vec<(&'static Route, f32)> = Vec::new();
        let found = all.iter().flat_map(|stretch| &stretch.readings);
        let found = found.map(|(reading, route)| (*route, reading.gain));
        for (route, gain) in found.chain(peeled.iter().map(|repair| (repair.route, repair.gain))) {
            match totals.iter_mut().find(|(other, _)| std::ptr::eq(*other, route)) {
                Some((_, total)) => *total += gain,
                None => totals.push((route, gain)),
            }
        }
        let is_proven = totals.iter().any(|(_, total)| *total >= PROVEN_NATS);
        if let Some(others) = others.take().filter(|_| is_proven) {
            all.extend(others.into_iter().map(new));
            all.sort_by_key(|stretch| stretch.span.start);
        }
        for stretch in all.iter_mut().filter(|stretch| !stretch.done) {
            stretch.advance(prices, &totals);
        }
        if all.iter().all(|stretch| stretch.done) {
            break;
        }
    }
    let is_unread = |stretch: &&Stretch| {
        let seen = &text[stretch.span.clone()];
        stretch.repair.is_none() && stretch.looks && evidence::is_misread_litter(prices, stretch.before, seen)
    };
    let mut unread: Vec<Range<usize>> =
        all.iter().filter(is_unread).map(|stretch| stretch.span.clone()).collect();
    let mut repairs: Vec<Repair> = all.into_iter().filter_map(|stretch| stretch.repair).collect();
    for repair in &mut repairs {
        let of_controls = repair.route.seen == Charset::Western
            && matches!(repair.route.written, Charset::Western | Charset::Macintosh);
        repair.sure &= !(of_controls && doubtful.iter().any(|line| holds(line, &repair.span)));
    }
    // Controls inside words are letters of an encoding that was not found.
    let has_letters = |line: &&Range<usize>| {
        has_controls_in_words(&text[line.start..line.end])
            && !repairs.iter().any(|repair| holds(line, &repair.span))
    };
    unread.extend(doubtful.iter().filter(has_letters).cloned());
    repairs.extend(peeled);
    repairs.extend(reread);
    repairs.sort_by_key(|repair| repair.span.start);
    line::settle(prices, text, &spans, &mut repairs);
    (repairs, unread)
}

fn readings(prices: &Prices, stretch: &Stretch) -> Vec<(Reading, &'static Route)> {
    let routes = evidence::candidates(prices, stretch.before, &stretch.now);
    let mut found = whole::readings(prices, stretch.before, &stretch.now, &routes);
    found.retain(|(reading, route)| route.makes_sense(reading));
    // A dot is a byte of its own, or a mark for a lost one.
    if found.iter().any(|(reading, _)| reading.gain >= CLEAR_NATS && !reading.odd_dots) {
        return found;
    }
    let searched = routes.into_iter().filter_map(|route| {
        let reading = stretch.search(prices, route, Trust::Unproven)?;
        route.makes_sense(&reading).then_some((reading, route))
    });
    found.extend(searched);
    found
}

impl Stretch {
    fn new(prices: &Prices, text: &str, span: Range<usize>, looks: bool) -> Self {
        let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let context = text[line..span.start].char_indices().rev().take(BEFORE).last();
        let context = &text[context.map_or(span.start, |(at, _)| line + at)..span.start];
        Self {
            before: prices.behind(context.chars()),
            looks,
            now: text[span.clone()].to_owned(),
            span,
            since: 0.0,
            gain: 0.0,
            doubt: 0.0,
            rounds: 0,
            repair: None,
            readings: Vec::new(),
            done: false,
        }
    }

    /// The best reading by a route. What cannot be told with lost bytes may go further without.
    fn search(&self, prices: &Prices, route: &Route, trust: Trust) -> Option<Reading> {
        let reading = search::search(prices, self.before, &self.now, route, trust)?;
        if reading.doubt <= DOUBT || !route.drops {
            return Some(reading);
        }
        search::search(prices, self.before, &self.now, route, Trust::Exact).or(Some(reading))
    }

    /// Whether some of the damage is left where two bytes made a character: what lost bytes and mixtures of readings
    /// leave behind.
    fn is_left(&self, prices: &Prices, route: &Route, reading: &Reading) -> bool {
        let whole = reading.covered == reading.coverable;
        let little = reading.covered * 2 < reading.coverable;
        if route.written == Charset::Western {
            return false;
        }
        if route.seen.is_single() && (route.written == Charset::Utf8 || route.written.is_single()) {
            // What nothing was made of, in rows beside it, may be more of the same damage.
            return little && evidence::has_odd_rows(prices, self.before, &self.now);
        }
        let lost = |c: char| matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}');
        if self.now.chars().any(lost) || shows_lost_bytes(&self.now, route.seen) {
            return true;
        }
        // Where every character was read again, rare words are the author's.
        !whole
            && (evidence::has_rows(&self.now)
                || self.has_letters_among_wide()
                || evidence::is_odd(prices, self.before, &self.now))
    }

    /// Whether letters of alphabets beside ASCII's stand right beside Chinese, Japanese or Korean characters.
    fn has_letters_among_wide(&self) -> bool {
        let is_wide = |c: char| c >= '\u{3041}' && c.is_alphabetic();
        let is_letter = |c: char| ('\u{80}'..'\u{2000}').contains(&c) && c.is_alphabetic();
        let pairs = self.now.chars().zip(self.now.chars().skip(1));
        pairs.into_iter().any(|(a, b)| is_wide(a) && is_letter(b) || is_letter(a) && is_wide(b))
    }

    /// Goes the best way back, if there is one.
    fn advance(&mut self, prices: &Prices, totals: &[(&'static Route, f32)]) {
        let elsewhere = |route: &'static Route, gain: f32| {
            let total =
                totals.iter().find(|(other, _)| std::ptr::eq(*other, route)).map_or(0.0, |(_, total)| *total);
            total - gain
        };
        let is_whole = self.readings.iter().any(|(reading, _)| reading.whole);
        for (route, total) in totals.iter().filter(|(_, total)| !is_whole && *total >= PROVEN_NATS) {
            let place = self.readings.iter().position(|(_, other)| std::ptr::eq(*other, *route));
            let own = place.map_or(0.0, |place| self.readings[place].0.gain);
            if total - own < PROVEN_NATS && own < PROVEN_NATS {
                continue;
            }
            let Some(reading) = self.search(prices, route, Trust::Proven) else {
                continue;
            };
            match place {
                _ if !route.makes_sense(&reading) => {}
                Some(place) => self.readings[place].0 = reading,
                None => self.readings.push((reading, route)),
            }
        }
        let worth = |(reading, route): &(Reading, &'static Route)| {
            let bonus = (elsewhere(route, reading.gain) * ELSEWHERE).clamp(0.0, ELSEWHERE_NATS);
            reading.gain - route.rarity + bonus
        };
        let score = |found: &(Reading, &'static Route)| {
            let valid =
                if found.1.written == Charset::Utf8 { VALID_NATS * found.0.covered as f32 } else { 0.0 };
            worth(found) + valid - GUESS_NATS * found.0.guessed as f32
        };
        let best = self.readings.iter().max_by(|a, b| score(a).total_cmp(&score(b))).cloned();
        let readings = std::mem::take(&mut self.readings);
        self.done = true;
        let Some(best) = best else { return };
        let outcome = |reading: &Reading| apply(&self.now, &reading.pieces);
        let of_utf8 = best.1.written == Charset::Utf8;
        let margin = if of_utf8 { UTF8_RIVAL_NATS } else { RIVAL_NATS };
        let has_rival = readings
            .iter()
            .any(|other| score(other) + margin > score(&best) && outcome(&other.0) != outcome(&best.0));
        let worth = worth(&best);
        if worth <= 0.0 {
            return;
        }
        self.done = false;
        let (reading, route) = best;
        self.now = apply(&self.now, &reading.pieces);
        self.since += worth;
        self.gain += worth;
        self.doubt += reading.doubt;
        self.rounds += reading.rounds;
        self.looks = true;
        if self.since >= route.least() {
            self.since = 0.0;
            self.repair = Some(Repair {
                span: self.span.clone(),
                text: self.now.clone(),
                gain: self.gain,
                route,
                rounds: self.rounds,
                whole: reading.covered >= reading.coverable,
                sure: self.doubt <= if route.loses_pairs() { WIDE_DOUBT } else { DOUBT }
                    && !has_rival
                    && !reading.partial
                    && reading.torn == 0
                    && !self.is_left(prices, route, &reading),
            });
        }
    }
}

/// Whether a control stands beside a letter.
fn has_controls_in_words(text: &str) -> bool {
    let is_control = |c: char| matches!(c, '\u{80}'..='\u{9F}');
    let chars = text.chars();
    let (next, last) = (chars.clone().skip(1), chars.clone().skip(2));
    chars.zip(next).zip(last).any(|((a, b), c)| is_control(b) && (a.is_alphabetic() || c.is_alphabetic()))
}

/// A text with parts of it replaced.
fn apply(text: &str, pieces: &[Piece]) -> String {
    let mut text = text.to_owned();
    for piece in pieces.iter().rev() {
        text.replace_range(piece.span.clone(), &piece.text);
    }
    text
}

/// Whether text that came out still has what a tool showed for bytes it could not read: a `?` between Chinese characters;
/// a `・` of Shift_JIS, whose bytes end in an `E`.
pub(super) fn shows_lost_bytes(text: &str, seen: Charset) -> bool {
    let mut ahead = text.chars().skip(1);
    let mut before = '\n';
    text.chars().any(|c| {
        let after = ahead.next().unwrap_or('\n');
        let between = is_han(before) && is_han(after);
        let letter = seen == Charset::ShiftJis && is_han(before) && !after.is_ascii_alphanumeric();
        before = c;
        c == '?' && between || c == 'E' && letter
    })
}

/// The place that a repair changes, without what stays at its ends, and what it becomes.
pub(super) fn change<'r>(text: &str, repair: &'r Repair) -> (Range<usize>, &'r str) {
    let old = &text[repair.span.clone()];
    let common = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let head = common(&mut old.chars(), &mut repair.text.chars());
    let tail = common(&mut old[head..].chars().rev(), &mut repair.text[head..].chars().rev());
    let span = repair.span.start + head..repair.span.end - tail;
    (span, &repair.text[head..repair.text.len() - tail])
}
