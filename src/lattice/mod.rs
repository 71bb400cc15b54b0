//! The heart: one decoder for every lossy channel.
//!
//! Every lossy re-encoding asks the same question: which text, sent through this channel, reads like that?
//! A [`channel`] turns a stretch of damaged text into a [`graph`] of byte observations, a [`codec`] says which bytes
//! are a character, the [`model`] prices each character given those before it, and [`search`] finds the best
//! reading, the next best, and what lies between them.
//!
//! [`channel::mirror`] and `repair::shift` build their graph themselves. Everybody else reads bytes of which some are
//! lost through [`read`] (Simplified and Traditional Chinese, Japanese, Korean):
//!
//! ```ignore
//! // UTF-8 read as GBK: `专` is E4 B8 93, and its last byte was lost with the byte behind it.
//! let mut seen = Observations::of(Codec::Utf8);
//! seen.byte(0xE4);
//! seen.byte(0xB8);
//! seen.one_of(ByteSet::range(0x80, 0xBF));           // or `perhaps`, `either`
//! seen.char('科');                                    // text behind the damage helps
//! let best = seen.read(Language::Chinese(Script::Simplified), "重点")?; // text before it, too
//! assert_eq!(best.text, "专科");
//! // Three outcomes: `best.margin` (nats to `best.runner_up`) decides whether to repair, to report or to leave;
//! // `best.cost` per character tells text from gibberish.
//! ```
//!
//! Time and memory are linear in the observations. A character two of whose three bytes are lost is tried in all its
//! forms; of one more open than that only the commonest marks are.

pub(crate) mod channel;
#[allow(dead_code, reason = "not every codec has a channel yet")]
pub(crate) mod codec;
pub(crate) mod graph;
pub(crate) mod model;
mod pending;
#[allow(dead_code, reason = "made for the channels that are to come")]
pub(crate) mod read;
pub(crate) mod search;
pub(crate) mod words;
