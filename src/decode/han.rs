//! What the characters of Chinese, Japanese and Korean cost, alone and after one another.

use super::languages::{LINE_END, Language, fold};
use crate::lattice::model::{Context, Id, Model, Script};
use crate::packed::{self, STEPS_PER_NAT};

/// No character is dearer, in nats: names and rare words are text too.
const DEAREST_NATS: f32 = 16.0;
/// A symbol of [`is_symbol`] is no dearer.
const SYMBOL_NATS: f32 = 9.5;
/// Kana of half width: old programs write them, prose has none.
const HALF_KANA_NATS: f32 = 10.5;
/// Of a private-use character, which only a few documents have, and of one no language here has.
const PRIVATE_NATS: f32 = 17.0;
const FOREIGN_NATS: f32 = 14.0;

/// The language whose characters an encoding has.
#[derive(Debug, Clone, Copy)]
enum Tongue {
    /// Chinese; how likely a character is a Simplified form.
    Chinese { simplified: f32 },
    /// Another language, with so much Chinese among it: names, and what its counts have not seen.
    Other { language: &'static Language, chinese: f32, unseen: f32 },
}

/// Prices of characters in an encoding.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prices {
    tongue: Tongue,
}

/// What characters cost wherever they stand, for tables of thousands of them: the same prices, looked up faster.
pub(super) struct Plain {
    prices: Prices,
    /// By step of a price: how likely that is.
    shares: [f32; 256],
    /// By character of the first plane: its number in the language, and one.
    ids: Vec<u16>,
}

impl Plain {
    /// What a character costs, in steps, and what is known of it.
    pub(super) fn look_up(&self, c: char) -> (u16, Character) {
        let (nats, id, extra) = self.nats(c);
        let code = u16::try_from(c as u32).unwrap_or(0);
        ((nats * STEPS_PER_NAT) as u16, Character { code, id, nats: extra })
    }

    /// What a character costs, in nats, its number, and what else its price is made of.
    fn nats(&self, c: char) -> (f32, u16, f32) {
        let (nats, id, extra) = match self.prices.tongue {
            Tongue::Chinese { simplified } => {
                let (model, form) = (Model::get(), self.form(c, simplified));
                let id = model.id(c);
                ((model.plain_of(id) + form).min(DEAREST_NATS), id.number(), form)
            }
            Tongue::Other { language, chinese, unseen } => {
                // No character of these scripts has small letters.
                let folded = if ('\u{2E80}'..'\u{FF00}').contains(&c) { c } else { fold(c, false) };
                let number = self.ids.get(folded as usize).copied().unwrap_or(0);
                let id = number.checked_sub(1).map(usize::from);
                let seen = id.map_or(0.0, |id| self.shares[usize::from(language.plain(id))]);
                let foreign = if crate::chars::is_han(c) { chinese * self.chinese(c) } else { 0.0 };
                (of_share(c, (1.0 - chinese) * seen + foreign, unseen), number, foreign)
            }
        };
        (if is_private(c) { PRIVATE_NATS } else { cap(c, nats) }, id, extra)
    }

    /// How likely a character is in Chinese names.
    fn chinese(&self, c: char) -> f32 {
        let plain = self.shares[(Model::get().plain(c) * STEPS_PER_NAT) as usize];
        plain * self.share(c, TRADITIONAL_NAMES).unwrap_or_else(|form| (-form).exp())
    }

    /// What the written form of a character costs.
    fn form(&self, c: char, simplified: f32) -> f32 {
        self.share(c, simplified).map_or_else(|form| form, |share| -share.ln())
    }

    /// How likely the written form of a character is; what it costs, where it is the same in both scripts.
    fn share(&self, c: char, simplified: f32) -> Result<f32, f32> {
        let model = Model::get();
        let [one, other] = [Script::Simplified, Script::Traditional].map(|script| model.form(c, script));
        if one.total_cmp(&other).is_eq() {
            return Err(one);
        }
        let share = |nats: f32| self.shares[(nats * STEPS_PER_NAT) as usize];
        Ok(simplified * share(one) + (1.0 - simplified) * share(other))
    }
}

