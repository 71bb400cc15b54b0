//! What text costs, in nats, whatever its language: the less, the likelier that somebody wrote it.
//!
//! Letters of alphabets are priced after the letter before them, in that language of 34 that finds the pair
//! least odd; Chinese, Japanese and Korean by their own models; everything else by the kind of sign it is. The same
//! prices judge what is seen and what it may have been, so only their difference counts.

use super::settings::LostLetters;
use super::tongue::{self, Tongue};
use crate::decode::languages::{Language, fold};
use crate::lattice::model::{Context, Model, Script};
use crate::packed::STEPS_PER_NAT;
use std::sync::LazyLock;

/// No pair of letters is dearer; and what a pair that no language has costs beside the price of its letter.
const DEAREST_NATS: f32 = 12.0;
const STRANGERS_NATS: f32 = 4.0;
/// A letter whose alphabet has no counts here: the first of a word, after one of the same script, and inside a
/// word of another one.
const FOREIGN_NATS: f32 = 11.0;
const SAME_SCRIPT_NATS: f32 = 5.5;
const SCRIPTS_NATS: f32 = 14.0;
/// A capital after a small letter, a capital elsewhere, a small letter after two capitals.
const INNER_CAPITAL_NATS: f32 = 5.0;
const CAPITAL_NATS: f32 = 1.7;
const FALLING_CASE_NATS: f32 = 0.7;
/// A Greek letter among Latin ones.
const SYMBOL_LETTER_NATS: f32 = 9.0;
/// Signs: those of ordinary print, those of Latin-1 beside, and others; a sign between letters, where hardly any
/// belongs; and one more of a kind.
const PRINT_NATS: f32 = 7.0;
const SIGN_NATS: f32 = 8.5;
const ODD_SIGN_NATS: f32 = 10.0;
const RARE_SIGN_NATS: f32 = 12.5;
const BEHIND_LETTER_NATS: f32 = 2.5;
const MORE_NATS: f32 = 5.0;
const BLANK_NATS: f32 = 5.0;
/// Control characters, private use, and what is no character.
const CONTROL_NATS: f32 = 15.0;
const PRIVATE_NATS: f32 = 16.0;
const LOST_NATS: f32 = 8.0;
/// A Chinese character, a syllable or a kana that its model has not seen.
const RAREST_NATS: f32 = 15.0;
/// A letter of another script than the last one, wherever that stands.
const OTHER_SCRIPT_NATS: f32 = 3.0;
/// A letter behind a sign behind a letter: a sign inside a word.
const SIGN_INSIDE_NATS: f32 = 2.5;
/// A character of such a script right behind a letter.
const WIDE_BEHIND_LETTER_NATS: f32 = 5.0;
/// A written form that Simplified or Traditional text may have, in nats.
const EITHER_SCRIPT_NATS: f32 = 0.7;
/// A half-width katakana letter, beside what the full one costs: the first and others.
const HALF_KANA_NATS: f32 = 5.0;
const MORE_HALF_KANA_NATS: f32 = 0.5;
/// Those from U+FF61 on, in full width; marks that sound them differ from what is a letter with one.
const FULL_KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";

/// Letters of Latin alphabets, but for Vietnamese; and what a letter costs more that is likelier in another language
/// than in that of the document.
const LATIN_END: usize = 0x250;
const OTHER_TONGUE_NATS: f32 = 3.0;

/// Languages that are priced by models of their own.
const WIDE: [&str; 3] = ["zh", "ja", "ko"];

struct Pairs {
    /// By character, however it is folded: its number, 0 for none.
    ids: Vec<u16>,
    size: usize,
    /// By number of the left and the right one, in steps.
    prices: Vec<u8>,
}

/// By character of the first plane: whether it is a letter, a capital, a small letter.
static LETTERS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let kind = |c: char| {
        (u8::from(c.is_alphabetic()) * LETTER)
            | (u8::from(c.is_uppercase()) * CAPITAL)
            | (u8::from(c.is_lowercase()) * SMALL)
    };
    (0..0x1_0000).map(|c| char::from_u32(c).map_or(0, kind)).collect()
});
const LETTER: u8 = 1;
const CAPITAL: u8 = 2;
const SMALL: u8 = 4;

fn is(c: char, kind: u8) -> bool {
    LETTERS.get(c as usize).is_some_and(|kinds| kinds & kind != 0)
}

static PAIRS: LazyLock<Pairs> = LazyLock::new(Pairs::new);

