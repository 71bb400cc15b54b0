//! `mojimend eval`.

mod pairs;

use crate::Cleaner;
use crate::cli::DONE;
use crate::cli::say::{self, Failure, Outcome};
use crate::eval::{Report, bytes_html, bytes_table, html, library, library_bytes, table, tool, tool_bytes};
use clap::Args;
use pairs::Pairs;
use serde::Serialize;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Measure a tool on pairs of damaged and original text
///
/// Tells how much was restored (documents, lines, places, characters), what was repaired wrongly and what was
/// missed, what happened to clean text, and how fast. A tool is any command that reads JSON lines {id, text}
/// and writes the same with the cleaned text; without one mojimend itself is measured. Of pairs of bytes it
/// reads {id, bytes}, in base64. docs/benchmark.md says how each figure is counted.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Eval {
    /// Pairs, as `mojimend damage` writes them, plain, `.zst` or `.parquet`; `-` is standard input
    #[arg(value_name = "PAIRS")]
    pairs: PathBuf,

    /// Another tool to measure, run by `sh`; can be given several times
    #[arg(long = "tool", value_name = "COMMAND")]
    tools: Vec<String>,

    /// Do not measure mojimend itself
    #[arg(long, requires = "tools")]
    only_tools: bool,

    #[command(flatten)]
    settings: crate::cli::args::Settings,

    /// Write all figures as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Write a page with plots
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  mojimend eval pairs.jsonl
  mojimend eval pairs.jsonl --tool 'python3 run_ftfy.py' --html report.html
  mojimend eval pairs.parquet --json figures.json --config my.toml";

pub(crate) fn run(args: &Eval) -> Outcome {
    match pairs::read(&args.pairs)? {
        Pairs::Text(pairs) => tell(args, &measure(args, &pairs, library, tool)?, table, html),
        Pairs::Bytes(pairs) => {
            tell(args, &measure(args, &pairs, library_bytes, tool_bytes)?, bytes_table, bytes_html)
        }
    }
}

/// Runs mojimend and the tools that are asked for.
fn measure<P, S>(
    args: &Eval,
    pairs: &[P],
    library: fn(&Cleaner, &[P]) -> Report<S>,
    tool: fn(&str, &[P]) -> io::Result<Report<S>>,
) -> Result<Vec<Report<S>>, Failure> {
    let mut reports = Vec::new();
    if !args.only_tools {
        let config = say::settings(&args.settings)?;
        reports.push(library(&Cleaner::builder().config(config).build(), pairs));
    }
    for command in &args.tools {
        reports.push(tool(command, pairs).map_err(|e| Failure::Message(format!("`{command}`: {e}")))?);
    }
    Ok(reports)
}

/// Shows and writes what came out.
fn tell<S: Serialize>(
    args: &Eval,
    reports: &[Report<S>],
    table: fn(&[Report<S>]) -> String,
    html: fn(&[Report<S>]) -> String,
) -> Outcome {
    io::stdout().lock().write_all(table(reports).as_bytes())?;
    if let Some(path) = &args.json {
        let json = serde_json::to_string_pretty(reports).map_err(io::Error::other)?;
        write(path, &(json + "\n"))?;
    }
    if let Some(path) = &args.html {
        write(path, &html(reports))?;
    }
    Ok(DONE)
}

fn write(path: &Path, text: &str) -> Result<(), crate::Error> {
    fs::write(path, text).map_err(|source| crate::Error::Io { path: path.to_owned(), source })
}
