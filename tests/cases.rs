//! Cases in files: damage that must be undone, honest text that must stay.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use mojimend::Cleaner;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Cases<T> {
    case: Vec<T>,
}

#[derive(Deserialize)]
struct Damaged {
    note: String,
    damaged: String,
    original: String,
    #[serde(default)]
    expect: Expect,
}

#[derive(Deserialize, Default, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Expect {
    #[default]
    Pass,
    KnownFailure,
}

#[derive(Deserialize)]
struct Honest {
    note: String,
    text: String,
    #[serde(default)]
    expect: Expect,
}

fn cases<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let cases: Cases<T> = toml::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert!(!cases.case.is_empty(), "{name} has no cases");
    cases.case
}

/// Files of damaged text, and of honest text that looks so.
const DAMAGED: &[&str] = &["mirror.toml", "debris.toml", "mojibake.toml"];
const HONEST: &[&str] =
    &["honest.toml", "debris_honest.toml", "debris_lookalikes.toml", "mojibake_honest.toml"];

#[test]
fn damage_is_undone() {
    let cleaner = Cleaner::new();
    let mut wrong = Vec::new();
    for case in DAMAGED.iter().flat_map(|file| cases::<Damaged>(file)) {
        let cleaned = cleaner.clean(&case.damaged);
        let passes = cleaned.text == case.original;
        if passes != (case.expect == Expect::Pass) {
            wrong.push(format!("{}:\n  {}\n  {}\n", case.note, case.damaged, cleaned.text));
        }
        assert_eq!(cleaned.edits.apply(&case.damaged).unwrap(), cleaned.text, "{}", case.note);
        assert_eq!(cleaned.edits.undo(&cleaned.text).unwrap(), case.damaged, "{}", case.note);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join(""));
}

#[test]
fn what_was_undone_is_clean() {
    let cleaner = Cleaner::new();
    for case in DAMAGED.iter().flat_map(|file| cases::<Damaged>(file)).filter(|c| c.expect == Expect::Pass) {
        let again = cleaner.clean(&case.original);
        assert!(!again.is_changed(), "{}: {} → {}", case.note, case.original, again.text);
    }
}

#[test]
fn honest_text_stays() {
    let cleaner = Cleaner::new();
    for case in HONEST.iter().flat_map(|file| cases::<Honest>(file)) {
        let cleaned = cleaner.clean(&case.text);
        let stays = !cleaned.is_changed();
        assert_eq!(stays, case.expect == Expect::Pass, "{}:\n{:#?}", case.note, cleaned.edits);
    }
}

#[test]
fn what_was_injected_goes_and_nothing_else() {
    let cleaner = Cleaner::new();
    let mut wrong = Vec::new();
    for case in cases::<Damaged>("lines.toml") {
        let cleaned = cleaner.clean(&case.damaged);
        if (cleaned.text == case.original) != (case.expect == Expect::Pass) {
            wrong.push(format!("{}:\n  {}\n  {}\n", case.note, case.damaged, cleaned.text));
        }
        assert_eq!(cleaned.edits.undo(&cleaned.text).unwrap(), case.damaged, "{}", case.note);
        assert!(!cleaner.clean(&case.original).is_changed(), "{}", case.note);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join(""));
}

#[derive(Deserialize)]
struct HonestLines {
    lines: Vec<String>,
    pages: Vec<String>,
}

#[test]
fn honest_lines_that_look_injected_stay() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/honest_lines.toml");
    let honest: HonestLines = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let cleaner = Cleaner::new();
    let mut taken = Vec::new();
    for line in &honest.lines {
        for page in &honest.pages {
            for text in [format!("{line}\n\n{page}\n"), format!("{page}\n\n{line}\n")] {
                if cleaner.clean(&text).is_changed() {
                    taken.push(text);
                }
            }
        }
    }
    assert!(honest.lines.len() * honest.pages.len() >= 100);
    assert!(taken.is_empty(), "{taken:#?}");
}
