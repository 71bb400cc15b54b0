//! The search for what a stretch of text was before it was read in the wrong encoding.
//!
//! It walks along the characters seen. Each is either kept, or taken back to the bytes that it was read from, which
//! a decoder reads in the right encoding; between whole characters the walk may change from one to the other. Bytes that
//! got lost are tried out. The cheapest text wins: most stretches are all wrong or all right, and changing costs.

use super::charset::{Bytes, Charset, Pending, Step};
use super::price::{Memory, Prices};
use super::route::Route;

/// What it costs to go from kept text to text that is read again: so much a stretch must gain at least.
pub(super) const CHANGE_NATS: f32 = 4.0;
/// The same where the route is proven, and what it costs there that a character is kept that could be read again.
const CHANGE_AGAIN_NATS: f32 = 0.5;
const KEPT_NATS: f32 = 2.0;
/// Walks kept at a place, without and with lost bytes.
const BEAM: usize = 4;
const LOSSY_BEAM: usize = 20;
/// Walks dearer than the best at their place by so much are dropped.
const BEAM_NATS: f32 = 25.0;
/// What it costs that a byte shows as a mark for lost ones, that it left no trace, that a no-break space shows as a
/// space, that full width was folded, and that a mark stands for a byte and the ASCII mark behind it.
const MARKED_NATS: f32 = 1.0;
const DOT_NATS: f32 = 7.0;
/// What a letter costs that is not told, and becomes U+FFFD.
const LETTER_NATS: f32 = 3.0;
const TRACELESS_NATS: f32 = 8.0;
/// The same of a no-break space or a soft hyphen, which leave none more often.
const INKLESS_NATS: f32 = 5.5;
const BLANK_NATS: f32 = 0.5;
/// And that the space is both that and one of its own, run together; and that it is not, against the rule of the
/// language.
const TOGETHER_NATS: f32 = 1.0;
const AGAINST_RULE_NATS: f32 = 6.0;
const FOLDED_NATS: f32 = 2.0;
/// A pair that is shown as nothing, or a byte that is lost with no mark.
const LOST_PAIR_NATS: f32 = 6.0;
/// What it costs to keep a character in the middle of text that is read again.
const LEAVE_NATS: f32 = 3.0;
/// And between two characters that both could be read, where all of a text is in one legacy encoding.
const TORN_NATS: f32 = 8.0;
const NO_PARENT: u32 = u32::MAX;

/// A part of a text that becomes something else.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// Bytes of the text searched.
    pub(super) span: std::ops::Range<usize>,
    pub(super) text: String,
}

/// The best reading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    /// By how much it is cheaper than what is seen, in nats.
    pub(super) gain: f32,
    pub(super) pieces: Vec<Piece>,
    /// How many rounds of misreading it undoes, and whether it leaves nothing over: found without a search.
    pub(super) rounds: usize,
    pub(super) whole: bool,
    /// Whether a `·` became part of a rare character: it may have been a mark for a lost byte.
    pub(super) odd_dots: bool,
    /// Bytes that were not there and had to be guessed.
    pub(super) guessed: usize,
    /// How many of the guesses are wrong, as far as prices tell: the chances of what else fits, added up.
    pub(super) doubt: f32,
    /// Whether bytes may be lost that this reading leaves aside.
    pub(super) partial: bool,
    /// Spaces that were taken for no-break spaces.
    pub(super) blanks: usize,
    /// How often it changes between reading and keeping from one character to the next that both could be read.
    pub(super) torn: usize,
    /// Characters seen that were read again, ASCII aside, and those that could have been.
    pub(super) covered: usize,
    pub(super) coverable: usize,
    /// Others that are bytes of the encoding, but could be no part of a character of UTF-8.
    pub(super) strays: usize,
    /// What the characters cost that came out, ASCII aside, and how many they are.
    pub(super) cost: f32,
    pub(super) chars: usize,
    /// Whether most of them are Chinese, Japanese or Korean, or their marks.
    pub(super) wide: bool,
    /// Whether there are letters among them.
    pub(super) letters: bool,
    /// Whether there are at least three different ones.
    pub(super) several: bool,
    /// Whether most of them are half-width katakana, as any capitals of Latin-1 read as Shift_JIS are.
    pub(super) half_kana: bool,
    /// Whether a sign came out between two letters where no apostrophe is.
    pub(super) splits_words: bool,
}

