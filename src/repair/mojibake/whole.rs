//! Readings that leave nothing over: every character beyond ASCII is taken back to its byte, and all the bytes are valid
//! UTF-8, once or several times over. Linear in the text, and what is found so is hardly ever chance; only what is
//! mixed, lossy or cut needs a search.

use super::charset::{Bytes, Pending, Step};
use super::price::{Memory, Prices};
use super::route::{NARROW, Route, WIDE};
use super::search::{CHANGE_NATS, Piece, Reading};
use std::collections::VecDeque;

/// Rounds that are undone, one upon another. Six were seen on the web.
const ROUNDS: usize = 8;
/// States looked at at most.
const STATES: usize = 48;
/// What one round more costs, in nats.
const ROUND_NATS: f32 = 1.0;
/// Readings handed on.
const HANDED: usize = 4;

/// A text on its way back.
struct State {
    text: String,
    rounds: usize,
    route: Option<&'static Route>,
    /// The number of the first step of its chain.
    first: usize,
}

/// A text read by a route from end to end; nothing when some of it cannot be.
pub(super) fn read(route: &Route, text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut pending = Pending::default();
    let push = |out: &mut String, pending: Pending, byte: u8| -> Option<Pending> {
        match route.written.step(pending, byte) {
            Step::Invalid => None,
            Step::Pending(next) => Some(next),
            Step::Char(c) => {
                out.push(c);
                Some(Pending::default())
            }
        }
    };
    for c in text.chars() {
        if c.is_ascii() && pending.is_empty() {
            out.push(c);
            continue;
        }
        let mut fits = |bytes: Bytes| {
            let length = out.len();
            let after = match bytes {
                Bytes::One(byte) => push(&mut out, pending, byte),
                Bytes::Two(lead, trail) => {
                    push(&mut out, pending, lead).and_then(|pending| push(&mut out, pending, trail))
                }
                Bytes::Several(..) => None,
            };
            if after.is_none() {
                out.truncate(length);
            }
            after
        };
        pending = match fits(route.seen.bytes(c)?) {
            Some(pending) => pending,
            None => route.seen.other_bytes(c).find_map(fits)?,
        };
    }
    pending.is_empty().then_some(out)
}

/// What becomes of a text by every chain of routes of UTF-8 that begins with one of some and leaves nothing over.
fn states(text: &str, routes: &[&'static Route]) -> Vec<State> {
    let mut found: Vec<State> = Vec::new();
    let mut waiting = VecDeque::from([State { text: text.to_owned(), rounds: 0, route: None, first: 0 }]);
    while let Some(state) = waiting.pop_front() {
        let first = state.rounds == 0;
        let next = |route: &'static Route| {
            let text = read(route, &state.text).filter(|text| *text != state.text)?;
            Some(State { text, rounds: state.rounds + 1, route: Some(route), first: state.first })
        };
        let is_new = |text: &str, found: &[State], waiting: &VecDeque<State>| {
            !found.iter().chain(waiting).any(|other| other.text == text)
        };
        let all = WIDE.iter().chain(&NARROW);
        for route in all.filter(|route| !first || routes.iter().any(|other| std::ptr::eq(*other, *route))) {
            if state.rounds < ROUNDS
                && found.len() + waiting.len() < STATES
                && let Some(next) = next(route).filter(|next| is_new(&next.text, &found, &waiting))
            {
                // The first ones come out in the order in which they went in.
                let next = if first { State { first: waiting.len(), ..next } } else { next };
                waiting.push_back(next);
            }
        }
        if !first {
            found.push(state);
        }
    }
    found
}

