//! The writing end of the pipeline: takes batches in the order in which they were read, and keeps the
//! books.

use super::batch::{Done, Times};
use super::desk::Findings;
use super::job::{Observer, Progress};
use super::parts::{Begin, Out, PartDone};
use super::plan::Output;
use super::problem::{Cause, Problem};
use super::reader::Shared;
use super::resume::{Entry, Manifest, Start};
use super::sink::{Gathered, Sink, Written};
use super::small::SmallDone;
use crate::error::{Error, Result};
use crate::report::{Details, Summary, Tally};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// An output is noted as it is written each time it has grown by so much.
const CHECKPOINT: u64 = 1 << 20;

/// What the writer is told, in order.
pub(super) enum Step {
    /// A file begins, or goes on where it was left.
    Begin {
        output: Output,
        name: Arc<str>,
        mode: Option<u32>,
        /// Set by the writer when the rest of the file is of no use.
        abandoned: Arc<AtomicBool>,
        start: Option<Start>,
        /// How it is begun, if it is written in parts.
        parts: Option<Begin>,
    },
    /// Part of the file.
    Batch(Done),
    /// A part of a file that is written in parts.
    Part(PartDone),
    /// A part could not be read.
    Torn(Problem),
    /// The file was read to its end.
    End,
    /// The file could not be read, or not to its end.
    Broken(Problem),
    /// A file was done from beginning to end.
    Small(SmallDone),
    /// The work on part of the file came to nothing.
    Defect,
    /// Somebody asked to stop.
    Stopped,
}

/// A stream beside the outputs: the log of edits, or dropped documents.
pub(super) struct Side {
    pub(super) sink: Gathered,
    pub(super) target: Output,
}

pub(super) struct Writer<'a> {
    pub(super) observer: &'a mut (dyn Observer + Send),
    pub(super) log: Option<Side>,
    pub(super) rejects: Option<Side>,
    pub(super) shared: &'a Shared,
    pub(super) total: Option<u64>,
    pub(super) manifest: Option<Manifest>,
    pub(super) summary: Summary,
    pub(super) times: Times,
    pub(super) details: Option<Details>,
    pub(super) samples: usize,
    /// The number of the file, in the order of the plan.
    pub(super) number: u64,
    pub(super) current: Option<Current>,
}

/// The file being written.
pub(super) struct Current {
    name: Arc<str>,
    out: Out,
    abandoned: Arc<AtomicBool>,
    /// Counts only once the file is whole.
    tally: Tally,
    problems: u64,
    times: Times,
    /// Bytes written at the last checkpoint.
    noted: Option<u64>,
}

