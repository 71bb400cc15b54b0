//! Lines as wholes: what one part of a line proves holds for the rest of it.

use super::charset::Charset;
use super::document::Repair;
use super::evidence;
use super::price::Prices;
use super::route::Route;
use super::whole;
use std::ops::Range;

/// A way from a legacy encoding that gains so much in one part of a line leads the others, in nats.
const LEADS_NATS: f32 = 20.0;
/// By how much what it makes of another part may be dearer than what another way makes of it, in nats.
const SLACK_NATS: f32 = 6.0;
/// What the first bytes of most characters of UTF-8 show as in most encodings: left alone where the second byte is lost.
const STRAY: &[char] = &['Â', 'Ã'];

/// Makes the repairs of each line agree.
pub(super) fn settle(prices: &Prices, text: &str, stretches: &[Range<usize>], repairs: &mut Vec<Repair>) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = at..at + line.len();
        at = span.end;
        if own(&span, repairs).is_empty() {
            continue;
        }
        let stretches = in_line(&span, stretches);
        lead(prices, text, stretches, &span, repairs);
        let own = own(&span, repairs);
        hold_half(prices, text, &span, &mut repairs[own.clone()]);
        hold_rest(prices, text, stretches, &mut repairs[own]);
    }
}

/// The repairs of a line.
fn own(line: &Range<usize>, repairs: &[Repair]) -> Range<usize> {
    let first = repairs.partition_point(|repair| repair.span.start < line.start);
    first..repairs.partition_point(|repair| repair.span.start < line.end)
}

fn in_line<'s>(line: &Range<usize>, stretches: &'s [Range<usize>]) -> &'s [Range<usize>] {
    let first = stretches.partition_point(|stretch| stretch.start < line.start);
    &stretches[first..stretches.partition_point(|stretch| stretch.start < line.end)]
}

/// Reads the rest of a line in the legacy encoding that its clearest part was written in. What reads otherwise is doubtful.
fn lead(
    prices: &Prices,
    text: &str,
    stretches: &[Range<usize>],
    line: &Range<usize>,
    repairs: &mut Vec<Repair>,
) {
    let of_legacy = |repair: &&Repair| repair.route.is_legacy() && repair.rounds == 1 && repair.sure;
    let own = own(line, repairs);
    let leader = repairs[own].iter().filter(of_legacy).max_by(|a, b| a.gain.total_cmp(&b.gain));
    let Some(route) = leader.filter(|leader| leader.gain >= LEADS_NATS).map(|leader| leader.route) else {
        return;
    };
    for span in stretches {
        let seen = &text[span.clone()];
        let place = repairs.binary_search_by_key(&span.start, |repair| repair.span.start);
        // A line that was read as a whole.
        if place.is_err() && repairs.iter().any(|repair| repair.span.contains(&span.start)) {
            continue;
        }
        let other = place.ok().map(|place| &repairs[place]);
        if other.is_some_and(|other| std::ptr::eq(other.route, route) || !other.route.is_legacy()) {
            continue;
        }
        let cost = |text: &str| whole::cost(prices, prices.start(), text);
        let most = other.map_or(cost(seen), |other| cost(&other.text) + SLACK_NATS);
        let read = whole::read(route, seen).filter(|read| read != seen && cost(read) < most);
        match (place, read) {
            (place, Some(text)) => {
                let gain = (cost(seen) - cost(&text)).max(0.0);
                let (span, whole) = (span.clone(), true);
                let repair = Repair { span, text, gain, route, rounds: 1, sure: true, whole };
                match place {
                    Ok(place) => repairs[place] = repair,
                    Err(place) => repairs.insert(place, repair),
                }
            }
            (Ok(place), None) => repairs[place].sure = false,
            (Err(_), None) => {}
        }
    }
}

/// A line of UTF-8 that was read one byte at a time comes back whole or not at all: where a part of it stays damaged, nothing
/// could read the line back as a whole any more.
fn hold_half(prices: &Prices, text: &str, line: &Range<usize>, own: &mut [Repair]) {
    let of_utf8 = |repair: &Repair| repair.route.written == Charset::Utf8 && repair.route.seen.is_single();
    if !own.iter().any(|repair| repair.sure && of_utf8(repair)) {
        return;
    }
    // What was not read again.
    let mut rest = String::with_capacity(line.len());
    let mut from = line.start;
    for repair in own.iter() {
        rest.push_str(&text[from..repair.span.start]);
        rest.push_str(if repair.whole { "\n" } else { &repair.text });
        from = repair.span.end;
    }
    rest.push_str(&text[from..line.end]);
    let left = own.iter().any(|repair| !repair.sure)
        || evidence::has_utf8(&rest)
        || has_lost_ends(&rest)
        || rest.chars().any(|c| STRAY.contains(&c) && prices.is_foreign(c));
    for repair in own.iter_mut().filter(|repair| left && of_utf8(repair)) {
        repair.sure = false;
    }
}

/// Whether a letter that begins a character of three bytes in Latin-1 stands before a sign of lost bytes.
fn has_lost_ends(text: &str) -> bool {
    let ends = text.chars().skip(1);
    text.chars().zip(ends).any(|(c, end)| matches!(c, 'à'..='ï') && matches!(end, '?' | '\u{FFFD}'))
}

/// The same where two bytes made a character, or where a legacy encoding was misread: as long as another part of the line
/// is doubtful or looks damaged, the line is reported.
fn hold_rest(prices: &Prices, text: &str, stretches: &[Range<usize>], own: &mut [Repair]) {
    let is_held = |route: &Route| route.loses_pairs() || route.is_legacy();
    let Some(route) =
        own.iter().find(|repair| repair.sure && is_held(repair.route)).map(|repair| repair.route)
    else {
        return;
    };
    let doubtful = own.iter().any(|repair| !repair.sure);
    let is_left = |span: &Range<usize>| {
        let has = |repair: &&Repair| repair.span.start <= span.start && span.end <= repair.span.end;
        match own.iter().find(has) {
            Some(repair) => !repair.whole && evidence::is_left(prices, route, &repair.text),
            None => evidence::is_left(prices, route, &text[span.clone()]),
        }
    };
    if doubtful || stretches.iter().any(is_left) {
        for repair in own.iter_mut().filter(|repair| is_held(repair.route)) {
            repair.sure = false;
        }
    }
}
