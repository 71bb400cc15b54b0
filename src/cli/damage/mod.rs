//! `mojimend damage`.

mod line;
mod sink;

use crate::cli::args::FormatArg;
use crate::cli::say::{self, Failure, Outcome};
use crate::cli::{DONE, FAILED};
use crate::damage::bytes::{BYTES_RECIPE, BytesPair, BytesRecipe, Lines};
use crate::damage::table::Row;
use crate::damage::{Pair, Recipe};
use clap::Args;
use line::{Line, Source};
use serde::Serialize;
use sink::Sink;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
    #[arg(value_name = "CORPUS", required_unless_present = "print_recipe")]
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

    /// Files in other and mixed encodings: bytes in base64 beside their text
    ///
    /// A pair holds `damaged_base64`, and spans an `encoding`, null for a stray byte. The corpus is read twice:
    /// mixed files take lines from all of it. Short for a recipe of this sort, which needs no --bytes.
    #[arg(long)]
    bytes: bool,

    /// Print the default recipe and stop; with --bytes the one for bytes
    #[arg(long, conflicts_with_all = ["inputs", "recipe", "output"])]
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
  mojimend damage a.txt b.txt -o pairs.parquet
  mojimend damage clean.jsonl ru.txt ja.txt --bytes -o files.jsonl
  mojimend damage --print-recipe > my.toml
  mojimend damage clean.jsonl --recipe my.toml | mojimend eval -";

fn share(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("must lie between 0 and 1".to_owned()) }
}

/// What was done.
#[derive(Debug, Default)]
struct Done {
    documents: u64,
    damaged: u64,
    places: usize,
    problems: u64,
}

impl Done {
    fn count(&mut self, damaged: bool, places: usize) {
        self.documents += 1;
        self.damaged += u64::from(damaged);
        self.places += places;
    }
}

/// Which damage.
enum Menu {
    Text(Recipe),
    Bytes(BytesRecipe),
}

impl Menu {
    fn of(args: &Damage) -> Result<Self, Failure> {
        let Some(path) = &args.recipe else {
            return Ok(if args.bytes {
                Self::Bytes(BytesRecipe::standard())
            } else {
                Self::Text(Recipe::web())
            });
        };
        let told = |e: &dyn std::fmt::Display| Failure::Message(format!("{}: {e}", path.display()));
        let text = fs::read_to_string(path).map_err(|e| told(&e))?;
        if BytesRecipe::is_one(&text) {
            Ok(Self::Bytes(BytesRecipe::from_toml(&text).map_err(|e| told(&e))?))
        } else if args.bytes {
            Err(told(&"a recipe for bytes says `pairs = \"bytes\"`; leave out --bytes for one for text"))
        } else {
            Ok(Self::Text(Recipe::from_toml(&text).map_err(|e| told(&e))?))
        }
    }
}

pub(crate) fn run(args: Damage) -> Outcome {
    if args.print_recipe {
        let recipe = if args.bytes { BYTES_RECIPE } else { crate::damage::WEB_RECIPE };
        io::stdout().write_all(recipe.as_bytes())?;
        return Ok(DONE);
    }
    let menu = Menu::of(&args)?;
    let source = Source { inputs: args.inputs, format: args.format, text_field: args.text_field };
    let (seed, output) = (args.seed, args.output.as_deref());
    let done = match menu {
        Menu::Text(recipe) => {
            let rate = args.rate.unwrap_or(recipe.rate);
            let pair = |id: &str, text: &str| recipe.pair(seed, id, text, rate);
            let count = |done: &mut Done, pair: &Pair| done.count(!pair.is_clean(), pair.spans.len());
            pairs(&source, Line::new(pair, Sink::create(output)?), count)?
        }
        Menu::Bytes(recipe) => {
            let rate = args.rate.unwrap_or(recipe.rate);
            let lines = lines(&source, seed)?;
            let pair = |id: &str, text: &str| recipe.pair(seed, id, text, &lines, rate);
            let count = |done: &mut Done, pair: &BytesPair| done.count(!pair.is_sound(), pair.spans.len());
            pairs(&source, Line::new(pair, Sink::create(output)?), count)?
        }
    };
    if !args.quiet {
        let Done { documents, damaged, places, .. } = done;
        say::line(format_args!("{documents} documents, {damaged} of them damaged in {places} places"));
    }
    Ok(if done.problems == 0 { DONE } else { FAILED })
}

fn pairs<R, Make>(
    source: &Source,
    mut line: Line<R, Make>,
    count: impl Fn(&mut Done, &R),
) -> Result<Done, Failure>
where
    R: Row + Serialize + Send,
    Make: Fn(&str, &str) -> R + Sync,
{
    let (mut done, mut problems) = (Done::default(), 0);
    let report = |problem| {
        problems += 1;
        say::error(problem);
    };
    source.each(report, |id, text| line.push(id, text, |pair| count(&mut done, pair)))?;
    line.finish(|pair| count(&mut done, pair))?;
    Ok(Done { problems, ..done })
}

/// The lines of a corpus for mixed files: a first reading.
fn lines(source: &Source, seed: u64) -> Result<Lines, Failure> {
    if source.inputs.iter().any(|path| path == Path::new("-")) {
        return Err(Failure::Message(
            "pairs of bytes need the corpus twice, and standard input can be read once: save it to a file"
                .to_owned(),
        ));
    }
    let mut lines = Lines::new(seed);
    // What cannot be read is told at the second reading.
    source.each(drop, |id, text| {
        lines.add(&id, text);
        Ok(())
    })?;
    Ok(lines)
}
