//! The graph of byte observations that a channel makes of a stretch of damaged text.

use std::sync::LazyLock;

/// Index of a node. Arcs lead from lower to higher ones.
pub(crate) type Node = u32;

/// What the original may have had between two nodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Label {
    /// Nothing: what is seen there was put in by the channel.
    Nothing,
    /// Nothing, between two whole characters.
    Whole,
    /// This byte.
    Byte(u8),
    /// A byte of this set; which one is not known.
    OneOf(SetId),
    /// A character that the codec does not have, between two whole characters.
    Char(char),
    /// A pair of bytes, one of each set, of which nothing is seen. Only inside a character: it ends that one
    /// and begins another.
    Dropped(SetId, SetId),
    /// Another such pair right behind one: a whole character of which nothing is seen, one of these, and a byte
    /// of the set, which begins another.
    DroppedAgain(&'static CharSet, SetId),
    /// Nothing, and the two bytes before make a character that has the reading with this number.
    Reading(u16),
    /// A byte of this set, and then what [`Label::Reading`] says. One step, so that the many bytes that the
    /// reading rules out cost nothing.
    OneOfReading(SetId, u16),
}

impl Label {
    /// Whether it stands for bytes that are not known.
    pub(crate) fn is_unknown(self) -> bool {
        matches!(self, Self::OneOf(_) | Self::Dropped(..) | Self::DroppedAgain(..) | Self::OneOfReading(..))
    }
}

/// A step of the original through the channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arc {
    pub(crate) to: Node,
    pub(crate) label: Label,
    /// What the channel's part in it costs, in nats.
    pub(crate) cost: f32,
}

/// A set of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByteSet {
    bits: [u64; 4],
}

impl ByteSet {
    /// The bytes from `low` to `high`, both included.
    pub(crate) const fn range(low: u8, high: u8) -> Self {
        let mut bits = [0; 4];
        let mut byte = low as usize;
        while byte <= high as usize {
            bits[byte / 64] |= 1 << (byte % 64);
            byte += 1;
        }
        Self { bits }
    }

    /// The bytes of either set.
    pub(crate) const fn or(self, other: Self) -> Self {
        let (a, b) = (self.bits, other.bits);
        Self { bits: [a[0] | b[0], a[1] | b[1], a[2] | b[2], a[3] | b[3]] }
    }

    /// Whether it has a byte.
    pub(crate) fn has(&self, byte: u8) -> bool {
        self.bits[usize::from(byte / 64)] >> (byte % 64) & 1 == 1
    }

    /// The bytes, in order.
    pub(crate) fn iter(self) -> impl Iterator<Item = u8> {
        (0..4u8).flat_map(move |word| {
            let mut left = self.bits[word as usize];
            std::iter::from_fn(move || {
                let bit = (left > 0).then(|| left.trailing_zeros() as u8)?;
                left &= left - 1;
                Some(word * 64 + bit)
            })
        })
    }
}

impl FromIterator<u8> for ByteSet {
    fn from_iter<I: IntoIterator<Item = u8>>(bytes: I) -> Self {
        bytes.into_iter().fold(Self { bits: [0; 4] }, |set, byte| set.or(Self::range(byte, byte)))
    }
}

/// A set of bytes of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SetId(pub(crate) u8);

/// A set of characters, made on first use. The sets of a graph are told apart by their number.
#[derive(Debug)]
pub(crate) struct CharSet {
    pub(crate) number: u8,
    pub(crate) chars: LazyLock<Vec<char>>,
}

impl PartialEq for CharSet {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// Nodes with the arcs that leave them, from the first node to the last.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    arcs: Vec<Vec<Arc>>,
    sets: Vec<ByteSet>,
}

impl Graph {
    /// Adds a node behind all others.
    pub(crate) fn node(&mut self) -> Node {
        self.arcs.push(Vec::new());
        (self.arcs.len() - 1) as Node
    }

    /// Adds an arc. Its end must lie behind its start.
    pub(crate) fn arc(&mut self, from: Node, to: Node, label: Label, cost: f32) {
        debug_assert!(from < to, "arcs lead forward");
        self.arcs[from as usize].push(Arc { to, label, cost });
    }

    /// The arcs that leave a node.
    pub(crate) fn leaving(&self, node: Node) -> &[Arc] {
        &self.arcs[node as usize]
    }

    /// The number of a set here. A graph has 256 different ones at most; what comes later counts as the last.
    pub(crate) fn set(&mut self, set: ByteSet) -> SetId {
        let known = self.sets.iter().position(|known| *known == set);
        let number = known.unwrap_or_else(|| {
            if self.sets.len() <= usize::from(u8::MAX) {
                self.sets.push(set);
            }
            self.sets.len() - 1
        });
        SetId(number as u8)
    }

    /// The bytes of a set.
    pub(crate) fn bytes(&self, set: SetId) -> ByteSet {
        self.sets[usize::from(set.0)]
    }

    /// Number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.arcs.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_their_bytes() {
        const SET: ByteSet = ByteSet::range(0x3F, 0x41).or(ByteSet::range(0xFE, 0xFF));
        let bytes = [0x3F, 0x40, 0x41, 0xFE, 0xFF];
        assert_eq!(SET.iter().collect::<Vec<_>>(), bytes);
        assert_eq!(SET, bytes.into_iter().collect());
        let mut graph = Graph::default();
        let (one, other) = (graph.set(SET), graph.set(ByteSet::range(0, 1)));
        assert!(graph.set(SET) == one && one != other && graph.bytes(one) == SET);
    }
}
