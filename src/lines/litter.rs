#![doc = include_str!("litter.md")]

use super::removal;
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::edit;
use crate::lines::table::Line;
use crate::rule;

/// Length of the litter, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=20;
/// The random strings of a page score this much together, or one may be somebody's: a name, a formula, a code. What
/// the scores are made of is hand-set, in nats; calibrated on made litter and on the lines of honest corpora.
const PAGE_LEAST: f32 = 7.0;
/// From this score on a string counts.
const LINE_LEAST: f32 = 2.6;
/// Where so many others count, so does a string from the lower score on.
const MANY: usize = 3;
const LINE_AMONG_MANY: f32 = -0.5;
/// Pairs of letters that words have: bit `b` of row `a` for the pair `ab`. Those that are 15 of 100 000 or more in
/// the Latin words of technical documents in Chinese (Microsoft Docs and others under permissive licences), each word
/// counted up to twenty times.
const PAIRS: [u32; 26] = [
    0x3FEBD6F, 0x11EDB75, 0x13EFDBD, 0x13EFF7F, 0x1FFF97F, 0x19ED93D, 0x11EF9DF, 0x11ED91B, 0x2BEFD7F,
    0x0144111, 0x01CC151, 0x13EFDFF, 0x13EF91F, 0x13EFD7D, 0x1FEFF7F, 0x19FFDFF, 0x0100801, 0x17EFD7F,
    0x1FFFDFF, 0x1FEF9BD, 0x08EB97F, 0x0065157, 0x046E191, 0x08C9115, 0x00CF83D, 0x0004111,
];

/// Whether lines may begin with litter. Allocates nothing.
pub(crate) fn may_have(text: &str) -> bool {
    let bytes = text.as_bytes();
    let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1));
    let sum: f32 = starts
        .filter(|at| bytes.get(*at).is_some_and(|b| b.is_ascii_graphic() || *b == b' ' || *b == 0xE3))
        .filter_map(|at| litter(&text[at..]))
        .map(|(_, score)| score)
        .filter(|score| *score >= LINE_LEAST)
        .sum();
    sum >= PAGE_LEAST
}

/// Whether ASCII letters stand together as in words, each pair of them.
pub(crate) fn reads_like_a_word(letters: &str) -> bool {
    let number = |b: u8| usize::from(b.to_ascii_lowercase().wrapping_sub(b'a'));
    letters.as_bytes().windows(2).all(|pair| {
        let row = PAIRS.get(number(pair[0])).copied().unwrap_or_default();
        let bit = number(pair[1]);
        bit < PAIRS.len() && row >> bit & 1 == 1
    })
}

/// Proposes to remove litter at the start of lines.
pub(crate) fn propose(text: &str, lines: &[Line], proposals: &mut Proposals) {
    let mut found: Vec<(std::ops::Range<usize>, f32)> = lines
        .iter()
        .filter_map(|line| {
            let start = line.text.start;
            let (span, score) = litter(&text[line.text.clone()])?;
            (score >= LINE_AMONG_MANY).then_some((start + span.start..start + span.end, score))
        })
        .collect();
    let sure: Vec<&str> =
        found.iter().filter(|(_, score)| *score >= LINE_LEAST).map(|(span, _)| &text[span.clone()]).collect();
    // The same string twice is a name.
    let names: Vec<&str> =
        sure.iter().copied().filter(|a| sure.iter().filter(|b| a == *b).count() > 1).collect();
    found.retain(|(span, _)| !names.contains(&&text[span.clone()]));
    let many = found.iter().filter(|(_, score)| *score >= LINE_LEAST).count() >= MANY;
    found.retain(|(_, score)| many || *score >= LINE_LEAST);
    let sum: f32 = found.iter().map(|(_, score)| *score).filter(|score| *score >= LINE_LEAST).sum();
    if sum < PAGE_LEAST {
        return;
    }
    for (span, score) in found {
        let reason = format!(
            "random letters and symbols glued to the start of a line: {score:+.1} nats, {sum:.1} on the page, \
             enough from {PAGE_LEAST:.1}"
        );
        let confidence = edit::confidence((sum - PAGE_LEAST) / 2.0 + 1.0);
        proposals.edits.push(removal(text, span, &rule::RANDOM_LETTERS, confidence, reason));
    }
}

