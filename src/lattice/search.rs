//! The search for the most probable original.
//!
//! A beam over (node, bytes pending, last characters, brackets open). Hypotheses that stand in the same
//! state are merged, the best few with different texts kept. Time and memory are bounded by [`BEAM`] times
//! the length of the graph.

use super::codec::{self, Step};
use super::graph::{ByteSet, Graph, Label, Node};
use super::model::Context;
use crate::chars::gbk;

/// Hypotheses kept at a node. Half as many more restore half a line in a hundred more, a third fewer cost
/// half a line (generated damage, see docs/model.md).
const BEAM: usize = 64;
/// Hypotheses dearer than the best of their node by this much, in nats, are dropped. On 5,300 generated shifts 9
/// to 20 restore the same within 2 in 1,000, 7 loses 1 in 100; 20 takes four times as long.
const BEAM_NATS: f32 = 10.0;
/// Of these only the best may go on by a byte that is not known: each makes some hundred new ones.
const LEADERS: usize = 24;
/// Of these only so many may go on by a whole character that is not known: each makes some two hundred new ones, and
/// four restore no more than the best one alone.
const AGAIN_LEADERS: usize = 1;
/// Marks that a character of which neither byte is known can be: both are first bytes of pairs, so a dropped pair
/// and a lost byte can take them.
const UNSEEN_MARKS: [char; 6] = ['。', '，', '；', '！', '？', '”'];
/// Arrivals at a node that are looked at for merging; the dearest beyond are dropped unseen.
const CROWD: usize = 4 * BEAM;
const NO_PARENT: u32 = u32::MAX;

/// Brackets and quotation marks that are open, one bit a kind. Kept by [`Costs`].
pub(crate) type Open = u8;

/// What a hypothesis remembers of its text for pricing what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Memory {
    pub(crate) context: Context,
    pub(crate) open: Open,
}

/// What the search has to know of the page and the language.
pub(crate) trait Costs {
    /// What this character costs after what the hypothesis remembers, in nats, and what it remembers then.
    fn character(&self, c: char, memory: Memory) -> (f32, Memory);
    /// Whether the pair of bytes makes a character that has the reading with this number; and what is
    /// given back, in nats, when that character was priced as if it lacked its reading. `whole` says that
    /// the pair is one character of the original, not the seam of two.
    fn reading(&self, number: u16, pair: (u8, u8), whole: bool) -> Option<f32>;
    /// The character as it counts when readings are told apart: two that end up the same are one.
    fn written(&self, c: char) -> char;
}

/// A piece of a reading: what stood between two nodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Unit {
    pub(crate) from: Node,
    pub(crate) to: Node,
    /// The character of the original; nothing where the channel inserted what is seen.
    pub(crate) c: Option<char>,
}

/// One reading of a whole graph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    /// What it costs, in nats.
    pub(crate) cost: f32,
    /// From left to right.
    pub(crate) units: Vec<Unit>,
}

impl Reading {
    /// The original's text.
    pub(crate) fn text(&self) -> String {
        self.units.iter().filter_map(|unit| unit.c).collect()
    }
}

/// The first byte of a character in the making.
#[derive(Clone, Copy)]
enum Pending {
    None,
    Byte(u8),
    OneOf(&'static ByteSet),
}

impl Pending {
    fn key(self) -> u16 {
        match self {
            Self::None => 0,
            Self::Byte(byte) => u16::from(byte),
            Self::OneOf(set) => 0x100 + u16::from(set.number),
        }
    }
}

#[derive(Clone, Copy)]
struct Hypothesis {
    cost: f32,
    parent: u32,
    node: Node,
    /// Where the character in the making began.
    begun: Node,
    last: char,
    pending: Pending,
    memory: Memory,
    emitted: Option<char>,
    /// Of all characters emitted, as they will be written.
    hash: u64,
}

impl Hypothesis {
    fn state(&self) -> (u16, char, Memory) {
        (self.pending.key(), self.last, self.memory)
    }

