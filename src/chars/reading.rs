//! Readings of characters in pinyin, from the `pinyin` crate (MIT), which follows the Unihan database and
//! takes in rare and old readings too.

use pinyin::ToPinyinMulti;

/// Longest syllable in letters: `zhuang`, `chuang`, `shuang`.
const LONGEST: usize = 6;

/// All syllables of Mandarin that a character of the first plane has, sorted, `ü` written as `v`.
#[rustfmt::skip]
const SYLLABLES: &[&str] = &[
    "a", "ai", "an", "ang", "ao", "ba", "bai", "ban", "bang", "bao", "bei", "ben", "beng", "bi", "bian",
    "biao", "bie", "bin", "bing", "bo", "bu", "ca", "cai", "can", "cang", "cao", "ce", "cen", "ceng", "cha",
    "chai", "chan", "chang", "chao", "che", "chen", "cheng", "chi", "chong", "chou", "chu", "chua", "chuai",
    "chuan", "chuang", "chui", "chun", "chuo", "ci", "cong", "cou", "cu", "cuan", "cui", "cun", "cuo", "da",
    "dai", "dan", "dang", "dao", "de", "dei", "den", "deng", "di", "dia", "dian", "diao", "die", "ding",
    "diu", "dong", "dou", "du", "duan", "dui", "dun", "duo", "e", "ei", "en", "eng", "er", "fa", "fan",
    "fang", "fei", "fen", "feng", "fiao", "fo", "fou", "fu", "ga", "gai", "gan", "gang", "gao", "ge", "gei",
    "gen", "geng", "gong", "gou", "gu", "gua", "guai", "guan", "guang", "gui", "gun", "guo", "ha", "hai",
    "han", "hang", "hao", "he", "hei", "hen", "heng", "hm", "hng", "hong", "hou", "hu", "hua", "huai",
    "huan", "huang", "hui", "hun", "huo", "ji", "jia", "jian", "jiang", "jiao", "jie", "jin", "jing",
    "jiong", "jiu", "ju", "juan", "jue", "jun", "ka", "kai", "kan", "kang", "kao", "ke", "kei", "ken",
    "keng", "kong", "kou", "ku", "kua", "kuai", "kuan", "kuang", "kui", "kun", "kuo", "la", "lai", "lan",
    "lang", "lao", "le", "lei", "len", "leng", "li", "lia", "lian", "liang", "liao", "lie", "lin", "ling",
    "liu", "lo", "long", "lou", "lu", "luan", "lun", "luo", "lv", "lve", "m", "ma", "mai", "man", "mang",
    "mao", "me", "mei", "men", "meng", "mi", "mian", "miao", "mie", "min", "ming", "miu", "mo", "mou", "mu",
    "n", "na", "nai", "nan", "nang", "nao", "ne", "nei", "nen", "neng", "ng", "ni", "nian", "niang", "niao",
    "nie", "nin", "ning", "niu", "nong", "nou", "nu", "nuan", "nun", "nuo", "nv", "nve", "o", "ou", "pa",
    "pai", "pan", "pang", "pao", "pei", "pen", "peng", "pi", "pian", "piao", "pie", "pin", "ping", "po",
    "pou", "pu", "qi", "qia", "qian", "qiang", "qiao", "qie", "qin", "qing", "qiong", "qiu", "qu", "quan",
    "que", "qun", "ran", "rang", "rao", "re", "ren", "reng", "ri", "rong", "rou", "ru", "rua", "ruan",
    "rui", "run", "ruo", "sa", "sai", "san", "sang", "sao", "se", "sen", "seng", "sha", "shai", "shan",
    "shang", "shao", "she", "shei", "shen", "sheng", "shi", "shou", "shu", "shua", "shuai", "shuan",
    "shuang", "shui", "shun", "shuo", "si", "song", "sou", "su", "suan", "sui", "sun", "suo", "ta", "tai",
    "tan", "tang", "tao", "te", "tei", "teng", "ti", "tian", "tiao", "tie", "ting", "tong", "tou", "tu",
    "tuan", "tui", "tun", "tuo", "wa", "wai", "wan", "wang", "wei", "wen", "weng", "wo", "wu", "xi", "xia",
    "xian", "xiang", "xiao", "xie", "xin", "xing", "xiong", "xiu", "xu", "xuan", "xue", "xun", "ya", "yan",
    "yang", "yao", "ye", "yi", "yin", "ying", "yo", "yong", "you", "yu", "yuan", "yue", "yun", "za", "zai",
    "zan", "zang", "zao", "ze", "zei", "zen", "zeng", "zha", "zhai", "zhan", "zhang", "zhao", "zhe", "zhei",
    "zhen", "zheng", "zhi", "zhong", "zhou", "zhu", "zhua", "zhuai", "zhuan", "zhuang", "zhui", "zhun",
    "zhuo", "zi", "zong", "zou", "zu", "zuan", "zui", "zun", "zuo",
];

