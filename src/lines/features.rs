//! What a line looks like and how it fits its page, as numbers between 0 and 1.

use super::authority::Authority;
use super::chars::{CLASSES, Class, class};
use super::join;
use super::lexicon::{Hit, Topic};
use super::look::{Look, UNITS};
use super::offers::offers;
use super::phrasing::Phrasing;
use super::pieces::{is_alone, pieces, reads_like_one};
use super::prose;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Names of the features of rows and phrases, in their order; those of prose follow. Weights files name them.
const ROWS: [&str; ROW_FEATURES] = [
    "row of phrases",
    "long row",
    "keywords",
    "strongest keyword",
    "many keywords",
    "row of keywords",
    "made of keywords",
    "bait",
    "bait and keywords",
    "words of honest lists",
    "repetition",
    "same phrase twice",
    "phrases that begin or end alike",
    "shared with the page",
    "keywords shared with the page",
    "sentence marks",
    "function words",
    "Simplified on a Traditional page",
    "put there after the page was turned into Traditional",
    "another script than the page",
    "keywords in another script",
    "lonely question mark",
    "letters in disguise",
    "contacts",
    "label in front",
    "numbers",
    "long phrase",
    "short phrases",
    "the page is about it",
    "phrases of several keywords",
    "the same line elsewhere",
    "keyword lines beside it",
    "several alphabets",
    "titles and quotes",
    "single phrase",
    "single keyword",
    "path of links",
    "much said, little known",
    "bait on one stem",
    "keywords and contacts",
    "reads like keywords",
    "row that reads like keywords",
    "reads like keywords, and belongs nowhere",
    "ends in a word of honest lists",
    "keyword first, then words",
    "keyword first, then words that belong nowhere",
];

const ROW_FEATURES: usize = 46;

/// How many features there are.
pub(crate) const FEATURES: usize = ROW_FEATURES + prose::FEATURES;

/// Names of the features, in their order.
pub(crate) const NAMES: [&str; FEATURES] = {
    let mut names = [""; FEATURES];
    let mut at = 0;
    while at < FEATURES {
        names[at] = if at < ROW_FEATURES { ROWS[at] } else { prose::NAMES[at - ROW_FEATURES] };
        at += 1;
    }
    names
};

/// The features of a line.
pub(crate) type Features = [f32; FEATURES];

/// Of a line that belongs nowhere no more than one unit of so many is the page's.
const FOREIGN: f32 = 3.0;
/// Fewer phrases make no row.
const ROW: usize = 3;
/// Rows have up to so many phrases.
const LONG_ROW: f32 = 40.0;
/// Phrases of keywords have 4 to 12 characters, seldom more than this.
const LONGEST_PHRASE: usize = 30;
/// A line with fewer pairs says nothing about repetition.
const PAIRS_LEAST: usize = 6;
/// So many characters that only one variant writes make a text of that variant.
pub(crate) const FEW: u32 = 3;
/// A page with fewer letters, in Han characters, says little about what belongs to it.
const PAGE_LEAST: u32 = 30;
/// A Han character says about as much as so many letters.
const LETTERS_TO_A_HAN: u32 = 3;
/// A page whose sentences hold stems of one topic that weigh so much together, each counted once, is about the
/// topic; a longer page than this many Han characters needs more of them.
const ABOUT: f32 = 3.0;
const ABOUT_SIZE: f32 = 1500.0;
/// Numbers this long are telephone numbers or accounts.
const LONG_NUMBER: usize = 5;
/// Digits of a Chinese mobile telephone.
const MOBILE_NUMBER: usize = 11;
/// Labels of contacts, folded.
static CONTACTS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let names = [
        "v:",
        "v：",
        "威信",
        "威❤",
        "微❤",
        "薇❤",
        "纸飞机",
        "飞机号",
        "qq",
        "微信",
        "薇信",
        "威信",
        "v信",
        "加v",
        "加薇",
        "薇",
        "wechat",
        "whatsapp",
        "telegram",
        "tg",
        "http",
        "www.",
        "电话",
        "手机",
        "热线",
        "扣扣",
        "同号",
        "咨询",
        "联系",
    ];
    names.map(|name| name.chars().collect()).into()
});

