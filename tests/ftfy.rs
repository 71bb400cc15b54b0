//! The published test cases of ftfy 6.3.1, from its source distribution: fetched when this runs, not kept here.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use mojimend::{Cleaned, Cleaner, Config};
use serde::Deserialize;
use std::path::Path;
use std::process::Command;

/// What is fetched, and where the cases are in it.
const PACKAGE: &str = "ftfy==6.3.1";
const ARCHIVE: &str = "ftfy-6.3.1.tar.gz";
const CASES: &str = "ftfy-6.3.1/tests/test_cases.json";
/// How many cases it has that pass, and that are known to fail.
const PASSING: usize = 151;
const FAILING: usize = 10;
/// Cases that come out the same, with our defaults and with the preset `ftfy`. These may only rise.
const SAME: usize = 148;
const SAME_WITH_PRESET: usize = 148;
/// Cases that come out under one more layer of damage as without it, with the preset.
const SAME_UNDER_A_LAYER: usize = 144;
/// Of the known failures, those that are repaired.
const REPAIRED: usize = 5;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Case {
    label: String,
    original: String,
    fixed: String,
    fixed_encoding: Option<String>,
    expect: Expect,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Expect {
    Pass,
    Fail,
}

impl Case {
    /// Whether a text is the same, where ftfy has U+FFFD for letters of which a byte was lost: with the letter, or
    /// untouched and reported.
    fn is_kept(&self, cleaned: &Cleaned<'_>) -> bool {
        let wanted = self.text();
        let lost = char::REPLACEMENT_CHARACTER;
        let restored = wanted.chars().count() == cleaned.text.chars().count()
            && wanted.chars().zip(cleaned.text.chars()).all(|(a, b)| a == b || a == lost);
        let reported = || !cleaned.is_changed() && cleaned.findings.iter().any(|f| f.rule.code == "E101");
        restored || wanted.contains(lost) && reported()
    }

    /// What it becomes when nothing but encodings is mended.
    fn text(&self) -> &str {
        self.fixed_encoding.as_deref().unwrap_or(&self.fixed)
    }
}

/// The cases; nothing, with a word on standard error, where they cannot be fetched.
fn cases() -> Option<Vec<Case>> {
    let folder = tempfile::tempdir().unwrap();
    let run = |program: &str, arguments: &[&str]| {
        Command::new(program)
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .is_ok_and(|o| o.status.success())
    };
    let fetched = run(
        "python3",
        &[
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--no-binary",
            ":all:",
            "--no-build-isolation",
            PACKAGE,
        ],
    ) || run(
        "python3",
        &["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", PACKAGE],
    );
    if !fetched || !run("tar", &["-xzf", ARCHIVE, CASES]) {
        eprintln!(
            "SKIPPED: {PACKAGE} could not be fetched with `python3 -m pip download`: its cases were not run"
        );
        return None;
    }
    let text = std::fs::read_to_string(Path::new(folder.path()).join(CASES)).unwrap();
    let cases: Vec<Case> = serde_json::from_str(&text).unwrap();
    let passing = cases.iter().filter(|case| case.expect == Expect::Pass).count();
    assert_eq!((passing, cases.len() - passing), (PASSING, FAILING));
    Some(cases)
}

#[test]
fn published_cases_come_out_the_same() {
    let Some(cases) = cases() else { return };
    let plain = Cleaner::new();
    let preset = Cleaner::builder().config(Config::preset("ftfy").unwrap()).build();
    let (passing, failing): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|c| c.expect == Expect::Pass);
    let count = |cases: &[&Case], same: &dyn Fn(&Case) -> bool| {
        let other: Vec<&str> = cases.iter().filter(|c| !same(c)).map(|c| c.label.as_str()).collect();
        eprintln!("{} of {} the same; others: {other:#?}", cases.len() - other.len(), cases.len());
        cases.len() - other.len()
    };
    let with_defaults = |case: &Case| case.is_kept(&plain.clean(&case.original));
    let with_preset = |case: &Case| preset.clean(&case.original).text == case.fixed;
    assert!(count(&passing, &with_defaults) >= SAME);
    assert!(count(&passing, &with_preset) >= SAME_WITH_PRESET);
    assert!(count(&failing, &with_defaults) >= REPAIRED);
}

#[test]
fn one_more_layer_of_damage_changes_little() {
    let Some(cases) = cases() else { return };
    let preset = Cleaner::builder().config(Config::preset("ftfy").unwrap()).build();
    let layer = |text: &str| text.bytes().map(char::from).collect::<String>();
    let same = |case: &&Case| {
        let layered = layer(&case.original);
        preset.clean(&layered).text == preset.clean(&case.original).text
    };
    let passing = cases.iter().filter(|case| case.expect == Expect::Pass);
    let (same, other): (Vec<&Case>, Vec<&Case>) = passing.partition(same);
    let labels: Vec<&str> = other.iter().map(|case| case.label.as_str()).collect();
    eprintln!("{} the same; others: {labels:#?}", same.len());
    assert!(same.len() >= SAME_UNDER_A_LAYER);
}

#[test]
fn nothing_that_should_stay_is_touched() {
    let Some(cases) = cases() else { return };
    let cleaner = Cleaner::new();
    let negatives: Vec<&Case> =
        cases.iter().filter(|c| c.original == c.text() && c.original == c.fixed).collect();
    assert!(!negatives.is_empty());
    let changed = |case: &&&Case| {
        let cleaned = cleaner.clean(&case.original);
        cleaned.edits.iter().any(|edit| edit.rule.code == "E101")
    };
    let changed: Vec<&str> = negatives.iter().filter(changed).map(|case| case.label.as_str()).collect();
    assert!(changed.is_empty(), "{changed:#?}");
}
