//! Every format: what is damaged changes, every other byte stays.

use super::*;

/// The document with the damaged text must become the one with the mended text.
fn check(name: &str, args: &str, document: impl Fn(&str) -> Vec<u8>) {
    let place = Place::new();
    let input = place.path("in").join(name);
    fs::create_dir(place.path("in")).unwrap();
    fs::write(&input, document(DAMAGED.trim_end())).unwrap();
    place.run(&format!("clean -q in/{name} -o out/{name} {args}")).gives(0);
    let out = place.read(&format!("out/{name}"));
    assert_eq!(
        String::from_utf8_lossy(&out),
        String::from_utf8_lossy(&document(MENDED.trim_end())),
        "{name}"
    );
    fs::write(&input, document(HONEST.trim_end())).unwrap();
    place.run(&format!("clean -q in/{name} -o out/{name} {args}")).gives(0);
    assert!(place.read(&format!("out/{name}")) == document(HONEST.trim_end()), "{name}: clean text changed");
}

#[test]
fn rows_of_csv_and_tsv() {
    check("a.csv", "", |text| {
        let plain = text.replace(',', "，");
        format!(
            "id,\"text\",x\r\n1,{plain},\"a \"\"b\"\"\"\r\n\r\n2,\"{text}\n\"\"{text}\"\"\", y\n3,\"\",\r\n"
        )
        .into_bytes()
    });
}

#[test]
fn only_named_columns_of_a_table_change() {
    let place = Place::new();
    let row =
        |text: &str| format!("title\tbody\tother\n{text}\t\"{text}\"\t{text2}\n", text2 = DAMAGED.trim_end());
    place.write("a.tsv", row(DAMAGED.trim_end()));
    let ran = place.run("clean -q a.tsv --text-column title,body").gives(0);
    assert_eq!(ran.text(), row(MENDED.trim_end()));
    let ran = place.run("clean a.tsv --text-column text").gives(2);
    ran.says(&["no column \"text\" (its columns: title, body, other)"]);
    place.write("short.csv", "id,text\n1\n2,fine\n");
    place.run("clean short.csv").gives(2).says(&["short.csv:2: a row with too few fields"]);
}

#[test]
fn a_quoted_field_stays_quoted() {
    let place = Place::new();
    place.write("a.csv", format!("text,n\n\"{}\",1\n", DAMAGED.trim_end()));
    let ran = place.run("clean -q a.csv").gives(0);
    assert_eq!(ran.text(), format!("text,n\n\"{}\",1\n", MENDED.trim_end()));
}

#[test]
fn lines_are_documents_if_asked() {
    check("a.txt", "--unit line", |text| format!("{text}\r\n\r\n{text}").into_bytes());
    check("cr.txt", "--unit line", |text| format!("a\r{text}\rb\r").into_bytes());
    let place = Place::new();
    place.write("a.txt", format!("fine\n{DAMAGED}"));
    place.run("clean -q a.txt --unit line -o out.txt --edits log.jsonl").gives(0);
    let log = String::from_utf8(place.read("log.jsonl")).unwrap();
    assert!(log.starts_with("{\"document\":\"a.txt:2\",\"file\":\"a.txt\",\"line\":2,\"start\":"), "{log}");
}

#[test]
fn records_of_old_line_ends() {
    check("cr.jsonl", "", |text| {
        format!("{{\"text\":\"fine\"}}\r{{\"text\":{}}}\r", json(text)).into_bytes()
    });
}

#[test]
fn numbers_that_only_python_writes() {
    check("a.jsonl", "", |text| {
        format!("{{\"x\":NaN,\"text\":{},\"y\":[-Infinity]}}\n", json(text)).into_bytes()
    });
}

#[test]
fn several_fields_of_a_record() {
    check("a.jsonl", "--text-field title,body", |text| {
        format!("{{\"body\":{0},\"x\":1,\"title\":{0}}}\n", json(text)).into_bytes()
    });
}