impl Pairs {
    fn new() -> Self {
        let languages: Vec<&Language> =
            Language::all().filter(|language| !WIDE.contains(&language.name())).collect();
        let mut pairs = Self { ids: vec![0; 0x1_0000], size: 1, prices: Vec::new() };
        let own = |language: &Language, symbol: char| language.is_latin() || !symbol.is_ascii_alphabetic();
        for language in &languages {
            for symbol in language.symbols().filter(|symbol| own(language, *symbol)) {
                if pairs.ids[symbol as usize] == 0 {
                    pairs.ids[symbol as usize] = pairs.size as u16;
                    pairs.size += 1;
                }
            }
        }
        let folded = |c: u32| {
            char::from_u32(c).map_or(0, |c| pairs.ids.get(fold(c, true) as usize).copied().unwrap_or(0))
        };
        pairs.ids = (0..pairs.ids.len() as u32).map(folded).collect();
        let size = pairs.size;
        let dearest = (DEAREST_NATS * STEPS_PER_NAT) as u16;
        let strangers = (STRANGERS_NATS * STEPS_PER_NAT) as u16;
        let mut alone = vec![dearest; size];
        for language in &languages {
            for (id, symbol) in language.symbols().enumerate().filter(|(_, c)| own(language, *c)) {
                let place = &mut alone[usize::from(pairs.ids[symbol as usize])];
                *place = (*place).min(language.plain(id));
            }
        }
        pairs.prices = (0..size * size).map(|n| (alone[n % size] + strangers).min(dearest) as u8).collect();
        for language in &languages {
            let symbols: Vec<char> = language.symbols().collect();
            let id = |n: usize| usize::from(pairs.ids[symbols[n] as usize]);
            for left in (0..symbols.len()).filter(|n| own(language, symbols[*n])) {
                let row = id(left) * size;
                for right in (0..symbols.len()).filter(|n| own(language, symbols[*n])) {
                    let price = (language.plain(right) + language.backoff(left)).min(dearest) as u8;
                    let place = &mut pairs.prices[row + id(right)];
                    *place = (*place).min(price);
                }
                for (right, price) in language.followers(left).filter(|(n, _)| own(language, symbols[*n])) {
                    let place = &mut pairs.prices[row + id(right)];
                    *place = (*place).min(price.min(dearest) as u8);
                }
            }
        }
        pairs
    }

    fn id(&self, c: char) -> usize {
        self.ids.get(c as usize).copied().unwrap_or(0).into()
    }

    fn price(&self, left: char, right: usize) -> f32 {
        f32::from(self.prices[self.id(left) * self.size + right]) / STEPS_PER_NAT
    }
}

/// What is remembered of the text so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Memory {
    pub(super) last: char,
    before: char,
    /// The script of the last letter.
    script: Option<u32>,
    chinese: Context,
}

/// The prices.
#[derive(Clone, Copy)]
pub(super) struct Prices {
    model: &'static Model,
    japanese: Option<&'static Language>,
    korean: Option<&'static Language>,
    /// Whether letters of which a byte was lost become U+FFFD.
    pub(super) marks_lost: bool,
    /// The language of the document, where it is known.
    tongue: Option<&'static Tongue>,
    /// Of no Chinese text.
    nothing: Context,
}

/// What kind of character it is, as far as prices go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Han,
    Kana,
    Hangul,
    /// Marks and letters of full width.
    Wide,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{0}'..='\u{10FF}' => Kind::Other,
        '\u{3041}'..='\u{30FF}' => Kind::Kana,
        '\u{AC00}'..='\u{D7A3}' => Kind::Hangul,
        '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF5E}' => Kind::Wide,
        _ if crate::chars::is_han(c) => Kind::Han,
        _ => Kind::Other,
    }
}

impl Prices {
    pub(super) fn new() -> Self {
        let model = Model::get();
        let nothing = model.context([]);
        Self {
            model,
            japanese: Language::find("ja"),
            korean: Language::find("ko"),
            marks_lost: false,
            tongue: None,
            nothing,
        }
    }

    /// The prices of a document, whose language is told by its ASCII letters.
    pub(super) fn of(document: &str, lost: LostLetters) -> Self {
        Self { tongue: tongue::of(document), marks_lost: lost == LostLetters::Mark, ..Self::new() }
    }

    /// Whether the language of the document is known, and has no such letter.
    pub(super) fn is_foreign(&self, c: char) -> bool {
        self.tongue.is_some_and(|tongue| c.is_alphabetic() && !tongue.has(c))
    }

