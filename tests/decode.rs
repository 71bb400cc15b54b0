//! Bytes of known text in known encodings, whole, mixed and broken.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use encoding_rs::Encoding as Web;
use mojimend::decode::{Decoder, Encoding, OnError, UndecodableKind};

const TEXTS: [(&str, &str); 16] = [
    ("gbk", "今天下午的会议改到三点，请大家准时参加。"),
    ("big5", "明天早上八點在學校門口集合，請記得帶雨傘。"),
    ("shift_jis", "明日の会議は午後三時から始まりますので、ご参加ください。"),
    ("euc-jp", "この本はとても面白いので、ぜひ読んでみてください。"),
    ("euc-kr", "내일 오후 세 시에 회의가 있으니 꼭 참석해 주세요."),
    ("windows-1251", "Завтра утром мы поедем на дачу, если не будет дождя."),
    ("koi8-r", "Сегодня вечером в нашем городе ожидается сильный снег."),
    ("ibm866", "Поезд отправляется с третьего пути через десять минут."),
    ("windows-1252", "Où est passée la clé du grenier ? Je l'ai cherchée très longtemps."),
    ("windows-1250", "Zítra ráno pojedeme na výlet do hor, počasí má být pěkné."),
    ("windows-1253", "Αύριο το πρωί θα πάμε στη θάλασσα με τα παιδιά."),
    ("windows-1254", "Yarın sabah erkenden yola çıkacağız, lütfen geç kalmayın."),
    ("windows-1255", "מחר בבוקר ניפגש ליד התחנה ונצא יחד לטיול."),
    ("windows-1256", "سوف نذهب غدا إلى السوق ونشتري الخبز والفواكه."),
    ("windows-1257", "Rytoj ryte važiuosime į kaimą aplankyti močiutės."),
    ("windows-874", "พรุ่งนี้เช้าเราจะไปตลาดด้วยกันแล้วกลับมาทำอาหาร"),
];

fn bytes(label: &str, text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = Web::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!lossy, "{label}: {text}");
    bytes.into_owned()
}

fn names(decoded: &mojimend::decode::Decoded<'_>) -> Vec<&'static str> {
    decoded.segments().iter().map(|segment| segment.encoding.name()).collect()
}

#[test]
fn one_line_tells_its_encoding() {
    for (label, text) in TEXTS {
        let input = bytes(label, text);
        let decoded = Decoder::new().decode(&input);
        assert_eq!(decoded.text, text, "{label} as {:?}", names(&decoded));
        assert!(decoded.undecodable.is_empty());
    }
}

#[test]
fn lines_keep_their_encodings_and_lead_back() {
    let mut input = Vec::new();
    let mut wanted = String::new();
    for _ in 0..3 {
        for (label, text) in [TEXTS[0], TEXTS[4], TEXTS[5], ("utf-8", "UTF-8: 标题 — é")] {
            input.extend(bytes(label, text));
            input.push(b'\n');
            wanted += text;
            wanted.push('\n');
        }
    }
    let decoded = Decoder::new().decode(&input);
    assert_eq!(decoded.text, wanted);
    assert_eq!(names(&decoded)[..4], ["GBK", "EUC-KR", "windows-1251", "UTF-8"]);
    for segment in decoded.segments() {
        let web = Web::for_label(segment.encoding.name().as_bytes()).unwrap();
        for (at, c) in decoded.text[segment.text.clone()].char_indices() {
            let from = segment.text.start + at;
            let origin = decoded.origin(from..from + c.len_utf8());
            assert_eq!(web.decode_without_bom_handling(&input[origin]).0, c.to_string(), "{segment:?}");
        }
    }
}

#[test]
fn a_broken_byte_costs_its_character_only() {
    let (label, text) = TEXTS[0];
    let mut input = bytes(label, text);
    input.remove(12);
    input.extend(b"\n\xD6\xD0\xCE\xC4\xB7\xA2\xD5\xB9\xBD\xF8\xD0");
    let decoded = Decoder::new().decode(&input);
    assert_eq!(decoded.text, "今天下午的会\u{FFFD}改到三点，请大家准时参加。\n中文发展进\u{FFFD}");
    let kinds: Vec<_> = decoded.undecodable.iter().map(|bad| (bad.kind, &*bad.bytes)).collect();
    assert_eq!(kinds, [(UndecodableKind::Garbage, &b"\xE9"[..]), (UndecodableKind::Truncated, b"\xD0")]);
    let escaped = Decoder::new().on_error(OnError::Escape).decode(&input);
    assert!(escaped.text.contains("的会\\xE9改到"), "{}", escaped.text);
    let bad = &escaped.undecodable[0];
    assert_eq!((&escaped.text[bad.text.clone()], escaped.origin(bad.text.clone())), ("\\xE9", 12..13));
}

#[test]
fn valid_utf8_is_borrowed_whatever_it_says() {
    for text in ["", "ascii\n", "中文", "\u{FEFF}mark", "Ð¸Ð°ÑÐ°", "浣犲ソ", "~{ not HZ", "a\0b"]
    {
        let decoded = Decoder::new().decode(text.as_bytes());
        assert!(matches!(decoded.text, std::borrow::Cow::Borrowed(same) if same == text), "{text:?}");
        assert_eq!(decoded.origin(0..text.len()), 0..text.len());
    }
}

#[test]
fn wide_units_and_escapes() {
    let little: Vec<u8> = "\u{FEFF}标题\n正文😀\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (input, name) in [(&little[..], "UTF-16LE"), (&little[2..], "UTF-16LE")] {
        let decoded = Decoder::new().decode(input);
        assert_eq!((&*decoded.text, decoded.segments()[0].encoding.name()), ("标题\n正文😀\n", name));
        let mark = input.len() - (little.len() - 2);
        assert_eq!(decoded.origin(3..6), mark + 2..mark + 4);
    }
    let decoded = Decoder::new().decode(b"a\x1B$BF|K\\\x1B(B b");
    assert_eq!((&*decoded.text, decoded.origin(4..7)), ("a日本 b", 6..8));
}

