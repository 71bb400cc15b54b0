//! One task, done once, for counting instructions: `benches/instructions.py` runs it.
//!
//! The first word names the task. The work of making its texts is done for every task, `nothing` included, so
//! that the difference to `nothing` is the task itself.

mod support;

use mojimend::Cleaner;
use mojimend::stages::{self, Page};
use std::hint::black_box;
use support::texts;

fn main() {
    let task = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).unwrap_or_default();
    let (chinese, english) = (texts::clean_chinese(), texts::clean_english());
    // All else is small enough for an emulator.
    let some = texts::part(&chinese, texts::SIZE / 4);
    let (busy, damaged, shifted) = (texts::busy(some), texts::damaged(some), texts::shifted(some));
    let pages = texts::documents(some);
    let (mixed, keywords) = (texts::mixed(some, &damaged), texts::keywords(&pages[..pages.len() / 4]));
    let damaged = texts::part(&damaged, texts::SOME);
    let shifted = texts::part(&shifted, texts::FEW / 2);
    let cleaner = Cleaner::new();
    let edits = |text: &str| cleaner.clean(black_box(text)).edits.len();
    let done = match task.as_str() {
        "clean-chinese" => edits(&chinese) == 0,
        "clean-english" => edits(&english) == 0,
        "damaged" => edits(damaged) > 500,
        "mixed" => mixed.iter().map(|text| edits(text)).sum::<usize>() > 100,
        // A mark in busy text is allowed: it asks for a closer look, which finds nothing.
        "scan" => {
            black_box(stages::scan(black_box(&busy)));
            stages::scan(black_box(damaged))
        }
        "lattice" => stages::shifts(black_box(shifted), &Page::read(shifted)) > 3,
        "lines" => {
            keywords.iter().map(|text| stages::lines(black_box(text))).sum::<usize>() >= keywords.len()
        }
        // `cargo bench` and `cargo test` run it without a task.
        _ => !(busy.is_empty() || damaged.is_empty() || shifted.is_empty() || keywords.is_empty()),
    };
    assert!(done, "{task} did not do what it should");
}
