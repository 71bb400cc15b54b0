//! What the symbols of a language cost after one another, as a matrix.

use crate::decode::languages::{Language, fold};
use crate::packed::STEPS_PER_NAT;

/// Symbols in a matrix of prices; the last four are for characters that the language does not have.
pub(super) const SYMBOLS: usize = 128;
const MATRIX: usize = SYMBOLS * SYMBOLS;
const TONE: usize = SYMBOLS - 4;
const FOREIGN_MARK: usize = SYMBOLS - 3;
const FOREIGN_LETTER: usize = SYMBOLS - 2;
const RARE: usize = SYMBOLS - 1;
/// Price of one quotation mark, dash or sign that the language's counts do not have; of one letter; and of a
/// control character or one for drawing boxes, which hardly any text has. In nats, set by hand.
const FOREIGN_MARK_NATS: f32 = 7.0;
const FOREIGN_LETTER_NATS: f32 = 11.0;
pub(super) const RARE_NATS: f32 = 18.0;
/// Price of one of the five tones of Vietnamese, which windows-1258 writes behind their vowels, and the counts as one with
/// them.
const TONE_NATS: f32 = 2.5;
/// No symbol of a language is dearer than this after any other: its counts are small.
const DEAREST_NATS: f32 = 12.0;

/// Characters beyond this are looked up one by one; encodings of one byte have a handful.
const TABLED: usize = 0x2800;
/// In place of a symbol: the language has none.
const NONE: u8 = u8::MAX;

/// A language's symbols and prices.
pub(super) struct Matrix {
    language: &'static Language,
    latin: bool,
    /// What a symbol costs after another, in steps: rows the symbol before.
    prices: Box<[u16; MATRIX]>,
    /// By folded character below [`TABLED`]: its symbol.
    symbols: Vec<u8>,
}

/// What all languages ask of a character.
#[derive(Clone, Copy)]
pub(super) struct Facts {
    /// As a language of another script folds it, and as a Latin one does.
    folded: [char; 2],
    /// As Romanian spells it today: it was written with cedillas before Unicode had the commas below.
    comma: Option<char>,
    /// Its symbol in a language that does not have it.
    foreign: u8,
}

impl Facts {
    /// Of a byte that is no character: as rare as a control character.
    pub(super) const NONE: Self =
        Self { folded: [char::REPLACEMENT_CHARACTER; 2], comma: None, foreign: RARE as u8 };

    pub(super) fn of(c: char) -> Self {
        let comma = match c {
            'ş' | 'Ş' => Some('ș'),
            'ţ' | 'Ţ' => Some('ț'),
            _ => None,
        };
        let foreign = if is_tone(c) {
            TONE
        } else if is_rare(c) {
            RARE
        } else if c.is_alphabetic() || is_odd(c) {
            FOREIGN_LETTER
        } else {
            FOREIGN_MARK
        };
        Self { folded: [fold(c, false), fold(c, true)], comma, foreign: foreign as u8 }
    }
}

impl Matrix {
    pub(super) fn new(language: &'static Language) -> Self {
        let known = language.len().min(TONE);
        // The commonest symbols, if there are too many.
        let mut order: Vec<usize> = (0..language.len()).collect();
        order.sort_by_key(|id| language.plain(*id));
        order.truncate(known);
        let mut places = vec![NONE; language.len()];
        for (place, id) in order.iter().enumerate() {
            places[*id] = place as u8;
        }
        let steps = |nats: f32| (nats * STEPS_PER_NAT) as u16;
        let mut plain = [steps(RARE_NATS); SYMBOLS];
        for (price, id) in plain.iter_mut().zip(&order) {
            *price = language.plain(*id);
        }
        let foreign = [
            (TONE, if language.name() == "vi" { TONE_NATS } else { RARE_NATS }),
            (FOREIGN_MARK, FOREIGN_MARK_NATS),
            (FOREIGN_LETTER, FOREIGN_LETTER_NATS),
            (RARE, RARE_NATS),
        ];
        let mut prices = Box::new([0; MATRIX]);
        for (left, row) in prices.chunks_exact_mut(SYMBOLS).enumerate() {
            let left = order.get(left).copied();
            let backoff = left.map_or(0, |left| language.backoff(left));
            for (price, plain) in row.iter_mut().zip(plain) {
                *price = (plain + backoff).min(steps(DEAREST_NATS));
            }
            for (id, price) in left.into_iter().flat_map(|left| language.followers(left)) {
                if let Some(cell) = row.get_mut(usize::from(places[id])) {
                    *cell = price;
                }
            }
            for (place, nats) in foreign {
                row[place] = steps(nats);
            }
        }
        let mut symbols = vec![NONE; TABLED];
        for (symbol, place) in language.symbols().zip(&places) {
            if let Some(cell) = symbols.get_mut(symbol as usize) {
                *cell = *place;
            }
        }
        Self { language, latin: language.is_latin(), prices, symbols }
    }

    /// Whether the language is written in Latin letters.
    pub(super) fn is_latin(&self) -> bool {
        self.latin
    }

    /// The symbol of a character.
    pub(super) fn symbol(&self, facts: &Facts) -> u8 {
        let c = facts.folded[usize::from(self.latin)];
        let price = |c| self.language.id(c).map_or(u16::MAX, |id| self.language.plain(id));
        let c = facts.comma.filter(|comma| price(*comma) < price(facts.folded[1])).unwrap_or(c);
        let known = self.symbols.get(c as usize).copied().unwrap_or(NONE);
        if known == NONE { facts.foreign } else { known }
    }

    /// What a symbol costs after another, in steps.
    pub(super) fn price(&self, left: u8, right: u8) -> u16 {
        self.prices[(usize::from(left) * SYMBOLS + usize::from(right)) % MATRIX]
    }
}

fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

fn is_rare(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2500}'..='\u{25FF}' | '\u{2200}'..='\u{23FF}' | '\u{E000}'..='\u{F8FF}')
}

/// Marks that hardly any text has, though all encodings of Windows do.
fn is_odd(c: char) -> bool {
    matches!(c, '‡' | '†' | '‰' | 'ˆ' | '˜' | '¤' | '¦' | '¸' | '¯' | '¬' | '¨')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Matrix {
        Matrix::new(Language::find(name).unwrap())
    }

    #[test]
    fn letters_of_the_language_are_cheaper_than_others() {
        let russian = of("ru");
        let price = |left: char, right: char| {
            russian.price(russian.symbol(&Facts::of(left)), russian.symbol(&Facts::of(right)))
        };
        assert!(price('т', 'о') < price('т', 'ъ'));
        assert!(price('т', 'ъ') <= price('т', 'ё').max((DEAREST_NATS * STEPS_PER_NAT) as u16));
        assert_eq!(price('т', 'é'), (FOREIGN_LETTER_NATS * STEPS_PER_NAT) as u16);
        assert_eq!(price('т', '═'), (RARE_NATS * STEPS_PER_NAT) as u16);
        assert_eq!(price('Т', 'О'), price('т', 'о'), "the case is priced apart");
    }

    #[test]
    fn romanian_with_cedillas_is_romanian() {
        let romanian = of("ro");
        assert_eq!(romanian.symbol(&Facts::of('ş')), romanian.symbol(&Facts::of('ș')));
        let turkish = of("tr");
        assert_ne!(turkish.symbol(&Facts::of('ş')), FOREIGN_LETTER as u8);
    }
}
