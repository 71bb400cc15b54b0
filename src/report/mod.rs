//! What was done, for people and for programs.
//!
//! * [`Summary`]: the counts of a run.
//! * [`LoggedEdit`]: one edit as a line of JSON.
//! * [`LoggedBytes`]: how a document was decoded, as lines of JSON.
//! * [`Diff`]: what would be done to one text, readable without knowing its language.

mod decoding;
mod details;
mod diff;
mod excerpt;
mod known;
mod logged;
mod printable;
mod summary;

pub use decoding::LoggedBytes;
pub(crate) use details::Details;
pub use details::Merged;
pub use diff::{Diff, Markup};
pub use logged::LoggedEdit;
pub use summary::{Summary, Tally};
