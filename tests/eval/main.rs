//! Scores on cases small enough to count by hand.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bytes;
mod guard;

use mojimend::Cleaner;
use mojimend::damage::{Kind, Pair, Recipe, Span};
use mojimend::eval::{Answer, Mark, Places, Score, Share, html, library, table, tool};

fn span(start: usize, end: usize, original_start: usize, original_end: usize, kind: Kind) -> Span {
    Span { start, end, original_start, original_end, kind }
}

/// Three lines: an injected one, one with two places, one without damage.
fn damaged() -> Pair {
    Pair {
        id: "damaged".to_owned(),
        damaged: "spam_spam\nab(x)cZZd\nlast\n".to_owned(),
        original: "abcyd\nlast\n".to_owned(),
        kinds: vec!["mirror-mid".to_owned(), "spam-line".to_owned()],
        spans: vec![
            span(0, 10, 0, 0, Kind::InjectedLine),
            span(12, 15, 2, 2, Kind::InjectedAnnotation),
            span(16, 18, 3, 4, Kind::ByteShift),
        ],
    }
}

fn clean() -> Pair {
    Pair {
        id: "clean".to_owned(),
        damaged: "a\nbb\nccc\n".to_owned(),
        original: "a\nbb\nccc\n".to_owned(),
        kinds: vec![],
        spans: vec![],
    }
}

fn places(total: u64, restored: u64, missed: u64, wrong: u64) -> Places {
    Places { total, restored, missed, wrong }
}

#[test]
fn counts_agree_with_those_made_by_hand() {
    let mut score = Score::default();
    // The annotation is gone, the shift was repaired wrongly, the spam line stayed.
    score.add(&damaged(), &Answer::text("spam_spam\nabcQd\nlast\n".to_owned()));
    // One line of the author's is gone, and one character was changed: two places.
    score.add(&clean(), &Answer::text("b!\nccc\n".to_owned()));
    assert_eq!(score.documents, Share { total: 1, exact: 0 });
    assert_eq!(score.clean_documents, Share { total: 1, exact: 0 });
    assert_eq!(score.lines, Share { total: 2, exact: 0 });
    assert_eq!(score.places, places(3, 1, 1, 1));
    // Ten characters of spam, three of the annotation, two of the shift (two seen for one).
    assert_eq!(score.characters, places(15, 3, 10, 2));
    assert_eq!(score.by_kind[&Kind::ByteShift], places(1, 0, 0, 1));
    assert_eq!(score.by_channel["mirror-mid"], Share { total: 1, exact: 0 });
    assert_eq!((score.injected_lines.total, score.injected_lines.removed), (1, 0));
    assert_eq!(score.injected_lines.authors_removed, 1);
    assert_eq!(score.injected_lines.precision(), Some(0.0));
    assert_eq!((score.harm.clean_bytes, score.harm.clean_places, score.harm.places_beside_damage), (9, 2, 0));
    assert_eq!(score.detection[&Kind::InjectedAnnotation].recall(), Some(1.0));
    assert_eq!(score.detection[&Kind::InjectedLine].recall(), Some(0.0));
    assert_eq!(score.marks["changes"], Share { total: 4, exact: 2 });
}

#[test]
fn a_perfect_tool_has_perfect_scores() {
    let mut score = Score::default();
    for pair in [damaged(), clean()] {
        score.add(&pair, &Answer::text(pair.original.clone()));
    }
    assert_eq!(score.documents, Share { total: 1, exact: 1 });
    assert_eq!(score.lines, Share { total: 2, exact: 2 });
    assert_eq!(score.places, places(3, 3, 0, 0));
    assert_eq!((score.injected_lines.precision(), score.injected_lines.recall()), (Some(1.0), Some(1.0)));
    assert_eq!(score.harm.per_megabyte(), Some(0.0));
}

#[test]
fn confidence_is_weighed_against_what_came_out() {
    let mark = |place, confidence, edited| Mark { place, code: "A101", confidence, edited };
    let mut score = Score::default();
    let marks = Some(vec![
        mark(12..15, 0.95, true),
        mark(16..18, 0.93, true),
        mark(19..20, 0.25, true),
        mark(0..9, 0.5, false),
    ]);
    // The first edit is right, the second wrong, the third lies beside the damage, the fourth is a finding.
    score.add(&damaged(), &Answer { text: "spam_spam\nabcQd\nlst\n".to_owned(), marks });
    assert_eq!((score.calibration[9].edits, score.calibration[9].right), (2, 1));
    assert_eq!((score.calibration[2].edits, score.calibration[2].right), (1, 0));
    assert!((score.calibration[9].confidence - 1.88).abs() < 1e-6);
    assert_eq!(score.marks["A101"], Share { total: 4, exact: 3 });
    assert!(score.detection.values().all(|d| d.seen == 1));
}

#[test]
fn commands_are_run_and_scored() {
    let pairs = [damaged(), clean()];
    let nothing = tool("cat", &pairs).unwrap();
    assert_eq!(nothing.score.places, places(3, 0, 3, 0));
    assert_eq!(nothing.score.clean_documents, Share { total: 1, exact: 1 });
    assert_eq!(nothing.speed.bytes, 34);
    let gone = tool("head -n 1", &pairs).unwrap();
    assert_eq!(gone.score.missing, 1);
    assert!(tool("false", &pairs).is_err());
    assert!(tool("echo nonsense", &pairs).unwrap_err().to_string().contains("line 1"));
}

#[test]
fn our_own_library_is_run_and_shown() {
    let text =
        "这是第一段，我们在这里讨论重点专科的建设问题，推进卫生事业发展。\n第二段继续说明问题。\n".repeat(3);
    let recipe = Recipe::web();
    let pairs: Vec<Pair> = (0..40).map(|n| recipe.pair(5, &n.to_string(), &text, 0.8)).collect();
    let report = library(&Cleaner::new(), &pairs);
    assert_eq!(report.score.documents.total + report.score.clean_documents.total, 40);
    assert_eq!(report.score.harm.clean_places, 0);
    assert!(report.score.places.restored > 0);
    let reports = [report, tool("cat", &pairs).unwrap()];
    let shown = table(&reports);
    assert!(shown.contains("injected-annotation") && shown.contains("MB/s") && shown.contains("cat"));
    let page = html(&reports);
    assert!(page.contains("<svg") && page.trim_end().ends_with("</html>") && !page.contains("NaN"));
    let json: serde_json::Value = serde_json::from_str(&serde_json::to_string(&reports).unwrap()).unwrap();
    assert_eq!(json[1]["score"]["places"]["restored"], 0);
}
