//! What single characters are to the line model: one table, looked up once a character.

use crate::chars::{fold_width, is_han};
use crate::lattice::model::{Model, Script};
use std::sync::LazyLock;

/// The class of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Class {
    Other,
    /// Han that both variants write.
    Han,
    Simplified,
    Traditional,
    /// Han that carries grammar, whatever its variant.
    Function,
    Latin,
    Cyrillic,
    Kana,
    Hangul,
    /// Letters of any other script.
    Letter,
    Digit,
    /// Digits in odd shapes: enclosed, full-width, mathematical.
    OddDigit,
    Space,
    /// Joins the phrases of a row.
    Separator,
    /// Ends, quotes or structures a sentence.
    Mark,
}

/// How many classes there are.
pub(crate) const CLASSES: usize = Class::Mark as usize + 1;

impl Class {
    /// Every class, by its number.
    const ALL: [Self; CLASSES] = [
        Self::Other,
        Self::Han,
        Self::Simplified,
        Self::Traditional,
        Self::Function,
        Self::Latin,
        Self::Cyrillic,
        Self::Kana,
        Self::Hangul,
        Self::Letter,
        Self::Digit,
        Self::OddDigit,
        Self::Space,
        Self::Separator,
        Self::Mark,
    ];

    pub(crate) fn is_han(self) -> bool {
        matches!(self, Self::Han | Self::Simplified | Self::Traditional | Self::Function)
    }

    /// Letters of scripts that put spaces between words.
    pub(crate) fn is_alphabetic(self) -> bool {
        matches!(self, Self::Latin | Self::Cyrillic | Self::Letter)
    }

    pub(crate) fn is_letter(self) -> bool {
        self.is_han() || self.is_alphabetic() || matches!(self, Self::Kana | Self::Hangul)
    }

    pub(crate) fn is_digit(self) -> bool {
        matches!(self, Self::Digit | Self::OddDigit)
    }
}

/// Characters that carry grammar, folded to Simplified. Keywords have few of them. These lists are in the order of numbers,
/// as all characters are looked up in them when a program starts.
const FUNCTION_WORDS: [char; 31] = [
    '不', '与', '为', '之', '也', '了', '从', '他', '以', '们', '其', '及', '向', '和', '在', '她', '它',
    '对', '将', '就', '并', '我', '把', '是', '的', '等', '而', '被', '这', '那', '都',
];
/// What joins phrases.
const SEPARATORS: [char; 18] =
    [',', '-', '/', ';', '_', '|', '~', '¦', '·', '–', '•', '、', '丨', '︱', '︳', '，', '；', '｜'];
/// Marks that end, quote or structure a sentence; rows of keywords have none.
const MARKS: [char; 25] = [
    '!', '"', '(', ')', ':', '?', '‘', '’', '“', '”', '…', '→', '。', '《', '》', '「', '」', '『', '』',
    '！', '（', '）', '．', '：', '？',
];
/// End of the Basic Multilingual Plane: what lies beyond is looked up by hand.
const PLANE: usize = 0x1_0000;

/// Fold and class of each character of the plane.
static TABLE: LazyLock<Box<[(u16, Class)]>> = LazyLock::new(|| {
    (0..PLANE as u32)
        .map(|code| {
            let c = char::from_u32(code).unwrap_or('\0');
            (fold_slow(c) as u32 as u16, class_slow(c))
        })
        .collect()
});

/// Makes the table, so that no text has to wait for it.
pub(crate) fn warm() {
    LazyLock::force(&TABLE);
}

/// Fold and class of a character: stems and lines are compared folded (half-width, lower case, Simplified,
/// plain letters for look-alikes).
pub(crate) fn look(c: char) -> (char, Class) {
    match TABLE.get(c as usize) {
        Some((fold, class)) => (char::from_u32(u32::from(*fold)).unwrap_or(c), *class),
        None => (fold_slow(c), class_slow(c)),
    }
}

/// The class whose number this is.
pub(crate) fn class(number: usize) -> Class {
    Class::ALL[number]
}

/// Whether a character looks like a plain letter and is another: Greek or Cyrillic among Latin, full-width,
/// enclosed, mathematical.
pub(crate) fn is_disguised(c: char) -> bool {
    matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | 'Ⓐ'..='ⓩ' | '√' | 'ᴀ'..='ᴢ' | '\u{1D400}'..='\u{1D7FF}')
}

fn fold_slow(c: char) -> char {
    match fold_width(c) {
        'А' | 'а' | 'Α' | 'α' | 'ᴀ' => 'a',
        'Ѵ' | 'ѵ' | 'Ⅴ' | 'ⅴ' | '√' | 'ν' => 'v',
        'О' | 'о' | 'Ο' | 'ο' => 'o',
        'Е' | 'е' | 'Ε' | 'ё' | 'Ё' => 'e',
        // Turkish dots get lost on the way.
        'İ' | 'ı' => 'i',
        upper @ 'A'..='Z' => upper.to_ascii_lowercase(),
        other if is_han(other) => Model::get().folded(other),
        other if other.is_ascii() => other,
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

fn class_slow(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        '０'..='９' | '①'..='⒛' | '⓪'..='⓿' | '❶'..='➓' | '㈠'..='㈩' | '\u{1D7CE}'..='\u{1D7FF}' => {
            Class::OddDigit
        }
        'a'..='z' | 'A'..='Z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Class::Latin,
        'À'..='ɏ' | 'Ḁ'..='ỿ' if c.is_alphabetic() => Class::Latin,
        '\u{0400}'..='\u{052F}' => Class::Cyrillic,
        '\u{3041}'..='\u{30FA}' | 'ー' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9D}' => Class::Kana,
        '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' => Class::Hangul,
        _ if is_han(c) => {
            if FUNCTION_WORDS.binary_search(&Model::get().folded(c)).is_ok() {
                return Class::Function;
            }
            match Model::get().script_of(c) {
                Some(Script::Simplified) => Class::Simplified,
                Some(Script::Traditional) => Class::Traditional,
                None => Class::Han,
            }
        }
        _ if SEPARATORS.binary_search(&c).is_ok() => Class::Separator,
        _ if MARKS.binary_search(&c).is_ok() => Class::Mark,
        _ if c.is_whitespace() || c == '\u{FEFF}' => Class::Space,
        // Vowel signs of Thai and Devanagari belong to their words.
        _ if c.is_alphabetic() || matches!(c, '\u{0900}'..='\u{0DFF}' | '\u{0E30}'..='\u{0E4E}') => {
            Class::Letter
        }
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_fold_and_have_classes() {
        assert_eq!(look('Ａ'), ('a', Class::Latin));
        assert_eq!(look('發').0, '发');
        assert_eq!(look('發').1, Class::Traditional);
        assert_eq!(look('发').1, Class::Simplified);
        assert_eq!(look('的').1, Class::Function);
        assert_eq!(look('①').1, Class::OddDigit);
        assert_eq!(look('İ').0, 'i');
        assert_eq!(look('\u{20000}').1, Class::Han);
        assert!((0..CLASSES).all(|number| class(number) as usize == number));
    }

    #[test]
    fn lists_are_found_whole() {
        assert!(FUNCTION_WORDS.iter().all(|c| look(*c).1 == Class::Function));
        // One of them is a stroke, which counts as the character that it is.
        assert!(SEPARATORS.iter().all(|c| look(*c).1 == Class::Separator || *c == '丨'));
        assert!(MARKS.iter().all(|c| look(*c).1 == Class::Mark));
    }
}