/// Letters with a tone mark: the letter without it, and the number of the tone.
#[rustfmt::skip]
const TONED: &[(char, u8, u8)] = &[
    ('ā', b'a', 1), ('á', b'a', 2), ('ǎ', b'a', 3), ('à', b'a', 4),
    ('ē', b'e', 1), ('é', b'e', 2), ('ě', b'e', 3), ('è', b'e', 4),
    ('ī', b'i', 1), ('í', b'i', 2), ('ǐ', b'i', 3), ('ì', b'i', 4),
    ('ō', b'o', 1), ('ó', b'o', 2), ('ǒ', b'o', 3), ('ò', b'o', 4),
    ('ū', b'u', 1), ('ú', b'u', 2), ('ǔ', b'u', 3), ('ù', b'u', 4),
    ('ǖ', b'v', 1), ('ǘ', b'v', 2), ('ǚ', b'v', 3), ('ǜ', b'v', 4),
    ('ń', b'n', 2), ('ň', b'n', 3), ('ǹ', b'n', 4), ('ḿ', b'm', 2),
    // The letters without tone mark that are not ASCII; ɑ and ɡ are the phonetic letters that GBK has.
    ('ü', b'v', 0), ('ê', b'e', 0), ('ɑ', b'a', 0), ('ɡ', b'g', 0),
];

/// A syllable of Mandarin with its tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Syllable {
    plain: &'static str,
    /// 1 to 4, or 0 where no tone is marked.
    tone: u8,
}

impl Syllable {
    /// The syllable that these characters begin with, and how many of them it takes: all letters there are.
    /// Allocates nothing.
    pub(crate) fn parse(text: impl Iterator<Item = char>) -> Option<(Self, usize)> {
        let mut letters = [0; LONGEST];
        let mut length = 0;
        let mut tone = 0;
        for c in text {
            let (letter, mark) = match c {
                'a'..='z' => (c as u8, 0),
                _ => match TONED.iter().find(|(toned, ..)| *toned == c) {
                    Some((_, letter, mark)) => (*letter, *mark),
                    None => break,
                },
            };
            if mark != 0 && std::mem::replace(&mut tone, mark) != 0 {
                return None;
            }
            *letters.get_mut(length)? = letter;
            length += 1;
        }
        if length == 0 {
            // Most brackets hold no reading; the search below is dear.
            return None;
        }
        let plain = std::str::from_utf8(&letters[..length]).ok()?;
        let found = SYLLABLES.binary_search(&plain).ok()?;
        Some((Self { plain: SYLLABLES[found], tone }, length))
    }

    /// Whether its tone is marked.
    pub(crate) fn is_toned(self) -> bool {
        self.tone != 0
    }

    /// Whether this is the usual reading of a character.
    pub(crate) fn is_usual(self, c: char) -> bool {
        readings(c).next().is_some_and(|r| r.plain == self.plain && (self.tone == 0 || r.tone == self.tone))
    }

    /// Whether a character is read so. A syllable without tone mark matches any tone.
    pub(crate) fn reads(self, c: char) -> bool {
        readings(c).any(|r| r.plain == self.plain && (self.tone == 0 || r.tone == self.tone))
    }
}

/// The readings of a character, the usual one first.
fn readings(c: char) -> impl Iterator<Item = Syllable> {
    let all = c.to_pinyin_multi().into_iter().flatten();
    all.filter_map(|reading| Some(Syllable::parse(reading.with_tone().chars())?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn syllable(text: &str) -> Option<Syllable> {
        Syllable::parse(text.chars()).filter(|(_, length)| *length == text.chars().count()).map(|(s, _)| s)
    }

    #[test]
    fn knows_the_readings_of_the_pages() {
        for (c, text) in [
            ('衛', "wèi"),
            ('長', "zhǎng"),
            ('當', "dāng"),
            ('責', "zé"),
            ('驗', "yàn"),
            ('黨', "dang"),
            ('綠', "lǜ"),
        ] {
            assert!(syllable(text).unwrap().reads(c), "{c}({text})");
        }
        assert!(!syllable("wéi").unwrap().reads('衛'));
        for nonsense in ["lobha", "xyz", "", "wèì", "zhuangg", "Wei"] {
            assert_eq!(syllable(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn the_syllables_are_sorted_and_cover_the_crate() {
        assert!(SYLLABLES.is_sorted());
        for code in 0x4E00..=0x9FFF_u32 {
            let c = char::from_u32(code).unwrap();
            for reading in c.to_pinyin_multi().into_iter().flatten() {
                let text = reading.with_tone();
                // Interjections such as ế and syllables without a vowel of their own are no annotations.
                let known = syllable(text).is_some_and(|s| s.reads(c));
                assert!(
                    known || text.contains(['ê', 'ế', 'ề', '\u{304}', '\u{30C}', '\u{300}']),
                    "{c} {text}"
                );
            }
        }
    }

    #[test]
    fn some_readings_are_unusual() {
        assert!(syllable("hái").unwrap().is_usual('還'));
        assert!(!syllable("huán").unwrap().is_usual('還'));
        assert!(syllable("jìn").unwrap().is_usual('進'));
    }
}
