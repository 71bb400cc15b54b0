//! What a reading of damaged text costs on a page: the language, the page's own words and habits, brackets
//! that should close.

use super::page::{self, Habit, Page};
use crate::chars::reading::Syllable;
use crate::chars::{fold_width, gbk, is_han};
use crate::lattice::model::{Context, Id, Model};
use crate::lattice::search::Costs;

/// What a character costs that this page annotates always, where it stands without its annotation.
const UNANNOTATED_NATS: f32 = 6.0;
/// A quotation mark or bracket that closes what is open, or opens what is not.
const CLOSES_NATS: f32 = -2.0;
/// One that closes what is not open, or opens what is.
const UNMATCHED_NATS: f32 = 1.5;
/// A sentence that ends, or speech that begins, inside the title of a work.
const IN_TITLE_NATS: f32 = 4.0;
/// A reading behind a character that this page writes bare elsewhere, and behind one that it always annotates.
const BARE_NATS: f32 = 6.0;
const USUAL_NATS: f32 = -1.0;
/// A reading that only a rare Traditional character has: fewer mirrors annotate those.
const RARE_NATS: f32 = 1.5;
/// Marks that may stand twice in a row; what it costs when they do on a page that does not, and what one more costs at
/// most on a page that does.
const ENDS: [char; 6] = ['。', '，', '；', '、', '！', '？'];
const TWICE_NATS: f32 = 3.0;
const AGAIN_NATS: f32 = 2.0;
/// Each character makes a text less likely, so the model leans to short readings where a pair was dropped; this
/// puts it right (as word insertion bonuses do in speech recognition).
const CHARACTER_NATS: f32 = -1.5;
/// How much the page's own pairs of characters weigh beside the language's, and how much its characters alone: what a page
/// is about, and whether it says 他 or 她. On 3,384 generated shifts of six genres (docs/model.md) 0.05 puts 0.6 in a
/// hundred more right, 0.15 0.3.
const PAGE_SHARE: f32 = 0.2;
const PAGE_CHARACTER_SHARE: f32 = 0.05;
/// Added to the number of a page's characters: few say little.
const PAGE_SMOOTHING: f32 = 50.0;
/// Pairs dearer than this in the language are not learnt from a page: its damaged stretches repeat too.
const ABSURD_NATS: f32 = 12.0;

/// Brackets and quotation marks that are open, one bit a kind.
pub(crate) type Open = u8;

/// What is remembered of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Memory {
    pub(crate) context: Context,
    pub(crate) open: Open,
    /// The mark that was read last, if it is one of [`ENDS`].
    pub(crate) last_end: Option<char>,
}

/// Pairs of characters of a page, as shares of the first one's occurrences, and its characters, as shares of all.
#[derive(Debug, Default)]
pub(crate) struct PagePairs {
    /// Sorted by pair.
    shares: Vec<((Id, Id), f32)>,
    /// By number of the character.
    single: Vec<f32>,
}

impl PagePairs {
    /// Counts the Han pairs of a page, annotations passed over.
    pub(crate) fn count(text: &str, page: &Page) -> Self {
        let model = Model::get();
        let mut pairs = Vec::new();
        let mut left = '\n';
        let mut annotations = page.annotations.iter().peekable();
        for (at, c) in text.char_indices() {
            while annotations.next_if(|a| a.span.end <= at).is_some() {}
            if annotations.peek().is_some_and(|a| a.span.start <= at) {
                continue;
            }
            if is_han(left) && is_han(c) && model.pair(model.id(left), model.id(c)) < ABSURD_NATS {
                pairs.push((model.id(left), model.id(c)));
            }
            left = c;
        }
        pairs.sort_unstable();
        let mut shares = Vec::new();
        for of_first in pairs.chunk_by(|a, b| a.0 == b.0) {
            let all = of_first.len() as f32 + 1.0;
            shares.extend(of_first.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as f32 / all)));
        }
        let mut single = Vec::new();
        let each = 1.0 / (pairs.len() as f32 + PAGE_SMOOTHING);
        for (_, c) in &pairs {
            let number = usize::from(c.number());
            if single.len() <= number {
                single.resize(number + 1, 0.0);
            }
            single[number] += each;
        }
        Self { shares, single }
    }

    /// The share of a character behind another on this page, as far as the page counts.
    fn share(&self, left: Id, c: Id) -> f32 {
        let pair = self.shares.binary_search_by_key(&(left, c), |s| s.0).map_or(0.0, |i| self.shares[i].1);
        let single = self.single.get(usize::from(c.number())).copied().unwrap_or(0.0);
        PAGE_SHARE * pair + PAGE_CHARACTER_SHARE * single
    }
}