    /// What a letter costs behind another character: in the language of the document, or in any other, which is dearer.
    fn pair(&self, last: char, c: char, id: usize) -> f32 {
        let any = PAIRS.price(last, id);
        match self.tongue {
            Some(tongue) if !(c.is_ascii() && last.is_ascii()) && in_latin(c) && in_latin(last) => {
                (any + OTHER_TONGUE_NATS).min(tongue.price(last, c))
            }
            _ => any,
        }
    }

    /// What a Chinese, Japanese or Korean character costs wherever it stands, in nats.
    pub(super) fn plain(&self, c: char) -> f32 {
        let alone = |language: Option<&'static Language>| {
            let price = language.and_then(|language| Some(language.plain(language.id(c)?)));
            price.map_or(RAREST_NATS, |steps| f32::from(steps) / STEPS_PER_NAT)
        };
        let chinese = if crate::chars::is_han(c) { self.model.plain(c) + self.form(c) } else { RAREST_NATS };
        chinese.min(alone(self.japanese)).min(alone(self.korean)).min(RAREST_NATS)
    }

    /// What is remembered at the beginning of a line.
    pub(super) fn start(&self) -> Memory {
        Memory { last: '\n', before: '\n', script: None, chinese: self.nothing }
    }

    /// What is remembered behind a text.
    pub(super) fn behind(&self, text: impl IntoIterator<Item = char>) -> Memory {
        text.into_iter().fold(self.start(), |memory, c| self.step(memory, c).1)
    }

    /// What a character costs, in nats, and what is remembered behind it.
    pub(super) fn step(&self, memory: Memory, c: char) -> (f32, Memory) {
        let kind = kind(c);
        let wide_before = !matches!(self::kind(memory.last), Kind::Other);
        let (price, chinese) = if kind == Kind::Other && !wide_before {
            (self.other(memory, c), self.nothing)
        } else {
            let (price, chinese) = self.model.step(memory.chinese, self.model.id(c));
            let behind_letter =
                self::kind(memory.last) == Kind::Other && is(memory.last, LETTER) && kind != Kind::Wide;
            let price = match kind {
                Kind::Han => {
                    let price = (price + self.form(c)).min(RAREST_NATS);
                    let japanese = self.japanese.map(|ja| seen(ja, memory.last, c));
                    price.min(japanese.unwrap_or(RAREST_NATS))
                }
                Kind::Kana => self.japanese.map_or(RAREST_NATS, |ja| seen(ja, memory.last, c)),
                Kind::Hangul => self.korean.map_or(RAREST_NATS, |ko| seen(ko, memory.last, c)),
                Kind::Wide => {
                    let japanese = self.japanese.map_or(RAREST_NATS, |ja| seen(ja, memory.last, c));
                    (price + self.model.form(c, Script::Simplified)).min(japanese).min(RAREST_NATS)
                }
                Kind::Other => self.other(memory, c),
            };
            (price + if behind_letter { WIDE_BEHIND_LETTER_NATS } else { 0.0 }, chinese)
        };
        let letter = kind == Kind::Other && is(c, LETTER) && !is_symbol(memory, c);
        let script = if letter { Some(script(c)) } else { memory.script };
        let change = memory.script.is_some_and(|before| letter && Some(before) != script);
        let price = price + if change { OTHER_SCRIPT_NATS } else { 0.0 };
        (price, Memory { last: c, before: memory.last, script, chinese })
    }

    /// What the cheaper of both written forms costs.
    fn form(&self, c: char) -> f32 {
        let (hans, hant) = (self.model.form(c, Script::Simplified), self.model.form(c, Script::Traditional));
        hans.min(hant) + EITHER_SCRIPT_NATS
    }

    fn other(&self, memory: Memory, c: char) -> f32 {
        let last = memory.last;
        // What follows a symbol is priced as behind a sign.
        let symbol = memory.script == Some(0) && script(last) == 1 && script(c) == 0;
        let last = if symbol { ' ' } else { last };
        let case = case(memory, c);
        let pairs = &*PAIRS;
        let id = pairs.id(c);
        let known_letter = is(c, LETTER) && id != 0;
        if c == '\u{A0}' {
            return BLANK_NATS;
        }
        if c == '\u{AD}' {
            return SIGN_NATS;
        }
        let inside = is(c, LETTER) && is(memory.before, LETTER) && is_sign(last);
        let case = case + if inside { SIGN_INSIDE_NATS } else { 0.0 };
        // A Greek letter among Latin ones is a symbol.
        if is_symbol(memory, c) {
            return SYMBOL_LETTER_NATS;
        }
        if id != 0 && (c.is_ascii() || known_letter || pairs.price(last, id) < PRINT_NATS) {
            // A letter behind one of another script, or a sign that some language has there.
            let mixed = known_letter && is(last, LETTER) && script(last) != script(c);
            return self.pair(last, c, id) + case + if mixed { STRANGERS_NATS } else { 0.0 };
        }
        let behind_letter = if is(last, LETTER) { BEHIND_LETTER_NATS } else { 0.0 };
        match c {
            '\t' | '\n' | '\r' => 3.0,
            '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' => CONTROL_NATS,
            '\u{E000}'..='\u{F8FF}' => PRIVATE_NATS,
            '\u{FFFD}' => LOST_NATS,
            '\u{FE0E}' | '\u{FE0F}' | '\u{200D}' if is_picture(last) || last == '\u{FE0F}' => 2.0,
            '\u{2018}'..='\u{201F}'
            | '–'
            | '—'
            | '…'
            | '•'
            | '·'
            | '«'
            | '»'
            | '°'
            | '©'
            | '®'
            | '™'
            | '€'
            | '£'
            | '§' => {
                // A quotation mark or a dash closes a word as often as not.
                let closes = matches!(c, '\u{2018}'..='\u{201F}' | '–' | '—' | '…' | '»' | '™' | '®' | '°');
                PRINT_NATS + if closes { 0.0 } else { behind_letter }
            }
            // Ligatures of Latin letters.
            '\u{FB00}'..='\u{FB06}' => PRINT_NATS,
            '\u{300}'..='\u{36F}' => {
                if last.is_alphanumeric() {
                    SIGN_NATS
                } else {
                    SIGN_NATS + BEHIND_LETTER_NATS
                }
            }
            '¨' | '¯' | '´' | '¸' => RARE_SIGN_NATS,
            '\u{A1}'..='\u{BF}' | '×' | '÷' => SIGN_NATS + behind_letter,
            '\u{FF61}'..='\u{FF9F}' => {
                let price = self.japanese.map_or(RAREST_NATS, |ja| seen(ja, full_kana(last), full_kana(c)));
                let more = matches!(last, '\u{FF61}'..='\u{FF9F}');
                price + if more { MORE_HALF_KANA_NATS } else { HALF_KANA_NATS }
            }
            _ if is_picture(c) => {
                if is_picture(last) || last == '\u{FE0F}' {
                    MORE_NATS
                } else {
                    SIGN_NATS
                }
            }
            _ if is(c, LETTER) => {
                let same = script(c) == script(last) && is(last, LETTER);
                // A letter that none of its alphabet's languages has is a stranger everywhere.
                if same && !has_counts(c) {
                    SAME_SCRIPT_NATS + case
                } else if is(last, LETTER) && !same {
                    SCRIPTS_NATS
                } else {
                    FOREIGN_NATS
                }
            }
            // Vowel signs and the like, behind a letter of their script.
            _ if !c.is_ascii() && ((c as u32) < 0x1E00 && script(c) == script(last) && script(c) > 2) => {
                SAME_SCRIPT_NATS
            }
            _ if (c as u32) / 64 == (last as u32) / 64 => MORE_NATS + 1.0,
            '\u{2190}'..='\u{23FF}' | '\u{2500}'..='\u{25FF}' | '\u{2000}'..='\u{206F}' => {
                ODD_SIGN_NATS + behind_letter
            }
            _ => RARE_SIGN_NATS + behind_letter,
        }
    }
}