/// What the rest of a page is like.
#[derive(Debug, Clone)]
pub(crate) struct Surroundings<'a> {
    /// What keywords are made of.
    phrasing: &'a Phrasing,
    counts: [u32; CLASSES],
    /// A hijacked mirror made the page.
    hijacked: bool,
    /// Number of lines whose vocabulary has a unit with this hash, up to what a byte holds. Empty before there are any.
    units: Vec<u8>,
    /// Weights of the stems of each topic in its sentences, each stem once; and of weaker ones.
    topics: [f32; Topic::ALL.len()],
    hinted: [f32; Topic::ALL.len()],
    /// Whether they warn of it.
    authority: Authority,
    /// Number of lines that hold each.
    seen: HashMap<Box<[char]>, u32>,
    /// Sum of what the characters of its own prose cost, in nats, and their number.
    usual: (f32, usize),
    /// What its own lines share with one another, 0 to 1.
    cohesion: f32,
}

impl<'a> Surroundings<'a> {
    /// Adds up the lines that belong to the page beyond doubt, and the classes of all.
    pub(crate) fn new(hijacked: bool, phrasing: &'a Phrasing) -> Self {
        Self {
            phrasing,
            counts: [0; CLASSES],
            hijacked,
            units: Vec::new(),
            topics: [0.0; Topic::ALL.len()],
            hinted: [0.0; Topic::ALL.len()],
            authority: Authority::default(),
            seen: HashMap::new(),
            usual: (0.0, 0),
            cohesion: 0.0,
        }
    }

    /// A page of which nothing is known but what it is written in, by the characters of a piece of it. A hijacked mirror may
    /// have made it.
    pub(crate) fn of_script(counts: [u32; CLASSES], phrasing: &'a Phrasing) -> Self {
        Self { counts, ..Self::new(true, phrasing) }
    }

    /// Whether the page is Traditional.
    pub(crate) fn is_traditional(&self) -> bool {
        let count = |class: Class| self.counts[class as usize];
        count(Class::Traditional) > 2 * count(Class::Simplified)
    }

    /// Takes in a line of the page's own.
    pub(crate) fn add(&mut self, look: &Look) {
        for (sum, count) in self.counts.iter_mut().zip(look.counts) {
            *sum += count;
        }
        self.units.resize(UNITS, 0);
        for unit in &look.units {
            let lines = &mut self.units[*unit as usize];
            *lines = lines.saturating_add(1);
        }
    }

    /// Takes in what the characters of the page's prose cost.
    pub(crate) fn price(&mut self, look: &Look) {
        /// Characters that say enough.
        const ENOUGH: usize = 600;
        if self.usual.1 < ENOUGH {
            let (cost, count) = join::cost(&look.letters, &look.classes);
            self.usual = (self.usual.0 + cost, self.usual.1 + count);
        }
    }

    /// Takes in what a line says about the topic of the page, whoever wrote it. What a page is about, its sentences
    /// say; a row or a phrase alone may be somebody else's.
    pub(crate) fn hear(&mut self, look: &Look) {
        if look.count(Class::Mark) == 0 && look.count(Class::Function) == 0 && !is_sentence(look) {
            return;
        }
        self.authority.hear(look);
        for hit in look.hits.iter().filter(|hit| hit.topic.is_ware() && !tells_topic(hit)) {
            self.hinted[hit.topic as usize] += hit.weight;
        }
        for hit in stems(look) {
            let times = self.seen.entry(look.letters[hit.start..hit.end].into()).or_default();
            if *times == 0 {
                self.topics[hit.topic as usize] += hit.weight;
            }
            *times += 1;
        }
    }

    /// Letters, in Han characters.
    pub(crate) fn size(&self) -> u32 {
        size(&self.counts)
    }

    /// Number of the page's own lines that have a unit, up to what a byte holds.
    pub(crate) fn lines_with(&self, unit: u32) -> usize {
        self.units.get(unit as usize).map_or(0, |lines| usize::from(*lines))
    }

