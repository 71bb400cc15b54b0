//! What to read, what to write, and how: the face of this module.

use super::desk::Orders;
use super::engine::{self, Run};
use super::format::Format;
use super::plan::{Input, Output, Plan};
use super::problem::Problem;
use crate::cleaner::Cleaner;
use crate::error::Result;
use crate::report::Summary;
use std::num::NonZero;

/// Cleans a corpus.
///
/// Inputs are cleaned in the order given; the files of a directory in the byte order of their names.
/// Without an output it is a trial run: everything is read and counted, nothing written.
///
/// ```
/// use mojimend::{Cleaner, corpus::{Format, Job, Output}};
/// # let dir = tempfile::tempdir()?;
/// # let (pages, edits) = (dir.path().join("pages.ndjson"), dir.path().join("edits.jsonl"));
/// # std::fs::write(&pages, "{\"id\":\"a\",\"content\":\"推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展\"}\n")?;
/// let summary = Job::new(Cleaner::new())
///     .input(&pages)
///     .format(Format::Jsonl)
///     .text_field("content")
///     .edits(&edits)
///     .run(&mut ())?;
/// assert_eq!(summary.tally.repaired, 1);
/// let logged = std::fs::read_to_string(&edits)?;
/// assert!(logged.starts_with(r#"{"document":"a","#), "{logged}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Job {
    cleaner: Cleaner,
    inputs: Vec<Input>,
    output: Output,
    edits: Output,
    format: Option<Format>,
    text_field: String,
    threads: usize,
}

impl Job {
    /// The largest number of threads: with many more, systems fail in ways that cannot be caught.
    pub const MAX_THREADS: usize = 512;

    /// A job without inputs.
    pub fn new(cleaner: Cleaner) -> Self {
        Self {
            cleaner,
            inputs: Vec::new(),
            output: Output::Nowhere,
            edits: Output::Nowhere,
            format: None,
            text_field: "text".to_owned(),
            threads: 0,
        }
    }

    /// Adds an input: a file, a directory, or standard input.
    #[must_use]
    pub fn input(mut self, input: impl Into<Input>) -> Self {
        self.inputs.push(input.into());
        self
    }

    /// Says where the cleaned documents go. A directory as input needs a directory; the paths below it are
    /// the same. Several inputs need a directory too, and keep their last name in it. An existing file is
    /// replaced when the new one is whole.
    #[must_use]
    pub fn output(mut self, output: impl Into<Output>) -> Self {
        self.output = output.into();
        self
    }

    /// Logs every edit as a line of JSON, in the order of the input: see
    /// [`LoggedEdit`](crate::report::LoggedEdit). Of a file that breaks off in the middle, for example a
    /// truncated archive, the edits up to there are in the log although no output was written.
    #[must_use]
    pub fn edits(mut self, output: impl Into<Output>) -> Self {
        self.edits = output.into();
        self
    }

    /// The format of all inputs. Otherwise each file's name says, or else its content.
    #[must_use]
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// The field of a JSONL record that holds the text; `text` unless said otherwise. Only the topmost
    /// level of a record is looked at.
    #[must_use]
    pub fn text_field(mut self, name: impl Into<String>) -> Self {
        self.text_field = name.into();
        self
    }

    /// How many threads clean; 0, the default, means one for each processor, and more than
    /// [`Job::MAX_THREADS`] means that many. The output is always the same.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Does it, on the calling thread, one that reads, and a pool of its own.
    ///
    /// What goes wrong with one document or one file is told to the observer and counted, and the rest is
    /// done.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::Error::Refused), before anything is read, for a job that makes no sense
    /// or would overwrite an input; [`Error::Io`](crate::Error::Io) when standard output or the log of
    /// edits cannot be written; [`Error::Threads`](crate::Error::Threads).
    pub fn run(self, observer: &mut dyn Observer) -> Result<Summary> {
        let log = Some(&self.edits).filter(|edits| **edits != Output::Nowhere);
        let plan = Plan::new(&self.inputs, &self.output, log)?;
        let processors = || std::thread::available_parallelism().map_or(1, NonZero::get);
        engine::run(Run {
            plan,
            orders: Orders { cleaner: self.cleaner, field: self.text_field, log: log.is_some() },
            format: self.format,
            threads: if self.threads == 0 { processors() } else { self.threads.min(Self::MAX_THREADS) },
            log: self.edits,
            observer,
        })
    }
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far, compressed as they are.
    pub read: u64,
    /// Bytes of all inputs; unknown for a pipe.
    pub total: Option<u64>,
}

/// Hears how a job goes, on the thread that runs it and in the order of the input.
///
/// `()` hears nothing.
pub trait Observer {
    /// Some documents have been written.
    fn progress(&mut self, progress: Progress) {
        let _ = progress;
    }

    /// Something could not be done; the job goes on.
    fn problem(&mut self, problem: &Problem) {
        let _ = problem;
    }
}

impl Observer for () {}
