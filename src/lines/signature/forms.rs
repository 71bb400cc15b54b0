//! The formulas that signatures and copy protection are made of, from `seeds/lines/signatures.tsv`.

use super::super::chars::{Class, look};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What a formula does in a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Words of copy protection and of sites that sell copies: no author writes them in running text.
    Protect,
    /// Names a source or sends readers elsewhere, as honest notes do.
    Credit,
    /// What such sites are called.
    Site,
    /// Goes on with a signature, says nothing alone.
    More,
}

const FILE: &str = include_str!("../../../seeds/lines/signatures.tsv");

struct Form {
    letters: Vec<char>,
    role: Role,
}

/// By first character, longer ones first.
static FORMS: LazyLock<HashMap<char, Vec<Form>>> = LazyLock::new(|| {
    let mut forms: HashMap<char, Vec<Form>> = HashMap::new();
    for line in FILE.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(phrase), Some(role)) = (cells.next(), cells.next().and_then(role)) else { continue };
        let letters: Vec<char> = phrase.chars().map(|c| look(c).0).collect();
        if let Some(first) = letters.first() {
            forms.entry(*first).or_default().push(Form { letters, role });
        }
    }
    for same in forms.values_mut() {
        same.sort_by_key(|form| std::cmp::Reverse(form.letters.len()));
    }
    forms
});

fn role(name: &str) -> Option<Role> {
    match name {
        "protect" => Some(Role::Protect),
        "credit" => Some(Role::Credit),
        "site" => Some(Role::Site),
        "more" => Some(Role::More),
        _ => None,
    }
}

/// Reads the file, so that no text has to wait for it.
pub(super) fn warm() {
    LazyLock::force(&FORMS);
}

/// The formulas of a line of folded characters, from left to right. Symbols and spaces strewn between the
/// characters of a formula are part of it.
pub(super) fn formulas(letters: &[char], classes: &[Class]) -> Vec<(Range<usize>, Role)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let forms = FORMS.get(&letters[at]).map_or(&[][..], Vec::as_slice);
        let here = forms.iter().find_map(|form| end(form, letters, classes, at).map(|end| (end, form.role)));
        match here {
            Some((end, role)) => {
                found.push((at..end, role));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Where a formula that begins here ends.
fn end(form: &Form, letters: &[char], classes: &[Class], start: usize) -> Option<usize> {
    /// Symbols between two characters of a formula.
    const STREWN: usize = 2;
    let mut at = start;
    for (i, wanted) in form.letters.iter().enumerate() {
        if i > 0 {
            let strewn = |i: &usize| matches!(classes[*i], Class::Other | Class::Space | Class::Separator);
            at += (at..letters.len().min(at + STREWN)).take_while(strewn).count();
        }
        if letters.get(at) != Some(wanted) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_formula_is_found_and_has_a_reason() {
        for line in FILE.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(cells.len() == 3 && !cells[2].is_empty() && role(cells[1]).is_some(), "{line}");
            let (letters, classes): (Vec<char>, Vec<Class>) = cells[0].chars().map(look).unzip();
            assert_eq!(formulas(&letters, &classes)[0].0, 0..letters.len(), "{line}");
        }
    }

    #[test]
    fn symbols_between_are_no_hiding_place() {
        let (letters, classes): (Vec<char>, Vec<Class>) = "天才壹秒記♂住".chars().map(look).unzip();
        assert_eq!(formulas(&letters, &classes), [(0..7, Role::Protect)]);
    }
}
