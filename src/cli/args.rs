//! The command line, and its help.

use crate::corpus::Format;
use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Gives web text back the way its author wrote it
///
/// Finds damage that happened to text on its way through the web (bytes read one off, readings put after
/// characters, stray control characters, cut tags, lines of spam) and undoes it. Clean text comes back byte
/// for byte.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, arg_required_else_help = true, after_long_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Colour the output
    #[arg(long = "color", global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub(crate) colour: Colour,
}

const EXAMPLES: &str = "\
Examples:
  mojimend inspect page.txt                 what is damaged, and what would be done
  mojimend clean page.txt > fixed.txt       clean one file
  mojimend clean crawl/ -o clean/           clean a directory of text and JSONL files
  mojimend clean --check crawl/             exit code 1 if anything would change
  mojimend decode --detect page.txt         which encodings it is in
  mojimend explain A101                     what a rule does, and why

Exit codes:
  0  done
  1  --check found something to repair
  2  an error; also when some inputs failed and the rest was done

Data goes to standard output, everything else to standard error. NO_COLOR is respected.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Clean(Clean),
    Inspect(Inspect),
    Decode(super::decode::Decode),
    Lines(crate::cli::lines::Lines),
    Rules(Rules),
    Explain(Explain),
    Config(Config),
    Summary(super::summary::Summary),
    Damage(crate::cli::damage::Damage),
    Eval(crate::cli::eval::Eval),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal only
    Auto,
    Always,
    Never,
}

