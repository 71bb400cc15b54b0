//! Which encodings a document is in: the fewest that explain its lines well.

use super::double::DOUBLES;
use super::encoding::{Kind, LEGACY, LEGACY_COUNT, are_siblings, is_latin, script};

/// Encodings a document may be in beside UTF-8.
const MOST: usize = 4;
/// What each encoding costs that a document is in: so much better, in nats, must it explain the lines. Of
/// documents of 40 lines in two to four encodings, this tells nearly all right (docs/decode.md).
pub(super) const ENCODING_NATS: f32 = 27.0;
/// What two encodings of one script cost beside: `Привет` of MacCyrillic has five letters of six in windows-1251.
const SIBLING_NATS: f32 = 60.0;
/// In documents of more lines than this, encodings beside the first cost more, in proportion: lines that happen
/// to be odd grow more with the document.
pub(super) const LINES: f32 = 40.0;
/// Only so many encodings are weighed against each other.
const WEIGHED: usize = 9;
/// So many are weighed however little they save; others must save half of what they cost.
const FEWEST: usize = 4;

/// What a line costs in each encoding of [`LEGACY`] and, last, in UTF-8 with the broken parts left out.
pub(super) type Costs = [f32; LEGACY_COUNT + 1];
/// The place of UTF-8 among the costs.
pub(super) const UTF_8: usize = LEGACY_COUNT;

/// What the caller knows: nats taken off the price of an encoding, by its place in [`LEGACY`].
pub(super) type Evidence = [f32; LEGACY_COUNT];

/// What a line costs beside when it is not in the encoding of most others.
const SWITCH_NATS: f32 = 2.0;
/// So much likelier must one line at least be in an encoding beside the main one than in the others, and cost no more than
/// text does for each byte that is not ASCII, in encodings of two bytes a character and of one.
const WITNESS_NATS: f32 = 14.0;
const TEXT_NATS: [f32; 2] = [4.2, 3.4];
/// An encoding of one byte beside one of two bytes: Chinese pages quote English, not Hungarian.
const BESIDE_CJK: f32 = 2.0;
/// windows-1252 beside any other costs so much less: its lines have few bytes beyond ASCII and tell little each, and it
/// is what quotations are in.
const QUOTED: &str = "windows-1252";
const QUOTED_NATS: f32 = 8.0;
/// More lines than this are not weighed, but so many spread over the document.
const SAMPLE: usize = 1024;

/// The places of the lines that are weighed, of so many.
pub(super) fn sample(lines: usize) -> impl Iterator<Item = usize> {
    (0..lines).step_by(lines.div_ceil(SAMPLE).max(1))
}

/// What lines cost that all prefer the same encodings.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// Together.
    pub(super) costs: Costs,
    /// Their number.
    lines: f32,
    /// What each encoding may cost, of two bytes a character and of one, where it reads as text.
    text: [f32; 2],
    /// The encoding that is known to explain them well.
    known: Option<usize>,
}

impl Row {
    /// One line, with so many bytes that are not ASCII.
    pub(super) fn one(costs: Costs, high: usize) -> Self {
        Self { costs, lines: 1.0, text: TEXT_NATS.map(|nats| nats * high as f32), known: None }
    }

    /// One line that an encoding explains well.
    pub(super) fn known(costs: Costs, index: usize) -> Self {
        Self { known: Some(index), ..Self::one(costs, 0) }
    }

    /// Takes another line in that prefers what the others prefer.
    pub(super) fn add(&mut self, costs: &Costs) {
        for (sum, cost) in self.costs.iter_mut().zip(costs) {
            *sum += cost;
        }
        self.lines += 1.0;
    }
}

/// The set of at most [`MOST`] encodings in which the lines are cheapest: rows of a sample of so many lines.
pub(super) fn choose(rows: &[Row], lines: usize, evidence: &Evidence) -> Vec<usize> {
    let weighed = worth_weighing(rows, evidence);
    let column = |index: usize| rows.iter().map(|row| row.costs[index]).collect::<Vec<f32>>();
    let utf8 = column(UTF_8);
    let mut search = Search {
        rows,
        columns: weighed.iter().map(|index| column(*index)).collect(),
        switches: rows.iter().map(|row| row.lines * SWITCH_NATS).collect(),
        weighed,
        lines,
        evidence,
        best: (utf8.iter().sum(), Vec::new()),
    };
    search.widen(&utf8, 0, &mut Vec::with_capacity(MOST));
    search.best.1
}

