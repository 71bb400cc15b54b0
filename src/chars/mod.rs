//! What is known about single characters: their GBK bytes, their readings, their names in HTML.

pub(crate) mod entity;
pub(crate) mod gbk;
pub(crate) mod pairs;
pub(crate) mod reading;

/// Whether this is a Han character (the unified blocks and the compatibility block).
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Whether UTF-8 may hold Han characters: whether there is a byte that one begins with.
pub(crate) fn may_have_han(bytes: &[u8]) -> bool {
    /// Bytes looked at together. Blocks without a way out in the middle are what the compiler turns into vector
    /// instructions.
    const BLOCK: usize = 256;
    let begins = |b: &u8| b.wrapping_sub(0xE3) <= 0xE9 - 0xE3 || *b == 0xEF || *b == 0xF0;
    bytes.chunks(BLOCK).any(|block| block.iter().fold(false, |any, b| any | begins(b)))
}

/// Full-width ASCII and the ideographic space to their half-width form, as crawl pipelines fold them.
pub(crate) fn fold_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}
