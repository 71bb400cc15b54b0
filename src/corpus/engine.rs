//! The pipeline: one thread reads, a pool cleans, the calling thread writes in the order of reading.
//!
//! Batches in flight are bounded by their bytes, so memory stays flat; the writer waits for each batch in
//! the order in which it was read, so the output does not depend on the number of threads.

use super::budget::Budget;
use super::desk::Orders;
use super::format::Format;
use super::job::Observer;
use super::plan::{Output, Plan};
use super::reader::Reader;
use super::sink::Sink;
use super::writer::Writer;
use crate::error::{Error, Result};
use crate::report::Summary;
use crossbeam_channel::bounded;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

/// Bytes under way for each thread.
const PER_THREAD: usize = 4 << 20;

/// Events the reader may be ahead of the writer. Many small files are small batches.
const AHEAD: usize = 256;

/// Buffers kept for use again.
const SPARE: usize = 64;

pub(super) struct Run<'a> {
    pub(super) plan: Plan,
    pub(super) orders: Orders,
    pub(super) format: Option<Format>,
    pub(super) threads: usize,
    pub(super) log: Output,
    pub(super) observer: &'a mut dyn Observer,
}

pub(super) fn run(run: Run<'_>) -> Result<Summary> {
    let started = Instant::now();
    let Run { mut plan, orders, format, threads, log, observer } = run;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|i| format!("clean-{i}"))
        // Without this the process would end at once. The writer sees that no result comes.
        .panic_handler(|_| {})
        .build()
        .map_err(|e| Error::Threads(e.to_string()))?;
    let (event_sender, events) = bounded(AHEAD);
    let (spare, buffers) = bounded(SPARE);
    let count = Arc::new(AtomicU64::new(0));
    let log_sink = Sink::open(&log, None).map_err(|source| match &log {
        Output::Path(path) => Error::Io { path: path.clone(), source },
        _ => Error::Io { path: "standard output".into(), source },
    })?;
    let mut writer = Writer {
        observer,
        log: log_sink,
        log_target: log,
        buffers: spare,
        count: Arc::clone(&count),
        total: plan.total,
        summary: Summary::default(),
    };
    for problem in std::mem::take(&mut plan.problems) {
        writer.problem(&problem);
    }
    let budget = Budget::new(threads * PER_THREAD);
    let reader = Reader {
        orders: Arc::new(orders),
        format,
        pool: &pool,
        budget: Arc::clone(&budget),
        events: event_sender,
        buffers,
        count,
    };
    let mut summary = std::thread::scope(|scope| {
        scope.spawn(|| reader.run(&plan));
        let result = writer.run(&events);
        // The reader stops at its next word to a writer that is gone; it must not wait for room until then.
        drop(events);
        budget.close();
        result
    })?;
    summary.elapsed = started.elapsed();
    Ok(summary)
}
