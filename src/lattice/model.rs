//! The character model: what a character costs after the two before it, read in place from the built file.
//!
//! Triples and pairs of characters folded to Simplified, with back-off; the written form (發 or 发) is priced
//! apart, by script. Half-width and full-width punctuation count as one, digits and Latin letters each as a class.
//! Made by `tests/model` from the counts in `seeds/model`.

use crate::chars::fold_width;
use crate::packed::{STEPS_PER_NAT, find, nats, u16_at, u32_at};
use std::sync::LazyLock;

/// Price of one digit among ten, of one letter among those in use (upper and lower case, not evenly used).
const DIGIT_NATS: f32 = 2.3;
const LETTER_NATS: f32 = 3.0;
/// An ideographic space among spaces, inside a line.
const WIDE_SPACE_NATS: f32 = 7.0;
/// A full-width digit or letter instead of a half-width one.
const WIDE_LETTER_NATS: f32 = 6.0;
/// The classes that the counts gather rare symbols and rare letters in, and the price of one among them.
const OTHER_SYMBOL: u16 = '□' as u16;
const OTHER_LETTER: u16 = '▢' as u16;
const OTHER_NATS: f32 = 6.0;
/// A form that is dearer by this much in one script than in the other speaks for that other script.
const SCRIPT_NATS: f32 = 3.0;
const PLANE: usize = 0x1_0000;

/// The script a page is written in; decides what a written form costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Simplified,
    Traditional,
}

/// A folded character of the vocabulary; 0 is any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id(u16);

impl Id {
    /// Its number, for tables.
    pub(crate) fn number(self) -> u16 {
        self.0
    }

    /// The character of a number that [`Id::number`] told.
    pub(crate) fn of_number(number: u16) -> Self {
        Self(number)
    }
}

/// What the model remembers of the text so far: the last character, and the last two if it knows the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Context {
    last: Id,
    pair: u32,
}

/// A pair that the model does not know.
const NO_PAIR: u32 = u32::MAX;
/// Pairs in a block of the index of triples.
const BLOCK: usize = 64;

pub(crate) struct Model {
    fold: &'static [u8],
    forms: [&'static [u8]; 2],
    folded: &'static [u8],
    unigram: &'static [u8],
    backoff: &'static [u8],
    rows: &'static [u8],
    pair_ids: &'static [u8],
    pair_prices: &'static [u8],
    /// What is added, signed, to the price of the pair where the triple is unseen: inside a word, and where a
    /// word begins.
    inside_backoff: &'static [u8],
    start_backoff: &'static [u8],
    /// One bit a pair: whether it mostly lies inside a word.
    joined: &'static [u8],
    blocks: &'static [u8],
    starts: &'static [u8],
    triple_ids: &'static [u8],
    triple_prices: &'static [u8],
}

static FILE: &[u8] = include_bytes!("../data/model.bin");

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let (magic, rest) = FILE.split_at(4);
    assert_eq!(magic, b"MJL2", "src/data/model.bin is not a model: rebuild it");
    let (header, mut rest) = rest.split_at(12);
    let size = u32_at(header, 0) as usize;
    let pairs = u32_at(header, 1) as usize;
    let triples = u32_at(header, 2) as usize;
    let mut take = |length: usize| {
        let (part, after) = rest.split_at(length);
        rest = after;
        part
    };
    Model {
        fold: take(2 * PLANE),
        forms: [take(PLANE), take(PLANE)],
        folded: take(2 * size),
        unigram: take(size),
        backoff: take(size),
        rows: take(4 * (size + 1)),
        pair_ids: take(2 * pairs),
        pair_prices: take(pairs),
        inside_backoff: take(pairs),
        start_backoff: take(pairs),
        joined: take(pairs.div_ceil(8)),
        blocks: take(4 * (pairs / BLOCK + 1)),
        starts: take(2 * (pairs + 1)),
        triple_ids: take(2 * triples),
        triple_prices: take(triples),
    }
});

