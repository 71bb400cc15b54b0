//! Layers: a line that is UTF-8 from end to end, once it is taken back to the bytes that it was read from, is taken back
//! as a whole, before its parts are looked at. So a text under one more layer of damage comes out as without.

use super::charset::Charset;
use super::document::{self, Repair};
use super::evidence;
use super::price::Prices;
use super::route::Route;
use super::trigger;
use super::whole;
use std::ops::Range;

/// Layers that are taken off at most.
const LAYERS: usize = 8;
/// By how much a part of the line may become dearer, in nats: more, and it was not misread with the rest.
const DEARER_NATS: f32 = 2.0;

/// A stretch of more bytes that does not look damaged is not.
const FINE: usize = 300;

/// The repairs of lines that are one layer of damage, or several, from end to end; `looks` says which stretches look damaged.
pub(super) fn lines(prices: &Prices, text: &str, stretches: &[Range<usize>], looks: &[bool]) -> Vec<Repair> {
    let same_line = |a: &Range<usize>, b: &Range<usize>| !text[a.end..b.start].contains('\n');
    let mut looks = looks.iter();
    let may_be = |own: &&[Range<usize>]| {
        own.iter().zip(looks.by_ref()).fold(true, |may, (span, looks)| may && (*looks || span.len() <= FINE))
    };
    stretches.chunk_by(same_line).filter(may_be).flat_map(|own| line(prices, text, own)).collect()
}

/// The repairs of a line's stretches that are not plain ASCII; none if the line is not damaged from end to end.
fn line(prices: &Prices, text: &str, own: &[Range<usize>]) -> Vec<Repair> {
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return Vec::new() };
    let start = text[..first.start].rfind('\n').map_or(0, |end| end + 1);
    let mut now = text[start..last.end].to_owned();
    let mut routes: Vec<&'static Route> = Vec::new();
    let mut gain = 0.0;
    while routes.len() < LAYERS {
        let Some((after, route, more)) = layer(prices, &now, routes.last().copied()) else { break };
        now = after;
        gain += more;
        routes.push(route);
    }
    let Some(route) = routes.last().copied() else { return Vec::new() };
    let read = |seen: &str| routes.iter().try_fold(seen.to_owned(), |text, route| whole::read(route, &text));
    let rounds = routes.len();
    let repair = |span: &Range<usize>| {
        let text = read(&text[span.clone()])?;
        Some(Repair { span: span.clone(), text, gain, route, rounds, sure: true, whole: true })
    };
    own.iter().map(repair).collect::<Option<_>>().unwrap_or_default()
}

/// One layer of a line taken off.
fn layer(prices: &Prices, line: &str, last: Option<&'static Route>) -> Option<(String, &'static Route, f32)> {
    if !trigger::may_be_misread_in(line) {
        return None;
    }
    let routes = evidence::candidates(prices, prices.start(), line);
    let of_utf8: Vec<&'static Route> =
        routes.into_iter().filter(|route| route.written == Charset::Utf8).collect();
    let (reading, route) = whole::layer(prices, line, &of_utf8, last)?;
    let after = reading.pieces.first()?.text.clone();
    // A dot is a byte of its own, or a mark for a lost one.
    let marks = route.loses_pairs() && line.contains(|c: char| !c.is_ascii() && route.marks_loss(c));
    if reading.odd_dots || marks || document::shows_lost_bytes(&after, route.seen) {
        return None;
    }
    let cost = |text: &str| whole::cost(prices, prices.start(), text);
    let is_dearer = |part: &str| {
        !part.is_ascii()
            && whole::read(route, part).is_none_or(|after| cost(&after) > cost(part) + DEARER_NATS)
    };
    let parts = document::stretches(line);
    (!parts.into_iter().any(|part| is_dearer(&line[part]))).then_some((after, route, reading.gain))
}
