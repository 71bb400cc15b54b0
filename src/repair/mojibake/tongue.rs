//! The language of a document, told by its ASCII letters: what its other letters may be is weighed in that language.

use crate::decode::languages::{Language, fold};
use crate::packed::STEPS_PER_NAT;
use std::sync::LazyLock;

/// Letters of ASCII that tell a language at least, so many are looked at, and by how much it must be likelier than any
/// other, in nats.
const FEWEST: usize = 16;
const MOST: usize = 4000;
const MARGIN_NATS: f32 = 4.0;
/// What a letter costs that a language does not have, in nats.
pub(super) const STRANGER_NATS: f32 = 12.0;

/// What letters cost in one language.
#[derive(Debug)]
pub(super) struct Tongue {
    language: &'static Language,
    /// By character below [`LOW`] its number, 0 for none; by number of the left and the right one, in steps.
    ids: Vec<u8>,
    size: usize,
    prices: Vec<u8>,
}

/// Letters of alphabets lie below; of those above (Vietnamese, marks of print) the place is moved down.
const LOW: usize = 0x700;
const VIETNAMESE: std::ops::Range<usize> = 0x1E00..0x1F00;
const PRINT: std::ops::Range<usize> = 0x2000..0x2100;

fn place(c: char) -> Option<usize> {
    match c as usize {
        n if n < LOW => Some(n),
        n if VIETNAMESE.contains(&n) => Some(LOW + n - VIETNAMESE.start),
        n if PRINT.contains(&n) => Some(LOW + VIETNAMESE.len() + n - PRINT.start),
        _ => None,
    }
}

static LATIN: LazyLock<Vec<Tongue>> =
    LazyLock::new(|| Language::all().filter(|language| language.is_latin()).map(Tongue::new).collect());

impl Tongue {
    fn new(language: &'static Language) -> Self {
        let symbols: Vec<char> = language.symbols().collect();
        let size = symbols.len() + 1;
        let mut ids = vec![0; LOW + VIETNAMESE.len() + PRINT.len()];
        for n in (0..LOW).chain(VIETNAMESE).chain(PRINT) {
            let Some(c) = char::from_u32(n as u32) else { continue };
            let (Some(place), Some(id)) = (place(c), language.id(fold(c, true))) else { continue };
            ids[place] = id as u8 + 1;
        }
        let stranger = (STRANGER_NATS * STEPS_PER_NAT) as u16;
        let mut prices = vec![stranger as u8; size * size];
        for (right, price) in prices[..size].iter_mut().enumerate().skip(1) {
            *price = language.plain(right - 1).min(stranger) as u8;
        }
        for left in 0..symbols.len() {
            let row = (left + 1) * size;
            for right in 0..symbols.len() {
                let price = language.plain(right) + language.backoff(left);
                prices[row + right + 1] = price.min(stranger) as u8;
            }
            for (right, price) in language.followers(left) {
                prices[row + right + 1] = price.min(stranger) as u8;
            }
        }
        Self { language, ids, size, prices }
    }

    /// The code of the language, of two letters.
    pub(super) fn name(&self) -> &'static str {
        self.language.name()
    }

    /// The languages of Latin letters.
    pub(super) fn latin() -> &'static [Tongue] {
        &LATIN
    }

    fn id(&self, c: char) -> usize {
        place(c).map_or(0, |place| self.ids[place].into())
    }

    /// Whether it has a letter.
    pub(super) fn has(&self, c: char) -> bool {
        self.id(c) != 0
    }

    /// What a character costs behind another one, in nats.
    pub(super) fn price(&self, left: char, c: char) -> f32 {
        let right = self.id(c);
        if right == 0 {
            return STRANGER_NATS;
        }
        f32::from(self.prices[self.id(left) * self.size + right]) / STEPS_PER_NAT
    }
}

/// The language that the ASCII words of a text are in; nothing where there are few, or several languages are as likely.
pub(super) fn of(text: &str) -> Option<&'static Tongue> {
    let mut pairs: Vec<(char, char)> = Vec::new();
    let mut letters = 0;
    let mut last = ' ';
    for c in text.chars() {
        if c.is_ascii_alphabetic() {
            letters += 1;
            if last.is_ascii() {
                pairs.push((last, c));
            }
        }
        last = if c.is_ascii_alphabetic() || !c.is_ascii() { c } else { ' ' };
        if letters >= MOST {
            break;
        }
    }
    if letters < FEWEST {
        return None;
    }
    let (mut best, mut second): (Option<(&Tongue, f32)>, f32) = (None, f32::INFINITY);
    for tongue in Tongue::latin() {
        let cost: f32 = pairs.iter().map(|(left, right)| tongue.price(*left, *right)).sum();
        match best {
            Some((_, least)) if least <= cost => second = second.min(cost),
            _ => {
                second = best.map_or(second, |(_, least)| least);
                best = Some((tongue, cost));
            }
        }
    }
    best.filter(|(_, cost)| second - cost >= MARGIN_NATS).map(|(tongue, _)| tongue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_letters_tell_the_language() {
        for (text, name) in [
            ("Daha karma..k bir .ekil olu.turmak i.in, bir nesneyi d.nd.rmeden", "tr"),
            ("Le nombre total de blocs de donn.es dans le syst.me de fichiers", "fr"),
            ("nastavte hodnotu pole, kter. se m. pou..t jako v.choz. nastaven.", "cs"),
        ] {
            assert_eq!(of(text).map(|tongue| tongue.language.name()), Some(name), "{text}");
        }
        assert!(of("abc").is_none());
    }

    #[test]
    fn a_language_knows_its_letters() {
        let turkish = Tongue::latin().iter().find(|tongue| tongue.language.name() == "tr").unwrap();
        assert!(turkish.has('ş') && !turkish.has('þ'));
        assert!(turkish.price(' ', 'ş') + 5.0 < turkish.price(' ', 'þ'));
    }
}
