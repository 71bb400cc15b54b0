//! The forms of one Simplified character in Traditional text: which of them stands where tells a machine, which writes
//! the same everywhere, from an author, who goes by words.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Made of OpenCC's characters and of texts by Traditional authors: `seeds/script/forms.py`.
static TABLE: &str = include_str!("forms.tsv");

/// A character that has several forms.
struct Forms {
    /// As Taiwan writes them, the usual one first.
    forms: Vec<char>,
    /// The Simplified character as Taiwan writes it.
    kept: char,
    /// What authors do where words ask for a form.
    habits: HashMap<char, Habit>,
}

/// What authors write where words ask for one form.
#[derive(Default)]
struct Habit {
    /// Texts that the form was asked for in.
    texts: f64,
    /// Places of texts that do not always write another one.
    places: f64,
    /// Other forms: texts that always write it, places of the others.
    others: Vec<(char, f64, f64)>,
}

static ALL: LazyLock<HashMap<char, Forms>> = LazyLock::new(|| TABLE.lines().filter_map(read).collect());

fn read(line: &str) -> Option<(char, Forms)> {
    let mut cells = line.split('\t');
    let simplified = cells.next().filter(|cell| !cell.starts_with('#'))?;
    let forms = cells.next()?.chars().collect();
    let habits = cells.filter_map(habit).collect();
    let kept = hanconv::t2tw(simplified).chars().next()?;
    Some((simplified.chars().next()?, Forms { forms, kept, habits }))
}

fn habit(cell: &str) -> Option<(char, Habit)> {
    let words: Vec<&str> = cell.split(' ').collect();
    let character = |at: usize| words.get(at)?.chars().next();
    let number = |at: usize| words.get(at)?.parse::<f64>().ok();
    let others = (3..words.len()).step_by(3);
    Some((
        character(0)?,
        Habit {
            texts: number(1)?,
            places: number(2)?,
            others: others
                .filter_map(|at| Some((character(at)?, number(at + 1)?, number(at + 2)?)))
                .collect(),
        },
    ))
}

/// Whether a character is Simplified and Traditional, so that a machine may keep it.
pub(super) fn may_be_kept(c: char) -> bool {
    ALL.get(&c).is_some_and(|forms| forms.forms.contains(&forms.kept))
}

/// What a text writes for its Simplified characters: the character, the form that words ask for, the one that is written,
/// and how often.
#[derive(Default)]
pub(super) struct Written(BTreeMap<(char, char), Vec<(char, u32)>>);

/// How a machine chooses the form of a character, the same everywhere.
#[derive(Clone, Copy, PartialEq)]
enum Machine {
    /// The Simplified character stays where it is Traditional, too.
    Keeps,
    /// The usual form.
    Usual,
    /// Another form than the Simplified one wherever there is one.
    Changes,
}

/// How common the machines are among each other.
const MACHINES: [(Machine, f64); 3] =
    [(Machine::Keeps, 0.5), (Machine::Usual, 0.25), (Machine::Changes, 0.25)];
/// How often the table of a machine has the form that its kind has: where there is nothing to choose, where there is, and
/// where the Simplified character is so rare in Traditional text that few keep it.
const SAME: f64 = 0.98;
const OF_ITS_KIND: f64 = 0.9;
const RARE: f64 = 0.5;
/// A form is not rare in Traditional text that words ask for in so many of the texts that the table was made of.
const TEXTS: f64 = 20.0;
/// What else a machine writes that does not keep a character is nearly always the usual form.
const USUAL: f64 = 0.9;
/// What always writes one form writes another one so often: in a name, a quotation.
const SLIP: f64 = 0.01;
/// What was never seen was seen so often, of so many texts and places.
const UNSEEN: f64 = 0.02;
const UNSEEN_TEXTS: f64 = 2.0;
const UNSEEN_PLACES: f64 = 4.0;
/// So many authors at least go by words.
const LEFT: f64 = 0.02;

impl Forms {
    /// The form that a kind of machine has, and how sure that is.
    fn choice(&self, machine: Machine) -> (char, f64) {
        let usual = self.forms.first().copied().unwrap_or(self.kept);
        match machine {
            Machine::Keeps if usual != self.kept && self.forms.contains(&self.kept) => {
                let is_common = self.habits.get(&self.kept).is_some_and(|habit| habit.texts >= TEXTS);
                (self.kept, if is_common { OF_ITS_KIND } else { RARE })
            }
            Machine::Keeps | Machine::Usual => (usual, SAME),
            Machine::Changes => {
                let other = self.forms.iter().copied().find(|c| *c != self.kept);
                (other.unwrap_or(self.kept), OF_ITS_KIND)
            }
        }
    }

