#![doc = include_str!("wedge.md")]

use super::chars::look;
use super::join;
use super::table::Line;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::edit::{self, Edit};
use crate::rule;
use std::collections::HashMap;
use std::ops::Range;

/// Characters of a string.
const LONGEST: usize = 8;
/// Bytes of a string.
const BYTES_MOST: usize = 12;
/// From this score on a string counts, and from this sum on those of a page go. Hand-set, in nats; calibrated on
/// strings put into words of articles, and on what stands between Chinese characters in honest corpora.
const LINE_LEAST: f32 = 5.0;
const PAGE_LEAST: f32 = 6.0;

/// Whether strings may have been put into words: a short one between two Chinese characters that make a word. Allocates
/// nothing.
pub(crate) fn may_have(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut sum = 0.0;
    while let Some(span) = next(bytes, &mut at) {
        if let Some(score) = score(text, &span) {
            sum += score;
            if sum >= PAGE_LEAST {
                return true;
            }
        }
    }
    false
}

/// The next short string between two Chinese characters, from `at` on.
fn next(bytes: &[u8], at: &mut usize) -> Option<Range<usize>> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    while *at < bytes.len() {
        // Eight bytes at once where no string begins: nothing but Chinese, or nothing but ASCII.
        if let Some(eight) = bytes.get(*at..*at + 8).and_then(|eight| <[u8; 8]>::try_from(eight).ok()) {
            let high = u64::from_le_bytes(eight) & HIGH;
            let begins = high & !(high >> 8) & (HIGH >> 8);
            let here = *at > 0 && bytes[*at - 1] >= 0x80 && bytes[*at] < 0x80;
            if begins == 0 && !here && !eight.iter().any(|b| matches!(b, 0xE2 | 0xE3 | 0xEF)) {
                // The last byte belongs to the next look, too: a string may begin behind it.
                *at += 7;
                continue;
            }
        }
        let start = *at;
        *at += 1;
        let symbol = is_symbol(&bytes[start..]);
        let ascii = bytes[start].is_ascii_graphic();
        if !(symbol || ascii)
            || !start.checked_sub(3).is_some_and(|before| matches!(bytes[before], 0xE4..=0xE9))
        {
            continue;
        }
        let inner = |b: &u8| b.is_ascii_graphic();
        let length =
            if symbol { 3 } else { bytes[start..].iter().take(BYTES_MOST).take_while(|b| inner(b)).count() };
        let end = start + length;
        if length <= LONGEST && matches!(bytes.get(end), Some(0xE4..=0xE9)) {
            *at = end;
            return Some(start..end);
        }
    }
    None
}

/// Whether a symbol of three bytes begins here: signs, shapes, arrows, enclosed characters, full-width ASCII that is no
/// mark of Chinese.
fn is_symbol(bytes: &[u8]) -> bool {
    match bytes {
        [0xE2, 0x84..=0x9F, _, ..] | [0xE3, 0x88..=0x8F, _, ..] => true,
        // ＃ ＄ ％ ＆ ＊ ＋ ＠ ＾ ｀
        [0xEF, 0xBC, 0x83..=0x86 | 0x8A | 0x8B | 0xA0 | 0xBE, ..] | [0xEF, 0xBD, 0x80, ..] => true,
        _ => false,
    }
}

/// Proposes to take out what was put into words.
pub(crate) fn propose(text: &str, lines: &[Line], proposals: &mut Proposals) {
    let bytes = text.as_bytes();
    let mut found: Vec<(Range<usize>, f32)> = Vec::new();
    for line in lines {
        let mut at = line.text.start;
        while let Some(span) = next(&bytes[..line.text.end], &mut at) {
            found.extend(score(text, &span).map(|score| (span.clone(), score)));
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
        proposals.edits.push(Edit {
            before: text[span.clone()].into(),
            span,
            after: "".into(),
            rule: &rule::WEDGED_CHARACTERS,
            confidence: edit::confidence((sum - PAGE_LEAST) / 2.0 + 1.0),
            reason: format!(
                "characters inside a word, which goes on behind them: {score:+.1} nats, {sum:.1} on the page, \
                 enough from {PAGE_LEAST:.1}"
            )
            .into(),
        });
    }
}

/// How much a string speaks for being put into a word, in nats, if it is one that may have been and says enough.
fn score(text: &str, span: &Range<usize>) -> Option<f32> {
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
    let gain = join::wedged(&letters, &(start..end))?;
    Some(gain + oddness).filter(|score| *score >= LINE_LEAST)
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
    let upper = bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    Some(match (letters, symbols) {
        (1, 0) => -4.0,
        // Abbreviations.
        _ if upper && symbols == 0 => -3.0,
        (0, _) => -1.0,
        _ => 0.0,
    })
}
