//! The stages one by one, so that `benches/` can measure each alone, and what `examples/` must do as the stages do.
//! **Not public API**: built only with the feature `stages`, which benches and examples switch on for themselves,
//! and free to change with the code behind it.

use crate::cleaner::Proposals;
use crate::lines;
use crate::repair::{page, shift};
use crate::scan::{self, Document, Marks};
use crate::survey::{Compounds, Survey};
use std::sync::LazyLock;

/// What lines are judged by, built in.
static MODEL: LazyLock<lines::Model> = LazyLock::new(|| lines::Model::new(&crate::config::Lines::default()));

/// The text in these bytes, if they are UTF-8.
pub fn decode(bytes: &[u8]) -> Option<&str> {
    match crate::decode::Decoder::new().decode(bytes).text {
        std::borrow::Cow::Borrowed(text) => Some(text),
        std::borrow::Cow::Owned(_) => None,
    }
}

/// How the counts of languages write the end of a line.
pub const LINE_END: char = crate::decode::languages::LINE_END;

/// A character as the counts of languages fold it; `latin` says that ASCII letters belong to the language.
pub fn fold(c: char, latin: bool) -> char {
    crate::decode::languages::fold(c, latin)
}

/// Whether a text has marks of damage.
pub fn scan(text: &str) -> bool {
    scan::scan(text, &MODEL, false).is_some()
}

/// Something the scan asks of a text: its name, and whether it is there.
pub type Trigger = (&'static str, fn(&str) -> bool);

/// All that the scan asks.
pub const TRIGGERS: [Trigger; 7] = [
    ("brackets", scan::has_annotations),
    ("losses", scan::has_losses),
    ("lines", |text| lines::may_have(text, &MODEL, &Compounds::default())),
    ("inserts", |text| lines::Inserts::read(text, &Survey::default()).any()),
    ("debris", |text| crate::repair::debris::Traces::read(text, false).any()),
    ("characters", |text| Survey::read(text, MODEL.lexicon(), true) != Survey::default()),
    ("misread", crate::repair::mojibake::may_be_misread),
];

/// Places where debris may begin: found with vector instructions, if the processor has them, or without.
pub fn debris(text: &str, vector: bool) -> usize {
    crate::repair::debris::traces::places(text, vector)
}

/// Reads the characters beyond ASCII: with vector instructions, if the processor has them, or without. How many
/// blocks have weight in text that was misread.
pub fn characters(text: &str, vector: bool) -> u32 {
    crate::repair::mojibake::trigger::weighty(text, vector)
}

/// What a page tells about its damage.
#[derive(Debug)]
pub struct Page(page::Page);

impl Page {
    /// Reads a page.
    pub fn read(text: &str) -> Self {
        Self(page::Page::read(text))
    }

    /// Number of its annotations.
    pub fn annotations(&self) -> usize {
        self.0.annotations.len()
    }
}

/// Decodes the shifted stretches of a page: number of edits proposed.
pub fn shifts(text: &str, page: &Page) -> usize {
    let mut proposals = Proposals::default();
    shift::propose(text, &page.0, &mut proposals);
    proposals.edits.len()
}

pub use crate::repair::shift::Compared;

/// What the confidence in a reading is worked out of: so many numbers.
pub const FEATURES: usize = crate::repair::certainty::FEATURES;

/// The shifted stretches of a page with the readings that are compared for each.
pub fn compared(text: &str, page: &Page) -> Vec<Compared> {
    shift::compared(text, &page.0)
}

/// Looks for injected lines: number of edits proposed.
pub fn lines(text: &str) -> usize {
    let mut proposals = Proposals::default();
    let document = Document::new(text, Marks { lines: true, ..Marks::default() });
    lines::propose(&document, &MODEL, &[], &mut proposals);
    proposals.edits.len()
}
