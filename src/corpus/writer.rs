//! The writing end of the pipeline: takes batches in the order in which they were read, and keeps the
//! books.

use super::batch::Done;
use super::job::{Observer, Progress};
use super::plan::Output;
use super::problem::{Cause, Problem};
use super::reader::Event;
use super::sink::Sink;
use crate::error::{Error, Result};
use crate::report::{Summary, Tally};
use crossbeam_channel::{Receiver, Sender};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Buffers that have grown beyond this are not used again: one long document would hold memory for good.
const KEPT_BUFFER: usize = 4 << 20;

pub(super) struct Writer<'a> {
    pub(super) observer: &'a mut dyn Observer,
    pub(super) log: Option<Sink>,
    pub(super) log_target: Output,
    pub(super) buffers: Sender<Vec<u8>>,
    /// Bytes read so far, packed as they are.
    pub(super) count: Arc<AtomicU64>,
    pub(super) total: Option<u64>,
    pub(super) summary: Summary,
}

/// The file being written.
struct Current {
    name: Arc<str>,
    sink: Option<Sink>,
    abandoned: Arc<AtomicBool>,
    /// Counts only once the file is whole.
    tally: Tally,
}

impl Writer<'_> {
    /// Writes everything.
    ///
    /// # Errors
    /// When standard output or the log of edits cannot be written: everything goes there, so nothing is
    /// left to do.
    pub(super) fn run(mut self, events: &Receiver<Event>) -> Result<Summary> {
        let mut current: Option<Current> = None;
        for event in events {
            match event {
                Event::Begin { output, name, mode, abandoned } => {
                    current = self.begin(&output, name, mode, abandoned);
                }
                Event::Batch(done) => match done.recv() {
                    Ok(done) => self.batch(done, &mut current)?,
                    Err(_) => self.give_up(&mut current, Cause::DefectInFile),
                },
                Event::End => {
                    if let Some(file) = current.take() {
                        self.end(file)?;
                    }
                }
                Event::Broken(problem) => {
                    self.broken(current.take())?;
                    self.problem(&problem);
                }
            }
        }
        if let Some(log) = self.log.take() {
            log.finish().map_err(|e| io_error(&self.log_target, e))?;
        }
        Ok(self.summary)
    }

    pub(super) fn problem(&mut self, problem: &Problem) {
        self.summary.problems += 1;
        self.observer.problem(problem);
    }

    fn begin(
        &mut self,
        output: &Output,
        name: Arc<str>,
        mode: Option<u32>,
        abandoned: Arc<AtomicBool>,
    ) -> Option<Current> {
        match Sink::open(output, mode) {
            Ok(sink) => Some(Current { name, sink, abandoned, tally: Tally::default() }),
            Err(error) => {
                abandoned.store(true, Ordering::Relaxed);
                self.unwritable(output, error);
                None
            }
        }
    }

    fn batch(&mut self, done: Done, current: &mut Option<Current>) -> Result<()> {
        let Some(file) = current else { return Ok(()) };
        for problem in &done.found.problems {
            self.summary.problems += 1;
            self.observer.problem(problem);
        }
        if done.spoiled {
            file.abandoned.store(true, Ordering::Relaxed);
            *current = None;
            return Ok(());
        }
        if let Some(sink) = &mut file.sink
            && let Err(error) = sink.write(done.bytes())
        {
            if sink.is_stdout() {
                return Err(io_error(&Output::Stdout, error));
            }
            self.give_up(current, Cause::Unwritable(error));
            return Ok(());
        }
        if let Some(log) = &mut self.log {
            log.write(&done.found.log).map_err(|e| io_error(&self.log_target, e))?;
        }
        file.tally.merge(&done.found.tally);
        self.observer.progress(Progress { read: self.count.load(Ordering::Relaxed), total: self.total });
        if done.input.capacity() <= KEPT_BUFFER {
            // Enough spare buffers are there when this fails.
            let _ = self.buffers.try_send(done.input);
        }
        Ok(())
    }

    /// A file ended before its end. What was written goes away with its sink, unless it has left already.
    fn broken(&mut self, file: Option<Current>) -> Result<()> {
        if let Some(Current { sink: Some(sink), tally, .. }) = file
            && sink.is_stdout()
        {
            sink.finish().map_err(|e| io_error(&Output::Stdout, e))?;
            self.summary.tally.merge(&tally);
        }
        Ok(())
    }

    /// Leaves a file unwritten and goes on with the next.
    fn give_up(&mut self, current: &mut Option<Current>, cause: Cause) {
        if let Some(file) = current.take() {
            file.abandoned.store(true, Ordering::Relaxed);
            self.problem(&Problem { file: file.name.to_string(), line: None, cause });
        }
    }

    fn end(&mut self, file: Current) -> Result<()> {
        let finished = match file.sink {
            Some(sink) if sink.is_stdout() => sink.finish().map_err(|e| io_error(&Output::Stdout, e)),
            Some(sink) => match sink.finish() {
                Ok(()) => Ok(()),
                Err(error) => {
                    let name = file.name.to_string();
                    self.problem(&Problem { file: name, line: None, cause: Cause::Unwritable(error) });
                    return Ok(());
                }
            },
            None => Ok(()),
        };
        self.summary.files += 1;
        self.summary.tally.merge(&file.tally);
        finished
    }

    fn unwritable(&mut self, output: &Output, error: io::Error) {
        let file = path_of(output).display().to_string();
        self.problem(&Problem { file, line: None, cause: Cause::Unwritable(error) });
    }
}

fn io_error(output: &Output, source: io::Error) -> Error {
    Error::Io { path: path_of(output), source }
}

fn path_of(output: &Output) -> PathBuf {
    match output {
        Output::Path(path) => path.clone(),
        Output::Stdout | Output::Nowhere => "standard output".into(),
    }
}
