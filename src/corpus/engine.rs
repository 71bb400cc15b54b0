//! The pipeline. Each thread of a pool does the same: it takes the next piece of work from the reader, does it, and
//! hands it to the writer, in whose order of pieces it waits. Whoever hands over the piece that is next writes it and
//! all that wait behind it; nobody waits for anybody.
//!
//! Batches in flight are bounded by their bytes, so memory stays flat; pieces are written in the order in which they
//! were read, so the output does not depend on the number of threads.

use super::budget::Budget;
use super::compression::Packer;
use super::desk::{Orders, guarded};
use super::format::{Format, Setup};
use super::job::Observer;
use super::plan::{Output, Plan, Refusal};
use super::problem::{Cause, Problem};
use super::reader::{Reader, Shared, Task};
use super::repeated::Turn;
use super::resume::{Done, Job, Manifest, side};
use super::sink::Gathered;
use super::target::Target;
use super::writer::{Side, Step, Writer, io_error};
use crate::error::{Error, Result};
use crate::report::{Details, Summary};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Bytes under way for each thread.
const PER_THREAD: usize = 4 << 20;

/// Pieces that may wait to be written. Small files are small pieces.
const AHEAD: usize = 1024;

pub(super) struct Run<'a> {
    pub(super) plan: Plan,
    pub(super) orders: Orders,
    pub(super) format: Option<Format>,
    pub(super) to: Target,
    pub(super) setup: Setup,
    pub(super) threads: usize,
    pub(super) output: Output,
    pub(super) log: Output,
    pub(super) rejects: Output,
    pub(super) summary: Output,
    /// What the job is, for its manifest.
    pub(super) settings: String,
    pub(super) shard: Option<(usize, usize)>,
    pub(super) resume: bool,
    pub(super) stop: Arc<AtomicBool>,
    pub(super) observer: &'a mut (dyn Observer + Send),
}

pub(super) fn run(run: Run<'_>) -> Result<Summary> {
    let started = Instant::now();
    let Run { mut plan, orders, threads, observer, .. } = run;
    if run.resume && orders.repeated.is_some() {
        return Err(Refusal::ForgotLines.into());
    }
    let mut manifest = Manifest::new(&plan, &run.output, run.shard, Job::new(&run.settings, &plan));
    let done = match (&mut manifest, run.resume) {
        (_, false) => Done::default(),
        (Some(manifest), true) if plan.total.is_some() => manifest.resume(&plan)?,
        (_, true) => return Err(Refusal::CannotResume.into()),
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|i| format!("clean-{i}"))
        .build()
        .map_err(|e| Error::Threads(e.to_string()))?;
    let shared = Shared {
        format: run.format,
        to: run.to,
        setup: run.setup,
        budget: Budget::new(threads * PER_THREAD),
        count: Arc::new(AtomicU64::new(0)),
        stop: run.stop,
        failed: AtomicBool::new(false),
        spare: Mutex::new(Vec::new()),
    };
    let open_side = |target: Output, written| -> Result<Option<Side>> {
        let sink = side(&target, written).map_err(|source| io_error(&target, source))?;
        Ok(sink.map(|sink| Side { sink: Gathered::new(sink), target }))
    };
    let resumed = run.resume.then_some(&done);
    let mut writer = Writer {
        observer,
        log: open_side(run.log, resumed.map(|done| done.log))?,
        rejects: open_side(run.rejects, resumed.map(|done| done.rejects))?,
        shared: &shared,
        total: plan.total,
        manifest,
        summary: Summary::default(),
        times: Default::default(),
        details: (run.summary != Output::Nowhere).then(Details::default),
        samples: orders.samples,
        number: done.whole.len() as u64,
        current: None,
    };
    for problem in std::mem::take(&mut plan.problems) {
        writer.problem(&problem);
    }
    for ((tally, problems), route) in done.whole.iter().zip(plan.routes()) {
        writer.summary.files += 1;
        writer.summary.problems += problems;
        writer.summary.tally.merge(tally);
        writer.summary.resumed += 1;
        shared.count.fetch_add(route.size.unwrap_or(0), Ordering::Relaxed);
        if let Some(details) = &mut writer.details {
            details.add(&route.input.name(), tally, *problems, None);
        }
    }
    let routes = plan.routes().skip(done.whole.len());
    let line = Line {
        reader: Mutex::new(Reader::new(&shared, routes, done.start)),
        waiting: Mutex::new(Waiting { next: 0, steps: BTreeMap::new(), taken: false }),
        room: Condvar::new(),
        writer: Mutex::new((writer, Ok(()))),
        shared: &shared,
        orders: &orders,
    };
    pool.broadcast(|_| line.work());
    let (writer, result) = line.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
    result?;
    let (mut summary, times, details) = writer.finish()?;
    summary.elapsed = started.elapsed();
    summary.times = [times.read, times.clean, times.pack, times.write];
    if let Some(details) = details {
        details.write(&summary, &run.summary).map_err(|source| io_error(&run.summary, source))?;
    }
    Ok(summary)
}

