#![doc = include_str!("wedge.md")]

use super::chars::look;
use super::table::Line;
use super::{join, litter, removal};
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::edit;
use crate::rule;
use std::collections::HashMap;
use std::ops::Range;

/// Characters of a string.
const LONGEST: usize = 8;
/// From this score on a string counts, and from this sum on those of a page go. Hand-set, in nats; calibrated on
/// strings put into words of articles, and on what stands between Chinese characters in honest corpora.
const LINE_LEAST: f32 = 5.0;
const PAGE_LEAST: f32 = 6.0;

/// Whether what strings say together is enough to look at their page.
pub(crate) fn is_enough(sum: f32) -> bool {
    sum >= PAGE_LEAST
}

/// Whether these bytes are a short string between two Chinese characters: printable ASCII, or one symbol.
#[inline]
pub(crate) fn may_be(bytes: &[u8], span: &Range<usize>) -> bool {
    let is_han = |at: Option<usize>| at.is_some_and(|at| matches!(bytes.get(at), Some(0xE4..=0xE9)));
    span.len() <= LONGEST
        && is_han(span.start.checked_sub(3))
        && is_han(Some(span.end))
        && (!bytes[span.start].is_ascii() || bytes[span.clone()].iter().all(u8::is_ascii_graphic))
}

/// The short strings between two Chinese characters.
fn strings(line: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = line.as_bytes();
    let begins = move |(at, c): &(usize, char)| {
        is_symbol(*c) || c.is_ascii_graphic() && at.checked_sub(1).is_some_and(|before| bytes[before] >= 0x80)
    };
    let whole = move |(at, c): (usize, char)| {
        let length =
            if c.is_ascii() { bytes[at..].iter().take_while(|b| b.is_ascii()).count() } else { c.len_utf8() };
        at..at + length
    };
    line.char_indices().filter(begins).map(whole).filter(move |span| may_be(bytes, span))
}

/// Whether this is a symbol of three bytes: signs, shapes, arrows, enclosed characters, full-width ASCII that is no mark
/// of Chinese.
pub(crate) fn is_symbol(c: char) -> bool {
    matches!(c, '\u{2100}'..='\u{27FF}' | '\u{3200}'..='\u{33FF}')
        || matches!(c, '＃' | '＄' | '％' | '＆' | '＊' | '＋' | '＠' | '＾' | '｀')
}

/// Proposes to take out what was put into words.
pub(crate) fn propose(text: &str, lines: &[Line], proposals: &mut Proposals) {
    let mut found: Vec<(Range<usize>, f32)> = Vec::new();
    for line in lines {
        for inside in strings(&text[line.text.clone()]) {
            let span = line.text.start + inside.start..line.text.start + inside.end;
            found.extend(score(text, &span).map(|score| (span, score)));
        }
    }
    // What stands elsewhere is a name, or a sign that the author uses.
    let mut times: HashMap<&str, usize> = HashMap::new();
    for (span, _) in &found {
        *times.entry(&text[span.clone()]).or_default() += 1;
    }
    found.retain(|(span, _)| {
        let string = &text[span.clone()];
        !string.bytes().any(|b| b.is_ascii_alphanumeric()) || text.matches(string).count() == times[string]
    });
    let sum: f32 = found.iter().map(|(_, score)| score).sum();
    if sum < PAGE_LEAST {
        return;
    }
    for (span, score) in found {
        let reason = format!(
            "characters inside a word, which goes on behind them: {score:+.1} nats, {sum:.1} on the page, \
             enough from {PAGE_LEAST:.1}"
        );
        let confidence = edit::confidence((sum - PAGE_LEAST) / 2.0 + 1.0);
        proposals.edits.push(removal(text, span, &rule::WEDGED_CHARACTERS, confidence, reason));
    }
}

/// How much a string speaks for being put into a word, in nats, if it is one that may have been and says enough.
pub(crate) fn score(text: &str, span: &Range<usize>) -> Option<f32> {
    let oddness = oddness(&text[span.clone()])?;
    let before = || text[..span.start].chars().rev();
    let after = || text[span.end..].chars();
    // What the word may be made of stands right beside the string.
    let (left, right) = (before().next()?, after().next()?);
    let (left, right) = (look(left), look(right));
    if !is_han(left.0) || !is_han(right.0) {
        return None;
    }
    // Most strings stand between two words: that is seen from the characters right beside them.
    let mut letters: Vec<char> = before().take(join::SEAM).map(|c| look(c).0).collect();
    letters.reverse();
    let start = letters.len();
    letters.extend(text[span.clone()].chars().map(|c| look(c).0));
    let end = letters.len();
    letters.extend(after().take(join::SEAM).map(|c| look(c).0));
    let gain = join::wedged(&letters, &(start..end), LINE_LEAST - oddness)?;
    Some(gain + oddness)
}

/// How much less likely than letters at random a string is to be written by somebody, in nats; none for what authors put
/// between characters.
fn oddness(string: &str) -> Option<f32> {
    let bytes = string.as_bytes();
    if !string.is_ascii() {
        // What stands for a character that is lost or left out.
        const GAPS: &str = "□■○●△▲◇◆☐";
        return (!string.contains(|c| GAPS.contains(c))).then_some(0.0);
    }
    let letters = bytes.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let symbols = bytes.len() - letters - digits;
    // Marks, mark-up, numbers and what stands in brackets are meant.
    const MEANT: &[u8] = b"()[]{}<>*_`~|\\/\"'#=-.,:;!?&";
    let entity = string.starts_with('&') && string.ends_with(';');
    if entity
        || letters == 0 && (digits > 0 || bytes.iter().any(|b| MEANT.contains(b)))
        || bytes.iter().any(|b| b"()[]{}<>*_`\"'\\|/".contains(b))
    {
        return None;
    }
    /// Letters of a word; shorter ones come about by chance.
    const WORD: usize = 4;
    let upper = bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    Some(match (letters, symbols) {
        (1, 0) => -4.0,
        // Abbreviations.
        _ if upper && symbols == 0 => -3.0,
        // Words, which are names here.
        (WORD.., 0) if litter::reads_like_a_word(string) => -4.0,
        (0, _) => -1.0,
        _ => 0.0,
    })
}
