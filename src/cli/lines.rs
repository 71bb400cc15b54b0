//! `mojimend lines`, and the options about injected lines.

use crate::Config;
use crate::cli::DONE;
use crate::cli::say::{self, Failure, Outcome};
use crate::lines::{Labelled, Mode, Topic, figures, fit};
use clap::{Args, Subcommand, ValueEnum};
use serde::Deserialize;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Work on injected lines
#[derive(Debug, Args)]
pub(crate) struct Lines {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Fit(Fit),
}

/// Fit the weights of the line model to lines of your own
///
/// Reads JSONL: each record has a page in `text`, and the numbers of its injected lines, from 1, in `injected`. Of
/// every fifth page only the figures are taken. Writes a table of weights; name it in a configuration to use it:
/// `lines.weights = "my.tsv"`.
#[derive(Debug, Args)]
struct Fit {
    /// Labelled pages
    #[arg(value_name = "LABELLED.jsonl")]
    labelled: PathBuf,

    /// Where to write the weights; standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Every so manyth page measures.
const MEASURED: usize = 5;
/// Fewer pages teach nothing.
const PAGES_LEAST: usize = 10;

#[derive(Deserialize)]
struct Record {
    text: String,
    #[serde(default)]
    injected: Vec<usize>,
}

pub(crate) fn run(args: Lines) -> Outcome {
    let Command::Fit(args) = args.command;
    let pages = read(&args.labelled)?;
    let part = |measured: bool| -> Vec<Labelled> {
        let is = |i: &usize| (i % MEASURED == MEASURED - 1) == measured;
        (0..pages.len()).filter(is).map(|i| pages[i].clone()).collect()
    };
    let (learnt, measured) = (part(false), part(true));
    let weights = fit(&learnt);
    for (name, pages) in [("fitted on", &learnt), ("measured on", &measured)] {
        let f = figures(&weights, pages);
        say::line(format_args!(
            "{name} {} pages: {} injected lines, {} found; {} other lines looked at, {} taken for injected",
            pages.len(),
            f.injected,
            f.found,
            f.own,
            f.wrong
        ));
    }
    match args.output {
        Some(path) => {
            fs::write(&path, weights.to_tsv()).map_err(|source| crate::Error::Io { path, source })?;
        }
        None => io::stdout().lock().write_all(weights.to_tsv().as_bytes())?,
    }
    Ok(DONE)
}

fn read(path: &Path) -> Result<Vec<Labelled>, Failure> {
    let text =
        fs::read_to_string(path).map_err(|source| crate::Error::Io { path: path.to_owned(), source })?;
    let mut pages = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |e: &dyn std::fmt::Display| {
            Failure::Message(format!(
                "{}:{}: {e}; a record looks like {{\"text\": \"first line\\nsecond line\", \"injected\": [1]}}",
                path.display(),
                number + 1
            ))
        };
        let record: Record = serde_json::from_str(line).map_err(|e| wrong(&e))?;
        let last = record.text.lines().count();
        if let Some(bad) = record.injected.iter().find(|n| !(1..=last).contains(*n)) {
            return Err(wrong(&format!("line {bad} is injected, but the text has lines 1 to {last}")));
        }
        pages.push(Labelled { text: record.text, injected: record.injected });
    }
    if pages.len() < PAGES_LEAST || pages.iter().all(|page| page.injected.is_empty()) {
        return Err(Failure::Message(format!(
            "{}: {} pages; fitting needs at least {PAGES_LEAST}, some with injected lines",
            path.display(),
            pages.len()
        )));
    }
    Ok(pages)
}

/// Options about injected lines.
#[derive(Debug, Default, Args)]
pub(crate) struct Options {
    /// What is done about injected lines: remove, mark, report
    ///
    /// mark leaves the text and notes spans and verdicts in a field "injected" of each JSONL record; report leaves
    /// the text and reports.
    #[arg(long, value_enum, value_name = "MODE", hide_short_help = true)]
    lines: Option<ModeArg>,

    /// Note in a field "topics" how much each JSONL record is about these: adult, gambling, pharma, grey, piracy
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST", hide_short_help = true)]
    topic: Vec<TopicArg>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ModeArg {
    Remove,
    Mark,
    Report,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TopicArg {
    Adult,
    Gambling,
    Pharma,
    Grey,
}

impl Options {
    /// Sets what was asked for.
    pub(crate) fn apply(&self, config: &mut Config) {
        if let Some(mode) = self.lines {
            config.lines.mode = match mode {
                ModeArg::Remove => Mode::Remove,
                ModeArg::Mark => Mode::Mark,
                ModeArg::Report => Mode::Report,
            };
        }
        let topic = |topic: &TopicArg| match topic {
            TopicArg::Adult => Topic::Adult,
            TopicArg::Gambling => Topic::Gambling,
            TopicArg::Pharma => Topic::Pharma,
            TopicArg::Grey => Topic::Grey,
        };
        if !self.topic.is_empty() {
            config.lines.topics = self.topic.iter().map(topic).collect();
        }
    }
}