fn warc(kind: &str, head: &str, block: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{head}Content-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

#[test]
fn records_of_wet_and_warc() {
    let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>推進(jìn)</p>";
    let plain =
        |text: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n{text}");
    check("a.warc", "", |text| {
        [
            warc("warcinfo", "", b"software: x\r\n"),
            warc("conversion", "Content-Type: text/plain\r\n", text.as_bytes()),
            warc("response", "Content-Type: application/http; msgtype=response\r\n", html.as_bytes()),
            warc("response", "Content-Type: application/http; msgtype=response\r\n", plain(text).as_bytes()),
        ]
        .concat()
    });
}

#[test]
fn what_http_says_of_the_encoding_is_evidence() {
    let place = Place::new();
    // Too little to tell by itself: the same bytes are text in several encodings.
    let block =
        [b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=big5\r\n\r\n", &b"\xA4\xA4\xA4\xE5"[..]]
            .concat();
    place.write("a.warc", warc("response", "Content-Type: application/http\r\n", &block));
    let ran = place.run("clean a.warc").gives(0).says(&["Big5"]);
    // And it is no longer so.
    let expected = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n中文";
    assert_eq!(
        ran.text(),
        String::from_utf8(warc("response", "Content-Type: application/http\r\n", expected.as_bytes()))
            .unwrap()
    );
}

#[test]
fn lengths_and_digests_of_a_changed_record_are_those_of_what_is_there() {
    let place = Place::new();
    let sha1 = |bytes: &[u8]| {
        use sha1::Digest;
        let digest = sha1::Sha1::digest(bytes);
        let mut bits: Vec<u8> =
            digest.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
        bits.resize(bits.len().next_multiple_of(5), 0);
        let letter = |five: &[u8]| {
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[five.iter().fold(0, |all, bit| all * 2 + *bit as usize)]
        };
        String::from_utf8(bits.chunks(5).map(letter).collect()).unwrap()
    };
    let of = |text: &str| {
        let http =
            format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nContent-Type: text/plain\r\n\r\n", text.len());
        let block = http + text;
        let (block_digest, payload) = (sha1(block.as_bytes()), sha1(text.as_bytes()));
        let head = format!(
            "Content-Type: application/http\r\nWARC-Payload-Digest: sha1:{payload}\r\nWARC-Block-Digest: sha1:{block_digest}\r\n"
        );
        warc("response", &head, block.as_bytes())
    };
    place.write("a.warc", of(DAMAGED));
    let ran = place.run("clean -q a.warc").gives(0);
    assert_eq!(ran.text(), String::from_utf8(of(MENDED)).unwrap());
}

#[test]
fn a_packed_warc_has_a_member_for_each_record() {
    let place = Place::new();
    let record = |text: &str| warc("conversion", "Content-Type: text/plain\r\n", text.as_bytes());
    place.write("a.warc.wet.gz", [gzip(&record(DAMAGED)), gzip(&record(HONEST))].concat());
    let ran = place.run("clean a.warc.wet.gz -o out.warc.wet.gz").gives(0);
    ran.says(&["documents                              2"]);
    let out = place.read("out.warc.wet.gz");
    let mut first = String::new();
    std::io::Read::read_to_string(&mut flate2::bufread::GzDecoder::new(&out[..]), &mut first).unwrap();
    assert_eq!(first.as_bytes(), record(MENDED));
    assert_eq!(gunzip(&out), [record(MENDED), record(HONEST)].concat());
}

#[test]
fn pages_that_are_not_text_are_counted() {
    let place = Place::new();
    let html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>";
    place.write("a.warc", [warc("response", "", html), warc("request", "", b"GET / HTTP/1.1\r\n")].concat());
    place.run("clean a.warc").gives(0).says(&["passed over                            1", "  pages in HTML"]);
    place.write("cut.warc", &warc("conversion", "Content-Type: text/plain\r\n", DAMAGED.as_bytes())[..80]);
    let ran = place.run("clean cut.warc").gives(2).says(&["no WARC record, or one that is cut short"]);
    assert_eq!(ran.out, place.read("cut.warc"));
}

#[test]
fn every_compression_in_and_out() {
    let place = Place::new();
    let record = |text: &str| format!("{{\"text\":{}}}\n", json(text)).repeat(3);
    place.write("a.jsonl", record(DAMAGED));
    let mut last = "a.jsonl".to_owned();
    for ending in ["bz2", "xz", "lz4", "zst", "gz"] {
        let next = format!("a.jsonl.{ending}");
        place.run(&format!("clean -q {last} -o {next}")).gives(0);
        assert_ne!(place.read(&next)[..4], place.read("a.jsonl")[..4]);
        last = next;
    }
    assert_eq!(place.run(&format!("clean -q {last}")).gives(0).text(), record(MENDED));
    let whole = place.read("a.jsonl.xz");
    place.write("cut.jsonl.xz", &whole[..whole.len() - 9]);
    place.run("clean cut.jsonl.xz").gives(2).says(&["the XZ data is damaged or cut short after"]);
}

#[test]
fn documents_that_are_too_long_pass_or_are_cut_at_line_ends() {
    let place = Place::new();
    let long = format!("{{\"text\":{}}}\n", json(&DAMAGED.repeat(40)));
    let short = |text: &str| format!("{{\"text\":{}}}\n", json(text));
    place.write("a.jsonl", format!("{}{long}{}", short(DAMAGED), short(DAMAGED)));
    let ran = place.run("clean a.jsonl --max-document 1k").gives(2);
    assert_eq!(ran.text(), format!("{}{long}{}", short(MENDED), short(MENDED)));
    ran.says(&["a.jsonl:2: a document longer than the limit of 1024 bytes", "too long"]);
    place.write("a.txt", DAMAGED.repeat(40));
    place.run("clean -q a.txt --max-document 1k -o out.txt --edits log.jsonl").gives(0);
    assert_eq!(String::from_utf8(place.read("out.txt")).unwrap(), MENDED.repeat(40));
    let log = String::from_utf8(place.read("log.jsonl")).unwrap();
    let last: serde_json::Value = serde_json::from_str(log.lines().last().unwrap()).unwrap();
    assert_eq!((&last["document"], &last["line"]), (&"a.txt".into(), &40.into()));
    let span = last["start"].as_u64().unwrap() as usize..last["end"].as_u64().unwrap() as usize;
    assert_eq!(
        DAMAGED.repeat(40)[span],
        *last["before"].as_str().unwrap(),
        "spans are those of the whole text"
    );
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ::tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut head = ::tar::Header::new_gnu();
        head.set_size(content.len() as u64);
        head.set_mode(0o640);
        head.set_mtime(1_700_000_000);
        archive.append_data(&mut head, name, *content).unwrap();
    }
    archive.into_inner().unwrap()
}

#[test]
fn members_of_an_archive_are_files() {
    let long = format!("{}/page.txt", "deep".repeat(40));
    let archive = |text: &str| {
        let record = format!("{{\"text\":{}}}\n", json(text));
        tar(&[
            ("a.txt", text.as_bytes()),
            ("image.png", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1F\x15\xC4\x89"),
            ("empty", b""),
            (&long, text.as_bytes()),
            ("b.jsonl", record.as_bytes()),
            ("b.jsonl.gz", &gzip(record.as_bytes())[..0]),
        ])
    };
    check("a.tar", "", archive);
    let place = Place::new();
    place.write("a.tgz", gzip(&archive(DAMAGED)));
    let ran = place.run("clean a.tgz -o out.tar.zst --edits log.jsonl").gives(0);
    ran.says(&["documents                              3", "not text"]);
    assert!(unzstd(&place.read("out.tar.zst")) == archive(MENDED));
    let log = String::from_utf8(place.read("log.jsonl")).unwrap();
    assert!(log.contains(&format!("\"document\":\"a.tgz!{long}\"")), "{log}");
    let whole = archive(DAMAGED);
    place.write("cut.tar", &whole[..whole.len() - 3000]);
    place.run("clean cut.tar -o out.tar").gives(2).says(&["cut.tar: the archive is cut short in its member"]);
}