    /// What keywords are made of.
    pub(crate) fn phrasing(&self) -> &'a Phrasing {
        self.phrasing
    }

    /// What a character of the page's own prose costs on average, in nats.
    pub(crate) fn usual(&self) -> Option<f32> {
        (self.usual.1 > 0).then(|| self.usual.0 / self.usual.1 as f32)
    }

    /// What share of the vocabulary of the page's own prose stands on another of its lines, too.
    pub(crate) fn cohesion(&self) -> f32 {
        self.cohesion
    }

    /// Notes how much the page's own lines share. To be called when all of them were added.
    pub(crate) fn cohere<'l>(&mut self, prose: impl Iterator<Item = &'l Look>) {
        let (mut shared, mut all) = (0, 0);
        for look in prose {
            all += look.units.len();
            shared += look.units.iter().filter(|unit| self.lines_with(**unit) > 1).count();
        }
        self.cohesion = shared as f32 / all.max(1) as f32;
    }

    /// Share of units that the page has.
    pub(crate) fn share(&self, units: &[u32]) -> f32 {
        if units.is_empty() {
            return 0.0;
        }
        units.iter().filter(|unit| self.lines_with(**unit) > 0).count() as f32 / units.len() as f32
    }

    /// How much the page is about a topic, from 0 to 1. Of a line that was heard only what others say counts.
    fn about(&self, topic: Topic, heard: Option<&Look>) -> f32 {
        let own = |look: &Look| -> f32 {
            let alone = |h: &&&Hit| {
                h.topic == topic && self.seen.get(&look.letters[h.start..h.end]).is_some_and(|n| *n == 1)
            };
            stems(look).iter().filter(alone).map(|h| h.weight).sum()
        };
        let hinted = if self.authority.speaks() { self.hinted[topic as usize] } else { 0.0 };
        about(self.topics[topic as usize] + hinted - heard.map_or(0.0, own), self.size())
    }
}

/// The letters of a stem.
pub(super) fn stem_letters<'l>(look: &'l Look, hit: &Hit) -> &'l [char] {
    &look.letters[hit.start..hit.end]
}

/// The stems of a line that say what its page is about, each once.
fn stems(look: &Look) -> Vec<&Hit> {
    let mut seen = HashSet::new();
    look.hits.iter().filter(|h| tells_topic(h) && seen.insert(&look.letters[h.start..h.end])).collect()
}

/// Whether a stem says what a page is about; weaker ones stand on any page.
pub(crate) fn tells_topic(hit: &Hit) -> bool {
    const WEIGHT_LEAST: f32 = 0.8;
    hit.topic.is_ware() && hit.weight >= WEIGHT_LEAST
}

/// Letters of a text with these counts, in Han characters.
pub(crate) fn size(counts: &[u32; CLASSES]) -> u32 {
    let sum = |wanted: &dyn Fn(Class) -> bool| {
        (0..CLASSES).filter(|i| wanted(class(*i))).map(|i| counts[i]).sum::<u32>()
    };
    sum(&Class::is_han) + sum(&|c| c.is_letter() && !c.is_han()) / LETTERS_TO_A_HAN
}

/// How much a page of this size (in Han characters) is about a topic that its sentences hold stems of, by the sum
/// of their weights.
pub(crate) fn about(weight: f32, size: u32) -> f32 {
    (weight / (ABOUT * (size as f32 / ABOUT_SIZE).max(1.0))).min(1.0)
}

/// Whether a line ends in a full stop of its script.
fn is_sentence(look: &Look) -> bool {
    look.letters.last() == Some(&'.')
}

/// What stands around a line.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    /// The same line stands elsewhere on the page, among candidates.
    pub(crate) mirrored: bool,
    /// Share of the lines beside it that are rows of keywords as well.
    pub(crate) beside: f32,
    /// It is no row but sentences.
    pub(crate) prose: bool,
}

/// The script that most letters are of.
fn main_script(counts: &[u32; CLASSES]) -> usize {
    let of = |wanted: &[Class]| wanted.iter().map(|c| counts[*c as usize]).sum::<u32>();
    let han = of(&[Class::Han, Class::Simplified, Class::Traditional, Class::Function]);
    let kana = of(&[Class::Kana]);
    let scripts = [
        // Japanese is kana with Han between.
        if kana * 5 > han { 0 } else { han },
        if kana * 5 > han { han + kana } else { 0 },
        of(&[Class::Latin]) / LETTERS_TO_A_HAN,
        of(&[Class::Cyrillic]) / LETTERS_TO_A_HAN,
        of(&[Class::Hangul]),
        of(&[Class::Letter]) / LETTERS_TO_A_HAN,
    ];
    (0..scripts.len()).fold(0, |best, i| if scripts[i] > scripts[best] { i } else { best })
}

