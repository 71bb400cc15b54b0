#![doc = include_str!("spun.md")]

use super::chars::{Class, look};
use crate::chars::is_han;
use crate::cleaner::Proposals;
use crate::edit::{self, Edit};
use crate::lattice::model::{Model, Script};
use crate::rule;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// What was seen, what it meant, how often; facts counted for this project (seeds/damage/README.md).
const PAIRS: &str = include_str!("../../seeds/damage/substitution_pairs.tsv");
/// So many different substitutes must stand on a page.
const DIFFERENT_LEAST: usize = 3;
/// Honest text has a rare character here and there; a spinner puts one at least every so many characters.
const CHARACTERS_TO_ONE: usize = 300;
/// What the model must gain from putting back what was meant, in nats, for a place to count and to be mended.
const GAIN_LEAST: f32 = 6.0;
/// Characters on each side that the model looks at.
const REACH: usize = 3;
/// A text with fewer rare substitutes than one in so many characters of three bytes is not looked at closely: half of what
/// a repair asks for, which may put back others as well.
const CHARACTERS_TO_A_RARE: usize = 2 * CHARACTERS_TO_ONE;
/// Characters of Cantonese and Hokkien; a page with so many of them is written in it.
const DIALECT: &str = "嘅唔佢咗喺嘢冇乜嚟啲咁哋冚㗎咩噉攏毋佗媠𪜶";
const DIALECT_MOST: usize = 4;

struct Substitutes {
    /// What each may have meant.
    meant: HashMap<char, Vec<char>>,
    /// One bit for each that is rare in honest text.
    rare: Vec<u64>,
}

/// A character that costs this much wherever it stands is rare.
const RARE_NATS: f32 = 11.0;

static SUBSTITUTES: LazyLock<Substitutes> = LazyLock::new(|| {
    let model = Model::get();
    let mut meant: HashMap<char, Vec<char>> = HashMap::new();
    let mut rare = vec![0_u64; 1024];
    for line in PAIRS.lines().skip(1) {
        let mut cells = line.split('\t').map(|cell| cell.chars().next());
        let (Some(Some(from)), Some(Some(to))) = (cells.next(), cells.next()) else { continue };
        // Variants of one character are spelling, and a letter of another script is not a substitute here.
        if !is_han(from) || model.folded(from) == model.folded(to) {
            continue;
        }
        meant.entry(from).or_default().push(to);
        if model.plain(from) >= RARE_NATS && (from as usize) < 0x1_0000 {
            rare[from as usize / 64] |= 1 << (from as usize % 64);
        }
    }
    Substitutes { meant, rare }
});

/// Makes the table, so that no text has to wait for it.
pub(crate) fn warm() {
    LazyLock::force(&SUBSTITUTES);
}

/// Whether this is the number of a substitute that is rare in honest text.
pub(crate) fn is_rare(code: u32) -> bool {
    SUBSTITUTES.rare.get(code as usize / 64).is_some_and(|word| word >> (code % 64) & 1 == 1)
}

/// Counts the rare substitutes of a text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Rare {
    first: u32,
    different: bool,
    count: usize,
}

impl Rare {
    /// Adds one.
    pub(crate) fn add(&mut self, code: u32) {
        self.different |= self.count > 0 && code != self.first;
        self.first = code;
        self.count += 1;
    }

    /// Whether there are different ones, and more of them than clean text of so many characters has.
    pub(crate) fn tell(self, characters: usize) -> bool {
        self.different && self.count * CHARACTERS_TO_A_RARE >= characters
    }
}

/// Proposes to put back what substitutes meant.
pub(crate) fn propose(text: &str, proposals: &mut Proposals) {
    if is_japanese(text) {
        return;
    }
    let places: Vec<(usize, char)> = text.char_indices().collect();
    let dialect = places.iter().filter(|(_, c)| DIALECT.contains(*c)).count();
    if dialect >= DIALECT_MOST {
        return;
    }
    let traditional = places.iter().filter(|(_, c)| look(*c).1 == Class::Traditional).count();
    let simplified = places.iter().filter(|(_, c)| look(*c).1 == Class::Simplified).count();
    let script = if traditional > simplified { Script::Traditional } else { Script::Simplified };
    let mended: Vec<(usize, char, f32)> =
        (0..places.len()).filter_map(|i| mend(&places, i, script)).collect();
    let different: BTreeSet<char> = mended.iter().map(|(i, _, _)| places[*i].1).collect();
    if different.len() < DIFFERENT_LEAST || mended.len() * CHARACTERS_TO_ONE < places.len() {
        return;
    }
    for (i, to, gain) in mended {
        let (start, from) = places[i];
        proposals.edits.push(Edit {
            span: start..start + from.len_utf8(),
            before: from.to_string().into(),
            after: to.to_string().into(),
            rule: &rule::SUBSTITUTED_CHARACTER,
            confidence: edit::confidence((gain - GAIN_LEAST) / 2.0 + 1.0),
            reason: format!(
                "a look-alike of {to}: the model gains {gain:.1} nats, and {} different ones stand on the page",
                different.len()
            )
            .into(),
        });
    }
}

/// Whether so much of a text is kana that Japanese wrote its characters. What three bytes begin with tells, which is
/// counted many at a time.
fn is_japanese(text: &str) -> bool {
    /// Characters to one of kana, at most.
    const TO_ONE: usize = 20;
    let kana = |pair: &&[u8]| pair[0] == 0xE3 && matches!(pair[1], 0x81..=0x83);
    text.as_bytes().windows(2).filter(kana).count() * TO_ONE > text.chars().count()
}

/// Whether the character here stands in a short quotation: somebody writes about such characters.
fn is_quoted(places: &[(usize, char)], i: usize) -> bool {
    /// Characters of the quotation on each side.
    const SHORT: usize = 4;
    let has =
        |range: std::ops::Range<usize>, marks: &str| places[range].iter().any(|(_, c)| marks.contains(*c));
    has(i.saturating_sub(SHORT)..i, "“‘「『") && has(i + 1..(i + 1 + SHORT).min(places.len()), "”’」』")
}

/// What the character here meant, if the model gains enough.
fn mend(places: &[(usize, char)], i: usize, script: Script) -> Option<(usize, char, f32)> {
    let from = places[i].1;
    let candidates = SUBSTITUTES.meant.get(&from)?;
    if is_quoted(places, i) {
        return None;
    }
    let model = Model::get();
    let window = |c: char| -> f32 {
        let start = i.saturating_sub(REACH);
        let context = model.context(places[start.saturating_sub(2)..start].iter().map(|(_, c)| *c));
        let end = (i + REACH + 1).min(places.len());
        let text: String = (start..end).map(|j| if j == i { c } else { places[j].1 }).collect();
        model.price_text(context, &text, script)
    };
    let as_is = window(from);
    let best = candidates.iter().map(|c| (*c, as_is - window(*c))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    // A substitute inside a word that the model knows is the word's.
    (best.1 >= GAIN_LEAST).then_some((i, best.0, best.1))
}