/// The search among sets of encodings.
struct Search<'a> {
    rows: &'a [Row],
    weighed: Vec<usize>,
    /// What the lines cost in each of them.
    columns: Vec<Vec<f32>>,
    /// What it costs that the lines of a row are not in the main encoding.
    switches: Vec<f32>,
    lines: usize,
    evidence: &'a Evidence,
    /// The cheapest set so far.
    best: (f32, Vec<usize>),
}

impl Search<'_> {
    /// Weighs a set, given by places, with one more of the encodings from a place on; `cheapest` is what each line
    /// costs at least in the set.
    fn widen(&mut self, cheapest: &[f32], from: usize, places: &mut Vec<usize>) {
        for place in from..self.weighed.len() {
            places.push(place);
            let set: Vec<usize> = places.iter().map(|place| self.weighed[*place]).collect();
            let charge = charge(&set, self.lines, self.evidence);
            // No larger set is charged less.
            if charge < self.best.0 {
                let cheapest: Vec<f32> =
                    cheapest.iter().zip(&self.columns[place]).map(|(a, b)| a.min(*b)).collect();
                self.weigh(charge, &cheapest, places, set);
                if places.len() < MOST {
                    self.widen(&cheapest, place + 1, places);
                }
            }
            places.pop();
        }
    }

    /// Takes a set if it is the best so far. One of its encodings is the main one, which most lines are in.
    fn weigh(&mut self, charge: f32, cheapest: &[f32], places: &[usize], set: Vec<usize>) {
        if charge + cheapest.iter().sum::<f32>() >= self.best.0 {
            return;
        }
        let with_main = |place: &usize| {
            let prices = self.columns[*place].iter().zip(cheapest).zip(&self.switches);
            charge + prices.map(|((main, other), switch)| main.min(other + switch)).sum::<f32>()
        };
        let costs = places.iter().map(|place| (with_main(place), *place));
        let Some((cost, main)) = costs.min_by(|(a, _), (b, _)| a.total_cmp(b)) else { return };
        if cost < self.best.0 && places.iter().all(|place| *place == main || self.has_witness(*place, places))
        {
            self.best = (cost, set);
        }
    }

    /// Whether some line alone speaks for an encoding of a set, given by places, beside the others: many lines of a page with
    /// tables of kana or of dates may each be a little likelier in some other, though they are no text in it. Words of Latin
    /// letters tell too little each.
    fn has_witness(&self, place: usize, places: &[usize]) -> bool {
        if script(self.weighed[place]).is_some_and(is_latin) {
            return true;
        }
        let index = self.weighed[place];
        self.rows.iter().enumerate().any(|(row, line)| {
            if let Some(known) = line.known {
                return known == index || are_siblings(known, index);
            }
            let price = self.columns[place][row];
            let others =
                places.iter().filter(|other| **other != place).map(|other| self.columns[*other][row]);
            let gain = others.fold(f32::INFINITY, f32::min) - price;
            gain >= WITNESS_NATS && price <= line.text[usize::from(index >= DOUBLES)]
        })
    }
}

/// What the encodings of a set cost in a document of so many lines.
fn charge(set: &[usize], lines: usize, evidence: &Evidence) -> f32 {
    let beside = set.iter().any(|index| LEGACY[*index].kind == Kind::Double);
    let each = |index: &usize| {
        let entry = &LEGACY[*index];
        let rarity = if beside { entry.rarity * BESIDE_CJK } else { entry.rarity };
        let quoted = if set.len() > 1 && entry.name == QUOTED { QUOTED_NATS } else { 0.0 };
        ENCODING_NATS + rarity - quoted - evidence[*index]
    };
    let more = set.len().saturating_sub(1) as f32 * ENCODING_NATS * (lines as f32 / LINES - 1.0).max(0.0);
    more + SIBLING_NATS * siblings(set) as f32 + set.iter().map(each).sum::<f32>()
}

