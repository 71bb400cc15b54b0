//! A small file: one thread does it from beginning to end, so that many of them use all cores.

use super::batch::{Batch, Packing, Times};
use super::compression::{Compression, Packer};
use super::convert::Form;
use super::desk::{Findings, Orders};
use super::parts::{self, Opening, Out, PartDone, PartWork};
use super::plan::{Input, Output};
use super::problem::{Cause, Problem};
use super::reader::Shared;
use super::repeated::Turn;
use super::sink::{Sink, Written};
use std::io;
use std::sync::Arc;
use std::time::Instant;

pub(super) struct Small {
    pub(super) input: Input,
    pub(super) output: Output,
}

/// What became of it.
pub(super) struct SmallDone {
    pub(super) name: Arc<str>,
    pub(super) found: Findings,
    pub(super) times: Times,
    /// What was written, if the file is whole.
    pub(super) whole: Option<Option<Written>>,
}

impl Small {
    pub(super) fn run(
        self,
        shared: &Shared,
        orders: &Orders,
        packer: &mut Packer,
        turn: Option<&Turn<'_>>,
    ) -> SmallDone {
        let name: Arc<str> = self.input.name().into();
        let (found, times) = (Findings::default(), Times::default());
        let mut done = SmallDone { name, found, times, whole: None };
        let result = self.clean(shared, orders, packer, turn, &mut done);
        match result {
            Ok(written) => done.whole = Some(written),
            Err(Some((file, cause))) => done.found.problems.push(Problem { file, line: None, cause }),
            Err(None) => {}
        }
        done
    }

    fn clean(
        &self,
        shared: &Shared,
        orders: &Orders,
        packer: &mut Packer,
        turn: Option<&Turn<'_>>,
        done: &mut SmallDone,
    ) -> Result<Option<Written>, Option<(String, Cause)>> {
        let unreadable = |cause| Some((self.input.name(), cause));
        let unwritable = |error| Some((self.output.name(), Cause::Unwritable(error)));
        let begin = Instant::now();
        let mut opened = shared.open(&self.input).map_err(unreadable)?;
        if opened.format.has_parts() {
            let mode = opened.mode;
            let opening = parts::open(&self.input, opened, &shared.setup, shared.to).map_err(unreadable)?;
            return self.clean_parts(opening, mode, orders, turn, done);
        }
        let layout = opened.layout(&shared.setup).map_err(unreadable)?;
        let form = shared.form(&opened, &*layout).map_err(unreadable)?;
        let compression = shared.to.packing(&self.output);
        let mut splitter = layout.splitter();
        let mut out = Out::Nowhere;
        let mut first = true;
        done.times.read += begin.elapsed();
        loop {
            let begin = Instant::now();
            let mut bytes = shared.buffer();
            let next = splitter.next(&mut opened.reader, &mut bytes);
            done.times.read += begin.elapsed();
            let end = match next {
                Ok(Some(cut)) => {
                    if let Some(turn) = turn.filter(|_| layout.knows_all() && splitter.is_done()) {
                        turn.last();
                    }
                    let batch = Batch { bytes, cut, file: Arc::clone(&done.name) };
                    let packing = Packing { form: form.as_deref(), compression, packer };
                    let mut cleaned = batch.clean(&*layout, orders, packing, turn);
                    done.times.add(cleaned.times);
                    done.found.add(std::mem::take(&mut cleaned.found));
                    if cleaned.spoiled {
                        return Err(None);
                    }
                    let begin = Instant::now();
                    // Not before something is known to be there to write.
                    if std::mem::take(&mut first) {
                        out = self.begin(opened.mode, compression, form.as_deref()).map_err(unwritable)?;
                    }
                    cleaned.write(&mut out).map_err(unwritable)?;
                    done.times.write += begin.elapsed();
                    shared.give_back(cleaned.input);
                    continue;
                }
                Ok(None) => None,
                Err(error) => Some(error),
            };
            if first && end.is_none() {
                out = self.begin(opened.mode, compression, form.as_deref()).map_err(unwritable)?;
            }
            let begin = Instant::now();
            let sink = out.finish().map_err(unwritable)?;
            let result = match (sink, end) {
                (None, None) => Ok(None),
                (Some(sink), None) => sink.finish().map(Some).map_err(unwritable),
                (None, Some(error)) => Err(unreadable(Cause::Unreadable(error))),
                (Some(sink), Some(error)) => Err(match sink.keep_readable() {
                    Ok(path) => unreadable(Cause::BrokenOff { error, path }),
                    Err(error) => unwritable(error),
                }),
            };
            done.times.write += begin.elapsed();
            return result;
        }
    }

    fn begin(&self, mode: Option<u32>, compression: Compression, form: Option<&Form>) -> io::Result<Out> {
        Out::begin(Sink::open(&self.output, mode, compression)?, form.and_then(Form::begin))
    }

    fn clean_parts(
        &self,
        mut opening: Opening,
        mode: Option<u32>,
        orders: &Orders,
        turn: Option<&Turn<'_>>,
        done: &mut SmallDone,
    ) -> Result<Option<Written>, Option<(String, Cause)>> {
        let unwritable = |error| Some((self.output.name(), Cause::Unwritable(error)));
        let sink = Sink::open(&self.output, mode, Compression::Plain).map_err(unwritable)?;
        let mut out = Out::begin(sink, opening.begin).map_err(unwritable)?;
        let mut torn = None;
        loop {
            let begin = Instant::now();
            let part = match opening.parts.next() {
                Ok(Some(part)) => part,
                Ok(None) => break,
                Err(error) => {
                    torn = Some(error);
                    break;
                }
            };
            let work =
                PartWork { part, file: Arc::clone(&done.name), permit: None, reading: begin.elapsed() };
            match work.run(orders, turn) {
                Ok(PartDone { product, found, times, .. }) => {
                    done.times.add(times);
                    done.found.add(found);
                    out.write(product).map_err(unwritable)?;
                }
                Err(error) => {
                    torn = Some(error);
                    break;
                }
            }
        }
        let sink = out.finish().map_err(unwritable)?;
        match (sink, torn) {
            (sink, None) => sink.map(Sink::finish).transpose().map_err(unwritable),
            (None, Some(error)) => Err(Some((self.input.name(), Cause::Unreadable(error)))),
            (Some(sink), Some(error)) => match sink.keep_readable() {
                Ok(path) => Err(Some((self.input.name(), Cause::BrokenOff { error, path }))),
                Err(error) => Err(unwritable(error)),
            },
        }
    }
}
