//! `mojimend damage`.

mod sink;

use crate::args::FormatArg;
use crate::say::{self, Failure, Outcome};
use crate::{DONE, FAILED, clean};
use clap::Args;
use mojimend::corpus::documents;
use mojimend::damage::{Pair, Recipe};
use rayon::prelude::*;
use sink::Sink;
use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Documents that are damaged at a time, on all cores.
const BATCH: usize = 256;

/// Damage clean text on purpose, to measure repairs with
///
/// Sends documents through the channels of a recipe and writes pairs, one JSON object a line or a row of a
/// Parquet file: id, damaged, original, kinds (the channels), spans (start and end in bytes of the damaged
/// text, original_start and original_end, kind). The same seed, ids and texts give the same pairs, for any number of threads and in any
/// order; a document without an id has its file and line for one. Documents that are left clean are written,
/// too: they show what a tool does to honest text.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Damage {
    /// Clean texts: text and JSONL files; `-` is standard input
    #[arg(value_name = "CORPUS", required = true)]
    inputs: Vec<PathBuf>,

    /// Where to write the pairs: JSON lines, packed if it ends in `.zst`; or a table (`.parquet`)
    #[arg(short, long, value_name = "PAIRS")]
    output: Option<PathBuf>,

    /// Another seed, other damage
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,

    /// Share of the documents that are damaged; the recipe's own if not given
    #[arg(long, value_name = "0..1", value_parser = share)]
    rate: Option<f64>,

    /// Which channels, how often; the default looks like the web
    #[arg(long, value_name = "FILE")]
    recipe: Option<PathBuf>,

    /// Print the default recipe and stop
    #[arg(long, exclusive = true)]
    print_recipe: bool,

    /// Field of a JSONL record that holds the text
    #[arg(long, default_value = "text", value_name = "NAME")]
    text_field: String,

    /// How documents lie in a file
    #[arg(long, value_enum, default_value_t = FormatArg::Auto, hide_possible_values = true, value_name = "auto|text|jsonl")]
    format: FormatArg,

    /// No summary; only errors
    #[arg(short, long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  mojimend damage clean.jsonl.zst -o pairs.jsonl
  mojimend damage clean.jsonl -o pairs.jsonl.zst --seed 7 --rate 1
  mojimend damage clean/ -o pairs.parquet
  mojimend damage --print-recipe > my.toml
  mojimend damage clean.jsonl --recipe my.toml | mojimend eval -";

fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("must lie between 0 and 1".to_owned()) }
}

/// Damages documents batch by batch and writes the pairs in order.
struct Line {
    recipe: Recipe,
    rate: f64,
    seed: u64,
    batch: Vec<(String, String)>,
    /// How often each id was met: a tool's answers are matched by id, so no two may be equal.
    ids: HashMap<String, u32>,
    sink: Sink<Pair>,
    documents: u64,
    damaged: u64,
    spans: usize,
    problems: u64,
}

pub(crate) fn run(args: Damage) -> Outcome {
    if args.print_recipe {
        io::stdout().write_all(mojimend::damage::WEB_RECIPE.as_bytes())?;
        return Ok(DONE);
    }
    let recipe = match &args.recipe {
        None => Recipe::web(),
        Some(path) => {
            let told = |e: &dyn std::fmt::Display| Failure::Message(format!("{}: {e}", path.display()));
            let text = fs::read_to_string(path).map_err(|e| told(&e))?;
            Recipe::from_toml(&text).map_err(|e| told(&e))?
        }
    };
    let rate = args.rate.unwrap_or(recipe.rate);
    let mut line = Line {
        recipe,
        rate,
        seed: args.seed,
        batch: Vec::with_capacity(BATCH),
        ids: HashMap::new(),
        sink: Sink::create(args.output.as_deref())?,
        documents: 0,
        damaged: 0,
        spans: 0,
        problems: 0,
    };
    for path in args.inputs {
        let mut failure = None;
        let input = clean::input(path);
        documents(&input, args.format.into(), &args.text_field, |document| {
            let done = match document {
                Ok(document) => {
                    let id = document.id().unwrap_or_else(|| match document.line {
                        Some(number) => format!("{}:{number}", document.file),
                        None => document.file.to_owned(),
                    });
                    line.push(id, document.text)
                }
                Err(problem) => {
                    line.problems += 1;
                    say::error(problem);
                    Ok(())
                }
            };
            failure = done.err();
            if failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failure.map_or(Ok(()), Err)?;
    }
    line.flush()?;
    let (documents, damaged, spans, problems) = (line.documents, line.damaged, line.spans, line.problems);
    line.sink.finish()?;
    if !args.quiet {
        say::line(format_args!("{documents} documents, {damaged} of them damaged in {spans} places"));
    }
    Ok(if problems == 0 { DONE } else { FAILED })
}

impl Line {
    fn push(&mut self, id: String, text: &str) -> Result<(), Failure> {
        let seen = self.ids.entry(id.clone()).or_insert(0);
        *seen += 1;
        let id = if *seen == 1 { id } else { format!("{id}#{seen}") };
        self.batch.push((id, text.to_owned()));
        if self.batch.len() < BATCH { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let damage = |(id, text): &(String, String)| self.recipe.pair(self.seed, id, text, self.rate);
        let pairs: Vec<Pair> = self.batch.par_iter().map(damage).collect();
        self.batch.clear();
        for pair in &pairs {
            self.documents += 1;
            self.damaged += u64::from(!pair.is_clean());
            self.spans += pair.spans.len();
        }
        self.sink.put(&pairs)
    }
}
