//! Each stage alone, on one core.
//!
//! `cargo bench --bench stages`; a word behind `--` picks the rows that contain it.

mod support;

use mojimend::stages::{self, Page};
use mojimend::{Cleaner, EditLog};
use std::hint::black_box;
use support::table::Table;
use support::{references, texts};

fn main() {
    let mut table = Table::new();
    let chinese = texts::clean_chinese();
    let english = texts::clean_english();
    decode(&mut table, &chinese, &english);
    scan(&mut table, &chinese, &english);
    repair(&mut table, &chinese);
    lines(&mut table, &chinese);
    apply(&mut table, &chinese);
}

fn decode(table: &mut Table, chinese: &str, english: &str) {
    for (name, text) in [("decode, Chinese", chinese), ("decode, English", english)] {
        table.row(name, references::utf8(text), text.len(), || {
            let decoded = stages::decode(black_box(text.as_bytes()));
            assert!(decoded.is_some_and(|decoded| decoded.as_ptr() == text.as_ptr()));
        });
    }
}

/// Texts without damage.
fn scan(table: &mut Table, chinese: &str, english: &str) {
    for (name, text) in [("scan, Chinese", chinese), ("scan, English", english)] {
        table.row(name, references::search(text), text.len(), || {
            assert!(!stages::scan(black_box(text)));
        });
        for (trigger, is_there) in stages::TRIGGERS {
            table.row(&format!("{name}: {trigger}"), references::search(text), text.len(), || {
                black_box(is_there(black_box(text)));
            });
        }
    }
    let busy = texts::busy(chinese);
    table.row("scan, brackets and ?", references::search(&busy), busy.len(), || {
        black_box(stages::scan(black_box(&busy)));
    });
    let documents = texts::documents(chinese);
    let whole = documents.concat();
    for (name, vector) in [("with vector instructions", true), ("without", false)] {
        table.row(&format!("debris, {name}"), references::search(chinese), chinese.len(), || {
            black_box(stages::debris(black_box(chinese), vector));
        });
        table.row(&format!("characters, {name}"), references::search(chinese), chinese.len(), || {
            black_box(stages::characters(black_box(chinese), vector));
        });
    }
    table.row("scan, short documents", references::search(&whole), whole.len(), || {
        let marked = documents.iter().filter(|text| stages::scan(black_box(text))).count();
        // A first or last line may look like keywords until it is looked at.
        assert!(documents.len() > 100 && marked * 50 < documents.len(), "{marked} of {}", documents.len());
    });
}

fn repair(table: &mut Table, chinese: &str) {
    let damaged = texts::damaged(chinese);
    let pages = texts::documents(texts::part(&damaged, texts::SOME));
    let whole = pages.concat();
    let brackets = whole.matches('(').count();
    table.row("page, annotated", references::gbk(&whole), whole.len(), || {
        let annotations: usize = pages.iter().map(|page| Page::read(black_box(page)).annotations()).sum();
        assert!(annotations * 10 > brackets * 9, "{annotations} annotations, {brackets} brackets");
    });
    let shifted = texts::shifted(chinese);
    let pages: Vec<(String, Page)> = texts::documents(texts::part(&shifted, texts::FEW))
        .into_iter()
        .map(|text| {
            let page = Page::read(&text);
            (text, page)
        })
        .collect();
    let whole: String = pages.iter().map(|(text, _)| text.as_str()).collect();
    let losses = whole.matches('?').count();
    table.row("lattice, shifted", references::gbk(&whole), whole.len(), || {
        let edits: usize = pages.iter().map(|(text, page)| stages::shifts(black_box(text), page)).sum();
        assert!(edits > 10 && edits * 4 > losses, "{edits} edits, {losses} lost bytes");
    });
}

fn lines(table: &mut Table, chinese: &str) {
    let documents = texts::keywords(&texts::documents(chinese));
    let whole = documents.concat();
    table.row("lines, keywords", references::utf8(&whole), whole.len(), || {
        let edits: usize = documents.iter().map(|text| stages::lines(black_box(text))).sum();
        assert!(edits * 10 > documents.len() * 9, "{edits} lines in {} documents", documents.len());
    });
}

fn apply(table: &mut Table, chinese: &str) {
    let damaged = texts::damaged(chinese);
    let cleaned = Cleaner::new().clean(&damaged);
    let edits: &EditLog = &cleaned.edits;
    assert!(edits.len() > 1000);
    table.row("apply", references::memcpy(&damaged), damaged.len(), || {
        let text = edits.apply(black_box(&damaged)).expect("the edits are of this text");
        assert_eq!(text.len(), cleaned.text.len());
    });
    table.row("undo", references::memcpy(&damaged), damaged.len(), || {
        let text = edits.undo(black_box(&cleaned.text)).expect("the edits made this text");
        assert_eq!(text.len(), damaged.len());
    });
}
