//! Readings of characters in pinyin, from the `pinyin` crate (MIT), which follows the Unihan database and
//! takes in rare and old readings too.

use pinyin::ToPinyinMulti;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Longest syllable with tone marks, in characters: `zhuāng`, `chuǎng`.
pub(crate) const LONGEST: usize = 6;

static SYLLABLES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let mut all = HashSet::new();
    for code in 0x4E00..=0x9FFF_u32 {
        for reading in char::from_u32(code).and_then(|c| c.to_pinyin_multi()).into_iter().flatten() {
            all.insert(reading.with_tone());
            all.insert(reading.plain());
        }
    }
    all
});

/// The parts of a reading as sites write it brought to one form: `ɡ` and `ɑ` (the phonetic letters that
/// GBK has) become `g` and `a`.
pub(crate) fn normalize(c: char) -> char {
    match c {
        'ɡ' => 'g',
        'ɑ' => 'a',
        _ => c,
    }
}

/// Whether a character can stand in a reading.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_ascii_lowercase() || "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜêńňǹḿɡɑ".contains(c)
}

/// Whether a character carries a tone mark.
pub(crate) fn is_toned(c: char) -> bool {
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ".contains(c)
}

/// Whether this is a syllable of Mandarin, with or without its tone. Expects [`normalize`]d text.
pub(crate) fn is_syllable(text: &str) -> bool {
    SYLLABLES.contains(text)
}

/// Whether a character has this reading. A reading without tone mark matches any tone. Expects
/// [`normalize`]d text.
pub(crate) fn has_reading(c: char, text: &str) -> bool {
    let toned = text.chars().any(is_toned);
    c.to_pinyin_multi()
        .into_iter()
        .flatten()
        .any(|reading| reading.with_tone() == text || (!toned && reading.plain().replace('v', "ü") == text))
}

/// Whether a character has several readings that differ in more than the tone: what authors gloss.
pub(crate) fn is_ambiguous(c: char) -> bool {
    let mut plain: Vec<&str> =
        c.to_pinyin_multi().into_iter().flatten().map(|reading| reading.plain()).collect();
    plain.dedup();
    plain.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_readings_of_the_pages() {
        for (c, text) in
            [('衛', "wèi"), ('長', "zhǎng"), ('當', "dāng"), ('責', "zé"), ('驗', "yàn"), ('黨', "dang")]
        {
            assert!(has_reading(c, text), "{c}({text})");
            assert!(is_syllable(text));
        }
        assert!(!has_reading('衛', "wéi"));
        assert!(!is_syllable("lobha"));
        assert!(!is_syllable("xyz"));
    }
}