/// Weights of the stems in a phrase by kind, joined as independent evidence: wares, bait that something else
/// stands beside, honest words.
fn weigh(hits: &[&Hit], length: usize) -> (f32, f32, f32) {
    let joined = |wanted: &dyn Fn(Topic) -> bool| {
        1.0 - hits.iter().filter(|h| wanted(h.topic)).fold(1.0, |rest, h| rest * (1.0 - h.weight))
    };
    let ware = joined(&Topic::is_ware);
    let baited: usize = hits.iter().filter(|h| h.topic == Topic::Bait).map(|h| h.end - h.start).sum();
    let bait = if baited < length { joined(&|t| t == Topic::Bait) } else { 0.0 };
    (ware, bait, joined(&|t| t == Topic::Honest))
}

/// Whether a phrase is put together from a ware and something else that searches for it. Lists of honest names
/// of games or drugs name each alone.
fn is_compound(hits: &[&Hit], look: &Look) -> bool {
    /// A stem of so many characters, in a script without spaces between words, is put together itself.
    const LONG_STEM: usize = 4;
    let long = |hit: &&&Hit| {
        let letters = &look.letters[hit.start..hit.end];
        if look.classes[hit.start].is_alphabetic() {
            letters.contains(&' ')
        } else {
            letters.len() >= LONG_STEM
        }
    };
    let mut wares = hits.iter().filter(|h| h.topic.is_ware()).peekable();
    wares.peek().is_some()
        && (wares.any(|h| long(&h)) || hits.iter().filter(|h| h.topic != Topic::Honest).count() > 1)
}

/// Whether a line of sentences begins with a keyword, perhaps behind a label, or has several as clauses: it was made
/// around them.
pub(crate) fn leads(look: &Look, phrasing: &Phrasing) -> bool {
    const LONGEST_LABEL: usize = 6;
    if look.hits.iter().all(|hit| hit.topic == Topic::Honest) {
        return false;
    }
    let pieces = pieces(look, None);
    let first = pieces.first().filter(|piece| {
        piece.span.len() <= LONGEST_LABEL
            && look.letters.get(piece.span.end).is_some_and(|c| *c == ':' || *c == '：')
    });
    let start = usize::from(first.is_some());
    pieces
        .get(start)
        .is_some_and(|piece| piece.keyword.is_some() || reads_like_one(look, &piece.span, phrasing))
        || pieces.iter().filter(|piece| piece.keyword.is_some()).count() > 1
}

/// Whether a line advertises in sentences: it names several wares, or one and what goes with offers, and a number to
/// call.
pub(crate) fn is_advert(look: &Look) -> bool {
    const WARES_LEAST: f32 = 1.5;
    /// What a word of offers is worth beside a ware.
    const OFFER: f32 = 0.35;
    let wares: f32 = look.hits.iter().filter(|h| h.topic.is_ware()).map(|h| h.weight).sum();
    let found = || wares + OFFER * offers(look) as f32;
    (wares > 0.0 || look.hits.iter().any(|h| h.topic == Topic::Bait))
        && called(look)
        && found() >= WARES_LEAST
}

/// Whether a line holds a keyword that is put together from several.
pub(crate) fn has_compound(look: &Look) -> bool {
    const WARES_LEAST: f32 = 0.9;
    let mut rest = 1.0;
    let mut stems = 0;
    let mut end = usize::MAX;
    for hit in look.hits.iter().filter(|h| h.topic != Topic::Honest) {
        if hit.start != end {
            (rest, stems) = (1.0, 0);
        }
        end = hit.end;
        stems += 1;
        if hit.topic.is_ware() && hit.topic != Topic::Piracy {
            rest *= 1.0 - hit.weight;
            if is_alone(hit, &look.letters, &look.classes) {
                return true;
            }
        }
        if stems > 1 && 1.0 - rest >= WARES_LEAST {
            return true;
        }
    }
    false
}