/// Half-width katakana in full width; other characters as they are.
fn full_kana(c: char) -> char {
    /// Marks that change the letter before them: what they make of it is as likely as the long mark behind it.
    const VOICES: [char; 2] = ['゛', '゜'];
    static FULL: LazyLock<Vec<char>> = LazyLock::new(|| FULL_KANA.chars().collect());
    let place = (c as usize).checked_sub(0xFF61);
    let full = place.and_then(|place| FULL.get(place)).copied().unwrap_or(c);
    if VOICES.contains(&full) { 'ー' } else { full }
}

/// Whether it is a Greek letter that stands among Latin ones alone: a symbol.
fn is_symbol(memory: Memory, c: char) -> bool {
    script(c) == 1 && is(c, SMALL) && memory.script == Some(0) && script(memory.last) != 1
}

/// Whether it belongs to Latin text.
fn in_latin(c: char) -> bool {
    (c as usize) < LATIN_END
}

/// What a letter's case costs there.
fn case(memory: Memory, c: char) -> f32 {
    if !is(c, LETTER) {
        return 0.0;
    }
    let last = memory.last;
    if is(c, CAPITAL) {
        if is(last, SMALL) {
            INNER_CAPITAL_NATS
        } else if is(last, CAPITAL) {
            0.0
        } else {
            CAPITAL_NATS
        }
    } else if is(c, SMALL) && is(last, CAPITAL) && is(memory.before, CAPITAL) {
        FALLING_CASE_NATS + 2.0
    } else if is(c, SMALL) && is(last, CAPITAL) {
        FALLING_CASE_NATS
    } else {
        0.0
    }
}

