//! The whole on one core.
//!
//! `cargo bench --bench clean`; a word behind `--` picks the rows that contain it.

mod support;

use mojimend::Cleaner;
use mojimend::damage::mirror::{Mirror, Profile};
use mojimend::damage::{Channel, Dice};
use std::hint::black_box;
use support::table::Table;
use support::{references, texts};

fn main() {
    let mut table = Table::new();
    let chinese = texts::clean_chinese();
    let english = texts::clean_english();
    let damaged = texts::damaged(&chinese);
    let cleaner = Cleaner::new();
    for (name, text) in [("clean Chinese", &chinese), ("clean English", &english)] {
        table.row(name, references::utf8(text), text.len(), || {
            let cleaned = cleaner.clean(black_box(text));
            let same = cleaned.text.as_ptr() == text.as_ptr();
            assert!(!cleaned.is_changed() && same, "{:?}", cleaned.edits.as_slice().first());
        });
        table.row(&format!("{name}, bytes"), references::utf8(text), text.len(), || {
            let cleaned = cleaner.clean_bytes(black_box(text.as_bytes()));
            assert!(!cleaned.is_changed());
        });
    }
    let pages = texts::documents(texts::part(&damaged, texts::SOME));
    let whole = pages.concat();
    let places = whole.matches('(').count();
    table.row("damaged Chinese", references::gbk(&whole), whole.len(), || {
        let edits: usize = pages.iter().map(|page| cleaner.clean(black_box(page)).edits.len()).sum();
        // Nearly every bracket is an annotation.
        assert!(edits > 500 && edits * 10 > places * 9, "{edits} edits for {places} brackets");
    });
    let mixed = texts::mixed(&chinese, &damaged);
    let whole = mixed.concat();
    table.row("mixed documents, 1 in 20 damaged", references::utf8(&whole), whole.len(), || {
        let changed = mixed.iter().filter(|text| cleaner.clean(black_box(text)).is_changed()).count();
        assert!((mixed.len() / 25..mixed.len() / 10).contains(&changed), "{changed} of {}", mixed.len());
    });
    let mirror =
        Mirror::new(Profile { marks: vec!['？', '！'], ..Profile::annotating("發展進設業務") });
    table.row("damage, mirror channel", references::gbk(&chinese), chinese.len(), || {
        let run = mirror.run(black_box(&chinese), &mut Dice::new(1, "bench", "mirror"));
        assert!(run.spans.len() > 1000);
    });
}