/// How much a line reads like a row of keywords, whoever listed them: the mean over its phrases, from 0 to 1.
fn reads_like_keywords(look: &Look, phrasing: &Phrasing) -> f32 {
    /// Phrases that are looked at.
    const MOST: usize = 40;
    /// By so many nats a character keywords are better explained as such.
    const SURE: f32 = 2.0;
    let mut sum = 0.0;
    let mut phrases = 0;
    for i in 0..look.phrases.len().min(MOST) {
        let han = look.phrases[i].clone().filter(|at| look.classes[*at].is_han()).count();
        if han > 0 {
            sum += (phrasing.gain(look.phrase(i)).0 / han as f32 / SURE).clamp(-0.5, 1.0);
            phrases += 1;
        }
    }
    (sum / phrases.max(1) as f32).max(0.0)
}

/// The features of a line on its page.
pub(crate) fn features(look: &Look, page: &Surroundings<'_>, place: Place) -> Features {
    let mut features = [0.0; FEATURES];
    let (rows, sentences) = features.split_at_mut(ROW_FEATURES);
    if place.prose {
        let about = about_it(look, page, Some(look));
        sentences.copy_from_slice(&prose::features(look, page, place, about));
    } else {
        rows.copy_from_slice(&row_features(look, page, place));
    }
    features
}

/// How much the page is about what a line speaks of. Of a line that was heard only what others say counts.
fn about_it(look: &Look, page: &Surroundings<'_>, heard: Option<&Look>) -> f32 {
    Topic::ALL
        .into_iter()
        .filter(|t| t.is_ware() && look.hits.iter().any(|h| h.topic == *t))
        .map(|t| page.about(t, heard))
        .fold(0.0, f32::max)
}

fn row_features(look: &Look, page: &Surroundings<'_>, place: Place) -> [f32; ROW_FEATURES] {
    let n = look.phrases.len().max(1) as f32;
    let letters = look.letter_count().max(1) as f32;
    let mut ware = 0.0;
    let mut compound = 0;
    let (mut bait, mut honest, mut top) = (0.0_f32, 0.0_f32, 0.0_f32);
    for phrase in &look.phrases {
        let hits: Vec<&Hit> =
            look.hits.iter().filter(|h| h.start >= phrase.start && h.start < phrase.end).collect();
        let (w, b, h) = weigh(&hits, phrase.len());
        ware += w;
        bait += b;
        // A word of honest lists inside a keyword is part of the keyword.
        honest += h * (1.0 - w);
        compound += usize::from(is_compound(&hits, look));
        top = top.max(w);
    }
    let sum = ware;
    let (ware, bait, honest) = (ware / n, bait / n, honest / n);
    // A weak stem covers its letters weakly.
    let covered: f32 =
        look.hits.iter().filter(|h| h.topic.is_ware()).map(|h| (h.end - h.start) as f32 * h.weight).sum();
    let with_bait: usize = look.hits.iter().filter(|h| h.topic == Topic::Bait).map(|h| h.end - h.start).sum();
    let made = if covered == 0.0 { 0.0 } else { ((covered + with_bait as f32) / letters).min(1.0) };
    let row = look.phrases.len() >= ROW;
    let repetition =
        if look.pairs < PAIRS_LEAST { 0.0 } else { 1.0 - look.units.len() as f32 / look.pairs as f32 };
    let belonging = page.share(&look.units);
    let reads = reads_like_keywords(look, page.phrasing);
    let foreign = (1.0 - FOREIGN * belonging).max(0.0);
    let called = called(look);
    let (same, alike) = likeness(look);
    let marks = look.count(Class::Mark) as f32;
    let (traditional, simplified) =
        (page.counts[Class::Traditional as usize], page.counts[Class::Simplified as usize]);
    let other_variant = traditional >= 4 * FEW
        && traditional > 4 * simplified
        && look.count(Class::Simplified) >= FEW
        && look.count(Class::Traditional) == 0;
    let other_script =
        page.size() >= PAGE_LEAST && main_script(&page.counts) != main_script(&look.counts) && letters >= 4.0;
    let about = about_it(look, page, None);
    let digits = (look.count(Class::Digit) + look.count(Class::OddDigit)) as f32;
    let longest = look.phrases.iter().map(|p| p.len()).max().unwrap_or(0);
    let mean = look.phrases.iter().map(|p| p.len()).sum::<usize>() as f32 / n;
    let yes = |condition: bool| if condition { 1.0 } else { 0.0 };
    let single = look.phrases.len() < ROW;
    let words = yes(goes_on_in_words(look, page.phrasing));
    [
        yes(row),
        if row { (n.ln() / LONG_ROW.ln()).min(1.0) } else { 0.0 },
        ware,
        top,
        ((1.0 + sum).ln() / LONG_ROW.ln()).min(1.0),
        yes(row) * ware,
        made,
        bait,
        bait * ware,
        honest,
        repetition,
        same,
        alike,
        belonging,
        belonging * ware,
        (marks / n).min(1.0),
        (look.count(Class::Function) as f32 / look.han().max(1) as f32 * 4.0).min(1.0),
        yes(other_variant),
        yes(other_variant && page.hijacked),
        yes(other_script),
        yes(other_script) * ware,
        yes(lonely_mark(&look.letters)),
        (look.disguised as f32 / 3.0).min(1.0) * yes(top > 0.0),
        yes(called),
        yes(label(look)),
        (digits / (digits + letters) * 2.0).min(1.0),
        yes(longest > LONGEST_PHRASE),
        yes(mean < 2.6 && row && !look.spaced),
        about,
        compound as f32 / n,
        yes(place.mirrored) * ware,
        place.beside * top,
        (alphabets(look).saturating_sub(1) as f32 / 2.0).min(1.0) * ware,
        (look
            .letters
            .iter()
            .filter(|c| matches!(c, '《' | '》' | '「' | '」' | '“' | '”' | '『' | '』'))
            .count() as f32
            / 2.0)
            .min(1.0),
        yes(single),
        yes(single) * top * made,
        yes(look.letters.iter().any(|c| matches!(c, '>' | '»' | '›' | '→' | '«'))),
        yes(row) * (1.0 - ware) * (1.0 - honest) * (1.0 - belonging),
        (alike + same).min(1.0) * bait,
        yes(called) * look.hits.iter().filter(|h| h.topic.is_ware()).map(|h| h.weight).fold(0.0, f32::max),
        reads,
        yes(row) * reads,
        reads * foreign,
        yes(ends_honestly(look)),
        words,
        words * foreign,
    ]
}

