//! Reports as one page that needs nothing else: tables and plots as inline SVG.

use super::run::Report;
use super::score::{BINS, ratio};
use super::table::{percent, shortened, table};
use std::collections::BTreeSet;
use std::fmt::Write;

const COLOURS: [&str; 6] = ["#2563eb", "#d97706", "#059669", "#dc2626", "#7c3aed", "#475569"];
const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1e293b}\
pre{background:#f1f5f9;padding:1rem;overflow:auto;font-size:13px}svg{width:100%;height:auto}\
text{font:12px system-ui,sans-serif;fill:#334155}h2{margin-top:2.5rem}\
@media(prefers-color-scheme:dark){body{background:#0f172a;color:#e2e8f0}pre{background:#1e293b}text{fill:#cbd5e1}}";
/// Width of the plots, and of the column for names in them.
const WIDTH: f64 = 800.0;
const LABELS: f64 = 200.0;
const BAR: f64 = 14.0;

/// The reports as a page.
pub fn html(reports: &[Report]) -> String {
    let mut page = opened(reports);
    page.push_str("<h2>Restored places by kind</h2>\n");
    by_kind(&mut page, reports);
    page.push_str("<h2>Calibration: how often edits of a confidence are right</h2>\n");
    calibration(&mut page, reports);
    closed(page, reports, &table(reports))
}

/// The head of a page and the legend.
pub(super) fn opened<S>(reports: &[Report<S>]) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>mojimend eval</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head><body>\n\
         <h1>mojimend eval</h1>\n"
    );
    legend(&mut page, reports);
    page
}

/// The speeds, the table and the end.
pub(super) fn closed<S>(mut page: String, reports: &[Report<S>], table: &str) -> String {
    page.push_str("<h2>Speed, MB/s</h2>\n");
    speed(&mut page, reports);
    let _ = write!(page, "<h2>All figures</h2>\n<pre>{}</pre>\n</body></html>\n", escaped(table));
    page
}

fn legend<S>(page: &mut String, reports: &[Report<S>]) {
    page.push_str("<p>");
    for (number, report) in reports.iter().enumerate() {
        let _ =
            write!(page, "<span style=\"color:{}\">■</span> {}&emsp;", colour(number), escaped(&report.tool));
    }
    page.push_str("</p>\n");
}

fn by_kind(page: &mut String, reports: &[Report]) {
    let kinds: BTreeSet<_> = reports.iter().flat_map(|r| r.score.by_kind.keys().copied()).collect();
    let groups = kinds.into_iter().map(|kind| {
        let share = |r: &Report| r.score.by_kind.get(&kind).and_then(|p| ratio(p.restored, p.total));
        let bars = reports.iter().map(|r| (share(r).unwrap_or(0.0), percent(share(r)))).collect();
        (kind.name().to_owned(), bars)
    });
    bars(page, &groups.collect::<Vec<_>>());
}

fn speed<S>(page: &mut String, reports: &[Report<S>]) {
    let fastest = reports.iter().map(|r| r.speed.megabytes_per_second()).fold(f64::MIN_POSITIVE, f64::max);
    let mut groups = Vec::new();
    for (number, report) in reports.iter().enumerate() {
        let speed = report.speed.megabytes_per_second();
        let mut group = vec![(0.0, String::new()); number];
        group.push((speed / fastest, format!("{speed:.1}")));
        groups.push((shortened(&report.tool), group));
    }
    bars(page, &groups);
}

/// Groups of bars: name, and for each report a share of the full width and what is written behind it. Bars
/// with nothing behind them are left out.
pub(super) fn bars(page: &mut String, groups: &[(String, Vec<(f64, String)>)]) {
    let shown = |group: &Vec<(f64, String)>| group.iter().filter(|(_, text)| !text.is_empty()).count() as f64;
    let height: f64 = groups.iter().map(|(_, group)| shown(group) * BAR + BAR).sum();
    let _ = writeln!(page, "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">");
    let mut top = 0.0;
    for (name, group) in groups {
        let _ = writeln!(page, "<text x=\"0\" y=\"{:.1}\">{}</text>", top + BAR * 0.8, escaped(name));
        for (number, (share, text)) in group.iter().enumerate().filter(|(_, (_, text))| !text.is_empty()) {
            let width = share.clamp(0.0, 1.0) * (WIDTH - LABELS - 80.0);
            let _ = writeln!(
                page,
                "<rect x=\"{LABELS}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"{}\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                top + 1.0,
                BAR - 2.0,
                colour(number),
                LABELS + width + 6.0,
                top + BAR * 0.8,
                escaped(text),
            );
            top += BAR;
        }
        top += BAR;
    }
    page.push_str("</svg>\n");
}

fn calibration(page: &mut String, reports: &[Report]) {
    const SIDE: f64 = 320.0;
    const EDGE: f64 = 40.0;
    let x = |share: f64| EDGE + share * SIDE;
    let y = |share: f64| EDGE / 2.0 + (1.0 - share) * SIDE;
    let full = SIDE + EDGE * 2.0;
    let _ = writeln!(page, "<svg viewBox=\"0 0 {WIDTH} {full}\" role=\"img\">");
    let _ = writeln!(
        page,
        "<path d=\"M{} {}H{}M{} {}V{}M{} {}L{} {}\" stroke=\"#94a3b8\" fill=\"none\"/>",
        x(0.0),
        y(0.0),
        x(1.0),
        x(0.0),
        y(0.0),
        y(1.0),
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0)
    );
    for tenth in (0..=BINS).step_by(2) {
        let share = tenth as f64 / BINS as f64;
        let _ = writeln!(
            page,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{share}</text>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{share}</text>",
            x(share),
            y(0.0) + 16.0,
            x(0.0) - 6.0,
            y(share) + 4.0
        );
    }
    for (number, report) in reports.iter().enumerate() {
        let mut line = String::new();
        for bin in report.score.calibration.iter().filter(|bin| bin.edits > 0) {
            let (sure, right) = (bin.confidence / bin.edits as f64, bin.right as f64 / bin.edits as f64);
            let _ = write!(line, "{:.1},{:.1} ", x(sure), y(right));
            let _ = writeln!(
                page,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{}\"><title>{} edits, {:.1} % right</title></circle>",
                x(sure),
                y(right),
                colour(number),
                bin.edits,
                right * 100.0
            );
        }
        let _ = writeln!(page, "<polyline points=\"{line}\" fill=\"none\" stroke=\"{}\"/>", colour(number));
    }
    page.push_str("</svg>\n");
}

fn colour(number: usize) -> &'static str {
    COLOURS[number % COLOURS.len()]
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
