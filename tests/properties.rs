//! What must hold for any text.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use mojimend::Cleaner;
use mojimend::decode::{Decoder, OnError};
use proptest::prelude::*;

/// Text made of the pieces that repairs look at, so that they are all reached.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "推進", "(jìn)", "衛(wèi)", "業(yè)", "發(fā)展", "?", "？", "!", "！", "。", "，", ",", "“", "”", "\n", "\r\n", "\n\n", " ", "　",
            "??平ㄔO(shè)", "?zé)岢薄?", "?!?", "?yàn)樗麄", "\u{5}", "\u{7}\u{8}", "/strong>", "国产精品", "_", "|", "无码",
            "(a)", "(", ")", "0", "2015年", "€", "\u{E863}", "é", "ㄔ", "O", "你好", "的", "我們", "\u{1F600}", "e\u{301}",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_log_replays_and_undoes(text in texts()) {
        let cleaned = Cleaner::new().clean(&text);
        prop_assert_eq!(cleaned.edits.apply(&text).unwrap(), cleaned.text.as_ref());
        prop_assert_eq!(cleaned.edits.undo(&cleaned.text).unwrap(), text);
    }

    #[test]
    fn cleaning_again_changes_nothing(text in texts()) {
        let once = Cleaner::new().clean(&text).text.into_owned();
        let twice = Cleaner::new().clean(&once).text.into_owned();
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn edits_and_findings_lie_on_characters_of_the_text(text in texts()) {
        let cleaned = Cleaner::new().clean(&text);
        for edit in &cleaned.edits {
            prop_assert_eq!(text.get(edit.span.clone()), Some(&*edit.before));
            prop_assert!((0.0..=1.0).contains(&edit.confidence));
            prop_assert!(edit.before != edit.after);
        }
        for finding in &cleaned.findings {
            prop_assert!(text.get(finding.span.clone()).is_some());
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let cleaned = Cleaner::new().clean_bytes(&bytes);
        prop_assert_eq!(cleaned.edits.apply(&cleaned.decoded().text).unwrap(), cleaned.text());
        prop_assert_eq!(cleaned.edits.undo(cleaned.text()).unwrap(), &*cleaned.decoded().text);
        let origin = cleaned.origin(0..cleaned.text().len());
        prop_assert!(origin.start <= origin.end && origin.end <= bytes.len());
    }
}

fn decodings() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..30),
        "[a-z<>=~{}\\\\\n ]{0,20}".prop_map(String::into_bytes),
        "[\u{4E00}-\u{9FFF}，。\n]{0,20}".prop_map(|text| encoding_rs::GBK.encode(&text).0.into_owned()),
        "[\u{3041}-\u{30FE}\n]{0,20}".prop_map(|text| encoding_rs::SHIFT_JIS.encode(&text).0.into_owned()),
        "[а-яА-Я \n]{0,20}".prop_map(|text| encoding_rs::KOI8_R.encode(&text).0.into_owned()),
        "[\u{4E00}-\u{9FFF}é\n]{0,20}".prop_map(String::into_bytes),
        Just(b"<meta charset=big5>\xFF\xFE\x1B$B".to_vec()),
    ];
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn decoded_parts_are_all_of_the_bytes_and_all_of_the_text(bytes in decodings(), escape: bool) {
        let on_error = if escape { OnError::Escape } else { OnError::Replace };
        let decoded = Decoder::new().on_error(on_error).decode(&bytes);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            prop_assert!(decoded.undecodable.is_empty() || !text.is_ascii());
        }
        let (mut input, mut text) = (decoded.segments().first().map_or(0, |s| s.input.start), 0);
        // In front of the first part there can only be a mark.
        prop_assert!(input <= 4);
        for segment in decoded.segments() {
            prop_assert_eq!((segment.input.start, segment.text.start), (input, text));
            prop_assert!((0.0..=1.0).contains(&segment.confidence));
            (input, text) = (segment.input.end, segment.text.end);
        }
        prop_assert_eq!((input, text), (bytes.len(), decoded.text.len()));
        for bad in &decoded.undecodable {
            prop_assert_eq!(&bytes[bad.input.clone()], &*bad.bytes);
            prop_assert_eq!(decoded.origin(bad.text.clone()), bad.input.clone());
            let shown = &decoded.text[bad.text.clone()];
            let escaped: String = bad.bytes.iter().map(|byte| format!("\\x{byte:02X}")).collect();
            prop_assert_eq!(shown, if escape { &*escaped } else { "\u{FFFD}" });
        }
        // Characters lead back to bytes in their order.
        let mut last = 0;
        for (at, c) in decoded.text.char_indices() {
            let origin = decoded.origin(at..at + c.len_utf8());
            prop_assert!(origin.start >= last && origin.end <= bytes.len(), "{origin:?} after {last}");
            last = origin.start;
        }
        for finding in decoded.findings() {
            prop_assert!(decoded.text.get(finding.span.clone()).is_some());
        }
    }
}

#[test]
fn worst_cases_end() {
    let long = [
        "?".repeat(200_000),
        "？".repeat(100_000),
        "??平".repeat(20_000),
        "?zé)".repeat(20_000),
        "衛(wèi)".repeat(30_000),
        "國_".repeat(50_000),
        "\u{7}".repeat(100_000),
        "?!?".repeat(50_000),
        "\n".repeat(200_000),
    ];
    for text in long {
        let cleaned = Cleaner::new().clean(&text);
        assert_eq!(cleaned.edits.undo(&cleaned.text).unwrap(), text);
    }
}
