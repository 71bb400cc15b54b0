//! Texts to measure on, made from what is in the repository: the cleaned seed pages and the licence.

use mojimend::damage::mirror::{Density, Mirror, Profile};
use mojimend::damage::{Channel, Dice};
use std::path::{Path, PathBuf};

/// Size of each text. Larger than the caches nearest to a core, small enough for many rounds.
pub(crate) const SIZE: usize = 1 << 20;
/// The texts are the same in every run.
const SEED: u64 = 1;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Sentences in random order up to the size, a paragraph every few of them.
fn fill(sentences: &[&str], purpose: &str) -> String {
    const PARAGRAPH: f64 = 0.2;
    let mut dice = Dice::new(SEED, "bench", purpose);
    let mut text = String::with_capacity(SIZE + 1024);
    while text.len() < SIZE {
        text.push_str(dice.pick(sentences).expect("there are sentences"));
        if dice.chance(PARAGRAPH) {
            text.push('\n');
        }
    }
    text
}

/// Chinese without damage.
pub(crate) fn clean_chinese() -> String {
    let mut pages: Vec<_> = std::fs::read_dir(root().join("seeds/expected"))
        .expect("the seeds are in the repository")
        .map(|entry| entry.expect("a folder can be read").path())
        .collect();
    pages.sort();
    let pages: Vec<String> = pages.iter().map(|page| read(page)).collect();
    let sentences: Vec<&str> = pages
        .iter()
        .flat_map(|page| page.split_inclusive('。'))
        .filter(|s| s.chars().count() > 12 && !s.contains('\n'))
        .collect();
    fill(&sentences, "chinese")
}

/// English without damage.
pub(crate) fn clean_english() -> String {
    let licence = read(&root().join("LICENSE-APACHE"));
    let words = licence.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentences: Vec<&str> = words.split_inclusive(". ").collect();
    fill(&sentences, "english")
}

/// A page of a hijacked mirror in every line.
pub(crate) fn damaged(text: &str) -> String {
    let mut dice = Dice::new(SEED, "bench", "damaged");
    let profile = Profile { converts: false, folded: true, ..Profile::random(Density::Mid, &mut dice) };
    Mirror::new(profile).run(text, &mut dice).text
}

/// Documents of which one in twenty is damaged, as in a crawl.
pub(crate) fn mixed(clean: &str, damaged: &str) -> Vec<String> {
    const EVERY: usize = 20;
    const LINES: usize = 10;
    let documents = |text: &str| -> Vec<String> {
        text.lines().collect::<Vec<_>>().chunks(LINES).map(|lines| lines.join("\n")).collect()
    };
    let mut mixed = documents(clean);
    for (number, document) in documents(damaged).into_iter().enumerate().step_by(EVERY) {
        if let Some(place) = mixed.get_mut(number) {
            *place = document;
        }
    }
    mixed
}
