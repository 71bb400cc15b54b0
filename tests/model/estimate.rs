//! From counts to probabilities: what a character's share is after one and after two others.
//!
//! Two sources meet. Running text knows what follows what, but of few genres. The word list knows the words
//! of all genres by frequency, and nothing of what stands between them. So the word list, taken as words
//! drawn one after another, is the prior, and the text moves it where it has seen enough.

use crate::counts::Counts;
use std::collections::HashMap;

/// How the sources are mixed. Tuned on genres held out (see docs/model.md).
pub(crate) struct Tuning {
    /// Weight of the prior for a pair: so much, and so much for each kind of character that follows.
    pub(crate) pair_prior: f64,
    pub(crate) pair_kinds: f64,
    /// The same for a triple.
    pub(crate) triple_prior: f64,
    pub(crate) triple_kinds: f64,
    /// Share of the words, beside the pairs, in the prior of a triple.
    pub(crate) words_in_triple: f64,
    /// How far the word list is followed on whether a word ends after two characters, from 0 to 1.
    pub(crate) tilt: f64,
    /// Share of the first characters of words in the single characters, which stand in for unseen pairs:
    /// those mostly lie between two words.
    pub(crate) starts_in_single: f64,
    /// Share of the single characters in the prior of a pair.
    pub(crate) single_in_pair: f64,
}

impl Tuning {
    pub(crate) const CHOSEN: Self = Self {
        pair_prior: 100.0,
        pair_kinds: 2.0,
        triple_prior: 20.0,
        triple_kinds: 4.0,
        words_in_triple: 0.1,
        tilt: 1.0,
        starts_in_single: 0.8,
        single_in_pair: 0.1,
    };
}

/// Added to the shares of word ends, which few words make uncertain.
const TILT_SMOOTHING: f64 = 0.05;

pub(crate) type Id = u16;

/// Words drawn one after another, by frequency.
#[derive(Default)]
struct Words {
    all: f64,
    /// By character: in words, as the first of one, as the last, as the only one.
    of: Vec<f64>,
    first: Vec<f64>,
    last: Vec<f64>,
    only: Vec<f64>,
    /// Two neighbours anywhere in a word, at its start, at its end; three anywhere.
    pair: HashMap<(Id, Id), f64>,
    pair_first: HashMap<(Id, Id), f64>,
    pair_last: HashMap<(Id, Id), f64>,
    triple: HashMap<(Id, Id, Id), f64>,
}

impl Words {
    fn add(&mut self, word: &[Id], count: f64) {
        self.all += count;
        word.iter().for_each(|c| self.of[*c as usize] += count);
        let (first, last) = (word[0], word[word.len() - 1]);
        self.first[first as usize] += count;
        self.last[last as usize] += count;
        if let [only] = word {
            self.only[*only as usize] += count;
            return;
        }
        for pair in word.windows(2) {
            *self.pair.entry((pair[0], pair[1])).or_default() += count;
        }
        *self.pair_first.entry((word[0], word[1])).or_default() += count;
        *self.pair_last.entry((word[word.len() - 2], last)).or_default() += count;
        for triple in word.windows(3) {
            *self.triple.entry((triple[0], triple[1], triple[2])).or_default() += count;
        }
    }

    fn start(&self, c: Id) -> f64 {
        self.first[c as usize] / self.all
    }

    fn after(&self, left: Id, c: Id) -> f64 {
        let of = self.of[left as usize];
        if of == 0.0 {
            return self.start(c);
        }
        (self.last[left as usize] * self.start(c) + get(&self.pair, &(left, c))) / of
    }

    /// How often a word ends after two characters.
    fn ends(&self, a: Id, b: Id) -> f64 {
        let ended = self.last[a as usize] / self.all;
        let seen = get(&self.pair, &(a, b)) + ended * self.first[b as usize];
        let over = get(&self.pair_last, &(a, b)) + ended * self.only[b as usize];
        if seen == 0.0 { self.ends_one(b) } else { over / seen }
    }

    fn ends_one(&self, b: Id) -> f64 {
        let of = self.of[b as usize];
        if of == 0.0 { 1.0 } else { self.last[b as usize] / of }
    }

    fn after_two(&self, a: Id, b: Id, c: Id) -> f64 {
        let ended = self.last[a as usize] / self.all;
        let seen = get(&self.pair, &(a, b)) + ended * self.first[b as usize];
        if seen == 0.0 {
            return self.after(b, c);
        }
        let inside = get(&self.triple, &(a, b, c)) + ended * get(&self.pair_first, &(b, c));
        let over = get(&self.pair_last, &(a, b)) + ended * self.only[b as usize];
        (inside + over * self.start(c)) / seen
    }
}

fn get<K: std::hash::Hash + Eq>(map: &HashMap<K, f64>, key: &K) -> f64 {
    map.get(key).copied().unwrap_or(0.0)
}

/// The whole estimate, before it is pruned.
pub(crate) struct Estimate {
    tuning: Tuning,
    words: Words,
    pub(crate) size: usize,
    pub(crate) single: Vec<f64>,
    pairs: HashMap<(Id, Id), f64>,
    pair_all: Vec<(f64, f64)>,
    triples: HashMap<(Id, Id, Id), f64>,
    triple_all: HashMap<(Id, Id), (f64, f64)>,
}