/// What was read last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum After {
    Chinese(Context),
    Other(Option<usize>),
}

impl Prices {
    /// Prices of the characters of an encoding. The shares are set by hand: Simplified text in GBK is nine
    /// times as common as Traditional; Japanese kanji that the counts lack are Chinese characters too.
    pub(crate) fn of(encoding: &str) -> Self {
        let other = |name, chinese, unseen| {
            Language::find(name).map(|language| Tongue::Other { language, chinese, unseen })
        };
        let tongue = match encoding {
            "Shift_JIS" | "EUC-JP" => other("ja", 0.03, 13.0),
            "EUC-KR" | "Johab" => other("ko", 0.002, 11.5),
            "Big5" | "EUC-TW" => Some(Tongue::Chinese { simplified: 0.02 }),
            _ => Some(Tongue::Chinese { simplified: 0.9 }),
        };
        Self { tongue: tongue.unwrap_or(Tongue::Chinese { simplified: 0.5 }) }
    }

    /// What a character costs wherever it stands, in nats.
    fn plain(&self, c: char) -> f32 {
        if is_private(c) {
            return PRIVATE_NATS;
        }
        let nats = match self.tongue {
            Tongue::Chinese { simplified } => (Model::get().plain(c) + form(c, simplified)).min(DEAREST_NATS),
            Tongue::Other { language, chinese, unseen } => {
                let seen =
                    language.id(fold(c, false)).map(|id| f32::from(language.plain(id)) / STEPS_PER_NAT);
                other(c, seen, chinese, unseen)
            }
        };
        cap(c, nats)
    }

    /// As [`Prices::plain`], for many characters.
    pub(super) fn table(&self) -> Plain {
        let mut ids = Vec::new();
        if let Tongue::Other { language, .. } = self.tongue {
            ids = vec![0; 0x1_0000];
            for (id, symbol) in language.symbols().enumerate() {
                ids[symbol as usize] = id as u16 + 1;
            }
        }
        Plain { prices: *self, shares: std::array::from_fn(|step| (-packed::nats(step as u8)).exp()), ids }
    }

    /// The beginning of a line.
    pub(crate) fn start(&self) -> After {
        match self.tongue {
            Tongue::Chinese { .. } => After::Chinese(Model::get().context([])),
            Tongue::Other { language, .. } => After::Other(language.id(LINE_END)),
        }
    }

    /// What stands before is now this character, whose price is not asked for.
    pub(super) fn skip(&self, after: After, c: char) -> After {
        match (self.tongue, after) {
            (Tongue::Chinese { .. }, After::Chinese(context)) => {
                let model = Model::get();
                After::Chinese(model.step(context, model.id(c)).1)
            }
            (Tongue::Other { language, .. }, _) => After::Other(language.id(fold(c, false))),
            _ => after,
        }
    }

    /// What a character costs there, in nats, and where that leads.
    pub(crate) fn after(&self, after: After, c: char) -> (f32, After) {
        let (id, nats) = match self.tongue {
            Tongue::Chinese { simplified } => (Model::get().id(c).number(), form(c, simplified)),
            Tongue::Other { language, chinese, .. } => {
                let id = language.id(fold(c, false)).map_or(0, |id| id as u16 + 1);
                (id, of_chinese(c, chinese))
            }
        };
        self.after_character(after, Character { code: u16::try_from(c as u32).unwrap_or(0), id, nats })
    }

