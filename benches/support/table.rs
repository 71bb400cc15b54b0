//! Measures rows, each in turns with a reference, and prints them as a table that documents can take over.

use super::references::Reference;
use std::time::{Duration, Instant};

/// A row is measured for at least this long, and at least so many rounds.
const LONG_ENOUGH: Duration = Duration::from_secs(1);
const ROUNDS: usize = 5;

/// A table of speeds.
pub(crate) struct Table {
    filter: Option<String>,
    printed: bool,
}

impl Table {
    /// A table of the rows whose name contains the word given on the command line; of all without one.
    pub(crate) fn new() -> Self {
        // Cargo passes `--bench`.
        Self { filter: std::env::args().skip(1).find(|arg| !arg.starts_with('-')), printed: false }
    }

    /// Whether the row is to be measured: its texts need not be made otherwise.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.filter.as_ref().is_none_or(|filter| name.contains(filter))
    }

    /// Measures something that goes over so many bytes. `run` asserts what it produced, so that it cannot
    /// measure nothing.
    ///
    /// Row and reference take turns, so that both see the same machine, and of each the fastest round counts,
    /// as other load only slows.
    pub(crate) fn row(&mut self, name: &str, reference: Reference<'_>, bytes: usize, run: impl FnMut()) {
        self.row_after(|| {}, name, reference, bytes, run);
    }

    /// The same for what needs a table laid before each round, which is not measured.
    pub(crate) fn row_after(
        &mut self,
        mut lay: impl FnMut(),
        name: &str,
        mut reference: Reference<'_>,
        bytes: usize,
        mut run: impl FnMut(),
    ) {
        if !self.wants(name) {
            return;
        }
        let (mut fastest, mut best) = (Duration::MAX, Duration::MAX);
        let start = Instant::now();
        let mut rounds = 0;
        while rounds < ROUNDS || start.elapsed() < LONG_ENOUGH {
            lay();
            best = best.min(time(&mut reference.run));
            fastest = fastest.min(time(&mut run));
            rounds += 1;
        }
        self.print(name, speed(bytes, fastest), reference.name, speed(reference.bytes, best));
    }

    fn print(&mut self, name: &str, speed: f64, beside: &str, best: f64) {
        if !self.printed {
            println!("| {:40} | {:>9} | {:32} | {:>9} | {:>7} |", "", "MB/s", "beside", "MB/s", "ratio");
            println!("|{:-<42}|{:->10}:|{:-<34}|{:->10}:|{:->8}:|", "", "", "", "", "");
            self.printed = true;
        }
        // The slowest rows do some 0.2 MB/s, the fastest references 100,000.
        let digits = if speed < 100.0 { 2 } else { 0 };
        println!("| {name:40} | {speed:9.digits$} | {beside:32} | {best:9.0} | {:7.5} |", speed / best);
    }
}

fn time(run: &mut impl FnMut()) -> Duration {
    let begin = Instant::now();
    run();
    begin.elapsed()
}

/// In megabytes a second.
fn speed(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / time.as_secs_f64().max(f64::MIN_POSITIVE) / 1e6
}
