//! How much a phrase reads like a search keyword, whoever listed it: what its characters cost by the stems of a topic,
//! against what they cost by the language model and by the stems of
//! honest lists.

use super::lexicon::Topic;
use crate::chars::is_han;
use crate::lattice::model::Model;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// Number of topics that are wares: the first ones.
const WARES: usize = 5;
/// How many stems' worth of characters is believed to come from any text, where the stems of a topic lack a character.
const ANY_TEXT: f32 = 400.0;
/// How many times a character must have been seen in stems for what follows it to count as much as what is frequent.
const SEEN: f32 = 4.0;
/// Where a phrase begins.
const START: char = '\n';

/// Characters and pairs of them, mixed by one product each: they are looked up for every character of a line.
#[derive(Debug, Clone, Copy, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        /// 2^64 by the golden ratio.
        const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
        self.0 = (self.0.rotate_left(u32::BITS) ^ u64::from(number)).wrapping_mul(FACTOR);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(u32::BITS)
    }
}

/// The sums of weights in the stems of each topic, with the baits, which go with any; then those of honest lists.
type Weights = [f32; WARES + 1];
const HONEST: usize = WARES;

/// What one character is in stems: how often it stands there, and how often before another.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Single {
    own: Weights,
    before: Weights,
}

/// What keywords of each topic, and honest lists, are made of.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Phrasing {
    singles: HashMap<char, Single, BuildHasherDefault<Mixed>>,
    pairs: HashMap<(char, char), Weights, BuildHasherDefault<Mixed>>,
    sums: Weights,
}

/// Share of honest phrases that are made like the stems of honest lists, and not like running text.
const LISTED: f32 = 0.3;

impl Phrasing {
    /// Reads stems: folded letters, topic, weight.
    pub(crate) fn of<'a>(stems: impl Iterator<Item = (&'a [char], Topic, f32)>) -> Self {
        let mut phrasing = Self::default();
        for (letters, topic, weight) in stems {
            match topic {
                Topic::Honest => phrasing.add(letters, weight, HONEST..HONEST + 1),
                Topic::Bait => phrasing.add(letters, weight, 0..WARES),
                ware => phrasing.add(letters, weight, ware as usize..ware as usize + 1),
            }
        }
        phrasing
    }

    fn add(&mut self, letters: &[char], weight: f32, topics: Range<usize>) {
        let mut last = START;
        for c in letters.iter().copied() {
            if is_han(c) {
                let add = |sums: &mut Weights| {
                    sums[topics.clone()].iter_mut().for_each(|sum| *sum += weight);
                };
                add(&mut self.singles.entry(c).or_default().own);
                add(&mut self.singles.entry(last).or_default().before);
                add(self.pairs.entry((last, c)).or_default());
                add(&mut self.sums);
            }
            last = c;
        }
    }

    fn single(&self, c: char) -> Single {
        self.singles.get(&c).copied().unwrap_or_default()
    }

    /// Whether a line may hold a stretch that reads like keywords: as many pairs of characters that stems of wares or baits
    /// are made of, close to each other, as keywords have. Of lines where the text was more probable by the stems
    /// than by the language model by ten nats, those of keywords had nine such pairs and more; sentences three at most.
    pub(crate) fn may_read(&self, letters: &[char]) -> bool {
        const PAIRS_LEAST: usize = 3;
        /// Characters between two such pairs.
        const CLOSE: usize = 8;
        let (mut count, mut at) = (0, 0);
        letters.windows(2).enumerate().any(|(place, pair)| {
            let known = is_han(pair[1])
                && self
                    .pairs
                    .get(&(pair[0], pair[1]))
                    .is_some_and(|weights| weights[..WARES].iter().any(|weight| *weight > 0.0));
            if known {
                count = if place - at > CLOSE { 1 } else { count + 1 };
                at = place;
            }
            count >= PAIRS_LEAST
        })
    }

    /// By how many nats the stems of some topic explain the Han characters of a phrase better than the language model
    /// and honest lists do, and the topic. Letters are folded.
    pub(crate) fn gain(&self, letters: &[char]) -> (f32, Topic) {
        let mut gains = [0.0; WARES];
        self.each(letters, |_, each| gains.iter_mut().zip(each).for_each(|(sum, gain)| *sum += gain));
        let best = (0..WARES).fold(0, |best, i| if gains[i] > gains[best] { i } else { best });
        (gains[best], Topic::ALL[best])
    }

    /// The stretch of a line that reads most like keywords of one topic, by how many nats, and the topic.
    pub(crate) fn stretch(&self, letters: &[char]) -> (Range<usize>, f32, Topic) {
        let mut best = (0..0, 0.0, Topic::ALL[0]);
        // The best stretch that ends here, of each topic.
        let mut here = [(0, 0.0_f32); WARES];
        self.each(letters, |at, each| {
            for (topic, gain) in each.into_iter().enumerate() {
                let (start, sum) = &mut here[topic];
                if *sum <= 0.0 {
                    (*start, *sum) = (at, 0.0);
                }
                *sum += gain;
                if *sum > best.1 {
                    best = (*start..at + 1, *sum, Topic::ALL[topic]);
                }
            }
        });
        best
    }

    /// What each Han character gains, by topic. What is no letter ends a phrase.
    fn each(&self, letters: &[char], mut tell: impl FnMut(usize, [f32; WARES])) {
        /// What a mark costs a stretch that goes on across it.
        const MARK: f32 = -6.0;
        let model = Model::get();
        let mut context = model.context([]);
        let mut last = START;
        let mut before = self.single(START).before;
        for (at, c) in letters.iter().copied().enumerate() {
            let (price, after) = model.step(context, model.id(c));
            context = after;
            if is_han(c) {
                let any = ANY_TEXT * (-model.plain(c)).exp();
                let single = self.single(c);
                let pair = self.pairs.get(&(last, c)).copied().unwrap_or_default();
                // How likely the character is behind the last one, by the stems of each topic.
                let likely = |topic: usize| {
                    let alone = (single.own[topic] + any) / (self.sums[topic] + ANY_TEXT);
                    (pair[topic] + SEEN * alone) / (before[topic] + SEEN)
                };
                let plainly = (1.0 - LISTED) * (-price).exp() + LISTED * likely(HONEST);
                let mut gains = [0.0; WARES];
                for (topic, gain) in gains.iter_mut().enumerate() {
                    *gain = (likely(topic) / plainly).ln();
                }
                tell(at, gains);
                (last, before) = (c, single.before);
            } else if c.is_alphanumeric() {
                (last, before) = (c, self.single(c).before);
            } else {
                (last, before) = (START, self.single(START).before);
                if c != ' ' {
                    tell(at, [MARK; WARES]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lines::lexicon::Lexicon;

    fn gain(phrase: &str) -> f32 {
        let letters: Vec<char> = phrase.chars().collect();
        Lexicon::built_in().phrasing().gain(&letters).0 / letters.len() as f32
    }

    #[test]
    fn phrases_that_nobody_listed_read_like_keywords() {
        for (keyword, honest) in [
            ("哈希竞猜游戏", "游戏规则说明"),
            ("足彩胜负预测", "地震预测方法"),
            ("贷款口子必下", "贷款利率下降"),
            ("云鼎娱乐官方网站", "市政府官方网站"),
            ("征信洗白修复", "文物修复工作"),
        ] {
            assert!(
                gain(keyword) > gain(honest) + 0.4,
                "{keyword} {} {honest} {}",
                gain(keyword),
                gain(honest)
            );
        }
    }
}
