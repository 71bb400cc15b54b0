//! One look at each character beyond ASCII, for all that wants to know about characters: keywords that stand next to
//! each other, text that was read in a wrong encoding, look-alikes put in place of characters.

use crate::lines::lexicon::Lexicon;
use crate::lines::spun::{self, Rare};
use crate::repair::mojibake::trigger::{self, Wide};
use crate::vector::eights::{EIGHT, Notes};
use crate::vector::{self, Eight, Visit};
use std::sync::LazyLock;

/// What the characters of a text ask for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Survey {
    /// Keywords stand next to each other somewhere.
    pub(crate) compounds: bool,
    /// The text may have been read in a wrong encoding.
    pub(crate) misread: bool,
    /// Look-alikes may stand in place of characters.
    pub(crate) substitutes: bool,
}

/// Of a note, the bits of the weight in text that was misread.
const WEIGHT: u8 = 0x7F;
/// The character is looked at closely.
const SPECIAL: u8 = 0x80;
/// What stands for bytes that are no character.
const LOST: u32 = 0xFFFD;

/// The same for eight characters.
const WEIGHTS: u64 = u64::from_ne_bytes([WEIGHT; EIGHT]);
const SPECIALS: u64 = u64::from_ne_bytes([SPECIAL; EIGHT]);

static NOTES: LazyLock<Notes> = LazyLock::new(|| {
    Notes::new(|code| {
        let special = code == LOST || spun::is_rare(code);
        trigger::weight(code).min(WEIGHT) | if special { SPECIAL } else { 0 }
    })
});

/// Makes the tables, so that no text has to wait for them.
pub(crate) fn warm() {
    LazyLock::force(&NOTES);
}

impl Survey {
    /// Reads a text; `misread` says whether text that was misread is looked for. Allocates nothing.
    pub(crate) fn read(text: &str, lexicon: &Lexicon, misread: bool) -> Self {
        let mut surveyor = Surveyor {
            text,
            lexicon,
            looks: misread,
            wide: Wide::default(),
            rare: Rare::default(),
            found: Self::default(),
        };
        vector::each_eight(text, (&NOTES, lexicon.pairs()), &mut surveyor);
        let Surveyor { wide, rare, found, .. } = surveyor;
        Self {
            misread: misread && (found.misread || wide.tells(true)),
            substitutes: rare.tell(wide.count()),
            ..found
        }
    }
}

struct Surveyor<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    looks: bool,
    wide: Wide,
    rare: Rare,
    found: Survey,
}

impl Visit for Surveyor<'_> {
    #[inline(always)]
    fn eight(&mut self, at: usize, block: &Eight) -> bool {
        if block.pairs != 0 {
            self.look_for_compounds(at, block);
        }
        if block.notes & SPECIALS != 0 {
            self.look_closely(at, block);
        }
        self.found.misread |= self.wide.add(block.notes & WEIGHTS, block.count);
        true
    }

    #[inline(always)]
    fn other(&mut self, at: usize) -> Option<usize> {
        let length = if self.looks && !self.found.misread {
            let length = trigger::narrow(self.text, at);
            self.found.misread = length.is_none();
            length
        } else {
            None
        };
        Some(at + length.unwrap_or_else(|| self.text[at..].chars().next().map_or(1, char::len_utf8)))
    }
}

impl Surveyor<'_> {
    /// Looks for keywords next to each other around these characters.
    #[inline(never)]
    fn look_for_compounds(&mut self, at: usize, block: &Eight) {
        if !self.found.compounds {
            let mut places =
                (0..block.count).filter(|lane| block.pairs >> lane & 1 == 1).map(|lane| at + lane * 3);
            self.found.compounds = places.any(|at| self.lexicon.has_compound_at(self.text, at));
        }
    }

    /// Looks at characters that are special.
    #[inline(never)]
    fn look_closely(&mut self, at: usize, block: &Eight) {
        for c in self.text[at..].chars().take(block.count).map(u32::from) {
            if c != LOST && NOTES.of(c) & SPECIAL != 0 {
                self.rare.add(c);
            }
        }
        self.found.misread |= self.looks && trigger::has_lost_sign(self.text, at, block.count);
    }
}