/// What a character costs in a language of thousands of characters.
fn seen(language: &Language, left: char, c: char) -> f32 {
    let Some(id) = language.id(fold(c, false)) else { return RAREST_NATS };
    let price = match language.id(fold(left, false)) {
        Some(left) => language
            .followers(left)
            .find(|(next, _)| *next == id)
            .map_or_else(|| language.plain(id) + language.backoff(left), |(_, price)| price),
        None => language.plain(id),
    };
    (f32::from(price) / STEPS_PER_NAT).min(RAREST_NATS)
}

/// Pictures and dingbats.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}')
}

/// Whether it is a sign that has no business inside a word.
fn is_sign(c: char) -> bool {
    !c.is_ascii()
        && !c.is_alphanumeric()
        && !matches!(c, '\u{2010}'..='\u{2015}' | '’' | '‘' | '·' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{300}'..='\u{36F}')
}

/// Whether there are counts of the languages that a letter's script is used for.
fn has_counts(c: char) -> bool {
    matches!(script(c), 0..=2 | 4 | 5) || ('\u{E00}'..='\u{E7F}').contains(&c)
}

/// A number for the script of a letter: the blocks of letters that are written together.
fn script(c: char) -> u32 {
    match c as u32 {
        0x0..=0x24F | 0x1E00..=0x1EFF | 0x2000..=0x206F | 0xFB00..=0xFB06 => 0,
        0x370..=0x3FF | 0x1F00..=0x1FFF => 1,
        0x400..=0x52F => 2,
        0x530..=0x58F => 3,
        0x590..=0x5FF => 4,
        0x600..=0x6FF | 0x750..=0x77F => 5,
        number @ 0x700..=0x109F => 0x10 + number / 128,
        number => 0x100 + number / 256,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(text: &str) -> f32 {
        let prices = Prices::new();
        let step = |(cost, memory), c| {
            let (price, memory) = prices.step(memory, c);
            (cost + price, memory)
        };
        text.chars().fold((0.0, prices.start()), step).0
    }

    #[test]
    fn text_is_cheaper_than_mojibake() {
        for (meant, seen) in [
            ("Nicolás", "NicolÃ¡s"),
            ("weiß", "wei√ü"),
            ("İstanbul", "Ä°stanbul"),
            ("voilà le travail", "voilÃ le travail"),
            ("Привет", "РџСЂРёРІРµС‚"),
            ("Привет", "рТЙЧЕФ"),
            ("中文", "涓枃"),
            ("日本語", "æ—¥æœ¬èªž"),
            ("한국어", "茄惫绢"),
            ("“hi”", "â€œhiâ€\u{9D}"),
            ("ภาษาไทย", "à¸\u{A0}à¸²à¸©à¸²à¹„à¸—à¸¢"),
            ("हिन्दी", "à¤¹à¤¿à¤¨à¥\u{8D}à¤¦à¥€"),
            ("¿que diferencia", "┬┐que diferencia"),
            ("più presto", "pi√π presto"),
        ] {
            assert!(price(meant) + 4.0 < price(seen), "{meant} {} {seen} {}", price(meant), price(seen));
        }
    }

    #[test]
    fn honest_text_is_cheaper_than_what_it_could_be_taken_for() {
        for (honest, taken) in [
            ("4288×…", "4288ׅ"),
            ("HUHLL Õ…", "HUHLL Յ"),
            ("NESTLÉ® requiere", "NESTLɮ requiere"),
            ("5×£35 pin", "5ף35 pin"),
            ("parlé\u{85} Tu", "parl酠Tu"),
            ("10 Å—", "10 ŗ"),
            ("ВІКІ is", "²ʲ is"),
        ] {
            assert!(
                price(honest) < price(taken) + 5.0,
                "{honest} {} {taken} {}",
                price(honest),
                price(taken)
            );
        }
    }
}
