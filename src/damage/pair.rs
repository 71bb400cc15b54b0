//! Pairs: what benchmarks are made of.

use super::{Damaged, Span};
use serde::{Deserialize, Serialize};

/// A damaged text beside its original. One line of a pairs file, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The document's id.
    pub id: String,
    /// The text as a tool gets it.
    pub damaged: String,
    /// The text as a tool should give it back.
    pub original: String,
    /// The channels it went through, in order; none for a clean document.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// What was damaged: sorted, never overlapping.
    #[serde(default)]
    pub spans: Vec<Span>,
}

impl Pair {
    /// Whether nothing happened to the text.
    pub fn is_clean(&self) -> bool {
        self.damaged == self.original
    }

    /// The texts and spans as the channels give them.
    pub fn into_damaged(self) -> Damaged {
        Damaged { original: self.original, text: self.damaged, spans: self.spans }
    }
}
