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
    /// What a character costs, in steps.
    pub(super) fn steps(&self, c: char) -> u16 {
        (self.nats(c) * STEPS_PER_NAT) as u16
    }

    fn nats(&self, c: char) -> f32 {
        if is_private(c) {
            return PRIVATE_NATS;
        }
        let model = Model::get();
        let nats = match self.prices.tongue {
            Tongue::Chinese { simplified } => {
                let form = match self.share(c, simplified) {
                    Ok(share) => -share.ln(),
                    Err(form) => form,
                };
                (model.plain(c) + form).min(DEAREST_NATS)
            }
            Tongue::Other { language, chinese, unseen } => {
                // No character of these scripts has small letters.
                let folded = if ('\u{2E80}'..'\u{FF00}').contains(&c) { c } else { fold(c, false) };
                let id = self.ids.get(folded as usize).and_then(|id| id.checked_sub(1)).map(usize::from);
                let mut share =
                    id.map_or(0.0, |id| (1.0 - chinese) * self.shares[usize::from(language.plain(id))]);
                if crate::chars::is_han(c) {
                    let form = self.share(c, TRADITIONAL_NAMES).unwrap_or_else(|form| (-form).exp());
                    share += chinese * self.shares[(model.plain(c) * STEPS_PER_NAT) as usize] * form;
                }
                of_share(c, share, unseen)
            }
        };
        cap(c, nats)
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
        if is_private(c) {
            return (PRIVATE_NATS, self.start());
        }
        match (self.tongue, after) {
            (Tongue::Chinese { simplified }, After::Chinese(context)) => {
                let model = Model::get();
                let id: Id = model.id(c);
                let (price, context) = model.step(context, id);
                ((price + form(c, simplified)).min(DEAREST_NATS), After::Chinese(context))
            }
            (Tongue::Other { language, chinese, unseen }, After::Other(left)) => {
                let id = language.id(fold(c, false));
                let seen = id.map(|id| {
                    let follows = |left| language.followers(left).find(|(next, _)| *next == id);
                    let price = match left {
                        Some(left) => follows(left)
                            .map_or_else(|| language.plain(id) + language.backoff(left), |(_, price)| price),
                        None => language.plain(id),
                    };
                    f32::from(price) / STEPS_PER_NAT
                });
                (other(c, seen, chinese, unseen), After::Other(id))
            }
            _ => (self.plain(c), self.start()),
        }
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
    let mut share = seen.map_or(0.0, |nats| (1.0 - chinese) * (-nats).exp());
    if crate::chars::is_han(c) {
        share += chinese * (-Model::get().plain(c) - form(c, TRADITIONAL_NAMES)).exp();
    }
    of_share(c, share, unseen)
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
                let (one, other) = (prices.plain(c), table.nats(c));
                assert!((one - other).abs() < 0.01, "{encoding} {c:?}: {one} {other}");
            }
        }
    }
}
