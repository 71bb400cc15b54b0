//! Stems of injected keywords and of honest lists, by topic, from `seeds/lexicon`.

use super::chars::{self, Class, look};
use super::phrasing::Phrasing;
use crate::chars::is_han;
use crate::lattice::model::{Model, Script};
use crate::needles::Needles;
use crate::vector::eights::Pairs;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::sync::LazyLock;

/// What a stem speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Topic {
    /// Films and services for adults.
    Adult,
    /// Casinos, betting, lotteries that are not the state's.
    Gambling,
    /// Drugs and cures.
    Pharma,
    /// Invoices, diplomas, loans, replicas, accounts, search spam.
    Grey,
    /// Copies of books, films and software.
    Piracy,
    /// What search phrases end in, whatever they are about: never evidence alone.
    Bait,
    /// Words of honest lists: evidence against.
    Honest,
}

impl Topic {
    /// All topics, in the order of their numbers.
    pub const ALL: [Self; 7] =
        [Self::Adult, Self::Gambling, Self::Pharma, Self::Grey, Self::Piracy, Self::Bait, Self::Honest];

    /// Whether this is something to sell, not a word that goes with it or against it.
    pub fn is_ware(self) -> bool {
        !matches!(self, Self::Bait | Self::Honest)
    }

    /// Its name, as configuration files and outputs use it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Adult => "adult",
            Self::Gambling => "gambling",
            Self::Pharma => "pharma",
            Self::Grey => "grey",
            Self::Piracy => "piracy",
            Self::Bait => "bait",
            Self::Honest => "honest",
        }
    }
}

/// The stem files. Each line: stem, language, weight, reason.
const FILES: [(Topic, &str); 7] = [
    (Topic::Adult, include_str!("../../seeds/lexicon/adult.tsv")),
    (Topic::Gambling, include_str!("../../seeds/lexicon/gambling.tsv")),
    (Topic::Pharma, include_str!("../../seeds/lexicon/pharma.tsv")),
    (Topic::Grey, include_str!("../../seeds/lexicon/grey.tsv")),
    (Topic::Piracy, include_str!("../../seeds/lexicon/piracy.tsv")),
    (Topic::Bait, include_str!("../../seeds/lexicon/bait.tsv")),
    (Topic::Honest, include_str!("../../seeds/lexicon/honest.tsv")),
];

/// A stem, folded.
#[derive(Debug, Clone, PartialEq)]
struct Stem {
    letters: Box<[char]>,
    topic: Topic,
    weight: f32,
}

/// Stems, ready to be looked for.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    /// By the hash of their first two characters, longer ones first.
    stems: Vec<Stem>,
    /// Where the stems of each hash start, and the end.
    starts: Vec<u32>,
    /// One bit for each hash of the first three characters of a stem that is a ware or bait: what the scan looks at.
    heads: Box<[u64; WORDS]>,
    /// One bit for each character that such a stem begins with.
    firsts: Box<[u64; WORDS]>,
    /// The same for all ways to write it, of Han characters: of stems that go on with another one, and of others.
    written: Box<[u64; WORDS]>,
    alone: Box<[u64; WORDS]>,
    /// One bit for each three characters of ASCII that such a stem begins with, folded: see [`latin`].
    latin: Box<[u64; LATIN / 64]>,
    /// The first two characters of such stems in all ways to write them, where both are Han.
    openings: Pairs,
    /// Two characters, as texts write them, that tell of wares of Han characters, and once more by another hash. Among the
    /// first ones are those of all [`Needles`].
    pairs: Pairs,
    hashes_of_pairs: Box<[u64; WORDS]>,
    /// Share of the stems that are not seen, and which: to train on lines whose words are unknown.
    blind: Option<(u32, u32)>,
    /// What phrases of such stems are made of.
    phrasing: Phrasing,
}

/// What the stems of a line say at a glance.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Evidence {
    /// Wares: the sum of their weights.
    pub(crate) wares: f32,
    /// Number of baits.
    pub(crate) baits: u32,
}

impl Evidence {
    fn add(&mut self, stem: &Stem) {
        match stem.topic {
            Topic::Bait => self.baits += 1,
            _ => self.wares += stem.weight,
        }
    }
}

