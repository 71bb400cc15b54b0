//! Lines of a corpus, by the encodings that they could be in.

use super::language::suits;
use super::write::written;
use crate::damage::Dice;
use crate::damage::encoding::Charset;
use std::collections::BTreeSet;

/// So many lines are kept for each encoding.
const KEPT: usize = 2000;
/// Longer lines are passed over, in bytes.
const LONGEST: usize = 2000;
/// Encodings that lines are kept for.
const ENCODINGS: [&str; 9] =
    ["utf-8", "gbk", "big5", "shift_jis", "euc-jp", "euc-kr", "windows-1251", "koi8-r", "windows-1252"];

/// A sample of a corpus's lines for each encoding. The same documents give the same sample in any order, and
/// memory does not grow with the corpus.
#[derive(Debug, Clone)]
pub struct Lines {
    seed: u64,
    kept: Vec<(Charset, BTreeSet<(usize, String)>)>,
}

impl Lines {
    /// No lines yet. Another seed gives another sample.
    pub fn new(seed: u64) -> Self {
        let kept =
            ENCODINGS.iter().filter_map(|name| Some((Charset::find(name)?, BTreeSet::new()))).collect();
        Self { seed, kept }
    }

    /// Adds a document. A line is taken for an encoding when its document suits it, it holds the line, and the
    /// line is not ASCII alone.
    pub fn add(&mut self, id: &str, text: &str) {
        for (charset, kept) in self.kept.iter_mut().filter(|(charset, _)| suits(*charset, text)) {
            let mut dice = Dice::new(self.seed, id, &format!("lines/{charset}"));
            for line in text.lines() {
                let ticket = dice.below(usize::MAX);
                let wanted = kept.len() < KEPT || kept.last().is_some_and(|(last, _)| ticket < *last);
                if !wanted || line.is_ascii() || line.len() > LONGEST || written(*charset, line).is_none() {
                    continue;
                }
                kept.insert((ticket, line.to_owned()));
                if kept.len() > KEPT {
                    kept.pop_last();
                }
            }
        }
    }

    /// The lines for an encoding, in an order that chance has made.
    pub(super) fn of(&self, charset: Charset) -> Vec<&str> {
        let kept = self.kept.iter().filter(|(other, _)| *other == charset);
        kept.flat_map(|(_, lines)| lines.iter().map(|(_, line)| line.as_str())).collect()
    }
}
