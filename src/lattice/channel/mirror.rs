//! The hijacked-mirror channel, run backward: each character seen becomes the bytes that may have given it.
//!
//! The channel works on GBK bytes. It puts readings after some characters and control characters before
//! some marks wherever their two bytes meet, also across two characters; the reader then takes a lead byte
//! with an impossible trail as one `?` and swallows the trail. So a `?` may be
//!
//! * an honest question mark;
//! * a lost byte and a swallowed control character, before a mark;
//! * a lost byte and the swallowed `(` of a reading, before `reading)`;
//! * inside a shifted stretch, a lost byte and the ASCII byte after it: a digit, a space, `<`, a line end.

use crate::chars::reading::Syllable;
use crate::chars::{gbk, is_han};
use crate::lattice::graph::{ByteSet, CharSet, Graph, Label, Node, SetId};
use crate::lattice::model::Model;
use crate::repair::tag;
use std::ops::Range;
use std::sync::LazyLock;

/// Costs of the channel's steps, in nats. Calibrated on the real rows of byte shifts and on generated ones
/// (see docs/calibration.md).
pub(crate) mod cost {
    /// A cut inside a character, before a mark.
    pub(crate) const CUT: f32 = 4.0;
    /// A reading put after a pair of bytes.
    pub(crate) const ANNOTATION: f32 = 1.5;
    /// The same, where the bracket was swallowed: rarer, as the pair must cross two characters or stand in
    /// a shifted stretch.
    pub(crate) const SPLIT_ANNOTATION: f32 = 2.5;
    /// The swallowed byte was a line end (nothing is missed at the end of a line).
    pub(crate) const SWALLOWED_LINE_END: f32 = 1.0;
    /// It was the `<` of a tag whose rest is seen.
    pub(crate) const SWALLOWED_TAG: f32 = 1.0;
    /// It was a digit, before other digits and elsewhere. All ten count as one here; which one is decided
    /// later.
    pub(crate) const SWALLOWED_FIRST_DIGIT: f32 = -2.0;
    pub(crate) const SWALLOWED_DIGIT: f32 = 2.0;
    /// It was a space.
    pub(crate) const SWALLOWED_SPACE: f32 = 4.0;
    /// It was a line end inside what is one line now. That a line ends there the language pays for.
    pub(crate) const SWALLOWED_BREAK: f32 = 0.0;
    /// It was white space of the source that a browser does not show.
    pub(crate) const SWALLOWED_NOTHING: f32 = 8.0;
    /// The same, when a digit follows: then the swallowed byte was a digit, too.
    pub(crate) const BEFORE_DIGIT: f32 = 4.0;
    /// It was another ASCII mark.
    pub(crate) const SWALLOWED_MARK: f32 = 7.0;
    /// A pair read as a private-use character was dropped. The text decides that, not chance, so it costs
    /// nothing in the two larger areas; elsewhere it is rarer in the channels seen.
    pub(crate) const DROPPED_PAIR: f32 = 0.0;
    pub(crate) const DROPPED_ODD_PAIR: f32 = 1.0;
    /// A reading behind a lost byte, or in brackets, that is left standing: only the channel writes those.
    pub(crate) const LEFT_READING: f32 = 10.0;
    /// What is seen half-width was full-width.
    pub(crate) const FOLDED: f32 = 0.7;
    /// A control character that stayed.
    pub(crate) const CONTROL: f32 = 0.0;
}

const LEADS: ByteSet = ByteSet::range(0x81, 0xFE);
/// User-defined pairs: AA–AF and F8–FE with A1–FE.
const USER_LEADS: ByteSet = ByteSet::range(0xAA, 0xAF).or(ByteSet::range(0xF8, 0xFE));
const USER_TRAILS: ByteSet = ByteSet::range(0xA1, 0xFE);
/// The other pairs that are no character to be seen: leads that have the same trails, and those of their trails that
/// can lead a character. A1–A7 with 81–A0 are most of them.
static ODD_PAIRS: LazyLock<Vec<(ByteSet, ByteSet)>> = LazyLock::new(|| {
    let mut groups: Vec<(ByteSet, ByteSet)> = Vec::new();
    for lead in LEADS.iter() {
        let user = |trail: &u8| USER_LEADS.has(lead) && USER_TRAILS.has(*trail);
        let unseen = |trail: &u8| gbk::is_trail(*trail) && gbk::shown(lead, *trail).is_none();
        let trails: ByteSet = LEADS.iter().filter(|trail| unseen(trail) && !user(trail)).collect();
        if trails.iter().next().is_none() {
            continue;
        }
        let lead = ByteSet::range(lead, lead);
        match groups.iter_mut().find(|group| group.1 == trails) {
            Some(group) => group.0 = group.0.or(lead),
            None => groups.push((lead, trails)),
        }
    }
    groups
});
/// The commonest characters and marks between two dropped pairs: begun by the second byte of the one, ended by the
/// first of the other.
static USER_CHARS: CharSet = CharSet {
    number: 0,
    chars: LazyLock::new(|| {
        let model = Model::get();
        let ends = |lead: u8| USER_LEADS.iter().filter_map(move |trail| gbk::decode(lead, trail));
        let mut chars: Vec<char> =
            USER_TRAILS.iter().flat_map(ends).filter(|c| is_han(*c) || UNSEEN_MARKS.contains(c)).collect();
        chars.sort_by(|a, b| model.plain(*a).total_cmp(&model.plain(*b)).then(a.cmp(b)));
        chars.truncate(USER_CHARS_MOST);
        chars
    }),
};
/// So many of them are tried.
const USER_CHARS_MOST: usize = 400;
/// The marks among them.
const UNSEEN_MARKS: [char; 5] = ['，', '—', '…', '‘', '’'];
/// ASCII marks, other than those with a cost of their own, that a lost byte can have swallowed.
const SWALLOWED_MARKS: &[u8] = b"\"%'(),-./:;";

