//! The whole on one core, each figure beside what the machine can do at best in the same run.
//!
//! `cargo bench --bench clean`; a word behind `--` picks the rows that contain it. Every row asserts what it
//! produced, so that it cannot measure nothing. The fastest of some rounds counts, as other load only slows.

#[path = "support/texts.rs"]
mod texts;

use mojimend::Cleaner;
use mojimend::damage::mirror::{Mirror, Profile};
use mojimend::damage::{Channel, Dice};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// A row is measured for at least this long, and at least so many rounds.
const LONG_ENOUGH: Duration = Duration::from_millis(300);
const ROUNDS: usize = 3;

/// What is measured, and beside which reference it is shown.
struct Bench {
    filter: Option<String>,
    /// Name and bytes a second of what has been measured.
    done: Vec<(&'static str, f64)>,
}

impl Bench {
    /// Measures something that goes over so many bytes.
    fn row(&mut self, name: &'static str, beside: Option<&'static str>, bytes: usize, mut run: impl FnMut()) {
        let wanted = beside.is_none() || self.filter.as_ref().is_none_or(|filter| name.contains(filter));
        if !wanted {
            return;
        }
        let mut fastest = Duration::MAX;
        let start = Instant::now();
        let mut rounds = 0;
        while rounds < ROUNDS || start.elapsed() < LONG_ENOUGH {
            let begin = Instant::now();
            run();
            fastest = fastest.min(begin.elapsed());
            rounds += 1;
        }
        let speed = bytes as f64 / fastest.as_secs_f64().max(f64::MIN_POSITIVE);
        let reference = beside.and_then(|beside| self.done.iter().find(|(name, _)| *name == beside));
        let ratio =
            reference.map_or(String::new(), |(beside, best)| format!("{:>10.4} of {beside}", speed / best));
        println!("{name:<34}{:>12.1} MB/s{ratio}", speed / 1e6);
        self.done.push((name, speed));
    }
}

fn main() {
    // Cargo passes `--bench`.
    let filter = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let mut bench = Bench { filter, done: Vec::new() };
    let chinese = texts::clean_chinese();
    let english = texts::clean_english();
    let damaged = texts::damaged(&chinese);
    let cleaner = Cleaner::new();
    references(&mut bench, &chinese);
    for (name, text) in [("clean Chinese", &chinese), ("clean English", &english)] {
        bench.row(name, Some("UTF-8 check (simdutf8)"), text.len(), || {
            let cleaned = cleaner.clean(black_box(text));
            assert!(
                !cleaned.is_changed() && cleaned.text.as_ptr() == text.as_ptr(),
                "{:?}",
                cleaned.edits.as_slice().first()
            );
        });
    }
    bench.row("clean Chinese, bytes", Some("UTF-8 check (std)"), chinese.len(), || {
        let cleaned = cleaner.clean_bytes(black_box(chinese.as_bytes())).expect("the text is UTF-8");
        assert!(!cleaned.is_changed());
    });
    let places = damaged.matches('(').count();
    bench.row("damaged Chinese", Some("clean Chinese"), damaged.len(), || {
        let edits = cleaner.clean(black_box(&damaged)).edits.len();
        // Nearly every bracket on the page is an annotation.
        assert!(edits * 10 > places * 9, "{edits} edits for {places} brackets");
    });
    let mixed = texts::mixed(&chinese, &damaged);
    bench.row(
        "mixed documents, 1 in 20 damaged",
        Some("clean Chinese"),
        mixed.iter().map(String::len).sum(),
        || {
            let changed = mixed.iter().filter(|text| cleaner.clean(black_box(text)).is_changed()).count();
            assert!((mixed.len() / 25..mixed.len() / 10).contains(&changed), "{changed} of {}", mixed.len());
        },
    );
    let mirror =
        Mirror::new(Profile { marks: vec!['？', '！'], ..Profile::annotating("發展進設業務") });
    bench.row("damage, mirror channel", Some("GBK decoding (encoding_rs)"), chinese.len(), || {
        let run = mirror.run(black_box(&chinese), &mut Dice::new(1, "bench", "mirror"));
        assert!(run.spans.len() > 1000);
    });
}

/// What the machine can do.
fn references(bench: &mut Bench, text: &str) {
    let mut copy = vec![0; text.len()];
    bench.row("memcpy", None, text.len(), || {
        copy.copy_from_slice(black_box(text.as_bytes()));
        assert_eq!(black_box(&copy).last(), text.as_bytes().last());
    });
    bench.row("UTF-8 check (simdutf8)", None, text.len(), || {
        assert!(simdutf8::basic::from_utf8(black_box(text.as_bytes())).is_ok());
    });
    bench.row("UTF-8 check (std)", None, text.len(), || {
        assert!(std::str::from_utf8(black_box(text.as_bytes())).is_ok());
    });
    bench.row("newlines (memchr)", None, text.len(), || {
        assert!(memchr::memchr_iter(b'\n', black_box(text.as_bytes())).count() > 100);
    });
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    bench.row("GBK decoding (encoding_rs)", None, text.len(), || {
        assert!(encoding_rs::GBK.decode(black_box(&gbk)).0.len() >= text.len() / 2);
    });
}
