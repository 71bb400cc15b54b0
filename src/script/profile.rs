//! Who wrote the script of a text: a person in one of the two, or a machine that converted characters one by one.

use super::forms::{self, Written};
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

/// So much likelier, in nats, is a machine where one is told. Set on texts by authors and on texts converted character by
/// character, half of each; measured on the other halves and on pages of the web: docs/normalise.md.
const MACHINE: f64 = 4.0;
/// So many Traditional characters make a text Traditional, if Simplified ones are fewer than a quarter of them.
const TRADITIONAL_LEAST: usize = 2;

/// Reads a text.
pub(super) fn hand(text: &str) -> Hand {
    let model = Model::get();
    let (mut simplified, mut traditional) = (0, 0);
    for c in text.chars().filter(|c| crate::chars::is_han(*c)) {
        match model.script_of(c) {
            // What machines keep is of both scripts.
            Some(Script::Simplified) if !forms::may_be_kept(c) => simplified += 1,
            Some(Script::Traditional) => traditional += 1,
            _ => {}
        }
    }
    if traditional < TRADITIONAL_LEAST || simplified * 4 > traditional {
        return match (simplified, traditional) {
            (0, 0) => Hand::Neither,
            (s, t) if s >= t => Hand::Simplified,
            _ => Hand::Traditional,
        };
    }
    let mut written = Written::default();
    for han in text.split(|c| !crate::chars::is_han(c)).filter(|han| !han.is_empty()) {
        written.add(han);
    }
    if written.speaks_for_machine() >= MACHINE { Hand::Machine } else { Hand::Traditional }
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