impl Reading {
    /// What a character that came out costs on average, in nats.
    pub(super) fn each(&self) -> f32 {
        self.cost / self.chars.max(1) as f32
    }
}

/// How far a route is trusted: one that the document has proven needs less evidence in each place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    Unproven,
    Proven,
    /// Nothing was lost without a trace.
    Exact,
}

#[derive(Clone, Copy)]
struct Walk {
    cost: f32,
    parent: u32,
    /// Characters seen so far.
    at: u32,
    memory: Memory,
    pending: Pending,
    reading: bool,
    guessed: u16,
    blanks: u16,
    covered: u16,
    torn: u16,
    spent: f32,
    chars: u16,
    /// Whether the character in the making becomes a mark for a lost one.
    marked: bool,
    /// What this step wrote: at most two characters.
    wrote: [Option<char>; 2],
}

impl Walk {
    fn is_like(&self, other: &Self) -> bool {
        self.reading == other.reading && self.pending == other.pending && self.memory == other.memory
    }
}

/// The cheapest reading of a text by a route; nothing when keeping all is cheapest.
pub(super) fn search(
    prices: &Prices,
    before: Memory,
    text: &str,
    route: &Route,
    trust: Trust,
) -> Option<Reading> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut arena: Vec<Walk> = Vec::with_capacity(chars.len() * 4);
    let first = Walk {
        cost: 0.0,
        parent: NO_PARENT,
        at: 0,
        memory: before,
        pending: Pending::default(),
        reading: false,
        guessed: 0,
        blanks: 0,
        covered: 0,
        torn: 0,
        spent: 0.0,
        chars: 0,
        marked: false,
        wrote: [None; 2],
    };
    let mut waiting: Vec<Walk> = vec![first];
    let lossy = route.loses(&chars) || route.loses_pairs();
    let mut losses = Losses::of(route, text);
    if trust == Trust::Exact {
        losses.traceless.clear();
    }
    let beam = if lossy { LOSSY_BEAM } else { BEAM };
    let (mut kept_cost, mut kept) = (0.0, before);
    let mut coverable = 0;
    let mut strays = 0;
    let marks_lost = prices.marks_lost && route.seen.is_single();
    let (of_utf8, mut parts) = (route.written == Charset::Utf8 && route.seen.is_single(), Parts::default());
    let of_legacy = route.is_legacy();
    let (change, keep) = match trust {
        Trust::Unproven | Trust::Exact => (CHANGE_NATS, 0.0),
        Trust::Proven => (CHANGE_AGAIN_NATS, KEPT_NATS),
    };
    for (index, (_, c)) in chars.iter().copied().enumerate() {
        let here = settle(&mut arena, &mut waiting, beam);
        let mut next: Vec<Walk> = Vec::with_capacity(8);
        let mut place = here.start;
        let can_be_read = route.can_read(c);
        let stray = of_utf8 && parts.is_stray(route.seen, c);
        coverable += usize::from(can_be_read && !stray);
        strays += usize::from(can_be_read && stray);
        let kept_price = if can_be_read { keep } else { 0.0 };
        let tears = of_legacy
            && can_be_read
            && index.checked_sub(1).is_some_and(|before| route.can_read(chars[before].1));
        while place < arena.len() {
            let walk = arena[place];
            let from = Walk { parent: place as u32, at: index as u32 + 1, wrote: [None; 2], ..walk };
            if walk.pending.is_empty() {
                let (price, memory) = prices.step(walk.memory, c);
                let leaving = walk.reading && can_be_read && route.seen.is_single();
                let torn = tears && walk.reading;
                let leave = if leaving { LEAVE_NATS } else { 0.0 } + if torn { TORN_NATS } else { 0.0 };
                next.push(Walk {
                    torn: walk.torn + u16::from(torn),
                    cost: walk.cost + price + kept_price + leave,
                    memory,
                    reading: walk.reading && c.is_ascii(),
                    wrote: [Some(c), None],
                    ..from
                });
            }
            if !walk.pending.is_empty() && place < here.end {
                // A byte that left no trace before this character: the walk stays where it is.
                // Before a space, a no-break space is that one.
                let is_there = |byte: &u8| c == ' ' && route.blanks && *byte == NO_BREAK_SPACE;
                for byte in losses.traceless.iter().copied().filter(|byte| !is_there(byte)) {
                    let stay = Walk { at: index as u32, ..from };
                    if let Some(after) = push(prices, route.written, stay, byte) {
                        let inkless = matches!(route.seen.shown(byte), Some('\u{A0}' | '\u{AD}'));
                        let cost = after.cost + if inkless { INKLESS_NATS } else { TRACELESS_NATS };
                        arena.push(Walk { cost, guessed: after.guessed + 1, ..after });
                    }
                }
            }
            let so_far = next.len();
            let entering = !walk.reading && !c.is_ascii();
            let torn = entering && tears;
            let enter = if entering { change } else { 0.0 } + if torn { TORN_NATS } else { 0.0 };
            let from =
                Walk { cost: walk.cost + enter, reading: true, torn: walk.torn + u16::from(torn), ..from };
            let from = Walk { covered: from.covered + u16::from(!c.is_ascii()), ..from };
            let next_char = chars.get(index + 1).map(|(_, c)| *c);
            each_reading(route, &losses, walk.pending, (c, next_char), |bytes, cost, guessed| {
                let from = Walk {
                    cost: from.cost + cost,
                    guessed: from.guessed + u16::from(guessed),
                    marked: from.marked || guessed && marks_lost,
                    ..from
                };
                next.extend(read(prices, route.written, from, bytes));
            });
            if c == ' ' && route.blanks && !walk.pending.is_empty() {
                next.extend(blank(prices, route, from, &text[chars[index].0 + 1..]).into_iter().flatten());
            }
            if next.len() == so_far && !walk.pending.is_empty() && place < here.end && route.loses_pairs() {
                // Nothing goes on with the character: what did is lost. The walk stays where it is.
                let stay = Walk { parent: place as u32, at: index as u32, wrote: [None; 2], ..walk };
                arena.extend(mend(prices, route, stay));
            }
            place += 1;
        }
        let (price, memory) = prices.step(kept, c);
        kept_cost += price + kept_price;
        kept = memory;
        waiting = next;
    }
    let here = settle(&mut arena, &mut waiting, beam);
    for place in here.clone().filter(|_| route.loses_pairs()) {
        let walk = arena[place];
        if !walk.pending.is_empty() {
            arena.extend(mend(prices, route, Walk { parent: place as u32, wrote: [None; 2], ..walk }));
        }
    }
    let best = (here.start..arena.len())
        .filter(|place| arena[*place].pending.is_empty())
        .min_by(|a, b| arena[*a].cost.total_cmp(&arena[*b].cost))?;
    let gain = kept_cost - arena[best].cost;
    let odd_dots = route.marks_loss('·') && has_odd_dots(&arena, best, &chars);
    let pieces = pieces(&arena, best, text, &chars);
    let out = || pieces.iter().flat_map(|piece| piece.text.chars()).filter(|c| !c.is_ascii());
    let wide = out().filter(|c| *c >= '\u{2E80}').count() * 2 >= out().count();
    let letters = out().any(char::is_alphanumeric);
    let several = has_several(out());
    let half_kana = out().filter(|c| ('\u{FF61}'..='\u{FF9F}').contains(c)).count() * 2 > out().count();
    (gain > 0.0 && !pieces.is_empty()).then(|| Reading {
        gain,
        rounds: 1,
        whole: false,
        partial: trust == Trust::Exact || odd_dots,
        odd_dots,
        guessed: usize::from(arena[best].guessed),
        doubt: doubt(prices, before, route, &losses, &chars, &arena, best),
        blanks: usize::from(arena[best].blanks),
        torn: usize::from(arena[best].torn),
        covered: usize::from(arena[best].covered),
        coverable,
        strays,
        cost: arena[best].spent,
        chars: usize::from(arena[best].chars),
        wide,
        letters,
        several,
        half_kana,
        splits_words: splits_words(text, &pieces),
        pieces,
    })
}

