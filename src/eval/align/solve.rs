//! The least costly reading of some rows.

use super::{Alignment, LARGEST, Outcome, Row};
use crate::damage::{Pair, Span};
use std::ops::Range;

/// The unit of cost. Below it, places that are not as in the original are counted, which settles ties.
const UNIT: u64 = 1 << 24;
/// A place that reads as its damaged text.
const MISSED: u64 = 1;
/// Entering something else than the original or the damaged text at a place.
const WRONG: u64 = UNIT + 1;
/// Each character of it.
const WRONG_CHAR: u64 = UNIT;
/// A character of a gap lost, or one added to it.
const HARM_CHAR: u64 = 3 * UNIT;
/// A character of a gap, with its place, or a span.
#[derive(Clone, Copy)]
enum Unit<'a> {
    Gap(char, usize),
    Place(&'a Span),
}

/// How a cell was reached.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
enum Move {
    Original,
    Damaged,
    Same,
    Wrong,
    Lost,
    Added,
    None,
}

/// Solves rows against a text at the least cost.
pub(super) fn solve(pair: &Pair, rows: &[Row<'_>], output: &str, out: &mut Alignment) {
    let units = units(rows);
    let text: Vec<char> = output.chars().collect();
    let spans: Vec<&Span> = rows.iter().flat_map(|row| row.spans).collect();
    let damaged_lines = rows.iter().filter(|row| !row.spans.is_empty()).count();
    out.damaged_lines += damaged_lines;
    if rows.is_empty() && text.is_empty() {
        return;
    }
    if (units.len() + 1) * (text.len() + 1) > LARGEST {
        out.outcomes.extend(spans.iter().map(|_| Outcome::Wrong));
        if spans.is_empty() {
            out.harm
                .push(rows.first().map_or(0, |r| r.at)..rows.last().map_or(0, |r| r.at + r.damaged.len()));
        }
        return;
    }
    let path = cheapest(pair, &units, &text);
    read_path(pair, rows, &units, &path, out);
}

fn units<'a>(rows: &[Row<'a>]) -> Vec<Unit<'a>> {
    let mut units = Vec::new();
    for row in rows {
        let mut at = row.at;
        for (end, span) in
            row.spans.iter().map(|s| (s.start, Some(s))).chain([(row.at + row.damaged.len(), None)])
        {
            let gap = &row.damaged[at - row.at..end - row.at];
            units.extend(gap.char_indices().map(|(place, c)| Unit::Gap(c, at + place)));
            if let Some(span) = span {
                units.push(Unit::Place(span));
                at = span.end;
            }
        }
    }
    units
}

/// The way each cell was reached, packed: the move, and how many characters of the text it took.
#[derive(Clone, Copy)]
struct Step(u32);

impl Step {
    const NONE: Self = Self(Move::None as u32);

    fn new(by: Move, took: usize) -> Self {
        Self((took as u32) << 3 | by as u32)
    }

    fn by(self) -> Move {
        [
            Move::Original,
            Move::Damaged,
            Move::Same,
            Move::Wrong,
            Move::Lost,
            Move::Added,
            Move::None,
            Move::None,
        ][(self.0 & 7) as usize]
    }

    fn took(self) -> usize {
        (self.0 >> 3) as usize
    }
}

