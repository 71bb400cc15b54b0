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
    /// Whether progress is told in lines of JSON.
    with_lines: bool,
    /// Whether problems are.
    json: bool,
    /// When progress was last told.
    told: Instant,
}

/// Lines of progress come in this distance.
const PACE: Duration = Duration::from_secs(5);

impl Teller {
    pub(crate) fn new(with_bar: bool, with_lines: bool, json: bool) -> Self {
        Self {
            started: Instant::now(),
            with_bar,
            bar: None,
            problems: 0,
            field_missing: false,
            not_text: false,
            with_lines,
            json,
            told: Instant::now(),
        }
    }

    /// Takes the bar away and says what remains to be said.
    pub(crate) fn finish(mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if self.problems > SHOWN && !self.json {
            say::error(format_args!("{} more problems like these, not shown", self.problems - SHOWN));
        }
        if self.json {
            return;
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
        if self.with_lines && self.told.elapsed() >= PACE {
            self.told = Instant::now();
            say::json(&line(progress, self.started.elapsed()));
        }
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
        if self.json {
            let Problem { file, line, cause } = problem;
            let entry = serde_json::json!({"level": "error", "file": file, "line": line, "message": cause.to_string()});
            return say::json(&entry.to_string());
        }
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

/// Progress as JSON.
fn line(progress: Progress, elapsed: Duration) -> String {
    let Progress { read, total } = progress;
    let rate = read as f64 / elapsed.as_secs_f64().max(f64::MIN_POSITIVE);
    let left = total.filter(|_| rate > 0.0).map(|total| (total.saturating_sub(read) as f64 / rate).round());
    let entry = serde_json::json!({
        "level": "info", "event": "progress", "read": read, "total": total,
        "bytes_per_second": rate.round(), "seconds_left": left,
    });
    entry.to_string()
}
