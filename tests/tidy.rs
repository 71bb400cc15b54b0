//! What must hold for debris, normalisation and presets, whatever the text.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use mojimend::Cleaner;
use proptest::prelude::*;

/// Text made of the pieces that the rules look at.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "推進", "(jìn)", "业", ",", "，", "?", "。", "“", "”", "\"", "'", "\n", "\r\n", "\n\n", " ", "　", "--", "—", "-", "1", "12:30", "3.5",
            "摘", "要", "摘    要", "床\n前\n明\n月\n光\n", "ﬁ", "Ａ", "ｶﾞ", "é", "e\u{301}", "http://a.example/?b=1,c", "word", "word-\nbreak", "的\n人",
            "裡麵", "一緻", "頭發", "发", "發", "后", "里", "\t", "\u{A0}", "…", "(", ")", "：", ":",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// What one person sees as one character, of several code points.
const CLUSTERS: &[&str] = &[
    "👨\u{200D}👩\u{200D}👧",
    "🏳\u{FE0F}\u{200D}🌈",
    "👍🏽",
    "1\u{FE0F}\u{20E3}",
    "🇨🇳",
    "क्ष",
    "क\u{94D}\u{200D}ष",
    "श्री",
    "ক্ষ",
    "நி",
    "각",
    "ᄒᆞᆫ",
    "בְּ",
    "שִׁ",
    "e\u{301}",
    "q\u{307}\u{323}",
    "می\u{200C}خواهم",
    "ที่",
    "กำ",
    "葛\u{E0100}",
    "ཧཱུྃ",
    "မြန်",
];
/// Debris that may lie between them.
const DEBRIS: &[&str] = &[
    "&amp;",
    "&ldquo",
    "\\n",
    "\\u4f60",
    "\u{200B}",
    "\u{FEFF}",
    "\u{202C}",
    "\u{AD}",
    "\u{A0}",
    "\u{E123}",
    "\u{1B}[31m",
    "\u{3}",
    "\u{92}",
    "烫烫烫烫烫烫烫烫",
    "/p>",
    " ",
    "\n",
    "word",
    "中文",
    "。",
    "\u{F0000}",
    "\u{2066}",
    "[0m",
    "w~A{]s{4",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_one_character_stays_whole(
        pieces in prop::collection::vec((prop::sample::select(CLUSTERS), prop::sample::select(DEBRIS), any::<bool>()), 0..12),
    ) {
        let text: String = pieces.iter().map(|(cluster, debris, mixed)| if *mixed { format!("{cluster} {debris}") } else { (*cluster).to_owned() + " " }).collect();
        let cleaned = Cleaner::new().clean(&text);
        let mut rest = cleaned.text.as_ref();
        for (cluster, ..) in &pieces {
            let at = rest.find(cluster);
            prop_assert!(at.is_some(), "{cluster:?} of {text:?} in {:?}", cleaned.text);
            rest = &rest[at.unwrap() + cluster.len()..];
        }
    }
}

proptest! {
    // Each case cleans with every preset.
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn every_preset_replays_undoes_and_settles(
        pieces in prop::collection::vec((prop::sample::select(CLUSTERS), prop::sample::select(DEBRIS)), 0..12),
        more in texts(),
    ) {
        let text: String = pieces.iter().flat_map(|(a, b)| [*a, *b]).chain([more.as_str()]).collect();
        for name in mojimend::Config::PRESETS {
            let config = mojimend::Config::preset(name).unwrap();
            let cleaner = Cleaner::builder().config(config).build();
            let cleaned = cleaner.clean(&text);
            prop_assert_eq!(cleaned.edits.apply(&text).unwrap(), cleaned.text.as_ref());
            prop_assert_eq!(cleaned.edits.undo(&cleaned.text).unwrap(), text.as_str());
            let again = cleaner.clean(&cleaned.text);
            prop_assert!(!again.is_changed(), "{name}: {:?} → {:?}", cleaned.text, again.text);
        }
    }
}

#[test]
fn worst_cases_of_debris_end() {
    let long = [
        "\0",
        "\u{92}",
        "&amp;",
        "&",
        "\\n",
        "\\u4f60",
        "\\xe4",
        ">",
        "/p>",
        "a =\">",
        "\u{200B}",
        "a\u{200B}",
        "\u{202A}",
        "a\u{AD}",
        "ab\u{A0}\u{A0}",
        "中\u{E000}",
        "\u{FE0F}",
        "\u{1B}[",
        "\u{1B}]",
        "[1m",
        "烫屯",
        "w~A{]s{4中\n",
        "\"&amp;",
    ];
    for piece in long {
        let text = piece.repeat(30_000);
        let cleaned = Cleaner::new().clean(&text);
        assert_eq!(cleaned.edits.undo(&cleaned.text).unwrap(), text);
    }
}
