//! What the benches share.
#![allow(dead_code, reason = "no bench needs everything")]

pub(crate) mod references;
pub(crate) mod table;
pub(crate) mod texts;