/// The likeliest readings of a text that begin with one of some routes of UTF-8 and leave nothing over, each with the last
/// of its routes.
pub(super) fn readings(
    prices: &Prices,
    before: Memory,
    text: &str,
    routes: &[&'static Route],
) -> Vec<(Reading, &'static Route)> {
    let found = states(text, routes);
    if found.is_empty() {
        return Vec::new();
    }
    let kept = Cost::of(prices, before, text).all;
    let mut readings: Vec<(Reading, &'static Route)> = found
        .into_iter()
        .filter_map(|state| Some((reading(prices, before, text, kept, &state)?, state.route?)))
        .collect();
    readings.sort_by(|a, b| b.0.gain.total_cmp(&a.0.gain));
    readings.truncate(HANDED);
    readings
}

/// A chain that begins otherwise and ends elsewhere, and gains less by no more than this, leaves the first step in doubt.
const RIVAL_NATS: f32 = 3.0;

/// The first step of the likeliest chain that leaves nothing over, if it is a repair by itself. What was misread twice the
/// same way, as the step before this one tells, needs no more than to be text.
pub(super) fn layer(
    prices: &Prices,
    text: &str,
    routes: &[&'static Route],
    before: Option<&'static Route>,
) -> Option<(Reading, &'static Route)> {
    let found = states(text, routes);
    let kept = Cost::of(prices, prices.start(), text).all;
    let gain = |state: &State| {
        let reading = reading(prices, prices.start(), text, kept, state)?;
        Some(reading.gain - found.get(state.first)?.route?.rarity)
    };
    let gains: Vec<(f32, &State)> = found.iter().filter_map(|state| Some((gain(state)?, state))).collect();
    let (most, best) = gains.iter().max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    let is_rival = |(gain, state): &(f32, &State)| {
        state.first != best.first && state.text != best.text && gain + RIVAL_NATS > *most
    };
    let first = found.get(best.first)?;
    let (reading, route) = (reading(prices, prices.start(), text, kept, first)?, first.route?);
    let again = before.is_some_and(|before| std::ptr::eq(before, route));
    let is_text = route.makes_sense(&reading) || again && route.is_text(&reading);
    let is_repair = is_text && reading.gain - route.rarity >= route.least();
    (is_repair && !gains.iter().any(is_rival)).then_some((reading, route))
}

/// What a text costs, in nats.
struct Cost {
    all: f32,
    /// Beyond ASCII and controls, and of how many characters.
    others: f32,
    chars: usize,
    /// Whether a rare one may have come out of a `·`.
    odd_dots: bool,
}

/// A character is rare that costs so much, in nats; and the last six bits of one that ended in a `·` of Latin-1.
const RARE_NATS: f32 = 8.0;
const DOT_BITS: u32 = 0x37;

impl Cost {
    fn of(prices: &Prices, before: Memory, text: &str) -> Self {
        let mut cost = Self { all: 0.0, others: 0.0, chars: 0, odd_dots: false };
        let mut memory = before;
        for c in text.chars() {
            let (price, after) = prices.step(memory, c);
            memory = after;
            cost.all += price;
            // What a control is that is left over is for the next layer to say.
            if !c.is_ascii() && !matches!(c, '\u{80}'..='\u{9F}') {
                cost.others += price;
                cost.chars += 1;
                cost.odd_dots |= price >= RARE_NATS && c as u32 & 0x3F == DOT_BITS;
            }
        }
        cost
    }
}

/// What a text costs, in nats.
pub(super) fn cost(prices: &Prices, before: Memory, text: &str) -> f32 {
    Cost::of(prices, before, text).all
}

fn reading(prices: &Prices, before: Memory, text: &str, kept: f32, state: &State) -> Option<Reading> {
    let cost = Cost::of(prices, before, &state.text);
    let gain = kept - cost.all - CHANGE_NATS - ROUND_NATS * (state.rounds - 1) as f32;
    let covered = text.chars().filter(|c| !c.is_ascii()).count();
    let out = || state.text.chars().filter(|c| !c.is_ascii());
    let wide = out().filter(|c| *c >= '\u{2E80}').count() * 2 >= out().count();
    (gain > 0.0).then(|| Reading {
        gain,
        pieces: vec![Piece { span: 0..text.len(), text: state.text.clone() }],
        rounds: state.rounds,
        whole: true,
        partial: false,
        odd_dots: cost.odd_dots && text.contains('·'),
        guessed: 0,
        doubt: 0.0,
        blanks: 0,
        torn: 0,
        covered,
        coverable: covered,
        strays: 0,
        cost: cost.others,
        chars: cost.chars,
        wide,
        letters: out().any(char::is_alphanumeric),
        several: super::search::has_several(out()),
        half_kana: false,
        splits_words: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(text: &str) -> Option<(String, usize)> {
        let prices = Prices::new();
        let routes: Vec<&'static Route> = WIDE.iter().chain(&NARROW).collect();
        let (reading, _) = readings(&prices, prices.start(), text, &routes).into_iter().next()?;
        Some((reading.pieces.first()?.text.clone(), reading.rounds))
    }

    #[test]
    fn rounds_of_several_encodings_are_undone_at_once() {
        assert_eq!(best("œ√º"), None);
        assert_eq!(best("schÃ¶n"), Some(("schön".into(), 1)));
        assert_eq!(best("schÃƒÂ¶n"), Some(("schön".into(), 2)));
        // UTF-8 read as windows-1252, and that as MacRoman.
        assert_eq!(best("sch√É¬∂n"), Some(("schön".into(), 2)));
        assert_eq!(best("鐢ㄦ埛"), Some(("用户".into(), 1)));
    }

    #[test]
    fn what_is_not_valid_from_end_to_end_is_not_read() {
        for text in ["schÃ¶n é", "plain", "Ã ", "鐢ㄦ埛用户"] {
            assert_eq!(best(text), None, "{text}");
        }
    }
}