/// Tells what could be part of a character of UTF-8 from what goes on with none: quotation marks of honest text.
#[derive(Default)]
struct Parts {
    /// Bytes that the last beginning still wants.
    wanted: usize,
}

impl Parts {
    fn is_stray(&mut self, seen: Charset, c: char) -> bool {
        match seen.bytes(c) {
            Some(Bytes::One(byte @ 0xC2..=0xF4)) => {
                self.wanted = 1 + usize::from(byte >= 0xE0) + usize::from(byte >= 0xF0);
                false
            }
            Some(Bytes::One(0x80..=0xBF)) if self.wanted > 0 => {
                self.wanted -= 1;
                false
            }
            _ => {
                self.wanted = 0;
                true
            }
        }
    }
}

/// Whether a sign came out between two small letters, or between a beginning of a line and one: no apostrophe.
fn splits_words(text: &str, pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| {
        let mut signs = piece.text.chars().filter(|c| !c.is_alphabetic() && *c != '’' && !c.is_ascii());
        let before = text[..piece.span.start].chars().next_back();
        let after = text[piece.span.end..].chars().next();
        let is_small = |c: Option<char>| c.is_some_and(char::is_lowercase);
        piece.text.chars().count() == 1 && signs.next().is_some() && is_small(before) && is_small(after)
    })
}

