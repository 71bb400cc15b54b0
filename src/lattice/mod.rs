//! The heart: one decoder for every lossy channel.
//!
//! Every lossy re-encoding asks the same question: which text, sent through this channel, reads like that?
//! A [`channel`] turns a stretch of damaged text into a [`graph`] of byte observations, a [`codec`] eats
//! bytes and yields characters, the [`model`] prices each character given the one before it, and
//! [`search`] finds the best reading, the next best, and what lies between them.

pub(crate) mod channel;
pub(crate) mod codec;
pub(crate) mod graph;
pub(crate) mod model;
pub(crate) mod search;
pub(crate) mod words;