/// What the page says about its channel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// Full-width ASCII was folded to half-width.
    pub(crate) folded: bool,
}

/// Where a node stands in the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    /// Byte offset of the character seen at or around the node.
    pub(crate) at: usize,
    /// The node lies before that character; otherwise inside it.
    pub(crate) before: bool,
}

/// A stretch of text as observations.
pub(crate) struct Observed {
    pub(crate) graph: Graph,
    pub(crate) places: Vec<Place>,
    /// The readings that arcs refer to by number.
    pub(crate) readings: Vec<Syllable>,
}

/// Marks before which the channel cuts, in either width.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '？' | '！' | '；' | '，' | '。' | '：' | '、' | '?' | '!' | ';' | ',' | ':')
}

/// The control characters of a cut.
pub(crate) fn is_cut_control(c: char) -> bool {
    matches!(c, '\u{5}'..='\u{8}')
}

/// A reading with its closing bracket, as it stands behind an opening one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    pub(crate) syllable: Syllable,
    /// Its length in characters and in bytes, closing bracket and all.
    pub(crate) chars: usize,
    pub(crate) bytes: usize,
}

/// The reading that a text begins with, if a bracket closes it. Allocates nothing.
///
/// Readings go in one character after another, so one can stand inside another: the second byte of `ō` and the `u`
/// behind it are 璾, and `(yōu)` becomes `(yōu(zī))`. Both count as one then.
pub(crate) fn reading_then_bracket(text: &str) -> Option<Reading> {
    plain_reading(text).or_else(|| {
        let open = text.char_indices().take(LONGEST_READING).find(|(_, c)| !c.is_alphabetic())?.0;
        let (before, inside) = (&text[..open], text[open..].strip_prefix('(')?);
        let inner = plain_reading(inside).filter(|inner| meets_in(before, inner.syllable))?;
        let rest = &inside[inner.bytes..];
        let (syllable, letters) = Syllable::parse(before.chars().chain(rest.chars()))?;
        let left = letters.checked_sub(before.chars().count())?;
        let (end, _) = rest.char_indices().nth(left).filter(|(_, c)| *c == ')')?;
        Some(Reading { syllable, chars: letters + inner.chars + 2, bytes: open + 1 + inner.bytes + end + 1 })
    })
}

/// Letters of a reading, and the bracket behind it.
const LONGEST_READING: usize = 7;

/// Whether the last two letters meet in a character that has this reading.
fn meets_in(letters: &str, syllable: Syllable) -> bool {
    let mut back = letters.chars().rev();
    let (Some(last), Some(toned)) = (back.next(), back.next()) else { return false };
    last.is_ascii()
        && gbk::encode(toned)
            .and_then(|(_, trail)| gbk::decode(trail, last as u8))
            .is_some_and(|c| syllable.reads(c))
}

fn plain_reading(text: &str) -> Option<Reading> {
    let (syllable, letters) = Syllable::parse(text.chars())?;
    let mut after = text.char_indices().skip(letters);
    // Some sites' readings end in a space: `(luò )`.
    let (end, chars) = match (after.next()?, after.next()) {
        ((end, ')'), _) => (end, letters + 1),
        ((_, ' '), Some((end, ')'))) => (end, letters + 2),
        _ => return None,
    };
    Some(Reading { syllable, chars, bytes: end + 1 })
}

