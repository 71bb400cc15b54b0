//! One round of writing in one encoding and reading in another.

use super::Charset;
use crate::chars::fold_width;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a byte becomes that begins no character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Odd {
    /// It may not happen: a stretch in which it would is left undamaged.
    #[default]
    Refused,
    /// `?`
    QuestionMark,
    /// U+FFFD
    Replacement,
    /// `・`, as Japanese tools do.
    Dot,
    /// Nothing.
    Nothing,
}

impl Odd {
    fn shown(self) -> Option<char> {
        match self {
            Self::QuestionMark => Some('?'),
            Self::Replacement => Some(char::REPLACEMENT_CHARACTER),
            Self::Dot => Some('・'),
            Self::Refused | Self::Nothing => None,
        }
    }
}

/// One round: text written in one encoding, read in another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Step {
    /// The encoding the bytes are in.
    pub written: Charset,
    /// The encoding they are read in.
    pub read: Charset,
    /// What becomes of bytes that begin no character.
    #[serde(default)]
    pub odd: Odd,
    /// A byte that begins no character takes an ASCII byte behind it along: a closing quote, a line end.
    #[serde(default)]
    pub swallows: bool,
    /// NBSP and soft hyphen, what bytes A0 and AD are read as, get lost.
    #[serde(default)]
    pub blanks_lost: bool,
    /// C1 controls get lost.
    #[serde(default)]
    pub controls_lost: bool,
    /// Full-width ASCII is folded to half-width afterwards.
    #[serde(default)]
    pub folded: bool,
}

impl Step {
    /// A round that loses nothing, or is not done.
    pub fn new(written: Charset, read: Charset) -> Self {
        Self {
            written,
            read,
            odd: Odd::Refused,
            swallows: false,
            blanks_lost: false,
            controls_lost: false,
            folded: false,
        }
    }

    /// The same with bytes lost.
    #[must_use]
    pub fn losing(self, odd: Odd) -> Self {
        Self { odd, ..self }
    }

    /// What a character that was read becomes; nothing when it is lost.
    fn shown(&self, c: char) -> Option<char> {
        let lost = match c {
            '\u{A0}' | '\u{AD}' => self.blanks_lost,
            '\u{80}'..='\u{9F}' => self.controls_lost,
            // What extractors drop.
            '\u{E000}'..='\u{F8FF}' => self.odd != Odd::Refused,
            _ => false,
        };
        (!lost).then(|| if self.folded { fold_width(c) } else { c })
    }

    /// The encodings, and what gets lost.
    pub(super) fn name(&self) -> String {
        let odd = match self.odd {
            Odd::Refused => "",
            Odd::QuestionMark => "-lost-question-mark",
            Odd::Replacement => "-lost-replacement",
            Odd::Dot => "-lost-dot",
            Odd::Nothing => "-lost-nothing",
        };
        let named = [
            (self.swallows, "-swallowing"),
            (self.blanks_lost, "-lost-blanks"),
            (self.controls_lost, "-lost-controls"),
            (self.folded, "-folded"),
        ];
        let rest: String = named.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
        format!("{}-as-{}{odd}{rest}", self.written, self.read)
    }

    /// Reads a text wrongly: the places that change, with what they become. Nothing when the encoding does not
    /// have one of the characters, or a byte would be lost that may not be.
    pub(super) fn misread(&self, text: &str) -> Option<Vec<(Range<usize>, String)>> {
        let mut bytes = Vec::with_capacity(text.len());
        // Where in the bytes each character begins, and where in the text.
        let mut begins = Vec::with_capacity(text.len() / 2);
        for (at, c) in text.char_indices() {
            begins.push((bytes.len(), at));
            if !self.written.encode(c, &mut bytes) {
                return None;
            }
        }
        begins.push((bytes.len(), text.len()));
        let mut begins = begins.into_iter().peekable();
        let mut changes: Vec<(Range<usize>, String)> = Vec::new();
        let (mut at, mut from, mut becomes) = (0, 0, String::new());
        loop {
            while begins.peek().is_some_and(|(byte, _)| *byte < at) {
                begins.next();
            }
            // A place where both a written and a read character begin: all before it is settled.
            if let Some(&(_, here)) = begins.peek().filter(|(byte, _)| *byte == at) {
                if text[from..here] != becomes {
                    match changes.last_mut() {
                        Some((last, after)) if last.end == from => {
                            last.end = here;
                            after.push_str(&becomes);
                        }
                        _ => changes.push((from..here, becomes.clone())),
                    }
                }
                from = here;
                becomes.clear();
            }
            if at == bytes.len() {
                return Some(changes);
            }
            let (length, c) = self.read.read(&bytes[at..]);
            at += length;
            match c {
                Some(c) => becomes.extend(self.shown(c)),
                None if self.odd == Odd::Refused => return None,
                None => {
                    at += usize::from(self.swallows && bytes.get(at).is_some_and(u8::is_ascii));
                    becomes.extend(self.odd.shown());
                }
            }
        }
    }
}
