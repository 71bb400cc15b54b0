//! The reading end of the pipeline: opens files in order and splits them into batches. Whatever thread has nothing
//! else to do comes here for the next piece of work; one at a time, so that pieces are numbered as they are read.

use super::batch::{Batch, Work};
use super::budget::Budget;
use super::compression::Compression;
use super::convert::Form;
use super::desk::guarded;
use super::format::{Format, Layout, Setup, Splitter};
use super::open::{Opened, open};
use super::parts::{self, Begin, PartWork, Parts};
use super::plan::{Input, Output, Route};
use super::problem::{Cause, Problem};
use super::resume::Start;
use super::small::Small;
use super::target::Target;
use super::writer::Step;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Smaller files are cleaned from beginning to end by the thread that takes them.
const SMALL: u64 = 512 << 10;

/// From so many bytes of records it is seen which columns a table of them has.
const SAMPLE: usize = 4 << 20;

/// Buffers kept for use again.
const SPARE: usize = 16;

/// Buffers that have grown beyond this are not used again: one long document would hold memory for good.
const KEPT_BUFFER: usize = 4 << 20;

/// What all threads share.
pub(super) struct Shared {
    pub(super) format: Option<Format>,
    /// What outputs are written as.
    pub(super) to: Target,
    pub(super) setup: Setup,
    pub(super) budget: Arc<Budget>,
    /// Bytes read so far, packed as they are.
    pub(super) count: Arc<AtomicU64>,
    /// Somebody asked to stop.
    pub(super) stop: Arc<AtomicBool>,
    /// Nothing more can be written.
    pub(super) failed: AtomicBool,
    pub(super) spare: Mutex<Vec<Vec<u8>>>,
}

impl Shared {
    /// A buffer that was used before, or a new one; empty.
    pub(super) fn buffer(&self) -> Vec<u8> {
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        spare.pop().unwrap_or_default()
    }

    /// Takes a buffer back.
    pub(super) fn give_back(&self, mut buffer: Vec<u8>) {
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        if buffer.capacity() <= KEPT_BUFFER && spare.len() < SPARE {
            buffer.clear();
            spare.push(buffer);
        }
    }

    pub(super) fn open(&self, input: &Input) -> Result<Opened, Cause> {
        open(input, self.format, self.sample(), &self.count, &self.stop)
    }

    /// Bytes of a file that must be known before it can be written in its format.
    fn sample(&self) -> usize {
        match self.to.format() {
            None => 0,
            Some(_) => SAMPLE,
        }
    }

    /// What a file's documents are written as, if it is another format than the file's.
    pub(super) fn form(&self, opened: &Opened, layout: &dyn Layout) -> Result<Option<Arc<Form>>, Cause> {
        match self.to.format() {
            Some(to) if to != opened.format => {
                let form = Form::new(opened.format, to, self.to.compression(), layout, &opened.head)?;
                Ok(Some(Arc::new(form)))
            }
            _ => Ok(None),
        }
    }
}

/// Something for a thread to do, with its number.
pub(super) enum Task {
    /// Nothing but to tell the writer.
    Tell(Box<Step>),
    Clean(Work),
    Small(Small),
    Part(PartWork),
}

/// What a file is read as.
enum Content {
    Records(Records),
    Parts(Box<dyn Parts>),
}

struct Records {
    reader: Box<dyn io::Read + Send>,
    splitter: Splitter,
    layout: Arc<dyn Layout>,
    form: Option<Arc<Form>>,
    compression: Compression,
}

/// Where work comes from.
pub(super) struct Reader<'a, R> {
    pub(super) shared: &'a Shared,
    routes: R,
    start: Option<Start>,
    current: Option<Current>,
    numbers: u64,
    stopped: bool,
}

/// The file being read.
struct Current {
    content: Content,
    name: Arc<str>,
    /// Set by the writer when the rest of the file is of no use.
    abandoned: Arc<AtomicBool>,
}

impl<'a, R: Iterator<Item = Route>> Reader<'a, R> {
    /// `start`: where the first file is to be continued.
    pub(super) fn new(shared: &'a Shared, routes: R, start: Option<Start>) -> Self {
        Self { shared, routes, start, current: None, numbers: 0, stopped: false }
    }

