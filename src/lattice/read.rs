//! Text in a codec of which some bytes are lost: observations in, the best reading and its margin out.

use super::codec::Codec;
use super::graph::{ByteSet, Graph, Label, Node};
use super::model::{Context, Model, Script};
use super::search::{self, Costs};
use super::words::{self, WORDS_SHARE};
use crate::chars::is_han;
use crate::decode::han::{After, Prices};
use std::ops::Range;

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Chinese(Script),
    Japanese,
    Korean,
}

/// What is known of a byte.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Seen {
    /// It is this one.
    Byte(u8),
    /// It is one of these.
    OneOf(ByteSet),
}

/// What is seen of a text's bytes, from left to right.
#[derive(Debug)]
pub(crate) struct Observations {
    graph: Graph,
    codec: Codec,
    here: Node,
}

/// The most probable text behind observations.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Best {
    pub(crate) text: String,
    /// What it costs, in nats. Some 4 to 9 a character are usual; gibberish costs 12 and more.
    pub(crate) cost: f32,
    /// The next best text, and how much dearer it is, by its characters and, in Chinese, by its words, in nats;
    /// infinity where there is no other.
    pub(crate) runner_up: Option<String>,
    pub(crate) margin: f32,
    /// The characters of the text, each with the observations it was made of, as [`Observations::place`] counts
    /// them.
    pub(crate) pieces: Vec<(char, Range<u32>)>,
}

impl Observations {
    /// Nothing seen yet.
    pub(crate) fn of(codec: Codec) -> Self {
        let mut graph = Graph::default();
        let here = graph.node();
        Self { graph, codec, here }
    }

    /// The place behind all that was seen. Places grow from left to right, not always by one.
    pub(crate) fn place(&self) -> u32 {
        self.here
    }

    /// A byte of the text.
    pub(crate) fn byte(&mut self, byte: u8) {
        self.either(&[(&[Seen::Byte(byte)], 0.0)]);
    }

    /// A byte of which only this is known.
    pub(crate) fn one_of(&mut self, set: ByteSet) {
        self.either(&[(&[Seen::OneOf(set)], 0.0)]);
    }

    /// Perhaps a byte of the set, at a cost, or nothing, at another.
    pub(crate) fn perhaps(&mut self, set: ByteSet, there: f32, not_there: f32) {
        self.either(&[(&[Seen::OneOf(set)], there), (&[], not_there)]);
    }

    /// One of several runs of bytes, each at its cost in nats: how much rarer the damage makes what is seen of it
    /// than of the cheapest.
    pub(crate) fn either(&mut self, ways: &[(&[Seen], f32)]) {
        let inner: Vec<Vec<Node>> =
            ways.iter().map(|(run, _)| (1..run.len()).map(|_| self.graph.node()).collect()).collect();
        let next = self.graph.node();
        for ((run, cost), inner) in ways.iter().zip(inner) {
            let mut from = self.here;
            if run.is_empty() {
                self.graph.arc(from, next, Label::Nothing, *cost);
            }
            for (i, seen) in run.iter().enumerate() {
                let to = inner.get(i).copied().unwrap_or(next);
                let label = match *seen {
                    Seen::Byte(byte) => Label::Byte(byte),
                    Seen::OneOf(set) => Label::OneOf(self.graph.set(set)),
                };
                self.graph.arc(from, to, label, if i == 0 { *cost } else { 0.0 });
                from = to;
            }
        }
        self.here = next;
    }

    /// A character that stands there as it is, between two whole ones: text beside the damage, so that the
    /// reading fits it.
    pub(crate) fn char(&mut self, c: char) {
        let next = self.graph.node();
        self.graph.arc(self.here, next, Label::Char(c), 0.0);
        self.here = next;
    }

    /// The best reading behind some text, of which the last few characters tell. Nothing where no text fits.
    pub(crate) fn read(&self, language: Language, before: &str) -> Option<Best> {
        let left = before.chars().next_back().unwrap_or('\n');
        let readings = match language {
            Language::Chinese(script) => {
                let costs = Chinese { model: Model::get(), script };
                let memory = costs.model.context(before.chars());
                search::search(&self.graph, self.codec, left, memory, &costs, COMPARED)
            }
            Language::Japanese | Language::Korean => {
                let costs =
                    Other(Prices::of(if language == Language::Japanese { "EUC-JP" } else { "EUC-KR" }));
                let memory =
                    before.chars().fold(costs.0.start(), |memory, c| costs.character(c, memory, false).1);
                search::search(&self.graph, self.codec, left, memory, &costs, COMPARED)
            }
        };
        let words = |text: &str| match language {
            Language::Chinese(_) => WORDS_SHARE * words::price(text),
            Language::Japanese | Language::Korean => 0.0,
        };
        let mut readings: Vec<(f32, String, search::Reading)> = readings
            .into_iter()
            .map(|reading| (reading.text(), reading))
            .map(|(text, reading)| (reading.cost + words(&text), text, reading))
            .collect();
        readings.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut readings = readings.into_iter();
        let (price, text, best) = readings.next()?;
        let next = readings.next();
        Some(Best {
            text,
            cost: best.cost,
            margin: next.as_ref().map_or(f32::INFINITY, |next| next.0 - price),
            runner_up: next.map(|next| next.1),
            pieces: best.units.iter().filter_map(|unit| Some((unit.c?, unit.from..unit.to))).collect(),
        })
    }
}

