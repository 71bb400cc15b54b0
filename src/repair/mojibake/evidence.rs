//! What speaks for each of the ways, before any of them is searched: cheap, so that the search is run on few texts
//! and by few ways.

use super::charset::{Bytes, Charset, Pending, Step};
use super::narrow::{Narrow, ROLES, WESTERN};
use super::price::{Memory, Prices};
use super::route::{ASIAN, CONTROLS, HYBRIDS, NARROW, PAIRS, Route, SINGLE, WIDE};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// So much three Chinese, Japanese or Korean characters in a row cost at least that make no text, in nats, and one
/// of fewer.
const ODD_THREE_NATS: f32 = 29.0;
const ODD_ONE_NATS: f32 = 10.5;
/// Of so few characters one that costs as much tells.
const FEW: usize = 3;
/// What letters of alphabets cost on average that make no text, in nats.
const ODD_LETTER_NATS: f32 = 4.3;

/// Characters around odd ones that are tried with them, and odd ones so near each other are one place.
const AROUND: usize = 3;
/// What characters may cost on average that come out of a place, in nats, and the share of it that must be read.
const PLAUSIBLE_NATS: f32 = 12.5;
const READ: f32 = 0.6;
/// And of what it costs as it is seen.
const CHEAPER: f32 = 0.75;
/// Of Japanese and Korean, what share is in their own letters at least, and of how many characters.
const OWN: f32 = 0.2;
const OWN_CHARS: usize = 4;

/// A character with its price, in nats.
struct Priced {
    c: char,
    price: f32,
}

/// What a text's characters cost.
struct Costs {
    chars: Vec<Priced>,
    /// Places with Chinese, Japanese or Korean characters that make no text, as numbers of characters.
    wide: Vec<Range<usize>>,
    /// Whether the letters of other scripts beyond ASCII make no text.
    letters: bool,
}

impl Costs {
    fn of(prices: &Prices, before: Memory, text: &str) -> Self {
        let mut costs = Self { chars: Vec::with_capacity(text.len() / 2), wide: Vec::new(), letters: false };
        let mut memory = before;
        let (mut last, mut count, mut sum) = ([(0, 0.0); 3], 0, 0.0);
        let (mut letters, mut letters_sum) = (0, 0.0);
        for (place, c) in text.chars().enumerate() {
            let (price, after) = prices.step(memory, c);
            memory = after;
            costs.chars.push(Priced { c, price });
            if c < '\u{1100}' || !c.is_alphanumeric() {
                if !c.is_ascii() && (c as usize) < ROLES {
                    letters += 1;
                    letters_sum += price;
                }
                continue;
            }
            last = [last[1], last[2], (place, price)];
            count += 1;
            sum += price;
            if count >= last.len() && last.iter().map(|(_, price)| price).sum::<f32>() >= ODD_THREE_NATS {
                costs.odd(last[0].0..place + 1);
            }
        }
        if (1..last.len()).contains(&count) && sum >= ODD_ONE_NATS * count as f32 {
            costs.odd(0..costs.chars.len());
        }
        costs.letters = letters_sum >= ODD_LETTER_NATS * letters as f32;
        costs
    }

    /// Notes a place, with those around it.
    fn odd(&mut self, place: Range<usize>) {
        let place = place.start.saturating_sub(AROUND)..(place.end + AROUND).min(self.chars.len());
        match self.wide.last_mut() {
            Some(last) if last.end >= place.start => last.end = place.end,
            _ => self.wide.push(place),
        }
    }

    /// Whether some odd place reads as text by a route, without a search: what comes out is no dearer than any text,
    /// and cheaper than what is seen.
    fn may_be(&self, prices: &Prices, route: &Route) -> bool {
        self.wide.iter().any(|place| {
            let chars = &self.chars[place.start..place.end.min(self.chars.len())];
            // Any text of two bytes a character read as EUC-KR has Korean syllables; Chinese has none.
            let has_hangul = || chars.iter().any(|priced| ('\u{AC00}'..='\u{D7A3}').contains(&priced.c));
            if route.seen == Charset::EucKr && !has_hangul() {
                return false;
            }
            let out = read_straight(prices, route, chars.iter().map(|priced| priced.c));
            let seen: f32 =
                chars.iter().filter(|priced| !priced.c.is_ascii()).map(|priced| priced.price).sum();
            out.read as f32 >= READ * out.readable as f32
                && out.cost <= PLAUSIBLE_NATS * out.chars as f32
                && out.cost <= CHEAPER * seen
                && (out.chars < OWN_CHARS || out.own as f32 >= OWN * out.chars as f32)
        })
    }
}

/// What came out of reading a text by a route, character by character.
#[derive(Default)]
struct Straight {
    /// Characters seen that can be read, and that were.
    readable: usize,
    read: usize,
    /// Characters beyond ASCII that came out, and what they cost, in nats.
    chars: usize,
    cost: f32,
    /// Those that the language is known by: kana and syllables; of Chinese, all.
    own: usize,
}