/// The string that a line begins with, if Chinese is glued to it, and how random it is.
fn litter(line: &str) -> Option<(std::ops::Range<usize>, f32)> {
    let start = line.bytes().take_while(|b| matches!(b, b' ' | b'\t' | 0xE3 | 0x80)).count();
    // Only ideographic spaces begin with these bytes and end with them.
    let rest = line.get(start..)?;
    if !line[..start].chars().all(char::is_whitespace) {
        return None;
    }
    let length = rest.bytes().take(*LENGTHS.end() + 1).take_while(u8::is_ascii_graphic).count();
    let (litter, rest) = rest.split_at(length);
    let chinese = rest.chars().next().is_some_and(|c| is_han(c) || matches!(c, '“' | '《' | '「'));
    (LENGTHS.contains(&length) && chinese && !is_meant(litter))
        .then(|| (start..start + length, randomness(litter.as_bytes())))
}

/// How much more likely a string is drawn at random than written by somebody, in nats.
fn randomness(litter: &[u8]) -> f32 {
    const RARE: f32 = 3.5;
    const COMMON: f32 = -0.5;
    /// Names begin with anything.
    const RARE_AT_CAPITAL: f32 = 1.5;
    /// Two capitals: abbreviations and codes are anything.
    const RARE_CAPITALS: f32 = 0.3;
    const COMMON_CAPITALS: f32 = -0.5;
    /// A capital inside a word; a digit between letters.
    const CASE: f32 = 0.6;
    const DIGIT: f32 = 0.3;
    const SMALL_AND_DIGIT: f32 = 0.9;
    /// A symbol that no word, number, path or mark-up has.
    const ODD: f32 = 1.4;
    const TWO_SYMBOLS: f32 = 0.5;
    const PLAIN: f32 = 0.1;
    const BROKEN: f32 = 4.0;
    /// A capital with one small letter and no more, or none, between others.
    const STUMP: f32 = 0.7;
    let pair = |pair: &[u8]| {
        let (a, b) = (pair[0], pair[1]);
        match (a.is_ascii_alphabetic(), b.is_ascii_alphabetic()) {
            (true, true) => {
                let (row, bit) = (a.to_ascii_lowercase() - b'a', b.to_ascii_lowercase() - b'a');
                let common = PAIRS[row as usize] >> bit & 1 == 1;
                let case = if a.is_ascii_lowercase() && b.is_ascii_uppercase() { CASE } else { 0.0 };
                case + match (a.is_ascii_uppercase() && b.is_ascii_uppercase(), common) {
                    (true, true) => COMMON_CAPITALS,
                    (true, false) => RARE_CAPITALS,
                    // Where a capital begins a word, the pair is no pair of the word's.
                    (false, _) if case > 0.0 => 0.0,
                    (false, true) => COMMON,
                    (false, false) if a.is_ascii_uppercase() => RARE_AT_CAPITAL,
                    (false, false) => RARE,
                }
            }
            _ if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() => {
                match (a.is_ascii_digit(), b.is_ascii_digit()) {
                    (true, true) => -DIGIT,
                    _ if a.is_ascii_lowercase() || b.is_ascii_lowercase() => SMALL_AND_DIGIT,
                    _ => DIGIT,
                }
            }
            (false, false) if is_symbol(a) && is_symbol(b) && a != b => TWO_SYMBOLS,
            _ => 0.0,
        }
    };
    let symbol = |b: &u8| match is_symbol(*b) {
        true if PLAIN_SYMBOLS.contains(b) => PLAIN,
        true => ODD,
        false => 0.0,
    };
    let broken = if is_broken(litter) { BROKEN } else { 0.0 };
    let stump = |three: &&[u8]| {
        three[0].is_ascii_uppercase()
            && three[1].is_ascii_lowercase()
            && (three[2].is_ascii_uppercase() || three[2].is_ascii_digit())
    };
    let stumps = litter.windows(3).filter(stump).count() as f32 * STUMP;
    stumps + litter.windows(2).map(pair).sum::<f32>() + litter.iter().map(symbol).sum::<f32>() + broken
}

