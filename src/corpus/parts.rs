//! Files that are read and written in parts of their own: tables in columns, and archives with a list at their end.
//!
//! Whoever reads such a file hands out its parts in order; they are cleaned on any thread, and come back to whoever
//! writes, in the same order. What a part has become is the business of its format.

use super::batch::Times;
use super::budget::Permit;
use super::desk::{Desk, Findings, Orders};
use super::format::{Format, Setup};
use super::open::Opened;
use super::plan::Input;
use super::problem::Cause;
use super::repeated::Turn;
use super::sink::Sink;
use super::target::Target;
use super::{table, zip};
use std::any::Any;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A file being read.
pub(super) trait Parts: Send {
    /// The next part; nothing at the end.
    ///
    /// # Errors
    /// When it cannot be read. What came before is whole.
    fn next(&mut self) -> io::Result<Option<Box<dyn Part>>>;
}

/// A part that was read.
pub(super) trait Part: Send {
    /// Bytes of it in memory, or as it is packed.
    fn bytes(&self) -> usize;

    /// Whether all documents are known before the first is cleaned.
    fn knows_all(&self) -> bool {
        false
    }

    /// Cleans its documents.
    ///
    /// # Errors
    /// When it cannot be read.
    fn clean(self: Box<Self>, file: &Arc<str>, desk: &mut Desk<'_>) -> io::Result<Product>;
}

/// What is to be written of a part.
#[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "archives alone have members and no bytes"))]
pub(super) enum Product {
    /// Nothing.
    Nothing,
    /// Bytes behind those of the part before.
    Bytes(Vec<u8>),
    /// What the format's own [`PartSink`] knows.
    Own(Box<dyn Any + Send>),
}

/// A file being written in parts.
pub(super) trait PartSink: Send {
    /// # Errors
    /// Those of the output.
    fn write(&mut self, product: Product) -> io::Result<()>;

    /// Writes the end of the file; what is left is to give it its name.
    fn finish(self: Box<Self>) -> io::Result<Sink>;

    fn is_stdout(&self) -> bool;
}

/// Begins a file on a sink.
pub(super) type Begin = Box<dyn FnOnce(Sink) -> io::Result<Box<dyn PartSink>> + Send>;

/// A file in parts, and how its output is begun, if that is no stream of bytes.
pub(super) struct Opening {
    pub(super) parts: Box<dyn Parts>,
    pub(super) begin: Option<Begin>,
}

/// Opens a file in parts.
///
/// # Errors
/// When it is none, or lacks what is asked for, or cannot be written as asked.
pub(super) fn open(input: &Input, opened: Opened, setup: &Setup, to: Target) -> Result<Opening, Cause> {
    if opened.is_packed && opened.format != Format::Arrow {
        return Err(Cause::Unsupported {
            what: "a file that is read from its end, packed as a whole",
            advice: "unpack it first",
        });
    }
    match opened.format {
        Format::Zip => zip::open(input, opened, setup, to),
        _ => table::open(input, opened, setup, to),
    }
}

/// What a product is to a sink of another format: nothing that comes here is.
pub(super) fn own<T: 'static>(product: Product) -> io::Result<T> {
    match product {
        Product::Own(own) => own.downcast().map(|own| *own).map_err(|_| mismatch()),
        Product::Bytes(_) | Product::Nothing => Err(mismatch()),
    }
}

fn mismatch() -> io::Error {
    io::Error::other("a part of another format; please report it")
}

/// A part for a thread to clean.
pub(super) struct PartWork {
    pub(super) part: Box<dyn Part>,
    pub(super) file: Arc<str>,
    pub(super) permit: Option<Permit>,
    pub(super) reading: Duration,
}

/// The same, cleaned.
pub(super) struct PartDone {
    pub(super) product: Product,
    pub(super) found: Findings,
    pub(super) times: Times,
    _permit: Option<Permit>,
}

impl PartWork {
    /// # Errors
    /// When the part cannot be read.
    pub(super) fn run(self, orders: &Orders, turn: Option<&Turn<'_>>) -> io::Result<PartDone> {
        let begin = Instant::now();
        let mut desk = Desk::new(orders, &self.file, turn);
        let product = self.part.clean(&self.file, &mut desk)?;
        let times = Times { read: self.reading, clean: begin.elapsed(), ..Times::default() };
        Ok(PartDone { product, found: desk.found, times, _permit: self.permit })
    }
}

/// What is written: a stream of bytes, or parts.
#[derive(Default)]
pub(super) enum Out {
    #[default]
    Nowhere,
    Bytes(Box<Sink>),
    Parts(Box<dyn PartSink>),
}

impl Out {
    /// # Errors
    /// Those of the sink.
    pub(super) fn begin(sink: Option<Sink>, begin: Option<Begin>) -> io::Result<Self> {
        Ok(match (sink, begin) {
            (None, _) => Self::Nowhere,
            (Some(sink), None) => Self::Bytes(Box::new(sink)),
            (Some(sink), Some(begin)) => Self::Parts(begin(sink)?),
        })
    }

    /// Writes a part.
    pub(super) fn write(&mut self, product: Product) -> io::Result<()> {
        match (self, product) {
            (Self::Nowhere, _) | (_, Product::Nothing) => Ok(()),
            (Self::Bytes(sink), Product::Bytes(bytes)) => sink.write(&bytes),
            (Self::Bytes(_), Product::Own(_)) => Err(mismatch()),
            (Self::Parts(parts), product) => parts.write(product),
        }
    }

    /// The sink, if it takes bytes.
    pub(super) fn bytes(&mut self) -> Option<&mut Sink> {
        match self {
            Self::Bytes(sink) => Some(sink),
            Self::Nowhere | Self::Parts(_) => None,
        }
    }

    pub(super) fn is_stdout(&self) -> bool {
        match self {
            Self::Nowhere => false,
            Self::Bytes(sink) => sink.is_stdout(),
            Self::Parts(parts) => parts.is_stdout(),
        }
    }

    /// Writes the end.
    pub(super) fn finish(self) -> io::Result<Option<Sink>> {
        match self {
            Self::Nowhere => Ok(None),
            Self::Bytes(sink) => Ok(Some(*sink)),
            Self::Parts(parts) => parts.finish().map(Some),
        }
    }
}
