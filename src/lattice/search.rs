//! The search for the most probable original.
//!
//! A beam over (node, bytes pending, last characters, brackets open). Hypotheses that stand in the same
//! state are merged, the best few with different texts kept. Time and memory are bounded by [`BEAM`] times
//! the length of the graph.

use super::codec::{Codec, LONGEST};
use super::graph::{Graph, Label, Node, SetId};
use super::pending::{Part, Pending, SETS, part};
use crate::chars::gbk;
use std::collections::HashMap;
use std::rc::Rc;

/// Hypotheses kept at a node. Half as many more restore half a line in a hundred more, a third fewer cost
/// half a line (generated damage, see docs/model.md).
const BEAM: usize = 64;
/// Hypotheses dearer than the best of their node by this much, in nats, are dropped. On 5,300 generated shifts 9
/// to 20 restore the same within 5 in 1,000, 7 loses 1 in 100; 20 takes four times as long.
const BEAM_NATS: f32 = 12.0;
/// Of these only the best may go on by a byte that is not known: each makes some hundred new ones.
const LEADERS: usize = 32;
/// Of these only so many may go on by a whole character that is not known: each makes some four hundred new ones.
const AGAIN_LEADERS: usize = 8;
/// A character of which less is known than this leaves open is one of [`UNSEEN_MARKS`], or nothing the search
/// could tell: there is nothing to go by but what is common there.
const MOST_OPEN: usize = 2048;
const UNSEEN_MARKS: [char; 9] = ['。', '，', '；', '！', '？', '”', '）', '：', '》'];
/// Arrivals at a node that are looked at for merging; the dearest beyond are dropped unseen.
const CROWD: usize = 4 * BEAM;
const NO_PARENT: u32 = u32::MAX;

/// What the search has to know of the language and, if there is one, of the page.
pub(crate) trait Costs {
    /// What a hypothesis remembers of its text for pricing what follows.
    type Memory: Copy + Ord;
    /// What this character costs after what the hypothesis remembers, in nats, and what it remembers then. `split`
    /// says that the channel put something between its bytes.
    fn character(&self, c: char, memory: Self::Memory, split: bool) -> (f32, Self::Memory);
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
    /// Pairs of bytes that were dropped without a trace.
    pub(crate) dropped: u8,
}

impl Reading {
    /// The original's text.
    pub(crate) fn text(&self) -> String {
        self.units.iter().filter_map(|unit| unit.c).collect()
    }
}

#[derive(Clone, Copy)]
struct Hypothesis<M> {
    cost: f32,
    parent: u32,
    node: Node,
    /// Where the character in the making began.
    begun: Node,
    last: char,
    pending: Pending,
    memory: M,
    emitted: Option<char>,
    /// As in [`Reading`].
    dropped: u8,
    /// Of all characters emitted, as they will be written.
    hash: u64,
}

impl<M: Copy + Ord> Hypothesis<M> {
    fn state(&self) -> (Pending, char, M) {
        (self.pending, self.last, self.memory)
    }

    fn is_whole(&self) -> bool {
        self.pending.is_none()
    }
}

