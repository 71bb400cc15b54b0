//! Texts of wares, brands and sites that are nobody's and that no stem was made for: `fresh.tsv`. Every second item is
//! held back, to be measured on and not looked at.

use super::dice::Dice;

const FRESH: &str = include_str!("fresh.tsv");

/// An item of a list, of the half that is held back or of the other.
fn pick(what: &str, held: bool, dice: &mut Dice) -> &'static str {
    let items = FRESH.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix('\t')).unwrap_or("");
    let half: Vec<&'static str> =
        items.split(';').enumerate().filter(|(i, _)| (i % 2 == 1) == held).map(|(_, item)| item).collect();
    let item: &&'static str = dice.pick(&half);
    item
}

fn letters(from: u8, to: u8, count: usize, dice: &mut Dice) -> String {
    (0..count).map(|_| char::from(dice.between(from.into(), to.into()) as u8)).collect()
}

/// A brand that nobody listed, with what its pages are called.
pub(super) fn brand(held: bool, dice: &mut Dice) -> String {
    format!("{}{}", pick("brand", held, dice), pick("tail", held, dice))
}

/// An advertisement in sentences.
pub(super) fn advert(held: bool, dice: &mut Dice) -> String {
    let services: Vec<&str> = (0..dice.between(1, 3)).map(|_| pick("service", held, dice)).collect();
    let contact = pick("contact", held, dice)
        .replace("{n}", &format!("1{}", letters(b'0', b'9', 10, dice)))
        .replace("{a}", &letters(b'a', b'z', 6, dice))
        .replace("{d}", &letters(b'0', b'9', 4, dice));
    pick("advert", held, dice).replace("{}", &services.join("、")).replace("{c}", &contact)
}

/// A line of a block of links.
pub(super) fn link(held: bool, dice: &mut Dice) -> String {
    let mut line = pick("link", held, dice).to_owned();
    while line.contains("{b}") {
        line = line.replacen("{b}", pick("brand", held, dice), 1);
    }
    while line.contains("{t}") {
        line = line.replacen("{t}", pick("tail", held, dice), 1);
    }
    line
}

/// A note of where a text came from.
pub(super) fn credit(held: bool, dice: &mut Dice) -> String {
    pick("credit", held, dice).replace("{s}", pick("site", held, dice))
}

/// Characters that belong to no word: letters and digits, symbols, or Han characters drawn at random.
pub(super) fn wedge(held: bool, dice: &mut Dice) -> String {
    const SYMBOLS: [&str; 10] = ["♂", "☆", "㊣", "^", "$", "＃", "●", "◎", "%&", "♀"];
    let count = dice.between(2, 6);
    match dice.between(0, 3) {
        0 => letters(b'a', b'z', count, dice),
        1 => {
            let graphic: Vec<u8> = (b'0'..=b'9').chain(b'A'..=b'Z').chain(b'a'..=b'z').collect();
            (0..count).map(|_| char::from(*dice.pick(&graphic))).collect()
        }
        2 => (*dice.pick(&SYMBOLS)).to_owned(),
        _ => (0..dice.between(1, 3))
            .filter_map(|_| {
                // Every second character is held back, too.
                let code = 0x4E00 + 2 * dice.between(0, 0x2880) as u32 + u32::from(held);
                char::from_u32(code)
            })
            .collect(),
    }
}
