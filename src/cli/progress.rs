//! What is told while a job runs.

use crate::cli::say;
use crate::corpus::{Cause, Observer, Problem, Progress};
use indicatif::{ProgressBar, ProgressStyle};
use std::time::{Duration, Instant};

/// Shorter work needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// More problems than this are counted, not shown: a wrong field name would print a line for each record.
const SHOWN: u64 = 50;

/// Shows problems as they come, and a bar if the work is long.
pub(crate) struct Teller {
    started: Instant,
    with_bar: bool,
    bar: Option<ProgressBar>,
    problems: u64,
    field_missing: bool,
    not_text: bool,
}

impl Teller {
    pub(crate) fn new(with_bar: bool) -> Self {
        Self {
            started: Instant::now(),
            with_bar,
            bar: None,
            problems: 0,
            field_missing: false,
            not_text: false,
        }
    }

    /// Takes the bar away and says what remains to be said.
    pub(crate) fn finish(mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if self.problems > SHOWN {
            say::error(format_args!("{} more problems like these, not shown", self.problems - SHOWN));
        }
        if self.field_missing {
            say::line("hint: --text-field NAME says which field holds the text");
        }
        if self.not_text {
            say::line("hint: --encoding NAME says which encoding it is in");
        }
    }
}

impl Observer for Teller {
    fn progress(&mut self, progress: Progress) {
        if !self.with_bar || self.started.elapsed() < PATIENCE {
            return;
        }
        match &self.bar {
            Some(bar) => bar.set_position(progress.read),
            None => {
                let bar = bar(progress.total).with_elapsed(self.started.elapsed());
                // What was read before the bar came up would make the rate look too good.
                bar.set_position(progress.read);
                bar.reset_eta();
                self.bar = Some(bar);
            }
        }
    }

    fn problem(&mut self, problem: &Problem) {
        self.problems += 1;
        self.field_missing |= matches!(problem.cause, Cause::FieldMissing { .. });
        self.not_text |= matches!(problem.cause, Cause::NotText(_));
        if self.problems > SHOWN {
            return;
        }
        match &self.bar {
            Some(bar) => bar.suspend(|| say::error(problem)),
            None => say::error(problem),
        }
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (
            ProgressBar::new(total),
            "{bar:30} {decimal_bytes}/{decimal_total_bytes}  {decimal_bytes_per_sec}  {eta} left",
        ),
        None => (ProgressBar::new_spinner(), "{spinner} {decimal_bytes}  {decimal_bytes_per_sec}"),
    };
    // A template of ours that does not parse would only cost its looks.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
