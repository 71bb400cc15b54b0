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

/// Records with all that JSON has, and a text.
fn rich(text: &str) -> String {
    let first = r#"{"id":1,"score":0.5,"ok":true,"tags":["a",null],"at":{"x":1,"y":"z"},"no":null,"text":"#;
    let second = r#"{"id":9007199254740993,"score":2,"ok":null,"tags":[],"at":null,"no":null,"text":"#;
    format!("{first}{}}}\n{second}{}}}\n", json(text), json(HONEST))
}

fn values(lines: &[u8]) -> Vec<serde_json::Value> {
    let lines = std::str::from_utf8(lines).unwrap().lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn records_become_tables_and_records_again() {
    let place = Place::new();
    place.write("a.jsonl", rich(DAMAGED));
    let mut expected = values(rich(MENDED).as_bytes());
    // A column has one type: whole numbers among fractions are fractions.
    expected[1]["score"] = 2.0.into();
    for to in ["parquet", "parquet.plain", "parquet.gz", "parquet.lz4", "arrow", "arrow.zst", "arrow.lz4"] {
        place.run(&format!("clean -q a.jsonl -o table --to {to}")).gives(0);
        let ran = place.run("clean -q table --to jsonl").gives(0);
        let mut found = values(&ran.out);
        assert_eq!(found, expected, "{to}");
        found.truncate(1);
        place.run("clean -q table -o other --to parquet.zst").gives(0);
        place.run("clean -q other -o third --to arrow --only-changed").gives(0);
        assert_eq!(place.run("clean -q other --to jsonl").gives(0).out, ran.out, "{to}");
        let rows = place.run("clean -q other --to csv").gives(0);
        assert!(rows.text().starts_with("id,score,ok,tags,at,no,text\n1,0.5,true,"), "{}", rows.text());
        assert_eq!(place.run("clean -q third --to jsonl").gives(0).text(), "");
    }
}

#[test]
fn a_large_table_is_the_same_for_any_number_of_threads() {
    let place = Place::new();
    let mut large = String::new();
    for number in 0..40_000 {
        large.push_str(&record(number, if number % 100 == 0 { DAMAGED } else { PLAIN }));
    }
    place.write("a.jsonl", &large);
    for to in ["parquet", "arrow", "csv"] {
        place.run(&format!("clean -q a.jsonl -o one.{to} --to {to} --threads 1")).gives(0);
        place.run(&format!("clean -q a.jsonl -o many.{to} --to {to} --threads 5")).gives(0);
        assert!(place.read(&format!("one.{to}")) == place.read(&format!("many.{to}")), "{to}");
    }
    let ran = place.run("clean -q one.parquet --to jsonl.zst").gives(0);
    assert_eq!(
        values(&unzstd(&ran.out)),
        values(large.replace(DAMAGED.trim_end(), MENDED.trim_end()).as_bytes())
    );
}

#[test]
fn records_that_are_no_row_of_the_table_are_told() {
    let place = Place::new();
    let odd = [
        "{\"id\":1.5,\"text\":\"x\",\"n\":[]}\n",
        "{\"id\":\"1\",\"text\":\"x\",\"n\":[]}\n",
        "{\"id\":3,\"text\":\"x\",\"m\":[]}\n",
        "no json\n",
    ];
    // So many that the odd ones are not among those that show the columns.
    let many = record(1, PLAIN).repeat(60_000);
    place.write("a.jsonl", format!("{many}{}{}", odd.concat(), record(2, DAMAGED)));
    let ran = place.run("clean a.jsonl -o out.parquet --to parquet").gives(2);
    ran.says(&[
        "a.jsonl:60001: a number with a fraction where the column is of the type Int64",
        "a.jsonl:60002: a text where the column is of the type Int64",
        "a.jsonl:60003: a field \"m\" for which there is no column",
        "a.jsonl:60004: not JSON",
        "left out",
    ]);
    let ran = place.run("clean -q out.parquet --to jsonl").gives(0);
    assert_eq!(values(&ran.out).len(), 60_001);
    assert_eq!(values(&ran.out)[60_000], values(record(2, MENDED).as_bytes())[0]);
}

#[test]
fn texts_and_pages_become_tables() {
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    place.write("in/b.warc", warc("conversion", DAMAGED));
    place.write("in/empty.jsonl", "");
    place.run("clean -q in -o out --to parquet").gives(0);
    for (name, id) in [("a", "in/a.txt"), ("b", "urn:uuid:7")] {
        let ran = place.run(&format!("clean -q out/{name}.parquet --to jsonl")).gives(0);
        let found = values(&ran.out);
        assert_eq!((&found[0]["id"], &found[0]["text"], found.len()), (&id.into(), &MENDED.into(), 1));
    }
    place.run("clean in -o out --to parquet.xz").gives(2).says(&["as one of zst, gz, lz4, plain"]);
}
