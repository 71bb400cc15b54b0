//! EBCDIC: text of mainframes, which has its letters where ASCII has none and its spaces where ASCII has `@`.

use super::ascii;
use super::convert;
use super::encoding::{Encoding, Kind};
use super::languages::{LINE_END, Language, fold};
use crate::packed::STEPS_PER_NAT;

const SPACE: u8 = 0x40;
/// Bytes that tell whether it is EBCDIC, and those that tell which.
const GLANCE: usize = 512;
const SAMPLE: usize = 1 << 14;
/// Fewer bytes tell too little.
const FEWEST: usize = 32;
/// Of the bytes, at least one in so many is a space of EBCDIC, and at most one in so many one of ASCII: which no text in
/// another encoding has.
const SPACES: usize = 20;
const ASCII_SPACES: usize = 100;
/// Text costs less than this a character in its language.
const CHARACTER_NATS: f32 = 4.2;
/// What a character costs beyond this tells no more.
const DEAREST_NATS: f32 = 12.0;
/// What a mark of ASCII costs that prose has, and another one.
const MARK_NATS: f32 = 5.0;
const ODD_MARK_NATS: f32 = 8.0;
/// What it costs beside which of 26 letters a Latin one is, where the counts of a language take all for one.
const LETTER_NATS: f32 = 3.3;

/// The encoding of bytes that are EBCDIC. The first of those that read alike.
pub(super) fn detect(bytes: &[u8]) -> Option<Encoding> {
    let glance = &bytes[..bytes.len().min(GLANCE)];
    let count = |byte: u8| glance.iter().filter(|other| **other == byte).count();
    if glance.len() < FEWEST
        || count(SPACE) * SPACES < glance.len()
        || count(b' ') * ASCII_SPACES > glance.len()
    {
        return None;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pages = Encoding::all().filter(|encoding| encoding.0.kind == Kind::Ebcdic);
    let priced = pages.map(|page| (page, price(page, sample)));
    let (page, nats) = priced.min_by(|(_, a), (_, b)| a.total_cmp(b))?;
    (nats <= CHARACTER_NATS * sample.len() as f32).then_some(page)
}

/// What bytes cost in an encoding, in nats, in the language that they are cheapest in.
fn price(page: Encoding, bytes: &[u8]) -> f32 {
    let chars = convert::chars(page.0);
    let text: Vec<char> =
        bytes.iter().map(|byte| chars[usize::from(*byte)].unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    let languages = page.0.languages.iter().filter_map(|name| Language::find(name));
    languages.map(|language| price_in(language, &text)).fold(f32::INFINITY, f32::min)
}

fn price_in(language: &Language, text: &[char]) -> f32 {
    let (mut left, mut before) = (language.id(LINE_END), ' ');
    let mut sum = 0.0;
    for c in text {
        let id = language.id(fold(*c, language.is_latin()));
        let known = id.map(|id| match left {
            Some(left) => language.after(left, id),
            None => language.plain(id),
        });
        let nats = known.map_or(DEAREST_NATS, |price| f32::from(price) / STEPS_PER_NAT);
        sum += match c {
            '|' if before == ' ' => MARK_NATS,
            '!' | '?' if before == ' ' => ODD_MARK_NATS + 1.0,
            // Which mark it is tells encodings apart that have the same letters.
            '.' | ',' | '!' | '?' | '\'' | '"' | '(' | ')' | '-' | ':' | ';' | '/' => nats.min(MARK_NATS),
            _ if c.is_ascii_punctuation() => ODD_MARK_NATS,
            _ if c.is_ascii_alphabetic() && !language.is_latin() => nats + LETTER_NATS,
            '\u{85}' | '\n' => ascii::steps(b'\n') as f32 / STEPS_PER_NAT,
            _ => nats.min(DEAREST_NATS),
        };
        (left, before) = (id, *c);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(name: &str, text: &str) -> Vec<u8> {
        let chars = convert::chars(Encoding::find(name).expect("there is one").0);
        text.chars()
            .map(|c| chars.iter().position(|other| *other == Some(c)).expect("it has all") as u8)
            .collect()
    }

    #[test]
    fn is_told_by_its_spaces_and_words() {
        for (name, text) in [
            ("cp037", "The quick brown fox jumps over the lazy dog! And so on.\n"),
            ("cp500", "La liberté de l'un finit là où commence celle de l'autre!\n"),
            ("cp1026", "Çocuklar bugün öğleden sonra güneşli bahçede oynuyorlar.\n"),
            ("cp875", "Αύριο το πρωί θα πάμε στη θάλασσα με τα παιδιά.\n"),
        ] {
            let bytes = bytes(name, text);
            assert_eq!(detect(&bytes), Encoding::find(name), "{text}");
            assert_eq!(convert::strictly(detect(&bytes).expect("it is"), &bytes).as_deref(), Some(text));
        }
    }

    #[test]
    fn other_text_is_not() {
        for other in
            [&b"plain ASCII text of some length that has spaces"[..], &[0x40; 200], &[0xC1; 200], b"@@"]
        {
            assert_eq!(detect(other), None, "{}", other.escape_ascii());
        }
        let big5 = encoding_rs::BIG5.encode("今天下午的會議改到三點，請大家準時參加。").0.repeat(9);
        assert_eq!(detect(&big5), None);
    }
}
