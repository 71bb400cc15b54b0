//! Which parts of a text are shown: the marked places with some context, in rows that fit a terminal.

use super::printable::measured;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Columns of context on each side of a marked place.
const CONTEXT: usize = 16;

/// One row: a stretch of one line with the marked places in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Line of the text, from 1.
    pub(super) line: usize,
    /// The bytes that are shown, context included.
    pub(super) shown: Range<usize>,
    /// The marked places, as positions in the list that was given.
    pub(super) places: Range<usize>,
    /// The line has more before or after.
    pub(super) cut: (bool, bool),
}

/// Arranges marked places, sorted by their start, in rows of about `width` columns. Places are never cut,
/// context never inside a grapheme.
pub(super) fn rows(text: &str, places: &[Range<usize>], width: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for (index, place) in places.iter().enumerate() {
        line += text[counted..place.start].matches('\n').count();
        counted = place.start;
        if let Some(row) = rows.last_mut()
            && joins(text, row, place, width)
        {
            row.places.end = index + 1;
            row.shown.end = place.end;
            continue;
        }
        rows.push(Row { line, shown: place.clone(), places: index..index + 1, cut: (false, false) });
    }
    for index in 0..rows.len() {
        let floor = index.checked_sub(1).map_or(0, |i| last_end(places, &rows[i]));
        let ceiling = rows.get(index + 1).map_or(text.len(), |next| places[next.places.start].start);
        add_context(text, &mut rows[index], floor, ceiling);
    }
    rows
}

/// Whether a place still belongs to a row: same line, close by, and room left.
fn joins(text: &str, row: &Row, place: &Range<usize>, width: usize) -> bool {
    let Some(gap) = text.get(row.shown.end..place.start) else { return false };
    let line_ended = gap.contains('\n') || text[row.shown.clone()].ends_with('\n');
    !line_ended
        && columns(gap) <= 2 * CONTEXT
        && columns(&text[row.shown.start..place.end]) + 2 * CONTEXT <= width
}

fn last_end(places: &[Range<usize>], row: &Row) -> usize {
    places[row.places.clone()].iter().map(|p| p.end).max().unwrap_or(0)
}

fn add_context(text: &str, row: &mut Row, floor: usize, ceiling: usize) {
    let (start, end) = (row.shown.start, row.shown.end);
    let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
    let before = &text[line_start.max(floor).min(start)..start];
    let taken = within(before.graphemes(true).rev());
    row.shown.start = start - taken;

    let after = &text[end..ceiling.max(end)];
    let ended = text[row.shown.start..end].ends_with('\n');
    let after = if ended { "" } else { after.split(['\n', '\r']).next().unwrap_or("") };
    row.shown.end = end + within(after.graphemes(true));
    let rest = text[row.shown.end..].chars().next();
    row.cut = (row.shown.start > line_start, !ended && !matches!(rest, None | Some('\n' | '\r')));
}

/// Bytes of the graphemes that fit in the context.
fn within<'t>(graphemes: impl Iterator<Item = &'t str>) -> usize {
    let (mut bytes, mut width) = (0, 0);
    for grapheme in graphemes {
        width += measured(grapheme).1;
        if width > CONTEXT {
            break;
        }
        bytes += grapheme.len();
    }
    bytes
}

/// Columns that a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.graphemes(true).map(|g| measured(g).1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_places_share_a_row_and_far_ones_do_not() {
        let text = format!("first\n{}ab{}cd\nlast", "中".repeat(40), "中".repeat(40));
        let at = |s: &str| text.find(s).map(|i| i..i + s.len()).unwrap();
        let found = rows(&text, &[at("a"), at("b"), at("d"), at("last")], 100);
        let places: Vec<_> = found.iter().map(|r| (r.line, r.places.clone(), r.cut)).collect();
        assert_eq!(places, [(2, 0..2, (true, true)), (2, 2..3, (true, false)), (3, 3..4, (false, false))]);
        assert_eq!(&text[found[0].shown.clone()], format!("{}ab{}", "中".repeat(8), "中".repeat(8)));
    }

    #[test]
    fn graphemes_are_not_cut() {
        let text = format!("{}X", "e\u{301}".repeat(30));
        let place = text.len() - 1..text.len();
        let row = &rows(&text, std::slice::from_ref(&place), 100)[0];
        assert_eq!(text[row.shown.clone()].chars().count(), 2 * CONTEXT + 1);
        assert!(text[row.shown.clone()].starts_with('e'));
    }

    #[test]
    fn a_removed_line_end_ends_the_row() {
        let text = "spam\nnext line";
        let row = &rows(text, std::slice::from_ref(&(0..5)), 100)[0];
        assert_eq!((row.shown.clone(), row.cut), (0..5, (false, false)));
    }
}
