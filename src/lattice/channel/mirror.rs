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

use crate::chars::{gbk, reading};
use crate::lattice::graph::{ByteSet, Graph, Label, Node};
use crate::repair::tag;

/// Costs of the channel's steps, in nats. Calibrated on the real rows of byte shifts and on generated ones
/// (see docs/decoder.md); an error of one nat in any of them changes no row.
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
    /// It was white space of the source that a browser does not show.
    pub(crate) const SWALLOWED_NOTHING: f32 = 6.0;
    /// It was another ASCII mark.
    pub(crate) const SWALLOWED_MARK: f32 = 7.0;
    /// A pair read as a private-use character was dropped. The text decides that, not chance, so it costs
    /// nothing in the two larger areas; the third area is rarer in the channels seen.
    pub(crate) const DROPPED_PAIR: f32 = 0.0;
    pub(crate) const DROPPED_THIRD_PAIR: f32 = 1.0;
    /// A reading behind a lost byte, or in brackets, that is left standing: only the channel writes those.
    pub(crate) const LEFT_READING: f32 = 10.0;
    /// What is seen half-width was full-width.
    pub(crate) const FOLDED: f32 = 0.7;
    /// A control character that stayed.
    pub(crate) const CONTROL: f32 = 0.0;
}

static LEADS: ByteSet = ByteSet::range(0, 0x81, 0xFE);
/// User-defined pairs: AA–AF and F8–FE with A1–FE.
static USER_LEADS: ByteSet = ByteSet::range(1, 0xAA, 0xAF).or(ByteSet::range(1, 0xF8, 0xFE));
static USER_TRAILS: ByteSet = ByteSet::range(2, 0xA1, 0xFE);
/// User-defined pairs: A1–A7 with 40–A0. Only trails that can lead a character matter.
static THIRD_LEADS: ByteSet = ByteSet::range(3, 0xA1, 0xA7);
static THIRD_TRAILS: ByteSet = ByteSet::range(4, 0x81, 0xA0);
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
    pub(crate) readings: Vec<String>,
}

/// Marks before which the channel cuts, in either width.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '？' | '！' | '；' | '，' | '。' | '：' | '、' | '?' | '!' | ';' | ',' | ':')
}

/// The control characters of a cut.
pub(crate) fn is_cut_control(c: char) -> bool {
    matches!(c, '\u{5}'..='\u{8}')
}

/// A reading that starts here, `reading)`: its normalized text and its length in characters with the
/// bracket.
pub(crate) fn reading_then_bracket(seen: &[(usize, char)]) -> Option<(String, usize)> {
    let letters = seen.iter().take_while(|(_, c)| reading::is_letter(*c)).count();
    if letters == 0 || letters > reading::LONGEST || seen.get(letters)?.1 != ')' {
        return None;
    }
    let text: String = seen[..letters].iter().map(|(_, c)| reading::normalize(*c)).collect();
    reading::is_syllable(&text).then_some((text, letters + 1))
}

/// Whether this ends with a reading and what stood before it: its bracket, or the lost byte that swallowed it.
fn ends_reading(seen: &[(usize, char)]) -> bool {
    let letters = seen.iter().rev().take_while(|(_, c)| reading::is_letter(*c)).count();
    let Some(before) = seen.len().checked_sub(letters + 1) else { return false };
    let text: String = seen[before + 1..].iter().map(|(_, c)| reading::normalize(*c)).collect();
    matches!(seen[before].1, '?' | '(') && text.chars().any(reading::is_toned) && reading::is_syllable(&text)
}

/// Turns `text`, which starts at byte `base` of its document, into observations.
pub(crate) fn observe(text: &str, base: usize, setting: Setting) -> Observed {
    let seen: Vec<(usize, char)> = text.char_indices().map(|(i, c)| (base + i, c)).collect();
    let end = base + text.len();
    let mut builder = Builder { graph: Graph::default(), places: Vec::new(), readings: Vec::new(), at: base };
    let mut fronts = Vec::with_capacity(seen.len() + 1);
    // All main nodes must exist before arcs can jump ahead, and arcs must lead to higher nodes: so the
    // inner nodes of a character are made right after its main node, in one sweep, and arcs afterwards.
    let mut inner = Vec::with_capacity(seen.len());
    for (at, _) in &seen {
        builder.at = *at;
        fronts.push(builder.front());
        inner.push([builder.inside(), builder.inside(), builder.inside()]);
    }
    builder.at = end;
    fronts.push(builder.front());
    for (i, (_, c)) in seen.iter().enumerate() {
        builder.character(&seen, i, *c, &fronts, inner[i], setting);
    }
    Observed { graph: builder.graph, places: builder.places, readings: builder.readings }
}

/// Whether a node is the inner one that a character's bytes begin at.
pub(crate) fn is_start(observed: &Observed, node: Node) -> bool {
    let place = observed.places[node as usize];
    node as usize >= START_OFFSET
        && observed.places[node as usize - START_OFFSET].before
        && observed.places[node as usize - START_OFFSET].at == place.at
}