/// The best readings of a graph, cheapest first, at most `wanted`, all different as text. `left` is the
/// character before the graph, `memory` what is remembered there. Empty when no reading fits.
pub(crate) fn search<C: Costs>(
    graph: &Graph,
    codec: Codec,
    left: char,
    memory: C::Memory,
    costs: &C,
    wanted: usize,
) -> Vec<Reading> {
    let Some(last_node) = graph.len().checked_sub(1) else { return Vec::new() };
    let mut search = Search {
        arena: Vec::new(),
        waiting: vec![Vec::new(); graph.len()],
        cheapest: vec![f32::INFINITY; graph.len()],
        candidates: HashMap::new(),
        graph,
        codec,
        costs,
    };
    search.waiting[0].push(Hypothesis {
        cost: 0.0,
        parent: NO_PARENT,
        node: 0,
        begun: 0,
        last: left,
        pending: Pending::NONE,
        memory,
        emitted: None,
        dropped: 0,
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
                let unknown = arc.label.is_unknown() || hypothesis.pending.is_unknown();
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

struct Search<'a, C: Costs> {
    arena: Vec<Hypothesis<C::Memory>>,
    /// By node, hypotheses that arrived there, and the cost of the cheapest.
    waiting: Vec<Vec<Hypothesis<C::Memory>>>,
    cheapest: Vec<f32>,
    /// The characters that bytes of which some are not known can be.
    candidates: HashMap<Pending, Rc<[char]>>,
    graph: &'a Graph,
    codec: Codec,
    costs: &'a C,
}

impl<C: Costs> Search<'_, C> {
    /// Lets a hypothesis wait at its node, unless it would be dropped there anyway.
    fn push(&mut self, next: Hypothesis<C::Memory>) {
        let node = next.node as usize;
        if next.cost <= self.cheapest[node] + BEAM_NATS {
            self.cheapest[node] = self.cheapest[node].min(next.cost);
            self.waiting[node].push(next);
        }
    }

    /// Follows an arc: `next` already stands at its end and has paid for it.
    fn follow(&mut self, label: Label, mut next: Hypothesis<C::Memory>, from: Node) {
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
            Label::Char(c) if next.is_whole() => {
                next.begun = from;
                self.emit(next, c);
            }
            Label::Whole | Label::Char(_) => {}
            Label::Byte(byte) => self.eat(next, from, byte),
            Label::OneOf(set) => self.eat_unknown(next, from, set),
            Label::Dropped(leads, trails) => {
                if let Some(lead) = next.pending.byte() {
                    for c in self.graph.bytes(leads).iter().filter_map(|byte| gbk::decode(lead, byte)) {
                        self.emit_pending(next, c, trails, from);
                    }
                }
            }
            Label::DroppedAgain(chars, trails) => {
                if next.pending.set().is_some() {
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
    fn eat(&mut self, mut next: Hypothesis<C::Memory>, from: Node, byte: u8) {
        if !next.is_whole() {
            self.go_on(next, Part::from(byte));
            return;
        }
        next.begun = from;
        match self.codec.length(byte) {
            0 => {}
            1 => {
                if let Some(c) = self.codec.decode(&[byte]) {
                    self.emit(next, c);
                }
            }
            of => {
                next.pending = Pending { of: of as u8, ..Pending::NONE }.with(Part::from(byte));
                self.push(next);
            }
        }
    }

    /// Eats a byte that is not known.
    fn eat_unknown(&mut self, mut next: Hypothesis<C::Memory>, from: Node, set: SetId) {
        if !next.is_whole() {
            self.go_on(next, part(set));
            return;
        }
        next.begun = from;
        let mut lengths = [false; LONGEST + 1];
        for byte in self.graph.bytes(set).iter() {
            let of = self.codec.length(byte);
            if of == 1 {
                self.eat(next, from, byte);
            } else if of > 1 && !lengths[of] {
                lengths[of] = true;
                let pending = Pending { of: of as u8, split: true, ..Pending::NONE }.with(part(set));
                self.push(Hypothesis { pending, ..next });
            }
        }
    }

    /// Adds a byte to a character that was begun.
    fn go_on(&mut self, next: Hypothesis<C::Memory>, part: Part) {
        let pending = next.pending.with(part);
        if pending.length < pending.of {
            self.push(Hypothesis { pending, ..next });
        } else if !pending.is_unknown() {
            let bytes = pending.parts.map(|part| part as u8);
            if let Some(c) = self.codec.decode(&bytes[..usize::from(pending.of)]) {
                self.emit(next, c);
            }
        } else {
            let candidates = self.candidates(pending);
            candidates.iter().for_each(|c| self.emit(next, *c));
        }
    }

    /// The characters that bytes of which some are not known can be.
    fn candidates(&mut self, pending: Pending) -> Rc<[char]> {
        let pending = Pending { split: false, ..pending };
        if let Some(known) = self.candidates.get(&pending) {
            return Rc::clone(known);
        }
        let found: Rc<[char]> = self.list(pending).into();
        self.candidates.insert(pending, Rc::clone(&found));
        found
    }

    fn list(&self, pending: Pending) -> Vec<char> {
        let of = usize::from(pending.of);
        let choices: Vec<Vec<u8>> = pending.parts[..of]
            .iter()
            .map(|part| match part.checked_sub(SETS) {
                Some(set) => self.graph.bytes(SetId(set as u8)).iter().collect(),
                None => vec![*part as u8],
            })
            .collect();
        let open: usize = choices.iter().map(Vec::len).product();
        if open > MOST_OPEN {
            let fits = |mark: &char| {
                self.codec.encode(*mark).is_some_and(|bytes| {
                    bytes.len() == of
                        && bytes.iter().zip(&choices).all(|(byte, choice)| choice.contains(byte))
                })
            };
            return UNSEEN_MARKS.into_iter().filter(fits).collect();
        }
        let mut found = Vec::new();
        let mut bytes = [0; LONGEST];
        for mut number in 0..open {
            for (byte, choice) in bytes.iter_mut().zip(&choices) {
                *byte = choice[number % choice.len()];
                number /= choice.len();
            }
            if self.codec.length(bytes[0]) == of {
                found.extend(self.codec.decode(&bytes[..of]));
            }
        }
        found
    }

    fn emit(&mut self, next: Hypothesis<C::Memory>, c: char) {
        let next = self.with(next, c);
        self.push(next);
    }

    /// Ends a character by the first byte of a dropped pair, whose second byte begins another.
    fn emit_pending(&mut self, next: Hypothesis<C::Memory>, c: char, begun: SetId, from: Node) {
        // The emission needs a hypothesis of its own, so that both are found on the way back.
        let mut ended = self.with(next, c);
        ended.node = from;
        let index = self.arena.len() as u32;
        self.arena.push(ended);
        self.push(Hypothesis {
            parent: index,
            node: next.node,
            emitted: None,
            pending: Pending::of_two(part(begun)),
            begun: from,
            dropped: ended.dropped.saturating_add(1),
            ..ended
        });
    }

    fn with(&self, mut next: Hypothesis<C::Memory>, c: char) -> Hypothesis<C::Memory> {
        let (price, memory) = self.costs.character(c, next.memory, next.pending.split);
        next.cost += price;
        next.memory = memory;
        next.last = c;
        next.pending = Pending::NONE;
        next.emitted = Some(c);
        let written = u64::from(self.costs.written(c) as u32);
        next.hash = (next.hash ^ written).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
        next
    }

    /// Checks a reading against the two bytes read last; where the second is unknown, against all it can be.
    fn check(&mut self, next: Hypothesis<C::Memory>, number: u16) {
        let Some(last) = gbk::encode(next.last) else { return };
        if next.is_whole() {
            if let Some(back) = self.costs.reading(number, last, true) {
                self.push(Hypothesis { cost: next.cost - back, begun: next.node, ..next });
            }
        } else if let Some(byte) = next.pending.byte() {
            if let Some(back) = self.costs.reading(number, (last.1, byte), false) {
                let pending = next.pending.split();
                self.push(Hypothesis { cost: next.cost - back, pending, ..next });
            }
        } else if let Some(set) = next.pending.set() {
            self.check_each(next, last.1, set, number);
        }
    }

    /// Goes on with each byte of a set that a reading allows behind the byte read last.
    fn check_each(&mut self, next: Hypothesis<C::Memory>, last: u8, set: SetId, number: u16) {
        for byte in self.graph.bytes(set).iter() {
            if let Some(back) = self.costs.reading(number, (last, byte), false) {
                let pending = Pending::of_two(Part::from(byte)).split();
                self.push(Hypothesis { cost: next.cost - back, pending, ..next });
            }
        }
    }

    /// A lost byte and the reading behind it, which rules out most of what the byte can have been.
    fn check_lost(&mut self, mut next: Hypothesis<C::Memory>, from: Node, set: SetId, number: u16) {
        if next.is_whole() {
            next.begun = from;
            if let Some((_, trail)) = gbk::encode(next.last) {
                self.check_each(next, trail, set, number);
            }
        } else if let Some(lead) = next.pending.byte() {
            self.check_trail(next, lead, set, number);
        } else if let Some(leads) = next.pending.set() {
            self.graph.bytes(leads).iter().for_each(|lead| self.check_trail(next, lead, set, number));
        }
    }

    /// Ends a character by each byte of a set that gives it a reading.
    fn check_trail(&mut self, next: Hypothesis<C::Memory>, lead: u8, set: SetId, number: u16) {
        for byte in self.graph.bytes(set).iter() {
            if let Some(c) = gbk::shown(lead, byte)
                && let Some(back) = self.costs.reading(number, (lead, byte), true)
            {
                self.emit(Hypothesis { cost: next.cost - back, ..next }, c);
            }
        }
    }
}

/// Merges hypotheses of one state, keeps the best, sorts by cost.
fn keep_best<M: Copy + Ord>(mut arrived: Vec<Hypothesis<M>>, wanted: usize) -> Vec<Hypothesis<M>> {
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
    let mut kept: Vec<Hypothesis<M>> = Vec::with_capacity(arrived.len().min(BEAM));
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
fn trace<M: Copy + Ord>(arena: &[Hypothesis<M>], last: u32) -> Reading {
    let Hypothesis { cost, dropped, .. } = arena[last as usize];
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
    Reading { cost, units, dropped }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lattice::graph::ByteSet;

    const LEADS: ByteSet = ByteSet::range(0x81, 0xFE);

    struct Plain;
    impl Costs for Plain {
        type Memory = ();
        fn character(&self, c: char, (): (), _: bool) -> (f32, ()) {
            (if "專中文".contains(c) { 1.0 } else { 3.0 }, ())
        }
        fn reading(&self, _: u16, pair: (u8, u8), _: bool) -> Option<f32> {
            (pair == (0x8C, 0xA3)).then_some(0.0)
        }
        fn written(&self, c: char) -> char {
            c
        }
    }

    fn nodes(graph: &mut Graph, count: usize) -> Vec<Node> {
        (0..count).map(|_| graph.node()).collect()
    }

    #[test]
    fn finds_the_lost_byte_and_the_runner_up() {
        let mut graph = Graph::default();
        let nodes = nodes(&mut graph, 3);
        let leads = graph.set(LEADS);
        graph.arc(nodes[0], nodes[1], Label::OneOf(leads), 0.0);
        graph.arc(nodes[1], nodes[2], Label::Byte(0xA3), 0.0);
        let readings = search(&graph, Codec::Gbk, '\n', (), &Plain, 2);
        assert_eq!(readings.len(), 2);
        assert_eq!(readings[0].units, [Unit { from: 0, to: 2, c: Some('專') }]);
        assert!(readings[1].cost > readings[0].cost);
    }

    #[test]
    fn a_reading_is_a_checksum() {
        let mut graph = Graph::default();
        let nodes = nodes(&mut graph, 4);
        let leads = graph.set(LEADS);
        graph.arc(nodes[0], nodes[1], Label::OneOf(leads), 0.0);
        graph.arc(nodes[1], nodes[2], Label::Byte(0xA3), 0.0);
        graph.arc(nodes[2], nodes[3], Label::Reading(0), 0.0);
        assert_eq!(search(&graph, Codec::Gbk, '\n', (), &Plain, 5).len(), 1);
    }

    #[test]
    fn a_dropped_pair_ends_one_character_and_begins_another() {
        let mut graph = Graph::default();
        let (ends, begins) = (graph.set(ByteSet::range(0xF8, 0xF8)), graph.set(ByteSet::range(0xD6, 0xD6)));
        let nodes = nodes(&mut graph, 4);
        graph.arc(nodes[0], nodes[1], Label::Byte(0x87), 0.0);
        graph.arc(nodes[1], nodes[2], Label::Dropped(ends, begins), 0.0);
        graph.arc(nodes[2], nodes[3], Label::Byte(0xC6), 0.0);
        let readings = search(&graph, Codec::Gbk, '\n', (), &Plain, 2);
        let text: String = readings[0].units.iter().filter_map(|u| u.c).collect();
        assert_eq!(text, "國制");
    }

    #[test]
    fn an_empty_graph_has_no_reading() {
        assert!(search(&Graph::default(), Codec::Gbk, '\n', (), &Plain, 2).is_empty());
    }

    #[test]
    fn a_lost_byte_of_three() {
        let mut graph = Graph::default();
        let nodes = nodes(&mut graph, 7);
        let (leads, tails) = (graph.set(ByteSet::range(0xE4, 0xE9)), graph.set(ByteSet::range(0x80, 0xBF)));
        for (i, label) in [
            Label::Byte(0xE4),
            Label::Byte(0xB8),
            Label::OneOf(tails),
            Label::OneOf(leads),
            Label::Byte(0x96),
            Label::Byte(0x87),
        ]
        .into_iter()
        .enumerate()
        {
            graph.arc(nodes[i], nodes[i + 1], label, 0.0);
        }
        let readings = search(&graph, Codec::Utf8, '\n', (), &Plain, 2);
        assert_eq!(readings[0].text(), "中文");
        assert!(readings[1].cost > readings[0].cost);
    }

    #[test]
    fn nothing_is_known_of_a_character() {
        let mut graph = Graph::default();
        let nodes = nodes(&mut graph, 4);
        let any = graph.set(ByteSet::range(0x80, 0xFF));
        for i in 0..3 {
            graph.arc(nodes[i], nodes[i + 1], Label::OneOf(any), 0.0);
        }
        let texts: Vec<String> =
            search(&graph, Codec::Utf8, '\n', (), &Plain, 9).iter().map(Reading::text).collect();
        assert!(texts.iter().any(|text| text == "。"), "{texts:?}");
    }
}
