//! Texts to measure on, made from what is in the repository: the cleaned seed pages and the licence.

use mojimend::damage::mirror::{Density, Mirror, Profile};
use mojimend::damage::{Channel, Dice, SpamLine};
use std::path::{Path, PathBuf};

/// Size of each text. Larger than the caches nearest to a core, small enough for many rounds.
pub(crate) const SIZE: usize = 1 << 20;
/// What is left of them for slow work: enough for hundreds of damaged places, few enough for short rounds.
pub(crate) const SOME: usize = SIZE / 16;
/// And for the slowest.
pub(crate) const FEW: usize = SIZE / 64;
/// One document in so many is damaged, where some are.
pub(crate) const EVERY: usize = 20;
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

/// Clean text with what a scan must look at twice: a bracket or a question mark every few characters.
pub(crate) fn busy(text: &str) -> String {
    // A line that does not end like a sentence might be keywords.
    text.replace('，', "(WTO)").replace('。', "?").replace("?\n", "。\n")
}

/// A page of a hijacked mirror in every line.
pub(crate) fn damaged(text: &str) -> String {
    let mut dice = Dice::new(SEED, "bench", "damaged");
    let profile = Profile { converts: false, folded: true, ..Profile::random(Density::Mid, &mut dice) };
    Mirror::new(profile).run(text, &mut dice).text
}

/// The lines in which a site that cuts at marks and annotates nothing lost a byte: shifted stretches alone.
pub(crate) fn shifted(text: &str) -> String {
    const MARKS: [char; 6] = ['？', '！', '；', '，', '。', '：'];
    let mut dice = Dice::new(SEED, "bench", "shifted");
    let profile = Profile { converts: false, marks: MARKS.to_vec(), ..Profile::default() };
    let shifted = Mirror::new(profile).run(text, &mut dice).text;
    shifted.split_inclusive('\n').filter(|line| line.contains('?')).collect()
}

/// Documents with a line of search keywords at the top, at the bottom or at both.
pub(crate) fn keywords(documents: &[String]) -> Vec<String> {
    let mut dice = Dice::new(SEED, "bench", "keywords");
    documents.iter().map(|document| SpamLine.run(document, &mut dice).text).collect()
}

/// So many bytes of a text, whole lines: for what is too slow for all of it, so that rounds stay short.
pub(crate) fn part(text: &str, bytes: usize) -> &str {
    let end = text.as_bytes()[..bytes.min(text.len())].iter().rposition(|b| *b == b'\n');
    &text[..end.map_or(0, |end| end + 1)]
}

/// A text as documents of a few lines.
pub(crate) fn documents(text: &str) -> Vec<String> {
    const LINES: usize = 10;
    text.lines().collect::<Vec<_>>().chunks(LINES).map(|lines| lines.join("\n")).collect()
}

/// Documents of which one in twenty is damaged, as in a crawl.
pub(crate) fn mixed(clean: &str, damaged: &str) -> Vec<String> {
    let mut mixed = documents(clean);
    for (number, document) in documents(damaged).into_iter().enumerate().step_by(EVERY) {
        if let Some(place) = mixed.get_mut(number) {
            *place = document;
        }
    }
    mixed
}

/// So many documents of characters in random order, two by two: they pack about as well as Chinese from the web,
/// which sentences that come again and again do not. With `damaged`, one in twenty is damaged.
pub(crate) fn crawl(count: usize, damaged: bool) -> Vec<String> {
    const LINES: usize = 10;
    const PIECES: usize = 100;
    let chinese = clean_chinese();
    let han: Vec<char> = chinese.chars().take(SIZE / 16).filter(|c| *c >= '一' && *c <= '龥').collect();
    let mut dice = Dice::new(SEED, "bench", "crawl");
    let mut line = || {
        let mut line = String::new();
        for _ in 0..PIECES {
            let at = dice.below(han.len() - 1);
            line.extend(&han[at..at + 2]);
        }
        line + "。\n"
    };
    let clean: Vec<String> = (0..count).map(|_| (0..LINES).map(|_| line()).collect()).collect();
    if !damaged {
        return clean;
    }
    let pages = documents(&self::damaged(&chinese));
    let of = |number: usize| pages[number / EVERY % pages.len()].clone();
    let replaced = |(number, page)| if number % EVERY == 0 { of(number) } else { page };
    clean.into_iter().enumerate().map(replaced).collect()
}