/// Number of encodings in a set that have the script of one before.
fn siblings(set: &[usize]) -> usize {
    (0..set.len()).filter(|n| set[..*n].iter().any(|other| are_siblings(*other, set[*n]))).count()
}

/// The encodings that take the most off the price of the lines, one after another; in the order of [`LEGACY`].
fn worth_weighing(rows: &[Row], evidence: &Evidence) -> Vec<usize> {
    let mut cheapest: Vec<f32> = rows.iter().map(|row| row.costs[UTF_8]).collect();
    let mut chosen = Vec::new();
    while chosen.len() < WEIGHED {
        let mut saved: Costs = [0.0; LEGACY_COUNT + 1];
        for (row, cheapest) in rows.iter().zip(&cheapest) {
            for (saved, cost) in saved.iter_mut().zip(&row.costs) {
                let saves = cheapest - cost;
                *saved += if saves > 0.0 { saves } else { 0.0 };
            }
        }
        let savings = (0..LEGACY_COUNT)
            .filter(|index| !chosen.contains(index))
            .map(|index| (index, saved[index] - LEGACY[index].rarity + evidence[index]));
        let best = savings.max_by(|(a, x), (b, y)| x.total_cmp(y).then(b.cmp(a)));
        let enough = if chosen.len() < FEWEST { 0.0 } else { ENCODING_NATS * 0.5 };
        let Some((index, _)) = best.filter(|(_, saved)| *saved > enough) else { break };
        for (cheapest, row) in cheapest.iter_mut().zip(rows) {
            *cheapest = cheapest.min(row.costs[index]);
        }
        chosen.push(index);
    }
    chosen.sort_unstable();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Encoding;

    fn line(cheap: usize, cost: f32) -> Costs {
        let mut costs = [500.0; LEGACY_COUNT + 1];
        costs[cheap] = cost;
        costs
    }

    fn chosen(lines: &[Costs], evidence: &Evidence) -> Vec<usize> {
        let rows: Vec<Row> = lines.iter().map(|costs| Row::one(*costs, 30)).collect();
        choose(&rows, rows.len(), evidence)
    }

    #[test]
    fn lines_taken_together_count_as_many() {
        let none = [0.0; LEGACY_COUNT];
        let mut many = Row::one(line(0, 50.0), 30);
        let alone = [many.clone(), Row::known(line(6, 490.0), 6)];
        assert_eq!(choose(&alone, 2, &none), [0], "ten nats are worth no encoding");
        for _ in 0..9 {
            many.add(&line(0, 50.0));
        }
        let mut other = Row::known(line(6, 490.0), 6);
        for _ in 0..9 {
            other.add(&line(6, 490.0));
        }
        assert_eq!(choose(&[many, other], 20, &none), [0, 6], "a hundred are");
    }

    #[test]
    fn lines_that_are_no_text_speak_for_no_encoding_beside_another() {
        let none = [0.0; LEGACY_COUNT];
        let russian = Encoding::find("KOI8-R").and_then(Encoding::legacy).expect("there is one");
        let [mut main, mut other] = [0, russian].map(|place| line(place, 100.0));
        (main[0], other[0]) = (100.0, 120.0);
        let rows = |high| [vec![Row::one(main, 60); 9], vec![Row::one(other, high); 3]].concat();
        assert_eq!(choose(&rows(40), 12, &none), [0, russian], "2.5 nats a byte");
        assert_eq!(choose(&rows(20), 12, &none), [0], "5 nats a byte");
    }

    #[test]
    fn takes_the_fewest_that_explain_the_lines() {
        let none = [0.0; LEGACY_COUNT];
        let mut close = line(0, 50.0);
        close[3] = 45.0;
        assert_eq!(chosen(&[line(0, 50.0), close], &none), [0]);
        assert_eq!(chosen(&[line(0, 50.0), line(6, 40.0)], &none), [0, 6]);
        assert!(chosen(&[line(UTF_8, 40.0)], &none).is_empty());
        let mut declared = none;
        declared[3] = 10.0;
        assert_eq!(chosen(&[close], &declared), [3]);
        assert_eq!(chosen(&[close], &none), [3]);
    }
}
