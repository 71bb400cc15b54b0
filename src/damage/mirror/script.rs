//! Simplified to Traditional, character by character, as the hijackers' tool does it.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Simplified character, tab, Traditional character. Made from the counts of written forms by
/// `MOJIMEND_BLESS=1 cargo test --test damage`, which also says which forms stay.
const TABLE: &str = include_str!("../../../seeds/damage/traditional.tsv");

static MAP: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter_map(|line| {
            let mut chars = line.chars();
            let (from, _tab, to) = (chars.next()?, chars.next()?, chars.next()?);
            Some((from, to))
        })
        .collect()
});

/// What the tool writes for a character. No phrase logic: `头发` becomes `頭發`.
pub(crate) fn traditional(c: char) -> char {
    if c.is_ascii() { c } else { MAP.get(&c).copied().unwrap_or(c) }
}
