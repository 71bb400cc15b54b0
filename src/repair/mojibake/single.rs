//! Latin letters of one encoding of one byte that were read in another: `Þu an` for `Şu an`, `po³o¿enie` for `położenie`.
//! No letter is wrong by itself; the words are. What the letters cost in the languages that are written in the one
//! encoding is held against what those seen cost in any, for the whole document, and for each line alone.

use super::charset::{Bytes, Charset, Pending, Step};
use super::document::Repair;
use super::evidence;
use super::route::{LATIN, Route};
use super::tongue::Tongue;
use super::trigger;
use std::ops::Range;

/// What a way must gain, in nats, for how many letters, how many different ones, and how much for each.
const LEAST_NATS: f32 = 14.0;
const FEWEST: usize = 3;
const DIFFERENT: usize = 2;
const EACH_NATS: f32 = 1.5;
/// The same for fewer letters, where so many of ASCII say by themselves that it is the language: `içeriðini`.
const FEW_NATS: f32 = 7.0;
const FEW_EACH_NATS: f32 = 4.5;
const TELLING: usize = 20;
/// By how much it must gain more than any other way, in nats.
const MARGIN_NATS: f32 = 4.0;
/// Longest line looked at, in characters, and fewest ASCII letters that tell a language.
const LONGEST: usize = 4000;
const FEWEST_ASCII: usize = 8;
/// What signs cost, in nats: those of print, others, controls; and a sign inside a word.
const PRINT_NATS: f32 = 7.0;
const SIGN_NATS: f32 = 10.0;
const CONTROL_NATS: f32 = 15.0;
const INSIDE_NATS: f32 = 5.0;
/// A control that was put into a text.
const LITTER_NATS: f32 = 11.0;
/// A capital behind a small letter.
const CAPITAL_NATS: f32 = 4.0;

/// The languages that are written in an encoding.
fn languages(written: Charset) -> &'static [&'static str] {
    match written {
        Charset::Windows1250 | Charset::Iso2 => &["pl", "cs", "sk", "hu", "ro", "hr", "sl"],
        Charset::Windows1254 => &["tr"],
        Charset::Windows1257 => &["lt", "lv", "et"],
        _ => &["en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is", "ca"],
    }
}

/// A line with letters beyond ASCII, from the beginning to the last of them.
struct Line {
    span: Range<usize>,
    stretches: Vec<Range<usize>>,
    seen: Vec<char>,
    /// What it costs as it is seen, by language.
    costs: Vec<f32>,
    /// By route, what comes out, if anything does, and what that costs, by language.
    read: Vec<Option<(Vec<char>, Vec<f32>)>>,
}

/// The best way of some lines.
struct Best {
    route: usize,
    tongue: usize,
    gain: f32,
    /// Whether no other way is nearly as good.
    clear: bool,
    /// Whether the language is the likeliest of what is seen, too.
    same_tongue: bool,
}

/// What came of the lines of a text: repairs, and lines in which single controls are not to be read by themselves.
#[derive(Default)]
pub(super) struct Found {
    pub(super) repairs: Vec<Repair>,
    pub(super) doubtful: Vec<Range<usize>>,
}