/// Threes of characters of ASCII, without their highest bits.
const LATIN: usize = 1 << 18;
/// Words of 64 bits in a set of hashes.
const WORDS: usize = 1024;
const HASHES: usize = 64 * WORDS;
/// Rarer written forms than this, in nats, are not looked for by the scan: there are many, and together they would make
/// it look at every tenth place.
const FORM_MOST: f32 = 3.0;

/// The written forms of Han characters, by the one they fold to.
struct Forms {
    forms: Vec<char>,
    /// By the number of a folded character, where its forms begin; those of the next one begin where they end.
    starts: Vec<u16>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    const PLANE: usize = 0x1_0000;
    let folded = |c: char| look(c).0 as usize % PLANE;
    let all = || HAN.filter(|c| is_han(*c));
    let mut starts = vec![0; PLANE + 1];
    all().for_each(|c| starts[folded(c) + 1] += 1);
    for code in 0..PLANE {
        starts[code + 1] += starts[code];
    }
    let (mut forms, mut ends) = (vec!['\0'; all().count()], starts.clone());
    for c in all() {
        let end = &mut ends[folded(c)];
        forms[usize::from(*end)] = c;
        *end += 1;
    }
    Forms { forms, starts }
});

impl Forms {
    /// The forms of a folded character, however rare.
    fn of(&self, folded: char) -> &[char] {
        let bounds = self.starts.get(folded as usize..).and_then(|rest| rest.first_chunk());
        bounds.map_or(&[], |[start, end]| &self.forms[usize::from(*start)..usize::from(*end)])
    }

    /// The usual ones.
    fn usual(&self, folded: char) -> impl Iterator<Item = char> {
        let scripts = [Script::Simplified, Script::Traditional];
        let is_usual =
            move |c: &char| scripts.iter().any(|script| Model::get().form(*c, *script) < FORM_MOST);
        self.of(folded).iter().copied().filter(is_usual)
    }
}

/// The Han characters that nearly all text is written with.
const HAN: std::ops::RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

fn is_common_han(c: char) -> bool {
    HAN.contains(&c)
}

static BUILT_IN: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon::empty();
    for (topic, file) in FILES {
        for line in file.lines().skip(1) {
            let mut cells = line.split('\t');
            let (stem, weight) = (cells.next(), cells.nth(1));
            if let (Some(stem), Some(Ok(weight))) = (stem, weight.map(str::parse)) {
                lexicon.add(stem, topic, weight);
            }
        }
    }
    lexicon.sort();
    lexicon
});

/// Stems of the user's, as the configuration gives them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Stems {
    /// What they speak of.
    pub topic: Topic,
    /// How much a stem alone says that a phrase is a keyword, from 0 to 1.
    #[serde(default = "full")]
    pub weight: f32,
    /// The stems.
    pub stems: Vec<String>,
}

fn full() -> f32 {
    1.0
}

/// Wares next to each other weigh at least this together.
const COMPOUND_LEAST: f32 = 0.9;

/// A stem found in a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    /// Its place among the characters of the line.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) topic: Topic,
    pub(crate) weight: f32,
}

