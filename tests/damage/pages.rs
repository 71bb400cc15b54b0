//! The seed pages come out of the channel line by line, from what they must become: annotated characters and
//! their readings are taken from the page.

use mojimend::damage::mirror::{Annotation, Mirror, Profile};
use mojimend::damage::{Channel, Dice};
use std::collections::{BTreeMap, BTreeSet};

/// Share of the pages' lines, spam lines apart, that must come out.
const WANTED: f64 = 0.98;
const MARK_SETS: [&str; 4] = ["", "？", "！", "？。"];
/// A page is not cut at every occurrence of its marks (on the seeds it looks like every other one in a line),
/// so some draws are needed to meet a line's own.
const DRAWS: u64 = 16;

fn pages() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut names: Vec<_> =
        std::fs::read_dir(folder.join("documents")).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    let read = |kind: &str, name| std::fs::read_to_string(folder.join(kind).join(name)).unwrap();
    names.iter().map(|name| (read("documents", name), read("expected", name))).collect()
}

/// The characters of a page with a reading right behind them.
fn annotations(page: &str) -> Vec<Annotation> {
    let mut found: BTreeMap<char, String> = BTreeMap::new();
    for (at, _) in page.match_indices('(') {
        let Some(character) = page[..at].chars().next_back().filter(|c| *c >= '\u{4E00}') else { continue };
        let Some(end) = page[at..].find(')') else { continue };
        let reading = &page[at + 1..at + end];
        let letters = reading.chars().all(|c| c.is_lowercase() && (c.is_ascii() || c < '\u{200}'));
        if letters && !reading.is_empty() {
            found.insert(character, reading.to_owned());
        }
    }
    // Readings that are seen without their bracket went in between two characters; the page says which reading,
    // the list of all annotated characters which character.
    for annotation in Profile::annotating("責驗").annotations {
        let cut = format!("?{})", annotation.reading);
        if page.contains(&cut) {
            found.insert(annotation.character, annotation.reading);
        }
    }
    found.into_iter().map(|(character, reading)| Annotation { character, reading }).collect()
}

/// The text as its source had it: marks between Chinese characters are full-width.
fn widened(text: &str) -> String {
    let wide = |c| match c {
        ',' | ';' | '!' | '?' | ':' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
        _ => c,
    };
    text.chars().map(wide).collect()
}

fn without_controls(text: &str) -> String {
    text.replace(['\u{5}', '\u{6}', '\u{7}', '\u{8}'], "")
}

fn is_spam(line: &str) -> bool {
    line.contains("日韩") || line.contains("无码") || line.contains("国产")
}

#[test]
fn seed_pages_come_out() {
    let (mut lines, mut missed) = (0, Vec::new());
    for (page, expected) in pages() {
        let mut made = BTreeSet::new();
        for (marks, seed) in MARK_SETS.iter().flat_map(|marks| (0..DRAWS).map(move |seed| (marks, seed))) {
            let profile = Profile {
                converts: false,
                annotations: annotations(&page),
                marks: marks.chars().collect(),
                cut_rate: if seed == 0 { 1.0 } else { 0.5 },
                folded: true,
                ..Profile::default()
            };
            let damaged =
                Mirror::new(profile).run(&widened(&expected), &mut Dice::new(seed, "page", "mirror"));
            assert!(damaged.is_explained());
            made.extend(without_controls(&damaged.text).lines().map(str::to_owned));
        }
        let page = without_controls(&page);
        // Spam lines are not made from the page.
        for line in page.lines().filter(|line| !is_spam(line)) {
            lines += 1;
            if !made.contains(line) {
                missed.push(line.to_owned());
            }
        }
    }
    let share = 1.0 - missed.len() as f64 / lines as f64;
    assert!(share >= WANTED, "{share:.3} of {lines} lines; missed: {missed:#?}");
}
