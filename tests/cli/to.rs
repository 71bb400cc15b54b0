//! Outputs of another format or compression than their inputs.

use super::*;

fn record(id: usize, text: &str) -> String {
    format!("{{\"id\":{id},\"text\":{},\"n\":[1, 2]}}\n", json(text))
}

fn warc(kind: &str, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:7>\r\nWARC-Target-URI: http://a.example/\r\n\
         WARC-Date: 2026-01-02T03:04:05Z\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

#[test]
fn every_file_of_a_directory_becomes_records() {
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    place.write("in/b.csv", format!("id,text\n7,\"{}\"\n", DAMAGED.trim_end()));
    place.write("in/c.warc.wet.gz", gzip((warc("warcinfo", "x") + &warc("conversion", DAMAGED)).as_bytes()));
    place.write("in/d.jsonl", record(1, DAMAGED));
    place.write("in/page", DAMAGED);
    place.run("clean -q in -o out --to jsonl.zst").gives(0);
    let mended = json(MENDED);
    for (name, expected) in [
        ("a.jsonl.zst", format!("{{\"id\":\"in/a.txt\",\"text\":{mended}}}\n")),
        ("b.jsonl.zst", format!("{{\"id\":\"7\",\"text\":{}}}\n", json(MENDED.trim_end()))),
        (
            "c.jsonl.zst",
            format!(
                "{{\"id\":\"urn:uuid:7\",\"url\":\"http://a.example/\",\"date\":\"2026-01-02T03:04:05Z\",\"text\":{mended}}}\n"
            ),
        ),
        ("d.jsonl.zst", record(1, MENDED)),
        ("page.jsonl.zst", format!("{{\"id\":\"in/page\",\"text\":{mended}}}\n")),
    ] {
        assert_eq!(
            String::from_utf8(unzstd(&place.read(&format!("out/{name}")))).unwrap(),
            expected,
            "{name}"
        );
    }
    // Standard output and a name that says nothing have what was asked for.
    let ran = place.run("clean -q in/d.jsonl --to gz").gives(0);
    assert_eq!(gunzip(&ran.out), record(1, MENDED).as_bytes());
    place.run("clean -q in/a.txt -o out.bin --to jsonl.gz --unit line").gives(0);
    let line = format!("{{\"id\":\"in/a.txt:1\",\"text\":{}}}\n", json(MENDED.trim_end()));
    assert_eq!(gunzip(&place.read("out.bin")), line.as_bytes());
}

#[test]
fn records_become_rows() {
    let place = Place::new();
    place.write(
        "a.jsonl",
        record(1, "a, \"b\"\nc") + "{\"id\":null,\"text\":\"\"}\n" + &record(2, DAMAGED.trim_end()),
    );
    let ran = place.run("clean -q a.jsonl --to csv").gives(0);
    let rows =
        format!("id,text,n\n1,\"a, \"\"b\"\"\nc\",\"[1, 2]\"\n,\"\",\n2,{},\"[1, 2]\"\n", MENDED.trim_end());
    assert_eq!(ran.text(), rows.replace(MENDED.trim_end(), &format!("\"{}\"", MENDED.trim_end())));
    place.write("b.csv", ran.out);
    let ran = place.run("clean -q b.csv --to tsv").gives(0);
    assert!(ran.text().starts_with("id\ttext\tn\n1\t\"a, \"\"b\"\"\nc\"\t[1, 2]\n"), "{}", ran.text());
}

#[test]
fn what_has_no_place_in_the_other_format_is_told() {
    let place = Place::new();
    place.write(
        "a.jsonl",
        record(1, DAMAGED) + "not json\n{\"id\":2,\"text\":null}\n{\"id\":3,\"text\":\"x\",\"y\":1}\n",
    );
    let ran = place.run("clean a.jsonl --to csv").gives(2).says(&[
        "a.jsonl:2: not JSON",
        "the record was left out",
        "a.jsonl:3: field \"text\" is null",
        "a.jsonl:4: a field \"y\" that the first record does not have",
    ]);
    assert_eq!(ran.text(), format!("id,text,n\n1,\"{MENDED}\",\"[1, 2]\"\n2,,\n"));
    // One that is long beyond measure, at the beginning.
    place.write("b.jsonl", record(1, &PLAIN.repeat(99)) + &record(2, DAMAGED.trim_end()));
    let ran = place.run("clean b.jsonl --to tsv --max-document 1k").gives(2).says(&["left out"]);
    assert_eq!(ran.text(), format!("id\ttext\tn\n2\t{}\t[1, 2]\n", MENDED.trim_end()));
}

#[test]
fn pairs_that_cannot_be_are_told_and_the_rest_is_done() {
    let place = Place::new();
    place.write("in/a.jsonl", record(1, DAMAGED));
    place.write("in/b.warc", warc("conversion", DAMAGED));
    place
        .run("clean in -o out --to warc.gz")
        .gives(2)
        .says(&["in/a.jsonl: a file of the format jsonl cannot be written as warc"]);
    assert_eq!(gunzip(&place.read("out/b.warc.gz")), warc("conversion", MENDED).as_bytes());
    assert!(!place.path("out/a.warc").exists());
    place.run("clean in -o out --to docx").gives(2).says(&["\"docx\" is not known; there are text, jsonl"]);
}

#[test]
fn files_that_would_get_one_name_are_refused() {
    let place = Place::new();
    place.write("in/a.jsonl", record(1, DAMAGED));
    place.write("in/a.txt", DAMAGED);
    place.run("clean in -o out --to jsonl").gives(2).says(&["would both be written to out/a.jsonl"]);
    place.run("clean -q in -o out --to zst").gives(0);
}

#[test]
fn a_run_with_another_target_is_another_run() {
    let place = Place::new();
    let mut large = String::new();
    for number in 0..9000 {
        large.push_str(&record(number, if number % 100 == 0 { DAMAGED } else { PLAIN }));
    }
    place.write("in/large.jsonl", &large);
    place.write("in/z.txt", DAMAGED);
    place.run("clean -q in -o whole --to csv.gz").gives(0);
    place.run("clean -q in -o other --to csv.gz --threads 1").gives(0);
    assert_eq!(place.read("other/large.csv.gz"), place.read("whole/large.csv.gz"));
    place.run("clean in -o other --to csv.zst --resume").gives(2).says(&["other settings"]);
    fs::remove_file(place.path("other/z.csv.gz")).unwrap();
    place
        .run("clean in -o other --to csv.gz --resume")
        .gives(0)
        .says(&["files done before                      1"]);
    assert_eq!(place.read("other/z.csv.gz"), place.read("whole/z.csv.gz"));
}