impl Estimate {
    pub(crate) fn new(counts: &Counts, id: &HashMap<char, Id>, tuning: Tuning) -> Self {
        let size = id.len() + 1;
        let mut text = vec![0.0; size];
        let mut pairs = HashMap::new();
        let mut pair_all = vec![(0.0, 0.0); size];
        for ([a, b], n) in &counts.pairs {
            let (Some(a), Some(b)) = (id.get(a), id.get(b)) else { continue };
            text[*b as usize] += n;
            pairs.insert((*a, *b), *n);
            pair_all[*a as usize].0 += n;
            pair_all[*a as usize].1 += 1.0;
        }
        let mut triples = HashMap::new();
        let mut triple_all: HashMap<(Id, Id), (f64, f64)> = HashMap::new();
        for ([a, b, c], n) in &counts.triples {
            let (Some(a), Some(b), Some(c)) = (id.get(a), id.get(b), id.get(c)) else { continue };
            triples.insert((*a, *b, *c), *n);
            let all = triple_all.entry((*a, *b)).or_default();
            all.0 += n;
            all.1 += 1.0;
        }
        let mut words = Words {
            of: vec![0.0; size],
            first: vec![0.0; size],
            last: vec![0.0; size],
            only: vec![0.0; size],
            ..Words::default()
        };
        let mut in_words = vec![false; size];
        let mut letters = 0.0;
        for (word, count) in &counts.words {
            let ids: Vec<Id> = word.chars().filter_map(|c| id.get(&c).copied()).collect();
            if ids.len() != word.chars().count() {
                continue;
            }
            ids.iter().for_each(|c| in_words[*c as usize] = true);
            letters += count * ids.len() as f64;
            words.add(&ids, *count);
        }
        // What is in no word (marks, digits, letters) stands between them as often as in text.
        let known: f64 = (0..size).filter(|c| in_words[*c]).map(|c| text[c]).sum();
        for c in (1..size).filter(|c| !in_words[*c] && text[*c] > 0.0) {
            words.add(&[c as Id], text[c] / known * letters);
        }
        let text_all: f64 = text.iter().sum();
        let share = tuning.starts_in_single;
        let single = (0..size)
            .map(|c| ((1.0 - share) * text[c] / text_all + share * words.start(c as Id)).max(0.5 / text_all))
            .collect();
        Self { tuning, words, size, single, pairs, pair_all, triples, triple_all }
    }

    /// The share of `c` after `left`.
    pub(crate) fn pair(&self, left: Id, c: Id) -> f64 {
        let t = &self.tuning;
        let prior =
            (1.0 - t.single_in_pair) * self.words.after(left, c) + t.single_in_pair * self.single[c as usize];
        let (all, kinds) = self.pair_all[left as usize];
        let weight = t.pair_prior + t.pair_kinds * kinds;
        (get(&self.pairs, &(left, c)) + weight * prior) / (all + weight)
    }

    /// By how much what follows `b` is likelier after `a` too: inside a word, and where a word begins.
    pub(crate) fn tilt(&self, a: Id, b: Id) -> (f64, f64) {
        let (here, anywhere) = (self.words.ends(a, b), self.words.ends_one(b));
        let power = self.tuning.tilt;
        let tempered = |x: f64, y: f64| ((x + TILT_SMOOTHING) / (y + TILT_SMOOTHING)).powf(power);
        (tempered(1.0 - here, 1.0 - anywhere), tempered(here, anywhere))
    }

    /// Whether `b` and `c` next to one another are mostly inside a word.
    pub(crate) fn joined(&self, b: Id, c: Id) -> bool {
        2.0 * get(&self.words.pair, &(b, c)) > self.words.of[b as usize] * self.words.after(b, c)
    }

    /// The share of `c` after `a` and `b` where the three are unseen and `c` has the share `pair` after `b`.
    pub(crate) fn unseen(&self, a: Id, b: Id, c: Id, pair: f64) -> f64 {
        let (inside, over) = self.tilt(a, b);
        pair * if self.joined(b, c) { inside } else { over }
    }

    /// The share of `c` after `a` and `b`.
    pub(crate) fn triple(&self, a: Id, b: Id, c: Id) -> f64 {
        let t = &self.tuning;
        let prior = (1.0 - t.words_in_triple) * self.unseen(a, b, c, self.pair(b, c))
            + t.words_in_triple * self.words.after_two(a, b, c);
        let (all, kinds) = self.triple_all.get(&(a, b)).copied().unwrap_or_default();
        let weight = t.triple_prior + t.triple_kinds * kinds;
        (get(&self.triples, &(a, b, c)) + weight * prior) / (all + weight)
    }

    /// How often a character occurs in text.
    pub(crate) fn mass(&self, c: Id) -> f64 {
        self.pair_all[c as usize].0
    }

    /// The pairs of text and words with how often they occur, a word counting `word` beside text.
    pub(crate) fn pairs_seen(&self, word: f64) -> Vec<(Id, Id, f64)> {
        let mut all = self.pairs.clone();
        for (pair, count) in &self.words.pair {
            *all.entry(*pair).or_default() += word * count;
        }
        all.into_iter().map(|((b, c), count)| (b, c, count)).collect()
    }

    /// The same for triples.
    pub(crate) fn triples_seen(&self, word: f64) -> Vec<(Id, Id, Id, f64)> {
        let mut all = self.triples.clone();
        for (triple, count) in &self.words.triple {
            *all.entry(*triple).or_default() += word * count;
        }
        all.into_iter().map(|((a, b, c), count)| (a, b, c, count)).collect()
    }
}