/// Prices for the search.
pub(crate) struct PageCosts<'a> {
    pub(crate) page: &'a Page,
    pub(crate) pairs: &'a PagePairs,
    pub(crate) readings: &'a [Syllable],
    pub(crate) model: &'static Model,
}

impl PageCosts<'_> {
    fn language(&self, context: Context, c: char) -> (f32, Context) {
        let id = self.model.id(c);
        let (price, after) = self.model.step(context, id);
        let share = if is_han(c) { self.pairs.share(context.last(), id) } else { 0.0 };
        let price = if share > 0.0 {
            -((1.0 - PAGE_SHARE - PAGE_CHARACTER_SHARE) * (-price).exp() + share).ln()
        } else {
            price
        };
        let form = match c {
            '０'..='９' if self.page.wide_digits => self.model.form('0', self.page.script),
            _ => self.model.form(c, self.page.script),
        };
        (price + form, after)
    }

    /// What a text costs as it stands, in nats.
    pub(crate) fn text(&self, text: &str, mut memory: Memory) -> f32 {
        let mut sum = 0.0;
        for c in text.chars() {
            let (price, after) = self.character(c, memory, false);
            memory = after;
            sum += price;
        }
        sum
    }
}

impl Costs for PageCosts<'_> {
    type Memory = Memory;

    fn character(&self, c: char, memory: Memory, split: bool) -> (f32, Memory) {
        if c == '\r' {
            // Half a line end: the other half counts.
            return (0.0, memory);
        }
        // No annotation goes behind a character between whose bytes there is something.
        let bare = if !split && self.page.habit(c) == Habit::Annotated { UNANNOTATED_NATS } else { 0.0 };
        let (balance, open) = balance(c, memory.open);
        let (mut language, context) = self.language(memory.context, c);
        if memory.last_end == Some(c) {
            let repeats = self.page.repeats && matches!(c, '。' | '！' | '？') || c == '！';
            language = if repeats { language.min(AGAIN_NATS) } else { language + TWICE_NATS };
        }
        let bonus = if is_han(c) { CHARACTER_NATS } else { 0.0 };
        let last_end = Some(c).filter(|c| ENDS.contains(c));
        (language + bare + balance + bonus, Memory { context, open, last_end })
    }

    fn reading(&self, number: u16, pair: (u8, u8), whole: bool) -> Option<f32> {
        let c = gbk::decode(pair.0, pair.1)?;
        let rare = !page::is_traditional(c);
        if rare && !page::is_rare_traditional(c) || !self.readings[number as usize].reads(c) {
            return None;
        }
        let habit = match self.page.habit(c) {
            Habit::Annotated => USUAL_NATS,
            Habit::Bare => BARE_NATS,
            Habit::Unknown => 0.0,
        };
        let paid = if whole && self.page.habit(c) == Habit::Annotated { UNANNOTATED_NATS } else { 0.0 };
        Some(paid - habit - if rare { RARE_NATS } else { 0.0 })
    }

    fn written(&self, c: char) -> char {
        fold_width(c)
    }
}

/// What is open at the end of a line's beginning.
pub(crate) fn open_after(text: &str) -> Open {
    text.chars().fold(0, |open, c| balance(c, open).1)
}

/// The bit of 《》.
const TITLE: Open = 2;

fn balance(c: char, open: Open) -> (f32, Open) {
    let (bit, opens) = match c {
        '“' => (1, true),
        '”' => (1, false),
        '《' => (TITLE, true),
        '》' => (TITLE, false),
        '「' => (4, true),
        '」' => (4, false),
        '〔' => (8, true),
        '〕' => (8, false),
        '【' => (16, true),
        '】' => (16, false),
        '『' => (64, true),
        '』' => (64, false),
        '‘' => (128, true),
        '’' => (128, false),
        '（' | '(' => (32, true),
        '）' | ')' => (32, false),
        '。' | '！' | '？' if open & TITLE != 0 => return (IN_TITLE_NATS, open),
        _ => return (0.0, open),
    };
    let matched = (open & bit == 0) == opens;
    let price = match (opens, matched) {
        (false, true) => CLOSES_NATS,
        (true, true) => 0.0,
        (_, false) => UNMATCHED_NATS,
    };
    let inside = if bit == 1 && opens && open & TITLE != 0 { IN_TITLE_NATS } else { 0.0 };
    (price + inside, if opens { open | bit } else { open & !bit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_should_close() {
        let open = open_after("他說：“我們");
        assert!(balance('”', open).0 < 0.0);
        assert!(balance('“', open).0 > 0.0);
        assert_eq!(balance('”', open).1, 0);
        assert!(balance('》', open).0 > 0.0);
    }
}
