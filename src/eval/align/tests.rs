//! Outcomes of small pairs.

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
