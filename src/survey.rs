//! One look at each character beyond ASCII, for all that wants to know about characters: keywords that stand next to
//! each other, text that was read in a wrong encoding, look-alikes put in place of characters.

use crate::lines::lexicon::Lexicon;
use crate::lines::spun::{self, Rare};
use crate::lines::{signature, table, wedge};
use crate::needles::{Needles, Seeker};
use crate::repair::mojibake::trigger::{self, Wide};
use crate::vector::eights::{EIGHT, Notes};
use crate::vector::{self, Eight, Visit};
use std::ops::Range;
use std::sync::LazyLock;

/// What the characters of a text ask for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Survey {
    /// Where keywords stand next to each other.
    pub(crate) compounds: Compounds,
    /// The text may have been read in a wrong encoding.
    pub(crate) misread: bool,
    /// Look-alikes may stand in place of characters.
    pub(crate) substitutes: bool,
    /// Characters may have been driven into words.
    pub(crate) wedges: bool,
    /// Formulas of sites stand in it.
    pub(crate) formulas: bool,
    /// Memory that nothing was written to may stand in it.
    pub(crate) fill: bool,
}

/// Lines in which keywords stand next to each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Compounds {
    /// A byte of each of the first ones.
    places: [usize; COMPOUNDS],
    count: usize,
    /// Where the last one ends.
    end: usize,
}

/// So many lines are remembered.
const COMPOUNDS: usize = 16;

impl Compounds {
    /// If there are more than are remembered, where those that are not begin: behind the last one that is.
    pub(crate) fn behind(&self, text: &str) -> Option<usize> {
        (self.count > COMPOUNDS).then(|| table::around(text, self.places[COMPOUNDS - 1]).end)
    }

    /// The lines that are remembered.
    pub(crate) fn lines<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let line = |at: usize| text[table::around(text, at)].trim_ascii();
        self.places.into_iter().take(self.count).map(line)
    }

    fn add(&mut self, text: &str, at: usize) {
        if let Some(place) = self.places.get_mut(self.count) {
            *place = at;
        }
        self.count += 1;
        self.end = table::around(text, at).end;
    }
}

/// Of a note, the bits of the weight in text that was misread.
const WEIGHT: u8 = 0x7F;
/// The character is looked at closely.
const SPECIAL: u8 = 0x80;

/// The same for eight characters.
const WEIGHTS: u64 = u64::from_ne_bytes([WEIGHT; EIGHT]);
const SPECIALS: u64 = u64::from_ne_bytes([SPECIAL; EIGHT]);

static NOTES: LazyLock<Notes> = LazyLock::new(|| {
    Notes::new(|code| {
        let special = trigger::is_lost(code)
            || spun::is_rare(code)
            || char::from_u32(code).is_some_and(wedge::is_symbol);
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
        let mut surveyor = Surveyor::new(text, lexicon);
        surveyor.looks = misread;
        vector::each_eight(text, (&NOTES, lexicon.pairs()), &mut surveyor);
        let Surveyor { wide, rare, wedged, found, .. } = surveyor;
        Self {
            misread: misread && (found.misread || wide.tells(text, true)),
            substitutes: rare.tell(wide.count()),
            wedges: wedge::is_enough(wedged),
            ..found
        }
    }
}

impl Compounds {
    /// The first ones of a text, and whether there are more. Allocates nothing.
    pub(crate) fn read(text: &str, lexicon: &Lexicon) -> Self {
        let mut surveyor = Surveyor::new(text, lexicon);
        surveyor.brief = true;
        vector::each_eight(text, (&NOTES, lexicon.pairs()), &mut surveyor);
        surveyor.found.compounds
    }
}

struct Surveyor<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    looks: bool,
    wide: Wide,
    rare: Rare,
    /// What the strings between characters of words say, in nats.
    wedged: f32,
    needles: &'static Needles,
    /// Only compounds are asked for, and no more than are remembered.
    brief: bool,
    found: Survey,
}

impl Visit for Surveyor<'_> {
    #[inline(always)]
    fn eight(&mut self, at: usize, block: &Eight) -> bool {
        if block.pairs != 0 {
            self.look_at_pairs(at, block);
        }
        if block.notes & SPECIALS != 0 {
            self.look_closely(at, block);
        }
        self.found.misread |= self.wide.add(block.notes & WEIGHTS, block.count);
        !(self.brief && self.found.compounds.count > COMPOUNDS)
    }

    #[inline(always)]
    fn ascii(&mut self, span: Range<usize>) {
        if wedge::may_be(self.text.as_bytes(), &span) {
            self.look_between(span);
        }
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

impl<'a> Surveyor<'a> {
    fn new(text: &'a str, lexicon: &'a Lexicon) -> Self {
        Self {
            text,
            lexicon,
            looks: false,
            wide: Wide::default(),
            rare: Rare::default(),
            wedged: 0.0,
            needles: Needles::all(),
            brief: false,
            found: Survey::default(),
        }
    }
}

impl Surveyor<'_> {
    /// Looks for keywords next to each other around these characters, and for strings that stand there.
    #[inline(never)]
    fn look_at_pairs(&mut self, at: usize, block: &Eight) {
        let places = (0..block.count).filter(|lane| block.pairs >> lane & 1 == 1).map(|lane| at + lane * 3);
        for at in places {
            let mut two = self.text[at..].chars();
            let pair = (two.next().unwrap_or_default(), two.next().unwrap_or_default());
            self.needles.at(self.text, at, pair, |seeker, start| match seeker {
                Seeker::Formula => self.found.formulas = true,
                Seeker::Credit => self.found.formulas |= signature::is_glued(self.text, start),
                Seeker::Fill => self.found.fill = true,
            });
            if at >= self.found.compounds.end && self.lexicon.has_compound_at(self.text, at, pair) {
                self.found.compounds.add(self.text, at);
            }
        }
    }

    /// Looks at a short string between two characters.
    #[inline(never)]
    fn look_between(&mut self, span: Range<usize>) {
        self.wedged += wedge::score(self.text, &span).unwrap_or_default();
    }

    /// Looks at characters that are special.
    #[inline(never)]
    fn look_closely(&mut self, at: usize, block: &Eight) {
        for (start, c) in self.text[at..].char_indices().take(block.count) {
            let code = u32::from(c);
            if wedge::is_symbol(c) {
                let span = at + start..at + start + c.len_utf8();
                if wedge::may_be(self.text.as_bytes(), &span) {
                    self.look_between(span);
                }
            } else if !trigger::is_lost(code) && NOTES.of(code) & SPECIAL != 0 {
                self.rare.add(code);
            }
        }
        self.found.misread |= self.looks && trigger::has_lost_sign(self.text, at, block.count);
    }
}
