//! What is told by bytes against the rules themselves.

use super::options::{Dashes, Entities, Form, Letters, LineEnds, Normalise, Punctuation, Quotes};
use super::traces::Traces;
use super::{lines, propose_where};
use crate::cleaner::Proposals;
use proptest::prelude::*;

/// Every rule has something to look at.
const ALL: Traces = Traces {
    c1: true,
    ligature: true,
    letter: true,
    mark: true,
    quote: true,
    dash: true,
    line_end: true,
    control: true,
    form: true,
    lines: lines::Traces {
        trailing_space: true,
        blank_lines: true,
        vertical_text: true,
        spaced_heading: true,
        hard_wrap: true,
    },
};

fn options(number: usize) -> Normalise {
    let odd = |bit: usize| number >> bit & 1 == 1;
    Normalise {
        entities: Entities::Auto,
        terminal_escapes: true,
        c1_controls: true,
        ligatures: true,
        letters: Letters::Halfwidth,
        punctuation: if odd(0) { Punctuation::Halfwidth } else { Punctuation::Fullwidth },
        quotes: if odd(1) { Quotes::Straight } else { Quotes::Curly },
        dashes: if odd(2) { Dashes::Ascii } else { Dashes::Em },
        line_ends: LineEnds::Lf,
        control_characters: true,
        unicode: Form::Nfc,
        trailing_space: true,
        blank_lines: 1 + number % 2,
        hard_wraps: true,
        spaced_headings: true,
        vertical_text: true,
        ..Normalise::default()
    }
}

fn assert_nothing_is_missed(text: &str) {
    for number in 0..8 {
        let options = options(number);
        let (mut all, mut told) = (Proposals::default(), Proposals::default());
        propose_where(text, &options, ALL, &mut all);
        propose_where(text, &options, Traces::read(text, &options), &mut told);
        assert_eq!(told.edits, all.edits, "{text:?} {options:?}");
    }
}

#[test]
fn no_character_is_missed() {
    // Of the large scripts that have no forms, the beginnings are enough.
    let is_dull = |c: &char| {
        matches!(c, '\u{3500}'..='\u{9F00}' | '\u{AD00}'..='\u{D700}' | '\u{E100}'..='\u{F800}' | '\u{12100}'..='\u{16000}'
            | '\u{17100}'..='\u{1B000}' | '\u{20100}'..='\u{2F700}' | '\u{2FB00}'..)
    };
    for c in ('\0'..=char::MAX).filter(|c| !is_dull(c)) {
        for (number, text) in [(0, format!("中{c}文")), (7, format!("a {c}"))] {
            let options = options(number);
            let (mut all, mut told) = (Proposals::default(), Proposals::default());
            propose_where(&text, &options, ALL, &mut all);
            propose_where(&text, &options, Traces::read(&text, &options), &mut told);
            assert_eq!(told.edits, all.edits, "{c:?} {:X}", c as u32);
        }
    }
}

/// Text made of what the rules look at.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(vec![
            "中文", "摘", "要", "。", "，", ",", ":", "(", ")", "(中", "a(", "!", "?", "\"", "“", "—", "——", "-", "--", "―", "–", " ",
            "  ", "\u{3000}", "\n", "\n\n", "\n\n\n", "\r\n", "\t\n", "```\n", "a", "word", "A B C D E F", "摘    要\n", "竖\n排\n文\n字\n是\n",
            "一行用来测试的比较长的中文句子到这里就断了\n", "A line of an alphabet that is long enough to be a\n", "ｶﾞ", "Ａ１", "ﬁ", "e\u{301}",
            "\u{92}", "\u{85}", "\u{2028}", "\u{1B}[1m", "\u{7}", "\u{FEFF}", "한", "ก่", "1,000", "http://a.b/?c,d", "&amp;",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_told_misses_nothing(text in texts()) {
        assert_nothing_is_missed(&text);
    }
}