/// Whether there are at least three different characters.
pub(super) fn has_several(chars: impl Iterator<Item = char>) -> bool {
    let mut chars = chars;
    let Some(first) = chars.next() else { return false };
    let Some(second) = chars.find(|c| *c != first) else { return false };
    chars.any(|c| c != first && c != second)
}

/// Puts the best of the walks that arrived into the arena: where they are.
fn settle(arena: &mut Vec<Walk>, waiting: &mut Vec<Walk>, beam: usize) -> std::ops::Range<usize> {
    waiting.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let start = arena.len();
    let best = waiting.first().map_or(0.0, |walk| walk.cost);
    for walk in waiting.drain(..) {
        if walk.cost > best + BEAM_NATS && walk.pending.is_empty() || arena.len() - start >= beam {
            continue;
        }
        if !arena[start..].iter().any(|other| other.is_like(&walk)) {
            arena.push(walk);
        }
    }
    start..arena.len()
}

/// The bytes that a character seen may stand for, with what that costs, and whether they are guessed.
fn each_reading(
    route: &Route,
    losses: &Losses,
    pending: Pending,
    (c, behind): (char, Option<char>),
    mut each: impl FnMut(Bytes, f32, bool),
) {
    let open = !pending.is_empty();
    if c.is_ascii() {
        // Between characters ASCII is itself, and kept.
        if open && c != '\n' {
            each(Bytes::One(c as u8), 0.0, false);
        }
        if route.folds && c.is_ascii_graphic() {
            let wide = char::from_u32(c as u32 + 0xFEE0).and_then(|wide| route.seen.bytes(wide));
            if let Some(bytes) = wide {
                each(bytes, FOLDED_NATS, false);
            }
        }
    } else if let Some(bytes) = route.seen.bytes(c) {
        each(bytes, 0.0, false);
        for bytes in route.seen.other_bytes(c) {
            each(bytes, 0.0, false);
        }
    }
    if route.hybrid && !c.is_ascii() {
        each(Bytes::of_utf8(c), 0.0, false);
    }
    if route.marks_loss(c) && (open || c != '?') {
        // What is a byte of its own is that more often.
        let marked = if losses.single && c == '·' { DOT_NATS } else { MARKED_NATS };
        for byte in losses.behind(route, pending.length(), behind) {
            each(Bytes::One(byte), marked, true);
        }
    }
}

