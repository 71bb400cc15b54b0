//! Scores of bytes to text, on cases small enough to count by hand.

use mojimend::Cleaner;
use mojimend::damage::bytes::{BytesPair, BytesSpan};
use mojimend::damage::encoding::Charset;
use mojimend::eval::{BytesScore, Share, bytes_html, bytes_table, library_bytes, tool_bytes};

/// A file of lines, each in its encoding; with none, the line is a stray byte.
fn file(kinds: &[&str], lines: &[(&str, Option<&str>)]) -> BytesPair {
    let mut pair = BytesPair { id: kinds.join("+"), ..BytesPair::default() };
    pair.kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    for (line, name) in lines {
        let (start, original_start) = (pair.damaged.len(), pair.original.len());
        let encoding = name.map(|name| Charset::find(name).unwrap());
        match encoding {
            Some(charset) => {
                assert!(line.chars().all(|c| charset.encode(c, &mut pair.damaged)), "{line}");
                pair.original.push_str(line);
            }
            None => pair.damaged.push(0xFF),
        }
        let (end, original_end) = (pair.damaged.len(), pair.original.len());
        pair.spans.push(BytesSpan { start, end, original_start, original_end, encoding });
    }
    assert!(pair.is_explained());
    pair
}

fn sound() -> BytesPair {
    file(&["utf-8"], &[("中文\nplain\n", Some("utf-8"))])
}

fn mixed() -> BytesPair {
    file(
        &["mixed-encoding"],
        &[("中文\n", Some("utf-8")), ("中文\n说明\n", Some("gbk")), ("да\nplain\n", Some("windows-1251"))],
    )
}

fn stray() -> BytesPair {
    file(&["utf-8", "stray-byte"], &[("中", Some("utf-8")), ("", None), ("文\n", Some("utf-8"))])
}

fn share(total: u64, exact: u64) -> Share {
    Share { total, exact }
}

#[test]
fn counts_agree_with_those_made_by_hand() {
    let mut score = BytesScore::default();
    score.add(&sound(), Some("中文\nplain\n"));
    score.add(&mixed(), Some("中文\n中文\n????\nда\nplain\n"));
    score.add(&mixed(), None);
    // Dropped or shown, a stray byte is no matter; a character lost beside it is.
    score.add(&stray(), Some("中\u{FFFD}文\n"));
    score.add(&stray(), Some("中文\n"));
    score.add(&stray(), Some("中\u{FFFD}\n"));
    assert_eq!(score.missing, 1);
    let class = |name: &str| score.classes[name].clone();
    assert_eq!((class("utf-8").documents, class("utf-8").lines), (share(1, 1), share(1, 1)));
    assert_eq!(
        (class("mixed-encoding").documents, class("mixed-encoding").lines),
        (share(2, 0), share(8, 3))
    );
    let by_encoding = class("mixed-encoding").by_encoding;
    assert_eq!(by_encoding["gbk"], share(4, 1));
    assert_eq!((by_encoding["utf-8"], by_encoding["windows-1251"]), (share(2, 1), share(2, 1)));
    assert_eq!((class("stray-byte").documents, class("stray-byte").lines), (share(3, 2), share(3, 2)));
    assert_eq!(score.classes.len(), 3);
}

#[test]
fn runs_are_shown() {
    let pairs = [sound(), mixed(), stray()];
    let ours = library_bytes(&Cleaner::new(), &pairs);
    assert_eq!(ours.score.classes["utf-8"].documents, share(1, 1));
    assert_eq!(ours.score.classes["stray-byte"].documents, share(1, 1));
    assert_eq!(ours.speed.bytes, pairs.iter().map(|pair| pair.damaged.len() as u64).sum::<u64>());
    // What comes in is base64, which a tool may also give back as it is.
    let echo = tool_bytes("sed 's/\"bytes\"/\"text\"/'", &pairs).unwrap();
    assert_eq!((echo.score.missing, echo.score.classes["utf-8"].documents), (0, share(1, 0)));
    let silent = tool_bytes("cat >/dev/null", &pairs).unwrap();
    assert_eq!(silent.score.missing, 3);
    let reports = [ours, echo, silent];
    let table = bytes_table(&reports);
    for word in ["mixed-encoding", "    windows-1251", "no answer", "MB/s", "cat >/dev/null"] {
        assert!(table.contains(word), "{table}");
    }
    let page = bytes_html(&reports);
    assert!(page.contains("<svg") && page.trim_end().ends_with("</html>") && !page.contains("NaN"));
}