/// Turns a window of a text into observations. What stands behind the window is looked at, too.
pub(crate) fn observe(text: &str, window: &Range<usize>, setting: Setting) -> Observed {
    let mut graph = Graph::default();
    let sets = Sets { leads: graph.set(LEADS), user: (graph.set(USER_LEADS), graph.set(USER_TRAILS)) };
    let odd = ODD_PAIRS.iter().map(|(leads, trails)| (graph.set(*leads), graph.set(*trails))).collect();
    let mut builder = Builder { graph, sets, odd, places: Vec::new(), readings: Vec::new() };
    // Arcs lead to higher nodes and may jump ahead, so all nodes are made first, a character's inner ones
    // right behind its main one.
    let mut fronts = Vec::with_capacity(window.len() / 2);
    for (at, _) in text[window.clone()].char_indices() {
        fronts.push(builder.node(window.start + at, true));
        for _ in 0..INNER_NODES {
            builder.node(window.start + at, false);
        }
    }
    fronts.push(builder.node(window.end, true));
    for (i, (at, c)) in text[window.clone()].char_indices().enumerate() {
        let behind = window.start + at + c.len_utf8();
        builder.character(c, &text[behind..], &fronts[i..], setting);
    }
    Observed { graph: builder.graph, places: builder.places, readings: builder.readings }
}

/// Whether a node is an inner one that nothing but dropped pairs separates from the main node before it.
pub(crate) fn is_start(observed: &Observed, node: Node) -> bool {
    let place = observed.places[node as usize];
    let main = |back: usize| {
        (node as usize).checked_sub(back).is_some_and(|main| {
            let main = observed.places[main];
            main.before && main.at == place.at
        })
    };
    (1..=START_OFFSET).any(main)
}

/// The first inner nodes of a character, behind its main node: between two dropped pairs, and where its own bytes
/// begin.
const START_OFFSET: usize = 2;

/// Inner nodes of a character: the two above, between its bytes, and behind a lost byte.
const INNER_NODES: usize = 4;

/// The sets above, as this graph numbers them.
#[derive(Clone, Copy)]
struct Sets {
    leads: SetId,
    user: (SetId, SetId),
}

struct Builder {
    graph: Graph,
    sets: Sets,
    odd: Vec<(SetId, SetId)>,
    places: Vec<Place>,
    readings: Vec<Syllable>,
}

impl Builder {
    fn node(&mut self, at: usize, before: bool) -> Node {
        self.places.push(Place { at, before });
        self.graph.node()
    }

    /// The number of a reading.
    fn reading(&mut self, syllable: Syllable) -> u16 {
        let known = self.readings.iter().position(|r| *r == syllable);
        let number = known.unwrap_or_else(|| {
            self.readings.push(syllable);
            self.readings.len() - 1
        });
        number as u16
    }

    /// Adds the arcs of a character. `rest` is the text behind it, `fronts` are the main nodes from its own on.
    fn character(&mut self, c: char, rest: &str, fronts: &[Node], setting: Setting) {
        let (front, next) = (fronts[0], fronts[1]);
        let [between, start, middle, lost] = [front + 1, front + 2, front + 3, front + 4];
        self.graph.arc(front, start, Label::Nothing, 0.0);
        self.graph.arc(
            front,
            between,
            Label::Dropped(self.sets.user.0, self.sets.user.1),
            cost::DROPPED_PAIR,
        );
        self.graph.arc(between, start, Label::Nothing, 0.0);
        self.graph.arc(
            between,
            start,
            Label::DroppedAgain(&USER_CHARS, self.sets.user.1),
            cost::DROPPED_PAIR,
        );
        for (leads, trails) in &self.odd {
            self.graph.arc(front, start, Label::Dropped(*leads, *trails), cost::DROPPED_ODD_PAIR);
        }
        if is_cut_control(c) {
            self.graph.arc(start, next, Label::Nothing, cost::CONTROL);
            return;
        }
        let reading = if matches!(c, '(' | '?') { reading_then_bracket(rest) } else { None };
        let left = if reading.is_some_and(|r| r.syllable.is_toned()) { cost::LEFT_READING } else { 0.0 };
        self.literal(c, start, middle, next, setting, left);
        match reading {
            Some(Reading { syllable, chars, .. }) => {
                if let Some(behind) = fronts.get(1 + chars) {
                    let number = self.reading(syllable);
                    if c == '(' {
                        self.graph.arc(start, *behind, Label::Reading(number), cost::ANNOTATION);
                    } else {
                        let label = Label::OneOfReading(self.sets.leads, number);
                        self.graph.arc(start, *behind, label, cost::SPLIT_ANNOTATION);
                    }
                }
            }
            None if c == '?' => self.lost_byte(rest, start, lost, next),
            None => {}
        }
    }