/// A space for byte A0: alone, and run together with a space of its own. `à` is most often a word: only in
/// Portuguese `às`, `àquele` and their like does something follow it at once.
fn blank(prices: &Prices, route: &Route, from: Walk, rest: &str) -> [Option<Walk>; 2] {
    let Some(alone) = push(prices, route.written, from, 0xA0) else { return [None; 2] };
    let alone = Walk { blanks: alone.blanks + 1, ..alone };
    if !alone.pending.is_empty() {
        return [Some(Walk { cost: alone.cost + BLANK_NATS, ..alone }), None];
    }
    let is_a = matches!(alone.wrote, [Some('à'), None]);
    let plural = rest
        .strip_prefix('s')
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic() || c == '\'' || c == '’'));
    let joined = plural || ["quel", "quil"].iter().any(|stem| rest.starts_with(stem));
    let against = |is: bool| if is_a && is { AGAINST_RULE_NATS } else { 0.0 };
    let (price, memory) = prices.step(alone.memory, ' ');
    let both = Walk {
        cost: alone.cost + price + TOGETHER_NATS,
        memory,
        wrote: [alone.wrote[0], Some(' ')],
        ..alone
    };
    let both = (!(is_a && joined)).then_some(both);
    [Some(Walk { cost: alone.cost + BLANK_NATS + against(!joined), ..alone }), both]
}

/// A character with bytes that left no trace, where no other explanation is left: an odd one, or a pair that is
/// shown as nothing.
fn mend(prices: &Prices, route: &Route, walk: Walk) -> Vec<Walk> {
    let walk = Walk { cost: walk.cost + LOST_PAIR_NATS, guessed: walk.guessed + 1, ..walk };
    let mut mended: Vec<Walk> = Vec::new();
    let third = walk.pending.length() == 2;
    if third {
        mended.extend((0x80..=0xBF).filter_map(|byte| push(prices, route.written, walk, byte)));
    }
    for (lead, trails) in route.unshown() {
        for trail in trails.clone().filter(|trail| third == (0xE3..=0xE9).contains(trail)) {
            mended.extend(read(prices, route.written, walk, Bytes::Two(*lead, trail)));
        }
    }
    mended.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    mended.truncate(LOSSY_BEAM);
    mended
}

/// Reads one or two bytes more.
fn read(prices: &Prices, written: Charset, walk: Walk, bytes: Bytes) -> Option<Walk> {
    match bytes {
        Bytes::One(byte) => push(prices, written, walk, byte),
        Bytes::Two(lead, trail) => {
            let walk = push(prices, written, walk, lead)?;
            push(prices, written, walk, trail)
        }
        Bytes::Several(bytes, length) => bytes[..usize::from(length)]
            .iter()
            .try_fold(walk, |walk, byte| push(prices, written, walk, *byte)),
    }
}

/// Reads one byte more; nothing when it fits no character.
fn push(prices: &Prices, written: Charset, walk: Walk, byte: u8) -> Option<Walk> {
    match written.step(walk.pending, byte) {
        Step::Invalid => None,
        Step::Pending(pending) => Some(Walk { pending, ..walk }),
        Step::Char(c) => {
            let c = if walk.marked { char::REPLACEMENT_CHARACTER } else { c };
            let (price, memory) = prices.step(walk.memory, c);
            let price = if walk.marked { LETTER_NATS } else { price };
            let wrote = match walk.wrote {
                [None, _] => [Some(c), None],
                [first, _] => [first, Some(c)],
            };
            let counts = !c.is_ascii();
            Some(Walk {
                cost: walk.cost + price,
                memory,
                pending: Pending::default(),
                marked: false,
                wrote,
                spent: walk.spent + if counts { price } else { 0.0 },
                chars: walk.chars + u16::from(counts),
                ..walk
            })
        }
    }
}

/// Characters behind a guess that tell whether it is right.
const BEHIND: usize = 3;