/// Whether a line begins with a keyword and goes on with words of grammar, as fillers do.
fn goes_on_in_words(look: &Look, phrasing: &Phrasing) -> bool {
    /// Han characters of such a line, and of grammar among them.
    const LEAST: u32 = 20;
    const WORDS: u32 = 2;
    look.han() >= LEAST && look.count(Class::Function) >= WORDS && leads(look, phrasing)
}

/// Whether the last phrase of a line says in words of grammar what the line is about, and ends in a word of honest lists:
/// `老虎机等游戏的概率分析`.
fn ends_honestly(look: &Look) -> bool {
    let honest =
        look.hits.last().is_some_and(|hit| hit.topic == Topic::Honest && hit.end + 1 >= look.letters.len());
    let says =
        |at: usize| look.classes[at] == Class::Function || matches!(look.letters[at], 'の' | ':' | '：');
    honest && look.phrases.last().is_some_and(|phrase| phrase.clone().any(says))
}

/// Share of the phrases that stand twice, and share of those that begin or end like another.
fn likeness(look: &Look) -> (f32, f32) {
    /// Phrases that are compared; more of them are quadratic work.
    const MOST: usize = 40;
    let n = look.phrases.len().min(MOST);
    if n < ROW {
        return (0.0, 0.0);
    }
    let ends = |i: usize| {
        let phrase = look.phrase(i);
        let length =
            phrase.len().min(if look.classes[look.phrases[i].start].is_alphabetic() { 4 } else { 2 });
        (&phrase[..length], &phrase[phrase.len() - length..])
    };
    let (mut same, mut alike) = (0, 0);
    for i in 0..n {
        let phrase = look.phrase(i);
        let mut others = (0..n).filter(|j| *j != i);
        if phrase.len() > 2 && others.clone().any(|j| look.phrase(j) == phrase) {
            same += 1;
        } else if phrase.len() > 3 && others.any(|j| ends(j).0 == ends(i).0 || ends(j).1 == ends(i).1) {
            alike += 1;
        }
    }
    (same as f32 / n as f32, alike as f32 / n as f32)
}