    fn all(&self) -> impl Iterator<Item = char> + '_ {
        let kept = Some(self.kept).filter(|kept| !self.forms.contains(kept));
        self.forms.iter().copied().chain(kept)
    }

    /// How likely a machine of a kind writes these, in nats.
    fn by_machine(&self, machine: Machine, written: &[(char, u32)]) -> f64 {
        let (choice, sure) = self.choice(machine);
        let usual = self.forms.first().copied().filter(|c| machine == Machine::Keeps && *c != choice);
        let rest = self.all().filter(|c| *c != choice && Some(*c) != usual).count().max(1) as f64;
        let share = |c: char| match usual {
            _ if c == choice => sure,
            Some(usual) if c == usual => (1.0 - sure) * USUAL,
            Some(_) => (1.0 - sure) * (1.0 - USUAL) / rest,
            None => (1.0 - sure) / rest,
        };
        self.all().map(|c| share(c) * always(c, written)).sum::<f64>().max(f64::MIN_POSITIVE).ln()
    }

    /// How likely an author writes these where words ask for a form, in nats.
    fn by_author(&self, asked: char, written: &[(char, u32)]) -> f64 {
        let none = Habit::default();
        let habit = self.habits.get(&asked).unwrap_or(&none);
        let seen =
            |c: char| habit.others.iter().find(|(other, ..)| *other == c).map_or((0.0, 0.0), |o| (o.1, o.2));
        let unknown = written.iter().map(|(c, _)| *c).filter(|c| !self.all().any(|known| known == *c));
        let (mut sum, mut left) = (0.0, 1.0);
        for c in self.all().chain(unknown).filter(|c| *c != asked) {
            let share = (seen(c).0 + UNSEEN) / (habit.texts + UNSEEN_TEXTS);
            left -= share;
            sum += share * always(c, written);
        }
        let by_words: f64 = written
            .iter()
            .filter(|(c, _)| *c != asked)
            .map(|(c, count)| {
                let share = (seen(*c).1 + UNSEEN) / (habit.places + UNSEEN_PLACES);
                f64::from(*count) * share.min(0.5).ln()
            })
            .sum();
        (sum + left.max(LEFT) * by_words.exp()).max(f64::MIN_POSITIVE).ln()
    }
}

/// How likely someone who always writes one form writes these.
fn always(form: char, written: &[(char, u32)]) -> f64 {
    written
        .iter()
        .map(|(c, count)| f64::from(*count) * if *c == form { 1.0 - SLIP } else { SLIP }.ln())
        .sum::<f64>()
        .exp()
}

fn add(counts: &mut Vec<(char, u32)>, c: char, count: u32) {
    match counts.iter_mut().find(|(known, _)| *known == c) {
        Some((_, so_far)) => *so_far += count,
        None => counts.push((c, count)),
    }
}

impl Written {
    /// Adds a stretch of Han characters.
    pub(super) fn add(&mut self, han: &str) {
        let simplified = hanconv::t2s(han);
        let asked = hanconv::s2tw(&simplified);
        let written = hanconv::t2tw(han);
        let length = |text: &str| text.chars().count();
        if length(&simplified) != length(&asked) || length(&asked) != length(&written) {
            return;
        }
        for ((s, p), c) in simplified.chars().zip(asked.chars()).zip(written.chars()) {
            if ALL.contains_key(&s) {
                add(self.0.entry((s, p)).or_default(), c, 1);
            }
        }
    }

    /// How much likelier a machine wrote this than an author, in nats.
    pub(super) fn speaks_for_machine(&self) -> f64 {
        // In the order of the characters, so that sums are the same each time.
        let mut of_character: BTreeMap<char, Vec<(char, u32)>> = BTreeMap::new();
        let mut author = 0.0;
        for ((simplified, asked), written) in &self.0 {
            author += ALL[simplified].by_author(*asked, written);
            let all = of_character.entry(*simplified).or_default();
            written.iter().for_each(|(c, count)| add(all, *c, *count));
        }
        let machines = MACHINES.map(|(machine, share)| {
            let of = |(simplified, written): (&char, &Vec<(char, u32)>)| {
                ALL[simplified].by_machine(machine, written)
            };
            share.ln() + of_character.iter().map(of).sum::<f64>()
        });
        let best = machines.into_iter().fold(f64::MIN, f64::max);
        best + machines.iter().map(|nats| (nats - best).exp()).sum::<f64>().ln() - author
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert!(ALL.len() > 150, "{}", ALL.len());
        for (simplified, forms) in &*ALL {
            assert!(forms.all().count() > 1, "{simplified} has one form");
            for (asked, habit) in &forms.habits {
                let always: f64 = habit.others.iter().map(|o| o.1).sum();
                assert!(habit.texts >= always && habit.texts > 0.0, "{simplified} {asked}");
            }
        }
        assert_eq!(ALL[&'后'].choice(Machine::Keeps), ('后', OF_ITS_KIND));
        assert_eq!(ALL[&'据'].choice(Machine::Keeps), ('据', RARE));
        assert_eq!(ALL[&'后'].choice(Machine::Changes).0, '後');
        assert_eq!(ALL[&'发'].choice(Machine::Keeps), ('發', SAME));
    }

    #[test]
    fn machines_write_one_form_and_authors_go_by_words() {
        let nats = |text: &str| {
            let mut written = Written::default();
            text.split('，').for_each(|part| written.add(part));
            written.speaks_for_machine()
        };
        assert!(nats("規范衛生服務，以后并入這里") > 5.0);
        assert!(nats("規範衛生服務，以後併入這裡，皇后，公里") < -1.0);
    }
}
