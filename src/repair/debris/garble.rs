//! Text that was read in a wrong encoding. What looks like debris in it is part of its bytes, and what is
//! needed to read it again.

use crate::chars::is_han;

/// How far around a place is looked, in characters.
const AROUND: usize = 40;
/// Points that make text garbled. Set on clean text of thirty languages and on text misread in all ways of
/// `src/damage/encoding`.
const GARBLED: usize = 2;
/// So many letters of Latin beyond ASCII in a row are no word.
const ROW: usize = 4;

/// Kinds of characters that meet in garbled text and not in text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// ASCII, marks, spaces: says nothing.
    Plain,
    Latin,
    Greek,
    Cyrillic,
    Arabic,
    Hebrew,
    Thai,
    HalfKana,
    Han,
    Kana,
    /// A C1 control character.
    Control,
    /// A sign that seldom touches letters.
    Sign,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{80}'..='\u{9F}' => Kind::Control,
        '¡' | '«' | '»' | '°' | '·' | '¿' | '\u{A0}' | '\u{AD}' | '²' | '³' | '©' | '®' | 'ª' | 'º' => {
            Kind::Plain
        }
        '\u{A1}'..='\u{BF}' | '×' | '÷' | 'ƒ' | 'ˆ' | '˜' | '†' | '‡' | '‰' | '€' | '№' | '™' => {
            Kind::Sign
        }
        '\u{C0}'..='\u{24F}' => Kind::Latin,
        '\u{370}'..='\u{3FF}' => Kind::Greek,
        '\u{400}'..='\u{52F}' => Kind::Cyrillic,
        '\u{590}'..='\u{5FF}' => Kind::Hebrew,
        '\u{600}'..='\u{6FF}' => Kind::Arabic,
        '\u{E00}'..='\u{E7F}' => Kind::Thai,
        '\u{FF61}'..='\u{FF9F}' => Kind::HalfKana,
        '\u{3041}'..='\u{30FA}' => Kind::Kana,
        '\u{2500}'..='\u{25A0}' => Kind::Sign,
        _ if is_han(c) => Kind::Han,
        _ => Kind::Plain,
    }
}

/// Whether two neighbours speak for text read in a wrong encoding.
fn clash(a: Kind, b: Kind) -> bool {
    use Kind::{Control, HalfKana, Han, Kana, Latin, Plain, Sign};
    match (a, b) {
        (Plain, _) | (_, Plain) => false,
        (a, b) if a == b => false,
        (Control, other) | (other, Control) => matches!(other, Latin | HalfKana | Sign),
        (Han, Kana) | (Kana, Han) => false,
        (Han, Sign) | (Sign, Han) => false,
        _ => true,
    }
}

/// Whether the text around a place was read in a wrong encoding.
pub(super) fn is_garbled(text: &str, at: usize) -> bool {
    let from = text[..at].char_indices().rev().nth(AROUND).map_or(0, |(from, _)| from);
    let to = text[at..].char_indices().nth(AROUND).map_or(text.len(), |(to, _)| at + to);
    points(text[from..to].chars()) >= GARBLED
}

fn points(chars: impl Iterator<Item = char>) -> usize {
    let (mut points, mut row, mut before, mut last) = (0, 0, Kind::Plain, ' ');
    for c in chars {
        // What is asked about stands between the characters it parts.
        if matches!(c, '\u{AD}' | '\u{E000}'..='\u{F8FF}') {
            continue;
        }
        let kind = kind(c);
        points += usize::from(clash(before, kind));
        // Thai has `ๅ` in old words only, and these quotation marks not inside words.
        points += usize::from(c == 'ๅ' && matches!(before, Kind::Thai | Kind::Sign));
        points += usize::from(matches!(last, '–' | '—' | '‘' | '“' | '•') && kind == Kind::Thai);
        // Words go on in small letters.
        points += usize::from(last.is_lowercase() && c.is_uppercase() && !last.is_ascii() && !c.is_ascii());
        points += usize::from(c == '\u{FFFD}');
        last = c;
        row = if kind == Kind::Latin { row + 1 } else { 0 };
        if row == ROW {
            points += GARBLED;
        }
        before = kind;
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbled_text_is_told_from_text() {
        let garbled = [
            "å®¶å\u{90}§ã€‚æŠ±æ\u{AD}‰ï¼Œè¯„åˆ†",
            "дєєеќ‡ж¶€иґ№ж\u{98}Їе¤ље°‘",
            "ﾄ羲ﾃ｣ｬﾎﾒﾏ荳\u{80}蝮",
            "ÄÇÎҴòËãȥÒúÍ\u{530}Áï´\u{F8EC}ÄãÖª",
            "ζ―ηΉζεδΊ¬ε¨η©ε\u{AD}",
            "ๆ‘ไปฅไธบไฝ\u{A0}็ฅ้“ๅ‘ขใ€\n",
        ];
        for text in garbled {
            assert!(
                is_garbled(
                    text,
                    text.len() / 2 - (0..4).find(|i| text.is_char_boundary(text.len() / 2 - i)).unwrap()
                ),
                "{text}"
            );
        }
        for text in [
            "Größe und Übermaß",
            "Žluťoučký kůň úpěl ďábelské ódy",
            "Vraiment ? « Été » : 5 €",
            "Это № 5, хорошо",
            "Τα ελληνικά «αυτά»",
            "日本語ガｶﾞ",
            "Tiếng Việt được viết",
            "中\u{83}文\u{9E}字",
            "ภาษาไทย",
            "fu\u{93}r Ma\u{84}nner",
            "это\u{93}так и\u{84}вот",
        ] {
            let middle = (0..4).map(|i| text.len() / 2 - i).find(|at| text.is_char_boundary(*at)).unwrap();
            assert!(!is_garbled(text, middle), "{text}");
        }
    }
}