fn read_straight(prices: &Prices, route: &Route, text: impl Iterator<Item = char>) -> Straight {
    let mut out = Straight::default();
    let (mut memory, mut pending) = (prices.start(), Pending::default());
    let mut push = |out: &mut Straight, byte: u8| -> bool {
        let mut step = route.written.step(pending, byte);
        let broken = step == Step::Invalid;
        if broken && !pending.is_empty() {
            step = route.written.step(Pending::default(), byte);
        }
        pending = Pending::default();
        match step {
            Step::Invalid => {}
            Step::Pending(next) => pending = next,
            Step::Char(c) => {
                let (price, after) = prices.step(memory, c);
                memory = after;
                if !c.is_ascii() {
                    out.cost += price;
                    out.chars += 1;
                    out.own += usize::from(match route.written {
                        Charset::ShiftJis | Charset::EucJp => ('\u{3040}'..='\u{30FF}').contains(&c),
                        Charset::EucKr => ('\u{AC00}'..='\u{D7A3}').contains(&c),
                        _ => true,
                    });
                }
            }
        }
        !broken
    };
    for c in text {
        let fits = match route.seen.bytes(c) {
            Some(Bytes::One(byte)) => push(&mut out, byte),
            Some(Bytes::Two(lead, trail)) => {
                let first = push(&mut out, lead);
                push(&mut out, trail) && first
            }
            Some(Bytes::Several(..)) => continue,
            None => continue,
        };
        if !c.is_ascii() {
            out.readable += 1;
            out.read += usize::from(fits);
        }
    }
    out
}

/// Whether a text has Chinese, Japanese or Korean characters that make no text.
pub(super) fn is_odd(prices: &Prices, before: Memory, text: &str) -> bool {
    !Costs::of(prices, before, text).wide.is_empty()
}

/// Whether characters of UTF-8 read one byte at a time, in whatever encoding, are left in a text.
pub(super) fn has_utf8(text: &str) -> bool {
    let mut scan = Narrow::default();
    text.chars().any(|c| scan.next(c) != 0)
}

/// Whether a text looks misread that has characters which look like litter by themselves: controls, private use, soft
/// hyphens.
pub(super) fn is_misread_litter(prices: &Prices, before: Memory, text: &str) -> bool {
    let is_litter = |c: char| matches!(c, '\u{80}'..='\u{9F}' | '\u{AD}' | '\u{E000}'..='\u{F8FF}');
    text.contains(is_litter) && {
        let costs = Costs::of(prices, before, text);
        let high = |c: char| !c.is_ascii() && (c as usize) < ROLES;
        let row = text.split(|c| !high(c)).any(|row| row.chars().nth(2).is_some());
        !costs.wide.is_empty() || row && has_rows(text) && costs.letters
    }
}

/// Whether many of the characters that are bytes of Latin-1, windows-1251 and the like stand beside one another.
pub(super) fn has_rows(text: &str) -> bool {
    rows(text, |c| !c.is_ascii() && (c as usize) < ROLES)
}

/// Whether there are such rows of characters of windows-1252, and they make no text.
pub(super) fn has_odd_rows(prices: &Prices, before: Memory, text: &str) -> bool {
    let is_western = |c: char| !c.is_ascii() && Charset::Western.bytes(c).is_some();
    rows(text, is_western) && Costs::of(prices, before, text).letters
}

/// Whether a part of a line looks as if the same went wrong with it that a route undoes elsewhere in the line.
pub(super) fn is_left(prices: &Prices, route: &Route, text: &str) -> bool {
    let costs = Costs::of(prices, prices.start(), text);
    let lost = |c: char| matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{FF61}'..='\u{FF9F}');
    if !costs.wide.is_empty() || text.contains(lost) {
        return true;
    }
    // A single rare character.
    let rare = |priced: &Priced| {
        priced.c >= '\u{2E80}' && priced.c.is_alphanumeric() && priced.price >= ODD_ONE_NATS
    };
    let several = text.chars().filter(|c| *c >= '\u{2E80}' && c.is_alphanumeric()).count() > FEW;
    let wide = !route.seen.is_single() && !several && costs.chars.iter().any(rare);
    let is_high = |c: char| !c.is_ascii() && route.can_read(c);
    wide || route.seen.is_single() && rows(text, is_high) && costs.letters
}

fn rows(text: &str, is_high: impl Fn(char) -> bool) -> bool {
    let (mut run, mut high, mut beside) = (0, 0, 0);
    for c in text.chars() {
        let is_high = is_high(c);
        run = if is_high { run + 1 } else { 0 };
        high += usize::from(is_high);
        beside += match run {
            0 | 1 => 0,
            2 => 2,
            _ => 1,
        };
    }
    beside >= 2 && beside * 2 >= high
}

/// Whether there are at least three different characters beyond ASCII: `××××` stands for names left out.
fn has_several(text: &str) -> bool {
    let mut others = text.chars().filter(|c| !c.is_ascii() && (*c as usize) < ROLES);
    let Some(first) = others.next() else { return false };
    let Some(second) = others.find(|c| *c != first) else { return false };
    others.any(|c| c != first && c != second)
}

