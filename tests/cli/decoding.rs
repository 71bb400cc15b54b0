//! Input in other encodings than UTF-8.

use super::*;
use encoding_rs::{BIG5, Encoding, GBK, SHIFT_JIS};

fn bytes(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy, "{text}");
    bytes.into_owned()
}

#[test]
fn text_of_any_encoding_comes_out_as_utf8_and_clean() {
    let place = Place::new();
    let text = [DAMAGED, PLAIN].concat();
    let wanted = [MENDED, PLAIN].concat();
    place.write("in/gbk.txt", bytes(GBK, &text));
    place.write("in/utf16.txt", text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    place.write("in/utf8.txt", &text);
    place.run("clean in -o out").gives(0).says(&["not in UTF-8", "GBK", "UTF-16LE"]);
    for name in ["gbk", "utf16", "utf8"] {
        assert_eq!(String::from_utf8(place.read(&format!("out/{name}.txt"))).unwrap(), wanted, "{name}");
    }
    place.write("plain.txt", bytes(BIG5, MENDED));
    assert_eq!(place.run("clean plain.txt").gives(0).text(), MENDED);
    place.run("clean plain.txt --check").gives(1);
    assert!(place.run("inspect in/gbk.txt").gives(0).text().contains("A101"));
}

#[test]
fn records_are_decoded_one_by_one_and_written_as_utf8() {
    let place = Place::new();
    // Characters whose second byte is a backslash or a brace, in fields that are not the text, too.
    let japanese = "{\"title\":\"表示ソース能力\",\"text\":\"予定を表示するソフトの機能\\n十分な能力\"}\n";
    let chinese = format!("{{\"text\":{},\"note\":\"測試\"}}\n", json(DAMAGED));
    let plain = "{\"text\":\"plain\"}\n";
    let input = [bytes(SHIFT_JIS, japanese), plain.into(), bytes(GBK, &chinese)].concat();
    place.write("in.jsonl", input);
    place.run("clean in.jsonl -o out.jsonl").gives(0).says(&["not in UTF-8", "Shift_JIS", "GBK"]);
    let wanted = [japanese, plain, &chinese.replace(json(DAMAGED).as_str(), &json(MENDED))].concat();
    assert_eq!(String::from_utf8(place.read("out.jsonl")).unwrap(), wanted);
}

#[test]
fn options_and_settings_decide_what_bytes_mean() {
    let place = Place::new();
    place.write("a.txt", b"\xC4\xC1\xD2");
    assert_eq!(place.run("clean a.txt --encoding koi8-r").gives(0).text(), "дар");
    place.write("my.toml", "[decode]\nencoding = \"koi8-r\"\n");
    assert_eq!(place.run("clean a.txt --config my.toml").gives(0).text(), "дар");
    place.write("b.txt", b"\xB5\xC4");
    assert_eq!(place.run("clean b.txt --prior zh-cn").gives(0).text(), "的");
    place.run("clean b.txt --prior klingon").gives(2).says(&["klingon", "zh-cn"]);
    place.run("clean b.txt --encoding klingon").gives(2).says(&["klingon", "Shift_JIS"]);
    let broken =
        [bytes(GBK, "今天下午的会议改到三点"), b"\xFF".to_vec(), bytes(GBK, "，请大家准时参加")].concat();
    place.write("c.txt", &broken);
    assert_eq!(place.run("clean c.txt").gives(0).text(), "今天下午的会议改到三点\u{FFFD}，请大家准时参加");
    let escaped = "今天下午的会议改到三点\\xFF，请大家准时参加";
    assert_eq!(place.run("clean c.txt --on-error escape").gives(0).text(), escaped);
    place.write("c.jsonl", [&b"{\"text\":\""[..], &broken, b"\"}\n"].concat());
    let ran = place.run("clean c.jsonl --on-error escape").gives(0);
    let value: serde_json::Value = serde_json::from_str(ran.text()).unwrap();
    assert_eq!(value["text"], escaped);
}

#[test]
fn decode_makes_utf8_and_nothing_else() {
    let place = Place::new();
    let mixed = [
        bytes(GBK, &[DAMAGED, PLAIN].concat()),
        "今天下午的会议\n".into(),
        bytes(SHIFT_JIS, "明日の会議は午後三時から始まります\n"),
    ];
    place.write("in/mixed.txt", mixed.concat());
    place.write("in/utf8.txt", DAMAGED);
    let ran = place.run("decode in -o out --edits log.jsonl").gives(0);
    ran.says(&["not in UTF-8", "B104 mixed-encodings"]);
    let wanted = format!("{DAMAGED}{PLAIN}今天下午的会议\n明日の会議は午後三時から始まります\n");
    assert_eq!(String::from_utf8(place.read("out/mixed.txt")).unwrap(), wanted);
    assert_eq!(place.read("out/utf8.txt"), DAMAGED.as_bytes());
    let log = String::from_utf8(place.read("log.jsonl")).unwrap();
    let entries: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let encodings: Vec<_> = entries.iter().map(|entry| entry["encoding"].as_str().unwrap()).collect();
    assert_eq!(encodings, ["GBK", "UTF-8", "Shift_JIS"]);
    let mut at = 0;
    for (entry, part) in entries.iter().zip(&mixed) {
        assert_eq!(entry["input_start"], at, "{log}");
        at += part.len();
        assert_eq!(entry["input_end"], at, "{log}");
    }
}

#[test]
fn edits_of_decoded_files_are_logged_behind_their_parts() {
    let place = Place::new();
    place.write(
        "page.txt",
        [bytes(GBK, DAMAGED), b"\xD6\xD0\xCE\xC4\xB7\xA2\xD5\xB9\xBD\xF8\xD0".to_vec()].concat(),
    );
    place.run("clean page.txt -o out.txt --edits log.jsonl").gives(0).says(&["B102 truncated-character"]);
    let log = String::from_utf8(place.read("log.jsonl")).unwrap();
    let entries: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&entries[0]["encoding"], &entries[1]["bytes"]), (&"GBK".into(), &"D0".into()), "{log}");
    assert_eq!(entries.iter().filter(|entry| entry["before"].is_string()).count(), EDITS);
    assert_eq!(entries.len(), EDITS + 2);
}

#[test]
fn detect_says_what_bytes_are() {
    let place = Place::new();
    let page = [&b"<meta charset=\"utf-8\">\n"[..], &bytes(BIG5, MENDED), b"\xA4\xA4\xA4"].concat();
    place.write("page.html", &page);
    let ran = place.run("decode --detect page.html").gives(0);
    for words in ["page.html: ", "0..", "Big5", "A4 (truncated)", "HTML meta \"utf-8\": not so"] {
        assert!(ran.text().contains(words), "{words}: {}", ran.text());
    }
    let ran = place.run("decode --detect --json --http-charset big5 page.html").gives(0);
    let told: serde_json::Value = serde_json::from_str(ran.text()).unwrap();
    assert_eq!(told["bytes"], page.len());
    assert_eq!(
        (&told["segments"][0]["encoding"], &told["segments"][0]["end"]),
        (&"Big5".into(), &page.len().into())
    );
    assert_eq!(told["undecodable"][0]["bytes"], "A4");
    assert_eq!((&told["declared"][0]["holds"], &told["declared"][1]["holds"]), (&false.into(), &true.into()));
    place.run("decode --json page.html").gives(2).says(&["--detect"]);
    place.run("clean --check page.html").gives(1).says(&["B103 lying-declaration"]);
    place.write("my.toml", "rules.lying-declaration = \"off\"");
    assert!(!place.run("clean --check page.html --config my.toml").gives(1).err.contains("B103"));
}