/// Reads the lines of a text that have such letters.
pub(super) fn read(
    text: &str,
    stretches: &[Range<usize>],
    is_taken: impl Fn(&Range<usize>) -> bool,
) -> Found {
    let same_line = |a: &Range<usize>, b: &Range<usize>| !text[a.end..b.start].contains('\n');
    let own = |own: &[Range<usize>]| {
        if own.iter().any(&is_taken) {
            return None;
        }
        let start = text[..own.first()?.start].rfind('\n').map_or(0, |end| end + 1);
        let end = text[own.last()?.end..].find('\n').map_or(text.len(), |at| own[own.len() - 1].end + at);
        Line::new(text, start..end, own)
    };
    if !stretches
        .chunk_by(same_line)
        .any(|own| !own.iter().any(&is_taken) && trigger::has_odd_letters(text, own))
    {
        return Found::default();
    }
    let lines: Vec<Line> = stretches.chunk_by(same_line).filter_map(own).collect();
    let all: Vec<&Line> = lines.iter().collect();
    let whole = if all.len() > 1 { best(&all).filter(|best| best.is_repair(&all)) } else { None };
    let mut found = Found::default();
    for line in &lines {
        let by_document = whole.as_ref().filter(|best| line.gain(best.route, best.tongue) > 0.0);
        let alone = || best(&[line]).filter(|best| best.is_repair(&[line]));
        let repair = by_document.map(|best| (best.route, best.gain)).or_else(|| {
            let best = alone()?;
            Some((best.route, best.gain))
        });
        match repair {
            Some((route, gain)) => found.repairs.extend(line.repairs(text, route, gain)),
            None => {
                let is_of_marks = || best(&[line]).is_some_and(|best| best.is_of_controls(line));
                let seen = &text[line.span.clone()];
                if line.has_controls() && !evidence::has_utf8(seen) && !is_of_marks() && !line.is_littered() {
                    found.doubtful.push(line.span.clone());
                }
            }
        }
    }
    found
}

impl Line {
    fn new(text: &str, span: Range<usize>, stretches: &[Range<usize>]) -> Option<Self> {
        let seen: Vec<char> = text[span.clone()].chars().take(LONGEST + 1).collect();
        let ascii = seen.iter().filter(|c| c.is_ascii_alphabetic()).count();
        let others = seen.iter().filter(|c| !c.is_ascii()).count();
        let others = others * 2;
        let is_latin = |c: &char| c.is_ascii() || !c.is_alphabetic() || (*c as usize) < 0x2700;
        if seen.len() > LONGEST || ascii < FEWEST_ASCII || ascii < others || !seen.iter().all(is_latin) {
            return None;
        }
        let tongues = Tongue::latin();
        let is_plain = |at: usize| seen[at].is_ascii() && (at == 0 || seen[at - 1].is_ascii());
        let (plain, others): (Vec<usize>, Vec<usize>) = (0..seen.len()).partition(|at| is_plain(*at));
        let beside: Vec<f32> = tongues.iter().map(|tongue| cost(tongue, &seen, &plain)).collect();
        let costs = |chars: &[char]| -> Vec<f32> {
            tongues
                .iter()
                .zip(&beside)
                .map(|(tongue, beside)| beside + cost(tongue, chars, &others))
                .collect()
        };
        let read = |route: &Route| {
            let out: Vec<char> = seen.iter().map(|c| reread(route, *c)).collect::<Option<_>>()?;
            (out != seen).then(|| {
                let costs = costs(&out);
                (out, costs)
            })
        };
        let read = LATIN.iter().map(read).collect();
        Some(Self { span, stretches: stretches.to_vec(), costs: costs(&seen), read, seen })
    }

    /// What a route gains, in nats, in a language.
    fn gain(&self, route: usize, tongue: usize) -> f32 {
        self.read[route].as_ref().map_or(0.0, |(_, costs)| self.costs[tongue] - costs[tongue])
    }

    /// The repairs of its stretches by a route.
    fn repairs(&self, text: &str, route: usize, gain: f32) -> impl Iterator<Item = Repair> {
        let route = &LATIN[route];
        self.stretches.iter().filter_map(move |span| {
            let seen = &text[span.clone()];
            let read: String = seen.chars().map(|c| reread(route, c)).collect::<Option<_>>()?;
            let repair =
                Repair { span: span.clone(), text: read, gain, route, rounds: 1, sure: true, whole: true };
            (repair.text != seen).then_some(repair)
        })
    }

