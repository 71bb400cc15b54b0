//! Reports side by side, for a terminal.

use super::run::Report;
use super::score::{Places, Score, ratio};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Longest tool name shown.
const NAME: usize = 28;

/// The reports as a table, a column for each tool. Made for a fixed-width font.
pub fn table(reports: &[Report]) -> String {
    let mut table = Table { text: String::new(), reports };
    table.row("", |r| shortened(&r.tool));
    table.row("damaged documents", |r| r.score.documents.total.to_string());
    table.row("  exact", |r| percent(r.score.documents.ratio()));
    table.row("damaged lines", |r| r.score.lines.total.to_string());
    table.row("  exact", |r| percent(r.score.lines.ratio()));
    table.row("  wrong", |r| percent(ratio(r.score.lines_wrong, r.score.lines.total)));
    table.row("  reported", |r| percent(ratio(r.score.lines_reported, r.score.lines.total)));
    table.places("damaged places", |r| Some(r.score.places));
    table.places("damaged characters", |r| Some(r.score.characters));
    let kinds: BTreeSet<_> = reports.iter().flat_map(|r| r.score.by_kind.keys().copied()).collect();
    for kind in kinds {
        table.places(kind.name(), |r| r.score.by_kind.get(&kind).copied());
        table.row("  seen", |r| percent(r.score.detection.get(&kind).and_then(|d| d.recall())));
    }
    table.row("injected lines", |r| r.score.injected_lines.total.to_string());
    table.row("  precision", |r| percent(r.score.injected_lines.precision()));
    table.row("  recall", |r| percent(r.score.injected_lines.recall()));
    table.row("marks on damage", |r| {
        let (exact, total) = r.score.marks.values().fold((0, 0), |(e, t), m| (e + m.exact, t + m.total));
        percent(ratio(exact, total))
    });
    table.row("clean documents", |r| r.score.clean_documents.total.to_string());
    table.row("  left alone", |r| percent(r.score.clean_documents.ratio()));
    table.row("  places changed / MB", |r| number(r.score.harm.per_megabyte()));
    table.row("harm beside damage", |r| r.score.harm.places_beside_damage.to_string());
    table.row("no answer", |r| r.score.missing.to_string());
    table.speed();
    table.text
}

/// A table that grows row by row.
pub(super) struct Table<'a, S> {
    pub(super) text: String,
    pub(super) reports: &'a [Report<S>],
}

impl<S> Table<'_, S> {
    pub(super) fn row(&mut self, name: &str, cell: impl Fn(&Report<S>) -> String) {
        let _ = write!(self.text, "{name:<24}");
        for report in self.reports {
            let _ = write!(self.text, " {:>NAME$}", cell(report));
        }
        self.text.push('\n');
    }

    /// The rows that every table ends with.
    pub(super) fn speed(&mut self) {
        self.row("MB/s", |r| number(Some(r.speed.megabytes_per_second())));
        self.row("peak memory, MB", |r| number(r.speed.peak_bytes.map(|bytes| bytes as f64 / 1e6)));
    }
}

impl Table<'_, Score> {
    fn places(&mut self, name: &str, of: impl Fn(&Report) -> Option<Places>) {
        self.row(name, |r| of(r).map_or("–".to_owned(), |p| p.total.to_string()));
        self.row("  restored", |r| percent(of(r).and_then(|p| ratio(p.restored, p.total))));
        self.row("  missed", |r| percent(of(r).and_then(|p| ratio(p.missed, p.total))));
        self.row("  wrong", |r| percent(of(r).and_then(|p| ratio(p.wrong, p.total))));
    }
}

pub(super) fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= NAME {
        name.to_owned()
    } else {
        format!("…{}", name.chars().skip(length - NAME + 1).collect::<String>())
    }
}

pub(super) fn percent(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| format!("{:.2} %", share * 100.0))
}

fn number(value: Option<f64>) -> String {
    value.map_or(
        "–".to_owned(),
        |value| if value < 10.0 { format!("{value:.2}") } else { format!("{value:.0}") },
    )
}
