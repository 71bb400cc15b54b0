//! What is known about single characters: their GBK bytes, their readings, their names in HTML.

pub(crate) mod entity;
pub(crate) mod gbk;
pub(crate) mod pairs;
pub(crate) mod reading;

/// Whether this is a Han character (the unified blocks and the compatibility block).
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Full-width ASCII and the ideographic space to their half-width form, as crawl pipelines fold them.
pub(crate) fn fold_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}
