//! The `mojimend` command: arguments, exit codes, progress. Everything else is in the rest of the library.
//!
//! It is in the library so that other front doors, such as the Python package, open the same command.

mod args;
mod clean;
mod config;
mod damage;
mod decode;
mod detect;
mod eval;
mod explain;
mod inspect;
mod lines;
mod progress;
mod rules;
mod runs;
mod say;
mod summary;
mod unrecoverable;

use args::{Args, Command};
use clap::Parser;
use std::ffi::OsString;

/// Everything was done.
const DONE: u8 = 0;
/// `--check` found something.
const FOUND: u8 = 1;
/// Something could not be done. The argument parser ends with the same.
const FAILED: u8 = 2;

/// Runs the command with these arguments, the first of which is its own name, and gives its exit code: 0 done, 1
/// `--check` found something, 2 an error.
///
/// Reads and writes the standard streams of the process, and does not end it.
///
/// ```
/// assert_eq!(mojimend::cli::run(["mojimend", "explain", "A101"]), 0);
/// assert_eq!(mojimend::cli::run(["mojimend", "no-such-command"]), 2);
/// ```
pub fn run<I>(args: I) -> u8
where
    I: IntoIterator,
    I::Item: Into<OsString> + Clone,
{
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // Help and version are told in the same way. If nobody listens there is nobody to tell.
            let _ = error.print();
            return if error.use_stderr() { FAILED } else { DONE };
        }
    };
    args.colour.choose();
    let result = match args.command {
        Command::Clean(clean) => clean::run(clean),
        Command::Inspect(inspect) => inspect::run(&inspect),
        Command::Decode(args) => decode::run(args),
        Command::Lines(args) => lines::run(args),
        Command::Rules(rules) => rules::run(&rules),
        Command::Explain(explain) => explain::run(&explain),
        Command::Damage(damage) => damage::run(damage),
        Command::Eval(eval) => eval::run(&eval),
        Command::Config(config) => config::run(&config),
        Command::Summary(summary) => summary::run(&summary),
    };
    match result {
        Ok(code) => code,
        // Whoever reads our output has seen enough.
        Err(failure) if failure.is_broken_pipe() => DONE,
        Err(failure) => {
            say::error(&failure);
            FAILED
        }
    }
}