/// How many of a walk's guesses are wrong, as far as prices tell.
fn doubt(
    prices: &Prices,
    before: Memory,
    route: &Route,
    losses: &Losses,
    chars: &[(usize, char)],
    arena: &[Walk],
    last: usize,
) -> f32 {
    let mut steps = Vec::new();
    let mut place = last;
    while arena[place].parent != NO_PARENT {
        let parent = arena[place].parent as usize;
        steps.push((place, parent));
        place = parent;
    }
    // What came out, and for each byte of it what else it could have been.
    let mut out: Vec<(char, [Vec<u8>; 4])> = Vec::new();
    let mut open: [Vec<u8>; 4] = Default::default();
    for (place, parent) in steps.into_iter().rev() {
        let (walk, from) = (&arena[place], &arena[parent]);
        let guessed = walk.guessed > from.guessed;
        let mut at = from.pending.length();
        let mut wrote = walk.wrote.iter().flatten().copied().peekable();
        loop {
            let end = wrote.peek().map_or(walk.pending.length(), |c| c.len_utf8());
            if guessed {
                let shown = chars.get(from.at as usize).map_or('\0', |(_, c)| *c);
                let behind = chars.get(walk.at as usize).map(|(_, c)| *c);
                for (place, slot) in open.iter_mut().enumerate().take(end).skip(at) {
                    *slot = match walk.at == from.at {
                        true if losses.single => losses.traceless.clone(),
                        true => losses.set(place).to_vec(),
                        // It may be what it looks like.
                        false if losses.single && shown == '·' => losses.dots.clone(),
                        false => losses.behind(route, place, behind).collect(),
                    };
                }
            }
            at = 0;
            match wrote.next() {
                Some(c) => out.push((c, std::mem::take(&mut open))),
                None => break,
            }
        }
    }
    let mut memory = before;
    let mut sum = 0.0;
    for (place, (c, open)) in out.iter().enumerate() {
        if open.iter().any(|set| !set.is_empty()) {
            let behind = &out[place + 1..(place + 1 + BEHIND).min(out.len())];
            if *c == char::REPLACEMENT_CHARACTER {
                continue;
            }
            let cost = |c: char| {
                let first = prices.step(memory, c);
                let step = |(cost, memory), c: &(char, [Vec<u8>; 4])| {
                    let (price, memory) = prices.step(memory, c.0);
                    (cost + price, memory)
                };
                behind.iter().fold(first, step).0
            };
            let own = cost(*c);
            let chance: f32 = others(*c, open).into_iter().map(|other| (own - cost(other)).exp()).sum();
            // What leaves no ink may as well not be there, and of signs any is as likely.
            let is_mark = matches!(c, '\u{2010}'..='\u{2026}' | '«' | '»' | '\u{3000}'..='\u{303F}');
            let blank = !(c.is_alphanumeric() || is_mark);
            sum += if blank { 1.0 } else { chance.min(1.0) };
        }
        memory = prices.step(memory, *c).1;
    }
    sum
}

/// The other characters that have the bytes in common which were not lost.
fn others(c: char, open: &[Vec<u8>; 4]) -> Vec<char> {
    let mut first = [0; 4];
    let length = c.encode_utf8(&mut first).len();
    let mut all = vec![first];
    for (place, set) in open.iter().enumerate().filter(|(place, set)| *place < length && !set.is_empty()) {
        let with = |bytes: &[u8; 4], byte: u8| {
            let mut bytes = *bytes;
            bytes[place] = byte;
            bytes
        };
        all = all.iter().flat_map(|bytes| set.iter().map(|byte| with(bytes, *byte))).collect();
    }
    let read = |bytes: &[u8; 4]| std::str::from_utf8(&bytes[..length]).ok()?.chars().next();
    all.iter().filter_map(read).filter(|other| *other != c).collect()
}

/// Bytes that may have been lost in a text.
struct Losses {
    /// Whether the encoding it was read in has one byte a character.
    single: bool,
    /// Those that begin a character and those that go on with it, where a mark stands for them; and those that left no
    /// trace.
    leads: Vec<u8>,
    trails: Vec<u8>,
    traceless: Vec<u8>,
    /// What a `·` may stand for: lost bytes, and its own.
    dots: Vec<u8>,
}