/// The first inner node of a character, behind its main node, is the one its own bytes begin at; a dropped
/// pair lies between the two.
const START_OFFSET: usize = 1;

struct Builder {
    graph: Graph,
    places: Vec<Place>,
    readings: Vec<String>,
    at: usize,
}

impl Builder {
    fn front(&mut self) -> Node {
        self.places.push(Place { at: self.at, before: true });
        self.graph.node()
    }

    fn inside(&mut self) -> Node {
        self.places.push(Place { at: self.at, before: false });
        self.graph.node()
    }

    fn reading(&mut self, text: String) -> Label {
        let known = self.readings.iter().position(|r| *r == text);
        let number = known.unwrap_or_else(|| {
            self.readings.push(text);
            self.readings.len() - 1
        });
        Label::Reading(number as u16)
    }

    fn character(
        &mut self,
        seen: &[(usize, char)],
        i: usize,
        c: char,
        fronts: &[Node],
        [start, middle, lost]: [Node; 3],
        setting: Setting,
    ) {
        let (front, next) = (fronts[i], fronts[i + 1]);
        self.graph.arc(front, start, Label::Nothing, 0.0);
        self.graph.arc(front, start, Label::Dropped(&USER_LEADS, &USER_TRAILS), cost::DROPPED_PAIR);
        self.graph.arc(front, start, Label::Dropped(&THIRD_LEADS, &THIRD_TRAILS), cost::DROPPED_THIRD_PAIR);
        if is_cut_control(c) {
            self.graph.arc(start, next, Label::Nothing, cost::CONTROL);
            return;
        }
        let left = if c == ')' && ends_reading(&seen[..i]) { cost::LEFT_READING } else { 0.0 };
        self.literal(c, start, middle, next, setting, left);
        if c == '('
            && let Some((text, length)) = reading_then_bracket(&seen[i + 1..])
        {
            let label = self.reading(text);
            self.graph.arc(start, fronts[i + 1 + length], label, cost::ANNOTATION);
        }
        if c == '?' {
            self.lost_byte(seen, i, start, lost, fronts);
        }
    }

    /// The bytes that give this character as it is, or as it was before its width was folded.
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

    /// The readings of a `?` that stands for a lost byte.
    fn lost_byte(&mut self, seen: &[(usize, char)], i: usize, start: Node, lost: Node, fronts: &[Node]) {
        let next = fronts[i + 1];
        let after = &seen[i + 1..];
        let controls = after.iter().take_while(|(_, c)| is_cut_control(*c)).count();
        if after.get(controls).is_some_and(|(_, c)| is_mark(*c)) {
            self.graph.arc(start, next, Label::OneOf(&LEADS), cost::CUT);
        }
        self.graph.arc(start, lost, Label::OneOf(&LEADS), 0.0);
        if let Some((text, length)) = reading_then_bracket(after) {
            let label = self.reading(text);
            self.graph.arc(lost, fronts[i + 1 + length], label, cost::SPLIT_ANNOTATION);
        }
        // The rest needs the character in the making to be whole: the search sees to that, as no ASCII byte
        // below 0x40 can be a trail.
        let digit = if after.first().is_some_and(|(_, c)| c.is_ascii_digit()) {
            cost::SWALLOWED_FIRST_DIGIT
        } else {
            cost::SWALLOWED_DIGIT
        };
        self.graph.arc(lost, next, Label::Byte(b'0'), digit);
        self.graph.arc(lost, next, Label::Byte(b' '), cost::SWALLOWED_SPACE);
        for mark in SWALLOWED_MARKS {
            self.graph.arc(lost, next, Label::Byte(*mark), cost::SWALLOWED_MARK);
        }
        let rest: String = after.iter().take(tag::LONGEST).map(|(_, c)| *c).collect();
        let unseen = if after.iter().all(|(_, c)| matches!(c, ' ' | '\r' | '\n' | '\u{3000}')) {
            cost::SWALLOWED_LINE_END
        } else if tag::rest_of_tag(&rest).is_some() {
            cost::SWALLOWED_TAG
        } else {
            cost::SWALLOWED_NOTHING
        };
        self.graph.arc(lost, next, Label::Whole, unseen);
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

    fn seen(text: &str) -> Vec<(usize, char)> {
        text.char_indices().collect()
    }

    #[test]
    fn knows_a_reading_when_it_sees_one() {
        assert_eq!(reading_then_bracket(&seen("shè)項目")), Some(("shè".into(), 4)));
        assert_eq!(reading_then_bracket(&seen("shè項目")), None);
        assert_eq!(reading_then_bracket(&seen(")項目")), None);
        assert_eq!(reading_then_bracket(&seen("qwrt)")), None);
    }

    #[test]
    fn places_lead_back_to_the_text() {
        let observed = observe("點?", 10, Setting { folded: false });
        let fronts: Vec<usize> = observed.places.iter().filter(|p| p.before).map(|p| p.at).collect();
        assert_eq!(fronts, [10, 13, 14]);
    }
}