/// Whether capitals, small letters and digits change too often for words and numbers.
fn is_broken(litter: &[u8]) -> bool {
    const LENGTH_LEAST: usize = 8;
    /// Words and numbers for each character; in a longer string fewer say enough.
    const SHARE_LEAST: f32 = 0.5;
    const LONG: usize = 10;
    const SHARE_LEAST_LONG: f32 = 0.45;
    let any = |wanted: fn(&u8) -> bool| litter.iter().any(wanted);
    let all = any(u8::is_ascii_uppercase) && any(u8::is_ascii_lowercase) && any(u8::is_ascii_digit);
    // A capital begins a word unless it follows another and no small letter follows.
    let begins = |i: usize| {
        let (last, next) = (i.checked_sub(1).map(|i| litter[i]), litter.get(i + 1));
        match litter[i] {
            b if b.is_ascii_uppercase() => {
                !last.is_some_and(|b| b.is_ascii_uppercase()) || next.is_some_and(u8::is_ascii_lowercase)
            }
            b if b.is_ascii_lowercase() => !last.is_some_and(|b| b.is_ascii_alphabetic()),
            b if b.is_ascii_digit() => !last.is_some_and(|b| b.is_ascii_digit()),
            _ => false,
        }
    };
    let words = (0..litter.len()).filter(|i| begins(*i)).count();
    let share = if litter.len() >= LONG { SHARE_LEAST_LONG } else { SHARE_LEAST };
    all && litter.len() >= LENGTH_LEAST && words as f32 > share * litter.len() as f32
}

fn is_symbol(b: u8) -> bool {
    b.is_ascii_punctuation()
}

/// Marks of markup, formulas, paths and lists.
const PLAIN_SYMBOLS: &[u8] = b".,-_/()*#=><:\"[]\\$`'+&;%";

/// Whether a string has the shape of something that people write: a row of a table, an address, a formula, mark-up,
/// a face.
fn is_meant(litter: &str) -> bool {
    let bytes = litter.as_bytes();
    let any = bytes.iter().any(u8::is_ascii_alphanumeric);
    !any || bytes[0] == b'|' && bytes[1..].contains(&b'|')
        || litter.contains("://")
        || litter.contains("www")
        || litter.split_once('@').is_some_and(|(_, site)| site.contains('.'))
        || litter.starts_with('\\')
        || litter.starts_with('&') && litter.ends_with(';')
        || balanced(bytes)
}

/// Whether every bracket has its partner: a person wrote it.
fn balanced(litter: &[u8]) -> bool {
    let count = |wanted: u8| litter.iter().filter(|b| **b == wanted).count();
    let pairs = [(b'(', b')'), (b'[', b']'), (b'{', b'}'), (b'<', b'>')];
    let any = pairs.iter().any(|(open, close)| count(*open) + count(*close) > 0);
    any && pairs.iter().all(|(open, close)| count(*open) == count(*close))
        || [b'$', b'`', b'%', b'"'].iter().any(|quote| count(*quote) == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(litter: &str) -> f32 {
        super::litter(&format!("{litter}今天")).map_or(f32::MIN, |(_, score)| score)
    }

    #[test]
    fn random_strings_score_and_words_do_not() {
        for litter in ["ls6utgDbOeKZnI6L", "x7Qk2pLzR9vT", "w~A{]s{4", "q}8|T=x", "&K3!q~z"] {
            assert!(score(litter) >= LINE_LEAST, "{litter} {}", score(litter));
        }
        assert!(score("ls6utgDbOeKZnI6L") >= PAGE_LEAST);
        for word in [
            "iPhone12",
            "WiFi6",
            "JavaScript",
            "STM32F103C8T6",
            "MySQL8.0",
            "getElementById",
            "GB/T2828.1-2012",
            "x86_64",
            "Windows10",
            "jQuery",
            "H2O2",
            "PyTorch1.9",
            "utf-8",
            "ISO9001:2015",
            "DYT(B)",
            "COVID-19",
            "C++11",
            "TCP/IP",
            "Office365",
            "PPT2013",
            "AK-47",
            "YouTube",
            "GPT-4o",
            "xlsx",
            "RTX3090Ti",
            "Kubernetes",
            "localhost:8080",
        ] {
            assert!(score(word) < LINE_LEAST, "{word} {}", score(word));
        }
    }

    #[test]
    fn rows_of_a_markdown_table_are_no_litter() {
        for line in ["|;|%3B|分号|", "|90%|第九十百分位|", "|/Edit|编辑|"] {
            assert_eq!(litter(line), None, "{line}");
        }
    }
}
