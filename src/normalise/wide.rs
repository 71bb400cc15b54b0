//! What is Chinese in a text, and what in it belongs to a notation.

use crate::chars::is_han;
use std::ops::Range;

/// Code between lines of three backticks. Places are asked about from the first to the last.
pub(super) struct Fences<'a> {
    text: &'a str,
    /// Up to where the text was read, and whether code was open there.
    read: usize,
    open: bool,
    any: bool,
}

impl<'a> Fences<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            read: 0,
            open: false,
            any: memchr::memmem::find(text.as_bytes(), MARK.as_bytes()).is_some(),
        }
    }

    /// Whether the line that starts here is code, or a fence itself.
    pub(super) fn hold(&mut self, start: usize) -> bool {
        if !self.any {
            return false;
        }
        for line in self.text[self.read..start].split_inclusive('\n') {
            self.open ^= line.trim_start().starts_with(MARK);
        }
        self.read = start;
        self.open || self.text[start..].trim_start_matches([' ', '\t']).starts_with(MARK)
    }
}

const MARK: &str = "```";

/// Whether a line is Chinese: more Han characters than Latin letters, those of addresses aside, and no kana or hangul.
pub(super) fn is_chinese(line: &str) -> bool {
    let (mut han, mut latin, mut word) = (0, 0, 0);
    let (mut is_address, mut before) = (false, ' ');
    for c in line.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_graphic() {
            word += usize::from(c.is_ascii_alphabetic());
            is_address |= c == '@' || c == '/' && before == '/';
            before = c;
            continue;
        }
        latin += if is_address { 0 } else { word };
        (word, is_address) = (0, false);
        match c {
            '\u{3041}'..='\u{30FA}' | '\u{AC00}'..='\u{D7A3}' => return false,
            _ => han += usize::from(is_han(c)),
        }
    }
    han > 0 && han * LATIN_TO_HAN >= latin && !is_code(line)
}

/// A Han character is about a word; so many Latin letters are one, too.
const LATIN_TO_HAN: usize = 2;

/// Signs that lines of code have and sentences do not.
fn is_code(line: &str) -> bool {
    let is_indented = line.starts_with("  ");
    let line = line.trim();
    // A string of JSON, or fields of CSV.
    if line.contains("\",\"")
        || line.starts_with('"') && (line.ends_with("\",") || is_indented && line.ends_with('"'))
    {
        return true;
    }
    line.ends_with(['{', '}'])
        || line.is_empty()
        || [
            "();", "==", "=>", "->", "&&", "||", "\":", "');", "\");", "; //", "= \"", "=\"", "//!",
            "#include",
        ]
        .iter()
        .any(|sign| line.contains(sign))
        || line.ends_with(';') && line.contains(['(', '=']) && line.contains(['"', '\''])
        || ["def ", "return ", "import ", "//", "$ ", ">>> "].iter().any(|begin| line.starts_with(begin))
}

/// Characters that stand one by one in lists: numbers, stems and branches, days, seasons, directions, elements, answers,
/// the first surnames.
const LISTED: &str = "一二三四五六七八九十百千甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥日月火水木金土春夏秋冬东南西北中東上下左右前后後\
    是否有无無对错對錯男女大小高低优良差好坏红黄蓝绿白黑紅黃藍綠赵钱孙李周吴郑王趙錢吳鄭宫商角徵羽";

/// Whether characters that stand one by one are a list and no words: most of them are such, or come again and again.
pub(super) fn is_list(characters: &[char]) -> bool {
    let listed = characters.iter().filter(|c| LISTED.contains(**c)).count();
    let different = characters.iter().collect::<std::collections::BTreeSet<_>>().len();
    listed * 4 > characters.len() * 3 || different * 2 <= characters.len()
}

/// Han characters and the marks that stand beside them.
pub(super) fn is_wide(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{3001}'..='\u{301B}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '\u{FF01}'..='\u{FF5E}')
}

/// Addresses, code between backticks and calls with a string, in which marks belong to a notation.
pub(super) fn skipped(line: &str) -> Vec<Range<usize>> {
    let mut skipped = Vec::new();
    let bytes = line.as_bytes();
    for sign in ["://", "www."] {
        for (at, _) in line.match_indices(sign) {
            let is_part = |b: &u8| b.is_ascii_graphic();
            let start = at - bytes[..at].iter().rev().take_while(|b| is_part(b)).count();
            let length = bytes[at..].iter().take_while(|b| is_part(b)).count();
            // A mark at its end belongs to the sentence.
            let end = line[..at + length].trim_end_matches([',', '.', ';', '?', '!', ':', ')']).len();
            skipped.push(start..end);
        }
    }
    let ticks: Vec<usize> = memchr::memchr_iter(b'`', bytes).collect();
    skipped.extend(ticks.chunks_exact(2).map(|pair| pair[0]..pair[1] + 1));
    // Targets of links in Markdown.
    for (at, _) in line.match_indices("](") {
        let length = line[at..].find([')', ' ', '\n']).unwrap_or(0);
        skipped.push(at + 1..at + length + 1);
    }
    // Calls with a string: `print("…")`.
    for (open, close) in [("(\"", "\")"), ("('", "')")] {
        for (at, _) in line.match_indices(open) {
            let is_call = line[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            if let Some(length) = line[at..].find(close).filter(|_| is_call) {
                skipped.push(at..at + length + close.len());
            }
        }
    }
    skipped
}
