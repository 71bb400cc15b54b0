//! Reports on bytes, for a terminal and as a page.

use super::score::{BytesScore, Class};
use crate::eval::html::{bars, closed, opened};
use crate::eval::run::Report;
use crate::eval::score::Share;
use crate::eval::table::{Table, percent, shortened};
use std::collections::BTreeSet;

/// The reports as a table, a column for each tool. Made for a fixed-width font.
pub fn bytes_table(reports: &[Report<BytesScore>]) -> String {
    let mut table = Table { text: String::new(), reports };
    table.row("", |r| shortened(&r.tool));
    for name in classes(reports) {
        let class = |r: &Report<BytesScore>| r.score.classes.get(&name).cloned().unwrap_or_default();
        table.row(&name, |r| class(r).documents.total.to_string());
        table.row("  exact", |r| percent(class(r).documents.ratio()));
        table.row("  lines beyond ASCII", |r| class(r).lines.total.to_string());
        table.row("    exact", |r| percent(class(r).lines.ratio()));
        for encoding in encodings(reports, &name) {
            let share = |r: &Report<BytesScore>| of(&class(r), &encoding).ratio();
            table.row(&format!("    {encoding}"), |r| percent(share(r)));
        }
    }
    table.row("no answer", |r| r.score.missing.to_string());
    table.speed();
    table.text
}

/// The reports as one page that needs nothing else.
pub fn bytes_html(reports: &[Report<BytesScore>]) -> String {
    let mut page = opened(reports);
    for name in classes(reports) {
        page.push_str(&format!("<h2>Exact lines in {name} documents, by encoding</h2>\n"));
        let groups = encodings(reports, &name).into_iter().map(|encoding| {
            let bar = |r: &Report<BytesScore>| {
                let share = r.score.classes.get(&name).and_then(|class| of(class, &encoding).ratio());
                (share.unwrap_or(0.0), percent(share))
            };
            (encoding.clone(), reports.iter().map(bar).collect())
        });
        bars(&mut page, &groups.collect::<Vec<_>>());
    }
    closed(page, reports, &bytes_table(reports))
}

fn classes(reports: &[Report<BytesScore>]) -> BTreeSet<String> {
    reports.iter().flat_map(|r| r.score.classes.keys().cloned()).collect()
}

fn encodings(reports: &[Report<BytesScore>], class: &str) -> BTreeSet<String> {
    reports
        .iter()
        .filter_map(|r| r.score.classes.get(class))
        .flat_map(|c| c.by_encoding.keys().cloned())
        .collect()
}

fn of(class: &Class, encoding: &str) -> Share {
    class.by_encoding.get(encoding).copied().unwrap_or_default()
}