/// Ends in a lonely question mark: what a letter became that the site's encoding lacks.
fn lonely_mark(letters: &[char]) -> bool {
    matches!(letters, [.., ' ' | '|' | '_' | ',', '?'])
}

/// A number to write to or to call, or an address.
pub(crate) fn called(look: &Look) -> bool {
    let mut run = 0;
    let mut longest = 0;
    for class in &look.classes {
        run = if class.is_digit() { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let named = |name: &Vec<char>| look.letters.windows(name.len()).any(|w| w == name.as_slice());
    // An account of letters: `TG：@name`.
    const ACCOUNT: usize = 4;
    let at = look.letters.iter().position(|c| *c == '@');
    let account = at.is_some_and(|at| {
        let latin = |class: &&Class| matches!(class, Class::Latin | Class::Digit);
        look.classes[at + 1..].iter().take_while(latin).count() >= ACCOUNT
            && !look.letters[..at].iter().rev().take(1).any(|c| c.is_ascii_alphanumeric())
    });
    if account && CONTACTS.iter().any(named) {
        return true;
    }
    // A number this long is a telephone's, whatever stands before it.
    longest >= LONG_NUMBER && CONTACTS.iter().any(named) || longest == MOBILE_NUMBER
}

/// A label and a colon in front: `标签：`, `Tags:`.
fn label(look: &Look) -> bool {
    const LONGEST_LABEL: usize = 12;
    look.letters.iter().take(LONGEST_LABEL).any(|c| *c == ':')
}

/// Number of alphabets that the line's words of wares are written in.
fn alphabets(look: &Look) -> usize {
    let mut seen = [false; CLASSES];
    for hit in look.hits.iter().filter(|h| h.topic.is_ware()) {
        let class = look.classes[hit.start];
        seen[if class.is_han() { Class::Han } else { class } as usize] = true;
    }
    seen.iter().filter(|s| **s).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lexicon::Lexicon;

    fn feature(name: &str, line: &str, page: &str) -> f32 {
        let lexicon = Lexicon::built_in();
        let mut surroundings = Surroundings::new(false, lexicon.phrasing());
        for look in page.lines().map(|line| Look::at(line, lexicon)) {
            surroundings.hear(&look);
            surroundings.add(&look);
        }
        let features = features(&Look::at(line, lexicon), &surroundings, Place::default());
        features[NAMES.iter().position(|n| *n == name).unwrap()]
    }

    const TRADITIONAL: &str =
        "東莞衛生健康事業發展目標情況如何，局長回應說，這個問題與大家都有關係，醫療資源持續擴容";

    #[test]
    fn a_row_of_keywords_shows() {
        let line = "国产视频综合,亚洲综合五月天,成人亚洲综合,国产视频在线播放";
        assert_eq!(feature("row of phrases", line, TRADITIONAL), 1.0);
        assert_eq!(feature("Simplified on a Traditional page", line, TRADITIONAL), 1.0);
        assert_eq!(feature("another script than the page", line, TRADITIONAL), 0.0);
        assert!(feature("keywords", line, TRADITIONAL) > 0.8);
        assert!(feature("shared with the page", line, TRADITIONAL) < 0.1);
        assert!(feature("repetition", line, TRADITIONAL) > 0.1);
    }

    #[test]
    fn navigation_belongs_to_its_page() {
        let page = "公司简介：本公司生产设备。\n产品展示\n联系我们：电话";
        let line = "首页 | 公司简介 | 产品展示 | 联系我们";
        assert!(feature("shared with the page", line, page) > 0.5);
        assert_eq!(feature("keywords", line, page), 0.0);
        assert!(feature("words of honest lists", line, page) > 0.5);
    }

    #[test]
    fn a_page_that_is_about_it_says_so() {
        let page =
            "本文介绍百家乐的规则。百家乐是赌场里最常见的游戏，庄家和闲家比点数。澳门的娱乐城都有百家乐。";
        assert!(feature("the page is about it", "百家乐_老虎机_轮盘", page) > 0.5);
        assert_eq!(feature("the page is about it", "百家乐_老虎机_轮盘", TRADITIONAL), 0.0);
    }

    #[test]
    fn every_feature_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = NAMES.iter().collect();
        assert_eq!(names.len(), FEATURES);
    }
}