/// Whether the characters stand in the order of a table: an alphabet, a list of what a font has.
fn is_listing(text: &str) -> bool {
    let mut last: Option<char> = None;
    let (mut pairs, mut rising) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if let Some(last) = last {
            pairs += 1;
            rising += usize::from((1..=NEXT).contains(&(c as u32).wrapping_sub(last as u32)));
        }
        last = Some(c);
    }
    let listed = pairs >= LISTED && rising * 4 >= pairs * 3;
    listed || has_one_mark(text)
}

/// Whether most letters have the same mark above or below: a list of what it may stand on.
fn has_one_mark(text: &str) -> bool {
    let mark = |c: char| c.nfd().nth(1);
    let letters = || text.chars().filter(|c| !c.is_ascii() && (*c as usize) < ROLES);
    let all = letters().count();
    let most = letters().take(MARKED).filter_map(mark).any(|first| {
        let same = letters().filter(|c| mark(*c) == Some(first)).count();
        same * 4 >= all * 3
    });
    all >= MARKED && most
}

/// Letters with a mark that are enough to be a list, and so many of them tell which mark.
const MARKED: usize = 3;

/// Characters of a listing at least, and by how much one may be further than the one before.
const LISTED: usize = 5;
const NEXT: u32 = 4;

/// Encodings of one byte that rows are looked for in.
const ROWS: [Charset; 10] = [
    Charset::Western,
    Charset::Windows1254,
    Charset::Windows1250,
    Charset::Windows1251,
    Charset::Koi8R,
    Charset::Cp866,
    Charset::MacCyrillic,
    Charset::Iso2,
    Charset::Iso5,
    Charset::Windows1253,
];

/// By charset of [`ROWS`], whether a text has rows of its characters, and some that those before it lack.
fn row_sets(text: &str) -> [bool; ROWS.len()] {
    let mut found = [false; ROWS.len()];
    for (n, charset) in ROWS.iter().enumerate() {
        let has = |c: char| !c.is_ascii() && charset.bytes(c).is_some();
        // What windows-1252 reads alike is its own.
        let own = |c: char| has(c) && (n == 0 || Charset::Western.bytes(c).is_none());
        // Lines and blocks are letters in code pages of DOS and in KOI8-R: a drawing is made of nothing else.
        let drawn = text.chars().filter(|c| has(*c) && matches!(c, '\u{2500}'..='\u{25FF}')).count();
        let all = text.chars().filter(|c| has(*c)).count();
        found[n] = text.chars().any(own) && rows(text, has) && drawn * 2 <= all;
    }
    found
}

/// Whether a text has rows of characters of Latin-1 and of what they make as UTF-8, of other alphabets.
fn is_hybrid(text: &str) -> bool {
    let is_high = |c: char| ('\u{80}'..'\u{800}').contains(&c) || Charset::Western.bytes(c).is_some();
    let high = || text.chars().filter(|c| !c.is_ascii() && is_high(*c));
    let western = high().filter(|c| Charset::Western.bytes(*c).is_some()).count();
    western > 0 && western < high().count() && rows(text, |c| !c.is_ascii() && is_high(c))
}

/// The ways that a text may have gone.
pub(super) fn candidates(prices: &Prices, before: Memory, text: &str) -> Vec<&'static Route> {
    let mut scan = Narrow::default();
    let narrow = text.chars().fold(0, |found, c| found | scan.next(c));
    let costs = Costs::of(prices, before, text);
    // Controls among Chinese, Japanese and Korean are litter, and part of a character of UTF-8 where there are such.
    let controls = narrow & WESTERN == 0
        && text.chars().any(|c| matches!(c, '\u{80}'..='\u{9F}'))
        && text.chars().all(|c| (c as usize) < ROLES);
    let in_row = costs.letters && has_several(text) && !is_listing(text);
    let rows = if in_row { row_sets(text) } else { [false; ROWS.len()] };
    let in_rows =
        |route: &&'static Route| ROWS.iter().zip(rows).any(|(charset, has)| has && *charset == route.seen);
    // What Japanese tools put for lost bytes is a character of theirs, and reads as one of another encoding.
    let dots = text.contains(['・', '･']);
    let on = |is: bool, routes: &'static [Route]| if is { routes } else { &[] };
    let odd = |route: &&'static Route| costs.may_be(prices, route);
    WIDE.iter()
        .filter(odd)
        .chain(NARROW.iter().enumerate().filter(move |(n, _)| narrow >> n & 1 == 1).map(|(_, route)| route))
        .chain(PAIRS.iter().filter(in_rows))
        .chain(on(in_row && is_hybrid(text), &HYBRIDS))
        .chain(ASIAN.iter().filter(move |route| !(dots && route.seen == Charset::ShiftJis)).filter(odd))
        .chain(SINGLE.iter().filter(in_rows))
        .chain(on(controls, &CONTROLS))
        .collect()
}
