//! What to read, what to write, and how: the face of this module.

use super::desk::Orders;
use super::engine::{self, Run};
use super::filter::Filter;
use super::format::{Format, Setup, Unit};
use super::plan::{Input, Output, Plan};
use super::problem::Problem;
use super::repeated::Repeated;
use super::target::Target;
use crate::cleaner::Cleaner;
use crate::error::Result;
use crate::report::Summary;
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

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
    rejects: Output,
    summary: Output,
    format: Option<Format>,
    to: Target,
    setup: Setup,
    drop: Option<Filter>,
    only_changed: bool,
    dedup_lines: Option<usize>,
    samples: usize,
    shard: Option<(usize, usize)>,
    resume: bool,
    stop: Arc<AtomicBool>,
    threads: usize,
}

/// Bytes of a longer document are not held in memory at once. Pages of the web have some thousand.
const LONGEST: usize = 16 << 20;

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
            rejects: Output::Nowhere,
            summary: Output::Nowhere,
            format: None,
            to: Target::default(),
            setup: Setup { fields: vec!["text".to_owned()], unit: Unit::File, longest: LONGEST },
            drop: None,
            only_changed: false,
            dedup_lines: None,
            samples: 0,
            shard: None,
            resume: false,
            stop: Arc::default(),
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
    /// [`LoggedEdit`](crate::report::LoggedEdit). Its directory must exist.
    #[must_use]
    pub fn edits(mut self, output: impl Into<Output>) -> Self {
        self.edits = output.into();
        self
    }

    /// Writes the summary as JSON, with every file. Its directory must exist.
    #[must_use]
    pub fn summary(mut self, output: impl Into<Output>) -> Self {
        self.summary = output.into();
        self
    }

    /// Leaves out documents for which the expression holds.
    #[must_use]
    pub fn drop_where(mut self, filter: Filter) -> Self {
        self.drop = Some(filter);
        self
    }

    /// Keeps the documents that [`Job::drop_where`] leaves out, as they came. Its directory must exist.
    #[must_use]
    pub fn rejects(mut self, output: impl Into<Output>) -> Self {
        self.rejects = output.into();
        self
    }

    /// Writes only documents that were changed.
    #[must_use]
    pub fn only_changed(mut self, only: bool) -> Self {
        self.only_changed = only;
        self
    }

    /// Takes out lines of so many characters or more that stand on an earlier page of the run, in the order of the
    /// inputs: rule `L301` ([`REPEATED_LINE`](crate::rule::REPEATED_LINE)). Memory is bounded; such a run cannot be
    /// resumed.
    #[must_use]
    pub fn dedup_lines(mut self, least: Option<usize>) -> Self {
        self.dedup_lines = least;
        self
    }

    /// Keeps so many edits of each rule for the summary.
    #[must_use]
    pub fn samples(mut self, samples: usize) -> Self {
        self.samples = samples;
        self
    }

    /// The format of all inputs. Otherwise each file's content says, or else its name.
    #[must_use]
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// What outputs are written as, where that is not the format or the compression of their inputs. In a directory
    /// they get the endings of what they are: `a.warc.gz` becomes `a.jsonl.zst`.
    ///
    /// Records of JSON keep all their fields, rows their columns; of a text there is the `id` (its file, and with
    /// [`Unit::Line`] its line) and the `text`, of a WARC record its `url` and `date` besides.
    #[must_use]
    pub fn to(mut self, to: Target) -> Self {
        self.to = to;
        self
    }

    /// What a document is in a text file: the file, or each line.
    #[must_use]
    pub fn unit(mut self, unit: Unit) -> Self {
        self.setup.unit = unit;
        self
    }

    /// The field of a JSONL record, or the column of a table, that holds the text; `text` unless said otherwise.
    /// Only the topmost level of a record is looked at.
    #[must_use]
    pub fn text_field(self, name: impl Into<String>) -> Self {
        self.text_fields([name])
    }

    /// The same for several.
    #[must_use]
    pub fn text_fields(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.setup.fields = names.into_iter().map(Into::into).collect();
        self
    }

    /// The longest document in bytes. A text that is longer is cleaned in pieces that end with a line; a record that
    /// is longer passes as it is, with a problem told. It bounds the memory of a job.
    #[must_use]
    pub fn max_document(mut self, bytes: usize) -> Self {
        self.setup.longest = bytes.max(1);
        self
    }

    /// Does only a part of the files: the `part`th of `of` parts, from 1. All parts together are all files, whatever
    /// machines they run on.
    ///
    /// # Panics
    /// Never; parts that are not there are empty.
    #[must_use]
    pub fn shard(mut self, part: usize, of: usize) -> Self {
        self.shard = Some((part, of));
        self
    }

    /// Goes on where an earlier run of the same job was killed or stopped; from the beginning if there was none.
    #[must_use]
    pub fn resume(mut self, resume: bool) -> Self {
        self.resume = resume;
        self
    }

    /// When this becomes true, the job finishes the documents it has begun, and ends.
    #[must_use]
    pub fn stop_when(mut self, stop: Arc<AtomicBool>) -> Self {
        self.stop = stop;
        self
    }

    /// How many threads work; 0, the default, means one for each processor, and more than
    /// [`Job::MAX_THREADS`] means that many. The output is always the same.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Does it, on a pool of its own.
    ///
    /// What goes wrong with one document or one file is told to the observer and counted, and the rest is
    /// done.
    ///
    /// # Errors
    /// [`Error::Refused`](crate::Error::Refused), before anything is read, for a job that makes no sense
    /// or would overwrite an input; [`Error::Io`](crate::Error::Io) when standard output or the log of
    /// edits cannot be written; [`Error::Threads`](crate::Error::Threads).
    pub fn run(self, observer: &mut (dyn Observer + Send)) -> Result<Summary> {
        let beside: Vec<_> = [&self.edits, &self.rejects, &self.summary]
            .into_iter()
            .filter(|to| **to != Output::Nowhere)
            .collect();
        let mut plan = Plan::new(&self.inputs, &self.output, &beside, self.to)?;
        let settings = self.settings();
        if let Some((part, of)) = self.shard {
            plan.keep_part(part.wrapping_sub(1), of.max(1));
        }
        let processors = || std::thread::available_parallelism().map_or(1, NonZero::get);
        engine::run(Run {
            plan,
            orders: Orders {
                decoder: self.cleaner.decoder().clone(),
                cleaner: self.cleaner,
                log: self.edits != Output::Nowhere,
                drop: self.drop,
                rejects: self.rejects != Output::Nowhere,
                only_changed: self.only_changed,
                longest: self.setup.longest,
                samples: self.samples,
                repeated: self.dedup_lines.map(Repeated::new),
            },
            format: self.format,
            to: self.to,
            setup: self.setup,
            threads: if self.threads == 0 { processors() } else { self.threads.min(Self::MAX_THREADS) },
            output: self.output,
            log: self.edits,
            rejects: self.rejects,
            summary: self.summary,
            settings,
            shard: self.shard,
            resume: self.resume,
            stop: self.stop,
            observer,
        })
    }

    /// Everything that matters to the outputs, as text.
    fn settings(&self) -> String {
        let Self {
            inputs,
            output,
            edits,
            rejects,
            format,
            to,
            setup,
            drop,
            only_changed,
            dedup_lines,
            shard,
            ..
        } = self;
        let config = self.cleaner.config().to_toml();
        format!(
            "{config}{inputs:?}{output:?}{edits:?}{rejects:?}{format:?}{to:?}{setup:?}{drop:?}{only_changed}{dedup_lines:?}{shard:?}"
        )
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

/// Hears how a job goes, on one thread or another but in the order of the input.
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