impl Lexicon {
    /// The stems of `seeds/lexicon`.
    pub(crate) fn built_in() -> &'static Lexicon {
        &BUILT_IN
    }

    fn empty() -> Self {
        Self {
            stems: Vec::new(),
            starts: Vec::new(),
            heads: Box::new([0; WORDS]),
            firsts: Box::new([0; WORDS]),
            written: Box::new([0; WORDS]),
            alone: Box::new([0; WORDS]),
            latin: Box::new([0; _]),
            openings: Pairs::new(),
            pairs: Pairs::new(),
            hashes_of_pairs: Box::new([0; WORDS]),
            blind: None,
            phrasing: Phrasing::default(),
        }
    }

    /// The built-in stems and some of the user's.
    pub(crate) fn with(own: &[Stems]) -> Self {
        let mut lexicon = Self::empty();
        for (set, stem) in own.iter().flat_map(|set| set.stems.iter().map(move |stem| (set, stem))) {
            lexicon.add(stem, set.topic, set.weight.clamp(0.0, 1.0));
        }
        // What the user says counts more than what is built in: of two that are equal the first stays.
        lexicon.stems.extend_from_slice(&BUILT_IN.stems);
        lexicon.sort();
        lexicon
    }

    /// The same stems, of which a share (in 256ths) is not seen; another share for each seed.
    pub(crate) fn blinded(&self, seed: u32, share: u32) -> Self {
        let mut blinded = Self { blind: Some((seed, share)), ..self.clone() };
        blinded.phrasing = blinded.phrasing_of_stems();
        blinded
    }

    /// What phrases of these stems are made of.
    pub(crate) fn phrasing(&self) -> &Phrasing {
        &self.phrasing
    }

    fn phrasing_of_stems(&self) -> Phrasing {
        let seen = self.stems.iter().filter(|stem| !self.is_hidden(stem));
        Phrasing::of(seen.map(|stem| (&*stem.letters, stem.topic, stem.weight)))
    }

    fn add(&mut self, stem: &str, topic: Topic, weight: f32) {
        let letters: Box<[char]> = stem.trim().chars().map(|c| look(c).0).collect();
        if letters.is_empty() {
            return;
        }
        self.stems.push(Stem { letters, topic, weight });
    }

    /// Makes the index.
    fn sort(&mut self) {
        // Stable: of two that are equal the first stays.
        self.stems.sort_by_cached_key(|stem| (stem.key(), Reverse(stem.letters.len()), stem.letters.clone()));
        self.stems.dedup_by(|a, b| a.letters == b.letters);
        self.phrasing = self.phrasing_of_stems();
        self.starts = vec![0; HASHES + 1];
        for stem in &self.stems {
            self.starts[stem.key() + 1] += 1;
            if stem.topic != Topic::Honest {
                let head = [0, 1, 2].map(|i| stem.letters.get(i).copied().unwrap_or('\0'));
                let hash = hash(head);
                self.heads[hash / 64] |= 1 << (hash % 64);
                let first = stem.letters[0] as usize % HASHES;
                self.firsts[first / 64] |= 1 << (first % 64);
                if let Ok(head) =
                    stem.letters.iter().take(3).map(|c| u8::try_from(*c)).collect::<Result<Vec<u8>, _>>()
                {
                    // Behind a shorter one, anything.
                    let from = |place: usize| head.get(place).copied().map_or(0..=63, |b| b..=b);
                    for second in from(1) {
                        for third in from(2) {
                            let at = latin(head[0], second, third);
                            self.latin[at / 64] |= 1 << (at % 64);
                        }
                    }
                }
            }
        }
        for i in 0..HASHES {
            self.starts[i + 1] += self.starts[i];
        }
        for stem in self.stems.iter().filter(|stem| stem.topic != Topic::Honest) {
            let forms = |place: usize| stem.letters.get(place).map_or(&[][..], |c| FORMS.of(*c));
            for first in forms(0) {
                let at = *first as usize % HASHES;
                // What does not go on with a Han character begins wherever it stands.
                let set = if forms(1).is_empty() { &mut self.alone } else { &mut self.written };
                set[at / 64] |= 1 << (at % 64);
                forms(1).iter().for_each(|second| self.openings.add(*first, *second));
            }
        }
        Needles::all().pairs().for_each(|(first, second)| self.pairs.add(first, second));
        for (first, second) in self.stems.iter().filter_map(Stem::anchor) {
            for (a, b) in FORMS.usual(first).flat_map(|a| FORMS.usual(second).map(move |b| (a, b))) {
                self.pairs.add(a, b);
                let hash = hash([a, b, '\0']);
                self.hashes_of_pairs[hash / 64] |= 1 << (hash % 64);
            }
        }
    }

    /// The stems that begin with these two characters, and others of the same hash; longer ones first.
    fn with_key(&self, first: char, second: char) -> &[Stem] {
        let key = hash([first, second, '\0']);
        &self.stems[self.starts[key] as usize..self.starts[key + 1] as usize]
    }

    /// The longest stem that begins here.
    fn at(&self, letters: &[char], classes: &[Class], start: usize) -> Option<Hit> {
        // Words of alphabetic scripts are found whole.
        if start > 0 && classes[start].is_alphabetic() && classes[start - 1].is_alphabetic() {
            return None;
        }
        let fits = |stem: &&Stem| {
            let end = start + stem.letters.len();
            letters[start..].starts_with(&stem.letters)
                && !(end < letters.len() && classes[end].is_alphabetic() && classes[end - 1].is_alphabetic())
                && !self.is_hidden(stem)
        };
        let second = letters.get(start + 1).copied().unwrap_or('\0');
        let longer = self.with_key(letters[start], second).iter().find(fits);
        let stem = longer.or_else(|| self.with_key(letters[start], '\0').iter().find(fits))?;
        Some(Hit { start, end: start + stem.letters.len(), topic: stem.topic, weight: stem.weight })
    }

    fn is_hidden(&self, stem: &Stem) -> bool {
        self.blind.is_some_and(|(seed, share)| {
            let mix = |hash: u32, c: &char| (hash ^ *c as u32).wrapping_mul(0x0100_0193);
            stem.topic.is_ware() && stem.letters.iter().fold(seed ^ 0x811C_9DC5, mix) >> 16 & 0xFF < share
        })
    }

    /// The stems of a line of folded characters, from left to right, not overlapping.
    pub(crate) fn hits(&self, letters: &[char], classes: &[Class]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut at = 0;
        while at < letters.len() {
            match self.at(letters, classes, at) {
                Some(hit) => {
                    at = hit.end;
                    hits.push(hit);
                }
                None => at += 1,
            }
        }
        hits
    }

    /// What the stems of a line say at a glance. Allocates nothing.
    pub(crate) fn glance(&self, line: &str) -> Evidence {
        if line.is_ascii() {
            return self.glance_at_ascii(line);
        }
        let mut evidence = Evidence::default();
        let mut rest = line.chars();
        let mut inside = false;
        while let Some(c) = rest.next() {
            // Most characters begin no stem, or the stems that they begin go on with others.
            if is_common_han(c) && !self.may_begin(c, rest.clone().next()) {
                inside = false;
                continue;
            }
            let (first, class) = look(c);
            let alphabetic = class.is_alphabetic();
            // The inner letters of a word begin none.
            let may = !(inside && alphabetic) && self.begins(first);
            if let Some(stem) = may.then(|| self.standing(first, &rest)).flatten() {
                evidence.add(stem);
                // On to the end of the stem; a bait inside it is part of it.
                for _ in 1..stem.letters.len() {
                    rest.next();
                }
            }
            inside = alphabetic;
        }
        evidence
    }

    /// The same of a line of ASCII.
    fn glance_at_ascii(&self, line: &str) -> Evidence {
        let bytes = line.as_bytes();
        let mut evidence = Evidence::default();
        let mut at = 0;
        let mut inside = false;
        while let Some(first) = bytes.get(at).map(u8::to_ascii_lowercase) {
            let alphabetic = first.is_ascii_lowercase();
            let behind = |by: usize| bytes.get(at + by).map_or(0, u8::to_ascii_lowercase);
            let may = || {
                let head = latin(first, behind(1), behind(2));
                self.latin[head / 64] >> (head % 64) & 1 == 1
            };
            let begins = !(inside && alphabetic) && may();
            at += 1;
            if begins && let Some(stem) = self.standing(char::from(first), &line[at..].chars()) {
                evidence.add(stem);
                at += stem.letters.len() - 1;
            }
            inside = alphabetic;
        }
        evidence
    }

    /// Two characters, as texts write them, that tell of wares of Han characters, or of [`Needles`].
    pub(crate) fn pairs(&self) -> &Pairs {
        &self.pairs
    }

    /// Whether keywords stand next to each other where these two characters begin: a ware of Han characters with another
    /// stem glued to it, or a long one that is surely a ware, or one inside a word. Allocates nothing where no ware stands.
    pub(crate) fn has_compound_at(&self, text: &str, at: usize, pair: (char, char)) -> bool {
        let hash = hash([pair.0, pair.1, '\0']);
        let may = self.hashes_of_pairs[hash / 64] >> (hash % 64) & 1 == 1;
        may && self.is_ware(text, at) && (self.is_compound(text, at) || self.is_wedged(text, at))
    }

    /// Whether a ware that a compound can be made of begins at this byte or a little before.
    fn is_ware(&self, text: &str, at: usize) -> bool {
        /// Characters before that are looked at.
        const BEFORE: usize = 5;
        let starts = text[..at].char_indices().rev().map(|(at, _)| at).take(BEFORE);
        std::iter::once(at).chain(starts).any(|start| {
            let mut rest = text[start..].chars();
            let first = rest.next().map_or('\0', |c| look(c).0);
            self.begins(first) && self.standing(first, &rest).is_some_and(Stem::leads)
        })
    }

    /// Whether a ware around this byte was put into a word.
    fn is_wedged(&self, text: &str, at: usize) -> bool {
        /// Bytes before and behind that are looked at, and characters beside a ware that may belong to it.
        const BEFORE: usize = 36;
        const BEHIND: usize = 60;
        const MORE: usize = 4;
        let from = text.floor_char_boundary(at.saturating_sub(BEFORE));
        let window = &text[from..text.floor_char_boundary((at + BEHIND).min(text.len()))];
        let (letters, classes): (Vec<char>, Vec<Class>) = window.chars().map(look).unzip();
        let han = |at: usize| classes.get(at).is_some_and(|class| class.is_han());
        self.hits(&letters, &classes).iter().filter(|hit| hit.topic.is_ware()).any(|hit| {
            let starts = (0..=MORE).map(|more| (hit.start.saturating_sub(more), hit.end));
            let ends = (1..=MORE).map(|more| (hit.start, (hit.end + more).min(letters.len())));
            starts.chain(ends).any(|(start, end)| {
                start > 0
                    && han(start - 1)
                    && han(end)
                    && super::join::wedged(&letters, &(start..end), super::parts::IN_WORD).is_some()
            })
        })
    }

    /// Whether keywords stand next to each other around this byte.
    fn is_compound(&self, text: &str, at: usize) -> bool {
        /// Bytes before and behind that are looked at.
        const BEFORE: usize = 36;
        const BEHIND: usize = 60;
        const MOST: usize = BEFORE + BEHIND;
        let from = text.floor_char_boundary(at.saturating_sub(BEFORE));
        let window = &text[from..text.floor_char_boundary((at + BEHIND).min(text.len()))];
        let (mut letters, mut classes) = (['\0'; MOST], [Class::Other; MOST]);
        let mut length = 0;
        for (place, c) in window.chars().take(MOST).enumerate() {
            (letters[place], classes[place]) = look(c);
            length = place + 1;
        }
        let (letters, classes) = (&letters[..length], &classes[..length]);
        let (mut place, mut end, mut stems, mut rest) = (0, usize::MAX, 0, 1.0_f32);
        while place < length {
            let Some(hit) = self.at(letters, classes, place) else {
                place += 1;
                continue;
            };
            if hit.topic != Topic::Honest {
                if end != hit.start {
                    (stems, rest) = (0, 1.0);
                }
                stems += 1;
                if hit.topic.is_ware() {
                    rest *= 1.0 - hit.weight;
                    if super::pieces::is_alone(&hit, letters, classes) {
                        return true;
                    }
                }
                if stems > 1 && 1.0 - rest >= COMPOUND_LEAST {
                    return true;
                }
                end = hit.end;
            }
            place = hit.end;
        }
        false
    }

    /// The ware or bait that stands here; `rest` is what follows its first character.
    fn standing(&self, first: char, rest: &std::str::Chars<'_>) -> Option<&Stem> {
        let mut ahead = rest.clone();
        let second = ahead.next().map_or('\0', |c| look(c).0);
        let third = ahead.next().map_or('\0', |c| look(c).0);
        let may = self.marks([first, second, third])
            || self.marks([first, second, '\0'])
            || self.marks([first, '\0', '\0']);
        if !may {
            return None;
        }
        let stands = |stem: &&Stem| {
            // Most of those with the same beginning go on otherwise.
            if stem.letters.get(2).is_some_and(|c| *c != third) {
                return false;
            }
            let mut ahead = rest.clone();
            let mut last = Class::Other;
            let same = stem.letters[0] == first
                && stem.letters.iter().skip(1).all(|wanted| {
                    ahead.next().map(look).is_some_and(|(letter, class)| {
                        last = class;
                        letter == *wanted
                    })
                });
            let mut ends =
                || !(last.is_alphabetic() && ahead.next().is_some_and(|c| look(c).1.is_alphabetic()));
            stem.topic != Topic::Honest && same && ends()
        };
        let longer = self.with_key(first, second).iter().find(stands);
        longer.or_else(|| self.with_key(first, '\0').iter().find(stands))
    }

    /// Whether a ware or bait may begin with this character and the one behind it, as a text writes them.
    #[inline]
    fn may_begin(&self, c: char, next: Option<char>) -> bool {
        let bit = |set: &[u64; WORDS]| set[c as usize % HASHES / 64] >> (c as usize % 64) & 1 == 1;
        bit(&self.alone)
            || bit(&self.written)
                && next.is_some_and(|next| !is_common_han(next) || self.openings.has(c, next))
    }

    fn begins(&self, first: char) -> bool {
        let at = first as usize % HASHES;
        self.firsts[at / 64] >> (at % 64) & 1 == 1
    }

    fn marks(&self, head: [char; 3]) -> bool {
        let hash = hash(head);
        self.heads[hash / 64] >> (hash % 64) & 1 == 1
    }
}

