//! Real rows of byte shifts come out of the channel byte for byte, given the right profile.

use mojimend::damage::mirror::{LineEnds, Mirror, Profile};
use mojimend::damage::{Channel, Damaged, Dice};

/// Share of the rows that must come out.
const WANTED: f64 = 0.95;
/// The marks of a profile are searched among these.
const MARKS: [char; 7] = ['？', '！', '；', '，', '。', '：', '、'];
const ROWS: &str = include_str!("../cases/byte_shift_real.tsv");

/// The characters that could be annotated on a page of which this is seen: those with a reading that is seen.
fn annotated(damaged: &str) -> Vec<char> {
    let all: String = include_str!("../../seeds/damage/annotated_chars.tsv")
        .lines()
        .skip(1)
        .filter_map(|l| l.chars().next())
        .collect();
    let mut seen = Vec::new();
    for annotation in Profile::annotating(&all).annotations {
        if damaged.contains(&format!("{})", annotation.reading)) {
            seen.push(annotation.character);
        }
    }
    seen
}

fn run(profile: Profile, original: &str) -> Damaged {
    let damaged = Mirror::new(profile).run(original, &mut Dice::new(1, "row", "mirror"));
    assert!(damaged.is_explained(), "{damaged:?}");
    damaged
}

/// A profile under which the original becomes the damaged text: which of the characters that fit are
/// annotated, in which order, which marks are cut, folded or not.
fn find(damaged: &str, original: &str) -> Option<Profile> {
    let fitting = annotated(damaged);
    for set in subsets(&fitting) {
        for order in orders(&set) {
            let annotations: String = order.iter().collect();
            for marks in subsets(&MARKS) {
                for folded in [false, true] {
                    let line_ends = LineEnds::Bare;
                    let profile = Profile {
                        marks: marks.clone(),
                        folded,
                        line_ends,
                        ..Profile::annotating(&annotations)
                    };
                    if run(profile.clone(), original).text == damaged {
                        return Some(profile);
                    }
                }
            }
        }
    }
    None
}

fn subsets(of: &[char]) -> Vec<Vec<char>> {
    let chosen =
        |bits: usize| of.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1).map(|(_, c)| *c).collect();
    (0..1 << of.len()).map(chosen).collect()
}

fn orders(of: &[char]) -> Vec<Vec<char>> {
    if of.len() < 2 {
        return vec![of.to_vec()];
    }
    let mut all = Vec::new();
    for (i, first) in of.iter().enumerate() {
        let mut rest = of.to_vec();
        rest.remove(i);
        all.extend(orders(&rest).into_iter().map(|mut order| {
            order.insert(0, *first);
            order
        }));
    }
    all
}

#[test]
fn real_rows_come_out() {
    let mut missed = Vec::new();
    let mut rows = 0;
    for line in ROWS.lines().skip(1) {
        let [damaged, original, ..] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        rows += 1;
        match find(damaged, original) {
            Some(profile) => println!(
                "{damaged} {:?} {:?} {}",
                profile.annotations.iter().map(|a| a.character).collect::<String>(),
                profile.marks,
                profile.folded
            ),
            None => missed.push(format!("{damaged} from {original}: {:?}", annotated(damaged))),
        }
    }
    let share = 1.0 - missed.len() as f64 / rows as f64;
    println!("{share:.3} of {rows} rows; missed: {missed:#?}");
    assert!(share >= WANTED, "{share:.3} of {rows} rows; missed: {missed:#?}");
}
