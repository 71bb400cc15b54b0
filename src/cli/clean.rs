//! `mojimend clean`.

use crate::cli::args::Clean;
use crate::cli::progress::Teller;
use crate::cli::runs::{LogFormat, Signals};
use crate::cli::say::{self, Outcome};
use crate::cli::{DONE, FAILED, FOUND};
use crate::config::Action;
use crate::corpus::{Input, Job, Output, Refusal};
use crate::rule::MISREAD;
use crate::{Builder, Cleaner};
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) fn run(args: Clean) -> Outcome {
    run_with(args, |builder| builder)
}

/// Runs a job with a cleaner that is built a little otherwise.
pub(crate) fn run_with(args: Clean, otherwise: impl FnOnce(Builder) -> Builder) -> Outcome {
    let mut config = args.reading.settings()?;
    args.lines.apply(&mut config);
    if let Some(what) = args.runs.drop_unrecoverable {
        what.apply(&mut config);
    }
    let inputs = inputs(args.inputs)?;
    let output = match args.output {
        _ if args.check => Output::Nowhere,
        None => Output::Stdout,
        Some(path) => output(path),
    };
    let to_terminal = output == Output::Stdout && stdout().is_terminal();
    let json = args.runs.log_format == LogFormat::Json;
    let with_bar = !args.quiet && !json && !to_terminal && stderr().is_terminal();
    let mut teller = Teller::new(with_bar, json && !args.quiet, json);
    let signals = Signals::notice()?;

    // The tables of a cleaner are made on two threads at once: a small file waits for little else.
    if config.action(&MISREAD) != Action::Off {
        std::thread::spawn(crate::repair::mojibake::warm);
    }
    let cleaner = otherwise(Cleaner::builder().config(config)).build();
    let mut job = Job::new(cleaner).output(output).text_fields(args.reading.text_field).threads(args.threads);
    for input in inputs {
        job = job.input(input);
    }
    if let Some(format) = args.reading.format.into() {
        job = job.format(format);
    }
    if let Some(path) = args.edits {
        job = job.edits(self::output(path));
    }
    job = args.runs.apply(job, self::output).stop_when(Arc::clone(&signals.stop));
    let result = job.run(&mut teller);
    teller.finish();
    let summary = result?;
    if json && !args.quiet {
        say::json(&summary.to_json());
    } else if !args.quiet {
        say::line(summary.to_string().trim_end());
    }
    if summary.interrupted {
        if !args.quiet && !json {
            say::line("stopped; the same command with --resume goes on where files were written");
        }
        return Ok(signals.code().unwrap_or(FAILED));
    }
    Ok(match (summary.problems, args.check && summary.tally.repaired + summary.tally.decoded > 0) {
        (0, false) => DONE,
        (0, true) => FOUND,
        _ => FAILED,
    })
}

/// The inputs; standard input when none is named and something is fed to it.
pub(crate) fn inputs(paths: Vec<PathBuf>) -> Result<Vec<Input>, crate::Error> {
    if paths.is_empty() {
        if stdin().is_terminal() {
            return Err(Refusal::NoInput.into());
        }
        return Ok(vec![Input::Stdin]);
    }
    Ok(paths.into_iter().map(input).collect())
}

pub(crate) fn input(path: PathBuf) -> Input {
    if path == Path::new("-") { Input::Stdin } else { Input::Path(path) }
}

fn output(path: PathBuf) -> Output {
    if path == Path::new("-") { Output::Stdout } else { Output::Path(path) }
}
