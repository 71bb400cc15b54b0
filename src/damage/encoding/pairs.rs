//! The pairs of encodings that were seen in the wild, and what each is read as.

use super::{Charset, Misread, Odd, Step};

/// Written in, read as: pairs that lose nothing, or are refused where they would.
pub const LOSSLESS: &[(&str, &str)] = &[
    ("utf-8", "latin-1"),
    ("utf-8", "windows-1252"),
    ("utf-8", "windows-1250"),
    ("utf-8", "windows-1251"),
    ("utf-8", "windows-1253"),
    ("utf-8", "windows-1254"),
    ("utf-8", "windows-1257"),
    ("utf-8", "iso-8859-2"),
    ("utf-8", "iso-8859-15"),
    ("utf-8", "macintosh"),
    ("utf-8", "cp437"),
    ("utf-8", "koi8-r"),
    ("gbk", "latin-1"),
    ("gbk", "windows-1252"),
    ("gbk", "windows-1254"),
    ("gbk", "hybrid"),
    ("big5", "latin-1"),
    ("big5", "windows-1252"),
    ("shift_jis", "latin-1"),
    ("shift_jis", "windows-1252"),
    ("shift_jis", "windows-1254"),
    ("euc-jp", "latin-1"),
    ("euc-jp", "hybrid"),
    ("euc-kr", "latin-1"),
    ("euc-kr", "hybrid"),
    ("windows-1251", "latin-1"),
    ("windows-1254", "latin-1"),
    ("windows-874", "latin-1"),
    ("koi8-r", "latin-1"),
    ("koi8-r", "windows-1251"),
    ("utf-8", "gbk"),
    ("gbk", "big5"),
    ("euc-kr", "gbk"),
    ("shift_jis", "gbk"),
];

/// Written in, read as, what an odd byte becomes: pairs that lose bytes.
pub const LOSSY: &[(&str, &str, Odd)] = &[
    ("utf-8", "gbk", Odd::QuestionMark),
    ("utf-8", "gbk", Odd::Replacement),
    ("utf-8", "gbk", Odd::Nothing),
    ("utf-8", "big5", Odd::QuestionMark),
    ("utf-8", "big5", Odd::Replacement),
    ("utf-8", "shift_jis", Odd::Dot),
    ("utf-8", "shift_jis", Odd::Replacement),
    ("utf-8", "euc-kr", Odd::QuestionMark),
    ("utf-8", "euc-kr", Odd::Replacement),
    ("utf-8", "euc-jp", Odd::Replacement),
    ("utf-8", "windows-874", Odd::Nothing),
    ("utf-8", "iso-8859-7", Odd::Nothing),
    ("gbk", "big5", Odd::QuestionMark),
    ("gbk", "shift_jis", Odd::Dot),
    ("big5", "gbk", Odd::QuestionMark),
    ("shift_jis", "gbk", Odd::QuestionMark),
    ("gbk", "utf-8", Odd::Replacement),
];

/// Encodings read as UTF-8 where that is possible, the rest as windows-1252. Recipes ask for them by name: they
/// are not among those that `any-misread` draws from, where they would count as often as the commoner ones.
pub const HYBRIDS: &[&str] = &["gbk", "euc-jp", "euc-kr"];

/// One of the pairs as a channel over whole documents: of the lossy ones or of the others, by number.
pub(crate) fn misreading(lossy: bool, number: usize) -> Misread {
    let all = misreadings();
    let from = if lossy { LOSSLESS.len() } else { 0 };
    all.into_iter().nth(from + number).unwrap_or_else(|| Misread::new(Vec::new()))
}

/// All of them as channels over whole documents, lossless ones first. From pairs read as a single-byte
/// encoding there is also the version whose A0 and AD bytes were lost; the hybrids come last.
pub fn misreadings() -> Vec<Misread> {
    let step = |written, read| Some(Step::new(Charset::find(written)?, Charset::find(read)?));
    let lossless = LOSSLESS.iter().filter_map(|(written, read)| step(written, read));
    let lossy = LOSSY.iter().filter_map(|(written, read, odd)| {
        // Where odd bytes vanish from a single-byte reading, so do the controls.
        let controls_lost = *odd == Odd::Nothing && *read != "gbk";
        Some(Step { controls_lost, ..step(written, read)?.losing(*odd) })
    });
    let blanks = LOSSLESS.iter().filter(|(_, read)| matches!(*read, "latin-1" | "windows-1252"));
    let blanks =
        blanks.filter_map(|(written, read)| Some(Step { blanks_lost: true, ..step(written, read)? }));
    let hybrids = HYBRIDS.iter().filter_map(|written| step(written, "hybrid-1252"));
    lossless.chain(lossy).chain(blanks).chain(hybrids).map(|step| Misread::new(vec![step])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_known() {
        let blanks = LOSSLESS.iter().filter(|(_, read)| matches!(*read, "latin-1" | "windows-1252")).count();
        assert_eq!(misreadings().len(), LOSSLESS.len() + LOSSY.len() + blanks + HYBRIDS.len());
    }
}