    fn is_whole(&self) -> bool {
        matches!(self.pending, Pending::None)
    }
}

/// The best readings of a graph, cheapest first, at most `wanted`, all different as text. `left` is the
/// character before the graph, `memory` what is remembered there. Empty when no reading fits.
pub(crate) fn search(
    graph: &Graph,
    left: char,
    memory: Memory,
    costs: &impl Costs,
    wanted: usize,
) -> Vec<Reading> {
    let Some(last_node) = graph.len().checked_sub(1) else { return Vec::new() };
    let mut search = Search {
        arena: Vec::new(),
        waiting: vec![Vec::new(); graph.len()],
        cheapest: vec![f32::INFINITY; graph.len()],
        costs,
    };
    search.waiting[0].push(Hypothesis {
        cost: 0.0,
        parent: NO_PARENT,
        node: 0,
        begun: 0,
        last: left,
        pending: Pending::None,
        memory,
        emitted: None,
        hash: 0,
    });
    let mut finished = Vec::new();
    for node in 0..graph.len() {
        let arrived = keep_best(std::mem::take(&mut search.waiting[node]), wanted);
        for (rank, hypothesis) in arrived.into_iter().enumerate() {
            let index = search.arena.len() as u32;
            search.arena.push(hypothesis);
            if node == last_node && hypothesis.is_whole() {
                finished.push(index);
            }
            for arc in graph.leaving(node as Node) {
                if rank >= AGAIN_LEADERS && matches!(arc.label, Label::DroppedAgain(..)) {
                    continue;
                }
                let unknown = arc.label.is_unknown() || matches!(hypothesis.pending, Pending::OneOf(_));
                if rank >= LEADERS && unknown {
                    continue;
                }
                let cost = hypothesis.cost + arc.cost;
                let next = Hypothesis { parent: index, node: arc.to, emitted: None, cost, ..hypothesis };
                search.follow(arc.label, next, node as Node);
            }
        }
    }
    let mut hashes = Vec::new();
    finished.retain(|index| {
        let hash = search.arena[*index as usize].hash;
        let new = !hashes.contains(&hash);
        hashes.push(hash);
        new
    });
    finished.truncate(wanted);
    finished.into_iter().map(|index| trace(&search.arena, index)).collect()
}

struct Search<'a, C> {
    arena: Vec<Hypothesis>,
    /// By node, hypotheses that arrived there, and the cost of the cheapest.
    waiting: Vec<Vec<Hypothesis>>,
    cheapest: Vec<f32>,
    costs: &'a C,
}

