//! Where in a long stretch the damage may be: the rest of a paragraph need not be searched for it.

use super::trigger;
use std::ops::Range;

/// A stretch of fewer characters is searched as a whole.
const SHORT: usize = 160;
/// So many characters are looked at together, each of them twice: what a trigger fires on is a few characters long, and no
/// more than half of them.
const WINDOW: usize = 64;
const STEP: usize = WINDOW / 2;
/// Steps around a place that looks damaged that are searched with it: what begins or ends there less plainly.
const AROUND: usize = 1;

/// A stretch, in bytes of the text, and whether it looks damaged by itself.
pub(super) type Stretch = (Range<usize>, bool);

/// Cuts stretches into what looks damaged and what does not. Where half of a stretch does, all of it does.
pub(super) fn cut(text: &str, stretches: Vec<Range<usize>>) -> Vec<Stretch> {
    // A name is the same as damage of few characters, where there is nothing else.
    let alone = stretches.len() == 1;
    let mut cut = Vec::with_capacity(stretches.len());
    for span in stretches {
        let looks = trigger::may_be_misread_in(&text[span.clone()]);
        if looks && span.len() > SHORT {
            cut_long(text, span, &mut cut);
        } else {
            cut.push((span, alone || looks));
        }
    }
    cut
}

fn cut_long(text: &str, span: Range<usize>, cut: &mut Vec<Stretch>) {
    let starts: Vec<usize> =
        text[span.clone()].char_indices().step_by(STEP).map(|(at, _)| span.start + at).collect();
    let place = |step: usize| starts.get(step).copied().unwrap_or(span.end);
    let mut hot = vec![false; starts.len()];
    for step in 0..starts.len() {
        if trigger::may_be_misread_in(&text[place(step)..place(step + WINDOW / STEP)]) {
            let around = step.saturating_sub(AROUND)..(step + WINDOW / STEP + AROUND).min(hot.len());
            hot[around].fill(true);
        }
    }
    let count = hot.iter().filter(|hot| **hot).count();
    if starts.len() * STEP <= SHORT || count == 0 || count * 2 >= hot.len() {
        cut.push((span, true));
        return;
    }
    let mut step = 0;
    for same in hot.chunk_by(|a, b| a == b) {
        cut.push((place(step)..place(step + same.len()), same[0]));
        step += same.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_of(text: &str) -> Vec<(&str, bool)> {
        let whole = std::iter::once(0..text.len()).collect();
        cut(text, whole).into_iter().map(|(span, looks)| (&text[span], looks)).collect()
    }

    #[test]
    fn of_a_long_paragraph_what_looks_damaged_is_searched() {
        let fine = "他站在门口，望着远处的山，心里想着明天的事情。".repeat(20);
        let text = format!("{fine}鐢ㄦ埛鍚嶅拰瀵嗙爜涓嶈兘涓虹┖{fine}");
        let parts = cut_of(&text);
        let [(_, false), (damaged, true), (_, false)] = parts[..] else { panic!("{parts:?}") };
        assert!(damaged.contains("鐢ㄦ埛鍚嶅拰瀵嗙爜涓嶈兘涓虹┖") && damaged.len() < 700, "{damaged}");
        assert_eq!(parts.iter().map(|(part, _)| *part).collect::<String>(), text);
    }

    #[test]
    fn what_is_damaged_all_through_stays_whole() {
        let text = "鐢ㄦ埛鍚嶅拰瀵嗙爜涓嶈兘涓虹┖".repeat(40);
        assert_eq!(cut_of(&text), [(text.as_str(), true)]);
    }
}