    /// The next piece of work; nothing when all is done, or stopped.
    pub(super) fn next(&mut self) -> Option<(u64, Task)> {
        if self.stopped || self.shared.failed.load(Ordering::Relaxed) {
            return None;
        }
        let task = if self.shared.stop.load(Ordering::Relaxed) {
            self.stopped = true;
            tell(Step::Stopped)
        } else {
            match self.current.take() {
                Some(current) => self.batch(current),
                None => {
                    let route = self.routes.next()?;
                    self.file(route)
                }
            }
        };
        self.numbers += 1;
        Some((self.numbers - 1, task))
    }

    fn file(&mut self, route: Route) -> Task {
        let Route { input, output, size } = route;
        let start = self.start.take();
        if size.is_some_and(|size| size <= SMALL) && output != Output::Stdout && start.is_none() {
            return Task::Small(Small { input, output });
        }
        let name: Arc<str> = input.name().into();
        let broken = |cause| tell(Step::Broken(Problem { file: name.to_string(), line: None, cause }));
        let opened = match self.shared.open(&input) {
            Ok(opened) => opened,
            Err(cause) => return broken(cause),
        };
        let abandoned = Arc::new(AtomicBool::new(false));
        let mode = opened.mode;
        let (content, parts) = match self.content(&input, &output, opened, start.as_ref()) {
            Ok(found) => found,
            Err(cause) => return broken(cause),
        };
        self.current = Some(Current { content, name: Arc::clone(&name), abandoned: Arc::clone(&abandoned) });
        tell(Step::Begin { output, name, mode, abandoned, start, parts })
    }

    fn content(
        &self,
        input: &Input,
        output: &Output,
        mut opened: Opened,
        start: Option<&Start>,
    ) -> Result<(Content, Option<Begin>), Cause> {
        if opened.format.has_parts() {
            let opening = parts::open(input, opened, &self.shared.setup, self.shared.to)?;
            return Ok((Content::Parts(opening.parts), opening.begin));
        }
        let layout = opened.layout(&self.shared.setup)?;
        let mut splitter = layout.splitter();
        if let Some(start) = start {
            opened.skip(start.read).map_err(Cause::Unreadable)?;
            splitter.skip_to(start.read, start.lines);
        }
        let form = self.shared.form(&opened, &*layout)?;
        let compression = self.shared.to.packing(output);
        let begin = form.as_ref().and_then(|form| form.begin());
        Ok((Content::Records(Records { reader: opened.reader, splitter, layout, form, compression }), begin))
    }

    fn batch(&mut self, mut current: Current) -> Task {
        if current.abandoned.load(Ordering::Relaxed) {
            return tell(Step::End);
        }
        let Current { content, name, .. } = &mut current;
        let records = match content {
            Content::Records(records) => records,
            Content::Parts(parts) => {
                let begin = Instant::now();
                let file = Arc::clone(name);
                let torn = |cause| tell(Step::Broken(Problem { file: file.to_string(), line: None, cause }));
                // Crates that read tables may stumble over what is no table.
                return match guarded(|| parts.next()) {
                    Some(Ok(Some(part))) => {
                        let reading = begin.elapsed();
                        let permit = Some(self.shared.budget.take(part.bytes()));
                        self.current = Some(current);
                        Task::Part(PartWork { part, file, permit, reading })
                    }
                    Some(Ok(None)) => tell(Step::End),
                    Some(Err(error)) => torn(Cause::Unreadable(error)),
                    None => torn(Cause::DefectInFile),
                };
            }
        };
        let begin = Instant::now();
        let mut bytes = self.shared.buffer();
        match records.splitter.next(&mut records.reader, &mut bytes) {
            Ok(Some(cut)) => {
                let reading = begin.elapsed();
                let permit = self.shared.budget.take(bytes.len());
                let work = Work {
                    batch: Batch { bytes, cut, file: Arc::clone(name) },
                    layout: Arc::clone(&records.layout),
                    compression: records.compression,
                    form: records.form.clone(),
                    between_records: records.splitter.is_between_records(),
                    permit,
                    reading,
                };
                self.current = Some(current);
                Task::Clean(work)
            }
            Ok(None) => tell(Step::End),
            Err(_) if self.shared.stop.load(Ordering::Relaxed) => {
                self.stopped = true;
                tell(Step::Stopped)
            }
            Err(error) => {
                let cause = Cause::Unreadable(error);
                tell(Step::Broken(Problem { file: name.to_string(), line: None, cause }))
            }
        }
    }
}

fn tell(step: Step) -> Task {
    Task::Tell(Box::new(step))
}
