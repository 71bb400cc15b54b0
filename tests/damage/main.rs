//! The channels run forward.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bytes;
mod fixed;
mod invariants;
mod pages;
mod rows;
#[cfg(feature = "parquet")]
mod tables;
mod traditional;