/// Readings that are compared by their words, too.
const COMPARED: usize = 8;

struct Chinese {
    model: &'static Model,
    script: Script,
}

impl Costs for Chinese {
    type Memory = Context;

    fn character(&self, c: char, memory: Context, _: bool) -> (f32, Context) {
        let (price, memory) = self.model.step(memory, self.model.id(c));
        (price + self.model.form(c, self.script), memory)
    }

    fn reading(&self, _: u16, _: (u8, u8), _: bool) -> Option<f32> {
        None
    }

    fn written(&self, c: char) -> char {
        c
    }
}

/// Japanese and Korean, by the statistics that bytes are decoded with.
struct Other(Prices);

impl Costs for Other {
    type Memory = After;

    fn character(&self, c: char, memory: After, _: bool) -> (f32, After) {
        let (price, memory) = self.0.after(memory, c);
        // A syllable or letter of another language is no rival.
        (price + if is_own(c) { 0.0 } else { FOREIGN_NATS }, memory)
    }

    fn reading(&self, _: u16, _: (u8, u8), _: bool) -> Option<f32> {
        None
    }

    fn written(&self, c: char) -> char {
        c
    }
}

/// What a letter of neither this language nor ASCII costs beside its price.
const FOREIGN_NATS: f32 = 3.0;

fn is_own(c: char) -> bool {
    c.is_ascii()
        || is_han(c)
        || matches!(c, '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{30FF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF00}'..='\u{FFEF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lattice::codec::Codec;

    const TAILS: ByteSet = ByteSet::range(0x80, 0xBF);

    /// Writes a text in an encoding and loses every byte at one of these places.
    fn read(text: &str, codec: Codec, lost: &[usize], set: ByteSet, language: Language) -> Best {
        let mut seen = Observations::of(codec);
        let bytes: Vec<u8> = text.chars().flat_map(|c| codec.encode(c).unwrap()).collect();
        for (i, byte) in bytes.into_iter().enumerate() {
            if lost.contains(&i) { seen.one_of(set) } else { seen.byte(byte) }
        }
        seen.read(language, "").unwrap()
    }

    #[test]
    fn chinese_in_utf8() {
        let best = read("重点专科建设", Codec::Utf8, &[8, 17], TAILS, Language::Chinese(Script::Simplified));
        assert_eq!(best.text, "重点专科建设");
        // 万科 is a company that the news writes of.
        assert_eq!(best.runner_up.as_deref(), Some("重点万科建设"));
        assert!(best.margin > 0.5, "{best:?}");
        assert_eq!(best.pieces[2], ('专', 6..9));
    }

    #[test]
    fn japanese_and_korean() {
        let trails = ByteSet::range(0xA1, 0xFE);
        let best = read("設定を変更しました。", Codec::EucJp, &[9], trails, Language::Japanese);
        assert_eq!(best.text, "設定を変更しました。");
        let best = read("설정을 변경했습니다.", Codec::EucKr, &[3], trails, Language::Korean);
        assert_eq!(best.text, "설정을 변경했습니다.");
        let best = read("設定を変更しました。", Codec::Utf8, &[14], TAILS, Language::Japanese);
        assert_eq!(best.text, "設定を変更しました。");
    }

    #[test]
    fn a_byte_that_may_be_there() {
        let mut seen = Observations::of(Codec::Utf8);
        seen.char('我');
        for byte in "们的".bytes().take(5) {
            seen.byte(byte);
        }
        seen.perhaps(TAILS, 0.0, 1.0);
        seen.char('人');
        let best = seen.read(Language::Chinese(Script::Simplified), "").unwrap();
        assert_eq!(best.text, "我们的人");
        let mut seen = Observations::of(Codec::Utf8);
        let bytes: Vec<Seen> = "人".bytes().map(Seen::Byte).collect();
        seen.either(&[(&bytes, 0.0), (&[Seen::Byte(b'x')], 3.0)]);
        assert_eq!(seen.read(Language::Chinese(Script::Simplified), "国").unwrap().text, "人");
    }

    #[test]
    fn what_cannot_be_has_no_reading() {
        let mut seen = Observations::of(Codec::Utf8);
        seen.byte(0xE4);
        seen.char('人');
        assert_eq!(seen.read(Language::Chinese(Script::Simplified), ""), None);
    }
}