impl Stem {
    /// Whether it is heavy enough for a compound: of two lighter ones none is made.
    fn leads(&self) -> bool {
        const WEIGHT_LEAST: f32 = 0.65;
        self.topic.is_ware() && self.weight >= WEIGHT_LEAST
    }

    /// The two characters by which the scan finds a ware of Han characters in running text: those that stand together
    /// least often. None if it is too light for a compound, or any text has them.
    fn anchor(&self) -> Option<(char, char)> {
        /// What the two must cost by the language model, in nats: less than about one place in a megabyte has them.
        const COST_LEAST: f32 = 13.0;
        let model = Model::get();
        let cost = |a: char, b: char| model.plain(a) + model.pair(model.id(a), model.id(b));
        self.leads()
            .then(|| self.letters.windows(2).filter(|w| is_han(w[0]) && is_han(w[1])))?
            .map(|w| (cost(w[0], w[1]), (w[0], w[1])))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(cost, _)| *cost >= COST_LEAST)
            .map(|(_, pair)| pair)
    }

    fn key(&self) -> usize {
        hash([self.letters[0], self.letters.get(1).copied().unwrap_or('\0'), '\0'])
    }
}

/// The place of three characters of ASCII in a set of them; a few share each.
fn latin(first: u8, second: u8, third: u8) -> usize {
    [first, second, third].into_iter().fold(0, |place, b| place << 6 | usize::from(b & 0x3F)) % LATIN
}

