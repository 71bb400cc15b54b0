//! The `mojimend` command: arguments, exit codes, progress. Everything else is in the library.

mod args;
mod clean;
mod config;
mod damage;
mod eval;
mod explain;
mod inspect;
mod progress;
mod rules;
mod say;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

/// Everything was done.
const DONE: u8 = 0;
/// `--check` found something.
const FOUND: u8 = 1;
/// Something could not be done. The argument parser exits with the same.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let args = Args::parse();
    args.colour.choose();
    let result = match args.command {
        Command::Clean(clean) => clean::run(clean),
        Command::Inspect(inspect) => inspect::run(&inspect),
        Command::Rules(rules) => rules::run(&rules),
        Command::Explain(explain) => explain::run(&explain),
        Command::Damage(damage) => damage::run(damage),
        Command::Eval(eval) => eval::run(&eval),
        Command::Config(config) => config::run(&config),
    };
    ExitCode::from(match result {
        Ok(code) => code,
        // Whoever reads our output has seen enough.
        Err(failure) if failure.is_broken_pipe() => DONE,
        Err(failure) => {
            say::error(&failure);
            FAILED
        }
    })
}
