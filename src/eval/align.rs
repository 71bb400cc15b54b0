//! What a tool made of each damaged place, found from its output alone.
//!
//! A damaged text is a row of *gaps* (text to which nothing happened) and *places*. The output is read as the
//! same row, at the least cost: a gap's characters as they are cost nothing, a place that reads as its original
//! or as its damaged text costs nothing; anything else at a place costs [`WRONG`] and [`WRONG_CHAR`] for each
//! character; a gap's character missing or one too many costs [`HARM_CHAR`]. Of equally cheap readings the one
//! with more originals counts. Lines that agree are taken as read first, so that a long document is as many
//! small problems.

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
/// Largest problem solved exactly, in cells; beyond it, everything in it that is not right counts as wrong.
const LARGEST: usize = 16 << 20;

/// What became of a damaged place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It reads as the original.
    Restored,
    /// It reads as it did before the tool.
    Missed,
    /// It reads otherwise.
    Wrong,
}

/// What became of a pair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// For each span of the pair.
    pub outcomes: Vec<Outcome>,
    /// Places that were not damaged and were changed, as bytes of the damaged text; empty ranges are insertions.
    pub harm: Vec<Range<usize>>,
    /// Lines with damage.
    pub damaged_lines: usize,
    /// Of those, how many are now as in the original.
    pub exact_lines: usize,
    /// Lines of the author that were removed whole.
    pub removed_lines: usize,
}

/// Reads the output of a tool against a pair.
pub fn align(pair: &Pair, output: &str) -> Alignment {
    let rows = rows(pair);
    let lines: Vec<&str> = output.split_inclusive('\n').collect();
    let mut alignment = Alignment::default();
    let mut from = (0, 0);
    for (row, line) in anchors(&rows, &lines).into_iter().chain([(rows.len(), lines.len())]) {
        hunk(pair, &rows[from.0..row], &lines[from.1..line], &mut alignment);
        if row < rows.len() {
            rows[row].settle(lines[line], pair, &mut alignment);
        }
        from = (row + 1, line + 1);
    }
    alignment
}

/// A line of the damaged text, or several that one place joins, with its original and its spans.
struct Row<'a> {
    damaged: &'a str,
    original: &'a str,
    /// Where it starts in the damaged text.
    at: usize,
    spans: &'a [Span],
}

impl Row<'_> {
    fn fits(&self, line: &str) -> bool {
        line == self.original || line == self.damaged
    }

    /// Takes a row as read that reads as its original or its damaged text, or solves it.
    fn settle(&self, line: &str, pair: &Pair, out: &mut Alignment) {
        if self.fits(line) {
            let restored = line == self.original;
            let outcome = if restored { Outcome::Restored } else { Outcome::Missed };
            out.outcomes.extend(self.spans.iter().map(|_| outcome));
            if !self.spans.is_empty() {
                out.damaged_lines += 1;
                out.exact_lines += usize::from(restored);
            }
        } else {
            solve(pair, std::slice::from_ref(self), line, out);
        }
    }
}

/// Cuts a pair into rows at line ends that lie in gaps.
fn rows(pair: &Pair) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let (mut at, mut original_at, mut first) = (0, 0, 0);
    let mut cut = |end: usize, original_end: usize, next: usize| {
        if end > at || original_end > original_at || next > first {
            rows.push(Row {
                damaged: &pair.damaged[at..end],
                original: &pair.original[original_at..original_end],
                at,
                spans: &pair.spans[first..next],
            });
            (at, original_at, first) = (end, original_end, next);
        }
    };
    let (mut gap, mut original_gap) = (0, 0);
    for number in 0..=pair.spans.len() {
        let span = pair.spans.get(number);
        let end = span.map_or(pair.damaged.len(), |span| span.start);
        for (place, _) in pair.damaged[gap..end].match_indices('\n') {
            cut(gap + place + 1, original_gap + place + 1, number);
        }
        let Some(span) = span else { break };
        (gap, original_gap) = (span.end, span.original_end);
        // A whole line put in is a row of its own.
        let line_end = |text: &str, at: usize| at == 0 || text[..at].ends_with('\n');
        if line_end(&pair.damaged, gap) && line_end(&pair.original, original_gap) {
            cut(gap, original_gap, number + 1);
        }
    }
    cut(pair.damaged.len(), pair.original.len(), pair.spans.len());
    rows
}