impl Model {
    /// The one model. The first call reads the header; nothing is copied.
    pub(crate) fn get() -> &'static Model {
        &MODEL
    }

    /// The folded character this one counts as.
    pub(crate) fn id(&self, c: char) -> Id {
        let class = match fold_width(c) {
            '0'..='9' => '0',
            'a'..='z' | 'A'..='Z' => 'a',
            half @ (',' | ';' | ':' | '!' | '?' | '(' | ')') => widen(half),
            ' ' | '\u{A0}' => ' ',
            _ => c,
        };
        Id(if (class as usize) < PLANE { u16_at(self.fold, class as usize) } else { 0 })
    }

    /// What a character folds to: itself, unless it is a Traditional or variant form of a Simplified one.
    pub(crate) fn folded(&self, c: char) -> char {
        if !crate::chars::is_han(c) {
            return c;
        }
        match self.id(c) {
            Id(0) => c,
            Id(id) => char::from_u32(u32::from(u16_at(self.folded, id as usize))).unwrap_or(c),
        }
    }

    /// What a character costs wherever it stands, in nats, whatever its written form.
    pub(crate) fn plain(&self, c: char) -> f32 {
        self.plain_of(self.id(c))
    }

    /// The same of a folded character.
    pub(crate) fn plain_of(&self, id: Id) -> f32 {
        nats(self.unigram[id.0 as usize])
    }

    /// What `next` costs after `left`, in nats, whatever its written form.
    pub(crate) fn pair(&self, left: Id, next: Id) -> f32 {
        self.pair_price(left, next, self.find_pair(left, next))
    }

    /// What `next` costs after a context, in nats, whatever its written form; and the context after it.
    pub(crate) fn step(&self, context: Context, next: Id) -> (f32, Context) {
        let pair = self.find_pair(context.last, next);
        let after = Context { last: next, pair: pair.map_or(NO_PAIR, |index| index as u32) };
        if context.pair == NO_PAIR {
            return (self.pair_price(context.last, next, pair), after);
        }
        let before = context.pair as usize;
        let triples = self.start(before)..self.start(before + 1);
        let price = match find(triples, next.0, |index| u16_at(self.triple_ids, index)) {
            Some(index) => nats(self.triple_prices[index]),
            None => {
                let joined = pair.is_some_and(|index| self.joined[index / 8] >> (index % 8) & 1 == 1);
                let backoff = if joined { self.inside_backoff } else { self.start_backoff };
                let step = i8::from_le_bytes([backoff[before]]);
                (f32::from(step) / STEPS_PER_NAT + self.pair_price(context.last, next, pair)).max(0.0)
            }
        };
        (price, after)
    }

    /// The context after these characters.
    pub(crate) fn context(&self, text: impl IntoIterator<Item = char>) -> Context {
        let start = Context { last: self.id('\n'), pair: NO_PAIR };
        text.into_iter().fold(start, |context, c| self.step(context, self.id(c)).1)
    }

    fn find_pair(&self, left: Id, next: Id) -> Option<usize> {
        let left = left.0 as usize;
        let row = u32_at(self.rows, left) as usize..u32_at(self.rows, left + 1) as usize;
        find(row, next.0, |index| u16_at(self.pair_ids, index))
    }

    fn pair_price(&self, left: Id, next: Id, pair: Option<usize>) -> f32 {
        match pair {
            Some(index) => nats(self.pair_prices[index]),
            None => nats(self.backoff[left.0 as usize]) + nats(self.unigram[next.0 as usize]),
        }
    }

    /// Where the triples of a pair start.
    fn start(&self, pair: usize) -> usize {
        u32_at(self.blocks, pair / BLOCK) as usize + u16_at(self.starts, pair) as usize
    }

    /// What this written form costs in a script, in nats, given the character it folds to.
    pub(crate) fn form(&self, c: char, script: Script) -> f32 {
        match c {
            '0'..='9' => DIGIT_NATS,
            'a'..='z' | 'A'..='Z' => LETTER_NATS,
            '\u{3000}' => WIDE_SPACE_NATS,
            '０'..='９' => DIGIT_NATS + WIDE_LETTER_NATS,
            'Ａ'..='Ｚ' | 'ａ'..='ｚ' => LETTER_NATS + WIDE_LETTER_NATS,
            _ if !crate::chars::is_han(c) => self.symbol(c),
            _ => self.forms[script as usize].get(c as usize).map_or(nats(u8::MAX), |step| nats(*step)),
        }
    }

    /// The script that a written form speaks for, if it is much dearer in the other one.
    pub(crate) fn script_of(&self, c: char) -> Option<Script> {
        let (hans, hant) = (self.form(c, Script::Simplified), self.form(c, Script::Traditional));
        match hant - hans {
            ahead if ahead > SCRIPT_NATS => Some(Script::Simplified),
            ahead if ahead < -SCRIPT_NATS => Some(Script::Traditional),
            _ => None,
        }
    }

    /// What one symbol or letter costs among those that the counts gather in its class, in nats.
    pub(crate) fn symbol(&self, c: char) -> f32 {
        let id = self.id(c).0 as usize;
        let class = u16_at(self.folded, id);
        if id == 0 || class == OTHER_SYMBOL || class == OTHER_LETTER { OTHER_NATS } else { 0.0 }
    }

    /// What a whole text costs after a context, in nats.
    pub(crate) fn price_text(&self, mut context: Context, text: &str, script: Script) -> f32 {
        let price = |c| {
            let (price, after) = self.step(context, self.id(c));
            context = after;
            price + self.form(c, script)
        };
        text.chars().map(price).sum()
    }
}