    /// The bytes that give this character as it is, or as it was before its width was folded. `left` is what
    /// it costs as an ASCII character.
    fn literal(&mut self, c: char, start: Node, middle: Node, next: Node, setting: Setting, left: f32) {
        if c.is_ascii() {
            self.graph.arc(start, next, Label::Byte(c as u8), left);
        } else if c == '€' {
            self.graph.arc(start, next, Label::Char(c), 0.0);
            self.graph.arc(start, next, Label::Byte(0x80), 0.0);
        } else if let Some((lead, trail)) = gbk::encode(c) {
            self.graph.arc(start, middle, Label::Byte(lead), 0.0);
            self.graph.arc(middle, next, Label::Byte(trail), 0.0);
        } else {
            self.graph.arc(start, next, Label::Char(c), 0.0);
        }
        if setting.folded
            && let Some((lead, trail)) = full_width(c)
        {
            self.graph.arc(start, middle, Label::Byte(lead), cost::FOLDED);
            self.graph.arc(middle, next, Label::Byte(trail), 0.0);
        }
    }

    /// What a `?` that no reading follows may stand for, besides itself.
    fn lost_byte(&mut self, rest: &str, start: Node, lost: Node, next: Node) {
        if rest.trim_start_matches(is_cut_control).starts_with(is_mark) {
            self.graph.arc(start, next, Label::OneOf(self.sets.leads), cost::CUT);
        }
        if let Some(byte) = cut_again(rest) {
            self.graph.arc(start, next, Label::Byte(byte), cost::CUT);
        }
        self.graph.arc(start, lost, Label::OneOf(self.sets.leads), 0.0);
        // The rest needs the character in the making to be whole: the search sees to that, as no ASCII byte
        // below 0x40 can be a trail.
        let at_line_end = rest.trim_start_matches([' ', '\r', '\u{3000}']);
        if at_line_end.is_empty() || at_line_end.starts_with('\n') {
            self.graph.arc(lost, next, Label::Whole, cost::SWALLOWED_LINE_END);
            return;
        }
        if tag::rest_of_tag(rest).is_some() {
            self.graph.arc(lost, next, Label::Whole, cost::SWALLOWED_TAG);
            return;
        }
        self.graph.arc(lost, next, Label::Byte(b'\n'), cost::SWALLOWED_BREAK);
        let before_digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let digit = if before_digit { cost::SWALLOWED_FIRST_DIGIT } else { cost::SWALLOWED_DIGIT };
        self.graph.arc(lost, next, Label::Byte(b'0'), digit);
        let space = if before_digit { cost::SWALLOWED_MARK } else { cost::SWALLOWED_SPACE };
        self.graph.arc(lost, next, Label::Byte(b' '), space);
        for mark in SWALLOWED_MARKS {
            self.graph.arc(lost, next, Label::Byte(*mark), cost::SWALLOWED_MARK);
        }
        let nothing =
            if before_digit { cost::SWALLOWED_NOTHING + cost::BEFORE_DIGIT } else { cost::SWALLOWED_NOTHING };
        self.graph.arc(lost, next, Label::Whole, nothing);
    }
}

/// The byte that was lost before this mark, if another cut was right before it. Two cuts in a row are one before a
/// mark that the byte makes with the first of the mark, A3 A1 or A1 A3, and one before the mark: `校、` is
/// D0 A3 A1 A2, and is cut before A3 A1 and before A1 A2.
pub(crate) fn cut_again(rest: &str) -> Option<u8> {
    let mark = rest.trim_start_matches(is_cut_control).chars().next()?;
    match mark {
        '。' | '、' => Some(0xA3),
        ',' | ';' | ':' | '!' | '，' | '；' | '：' | '！' => Some(0xA1),
        _ => None,
    }
}

/// The GBK bytes of the full-width form of an ASCII character.
fn full_width(c: char) -> Option<(u8, u8)> {
    match c {
        '!'..='~' => char::from_u32(c as u32 + 0xFEE0).and_then(gbk::encode),
        ' ' => gbk::encode('\u{3000}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_a_reading_when_it_sees_one() {
        let length = |text| reading_then_bracket(text).map(|r| (r.chars, r.bytes));
        assert_eq!(length("shè)項目"), Some((4, 5)));
        assert_eq!(length("luò )主播"), Some((5, 6)));
        assert_eq!(length("yōu(zī))勢"), Some((8, 10)));
        assert_eq!(length("yōu(rén))勢"), None);
        for nothing in ["shè項目", ")項目", "qwrt)", "shè", "shè  )"] {
            assert_eq!(length(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn places_lead_back_to_the_text() {
        let observed = observe("0123456789點?", &(10..14), Setting { folded: false });
        let fronts: Vec<usize> = observed.places.iter().filter(|p| p.before).map(|p| p.at).collect();
        assert_eq!(fronts, [10, 13, 14]);
    }
}
