//! Builds the character model from its counts and checks that the committed one is fresh.
//!
//! To rebuild it after changing the counts or the recipe:
//! `MOJIMEND_BLESS=1 cargo test --release --test model`
//!
//! Counts: `seeds/model` (see the README there for sources and licences).

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod build;
mod counts;
mod estimate;
mod languages;
mod news;
mod web;
mod words;

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn the_committed_model_is_fresh() {
    let folder = root().join("seeds/model");
    let forms = counts::Forms::parse(&String::from_utf8(read(&folder.join("unigram_forms.tsv"))).unwrap());
    let mut counts = counts::Counts::read(&folder);
    news::add(&folder, &forms, &mut counts);
    web::add(&folder, &mut counts);
    is_fresh("src/data/model.bin", &build::build(&forms, &counts));
}

#[test]
fn the_committed_word_list_is_fresh() {
    is_fresh("src/data/words.bin", &words::build(&root().join("seeds/model")));
}

#[test]
fn the_committed_languages_are_fresh() {
    is_fresh("src/data/languages.bin", &languages::build(&root().join("seeds/model")));
}

fn is_fresh(name: &str, built: &[u8]) {
    let target = root().join(name);
    if std::env::var_os("MOJIMEND_BLESS").is_some() {
        std::fs::write(&target, built).unwrap();
        eprintln!("wrote {} bytes", built.len());
    }
    assert!(
        built == read(&target),
        "{name} is stale: run MOJIMEND_BLESS=1 cargo test --release --test model"
    );
}
