//! The reading end of the pipeline: opens files in order, splits them into batches, hands each to the
//! pool, and tells the writer in which order to wait for them.

use super::batch::{Batch, Done};
use super::budget::Budget;
use super::desk::Orders;
use super::format::{Format, Splitter};
use super::open::{Opened, open};
use super::plan::{Input, Output, Plan};
use super::problem::{Cause, Problem};
use crossbeam_channel::{Receiver, Sender, bounded};
use rayon::ThreadPool;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What the writer is told, in order.
pub(super) enum Event {
    /// A file begins.
    Begin {
        output: Output,
        name: Arc<str>,
        mode: Option<u32>,
        /// Set by the writer when the rest of the file is of no use.
        abandoned: Arc<AtomicBool>,
    },
    /// The next batch of the file will come out here.
    Batch(Receiver<Done>),
    /// The file was read to its end.
    End,
    /// The file could not be read, or not to its end.
    Broken(Problem),
}

/// The pipeline is at its end: the writer listens no more.
struct Closed;

pub(super) struct Reader<'a> {
    pub(super) orders: Arc<Orders>,
    pub(super) format: Option<Format>,
    pub(super) pool: &'a ThreadPool,
    pub(super) budget: Arc<Budget>,
    pub(super) events: Sender<Event>,
    /// Buffers that the writer is done with.
    pub(super) buffers: Receiver<Vec<u8>>,
    /// Bytes read so far, packed as they are.
    pub(super) count: Arc<AtomicU64>,
}

impl Reader<'_> {
    /// Reads everything, until the end or until the writer listens no more.
    pub(super) fn run(self, plan: &Plan) {
        for route in plan.routes() {
            if self.file(&route.input, route.output).is_err() {
                return;
            }
        }
    }

    fn file(&self, input: &Input, output: Output) -> Result<(), Closed> {
        let name: Arc<str> = input.name().into();
        let broken = |cause| self.tell(Event::Broken(Problem { file: name.to_string(), line: None, cause }));
        let mut opened = match open(input, self.format, &self.count) {
            Ok(opened) => opened,
            Err(cause) => return broken(cause),
        };
        let abandoned = Arc::new(AtomicBool::new(false));
        self.tell(Event::Begin {
            output,
            name: Arc::clone(&name),
            mode: opened.mode,
            abandoned: Arc::clone(&abandoned),
        })?;
        let mut splitter = Splitter::new(opened.format);
        while !abandoned.load(Ordering::Relaxed) {
            let mut bytes = self.buffers.try_recv().unwrap_or_default();
            bytes.clear();
            match splitter.next(&mut opened.reader, &mut bytes) {
                Ok(Some(line)) => self.dispatch(bytes, line, &opened, &name)?,
                Ok(None) => break,
                Err(error) => return broken(Cause::Unreadable(error)),
            }
        }
        self.tell(Event::End)
    }

    fn dispatch(&self, bytes: Vec<u8>, line: u64, opened: &Opened, name: &Arc<str>) -> Result<(), Closed> {
        let permit = self.budget.take(bytes.len());
        let batch = Batch { bytes, line, format: opened.format, file: Arc::clone(name), permit };
        let (out, done) = bounded(1);
        self.tell(Event::Batch(done))?;
        let orders = Arc::clone(&self.orders);
        self.pool.spawn(move || {
            // Nobody waits any more when the writer has given up; then the result is of no use.
            let _ = out.send(batch.clean(&orders));
        });
        Ok(())
    }

    fn tell(&self, event: Event) -> Result<(), Closed> {
        self.events.send(event).map_err(|_| Closed)
    }
}
