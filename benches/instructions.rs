//! One task, done once, for counting instructions: `benches/instructions.py` runs it.
//!
//! The first word names the task. The work of making its texts is done for every task, `nothing` included, so
//! that the difference to `nothing` is the task itself.

mod support;

use mojimend::Cleaner;
use std::hint::black_box;
use support::texts;

fn main() {
    let task = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).unwrap_or_default();
    let (chinese, english) = (texts::clean_chinese(), texts::clean_english());
    let damaged = texts::damaged(&chinese);
    let documents = texts::mixed(&chinese, &damaged);
    // Small enough for an emulator.
    let part = texts::part(&damaged, texts::SOME);
    let cleaner = Cleaner::new();
    let edits = |text: &str| cleaner.clean(black_box(text)).edits.len();
    let done = match task.as_str() {
        "clean-chinese" => edits(&chinese) == 0,
        "clean-english" => edits(&english) == 0,
        "damaged" => edits(part) > 500,
        "mixed" => documents.iter().take(documents.len() / 4).map(|text| edits(text)).sum::<usize>() > 100,
        // `cargo bench` and `cargo test` run it without a task.
        _ => !part.is_empty(),
    };
    assert!(done, "{task} did not do what it should");
}