    /// Whether it is likelier that controls were put into it than that letters were read as them.
    fn is_littered(&self) -> bool {
        let is_control = |c: &char| matches!(c, '\u{80}'..='\u{9F}');
        let without: Vec<char> = self.seen.iter().copied().filter(|c| !is_control(c)).collect();
        let places: Vec<usize> = (0..without.len()).collect();
        let price = Tongue::latin()
            .iter()
            .map(|tongue| cost(tongue, &without, &places))
            .fold(f32::INFINITY, f32::min);
        let read =
            self.read.iter().flatten().flat_map(|(_, costs)| costs).copied().fold(f32::INFINITY, f32::min);
        price + LITTER_NATS * (self.seen.len() - without.len()) as f32 <= read
    }

    fn has_controls(&self) -> bool {
        self.seen.iter().any(|c| matches!(c, '\u{80}'..='\u{9F}'))
    }

    /// What changes by a route.
    fn changes(&self, route: usize) -> impl Iterator<Item = (char, char)> {
        let out = self.read[route].as_ref().map_or(&[][..], |(out, _)| out);
        self.seen.iter().copied().zip(out.iter().copied()).filter(|(seen, out)| seen != out)
    }
}

impl Best {
    fn is_repair(&self, lines: &[&Line]) -> bool {
        let changes: Vec<(char, char)> = lines.iter().flat_map(|line| line.changes(self.route)).collect();
        let mut different: Vec<char> = changes.iter().map(|(seen, _)| *seen).collect();
        different.sort_unstable();
        different.dedup();
        let tongue = &Tongue::latin()[self.tongue];
        let belongs = |c: char| !c.is_alphabetic() || tongue.has(c);
        let signs = changes.iter().filter(|(_, out)| !out.is_alphabetic()).count();
        let ascii: usize =
            lines.iter().map(|line| line.seen.iter().filter(|c| c.is_ascii_alphabetic()).count()).sum();
        let count = changes.len();
        let is_enough = self.gain >= LEAST_NATS.max(EACH_NATS * count as f32)
            && count >= FEWEST
            && different.len() >= DIFFERENT;
        let is_telling =
            self.same_tongue && ascii >= TELLING && self.gain >= FEW_NATS.max(FEW_EACH_NATS * count as f32);
        self.clear
            && (is_enough || is_telling)
            && signs * 4 <= count
            && changes.iter().all(|(_, out)| belongs(*out))
    }

    /// Whether it does what reading controls as marks of windows-1252 does, too, and the letters are those of the language.
    fn is_of_controls(&self, line: &Line) -> bool {
        let text = |route: usize| line.read[route].as_ref().map(|(out, _)| out);
        let tongue = &Tongue::latin()[self.tongue];
        let belongs = |c: char| !c.is_alphabetic() || tongue.has(c);
        self.clear && text(self.route) == text(0) && line.changes(0).all(|(_, out)| belongs(out))
    }
}

/// The best way of some lines, if any gains.
fn best(lines: &[&Line]) -> Option<Best> {
    let tongues = Tongue::latin();
    let sum = |cost: &dyn Fn(&Line) -> f32| lines.iter().map(|line| cost(line)).sum::<f32>();
    let kept = (0..tongues.len()).map(|n| (sum(&|line| line.costs[n]), n));
    let (kept, own_tongue) = kept.min_by(|(a, _), (b, _)| a.total_cmp(b))?;
    let mut ways: Vec<(f32, usize, usize)> = Vec::new();
    for (route, way) in LATIN.iter().enumerate() {
        let own = languages(way.written);
        let of_route = |n: usize| {
            sum(&|line| {
                line.read[route].as_ref().map_or(line.costs[n], |(_, costs)| costs[n].min(line.costs[n]))
            })
        };
        let costs =
            (0..tongues.len()).filter(|n| own.contains(&tongues[*n].name())).map(|n| (of_route(n), n));
        if let Some((cost, tongue)) = costs.min_by(|(a, _), (b, _)| a.total_cmp(b)) {
            ways.push((kept - cost - way.rarity, route, tongue));
        }
    }
    let (gain, route, tongue) = ways.iter().copied().max_by(|(a, ..), (b, ..)| a.total_cmp(b))?;
    let text = |line: &Line, route: usize| line.read[route].as_ref().map(|(out, _)| out.clone());
    let is_rival = |(other, way, _): &(f32, usize, usize)| {
        other + MARGIN_NATS > gain && lines.iter().any(|line| text(line, *way) != text(line, route))
    };
    (gain > 0.0).then(|| Best {
        route,
        tongue,
        gain,
        clear: !ways.iter().any(is_rival),
        same_tongue: own_tongue == tongue,
    })
}