impl<C: Costs> Search<'_, C> {
    /// Lets a hypothesis wait at its node, unless it would be dropped there anyway.
    fn push(&mut self, next: Hypothesis) {
        let node = next.node as usize;
        if next.cost <= self.cheapest[node] + BEAM_NATS {
            self.cheapest[node] = self.cheapest[node].min(next.cost);
            self.waiting[node].push(next);
        }
    }

    /// Follows an arc: `next` already stands at its end and has paid for it.
    fn follow(&mut self, label: Label, mut next: Hypothesis, from: Node) {
        match label {
            Label::Nothing => {
                if next.is_whole() {
                    next.begun = next.node;
                }
                self.push(next);
            }
            Label::Whole if next.is_whole() => {
                next.begun = next.node;
                self.push(next);
            }
            Label::Char(c) if next.is_whole() => self.emit(next, c),
            Label::Whole | Label::Char(_) => {}
            Label::Byte(byte) => self.eat(next, from, byte),
            Label::OneOf(set) => match next.pending {
                Pending::None => self.push(Hypothesis { pending: Pending::OneOf(set), begun: from, ..next }),
                Pending::Byte(_) => set.iter().for_each(|byte| self.eat(next, from, byte)),
                // Two unknown bytes in one character: nothing to go by but what is common there.
                Pending::OneOf(_) => UNSEEN_MARKS.iter().for_each(|mark| self.emit(next, *mark)),
            },
            Label::Dropped(leads, trails) => {
                if let Pending::Byte(lead) = next.pending {
                    for c in leads.iter().filter_map(|byte| gbk::decode(lead, byte)) {
                        self.emit_pending(next, c, trails, from);
                    }
                }
            }
            Label::DroppedAgain(chars, trails) => {
                if matches!(next.pending, Pending::OneOf(_)) {
                    for c in chars.chars.iter() {
                        self.emit_pending(next, *c, trails, from);
                    }
                }
            }
            Label::Reading(number) => self.check(next, number),
            Label::OneOfReading(set, number) => self.check_lost(next, from, set, number),
        }
    }

    /// Eats a byte. Where no character can have it, the hypothesis ends.
    fn eat(&mut self, mut next: Hypothesis, from: Node, byte: u8) {
        let pending = match next.pending {
            Pending::OneOf(set) => {
                for lead in set.iter() {
                    if let Step::Char(c) = codec::gbk(lead, byte) {
                        self.emit(next, c);
                    }
                }
                return;
            }
            Pending::None => 0,
            Pending::Byte(lead) => lead,
        };
        if pending == 0 {
            next.begun = from;
        }
        match codec::gbk(pending, byte) {
            Step::Invalid => {}
            Step::Pending(lead) => self.push(Hypothesis { pending: Pending::Byte(lead), ..next }),
            Step::Char(c) => self.emit(next, c),
        }
    }

    fn emit(&mut self, next: Hypothesis, c: char) {
        let next = self.with(next, c);
        self.push(next);
    }

    /// Ends a character by the first byte of a dropped pair, whose second byte begins another.
    fn emit_pending(&mut self, next: Hypothesis, c: char, begun: &'static ByteSet, from: Node) {
        // The emission needs a hypothesis of its own, so that both are found on the way back.
        let mut ended = self.with(next, c);
        ended.node = from;
        let index = self.arena.len() as u32;
        self.arena.push(ended);
        self.push(Hypothesis {
            parent: index,
            node: next.node,
            emitted: None,
            pending: Pending::OneOf(begun),
            begun: from,
            ..ended
        });
    }

    fn with(&self, mut next: Hypothesis, c: char) -> Hypothesis {
        let (price, memory) = self.costs.character(c, next.memory);
        next.cost += price;
        next.memory = memory;
        next.last = c;
        next.pending = Pending::None;
        next.emitted = Some(c);
        let written = u64::from(self.costs.written(c) as u32);
        next.hash = (next.hash ^ written).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
        next
    }

    /// Checks a reading against the two bytes read last; where the second is unknown, against all it can be.
    fn check(&mut self, next: Hypothesis, number: u16) {
        let Some(last) = gbk::encode(next.last) else { return };
        match next.pending {
            Pending::None => {
                if let Some(back) = self.costs.reading(number, last, true) {
                    self.push(Hypothesis { cost: next.cost - back, begun: next.node, ..next });
                }
            }
            Pending::Byte(byte) => {
                if let Some(back) = self.costs.reading(number, (last.1, byte), false) {
                    self.push(Hypothesis { cost: next.cost - back, ..next });
                }
            }
            Pending::OneOf(set) => {
                for byte in set.iter() {
                    if let Some(back) = self.costs.reading(number, (last.1, byte), false) {
                        self.push(Hypothesis {
                            cost: next.cost - back,
                            pending: Pending::Byte(byte),
                            ..next
                        });
                    }
                }
            }
        }
    }
}

impl<C: Costs> Search<'_, C> {
    /// A lost byte and the reading behind it, which rules out most of what the byte can have been.
    fn check_lost(&mut self, next: Hypothesis, from: Node, set: &'static ByteSet, number: u16) {
        let ends = |this: &mut Self, lead: u8| {
            for byte in set.iter() {
                if let Step::Char(c) = codec::gbk(lead, byte)
                    && let Some(back) = this.costs.reading(number, (lead, byte), true)
                {
                    this.emit(Hypothesis { cost: next.cost - back, ..next }, c);
                }
            }
        };
        match next.pending {
            Pending::None => {
                let Some((_, trail)) = gbk::encode(next.last) else { return };
                for byte in set.iter() {
                    if let Some(back) = self.costs.reading(number, (trail, byte), false) {
                        let pending = Pending::Byte(byte);
                        self.push(Hypothesis { cost: next.cost - back, pending, begun: from, ..next });
                    }
                }
            }
            Pending::Byte(lead) => ends(self, lead),
            Pending::OneOf(leads) => leads.iter().for_each(|lead| ends(self, lead)),
        }
    }
}

