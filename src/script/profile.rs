//! Who wrote the script of a text: a person in one of the two, or a machine that converted characters one by one.

use super::over;
use crate::lattice::model::{Model, Script};

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    /// No character tells.
    Neither,
    Simplified,
    /// As an author writes it.
    Traditional,
    /// As a machine makes it of Simplified, character by character.
    Machine,
}

/// Simplified forms that are also Traditional characters with another meaning, so that a machine leaves them,
/// and what an author of Traditional text writes in most of their places.
const LEFT: &[(char, &[char])] = &[
    ('范', &['範']),
    ('后', &['後']),
    ('里', &['裡', '裏']),
    ('并', &['並', '併']),
    ('斗', &['鬥', '鬭', '鬪']),
    ('筑', &['築']),
    ('愿', &['願']),
    ('征', &['徵']),
    ('郁', &['鬱']),
    ('几', &['幾']),
    ('干', &['幹', '乾']),
    ('于', &['於']),
    ('准', &['準']),
    ('系', &['係', '繫']),
    ('制', &['製']),
    ('冲', &['衝', '沖']),
    ('松', &['鬆']),
    ('余', &['餘']),
    ('云', &['雲']),
    ('复', &['復', '複', '覆']),
    ('咨', &['諮']),
    ('托', &['託']),
    ('采', &['採']),
    ('注', &['註']),
    ('岳', &['嶽']),
];
/// Of these an author writes so many in their other meaning, or as variants, that they count half.
const WEAK: &[char] = &['干', '于', '准', '系', '制', '余', '云', '松', '咨', '托', '采', '注', '岳', '征'];
/// Points that show a machine: two strong signs, or their like. Set on 3,000 documents by authors and on pages of mirrors.
const MACHINE: usize = 4;
const STRONG: usize = 2;
/// So many Traditional characters make a text Traditional, if Simplified ones are fewer than a quarter of them.
const TRADITIONAL_LEAST: usize = 2;

/// Reads a text.
pub(super) fn hand(text: &str) -> Hand {
    let model = Model::get();
    let (mut simplified, mut traditional) = (0, 0);
    let mut left = [0_usize; LEFT.len()];
    let mut proper = [0_usize; LEFT.len()];
    for c in text.chars().filter(|c| crate::chars::is_han(*c)) {
        match model.script_of(c) {
            Some(Script::Simplified) => simplified += 1,
            Some(Script::Traditional) => traditional += 1,
            None => {}
        }
        if let Some(i) = LEFT.iter().position(|(kept, _)| *kept == c) {
            left[i] += 1;
        } else if let Some(i) = LEFT.iter().position(|(_, forms)| forms.contains(&c)) {
            proper[i] += 1;
        }
    }
    if traditional < TRADITIONAL_LEAST || simplified * 4 > traditional {
        return match (simplified, traditional) {
            (0, 0) => Hand::Neither,
            (s, t) if s >= t => Hand::Simplified,
            _ => Hand::Traditional,
        };
    }
    // A form that a text never writes the Traditional way.
    let points: usize = LEFT
        .iter()
        .enumerate()
        .filter(|(i, _)| left[*i] > 0 && proper[*i] == 0)
        .map(|(_, (kept, _))| if WEAK.contains(kept) { 1 } else { STRONG })
        .sum();
    let broken = over::count(text);
    // No author breaks words like this, whatever else the text has: a converter that turned all it knew into the other form.
    if broken > 1 && over::is_overdone(text) {
        return Hand::Machine;
    }
    // Words an author would have written the other way speak against.
    let against: usize = LEFT
        .iter()
        .enumerate()
        .filter(|(i, (kept, _))| proper[*i] > 0 && left[*i] < proper[*i] && !WEAK.contains(kept))
        .count();
    if points + STRONG * broken.min(2) >= MACHINE + STRONG * against {
        Hand::Machine
    } else {
        Hand::Traditional
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hands_are_told_apart() {
        assert_eq!(hand("plain text, 123"), Hand::Neither);
        assert_eq!(hand("我们在这里开会，以后再说。"), Hand::Simplified);
        assert_eq!(hand("我們在這裡開會，以後再說；關於這幾個問題，並沒有準備。"), Hand::Traditional);
        assert_eq!(hand("我們在這里開會，以后再說；規范并推進衛生工作。"), Hand::Machine);
        assert_eq!(hand("裡麵的內容與方麵的說法並不一緻，隨後再說；這個月的日歷"), Hand::Machine);
        assert_eq!(hand("這碗麵裡的肉很細緻，麵條與米粉隨後上桌，頭髮掉進去了"), Hand::Traditional);
        assert_eq!(hand("太后與皇后在宮裡，范先生隨後就到，並無一言。"), Hand::Traditional);
    }
}
