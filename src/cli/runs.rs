//! Options of long runs over large corpora, and signals.

use super::say::Failure;
use super::unrecoverable::Unrecoverable;
use crate::corpus::{Filter, Job, Output, Target, Unit};
use clap::{Args as Group, ValueEnum};
use std::path::PathBuf;

/// What a document is in a text file.
#[derive(Debug, Clone, Copy, Default, PartialEq, ValueEnum)]
pub(crate) enum UnitArg {
    /// The whole file
    #[default]
    File,
    /// Each line
    Line,
}

/// How problems and progress are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object a line
    Json,
}

/// Options of long runs. The short help leaves most of them out.
#[derive(Debug, Default, Group)]
#[command(group = clap::ArgGroup::new("leaves_out").args(["drop", "drop_unrecoverable"]).multiple(true))]
pub(crate) struct Runs {
    /// Go on where a run was killed or stopped
    ///
    /// Give the same inputs and options as before. What is done is not done again; the outputs are those of a run
    /// that was never stopped. Refused if inputs or settings have changed.
    #[arg(long, conflicts_with = "check")]
    pub(crate) resume: bool,

    /// Write another format or compression: jsonl, parquet.zst, gz
    ///
    /// FORMAT[.COMPRESSION], or one of them; what is not said stays as in the input. Formats are jsonl, csv, tsv,
    /// compressions gz, zst, bz2, xz, lz4 and plain (none). Files in a directory get the endings of what they are.
    /// Records keep their fields and rows their columns; a text has its id and text, a WARC record its url and date
    /// besides. What cannot be written so (an archive as jsonl, jsonl as WARC) is told, and the rest is done.
    #[arg(long, value_name = "FORMAT", conflicts_with = "check")]
    pub(crate) to: Option<Target>,

    /// Do part I of N of the files, on one of N machines
    ///
    /// Every Nth file, in the order of names: the same everywhere, without talking to the other machines.
    #[arg(long, value_name = "I/N", value_parser = shard, hide_short_help = true)]
    pub(crate) shard: Option<(usize, usize)>,

    /// Write the summary as JSON, with every file
    ///
    /// `mojimend summary merge` makes one of several.
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub(crate) summary: Option<PathBuf>,

    /// Keep so many edits of each rule in the summary
    #[arg(long, value_name = "N", default_value_t = 0, hide_short_help = true)]
    pub(crate) samples: usize,

    /// How problems and progress are told
    #[arg(long, value_enum, value_name = "text|json", default_value_t = LogFormat::Text, hide_short_help = true, hide_possible_values = true)]
    pub(crate) log_format: LogFormat,

    /// Longest document that is held in memory: 500k, 16M, 1G
    ///
    /// A longer text is cleaned in pieces that end with a line, a longer record passes as it is, and is told. Memory
    /// is some ten times as much for each document under way.
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "16M", hide_short_help = true)]
    pub(crate) max_document: Option<usize>,

    /// What a document is in a text file
    #[arg(long, value_enum, value_name = "file|line", default_value_t = UnitArg::File, hide_short_help = true, hide_possible_values = true)]
    pub(crate) unit: UnitArg,

    /// Leave out documents: 'spam_share>0.3 or unrecoverable>0.05'
    ///
    /// Comparisons joined with `and`, `or`, `not` and parentheses. Measures are spam_share (of the text's bytes,
    /// what was removed as injected), unrecoverable (what is damaged beyond repair), damaged_share (what was repaired
    /// or is doubtful), edits, findings, bytes, chars, and the codes of rules (how often each applied).
    #[arg(long, value_name = "EXPRESSION", value_parser = Filter::parse, hide_short_help = true)]
    pub(crate) drop: Option<Filter>,

    /// Remove what is damaged beyond repair: spans, lines or documents
    ///
    /// Of `锟斤拷`, rows of U+FFFD and the like, `spans` removes the places themselves, `lines` each line of which they
    /// are half (`lines>0.3`: another share), and `documents` leaves out each document of which more than a twentieth is
    /// lost (`documents>0.2`: another share), as `--drop 'unrecoverable>0.05'` does. Otherwise they are reported.
    #[arg(long, value_name = "spans|lines|documents", value_parser = Unrecoverable::parse, hide_short_help = true)]
    pub(crate) drop_unrecoverable: Option<Unrecoverable>,

    /// Keep the documents that are left out, as they came
    ///
    /// By --drop, or by --drop-unrecoverable=documents.
    #[arg(long, value_name = "FILE", requires = "leaves_out", hide_short_help = true)]
    pub(crate) rejects: Option<PathBuf>,

    /// Take out lines that stand on an earlier page of the run
    ///
    /// Of CHARACTERS or more (20 if not said), white space at the ends left aside. The first page keeps them; they are
    /// logged as edits of the rule L301. Millions of lines are remembered in 80 MB, the longest not met are forgotten
    /// first. Each --shard knows its own, and --resume is refused.
    #[arg(long, value_name = "CHARACTERS", num_args = 0..=1, require_equals = true, default_missing_value = "20", hide_short_help = true, conflicts_with = "resume")]
    pub(crate) dedup_lines: Option<usize>,

    /// Write only documents that were changed
    #[arg(long, hide_short_help = true)]
    pub(crate) only_changed: bool,
}

