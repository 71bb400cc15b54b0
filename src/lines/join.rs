//! What the language model says about taking something out of a line.

use super::chars::Class;
use crate::lattice::model::{Context, Model, Script};
use crate::lattice::words;
use std::ops::Range;

/// Characters on each side that are looked at.
const REACH: usize = 3;
/// Characters that the model remembers.
const REMEMBERED: usize = 2;

/// How much cheaper, in nats, what follows a span is after what stands before the span than after the span itself.
/// Letters are folded, so written forms do not count.
pub(crate) fn gain(letters: &[char], span: &Range<usize>) -> f32 {
    let model = Model::get();
    let next: String = letters[span.end..(span.end + REACH).min(letters.len())].iter().collect();
    let after = |to: usize| {
        let context = model.context(letters[to.saturating_sub(2)..to].iter().copied());
        model.price_text(context, &next, Script::Simplified)
    };
    after(span.end) - after(span.start)
}

/// The ends of a span, each from among those offered, that leave the line in which the model believes most. A
/// letter that goes must have cost `price` nats in its place.
pub(crate) fn best(
    letters: &[char],
    starts: impl Iterator<Item = usize> + Clone,
    ends: impl Iterator<Item = usize> + Clone,
    price: f32,
) -> Option<Range<usize>> {
    let model = Model::get();
    let (first, last) = (starts.clone().min()?, starts.clone().max()?);
    let from = first.saturating_sub(REACH);
    let to = (ends.clone().max()? + REACH).min(letters.len());
    let step = |context: Context, c: char| {
        let (cost, after) = model.step(context, model.id(c));
        (cost + model.form(c, Script::Simplified), after)
    };
    // What the letters before each start cost, and what is remembered of them.
    let mut before = vec![(0.0, model.context(letters[from.saturating_sub(2)..from].iter().copied()))];
    for i in from..last {
        let (sum, context) = before[i - from];
        let (cost, context) = step(context, letters[i]);
        before.push((sum + cost, context));
    }
    // What the letters from each place on cost behind the two before it: these two are what the model remembers.
    let behind = ends.clone().min()? + REMEMBERED;
    let mut after = vec![0.0; to.saturating_sub(behind) + 1];
    let mut context = model.context(letters[behind - REMEMBERED..behind.min(to)].iter().copied());
    for i in behind..to {
        (after[i - behind], context) = step(context, letters[i]);
    }
    for i in (behind..to).rev() {
        after[i - behind] += after[i - behind + 1];
    }
    let cost = |start: usize, end: usize| {
        let (mut sum, mut context) = before[start - from];
        for c in &letters[end..(end + REMEMBERED).min(to)] {
            let (cost, after) = step(context, *c);
            context = after;
            sum += cost;
        }
        sum + after.get((end + REMEMBERED).saturating_sub(behind)).copied().unwrap_or_default()
            + price * letters[start..end].iter().filter(|c| c.is_alphanumeric()).count() as f32
    };
    starts
        .flat_map(|start| ends.clone().map(move |end| (start, end)))
        .min_by(|a, b| cost(a.0, a.1).total_cmp(&cost(b.0, b.1)))
        .map(|(start, end)| start..end)
}

/// What the Han characters of a line cost in their places, in nats whatever their written form, and their number.
pub(crate) fn cost(letters: &[char], classes: &[Class]) -> (f32, usize) {
    let model = Model::get();
    let mut context = model.context([]);
    let (mut sum, mut count) = (0.0, 0);
    for (c, class) in letters.iter().zip(classes) {
        let (price, after) = model.step(context, model.id(*c));
        context = after;
        if class.is_han() {
            sum += price;
            count += 1;
        }
    }
    (sum, count)
}

/// Characters on each side of a seam that are looked at.
pub(crate) const SEAM: usize = 4;

/// How much better, in nats, what stands before and behind a span joins than either joins the span. None unless the two
/// make a word together and it is at least so much.
pub(crate) fn wedged(letters: &[char], span: &Range<usize>, least: f32) -> Option<f32> {
    let (left, right) = (before(&letters[..span.start]), behind(&letters[span.end..]));
    let inside = &letters[span.clone()];
    if !words::crosses(left, right) {
        return None;
    }
    // Each of the two others only takes away: in most text the first one says enough.
    let enough = |gain: &f32| *gain >= least;
    let gain = Some(seam(left, right)).filter(enough)?;
    let gain = Some(gain - seam(left, behind(inside)).max(0.0)).filter(enough)?;
    Some(gain - seam(before(inside), right).max(0.0)).filter(enough)
}

/// The letters at the end of a text, and at its start, up to a mark.
fn before(letters: &[char]) -> &[char] {
    &letters[letters.len() - letters.iter().rev().take(SEAM).take_while(|c| c.is_alphanumeric()).count()..]
}

fn behind(letters: &[char]) -> &[char] {
    &letters[..letters.iter().take(SEAM).take_while(|c| c.is_alphanumeric()).count()]
}

/// How well two pieces of running text join: what they cost apart less what they cost together, in nats, by words and by
/// characters.
fn seam(left: &[char], right: &[char]) -> f32 {
    let text = |letters: &[char]| letters.iter().collect::<String>();
    let words =
        words::price(&text(left)) + words::price(&text(right)) - words::price(&text(&[left, right].concat()));
    let model = Model::get();
    let mut context = model.context(left.iter().copied());
    let mut characters = 0.0;
    for c in right {
        let (price, after) = model.step(context, model.id(*c));
        context = after;
        characters += model.plain(*c) - price;
    }
    let mut context = model.context([]);
    let mut apart = 0.0;
    for (i, c) in right.iter().enumerate() {
        let (price, after) = model.step(context, model.id(*c));
        context = after;
        apart += if i == 0 { 0.0 } else { model.plain(*c) - price };
    }
    (words + characters - apart) / 2.0
}
