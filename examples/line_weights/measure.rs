//! Counts what a cleaner with the default settings does to pages with one kind of injection each.

use super::dice::Dice;
use super::mixtures::{Kind, Mixture, page};
use mojimend::Cleaner;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// Pages of each kind.
const PAGES: u64 = 150;
/// Seeds of these pages; those of the pages to fit on are small numbers.
const SEED: u64 = 1 << 32;
/// Share of the bytes of an injection that must be gone for it to be found.
const GONE: f64 = 0.9;

#[derive(Default)]
struct Count {
    injected: usize,
    found: usize,
    exact: usize,
    edits: usize,
    wrong: usize,
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.injected += other.injected;
        self.found += other.found;
        self.exact += other.exact;
        self.edits += other.edits;
        self.wrong += other.wrong;
    }

    fn tell(&self, name: &str) {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!(
            "{name:<36} {:5} injected  {:5.1} % found  {:5.1} % exactly  {:5} removals  {:5.1} % right",
            self.injected,
            share(self.found, self.injected),
            share(self.exact, self.injected),
            self.edits,
            share(self.edits - self.wrong, self.edits)
        );
    }
}

/// Measures on articles from JSONL files, or on the built-in ones when there are none. With `tell`, shows what was
/// missed and what was taken wrongly; with `held`, takes the unlisted texts that are held back; `only` names kinds.
pub(crate) fn measure(
    cleaner: &Cleaner,
    files: &[String],
    (tell, held): (bool, bool),
    only: Option<&str>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut articles = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(file)?.lines() {
            let record: serde_json::Value = serde_json::from_str(line)?;
            articles
                .extend(record["text"].as_str().filter(|text| text.lines().count() > 3).map(str::to_owned));
        }
    }
    let (mut whole, mut part) = (Count::default(), Count::default());
    for (number, (kind, name)) in
        Kind::ALL.into_iter().enumerate().filter(|(_, (_, name))| only.is_none_or(|only| name.contains(only)))
    {
        let mut count = Count::default();
        for seed in 0..PAGES {
            let dice = &mut Dice::new(SEED + seed + 1000 * number as u64);
            if let Some(mixture) = page(kind, &articles, held, dice) {
                look(cleaner, &mixture, name, tell, &mut count);
            }
        }
        count.tell(name);
        if kind.is_whole() { whole.add(&count) } else { part.add(&count) }
    }
    whole.tell("WHOLE LINES");
    part.tell("PARTS OF LINES");
    Ok(())
}

/// Measures on pages that were composed elsewhere: JSONL records with `text`, `kind` and byte spans, `injected` and
/// `honest`. The first letter of a kind groups the sums: whole lines, parts, honest look-alikes.
pub(crate) fn composed(
    cleaner: &Cleaner,
    files: &[String],
    tell: bool,
    only: Option<&str>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut counts: BTreeMap<String, (Count, usize, usize)> = BTreeMap::new();
    for file in files {
        for line in std::fs::read_to_string(file)?.lines() {
            let page: Composed = serde_json::from_str(line)?;
            if only.is_some_and(|only| !page.kind.contains(only)) {
                continue;
            }
            let mixture = Mixture { text: page.text, injected: page.injected };
            let mut count = Count::default();
            let edits = look(cleaner, &mixture, &page.kind, tell, &mut count);
            let taken = |line: &&Range<usize>| edits.iter().any(|e| e.start < line.end && line.start < e.end);
            let taken = page.honest.iter().filter(taken).count();
            for name in [page.kind.clone(), page.kind.chars().take(1).collect()] {
                let (sum, honest, gone) = counts.entry(name).or_default();
                sum.add(&count);
                *honest += page.honest.len();
                *gone += taken;
            }
        }
    }
    for (name, (count, honest, gone)) in counts {
        if honest > 0 {
            println!(
                "{name:<36} {honest:5} honest lines, {gone} touched; {} removals elsewhere",
                count.edits - gone.min(count.edits)
            );
        } else {
            count.tell(&name);
        }
    }
    Ok(())
}

/// A page that was composed elsewhere.
#[derive(Deserialize)]
struct Composed {
    text: String,
    kind: String,
    #[serde(default)]
    injected: Vec<Range<usize>>,
    #[serde(default)]
    honest: Vec<Range<usize>>,
}

