//! The five pages that everything grew from.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use mojimend::{Cleaner, rule};
use std::path::{Path, PathBuf};

fn pages() -> Vec<(PathBuf, String, String)> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(seeds.join("documents")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert_eq!(paths.len(), 5);
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    paths
        .into_iter()
        .map(|path| {
            let expected = read(&seeds.join("expected").join(path.file_name().unwrap()));
            (path.clone(), read(&path), expected)
        })
        .collect()
}

#[test]
fn every_page_becomes_what_its_author_wrote() {
    for (path, damaged, expected) in pages() {
        let cleaned = Cleaner::new().clean(&damaged);
        assert_eq!(cleaned.text, expected, "{}", path.display());
    }
}

#[test]
fn a_clean_page_stays_as_it_is() {
    for (path, _, expected) in pages() {
        let cleaned = Cleaner::new().clean(&expected);
        assert!(!cleaned.is_changed(), "{}: {:#?}", path.display(), cleaned.edits);
    }
}

#[test]
fn the_log_replays_and_undoes() {
    for (path, damaged, expected) in pages() {
        let cleaned = Cleaner::new().clean(&damaged);
        assert_eq!(cleaned.edits.apply(&damaged).unwrap(), expected, "{}", path.display());
        assert_eq!(cleaned.edits.undo(&expected).unwrap(), damaged, "{}", path.display());
    }
}

#[test]
fn every_kind_of_damage_is_found_where_it_is() {
    let mut annotations = 0;
    let mut shifts = 0;
    let mut lines = 0;
    for (_, damaged, _) in pages() {
        let cleaned = Cleaner::new().clean(&damaged);
        let of = |wanted: &rule::Rule| cleaned.edits.iter().filter(|e| e.rule == wanted).count();
        annotations += of(&rule::INJECTED_ANNOTATION);
        shifts += of(&rule::BYTE_SHIFT);
        lines += of(&rule::INJECTED_LINE);
    }
    assert_eq!((annotations, shifts, lines), (1014, 10, 3));
}

#[test]
fn windows_line_ends_survive() {
    for (path, damaged, expected) in pages() {
        let cleaned = Cleaner::new().clean(&damaged.replace('\n', "\r\n")).text.into_owned();
        assert_eq!(cleaned, expected.replace('\n', "\r\n"), "{}", path.display());
    }
}
