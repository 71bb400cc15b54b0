//! mojimend gives web text back the way its author wrote it.
//!
//! It finds damage that happened to a text on its way (bytes read one off, readings injected after
//! characters, stray control characters, cut tags), undoes it, and removes lines that hijackers added.
//! Clean text comes back untouched and uncopied.
//!
//! ```text
//! bytes ─ decode ─► text ─ scan ─► marks ─┬─ none ─► same text, borrowed
//!                                         └─ some ─► repairs (edits) ─► lines (edits) ─► apply ─► text + edit log
//! ```
//!
//! ```
//! let cleaner = mojimend::Cleaner::new();
//! let cleaned = cleaner.clean("加強重點(diǎn)??平ㄔO(shè),推進(jìn)衛(wèi)生事業(yè)");
//! assert_eq!(cleaned.text, "加強重點專科建設,推進衛生事業");
//! for edit in &cleaned.edits {
//!     println!("{} {:?}: {} → {}", edit.rule.code, edit.span, edit.before, edit.after);
//! }
//! ```
// `src/vector/mod.rs` allows itself two calls: see there.
#![deny(unsafe_code)]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod bytes;
mod chars;
mod cleaner;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
#[cfg(feature = "corpus")]
pub mod corpus;
#[cfg(feature = "eval")]
pub mod damage;
pub mod decode;
pub mod edit;
pub mod error;
#[cfg(feature = "eval")]
pub mod eval;
mod hash;
mod lattice;
pub mod lines;
mod needles;
mod normalise;
mod packed;
mod repair;
#[cfg(feature = "corpus")]
pub mod report;
pub mod rule;
mod scan;
#[cfg(feature = "script")]
mod script;
#[cfg(feature = "stages")]
#[doc(hidden)]
pub mod stages;
mod survey;
mod vector;

pub use bytes::CleanedBytes;
pub use cleaner::{Builder, Cleaned, Cleaner};
pub use config::{Action, Config};
pub use edit::{Edit, EditLog, Finding};
pub use error::{Error, Result};
pub use rule::{RULES, Rule};
