//! The unit of work: whole documents of one file.

use super::budget::Permit;
use super::compression::{Compression, Packer};
use super::convert::{self, Converted, Form};
use super::desk::{Desk, Findings, Orders};
use super::format::{Cut, Kind, Layout};
use super::parts::{Out, Product};
use super::problem::Cause;
use super::repeated::Turn;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Documents of one file that have been read.
pub(super) struct Batch {
    pub(super) bytes: Vec<u8>,
    pub(super) cut: Cut,
    pub(super) file: Arc<str>,
}

/// The same, cleaned.
pub(super) struct Done {
    /// As it was read; the buffer is used again.
    pub(super) input: Vec<u8>,
    /// What is to be written, when it is not the same as the input.
    pub(super) output: Option<Vec<u8>>,
    /// In its place, where the output is no stream of bytes.
    pub(super) part: Option<Product>,
    /// Nothing of this file may be written.
    pub(super) spoiled: bool,
    /// It could not be packed.
    pub(super) unpackable: Option<io::Error>,
    pub(super) found: Findings,
    /// What the file has been read to: bytes and lines.
    pub(super) read_to: (u64, u64),
    /// Whether the file can be continued here.
    pub(super) between_records: bool,
    /// Held until the bytes are written.
    pub(super) permit: Option<Permit>,
    pub(super) times: Times,
}

/// How long the stages took, over all threads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) read: Duration,
    pub(super) clean: Duration,
    pub(super) pack: Duration,
    pub(super) write: Duration,
}

impl Times {
    /// All stages together.
    pub(super) fn sum(self) -> Duration {
        self.read + self.clean + self.pack + self.write
    }

    pub(super) fn add(&mut self, other: Self) {
        self.read += other.read;
        self.clean += other.clean;
        self.pack += other.pack;
        self.write += other.write;
    }
}

impl Batch {
    /// Cleans the documents and packs what is to be written.
    pub(super) fn clean(
        self,
        layout: &dyn Layout,
        orders: &Orders,
        packing: Packing<'_>,
        turn: Option<&Turn<'_>>,
    ) -> Done {
        let begin = Instant::now();
        let mut desk = Desk::new(orders, &self.file, turn);
        let result = match (self.cut.kind, packing.form) {
            (Kind::Records, None) => {
                layout.clean(&self, &mut desk).map(|output| output.map(Converted::Bytes))
            }
            (Kind::Records, Some(form)) => convert::clean(&self, layout, form, &mut desk).map(Some),
            (Kind::TooLong { first }, form) => {
                desk.leaves_out = form.is_some();
                if first {
                    desk.problem(Some(self.cut.line), Cause::TooLong(orders.longest));
                    desk.found.tally.passed_over("too long", 1);
                }
                Ok(form.map(|form| convert::nothing(&self, form)))
            }
        };
        let cleaned = Instant::now();
        let (mut output, mut part, mut spoiled) = (None, None, false);
        match result {
            Ok(Some(Converted::Bytes(bytes))) => output = Some(bytes),
            Ok(Some(Converted::Part(product))) => part = Some(product),
            Ok(None) => {}
            Err(cause) => {
                desk.problem(None, cause);
                spoiled = true;
            }
        }
        let mut unpackable = None;
        if packing.compression != Compression::Plain && !spoiled && part.is_none() {
            let plain = output.as_deref().unwrap_or(&self.bytes);
            match packing.pack(plain, layout) {
                Ok(packed) => output = Some(packed),
                Err(error) => unpackable = Some(error),
            }
        }
        let times = Times { clean: cleaned - begin, pack: cleaned.elapsed(), ..Times::default() };
        let lines = self.cut.line - 1 + self.cut.lines;
        Done {
            read_to: (self.cut.offset + self.bytes.len() as u64, lines),
            input: self.bytes,
            output,
            part,
            spoiled,
            unpackable,
            found: desk.found,
            between_records: true,
            permit: None,
            times,
        }
    }
}

impl Done {
    /// Writes what is to be written.
    pub(super) fn write(&mut self, out: &mut Out) -> io::Result<()> {
        if let Some(error) = self.unpackable.take() {
            return Err(error);
        }
        match (self.part.take(), out) {
            (Some(part), out) => out.write(part),
            (None, Out::Bytes(sink)) => sink.write(self.output.as_deref().unwrap_or(&self.input)),
            // Of a batch without records there is no part.
            (None, Out::Nowhere | Out::Parts(_)) => Ok(()),
        }
    }
}

/// How outputs of a file are packed.
pub(super) struct Packing<'p> {
    /// What is written, where that is another format.
    pub(super) form: Option<&'p Form>,
    pub(super) compression: Compression,
    pub(super) packer: &'p mut Packer,
}

impl Packing<'_> {
    fn pack(self, plain: &[u8], layout: &dyn Layout) -> io::Result<Vec<u8>> {
        let mut packed = Vec::with_capacity(plain.len() / 2);
        let mut rest = plain;
        while !rest.is_empty() {
            let alone = if self.form.is_some() { rest.len() } else { layout.packed_alone(rest) };
            let (part, after) = rest.split_at(alone.clamp(1, rest.len()));
            self.packer.pack(self.compression, part, &mut packed)?;
            rest = after;
        }
        Ok(packed)
    }
}

/// A file whose documents are being cleaned.
pub(super) struct Work {
    pub(super) batch: Batch,
    pub(super) layout: Arc<dyn Layout>,
    pub(super) compression: Compression,
    pub(super) form: Option<Arc<Form>>,
    pub(super) between_records: bool,
    pub(super) permit: Permit,
    pub(super) reading: Duration,
}

impl Work {
    pub(super) fn run(self, orders: &Orders, packer: &mut Packer, turn: Option<&Turn<'_>>) -> Done {
        let packing = Packing { form: self.form.as_deref(), compression: self.compression, packer };
        if let Some(turn) = turn.filter(|_| self.layout.knows_all()) {
            turn.last();
        }
        let mut done = self.batch.clean(&*self.layout, orders, packing, turn);
        done.between_records = self.between_records;
        done.permit = Some(self.permit);
        done.times.read = self.reading;
        done
    }
}
