//! Which encodings people wrote which text in.

use crate::damage::encoding::Charset;

/// Text is Japanese, Korean, ... when this share of its letters tells so.
const TELLING: f64 = 0.05;
/// An encoding holds a document when it has this share of its characters beyond ASCII.
const HELD: f64 = 0.97;
/// So many of them are looked at.
const SAMPLE: usize = 2000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Chinese,
    Japanese,
    Korean,
    Cyrillic,
    Latin,
    /// ASCII, or something else.
    Other,
}

/// Whether people wrote such a document in this encoding: it holds nearly all of its characters, and is one for
/// its script. GBK holds Russian, Shift_JIS some Chinese, but nobody wrote it so.
///
/// ```
/// use mojimend::damage::{bytes::suits, encoding::Charset};
/// assert!(suits(Charset::GBK, "简体中文") && !suits(Charset::GBK, "Привет"));
/// ```
pub fn suits(charset: Charset, text: &str) -> bool {
    if charset == Charset::UTF_8 {
        return true;
    }
    let scripts: &[Writing] = match charset.name().as_str() {
        "gbk" | "gb18030" | "big5" => &[Writing::Chinese],
        "shift_jis" | "euc-jp" => &[Writing::Japanese],
        "euc-kr" => &[Writing::Korean],
        "windows-1251" | "koi8-r" | "koi8-u" | "iso-8859-5" | "ibm866" | "x-mac-cyrillic" => {
            &[Writing::Cyrillic]
        }
        "latin-1" | "windows-1252" | "macintosh" | "cp437" => &[Writing::Latin],
        // Of encodings without a rule of their own, what they hold must do.
        _ => &[Writing::Latin, Writing::Cyrillic, Writing::Other],
    };
    scripts.contains(&writing(text)) && holds(charset, text) >= HELD
}

/// The share of a text's characters beyond ASCII that an encoding has; 0 when there are none.
fn holds(charset: Charset, text: &str) -> f64 {
    let mut bytes = Vec::new();
    let (mut all, mut held) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()).take(SAMPLE) {
        all += 1;
        held += usize::from(charset.encode(c, &mut bytes));
        bytes.clear();
    }
    if all == 0 { 0.0 } else { f64::from(held as u32) / f64::from(all) }
}

fn writing(text: &str) -> Writing {
    let (mut han, mut kana, mut hangul, mut cyrillic, mut latin) = (0, 0, 0, 0, 0);
    for c in text.chars() {
        match c {
            '\u{3041}'..='\u{30FA}' | '\u{FF66}'..='\u{FF9D}' => kana += 1,
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => han += 1,
            '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7A3}' => hangul += 1,
            '\u{0400}'..='\u{04FF}' => cyrillic += 1,
            '\u{00C0}'..='\u{024F}' => latin += 1,
            _ => {}
        }
    }
    let tells = |count: u32, among: u32| count > 0 && f64::from(count) >= TELLING * f64::from(among);
    if tells(hangul, han + kana + hangul) {
        Writing::Korean
    } else if tells(kana, han + kana) {
        Writing::Japanese
    } else if han > cyrillic.max(latin) {
        Writing::Chinese
    } else if cyrillic > latin {
        Writing::Cyrillic
    } else if latin > 0 {
        Writing::Latin
    } else {
        Writing::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_encodings() {
        let names =
            ["gbk", "big5", "shift_jis", "euc-jp", "euc-kr", "windows-1251", "koi8-r", "windows-1252"];
        for (text, wanted) in [
            ("简体中文，测试。", "gbk"),
            ("繁體中文，測試。", "gbk big5"),
            ("日本語のテスト。", "shift_jis euc-jp"),
            ("한국어 시험", "euc-kr"),
            ("Русский текст", "windows-1251 koi8-r"),
            ("Déjà vu – “naïve”", "windows-1252"),
            ("plain", ""),
            ("สวัสดี", ""),
        ] {
            let suited = names.iter().filter(|name| suits(Charset::find(name).unwrap(), text));
            assert_eq!(suited.copied().collect::<Vec<_>>().join(" "), wanted, "{text}");
            assert!(suits(Charset::UTF_8, text));
        }
    }
}
