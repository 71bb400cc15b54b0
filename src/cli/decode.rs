//! `mojimend decode`, and how bytes become text: options of every command that reads documents.

use super::args::{Clean, Reading};
use super::detect;
use super::say::Outcome;
use crate::config::{self, Prior};
use crate::decode::{Encoding, OnError};
use clap::{Args as Group, ValueEnum};
use std::path::PathBuf;

/// Turn bytes of any encoding, and of several, into UTF-8
///
/// Each line is read in its own encoding; nothing is repaired. Of a JSONL file each record is decoded, whole. What
/// HTML, XML or --http-charset declare is evidence, not an order: lies are reported. Bytes that are no character
/// become U+FFFD and are counted; --edits logs them, and the encoding of every part.
#[derive(Debug, Group)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Decode {
    /// Files and directories; `-` is standard input
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// Where to write: a file, or for many inputs a directory
    #[arg(short, long, value_name = "OUT", conflicts_with = "detect")]
    output: Option<PathBuf>,

    /// Write no text, say what the bytes are
    ///
    /// For each document: its encodings with ranges of bytes and how sure they are (0 to 1), bytes that are no
    /// character, and whether its declarations are true.
    #[arg(long)]
    detect: bool,

    /// With --detect: a JSON object a line
    #[arg(long, requires = "detect")]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) reading: Reading,

    /// Log parts and broken bytes as JSONL
    #[arg(long, value_name = "FILE", conflicts_with = "detect")]
    edits: Option<PathBuf>,

    /// How many threads decode; 0: one for each processor
    #[arg(long, default_value_t = 0, value_name = "N")]
    threads: usize,

    /// No progress, no summary; only errors
    #[arg(short, long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  mojimend decode page.txt > utf8.txt
  mojimend decode crawl/ -o utf8/
  mojimend decode --detect page.txt
  mojimend decode --detect --json crawl/*.html | jq .segments
  mojimend decode --http-charset gb2312 page.html";

pub(crate) fn run(args: Decode) -> Outcome {
    if args.detect {
        return detect::run(&args);
    }
    let Decode { inputs, output, reading, edits, threads, quiet, .. } = args;
    super::clean::run_with(
        Clean {
            inputs,
            output,
            reading,
            lines: crate::cli::lines::Options::default(),
            edits,
            check: false,
            threads,
            quiet,
            runs: super::runs::Runs::default(),
        },
        crate::cleaner::Builder::decode_only,
    )
}

/// What stands for bytes that are no character.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum OnErrorArg {
    /// U+FFFD
    Replace,
    /// The bytes as \\xD6
    Escape,
}

/// How bytes become text.
#[derive(Debug, Group)]
pub(crate) struct Decoding {
    /// Read everything in this encoding
    ///
    /// Without this, the encoding of every line is found out.
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,

    /// What is likely: languages or encodings
    ///
    /// For example zh-cn, ja, koi8-r; several with commas. Decides where the bytes tell little.
    #[arg(long, value_name = "LANG", value_delimiter = ',', hide_short_help = true)]
    prior: Vec<Prior>,

    /// What the HTTP header of the inputs declares
    ///
    /// Evidence, as what HTML and XML declare: where it lies, the bytes are read as they are, and that is reported.
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    http_charset: Option<String>,

    /// For bytes that are no character
    #[arg(
        long,
        value_enum,
        hide_possible_values = true,
        value_name = "replace|escape",
        hide_short_help = true
    )]
    on_error: Option<OnErrorArg>,
}

impl Decoding {
    /// Changes the settings that the command line names.
    pub(crate) fn apply(&self, settings: &mut config::Decode) {
        if self.encoding.is_some() {
            settings.encoding = self.encoding;
        }
        if !self.prior.is_empty() {
            settings.prior.clone_from(&self.prior);
        }
        if self.http_charset.is_some() {
            settings.http_charset.clone_from(&self.http_charset);
        }
        match self.on_error {
            Some(OnErrorArg::Replace) => settings.on_error = OnError::Replace,
            Some(OnErrorArg::Escape) => settings.on_error = OnError::Escape,
            None => {}
        }
    }
}