fn hash(head: [char; 3]) -> usize {
    let factors = [0x9E37_79B1, 0x85EB_CA6B, 0xC2B2_AE35_u32];
    let mixed =
        head.iter().zip(factors).fold(0, |hash: u32, (c, factor)| hash ^ (*c as u32).wrapping_mul(factor));
    (mixed ^ mixed >> 15) as usize % HASHES
}

/// Reads the lexicon, so that no text has to wait for it.
pub(crate) fn warm() {
    chars::warm();
    LazyLock::force(&BUILT_IN);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(line: &str) -> Vec<Hit> {
        let (letters, classes): (Vec<char>, Vec<Class>) = line.chars().map(look).unzip();
        Lexicon::built_in().hits(&letters, &classes)
    }

    #[test]
    fn every_stem_is_found_and_has_a_reason() {
        for (topic, file) in FILES {
            for line in file.lines().skip(1) {
                let cells: Vec<&str> = line.split('\t').collect();
                assert_eq!(cells.len(), 4, "{line}");
                let whole = |h: &Hit| h.start == 0 && h.end == cells[0].chars().count();
                assert!(hits(cells[0]).iter().any(|h| whole(h) && h.topic == topic), "{line}");
                assert!((0.0..=1.0).contains(&cells[2].parse::<f32>().unwrap()), "{line}");
                assert!(!cells[1].is_empty() && !cells[3].trim().is_empty(), "{line}");
                if topic.is_ware() {
                    assert!(Lexicon::built_in().glance(&format!("x {}", cells[0])).wares > 0.0, "{line}");
                }
            }
        }
    }

    #[test]
    fn look_alikes_are_found_and_parts_of_words_are_not() {
        assert!(hits("超清无码ＡV").iter().any(|h| h.topic == Topic::Adult && h.end == 6));
        assert!(hits("а√在线").iter().any(|h| h.topic == Topic::Adult && h.start == 0));
        assert!(hits("ОНЛАЙН КАЗИНО").iter().any(|h| h.topic == Topic::Gambling));
        assert!(hits("Essex and Sussex").is_empty());
        assert!(hits("衛生工作").iter().all(|h| !h.topic.is_ware()));
    }

    #[test]
    fn stems_of_the_user_are_found() {
        let own = [Stems { topic: Topic::Grey, weight: 0.9, stems: vec!["某某牌".into()] }];
        let lexicon = Lexicon::with(&own);
        let (letters, classes): (Vec<char>, Vec<Class>) = "买某某牌".chars().map(look).unzip();
        assert_eq!(lexicon.hits(&letters, &classes).len(), 1);
    }
}
