//! Quality may not fall: figures on a small fixed set of pairs, made of the cleaned seed pages, are kept in
//! `guard.json`. A change that makes one of them worse fails; one that makes them better rewrites the file with
//! `MOJIMEND_BLESS=1 cargo test --test eval`, in the same commit.

use mojimend::Cleaner;
use mojimend::damage::{Kind, Pair, Recipe};
use mojimend::eval::{Places, library};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Documents are made of so many lines of a page.
const LINES: usize = 12;
/// Every piece of a page is damaged in so many ways.
const WAYS: u64 = 6;

/// What may not fall, and what may not rise.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Figures {
    exact_documents: u64,
    exact_lines: u64,
    clean_places_changed: u64,
    places_changed_beside_damage: u64,
    authors_lines_removed: u64,
    by_kind: BTreeMap<Kind, Kept>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    total: u64,
    restored: u64,
    wrong: u64,
}

impl From<Places> for Kept {
    fn from(places: Places) -> Self {
        Self { total: places.total, restored: places.restored, wrong: places.wrong }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn pairs() -> Vec<Pair> {
    let mut pages: Vec<PathBuf> = std::fs::read_dir(root().join("seeds/expected"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.sort();
    let recipe = Recipe::web();
    let mut pairs = Vec::new();
    for page in pages {
        let name = page.file_stem().unwrap().to_string_lossy().into_owned();
        let text = read(&page);
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for (number, piece) in lines.chunks(LINES).enumerate() {
            let way = |seed| recipe.pair(seed, &format!("{name}-{number}"), &piece.concat(), recipe.rate);
            pairs.extend((0..WAYS).map(way));
        }
    }
    pairs
}

#[test]
fn quality_does_not_fall() {
    let report = library(&Cleaner::new(), &pairs());
    let score = report.score;
    let now = Figures {
        exact_documents: score.documents.exact,
        exact_lines: score.lines.exact,
        clean_places_changed: score.harm.clean_places,
        places_changed_beside_damage: score.harm.places_beside_damage,
        authors_lines_removed: score.injected_lines.authors_removed,
        by_kind: score.by_kind.into_iter().map(|(kind, places)| (kind, places.into())).collect(),
    };
    let path = root().join("tests/eval/guard.json");
    if std::env::var_os("MOJIMEND_BLESS").is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(&now).unwrap() + "\n").unwrap();
    }
    let kept: Figures = serde_json::from_str(&read(&path)).unwrap();
    let mut worse = Vec::new();
    let mut compare = |name: &str, worsened: bool, kept: u64, now: u64| {
        if worsened {
            worse.push(format!("{name}: {kept} before, {now} now"));
        }
    };
    let mut no_less = |name: &str, kept: u64, now: u64| compare(name, now < kept, kept, now);
    no_less("exact documents", kept.exact_documents, now.exact_documents);
    no_less("exact lines", kept.exact_lines, now.exact_lines);
    for (kind, kept) in &kept.by_kind {
        let now = &now.by_kind[kind];
        assert_eq!(
            kept.total, now.total,
            "the pairs themselves changed: bless the figures on their own first"
        );
        no_less(&format!("{kind} restored"), kept.restored, now.restored);
    }
    let mut no_more = |name: &str, kept: u64, now: u64| compare(name, now > kept, kept, now);
    no_more("clean places changed", kept.clean_places_changed, now.clean_places_changed);
    no_more("changed beside damage", kept.places_changed_beside_damage, now.places_changed_beside_damage);
    no_more("authors' lines removed", kept.authors_lines_removed, now.authors_lines_removed);
    for (kind, kept) in &kept.by_kind {
        no_more(&format!("{kind} wrong"), kept.wrong, now.by_kind[kind].wrong);
    }
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}