/// Shows everything that is taken from honest texts, or reported about them: lines and parts of lines.
pub(crate) fn honest(
    cleaner: &Cleaner,
    files: &[String],
    tell: bool,
) -> Result<(), Box<dyn std::error::Error>> {
    for file in files {
        let (mut bytes, mut removed, mut reported, mut texts, mut looked) = (0, 0, 0, 0, 0);
        for line in std::fs::read_to_string(file)?.lines() {
            let record: serde_json::Value = serde_json::from_str(line)?;
            let text = record["text"].as_str().unwrap_or("");
            bytes += text.len();
            texts += 1;
            looked += usize::from(mojimend::stages::scan(text));
            let cleaned = cleaner.clean(text);
            for edit in cleaned.edits.iter().filter(|e| e.rule.code.starts_with(['L', 'W'])) {
                removed += 1;
                println!(
                    "  REMOVED {} {:?} in {:?} ({})",
                    edit.rule.code,
                    edit.before,
                    around(text, &edit.span),
                    edit.reason
                );
            }
            for finding in cleaned.findings.iter().filter(|f| f.rule.code.starts_with(['L', 'W'])) {
                reported += 1;
                if tell {
                    println!(
                        "  REPORTED {} {:?} ({})",
                        finding.rule.code,
                        around(text, &finding.span),
                        finding.reason
                    );
                }
            }
        }
        println!(
            "{file}: {:.1} MB, {removed} removals, {reported} reports; {looked} of {texts} texts looked at closely",
            bytes as f64 / 1e6
        );
    }
    Ok(())
}

/// A span with a little of its line around it.
fn around<'a>(text: &'a str, span: &Range<usize>) -> &'a str {
    const REACH: usize = 60;
    let from = text.floor_char_boundary(span.start.saturating_sub(REACH));
    let to = text.ceil_char_boundary((span.end + REACH).min(text.len()));
    let from = text[from..span.start].rfind('\n').map_or(from, |at| from + at + 1);
    let to = text[span.end..to].find('\n').map_or(to, |at| span.end + at);
    &text[from..to]
}

/// Counts what a cleaner does to a page; the spans of all that it takes from lines.
fn look(
    cleaner: &Cleaner,
    mixture: &Mixture,
    name: &str,
    tell: bool,
    count: &mut Count,
) -> Vec<Range<usize>> {
    let cleaned = cleaner.clean(&mixture.text);
    let text = &mixture.text;
    let edits: Vec<_> = cleaned.edits.iter().collect();
    let overlap = |a: &Range<usize>, b: &Range<usize>| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    for injected in &mixture.injected {
        let gone: usize = edits.iter().map(|e| overlap(&e.span, injected)).sum();
        count.injected += 1;
        let found = gone as f64 >= GONE * injected.len() as f64;
        count.found += usize::from(found);
        // A line's end may go with the line.
        let blank = |range: Range<usize>| text[range].trim().is_empty();
        let exact = found
            && gone == injected.len()
            && edits.iter().filter(|e| overlap(&e.span, injected) > 0).all(|e| {
                (e.span.start >= injected.start || blank(e.span.start..injected.start))
                    && (e.span.end <= injected.end || blank(injected.end..e.span.end))
            });
        count.exact += usize::from(exact);
        if tell && !exact {
            let from = text[..injected.start].rfind('\n').map_or(0, |at| at + 1);
            let from = from.max(text.floor_char_boundary(injected.start.saturating_sub(45)));
            let to = text[injected.end..].find('\n').map_or(text.len(), |at| injected.end + at);
            let to = to.min(text.ceil_char_boundary(injected.end + 45));
            let what = if found { "INEXACT" } else { "MISSED" };
            let taken: Vec<&str> =
                edits.iter().filter(|e| overlap(&e.span, injected) > 0).map(|e| &*e.before).collect();
            println!(
                "  {what} {name}: {}⟦{}⟧{} {taken:?}",
                &text[from..injected.start],
                &text[injected.clone()],
                &text[injected.end..to]
            );
            for finding in cleaned.findings.iter().filter(|f| overlap(&f.span, injected) > 0) {
                println!("    reported: {} {}", finding.rule.code, finding.reason);
            }
        }
    }
    for edit in edits.iter().filter(|e| e.rule.code.starts_with(['L', 'W'])) {
        count.edits += 1;
        let right: usize = mixture.injected.iter().map(|i| overlap(&edit.span, i)).sum();
        // Half of what goes must have been put there.
        if right * 2 < edit.before.trim().len() {
            count.wrong += 1;
            if tell {
                println!("  WRONG {name}: {} {:?} ({})", edit.rule.code, edit.before, edit.reason);
            }
        }
    }
    edits.iter().filter(|e| e.rule.code.starts_with(['L', 'W'])).map(|e| e.span.clone()).collect()
}