/// Merges hypotheses of one state, keeps the best, sorts by cost.
fn keep_best(mut arrived: Vec<Hypothesis>, wanted: usize) -> Vec<Hypothesis> {
    if arrived.len() > 1 {
        let best = arrived.iter().map(|h| h.cost).fold(f32::INFINITY, f32::min);
        arrived.retain(|h| h.cost <= best + BEAM_NATS);
        if arrived.len() > CROWD {
            arrived.select_nth_unstable_by(CROWD, |a, b| a.cost.total_cmp(&b.cost).then(a.hash.cmp(&b.hash)));
            arrived.truncate(CROWD);
        }
        arrived.sort_by(|a, b| {
            a.state().cmp(&b.state()).then(a.cost.total_cmp(&b.cost)).then(a.hash.cmp(&b.hash))
        });
    }
    let mut kept: Vec<Hypothesis> = Vec::with_capacity(arrived.len().min(BEAM));
    let mut state_start = 0;
    for hypothesis in arrived {
        if kept.last().is_none_or(|k| k.state() != hypothesis.state()) {
            state_start = kept.len();
        }
        let of_state = &kept[state_start..];
        if of_state.len() < wanted && of_state.iter().all(|k| k.hash != hypothesis.hash) {
            kept.push(hypothesis);
        }
    }
    kept.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    kept.truncate(BEAM);
    kept
}

/// The units of a reading, from its last hypothesis back.
fn trace(arena: &[Hypothesis], last: u32) -> Reading {
    let cost = arena[last as usize].cost;
    let mut units = Vec::new();
    let mut index = last;
    loop {
        let here = arena[index as usize];
        if here.parent == NO_PARENT {
            break;
        }
        let before = arena[here.parent as usize];
        match here.emitted {
            Some(_) => units.push(Unit { from: here.begun, to: here.node, c: here.emitted }),
            // Skipped between whole characters; inside a character it belongs to that one.
            None if here.is_whole() => units.push(Unit { from: before.node, to: here.node, c: None }),
            None => {}
        }
        index = here.parent;
    }
    units.reverse();
    Reading { cost, units }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lattice::model::Model;

    static LEADS: ByteSet = ByteSet::range(0, 0x81, 0xFE);

    struct Plain;
    impl Costs for Plain {
        fn character(&self, c: char, memory: Memory) -> (f32, Memory) {
            (if c == '專' { 1.0 } else { 3.0 }, memory)
        }
        fn reading(&self, _: u16, pair: (u8, u8), _: bool) -> Option<f32> {
            (pair == (0x8C, 0xA3)).then_some(0.0)
        }
        fn written(&self, c: char) -> char {
            c
        }
    }

    fn start() -> Memory {
        Memory { context: Model::get().context([]), open: 0 }
    }

    fn nodes(graph: &mut Graph, count: usize) -> Vec<Node> {
        (0..count).map(|_| graph.node()).collect()
    }

    #[test]
    fn finds_the_lost_byte_and_the_runner_up() {
        let mut graph = Graph::default();
        let nodes = nodes(&mut graph, 3);
        graph.arc(nodes[0], nodes[1], Label::OneOf(&LEADS), 0.0);
        graph.arc(nodes[1], nodes[2], Label::Byte(0xA3), 0.0);
        let readings = search(&graph, '\n', start(), &Plain, 2);
        assert_eq!(readings.len(), 2);
        assert_eq!(readings[0].units, [Unit { from: 0, to: 2, c: Some('專') }]);
        assert!(readings[1].cost > readings[0].cost);
    }

    #[test]
    fn a_reading_is_a_checksum() {
        let mut graph = Graph::default();
        let nodes = nodes(&mut graph, 4);
        graph.arc(nodes[0], nodes[1], Label::OneOf(&LEADS), 0.0);
        graph.arc(nodes[1], nodes[2], Label::Byte(0xA3), 0.0);
        graph.arc(nodes[2], nodes[3], Label::Reading(0), 0.0);
        assert_eq!(search(&graph, '\n', start(), &Plain, 5).len(), 1);
    }

    #[test]
    fn a_dropped_pair_ends_one_character_and_begins_another() {
        static ENDS: ByteSet = ByteSet::range(1, 0xF8, 0xF8);
        static BEGINS: ByteSet = ByteSet::range(2, 0xD6, 0xD6);
        let mut graph = Graph::default();
        let nodes = nodes(&mut graph, 4);
        graph.arc(nodes[0], nodes[1], Label::Byte(0x87), 0.0);
        graph.arc(nodes[1], nodes[2], Label::Dropped(&ENDS, &BEGINS), 0.0);
        graph.arc(nodes[2], nodes[3], Label::Byte(0xC6), 0.0);
        let readings = search(&graph, '\n', start(), &Plain, 2);
        let text: String = readings[0].units.iter().filter_map(|u| u.c).collect();
        assert_eq!(text, "國制");
    }

    #[test]
    fn an_empty_graph_has_no_reading() {
        assert!(search(&Graph::default(), '\n', start(), &Plain, 2).is_empty());
    }
}