impl Colour {
    /// Makes the choice for everything printed from now on.
    pub(crate) fn choose(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::AlwaysAnsi,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FormatArg {
    /// By name, or else by content
    Auto,
    /// A file is a document
    Text,
    /// A line is a JSON object
    Jsonl,
    /// Rows with commas
    Csv,
    /// Rows with tabs
    Tsv,
    /// Records of a crawl: WARC, WET
    Warc,
    /// A table in columns
    Parquet,
    /// Batches of rows, as a file or a stream
    Arrow,
    /// An archive
    Tar,
    /// An archive with packed members
    Zip,
}

impl From<FormatArg> for Option<Format> {
    fn from(arg: FormatArg) -> Self {
        match arg {
            FormatArg::Auto => None,
            FormatArg::Text => Some(Format::Text),
            FormatArg::Jsonl => Some(Format::Jsonl),
            FormatArg::Csv => Some(Format::Csv),
            FormatArg::Tsv => Some(Format::Tsv),
            FormatArg::Warc => Some(Format::Warc),
            FormatArg::Parquet => Some(Format::Parquet),
            FormatArg::Arrow => Some(Format::Arrow),
            FormatArg::Tar => Some(Format::Tar),
            FormatArg::Zip => Some(Format::Zip),
        }
    }
}

/// How documents are read; the same for every command that reads them.
#[derive(Debug, Group)]
pub(crate) struct Reading {
    /// Field (or --text-column) that holds the text; a,b: several
    #[arg(long, alias = "text-column", default_value = "text", value_name = "NAME", value_delimiter = ',')]
    pub(crate) text_field: Vec<String>,

    /// How documents lie in a file: text, jsonl, csv, tsv, ...
    ///
    /// Otherwise the content says, or else the name.
    #[arg(long, value_enum, default_value_t = FormatArg::Auto, hide_default_value = true, hide_possible_values = true, value_name = "FORMAT")]
    pub(crate) format: FormatArg,

    #[command(flatten)]
    pub(crate) settings: Settings,

    #[command(flatten)]
    decoding: crate::cli::decode::Decoding,
}

impl Reading {
    /// The settings asked for, and what the command line says besides.
    pub(crate) fn settings(&self) -> Result<crate::Config, crate::cli::say::Failure> {
        let mut config = crate::cli::say::settings(&self.settings)?;
        self.decoding.apply(&mut config.decode);
        Ok(config)
    }
}

/// What is set; the same for every command that cleans or shows settings.
#[derive(Debug, Default, Group)]
pub(crate) struct Settings {
    /// Settings (`mojimend config` prints them all)
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Settings with a name: none, ftfy, pretrain-zh, pretrain-en
    ///
    /// Those of --config come on top. `mojimend config --preset NAME` prints what a preset sets.
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,

    /// Script of Chinese text: hans, hant, tw, hk, or original
    ///
    /// `original` turns back what a machine made Traditional and leaves what an author wrote. The same as
    /// `--set normalise.script=NAME`.
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub(crate) script: Option<String>,

    /// Width of punctuation: fullwidth (between Chinese words) or halfwidth
    ///
    /// The same as `--set normalise.punctuation=WIDTH`.
    #[arg(long, value_name = "WIDTH", hide_short_help = true)]
    pub(crate) punctuation: Option<String>,

    /// One setting: `--set normalise.quotes=straight`
    ///
    /// On top of --preset and --config. May be given several times.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}

/// Clean files of text, JSONL, CSV and more, or whole directories
///
/// A text file is one document; of JSONL, CSV, TSV, WARC and WET each record is one. Of a record only the damaged
/// places in the text change: other fields, spaces, key order, escapes and line ends stay as they are, and so do
/// records that cannot be read, which are reported with file and line. Files packed with gzip, Zstandard, bzip2, XZ
/// or LZ4 are unpacked on the way in; outputs are packed as their names say.
///
/// The output is the same for any number of threads. Files appear under their final names only when they
/// are whole, and replace older ones in one step.
#[derive(Debug, Group)]
#[command(after_long_help = CLEAN_EXAMPLES)]
pub(crate) struct Clean {
    /// Files and directories; `-` is standard input
    ///
    /// Of a directory all files are taken, links followed, hidden files (with a leading dot) passed over.
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,

    /// Where to write: a file, or for many inputs a directory
    ///
    /// The paths below an input directory stay the same. Without this, a single file goes to standard
    /// output, unpacked. An existing file is replaced, unless it is an input.
    #[arg(short, long, value_name = "OUT", conflicts_with = "check")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: Reading,

    #[command(flatten)]
    pub(crate) lines: crate::cli::lines::Options,

    /// Log every edit as JSONL
    ///
    /// One object a line: document (its `id`, or else file and line), file, line, start and end (bytes of
    /// the document's text), before, after, rule, confidence, reason. `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) edits: Option<PathBuf>,

    /// Write nothing; exit with 1 if anything would change
    #[arg(long)]
    pub(crate) check: bool,

    /// How many threads clean; 0: one for each processor
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) threads: usize,

    /// No progress, no summary; only errors
    #[arg(short, long)]
    pub(crate) quiet: bool,

    #[command(flatten)]
    pub(crate) runs: super::runs::Runs,
}

const CLEAN_EXAMPLES: &str = "\
Examples:
  mojimend clean page.txt > fixed.txt
  mojimend clean pages.jsonl -o fixed.jsonl
  mojimend clean pages.jsonl.gz -o fixed.jsonl.zst --text-field content
  zcat pages.jsonl.gz | mojimend clean --quiet | head
  mojimend clean crawl/ -o clean/ --edits edits.jsonl
  mojimend clean a.txt b.txt more/ -o clean/
  mojimend clean --check crawl/ || echo damaged
  mojimend clean crawl/ -o clean/ --resume --summary done.json
  mojimend clean CC-MAIN.warc.wet.gz -o clean.warc.wet.gz
  mojimend clean crawl/ -o clean/ --preset pretrain-zh --set normalise.quotes=keep";

/// Show what is damaged in a file, and what would be done
///
/// Shows the damaged places of each document with some context: what is removed in red or as [-removed-],
/// what is put there in green or as {+inserted+}, the code of the rule and the reason. Places that look odd
/// and are left alone come last, in yellow or as {?left alone?}. Nothing is written.
#[derive(Debug, Group)]
#[command(after_long_help = INSPECT_EXAMPLES)]
pub(crate) struct Inspect {
    /// The file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) input: PathBuf,

    /// Only this record of a JSONL file: its line, or its id
    ///
    /// A number is a line; write `id:17` for the record whose id is 17.
    #[arg(long, value_name = "LINE|ID")]
    pub(crate) record: Option<String>,

    /// Stop after so many damaged documents; 0: show all
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(crate) limit: usize,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

const INSPECT_EXAMPLES: &str = "\
Examples:
  mojimend inspect page.txt
  mojimend inspect pages.jsonl --record 17
  mojimend inspect pages.jsonl.gz --record page-00017 --text-field content
  mojimend inspect page.txt --color always | less -R";

/// List the rules: code, name, what is done about it
#[derive(Debug, Group)]
pub(crate) struct Rules {
    /// As JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) settings: Settings,
}

/// Explain a rule: what it does, why, what it misses
#[derive(Debug, Group)]
pub(crate) struct Explain {
    /// Code or name, as `mojimend rules` lists them
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,
}

/// Print all settings with comments, as a file for --config
///
/// Prints the defaults, or with --config the settings that are in effect.
#[derive(Debug, Group)]
#[command(after_long_help = CONFIG_EXAMPLES)]
pub(crate) struct Config {
    #[command(flatten)]
    pub(crate) settings: Settings,
}

const CONFIG_EXAMPLES: &str = "\
Examples:
  mojimend config > my.toml
  mojimend clean --config my.toml crawl/ -o clean/";

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn short_help_fits_a_screen() {
        let mut command = Args::command();
        command.build();
        let names: Vec<_> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
        for name in names {
            let help = command.find_subcommand_mut(&name).unwrap().render_help().to_string();
            assert!(help.lines().count() <= 24, "{name}:\n{help}");
        }
    }
}