/// Rows and lines that agree: the longest common sequence.
fn anchors(rows: &[Row<'_>], lines: &[&str]) -> Vec<(usize, usize)> {
    let head = rows.iter().zip(lines).take_while(|(row, line)| row.fits(line)).count();
    let (rest, rest_lines) = (&rows[head..], &lines[head..]);
    let tail =
        rest.iter().rev().zip(rest_lines.iter().rev()).take_while(|(row, line)| row.fits(line)).count();
    let (rest, rest_lines) = (&rest[..rest.len() - tail], &rest_lines[..rest_lines.len() - tail]);
    let mut anchors: Vec<(usize, usize)> = (0..head).map(|i| (i, i)).collect();
    let (n, m) = (rest.len(), rest_lines.len());
    if n > 0 && m > 0 && n * m <= LARGEST {
        // Longest common sequence of what lies from here to the end.
        let width = m + 1;
        let mut longest = vec![0_u32; (n + 1) * width];
        for i in (0..n).rev() {
            for j in (0..m).rev() {
                longest[i * width + j] = if rest[i].fits(rest_lines[j]) {
                    longest[(i + 1) * width + j + 1] + 1
                } else {
                    longest[(i + 1) * width + j].max(longest[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < n && j < m {
            if rest[i].fits(rest_lines[j]) {
                anchors.push((head + i, head + j));
                (i, j) = (i + 1, j + 1);
            } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
    anchors.extend((0..tail).rev().map(|i| (rows.len() - 1 - i, lines.len() - 1 - i)));
    anchors
}

/// Rows and lines between anchors. As many of the one as of the other are taken one by one.
fn hunk(pair: &Pair, rows: &[Row<'_>], lines: &[&str], out: &mut Alignment) {
    if rows.len() == lines.len() {
        for (row, line) in rows.iter().zip(lines) {
            row.settle(line, pair, out);
        }
    } else {
        solve(pair, rows, &lines.concat(), out);
    }
}

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
fn solve(pair: &Pair, rows: &[Row<'_>], output: &str, out: &mut Alignment) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::damage::{Damaged, Kind};

    /// A pair in which `[damaged|original]` marks the places.
    fn pair(marked: &str) -> Pair {
        let (mut original, mut changes) = (String::new(), Vec::new());
        for part in marked.split('[') {
            let Some((place, rest)) = part.split_once(']') else {
                original.push_str(part);
                continue;
            };
            let (damaged, meant) = place.split_once('|').unwrap();
            let from = original.len();
            original.push_str(meant);
            changes.push((from..original.len(), damaged.to_owned(), Kind::Debris));
            original.push_str(rest);
        }
        let Damaged { original, text, spans } = Damaged::from_changes(&original, changes);
        Pair { id: "x".to_owned(), damaged: text, original, kinds: vec!["debris".to_owned()], spans }
    }

    /// Outcomes as letters, and where harm begins and ends.
    fn read(marked: &str, output: &str) -> (String, Vec<(usize, usize)>) {
        let alignment = align(&pair(marked), output);
        let letter = |outcome: &Outcome| match outcome {
            Outcome::Restored => 'r',
            Outcome::Missed => 'm',
            Outcome::Wrong => 'w',
        };
        (
            alignment.outcomes.iter().map(letter).collect(),
            alignment.harm.iter().map(|h| (h.start, h.end)).collect(),
        )
    }

    #[test]
    fn each_place_has_its_own_outcome() {
        let marked = "ab[XX|c]de[YY|]fg[|h]i";
        for (output, outcomes) in [
            ("abcdefghi", "rrr"),
            ("abXXdeYYfgi", "mmm"),
            ("abcdeYYfgi", "rmm"),
            ("abQdefghi", "wrr"),
            ("abQQQQdeZfghi", "wwr"),
            ("abdefghi", "wrr"),
        ] {
            assert_eq!(read(marked, output), (outcomes.to_owned(), vec![]), "{output}");
        }
    }

    #[test]
    fn changes_beside_places_are_harm() {
        assert_eq!(read("ab[XX|c]defg", "abcdeg"), ("r".to_owned(), vec![(6, 7)]));
        assert_eq!(read("ab[XX|c]defg", "aXXdefg").0, "m");
        assert_eq!(read("abcdef", "abZdef").1, vec![(2, 3)]);
        assert_eq!(read("abcdef", "Zabcdef").1, vec![(0, 0)]);
        assert_eq!(read("abcdef", "abdf").1.len(), 2);
    }

    #[test]
    fn lines_find_each_other() {
        let marked = "[spam\n|]first [X|x]\nsecond\n\nthird [Y|y]\n";
        let at = |output: &str| {
            let a = align(&pair(marked), output);
            (a.outcomes, a.damaged_lines, a.exact_lines, a.removed_lines, a.harm.len())
        };
        use Outcome::{Missed, Restored};
        assert_eq!(at("first x\nsecond\n\nthird y\n"), (vec![Restored; 3], 3, 3, 0, 0));
        assert_eq!(at("spam\nfirst X\nsecond\n\nthird y\n"), (vec![Missed, Missed, Restored], 3, 1, 0, 0));
        assert_eq!(at("first x\n\nthird y\n"), (vec![Restored; 3], 3, 3, 1, 1));
    }

    #[test]
    fn the_cheapest_reading_counts() {
        // Two equal annotations of which one was removed: which one cannot be told, but it was one.
        let (outcomes, harm) = read("a[(x)|]b[(x)|]c", "a(x)bc");
        assert_eq!((outcomes.as_str(), harm.len()), ("mr", 0));
        // A place may read as its original although the text beside it looks like its damage.
        assert_eq!(read("[aa|a]a", "aa"), ("r".to_owned(), vec![]));
    }

    #[test]
    fn an_output_of_any_shape_is_read() {
        for output in ["", "\n", "nothing of the kind\n\n\n", "a"] {
            let alignment = align(&pair("ab[X|x]\ncd[Y|y]e\n"), output);
            assert_eq!(alignment.outcomes.len(), 2, "{output:?}");
        }
    }
}