/// Pieces on their way from the reader to the writer.
struct Line<'a, R> {
    reader: Mutex<Reader<'a, R>>,
    waiting: Mutex<Waiting>,
    /// Pieces have been written.
    room: Condvar,
    writer: Mutex<(Writer<'a>, Result<()>)>,
    shared: &'a Shared,
    orders: &'a Orders,
}

/// Pieces that are done, and not yet written.
struct Waiting {
    /// The number of the piece that is to be written next.
    next: u64,
    steps: BTreeMap<u64, Step>,
    /// Whether a thread is writing.
    taken: bool,
}

/// A thread that panics holds none of these locks while it cleans, which is all that could panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<R: Iterator<Item = super::plan::Route>> Line<'_, R> {
    /// What each thread does until nothing is left to do.
    fn work(&self) {
        let mut packer = Packer::default();
        loop {
            let next = lock(&self.reader).next();
            let Some((number, task)) = next else { return };
            // Whatever becomes of the work, its turn passes.
            let turn = self.orders.repeated.as_ref().map(|repeated| Turn::new(repeated, number));
            let turn = turn.as_ref();
            let step = match task {
                Task::Tell(step) => *step,
                Task::Clean(work) => {
                    guarded(|| Step::Batch(work.run(self.orders, &mut packer, turn))).unwrap_or(Step::Defect)
                }
                Task::Part(part) => {
                    if let Some(turn) = turn.filter(|_| part.part.knows_all()) {
                        turn.last();
                    }
                    let file = part.file.to_string();
                    match guarded(|| part.run(self.orders, turn)) {
                        Some(Ok(done)) => Step::Part(done),
                        Some(Err(error)) => {
                            Step::Torn(Problem { file, line: None, cause: Cause::Unreadable(error) })
                        }
                        None => Step::Defect,
                    }
                }
                Task::Small(small) => {
                    let file = small.input.name();
                    let done =
                        guarded(|| Step::Small(small.run(self.shared, self.orders, &mut packer, turn)));
                    done.unwrap_or(Step::Broken(Problem { file, line: None, cause: Cause::DefectInFile }))
                }
            };
            self.hand_over(number, step);
        }
    }

    fn hand_over(&self, number: u64, step: Step) {
        let mut waiting = lock(&self.waiting);
        waiting.steps.insert(number, step);
        while waiting.taken || !waiting.steps.contains_key(&waiting.next) {
            if waiting.steps.len() <= AHEAD {
                return;
            }
            // The piece that is next is being worked on: who hands it over writes all that wait.
            waiting = self.room.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        waiting.taken = true;
        loop {
            let next = waiting.next;
            let Some(step) = waiting.steps.remove(&next) else { break };
            waiting.next += 1;
            drop(waiting);
            self.write(step);
            waiting = lock(&self.waiting);
            self.room.notify_all();
        }
        waiting.taken = false;
        self.room.notify_all();
    }

    fn write(&self, step: Step) {
        let mut writer = lock(&self.writer);
        let (writer, result) = &mut *writer;
        if result.is_err() {
            return;
        }
        *result = writer.step(step);
        if result.is_err() {
            self.shared.failed.store(true, Ordering::Relaxed);
            self.shared.budget.close();
        }
    }
}