/// What a character was; nothing where a letter is none of the encodings.
fn reread(route: &Route, c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c);
    }
    match route.seen.bytes(c) {
        Some(Bytes::One(byte)) => match route.written.step(Pending::default(), byte) {
            Step::Char(c) => Some(c),
            _ => None,
        },
        // Signs of other encodings were put in later.
        _ => (!c.is_alphabetic()).then_some(c),
    }
}

/// What characters cost in a language at some places, in nats.
fn cost(tongue: &Tongue, chars: &[char], places: &[usize]) -> f32 {
    let is_letter = |c: char| c.is_alphabetic();
    let at_place = |at: usize| {
        let c = chars[at];
        let before = at.checked_sub(1).map_or(' ', |at| chars[at]);
        if is_letter(c) {
            let inner = c.is_uppercase() && before.is_lowercase();
            let left = if is_letter(before) { before } else { ' ' };
            return tongue.price(left, c) + if inner { CAPITAL_NATS } else { 0.0 };
        }
        if c.is_ascii() {
            return 0.0;
        }
        let inside = c != '’' && is_letter(before) && chars.get(at + 1).is_some_and(|next| is_letter(*next));
        let price = match c {
            '\u{2010}'..='\u{2026}'
            | '«'
            | '»'
            | '°'
            | '©'
            | '®'
            | '™'
            | '€'
            | '£'
            | '§'
            | '·'
            | '\u{A0}' => PRINT_NATS,
            '\u{80}'..='\u{9F}' => CONTROL_NATS,
            _ => SIGN_NATS,
        };
        price + if inside { INSIDE_NATS } else { 0.0 }
    };
    places.iter().map(|at| at_place(*at)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Option<String> {
        let stretches = super::super::document::stretches(text);
        let found = read(text, &stretches, |_| false);
        let mut read = text.to_owned();
        for repair in found.repairs.iter().rev() {
            read.replace_range(repair.span.clone(), &repair.text);
        }
        (!found.repairs.is_empty()).then_some(read)
    }

    #[test]
    fn letters_of_other_pages_are_read_again() {
        for (seen, meant) in [
            (
                "kullanýcý adýnýzý ve þifrenizi deðiþtirmek için",
                "kullanıcı adınızı ve şifrenizi değiştirmek için",
            ),
            (
                "Zaznacz odpowiednie po³o¿enie pliku na dysku twardym, który zostanie usuniêty",
                "Zaznacz odpowiednie położenie pliku na dysku twardym, który zostanie usunięty",
            ),
            (
                "f\u{81}r die Gr\u{94}\u{E1}e der Dateien und Verzeichnisse, die ge\u{94}ffnet werden",
                "für die Größe der Dateien und Verzeichnisse, die geöffnet werden",
            ),
        ] {
            assert_eq!(one(seen).as_deref(), Some(meant), "{seen}");
        }
    }

    #[test]
    fn honest_letters_stay() {
        for text in [
            "Það er leikur að læra, leikur sá er mér kær, að vita meira og meira",
            "Le système développé à l’été n’a pas été retrouvé où il était",
            "Příliš žluťoučký kůň úpěl ďábelské ódy",
            "The café in Þingvellir is near Öxarárfoss, and Bjørn Sørensen likes it",
        ] {
            assert_eq!(one(text), None, "{text}");
        }
    }
}