/// The cheapest way through, as (unit, how), from front to back.
fn cheapest(pair: &Pair, units: &[Unit<'_>], text: &[char]) -> Vec<(usize, Move)> {
    let width = text.len() + 1;
    let mut steps = vec![Step::NONE; (units.len() + 1) * width];
    let (mut here, mut below) = (vec![u64::MAX; width], vec![u64::MAX; width]);
    here[0] = 0;
    for number in 0..=units.len() {
        let (row, next) = steps[number * width..].split_at_mut(width);
        for at in 1..width {
            let added = here[at - 1].saturating_add(HARM_CHAR);
            if added < here[at] {
                here[at] = added;
                row[at] = Step::new(Move::Added, 1);
            }
        }
        let Some(unit) = units.get(number) else { break };
        below.fill(u64::MAX);
        let mut offer = |to: usize, price: u64, by: Move, took: usize| {
            // Of equally cheap moves the one named first in the list of moves is taken.
            if price < below[to] || (price == below[to] && (by as u32) < next[to].by() as u32) {
                below[to] = price;
                next[to] = Step::new(by, took);
            }
        };
        match unit {
            Unit::Gap(c, _) => {
                for at in (0..width).filter(|at| here[*at] != u64::MAX) {
                    if text.get(at) == Some(c) {
                        offer(at + 1, here[at], Move::Same, 1);
                    }
                    offer(at, here[at].saturating_add(HARM_CHAR), Move::Lost, 0);
                }
            }
            Unit::Place(span) => {
                let original: Vec<char> = pair.original[span.original()].chars().collect();
                let damaged: Vec<char> = pair.damaged[span.damaged()].chars().collect();
                // The cheapest way to be in the middle of something wrong, and where that began.
                let mut wrong: Option<(u64, usize)> = None;
                for at in 0..width {
                    if here[at] != u64::MAX {
                        for (reading, price, by) in
                            [(&original, 0, Move::Original), (&damaged, MISSED, Move::Damaged)]
                        {
                            if text[at..].starts_with(reading) {
                                offer(at + reading.len(), here[at] + price, by, reading.len());
                            }
                        }
                        if wrong.is_none_or(|(price, _)| here[at] + WRONG < price) {
                            wrong = Some((here[at] + WRONG, at));
                        }
                    }
                    if let Some((price, from)) = &mut wrong {
                        offer(at, *price, Move::Wrong, at - *from);
                        *price += WRONG_CHAR;
                    }
                }
            }
        }
        std::mem::swap(&mut here, &mut below);
    }
    let mut path = Vec::new();
    let (mut number, mut at) = (units.len(), text.len());
    while (number, at) != (0, 0) {
        let step = steps[number * width + at];
        if step.by() == Move::None {
            break;
        }
        at -= step.took();
        number -= usize::from(step.by() != Move::Added);
        path.push((number, step.by()));
    }
    path.reverse();
    path
}

fn read_path(pair: &Pair, rows: &[Row<'_>], units: &[Unit<'_>], path: &[(usize, Move)], out: &mut Alignment) {
    let from = out.outcomes.len();
    let mut harm: Vec<Range<usize>> = Vec::new();
    // Harm is one place as long as nothing between was left alone.
    let mut open = false;
    let start = rows.first().map_or(0, |row| row.at);
    let mut at = start;
    for (number, by) in path {
        let unit = units.get(*number);
        let place = match unit {
            Some(Unit::Gap(c, place)) if *by != Move::Added => *place..place + c.len_utf8(),
            Some(Unit::Place(span)) if *by != Move::Added => span.damaged(),
            _ => at..at,
        };
        at = place.end.max(at);
        match by {
            Move::Original => out.outcomes.push(Outcome::Restored),
            Move::Damaged => out.outcomes.push(Outcome::Missed),
            Move::Wrong => out.outcomes.push(Outcome::Wrong),
            Move::Same | Move::None => open = false,
            Move::Lost | Move::Added => match harm.last_mut().filter(|_| open) {
                Some(last) => last.end = at,
                None => {
                    harm.push(place);
                    open = true;
                }
            },
        }
        if matches!(by, Move::Original | Move::Damaged | Move::Wrong) {
            open = false;
        }
    }
    let mut outcomes = out.outcomes[from..].iter();
    for row in rows {
        let range = row.at..row.at + row.damaged.len();
        let hurt = |h: &Range<usize>| h.start < range.end && h.end >= range.start;
        let restored = outcomes.by_ref().take(row.spans.len()).filter(|o| **o == Outcome::Restored).count();
        if !row.spans.is_empty() && restored == row.spans.len() && !harm.iter().any(hurt) {
            out.exact_lines += 1;
        }
        let lost =
            |h: &Range<usize>| h.start <= range.start && h.end >= range.start + row.damaged.trim_end().len();
        if row.spans.is_empty() && !row.damaged.trim().is_empty() && harm.iter().any(lost) {
            out.removed_lines += 1;
        }
    }
    debug_assert_eq!(
        out.outcomes.len() - from,
        rows.iter().map(|row| row.spans.len()).sum::<usize>(),
        "{pair:?}"
    );
    out.harm.append(&mut harm);
}