impl Context {
    /// The last character.
    pub(crate) fn last(self) -> Id {
        self.last
    }
}

fn widen(half: char) -> char {
    char::from_u32(half as u32 + 0xFEE0).unwrap_or(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_prices() {
        let model = Model::get();
        assert_eq!(model.folded('發'), '发');
        assert_eq!(model.folded('髮'), '发');
        assert_eq!(model.folded('人'), '人');
        assert_eq!(model.id('，'), model.id(','));
        assert_eq!(model.id('７'), model.id('3'));
        assert!(model.form('發', Script::Traditional) < model.form('发', Script::Traditional));
        assert!(model.form('发', Script::Simplified) < model.form('發', Script::Simplified));
    }

    #[test]
    fn text_is_cheaper_than_gibberish() {
        let model = Model::get();
        let text = model.price_text(model.context(['重', '點']), "專科建設", Script::Traditional);
        let gibberish = model.price_text(model.context(['重', '點']), "??平ㄔO", Script::Traditional);
        assert!(text + 15.0 < gibberish, "{text} {gibberish}");
    }

    /// The cloze test of docs/model.md: which of the characters that share their second byte stood there?
    /// `MOJIMEND_CLOZE=FILE.jsonl cargo test --release cloze -- --ignored --nocapture`
    #[test]
    #[ignore = "measures; needs text that is not in the repository"]
    fn cloze() {
        let model = Model::get();
        let path = std::env::var("MOJIMEND_CLOZE").expect("MOJIMEND_CLOZE");
        let (mut places, mut hits, mut sure, mut sure_hits) = (0, 0, 0, 0);
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let document: serde_json::Value = serde_json::from_str(line).unwrap();
            let text: Vec<char> = document["text"].as_str().unwrap().chars().collect();
            for i in (2..text.len().saturating_sub(2)).step_by(CLOZE_STEP) {
                let Some((_, trail)) =
                    crate::chars::gbk::encode(text[i]).filter(|_| crate::chars::is_han(text[i]))
                else {
                    continue;
                };
                let left = model.context([text[i - 2], text[i - 1]]);
                let price = |c: char| {
                    model.price_text(
                        left,
                        &[c, text[i + 1], text[i + 2]].iter().collect::<String>(),
                        Script::Simplified,
                    ) - model.form(c, Script::Simplified)
                };
                let (mut best, own) = (f32::INFINITY, price(text[i]));
                for c in crate::chars::pairs::LEADS.filter_map(|lead| crate::chars::gbk::decode(lead, trail))
                {
                    if model.id(c) != model.id(text[i]) && !('\u{E000}'..='\u{F8FF}').contains(&c) {
                        best = best.min(price(c));
                    }
                }
                places += 1;
                hits += usize::from(own < best);
                sure += usize::from((own - best).abs() > CLOZE_MARGIN);
                sure_hits += usize::from(own + CLOZE_MARGIN < best);
            }
        }
        println!(
            "{places} places, {:.3} right; {:.3} of the {:.2} with a margin of {CLOZE_MARGIN} nats",
            hits as f64 / places as f64,
            sure_hits as f64 / sure as f64,
            sure as f64 / places as f64
        );
    }

    /// Every so manyth character is asked for.
    const CLOZE_STEP: usize = 7;
    const CLOZE_MARGIN: f32 = 4.0;
}