#[test]
fn force_and_evidence_decide_where_bytes_do_not() {
    let gbk = Encoding::find("gb18030").unwrap();
    assert_eq!(Decoder::new().force(gbk).decode("é".as_bytes()).text, "茅");
    let text = |decoder: Decoder, input: &[u8; 2]| decoder.decode(input).text.into_owned();
    assert_eq!(text(Decoder::new().language("zh-CN"), b"\xB5\xC4"), "的");
    assert_eq!(
        text(Decoder::new().declared(Encoding::find("koi8-r").unwrap()).language("ru"), b"\xC4\xC1"),
        "да"
    );
}

fn codes(decoded: &mojimend::decode::Decoded<'_>) -> Vec<&'static str> {
    decoded.findings().iter().map(|finding| finding.rule.code).collect()
}

#[test]
fn declarations_that_lie_are_found_and_not_followed() {
    let (label, text) = TEXTS[5];
    let page = |declared: &str, text: &[u8]| [declared.as_bytes(), b"\n", text].concat();
    for (declared, lies) in [
        ("<meta charset=windows-1251>", false),
        ("<meta charset='cp1251'>", false),
        ("<meta charset=koi8-r>", true),
        ("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">", true),
        ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", true),
        ("<meta charset=klingon>", true),
        ("", false),
    ] {
        let input = page(declared, &bytes(label, text));
        let decoded = Decoder::new().decode(&input);
        assert_eq!(decoded.text, format!("{declared}\n{text}"));
        assert_eq!(codes(&decoded), if lies { vec!["B103"] } else { vec![] }, "{declared}");
        for finding in decoded.findings() {
            assert!(declared.contains(&decoded.text[finding.span.clone()]), "{finding:?}");
        }
    }
    for (text, lies) in [("plain", false), ("中文", true)] {
        assert_eq!(
            codes(&Decoder::new().http_charset("gbk").decode(text.as_bytes())).len(),
            usize::from(lies)
        );
    }
}

#[test]
fn a_declaration_decides_where_bytes_tell_nothing() {
    let input = b"<meta charset=gb2312>\xD6\xD0";
    assert_eq!(Decoder::new().decode(input).text, "<meta charset=gb2312>中");
}

#[test]
fn mixed_documents_are_found() {
    let input = [bytes("gbk", TEXTS[0].1), b"\n".to_vec(), bytes("windows-1251", TEXTS[5].1)].concat();
    assert_eq!(codes(&Decoder::new().decode(&input)), ["B104"]);
    let whole = [bytes("gbk", TEXTS[0].1), b"\nplain\n".to_vec()].concat();
    assert_eq!(codes(&Decoder::new().decode(&whole)), Vec::<&str>::new());
}

#[test]
fn origin_leads_through_repairs_and_decoding() {
    let damaged = "我們加強(qiáng)領(lǐng)導(dǎo),推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展,實(shí)現(xiàn)開門紅。\n";
    for label in ["gbk", "utf-8"] {
        let input = bytes(label, damaged);
        let cleaned = mojimend::Cleaner::new().clean_bytes(&input);
        let web = Web::for_label(label.as_bytes()).unwrap();
        for (at, c) in cleaned.text().char_indices() {
            let origin = cleaned.origin(at..at + c.len_utf8());
            assert_eq!(web.decode_without_bom_handling(&input[origin]).0, c.to_string(), "{label}");
        }
    }
}

#[test]
fn encodings_of_few_documents_are_read_where_something_says_so() {
    let tajik = b"\xFA\xC1\xC2\xCF\xCE\xC9 \xD4\xCF\x8D\xC9\xCB\xA5 \xD7\xC1 \xC1\xC4\xC1\xC2\xC9\xA3\xD4\xC9 \x80\xC1\xC4\xC9\xCD\n";
    let kazakh = b"<meta charset=KZ-1048>\n\x9D\xE0\xE7\xE0\x9D \xF2\xB3\xEB\xB3 \xEC\xE5\xEC\xEB\xE5\xEA\xE5\xF2\xF2\xB3\xEA \xF2\xB3\xEB \xE1\xEE\xEB\xFB\xEF \xF2\xE0\xE1\xFB\xEB\xE0\xE4\xFB\n";
    for (name, bytes, wanted) in [
        ("KOI8-T", &tajik[..], "Забони тоҷикӣ ва адабиёти қадим\n"),
        ("KZ-1048", &kazakh[..], "<meta charset=KZ-1048>\nқазақ тілі мемлекеттік тіл болып табылады\n"),
        ("VISCII", b"Ti\xAAng Vi\xAEt", "Tiếng Việt"),
    ] {
        let encoding = Encoding::find(name).unwrap();
        assert_eq!(Decoder::new().force(encoding).decode(bytes).text, wanted);
        assert_eq!(Decoder::new().declared(encoding).decode(bytes).text, wanted, "{name}");
    }
    assert_eq!(names(&Decoder::new().decode(kazakh)), ["KZ-1048"], "it says so itself");
    assert_ne!(names(&Decoder::new().decode(tajik)), ["KOI8-T"]);
}
