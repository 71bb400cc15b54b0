//! The lines of a document: which are UTF-8, and what the others cost in every encoding.

use super::choose::{Costs, UTF_8};
use super::double::{self, DOUBLES};
use super::encoding::LEGACY_COUNT;
use super::single;
use std::ops::Range;

/// What a line is before any encoding is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The same in every encoding.
    Ascii,
    /// Valid UTF-8, and not ASCII.
    Utf8,
    /// Anything else.
    Other,
}

/// A line, its end included.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) range: Range<usize>,
    pub(super) form: Form,
}

/// Splits bytes into lines.
pub(super) fn split(bytes: &[u8]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |length| start + length + 1);
        let line = &bytes[start..end];
        let form = match simdutf8::basic::from_utf8(line) {
            Ok(_) if line.is_ascii() => Form::Ascii,
            Ok(_) => Form::Utf8,
            Err(_) => Form::Other,
        };
        lines.push(Line { range: start..end, form });
        start = end;
    }
    lines
}

/// Broken bytes that a line may have before the search for lost bytes is not worth while: a line read in the
/// wrong encoding has far more of them.
const FEW_INVALID: usize = 3;
const INVALID_SHARE: usize = 24;
/// Readings that are not dearer than the best by more than this are weighed closely, in nats.
const CLOSE_NATS: f32 = 60.0;
/// Longer lines are weighed by their beginning: it tells as much.
const LONGEST: usize = 2048;

/// What a line costs in every encoding, in nats.
pub(super) fn costs(line: &[u8]) -> Costs {
    let line = &line[..line.len().min(LONGEST)];
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let mut costs = [f32::INFINITY; LEGACY_COUNT + 1];
    let mut whole = [false; DOUBLES];
    for index in 0..DOUBLES {
        let score = double::score(index, line);
        whole[index] = score.invalid == 0;
        let few = score.invalid <= FEW_INVALID + line.len() / INVALID_SHARE;
        costs[index] = if whole[index] || !few { score.nats } else { double::mend(index, line).0 };
    }
    for (index, cost) in costs.iter_mut().enumerate().take(LEGACY_COUNT).skip(DOUBLES) {
        *cost = single::score(index, line);
    }
    costs[UTF_8] = utf8(line);
    let near = costs.iter().copied().fold(f32::INFINITY, f32::min) + CLOSE_NATS;
    for index in 0..DOUBLES {
        if whole[index] && costs[index] < near {
            costs[index] = double::score_closely(index, line);
        }
    }
    costs
}

/// What a broken sequence costs, in nats; and what it costs that a line has no whole one beside ASCII, as the
/// lines of other encodings have none.
const BROKEN_NATS: f32 = 16.0;
const NONE_WHOLE_NATS: f32 = 25.0;
/// What a line costs as UTF-8, the broken sequences left out, in nats: by the ranges that characters lie in,
/// since a sequence that is valid by chance tells enough.
pub(super) fn utf8(line: &[u8]) -> f32 {
    let (mut nats, mut whole) = (0.0, line.is_ascii());
    for chunk in line.utf8_chunks() {
        whole |= !chunk.valid().is_ascii();
        nats += chunk.valid().chars().filter(|c| !c.is_ascii()).map(utf8_char).sum::<f32>();
        nats += if chunk.invalid().is_empty() { 0.0 } else { BROKEN_NATS };
    }
    nats + if whole { 0.0 } else { NONE_WHOLE_NATS }
}

fn utf8_char(c: char) -> f32 {
    match c {
        '\u{80}'..='\u{9F}' => 14.0,
        '\u{A0}'..='\u{FF}' => 5.0,
        '\u{410}'..='\u{44F}' | '\u{5D0}'..='\u{5EA}' | '\u{3B1}'..='\u{3C9}' => 4.0,
        '\u{620}'..='\u{64A}' | '\u{E00}'..='\u{E5B}' | '\u{3040}'..='\u{30FF}' => 4.5,
        '\u{2010}'..='\u{2026}' | '\u{3000}'..='\u{3011}' | '\u{FF01}'..='\u{FF1F}' => 4.5,
        '\u{100}'..='\u{17F}' | '\u{388}'..='\u{3CE}' | '\u{401}'..='\u{457}' => 6.0,
        '\u{4E00}'..='\u{9FFF}' => 8.0,
        '\u{AC00}'..='\u{D7A3}' => 7.0,
        _ => 12.0,
    }
}
