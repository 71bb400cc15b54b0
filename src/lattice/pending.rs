//! The bytes of a character that is not complete yet.

use super::codec::LONGEST;
use super::graph::SetId;

/// A byte, or, from 256 on, a byte of the set with this number.
pub(super) type Part = u16;
pub(super) const SETS: Part = 0x100;

/// The bytes of a character in the making.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Pending {
    pub(super) parts: [Part; LONGEST],
    /// So many are there, of so many.
    pub(super) length: u8,
    pub(super) of: u8,
    /// The channel put something between them.
    pub(super) split: bool,
}

impl Pending {
    pub(super) const NONE: Self = Self { parts: [0; LONGEST], length: 0, of: 0, split: false };

    /// One byte of two, or one of several as which is not known.
    pub(super) fn of_two(part: Part) -> Self {
        Self { parts: [part, 0, 0, 0], length: 1, of: 2, split: false }
    }

    pub(super) fn split(self) -> Self {
        Self { split: true, ..self }
    }

    pub(super) fn is_none(self) -> bool {
        self.length == 0
    }

    /// The only byte there is, if it is known.
    pub(super) fn byte(self) -> Option<u8> {
        u8::try_from(self.parts[0]).ok().filter(|_| self.length == 1)
    }

    /// The only byte there is, if it is one of a set.
    pub(super) fn set(self) -> Option<SetId> {
        let number = self.parts[0].checked_sub(SETS).filter(|_| self.length == 1)?;
        Some(SetId(number as u8))
    }

    pub(super) fn is_unknown(self) -> bool {
        self.parts[..usize::from(self.length)].iter().any(|part| *part >= SETS)
    }

    pub(super) fn with(mut self, part: Part) -> Self {
        self.parts[usize::from(self.length)] = part;
        self.length += 1;
        self
    }
}

pub(super) fn part(set: SetId) -> Part {
    SETS + Part::from(set.0)
}