/// The byte of a no-break space, and of `·`, in Latin-1 and its kin.
const NO_BREAK_SPACE: u8 = 0xA0;
const DOT: u8 = 0xB7;

impl Losses {
    fn of(route: &Route, text: &str) -> Self {
        let shows = |c: char| {
            matches!(c, '\u{80}'..='\u{9F}')
                || c > '\u{FF}' && matches!(route.seen.bytes(c), Some(Bytes::One(0x80..=0x9F)))
        };
        let latin = !text.contains(shows);
        let single = route.seen.is_single();
        let trails = if single { route.lost(latin, text) } else { (0x80..=0xBF).collect() };
        // What begins a character of Chinese, Japanese and Korean, or one of their marks.
        let leads = if single { Vec::new() } else { (0xE2..=0xED).chain([0xEF]).collect() };
        let dots = trails.iter().copied().chain([DOT]).collect();
        Self { single, leads, trails, traceless: route.traceless(latin, text), dots }
    }

    /// The bytes that a mark may stand for before another character: those that make no character with its first byte, or
    /// they would not have been lost.
    fn behind<'l>(
        &'l self,
        route: &'l Route,
        at: usize,
        behind: Option<char>,
    ) -> impl Iterator<Item = u8> + 'l {
        let first = match behind
            .filter(|c| !self.single && !route.marks_loss(*c))
            .and_then(|c| route.seen.bytes(c))
        {
            Some(Bytes::One(byte) | Bytes::Two(byte, _)) => Some(byte),
            _ => None,
        };
        self.set(at)
            .iter()
            .copied()
            .filter(move |byte| !first.is_some_and(|first| route.seen.shows(*byte, first)))
    }

    fn set(&self, at: usize) -> &[u8] {
        if at == 0 { &self.leads } else { &self.trails }
    }
}

/// Whether a `·` was taken for a byte of its own where another one stands for a lost byte, or for part of a rare character.
fn has_odd_dots(arena: &[Walk], last: usize, chars: &[(usize, char)]) -> bool {
    let (mut own, mut lost, mut rare) = (false, false, false);
    let mut place = last;
    // Whether a `·` is part of the character that is written next.
    let mut dotted = false;
    while arena[place].parent != NO_PARENT {
        let (walk, from) = (&arena[place], &arena[arena[place].parent as usize]);
        if walk.wrote[0].is_some() {
            dotted = false;
        }
        let is_dot = walk.at != from.at && chars.get(from.at as usize).is_some_and(|(_, c)| *c == '·');
        if is_dot && walk.reading {
            let guessed = walk.guessed > from.guessed;
            lost |= guessed;
            own |= !guessed;
            dotted = !guessed;
        }
        let price = walk.spent - from.spent;
        rare |= dotted && price >= RARE_NATS;
        place = walk.parent as usize;
    }
    own && (lost || rare)
}

/// A character that came out is rare that costs so much, in nats.
const RARE_NATS: f32 = 8.0;

/// The parts of the text that a walk changes.
fn pieces(arena: &[Walk], last: usize, text: &str, chars: &[(usize, char)]) -> Vec<Piece> {
    let offset = |at: u32| chars.get(at as usize).map_or(text.len(), |(offset, _)| *offset);
    let mut steps = Vec::new();
    let mut place = last;
    while arena[place].parent != NO_PARENT {
        steps.push(place);
        place = arena[place].parent as usize;
    }
    steps.reverse();
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut start, mut written) = (0, String::new());
    for place in steps {
        let walk = &arena[place];
        written.extend(walk.wrote.iter().flatten());
        let end = offset(walk.at);
        if !walk.pending.is_empty() || end == start && !written.is_empty() {
            continue;
        }
        if text[start..end] != written {
            match pieces.last_mut() {
                Some(piece) if piece.span.end == start => {
                    piece.span.end = end;
                    piece.text.push_str(&written);
                }
                _ => pieces.push(Piece { span: start..end, text: written.clone() }),
            }
        }
        start = end;
        written.clear();
    }
    pieces
}
