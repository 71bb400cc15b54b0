//! `mojimend summary`.

use crate::cli::DONE;
use crate::cli::say::{Failure, Outcome};
use crate::report::Merged;
use clap::{Args as Group, Subcommand};
use std::io::{self, Write};
use std::path::PathBuf;

/// Work with summaries that `mojimend clean --summary` wrote
#[derive(Debug, Group)]
pub(crate) struct Summary {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make one summary of those of all shards
    ///
    /// Counts and times of stages are added up, files listed one after the other; the seconds are those of the slowest.
    #[command(after_help = "Example:\n  mojimend summary merge shard-*.json > all.json")]
    Merge {
        /// Summaries
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// A table for people
        #[arg(long)]
        table: bool,
    },
}

pub(crate) fn run(args: &Summary) -> Outcome {
    let Command::Merge { files, table } = &args.command;
    let mut merged = Merged::default();
    for file in files {
        let told = |error| {
            Failure::Message(format!(
                "{}: {error}; it should be a summary that this version wrote",
                file.display()
            ))
        };
        merged.add(file).map_err(told)?;
    }
    let mut out = io::stdout().lock();
    if *table {
        write!(out, "{}", merged.summary())?;
    } else {
        merged.write(&mut out)?;
    }
    out.flush()?;
    Ok(DONE)
}