impl Writer<'_> {
    /// Takes the next step.
    ///
    /// # Errors
    /// When standard output or the log of edits cannot be written: everything goes there, so nothing is
    /// left to do.
    pub(super) fn step(&mut self, step: Step) -> Result<()> {
        match step {
            Step::Begin { output, name, mode, abandoned, start, parts } => {
                self.begin(&output, name, mode, abandoned, start, parts);
            }
            Step::Part(done) => self.part(done)?,
            Step::Torn(problem) => self.torn(problem)?,
            Step::Batch(done) => self.batch(done)?,
            Step::Small(done) => self.small(done)?,
            Step::Defect => self.give_up(Cause::DefectInFile),
            Step::End => {
                if let Some(file) = self.current.take() {
                    self.end(file)?;
                }
                self.number += 1;
            }
            Step::Broken(problem) => {
                self.broken(problem)?;
                self.number += 1;
            }
            Step::Stopped => self.stopped()?,
        }
        self.observer
            .progress(Progress { read: self.shared.count.load(Ordering::Relaxed), total: self.total });
        Ok(())
    }

    /// Writes what is still held back.
    pub(super) fn finish(mut self) -> Result<(Summary, Times, Option<Details>)> {
        let continues = self.summary.interrupted && self.manifest.is_some();
        for side in [self.log.take(), self.rejects.take()].into_iter().flatten() {
            let ended = if continues { side.sink.keep_partial() } else { side.sink.finish().map(drop) };
            ended.map_err(|e| io_error(&side.target, e))?;
        }
        if let Some(manifest) = self.manifest.take() {
            let ended = if self.summary.interrupted { manifest.flush() } else { manifest.finish() };
            if let Err(problem) = ended {
                self.problem(&problem);
            }
        }
        Ok((self.summary, self.times, self.details))
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
        start: Option<Start>,
        parts: Option<Begin>,
    ) {
        let packing = self.shared.to.packing(output);
        let (opened, tally, problems) = match (start, output) {
            (Some(start), Output::Path(path)) => {
                (Sink::reopen(path, start.written, packing).map(Some), start.tally, start.problems)
            }
            _ => (Sink::open(output, mode, packing), Tally::default(), 0),
        };
        match opened.and_then(|sink| Out::begin(sink, parts)) {
            Ok(mut out) => {
                let noted = out.bytes().map(|sink| sink.written()).filter(|written| *written > 0);
                self.summary.problems += problems;
                self.current =
                    Some(Current { name, out, abandoned, tally, problems, times: Times::default(), noted });
            }
            Err(error) => {
                abandoned.store(true, Ordering::Relaxed);
                let cause = Cause::Unwritable(error);
                self.problem(&Problem { file: output.name(), line: None, cause });
            }
        }
    }

    fn part(&mut self, done: PartDone) -> Result<()> {
        let Some(mut file) = self.current.take() else { return Ok(()) };
        let PartDone { product, found, times, .. } = done;
        self.problems(&found);
        self.times.add(times);
        file.times.add(times);
        let begin = Instant::now();
        if let Err(error) = file.out.write(product) {
            if file.out.is_stdout() {
                return Err(io_error(&Output::Stdout, error));
            }
            self.current = Some(file);
            self.give_up(Cause::Unwritable(error));
            return Ok(());
        }
        self.sides(&found)?;
        self.times.write += begin.elapsed();
        file.tally.merge(&found.tally);
        file.problems += found.problems.len() as u64;
        self.keep_samples(found.samples);
        self.current = Some(file);
        Ok(())
    }

    /// A part cannot be read: those before it are kept as a file of their own.
    fn torn(&mut self, problem: Problem) -> Result<()> {
        let Some(file) = &self.current else { return Ok(()) };
        file.abandoned.store(true, Ordering::Relaxed);
        self.broken(problem)
    }

    fn batch(&mut self, mut done: Done) -> Result<()> {
        let Some(mut file) = self.current.take() else { return Ok(()) };
        let problems = done.found.problems.len() as u64;
        self.problems(&done.found);
        self.times.add(done.times);
        file.times.add(done.times);
        if done.spoiled {
            file.abandoned.store(true, Ordering::Relaxed);
            return Ok(());
        }
        let begin = Instant::now();
        if let Err(error) = done.write(&mut file.out) {
            if file.out.is_stdout() {
                return Err(io_error(&Output::Stdout, error));
            }
            self.current = Some(file);
            self.give_up(Cause::Unwritable(error));
            return Ok(());
        }
        self.sides(&done.found)?;
        self.times.write += begin.elapsed();
        self.keep_samples(std::mem::take(&mut done.found.samples));
        file.tally.merge(&done.found.tally);
        file.problems += problems;
        if done.between_records {
            self.checkpoint(&mut file, done.read_to);
        }
        self.shared.give_back(std::mem::take(&mut done.input));
        self.current = Some(file);
        Ok(())
    }

    /// Notes how far the file is, if it is worth it.
    fn checkpoint(&mut self, file: &mut Current, read_to: (u64, u64)) {
        let Some(manifest) = &mut self.manifest else { return };
        let Some(sink) = file.out.bytes().filter(|sink| sink.is_temporary()) else { return };
        let written = sink.written();
        if written < file.noted.unwrap_or(0) + CHECKPOINT {
            return;
        }
        let (Some(log), Some(rejects)) = (settled(&self.log), settled(&self.rejects)) else { return };
        let (read, lines) = read_to;
        let start = Start { read, lines, written, tally: file.tally.clone(), problems: file.problems };
        file.noted = Some(written);
        if let Err(problem) = manifest.note(&Entry::Part { number: self.number, start, log, rejects }) {
            self.manifest = None;
            self.problem(&problem);
        }
    }

    fn small(&mut self, done: SmallDone) -> Result<()> {
        self.problems(&done.found);
        self.times.add(done.times);
        let SmallDone { name, mut found, times, whole } = done;
        if let Some(written) = whole {
            self.sides(&found)?;
            self.keep_samples(std::mem::take(&mut found.samples));
            self.whole(&name, &found.tally, found.problems.len() as u64, written, times);
        }
        self.number += 1;
        Ok(())
    }

    /// Writes what goes beside the outputs.
    fn sides(&mut self, found: &Findings) -> Result<()> {
        for (side, bytes) in [(&mut self.log, &found.log), (&mut self.rejects, &found.rejects)] {
            if let Some(side) = side {
                side.sink.write(bytes).map_err(|e| io_error(&side.target, e))?;
            }
        }
        Ok(())
    }

    fn problems(&mut self, found: &Findings) {
        for problem in &found.problems {
            self.problem(problem);
        }
    }

    fn keep_samples(&mut self, samples: Vec<(&'static str, String)>) {
        for (code, sample) in samples {
            let kept = self.summary.samples.entry(code).or_default();
            if kept.len() < self.samples {
                kept.push(sample);
            }
        }
    }

    /// A file ended before its end. What could be read is kept.
    fn broken(&mut self, mut problem: Problem) -> Result<()> {
        if let Some(Current { name, out, tally, .. }) = self.current.take() {
            let sink = match out.finish() {
                Ok(sink) => sink,
                Err(error) => {
                    self.problem(&Problem {
                        file: name.to_string(),
                        line: None,
                        cause: Cause::Unwritable(error),
                    });
                    return Ok(());
                }
            };
            match sink {
                Some(sink) if sink.is_stdout() => {
                    sink.finish().map_err(|e| io_error(&Output::Stdout, e))?;
                    self.summary.tally.merge(&tally);
                }
                Some(sink) if sink.written() > 0 => {
                    problem.cause = match (sink.keep_readable(), problem.cause) {
                        (Ok(path), Cause::Unreadable(error)) => {
                            self.summary.tally.merge(&tally);
                            Cause::BrokenOff { error, path }
                        }
                        (Ok(_), cause) => cause,
                        (Err(error), _) => Cause::Unwritable(error),
                    };
                }
                Some(_) | None => {}
            }
        }
        self.problem(&problem);
        Ok(())
    }

    /// Leaves a file unwritten and goes on with the next.
    fn give_up(&mut self, cause: Cause) {
        if let Some(file) = self.current.take() {
            file.abandoned.store(true, Ordering::Relaxed);
            self.problem(&Problem { file: file.name.to_string(), line: None, cause });
        }
    }

    fn end(&mut self, file: Current) -> Result<()> {
        let begin = Instant::now();
        let to_stdout = file.out.is_stdout();
        let written = match file.out.finish().and_then(|sink| sink.map(Sink::finish).transpose()) {
            Ok(written) => written,
            Err(error) if to_stdout => return Err(io_error(&Output::Stdout, error)),
            Err(error) => {
                let name = file.name.to_string();
                self.problem(&Problem { file: name, line: None, cause: Cause::Unwritable(error) });
                return Ok(());
            }
        };
        self.times.write += begin.elapsed();
        self.whole(&file.name, &file.tally, file.problems, written, file.times);
        Ok(())
    }

    /// Enters a file that is done into the books.
    fn whole(&mut self, name: &str, tally: &Tally, problems: u64, written: Option<Written>, times: Times) {
        self.summary.files += 1;
        self.summary.tally.merge(tally);
        if let Some(details) = &mut self.details {
            details.add(name, tally, problems, Some(times.sum()));
        }
        let (Some(manifest), Some(written)) = (&mut self.manifest, written) else { return };
        let (log, rejects) = (settled(&self.log), settled(&self.rejects));
        let entry =
            Entry::Whole { number: self.number, written, tally: tally.clone(), problems, log, rejects };
        if let Err(problem) = manifest.note(&entry) {
            self.manifest = None;
            self.problem(&problem);
        }
    }

    /// Leaves everything so that it can be continued.
    fn stopped(&mut self) -> Result<()> {
        self.summary.interrupted = true;
        let Some(Current { out: Out::Bytes(sink), noted, tally, .. }) = self.current.take() else {
            return Ok(());
        };
        if sink.is_stdout() {
            sink.finish().map_err(|e| io_error(&Output::Stdout, e))?;
            self.summary.tally.merge(&tally);
        } else if noted.is_some() && self.manifest.is_some() {
            let target = sink.target().to_owned();
            sink.keep_partial().map_err(|source| Error::Io { path: target, source })?;
        }
        Ok(())
    }
}

/// What a stream beside the outputs has come to, if nothing of it is held back.
fn settled(side: &Option<Side>) -> Option<u64> {
    side.as_ref().map_or(Some(0), |side| side.sink.settled())
}

pub(super) fn io_error(output: &Output, source: io::Error) -> Error {
    Error::Io { path: path_of(output), source }
}

fn path_of(output: &Output) -> PathBuf {
    match output {
        Output::Path(path) => path.clone(),
        Output::Stdout | Output::Nowhere => "standard output".into(),
    }
}