fn shard(text: &str) -> Result<(usize, usize), String> {
    let parts = text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
    match parts {
        Some((part, of)) if (1..=of).contains(&part) => Ok((part, of)),
        _ => Err("must be a part and the number of parts: 1/64 to 64/64".to_owned()),
    }
}

fn bytes(text: &str) -> Result<usize, String> {
    let (digits, factor) = match text.as_bytes().last().map(u8::to_ascii_uppercase) {
        Some(b'K') => (&text[..text.len() - 1], 1 << 10),
        Some(b'M') => (&text[..text.len() - 1], 1 << 20),
        Some(b'G') => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1),
    };
    let number = digits.parse::<usize>().ok().and_then(|number| number.checked_mul(factor));
    number
        .filter(|number| *number > 0)
        .ok_or_else(|| "must be a number of bytes, such as 500k, 16M or 1G".to_owned())
}

impl Runs {
    /// Tells a job.
    pub(crate) fn apply(self, mut job: Job, output: impl Fn(PathBuf) -> Output) -> Job {
        job = job.resume(self.resume).samples(self.samples).only_changed(self.only_changed);
        job = job.dedup_lines(self.dedup_lines);
        job = job.unit(match self.unit {
            UnitArg::File => Unit::File,
            UnitArg::Line => Unit::Line,
        });
        job = job.to(self.to.unwrap_or_default());
        if let Some((part, of)) = self.shard {
            job = job.shard(part, of);
        }
        if let Some(path) = self.summary {
            job = job.summary(output(path));
        }
        if let Some(bytes) = self.max_document {
            job = job.max_document(bytes);
        }
        let filter = match self.drop_unrecoverable {
            Some(what) => what.filter(self.drop),
            None => self.drop,
        };
        if let Some(filter) = filter {
            job = job.drop_where(filter);
        }
        if let Some(path) = self.rejects {
            job = job.rejects(output(path));
        }
        job
    }
}

/// The signals that end a run in an orderly way.
pub(crate) use signals::Signals;

#[cfg(unix)]
mod signals {
    use super::Failure;
    use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::{SigId, flag, low_level};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    /// What the shell makes of a signal's number.
    const BY_SIGNAL: usize = 128;

    /// Notices SIGINT and SIGTERM while it lives. The second ends the process.
    pub(crate) struct Signals {
        pub(crate) stop: Arc<AtomicBool>,
        which: Arc<AtomicUsize>,
        ids: Vec<SigId>,
    }

    impl Signals {
        pub(crate) fn notice() -> Result<Self, Failure> {
            let (stop, which) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
            let mut ids = Vec::new();
            for signal in [SIGINT, SIGTERM] {
                let code = BY_SIGNAL as i32 + signal;
                ids.push(flag::register_conditional_shutdown(signal, code, Arc::clone(&stop))?);
                ids.push(flag::register_usize(signal, Arc::clone(&which), signal as usize)?);
                ids.push(flag::register(signal, Arc::clone(&stop))?);
            }
            // Noticed and not heeded: the write that went beyond a limit then fails, as on a full disk.
            ids.push(flag::register(SIGXFSZ, Arc::default())?);
            Ok(Self { stop, which, ids })
        }

        /// The exit code, if one came.
        pub(crate) fn code(&self) -> Option<u8> {
            let signal = self.which.load(Ordering::Relaxed);
            if signal == 0 { None } else { u8::try_from(BY_SIGNAL + signal).ok() }
        }
    }

    impl Drop for Signals {
        fn drop(&mut self) {
            for id in self.ids.drain(..) {
                low_level::unregister(id);
            }
        }
    }
}

#[cfg(not(unix))]
mod signals {
    use super::Failure;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    /// Elsewhere a signal ends the process.
    #[derive(Default)]
    pub(crate) struct Signals {
        pub(crate) stop: Arc<AtomicBool>,
    }

    impl Signals {
        pub(crate) fn notice() -> Result<Self, Failure> {
            Ok(Self::default())
        }

        pub(crate) fn code(&self) -> Option<u8> {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::MEASURES;
    use clap::CommandFactory;

    #[test]
    fn parts_and_sizes_are_read() {
        assert_eq!(shard("3/64"), Ok((3, 64)));
        for bad in ["0/4", "5/4", "3", "a/b", "/"] {
            assert!(shard(bad).is_err(), "{bad}");
        }
        assert_eq!((bytes("500k"), bytes("16M"), bytes("7")), (Ok(500 << 10), Ok(16 << 20), Ok(7)));
        for bad in ["", "0", "M", "-1", "99999999999G"] {
            assert!(bytes(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_help_names_all_measures() {
        let mut command = crate::cli::args::Args::command();
        let clean = command.find_subcommand_mut("clean").unwrap();
        let help = clean.render_long_help().to_string();
        for (name, _) in MEASURES {
            assert!(help.contains(name), "{name}");
        }
    }
}
