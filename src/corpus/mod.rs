//! Corpora in and out: files, directories and pipes of documents, cleaned in parallel.
//!
//! A [`Job`] says what to read, what to write and with which [`Cleaner`](crate::Cleaner). Running it gives
//! a [`Summary`](crate::report::Summary); an [`Observer`] hears of progress and of every [`Problem`].
//!
//! ```text
//! plan ─► open, unpack, sniff ─► split ═► clean, pack ═► write in input order ─► rename when whole
//!         (one thread at a time)          (all threads)  (whichever has the next)
//! ```
//!
//! What holds for every job:
//!
//! * The output is the same, byte for byte, for any number of threads.
//! * Memory depends on the longest document and the number of threads, never on the size of the input.
//! * What needs no repair comes out byte for byte: of a JSONL record only the damaged places inside the
//!   text field change, all else (other fields, spaces, key order, escapes, line ends) stays.
//! * A file appears under its final name only when it is whole.
//! * Documents that cannot be read are kept as they are and reported; the rest is done.
//!
//! ```
//! use mojimend::{Cleaner, corpus::Job};
//! # let dir = tempfile::tempdir()?;
//! # let (crawl, clean) = (dir.path().join("crawl"), dir.path().join("clean"));
//! # std::fs::create_dir(&crawl)?;
//! # std::fs::write(crawl.join("a.jsonl"), "{\"text\":\"推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展\"}\n")?;
//! let summary = Job::new(Cleaner::new()).input(&crawl).output(&clean).run(&mut ())?;
//! assert_eq!((summary.tally.documents, summary.tally.repaired, summary.problems), (1, 1, 0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod batch;
mod budget;
mod compression;
mod convert;
mod desk;
mod documents;
mod engine;
mod filter;
mod format;
mod identity;
mod job;
mod json;
mod open;
mod parts;
mod plan;
mod problem;
mod reader;
mod records;
pub(crate) mod repeated;
mod resume;
mod sink;
mod small;
#[cfg(feature = "parquet")]
mod table;
#[cfg(not(feature = "parquet"))]
#[path = "no_table.rs"]
mod table;
mod target;
mod unescape;
mod walk;
mod writer;
mod zip;

pub use compression::Compression;
pub use documents::{Document, documents};
pub use filter::{Filter, MEASURES};
pub use format::{Format, Unit};
pub use job::{Job, Observer, Progress};
pub use plan::{Input, Output, Refusal};
pub use problem::{Cause, Problem};
pub use target::Target;
