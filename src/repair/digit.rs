//! What a lost byte swallowed before a number. The bytes do not tell; what stands around it sometimes does.

/// Shares of the first digit among numbers of two digits that end in 0, counted in running Chinese text
/// (`(\D)(\d)0(?=[个個名所家])` over the clean corpora): 1, 2, ... 9.
const ROUND_SHARES: [f32; 9] = [0.374, 0.225, 0.141, 0.053, 0.075, 0.048, 0.040, 0.040, 0.004];
/// Numbers in one enumeration are close: what a distance of one in the natural logarithm costs, in nats.
const DISTANCE_NATS: f32 = 1.0;
/// A year of this century, and of the last.
const SURE_YEAR: f32 = 0.98;
const LIKELY_YEAR: f32 = 0.9;

/// A space where the page sets numbers off by spaces.
const LIKELY_SPACE: f32 = 0.8;
/// A digit before a number that could also stand alone, on a page that does not.
const LIKELY_DIGIT: f32 = 0.8;
/// Where no number is near the likeliest digit is no better than a throw of dice.
const BLIND: f32 = 0.3;
/// Digits less sure than this are not written: the place is reported.
pub(crate) const LEAST: f32 = 0.15;
/// Left open.
const OPEN: f32 = 0.5;
/// What is written where nothing tells what was swallowed.
pub(crate) const UNKNOWN: char = '?';

/// What most likely stood between `before` and the number that `after` begins with, and how sure that is, from
/// 0 to 1. `spaced` says that the page sets numbers off by spaces.
///
/// A number that begins with 0 has lost a digit for sure. Any other may be whole: a new sentence can begin
/// with it, in a line of its own, so there nothing is guessed.
pub(crate) fn choose(before: &str, after: &str, spaced: bool) -> (char, f32) {
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let (digits, behind) = after.split_at(end);
    let inside_number = before.ends_with(|c: char| c.is_ascii_digit() || c == '.');
    if digits.starts_with('0') || inside_number {
        return choose_digit(before, digits, inside_number);
    }
    if spaced || behind.starts_with(' ') {
        return (' ', LIKELY_SPACE);
    }
    if before.ends_with(ENDS) {
        return (UNKNOWN, OPEN);
    }
    let (digit, confidence) = choose_digit(before, digits, inside_number);
    (digit, confidence * LIKELY_DIGIT)
}

/// The same where the search has found nothing that was swallowed, and no number follows: a space before a Latin
/// word that others surround, a digit or a letter before a space.
pub(crate) fn choose_invisible(after: &str, spaced: bool) -> Option<(char, f32)> {
    let first = after.chars().next()?;
    if first.is_ascii_alphabetic() {
        let word = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        return (spaced || word.starts_with(' ')).then_some((' ', LIKELY_SPACE));
    }
    let behind = after.strip_prefix(' ')?;
    behind.starts_with(crate::chars::is_han).then_some((UNKNOWN, OPEN))
}

/// Where a sentence ends.
pub(crate) const ENDS: [char; 9] = ['。', '！', '？', '!', '?', '”', '」', '；', ';'];

fn choose_digit(before: &str, digits: &str, inside_number: bool) -> (char, f32) {
    if digits.len() == 3 && !inside_number {
        match digits.as_bytes()[0] {
            b'0' | b'1' => return ('2', SURE_YEAR),
            b'9' | b'8' => return ('1', LIKELY_YEAR),
            _ => {}
        }
    }
    let near = number_before(before);
    let mut weights = [0.0_f32; 9];
    for (i, weight) in weights.iter_mut().enumerate() {
        let first = (i + 1) as f32;
        let share = if digits == "0" { ROUND_SHARES[i] } else { (1.0 + 1.0 / first).log10() };
        let value: f32 = format!("{}{digits}", i + 1).parse().unwrap_or(first);
        let distance = near.filter(|n| *n > 0.0).map_or(0.0, |n| (value / n).ln().abs());
        *weight = share * (-DISTANCE_NATS * distance).exp();
    }
    let total: f32 = weights.iter().sum();
    let best = (0..9).fold(0, |best, i| if weights[i] > weights[best] { i } else { best });
    let blind = if near.is_some() { 1.0 } else { BLIND };
    (char::from(b'1' + best as u8), blind * weights[best] / total)
}

/// The last number before the place, if it is in the same sentence.
fn number_before(before: &str) -> Option<f32> {
    let sentence = before.rsplit(['。', '\n', '!', '！']).next()?;
    let end = sentence.rfind(|c: char| c.is_ascii_digit())? + 1;
    let start = sentence[..end]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |i| i + sentence[i..].chars().next().map_or(1, char::len_utf8));
    sentence[start..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_nearly_sure() {
        assert_eq!(choose("體系。”", "015年", false).0, '2');
        assert_eq!(choose("中國", "998年", false).0, '1');
        assert!(choose("體系。”", "015年", false).1 > 0.9);
    }

    #[test]
    fn a_number_close_by_is_a_hint() {
        let (digit, confidence) = choose("9個國家級、29個重點專科和", "0個成員", false);
        assert_eq!(digit, '2');
        assert!(confidence < 0.6, "a guess must not look sure");
        assert_eq!(choose("比重為", "7.9%", false).0, '1');
        assert!(choose("比重為", "7.9%", false).1 < LEAST, "nothing tells");
    }

    #[test]
    fn a_number_that_may_be_whole_is_not_guessed_at() {
        assert_eq!(choose("確保“啟用", "32 位應用程序", false).0, ' ');
        assert_eq!(choose("啟用", "32位", true).0, ' ');
        assert_eq!(choose("玩多久啊？", "2小時", false).0, UNKNOWN);
    }

    #[test]
    fn words_and_units_that_stand_apart() {
        assert_eq!(choose_invisible("Git 是開源的", false), Some((' ', LIKELY_SPACE)));
        assert_eq!(choose_invisible("Git是開源的", false), None);
        assert_eq!(choose_invisible(" 個月后", false), Some((UNKNOWN, OPEN)));
        assert_eq!(choose_invisible("開源", true), None);
    }
}
