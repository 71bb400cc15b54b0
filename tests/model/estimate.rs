//! From counts to probabilities: what a character's share is after one and after two others.
//!
//! Two sources meet. Running text knows what follows what, but of few genres. The word list knows the words
//! of all genres by frequency, and nothing of what stands between them. So the word list, taken as words
//! drawn one after another, is the prior, and the text moves it where it has seen enough.

use crate::counts::Counts;
use std::collections::HashMap;

/// How the sources are mixed. Tuned on held-out genres (see docs/model.md).
pub struct Tuning {
    /// Weight of the prior for a pair: so much, and so much for each kind of character that follows.
    pub pair_prior: f64,
    pub pair_kinds: f64,
    /// The same for a triple.
    pub triple_prior: f64,
    pub triple_kinds: f64,
    /// Share of the words, beside the pairs, in the prior of a triple.
    pub words_in_triple: f64,
    /// Share of the words in the single characters.
    pub words_in_single: f64,
    /// Share of the single characters in the prior of a pair.
    pub single_in_pair: f64,
    /// Counts in text are raised to this power: what one genre repeats says little about the next.
    pub flatten: f64,
}

impl Tuning {
    pub const CHOSEN: Self = Self {
        pair_prior: 100.0,
        pair_kinds: 2.0,
        triple_prior: 20.0,
        triple_kinds: 5.0,
        words_in_triple: 0.15,
        words_in_single: 0.5,
        single_in_pair: 0.1,
        flatten: 1.0,
    };
}

pub type Id = u16;

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
pub struct Estimate {
    tuning: Tuning,
    words: Words,
    pub size: usize,
    pub single: Vec<f64>,
    pairs: HashMap<(Id, Id), f64>,
    pair_all: Vec<(f64, f64)>,
    triples: HashMap<(Id, Id, Id), f64>,
    triple_all: HashMap<(Id, Id), (f64, f64)>,
}

impl Estimate {
    pub fn new(counts: &Counts, id: &HashMap<char, Id>, tuning: Tuning) -> Self {
        let size = id.len() + 1;
        let flat = |n: f64| n.powf(tuning.flatten);
        let mut text = vec![0.0; size];
        let mut pairs = HashMap::new();
        let mut pair_all = vec![(0.0, 0.0); size];
        for ([a, b], n) in &counts.pairs {
            let (Some(a), Some(b)) = (id.get(a), id.get(b)) else { continue };
            text[*b as usize] += n;
            pairs.insert((*a, *b), flat(*n));
            pair_all[*a as usize].0 += flat(*n);
            pair_all[*a as usize].1 += 1.0;
        }
        let mut triples = HashMap::new();
        let mut triple_all: HashMap<(Id, Id), (f64, f64)> = HashMap::new();
        for ([a, b, c], n) in &counts.triples {
            let (Some(a), Some(b), Some(c)) = (id.get(a), id.get(b), id.get(c)) else { continue };
            triples.insert((*a, *b, *c), flat(*n));
            let all = triple_all.entry((*a, *b)).or_default();
            all.0 += flat(*n);
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
        let (text_all, word_all): (f64, f64) = (text.iter().sum(), words.of.iter().sum());
        let share = tuning.words_in_single;
        let single = (0..size)
            .map(|c| {
                let floor = 0.5 / text_all;
                ((1.0 - share) * text[c] / text_all + share * words.of[c] / word_all).max(floor)
            })
            .collect();
        Self { tuning, words, size, single, pairs, pair_all, triples, triple_all }
    }

    pub fn pair(&self, left: Id, c: Id) -> f64 {
        let t = &self.tuning;
        let prior = (1.0 - t.single_in_pair) * self.words.after(left, c)
            + t.single_in_pair * self.single[c as usize];
        let (all, kinds) = self.pair_all[left as usize];
        let weight = t.pair_prior + t.pair_kinds * kinds;
        (get(&self.pairs, &(left, c)) + weight * prior) / (all + weight)
    }

    pub fn triple(&self, a: Id, b: Id, c: Id) -> f64 {
        let t = &self.tuning;
        let prior = (1.0 - t.words_in_triple) * self.pair(b, c) + t.words_in_triple * self.words.after_two(a, b, c);
        let (all, kinds) = self.triple_all.get(&(a, b)).copied().unwrap_or_default();
        let weight = t.triple_prior + t.triple_kinds * kinds;
        (get(&self.triples, &(a, b, c)) + weight * prior) / (all + weight)
    }

    /// How often a character occurs in text.
    pub fn mass(&self, c: Id) -> f64 {
        self.pair_all[c as usize].0
    }

    /// The pairs of text and words with how often they occur, a word counting `word` beside text.
    pub fn pairs_seen(&self, word: f64) -> Vec<(Id, Id, f64)> {
        let mut all = self.pairs.clone();
        for (pair, count) in &self.words.pair {
            *all.entry(*pair).or_default() += word * count;
        }
        all.into_iter().map(|((b, c), count)| (b, c, count)).collect()
    }

    /// The same for triples.
    pub fn triples_seen(&self, word: f64) -> Vec<(Id, Id, Id, f64)> {
        let mut all = self.triples.clone();
        for (triple, count) in &self.words.triple {
            *all.entry(*triple).or_default() += word * count;
        }
        all.into_iter().map(|((a, b, c), count)| (a, b, c, count)).collect()
    }
}
