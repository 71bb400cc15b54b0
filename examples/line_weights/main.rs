//! Makes `seeds/lines/weights.tsv`: composes pages with keyword lines of every style, separator, language and
//! position among honest lines that look like them, fits the weights on most of the pages, measures on the rest.
//!
//! `cargo run --release --example line_weights > seeds/lines/weights.tsv` (about a minute; the figures go to
//! standard error). What is put together comes from `seeds/lexicon`, `seeds/damage/spam_stems.tsv`,
//! `seeds/lines/honest.tsv` and `seeds/languages`. Of every second page a third of the stems is hidden while
//! the weights are fitted, so that lines whose words nobody listed are found as well.
//!
//! `cargo run --release --example line_weights -- measure [--tell] [--held] [--only=KIND] [--weights=FILE] [ARTICLES.jsonl...]` counts, by kind of injection,
//! what a cleaner does to other pages, with phrases that were written without a look at the lexicon (`held.tsv`, and `fresh.tsv`, half of which `--held` takes and tuning never),
//! and shows what it missed. `pages` prints the pages that are fitted on, as `mojimend lines fit` takes them; `honest [--tell] TEXTS.jsonl...` shows what it takes from honest texts.

mod dice;
mod fresh;
mod honest;
mod measure;
mod mixtures;
mod spam;

use dice::Dice;
use mojimend::lines::{Labelled, figures, fit};
use mojimend::{Cleaner, Config};

/// Pages to fit on and to measure on.
const PAGES: u64 = 6_000;
const MEASURED: u64 = 2_000;
/// Share of the pages that somebody put keyword lines on.
const SHARE_INJECTED: f64 = 0.6;
/// Share of the pages that are themselves about what such lines sell: law, medicine, news.
const SHARE_ABOUT: f64 = 0.1;
/// Share of the pages that give a number to call, and of those that mention in one sentence what such lines sell.
const SHARE_CONTACT: f64 = 0.3;
const SHARE_MENTION: f64 = 0.15;
/// Share of the pages with a keyword inside a line of their own.
const SHARE_WEDGED: f64 = 0.2;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (flags, files): (Vec<String>, Vec<String>) =
        arguments.iter().skip(1).cloned().partition(|argument| argument.starts_with('-'));
    let tell = flags.iter().any(|flag| flag == "--tell");
    match arguments.first().map(String::as_str) {
        Some("measure") => {
            let held = flags.iter().any(|flag| flag == "--held");
            let only = flags.iter().find_map(|flag| flag.strip_prefix("--only="));
            return measure::measure(&cleaner(&flags)?, &files, (tell, held), only);
        }
        Some("composed") => {
            let only = flags.iter().find_map(|flag| flag.strip_prefix("--only="));
            return measure::composed(&cleaner(&flags)?, &files, tell, only);
        }
        Some("honest") => return measure::honest(&cleaner(&flags)?, &files, tell),
        Some("pages") => {
            for page in (0..PAGES).map(|seed| page(&mut Dice::new(seed))) {
                println!("{}", serde_json::json!({"text": page.text, "injected": page.injected}));
            }
            return Ok(());
        }
        _ => {}
    }
    let pages = |from: u64, to: u64| (from..to).map(|seed| page(&mut Dice::new(seed))).collect::<Vec<_>>();
    let (learnt, measured) = (pages(0, PAGES), pages(PAGES, PAGES + MEASURED));
    let weights = fit(&learnt);
    for (name, pages) in [("fitted on", &learnt), ("measured on", &measured)] {
        let f = figures(&weights, pages);
        eprintln!(
            "{name} {} pages: {} injected lines, recall {:.4}, precision {:.4}; of {} other lines looked at, {} taken",
            pages.len(),
            f.injected,
            f.recall(),
            f.precision(),
            f.own,
            f.wrong
        );
    }
    print!("{}", weights.to_tsv());
    Ok(())
}

/// A cleaner with the default settings, or with the weights of a file: `--weights=FILE`.
fn cleaner(flags: &[String]) -> Result<Cleaner, Box<dyn std::error::Error>> {
    let file = flags.iter().find_map(|flag| flag.strip_prefix("--weights="));
    let config = match file {
        Some(file) => Config::from_toml(&format!("lines.weights = {file:?}"))?,
        None => Config::default(),
    };
    Ok(Cleaner::builder().config(config).build())
}

/// A page: a piece of an article, honest rows, and on some of them keyword lines.
fn page(dice: &mut Dice) -> Labelled {
    let (_, article) = honest::article(dice);
    let page = article.clone();
    let mut lines: Vec<(String, bool)> = article.into_iter().map(|line| (line, false)).collect();
    for _ in 0..dice.between(0, 4) {
        let at = dice.place(lines.len());
        lines.insert(at, (honest::line(&page, dice), false));
    }
    if dice.chance(SHARE_CONTACT) {
        let at = dice.place(lines.len());
        lines.insert(at, (honest::contact(&page, dice), false));
    }
    if dice.chance(SHARE_MENTION) {
        spam::mention(&mut lines, dice);
    }
    if dice.chance(SHARE_WEDGED) {
        spam::wedge(&mut lines, dice);
    }
    if dice.chance(SHARE_ABOUT) {
        spam::about(&mut lines, dice);
    } else if dice.chance(SHARE_INJECTED) {
        spam::inject(&mut lines, dice);
    }
    let injected =
        lines.iter().enumerate().filter(|(_, (_, injected))| *injected).map(|(i, _)| i + 1).collect();
    let text = lines.into_iter().map(|(line, _)| line).collect::<Vec<_>>().join("\n");
    Labelled { text, injected }
}