    /// As [`Prices::after`], of a character that a table knows.
    pub(super) fn after_character(&self, after: After, character: Character) -> (f32, After) {
        let c = character.char();
        if is_private(c) {
            return (PRIVATE_NATS, self.start());
        }
        match (self.tongue, after) {
            (Tongue::Chinese { .. }, After::Chinese(context)) => {
                let (price, context) = Model::get().step(context, Id::of_number(character.id));
                ((price + character.nats).min(DEAREST_NATS), After::Chinese(context))
            }
            (Tongue::Other { language, chinese, unseen }, After::Other(left)) => {
                let id = character.id.checked_sub(1).map(usize::from);
                let seen = id.map(|id| {
                    let price = left.map_or_else(|| language.plain(id), |left| language.after(left, id));
                    f32::from(price) / STEPS_PER_NAT
                });
                let share = seen.map_or(0.0, |nats| (1.0 - chinese) * (-nats).exp()) + character.nats;
                (of_share(c, share, unseen), After::Other(id))
            }
            _ => (self.plain(c), self.start()),
        }
    }
}

/// What is known of a character wherever it stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Character {
    /// 0 for none, or one outside the first plane.
    code: u16,
    /// Its number in the counts; in those of other languages than Chinese one more, and 0 for none.
    id: u16,
    /// What its written form costs in Chinese; in other languages, how likely it is as Chinese.
    nats: f32,
}

impl Character {
    fn char(self) -> char {
        char::from_u32(u32::from(self.code)).filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

/// Numbers in circles, Roman numerals, units, lines, arrows: pages have them, counts of prose
/// do not.
fn is_symbol(c: char) -> bool {
    matches!(c, '\u{2103}'..='\u{21FF}' | '\u{2460}'..='\u{266F}' | '\u{3200}'..='\u{33FF}' | '\u{FF01}'..='\u{FF5E}')
}

/// What the written form of a character costs where both scripts may stand.
fn form(c: char, simplified: f32) -> f32 {
    let model = Model::get();
    let share = |script, share: f32| share * (-model.form(c, script)).exp();
    -(share(Script::Simplified, simplified) + share(Script::Traditional, 1.0 - simplified)).ln()
}

/// Of the Chinese in Japanese and Korean text, so much is in Simplified forms.
const TRADITIONAL_NAMES: f32 = 0.2;

/// The price of a character in a language with some Chinese in it.
fn other(c: char, seen: Option<f32>, chinese: f32, unseen: f32) -> f32 {
    let share = seen.map_or(0.0, |nats| (1.0 - chinese) * (-nats).exp());
    of_share(c, share + of_chinese(c, chinese), unseen)
}

/// How likely a character is in a language with so much Chinese in it, as Chinese.
fn of_chinese(c: char, chinese: f32) -> f32 {
    if !crate::chars::is_han(c) {
        return 0.0;
    }
    chinese * (-Model::get().plain(c) - form(c, TRADITIONAL_NAMES)).exp()
}

/// The price of a character that is so likely, which the counts of a language may not have seen.
fn of_share(c: char, share: f32, unseen: f32) -> f32 {
    let is_own = crate::chars::is_han(c) || ('\u{AC00}'..='\u{D7A3}').contains(&c);
    let dearest = if is_own || ('\u{3040}'..='\u{30FF}').contains(&c) { unseen } else { FOREIGN_NATS };
    // Seen or not, no character of the language is dearer than one that was never seen.
    if share > 0.0 { (-share.ln()).min(if is_own { DEAREST_NATS } else { dearest }) } else { dearest }
}

fn is_private(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// Symbols and kana of half width are no dearer than this.
fn cap(c: char, nats: f32) -> f32 {
    if is_symbol(c) {
        nats.min(SYMBOL_NATS)
    } else if matches!(c, '\u{FF61}'..='\u{FF9F}') {
        nats.min(HALF_KANA_NATS)
    } else {
        nats
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_same_prices() {
        for encoding in ["GBK", "Big5", "Shift_JIS", "EUC-KR"] {
            let prices = Prices::of(encoding);
            let table = prices.table();
            for c in (0x20..0xFFFF).step_by(7).filter_map(char::from_u32) {
                let (one, other) = (prices.plain(c), table.nats(c).0);
                assert!((one - other).abs() < 0.01, "{encoding} {c:?}: {one} {other}");
            }
        }
    }
}
