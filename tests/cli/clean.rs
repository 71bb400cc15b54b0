//! What `clean` does with good input.

use super::*;

#[test]
fn one_file_goes_to_standard_output() {
    let place = Place::new();
    place.write("page.txt", format!("{HONEST}{DAMAGED}"));
    let ran = place.run("clean page.txt").gives(0);
    assert_eq!(ran.text(), format!("{HONEST}{MENDED}"));
    let row = |name: &str, count: usize| {
        let line = ran.err.lines().find(|l| l.trim_start().starts_with(name)).unwrap_or_default();
        assert!(line.ends_with(&format!(" {count}")), "{name}: {}", ran.err);
    };
    row("documents", 1);
    row("repaired", 1);
    row("A101", EDITS);
    row("lines removed", 0);
    assert!(ran.err.contains("MB/s"));
    let quiet = place.run("clean --quiet page.txt").gives(0);
    assert_eq!((quiet.out, quiet.err), (ran.out, String::new()));
}

#[test]
fn standard_input_is_read_with_or_without_a_dash() {
    let place = Place::new();
    for args in ["clean -q", "clean -q -", "clean -q - -o -"] {
        assert_eq!(place.run_with(args, DAMAGED.as_bytes()).gives(0).text(), MENDED);
    }
    let record = format!("{{\"text\":{}}}\n", json(DAMAGED));
    let ran = place.run_with("clean -q", record.as_bytes()).gives(0);
    assert_eq!(ran.text(), format!("{{\"text\":{}}}\n", json(MENDED)), "JSONL is recognised");
    let ran = place.run_with("clean -q --format text", b"{\"text\":\"a\"}").gives(0);
    assert_eq!(ran.text(), "{\"text\":\"a\"}");
    let packed = zstd(DAMAGED.as_bytes());
    assert_eq!(place.run_with("clean -q - -o new/out.gz", &packed).gives(0).text(), "");
    assert_eq!(gunzip(&place.read("new/out.gz")), MENDED.as_bytes());
}

#[test]
fn empty_input_gives_empty_output() {
    let place = Place::new();
    place.write("a.txt", "");
    place.write("a.jsonl", "");
    place.write("a.jsonl.gz", gzip(b""));
    place.write("a.zst", "");
    for name in ["a.txt", "a.jsonl", "a.jsonl.gz", "a.zst"] {
        assert_eq!(place.run(&format!("clean -q {name}")).gives(0).text(), "");
    }
}

#[test]
fn names_say_how_outputs_are_packed_and_content_how_inputs_are() {
    let place = Place::new();
    let records = |text: &str| format!("{{\"text\":{}}}\n", json(text)).repeat(3);
    let (damaged, mended) = (records(DAMAGED), records(MENDED));
    let (first, rest) = damaged.as_bytes().split_at(40);
    place.write("plain.jsonl", &damaged);
    place.write("members.jsonl.gz", [gzip(first), gzip(b""), gzip(rest)].concat());
    place.write("frames.jsonl.zst", [zstd(first), zstd(rest)].concat());
    // The name lies: the content counts.
    place.write("misnamed.jsonl", gzip(damaged.as_bytes()));
    place.write("served.jsonl.gz", &damaged);
    for input in ["plain.jsonl", "members.jsonl.gz", "frames.jsonl.zst", "misnamed.jsonl", "served.jsonl.gz"]
    {
        assert_eq!(place.run(&format!("clean -q {input}")).gives(0).text(), mended, "{input}");
        place.run(&format!("clean -q {input} -o out.jsonl")).gives(0);
        assert_eq!(place.read("out.jsonl"), mended.as_bytes(), "{input}");
        place.run(&format!("clean -q {input} -o out.jsonl.gz")).gives(0);
        assert_eq!(gunzip(&place.read("out.jsonl.gz")), mended.as_bytes(), "{input}");
        place.run(&format!("clean -q {input} -o out.jsonl.zst")).gives(0);
        assert_eq!(unzstd(&place.read("out.jsonl.zst")), mended.as_bytes(), "{input}");
    }
}

#[test]
fn a_directory_is_mirrored() {
    let place = Place::new();
    let record = |text: &str| format!("{{\"id\":1,\"text\":{}}}\n", json(text));
    place.write("in/a.txt", DAMAGED);
    place.write("in/deep/er/b.jsonl", record(DAMAGED));
    place.write("in/deep/c.jsonl.gz", gzip(record(DAMAGED).as_bytes()));
    place.write("in/deep/d.txt.zst", zstd(HONEST.as_bytes()));
    place.write("in/no-ending", HONEST);
    place.write("in/.hidden", b"\xFF");
    place.write("in/.git/config", b"\xFF");
    for _ in 0..2 {
        let ran = place.run("clean in -o out --edits log.jsonl").gives(0);
        assert!(ran.err.contains("documents                              5"), "{}", ran.err);
        assert_eq!(place.read("out/a.txt"), MENDED.as_bytes());
        assert_eq!(place.read("out/deep/er/b.jsonl"), record(MENDED).as_bytes());
        assert_eq!(gunzip(&place.read("out/deep/c.jsonl.gz")), record(MENDED).as_bytes());
        assert_eq!(unzstd(&place.read("out/deep/d.txt.zst")), HONEST.as_bytes());
        assert_eq!(place.read("out/no-ending"), HONEST.as_bytes());
        let out: Vec<_> = place.files().into_iter().filter(|f| f.starts_with("out")).collect();
        let expected = [
            "out/a.txt",
            "out/deep/c.jsonl.gz",
            "out/deep/d.txt.zst",
            "out/deep/er/b.jsonl",
            "out/no-ending",
        ];
        assert_eq!(out, expected);
    }
}

#[test]
fn an_output_inside_the_input_is_not_cleaned_again() {
    let place = Place::new();
    place.write("a.txt", DAMAGED);
    place.write("sub/b.txt", DAMAGED);
    for _ in 0..2 {
        place.run("clean . -o sub/out").gives(0);
        assert_eq!(place.files(), ["a.txt", "sub/b.txt", "sub/out/a.txt", "sub/out/sub/b.txt"]);
    }
}

#[test]
fn many_inputs_go_to_a_directory() {
    let place = Place::new();
    place.write("a.txt", DAMAGED);
    place.write("x/b.txt", DAMAGED);
    place.write("x/y/c.txt", DAMAGED);
    place.run("clean -q a.txt x/b.txt x/y/ -o out").gives(0);
    for name in ["out/a.txt", "out/b.txt", "out/y/c.txt"] {
        assert_eq!(place.read(name), MENDED.as_bytes(), "{name}");
    }
    place.run("clean -q a.txt -o out2/").gives(0);
    assert_eq!(place.read("out2/a.txt"), MENDED.as_bytes());
}

/// A corpus of a few megabytes: clean and damaged records, blank lines, bad ones, long ones.
fn corpus() -> Vec<u8> {
    let mut corpus = Vec::new();
    for i in 0..6000_usize {
        let text = match i % 7 {
            0 => DAMAGED.repeat(i % 5 + 1),
            1 => HONEST.repeat(i % 11),
            2 => "plain English text\n".repeat(i % 30),
            _ => PLAIN.repeat(i % 9),
        };
        match i % 501 {
            400 => corpus.extend(b"\n"),
            401 => corpus.extend(b"{broken\n"),
            402 => corpus.extend(b"{\"text\":\"\xFF\n"),
            _ => corpus.extend(format!("{{\"id\": \"doc-{i}\", \"text\": {}}}\n", json(&text)).bytes()),
        }
        if i == 3000 {
            corpus.extend(
                format!("{{\"text\":{}}}\n", json(&format!("{}{DAMAGED}", PLAIN.repeat(60_000)))).bytes(),
            );
        }
    }
    corpus
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    let place = Place::new();
    let corpus = corpus();
    assert!(corpus.len() > 3 << 20, "several batches");
    place.write("in.jsonl", &corpus);
    let results: Vec<_> = [1, 2, 8]
        .iter()
        .map(|threads| {
            let args = format!("clean in.jsonl -o out.jsonl --edits log.jsonl --threads {threads}");
            let ran = place.run(&args).gives(2);
            let told: Vec<_> = ran.err.lines().filter(|l| !l.contains("MB/s")).map(str::to_owned).collect();
            (place.read("out.jsonl"), place.read("log.jsonl"), told)
        })
        .collect();
    assert!(results[0] == results[1] && results[0] == results[2]);
    let mended = String::from_utf8_lossy(&corpus)
        .replace(json(DAMAGED).trim_matches('"'), json(MENDED).trim_matches('"'));
    assert!(String::from_utf8_lossy(&results[0].0) == mended);
}

#[test]
fn check_writes_nothing_and_tells_by_its_exit_code() {
    let place = Place::new();
    place.write("in/bad.txt", DAMAGED);
    place.write("in/good.txt", HONEST);
    for args in ["clean --check in", "clean --check in/good.txt in/bad.txt", "clean --check -q in/bad.txt"] {
        assert_eq!(place.run(args).gives(1).text(), "", "{args}");
    }
    assert_eq!(place.run("clean --check in/good.txt").gives(0).text(), "");
    let ran = place.run("clean --check -q in --edits -").gives(1);
    assert_eq!(ran.text().lines().count(), EDITS);
    place.run("clean --check in/bad.txt in/missing.txt").gives(2);
    assert_eq!(place.files(), ["in/bad.txt", "in/good.txt"]);
    place.run("clean --check in/bad.txt -o out.txt").gives(2).says(&["cannot be used with"]);
}

/// Applies the edits of a log to a text.
fn replay(log: &[serde_json::Value], document: &str, text: &str) -> String {
    let mut text = text.to_owned();
    for edit in log.iter().rev().filter(|e| e["document"] == document) {
        let number = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
        let span = number("start")..number("end");
        assert_eq!(text[span.clone()], *edit["before"].as_str().unwrap());
        text.replace_range(span, edit["after"].as_str().unwrap());
    }
    text
}

#[test]
fn the_log_of_edits_replays() {
    let place = Place::new();
    let text = format!("{HONEST}😀{DAMAGED}{DAMAGED}");
    place.write("in/page.txt", &text);
    let records =
        [("{\"id\":\"a b\",", "a b"), ("{\"id\":42,", "42"), ("{\"id\":null,", "in/records.jsonl:3")];
    let lines: Vec<_> =
        records.iter().map(|(start, _)| format!("{start}\"text\":{}}}", json(&text))).collect();
    place.write("in/records.jsonl", lines.join("\n"));
    place.run("clean -q in -o out --edits log.jsonl").gives(0);
    let log: Vec<serde_json::Value> = serde_json::Deserializer::from_slice(&place.read("log.jsonl"))
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(log.len(), 4 * 2 * EDITS);
    assert_eq!(replay(&log, "in/page.txt", &text).as_bytes(), place.read("out/page.txt"));
    let out = String::from_utf8(place.read("out/records.jsonl")).unwrap();
    for ((_, id), line) in records.iter().zip(out.lines()) {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(record["text"].as_str().unwrap(), replay(&log, id, &text), "{id}");
    }
    let edit = &log[EDITS];
    assert_eq!((&edit["file"], &edit["line"]), (&"in/page.txt".into(), &3.into()), "the line of the edit");
    assert_eq!(log[2 * EDITS]["line"], 1, "the line of the record");
    assert_eq!(edit["rule"], "A101");
    assert!(edit["confidence"].as_f64().is_some_and(|c| (0.0..=1.0).contains(&c)));
    assert!(edit["reason"].is_string());
}

#[test]
fn settings_are_obeyed() {
    let place = Place::new();
    place.write("page.txt", DAMAGED);
    place.write("off.toml", "rules.injected-annotation = \"off\"");
    assert_eq!(place.run("clean -q page.txt --config off.toml").gives(0).text(), DAMAGED);
    place.write("report.toml", "rules.A101 = \"report\"");
    let ran = place.run("clean page.txt --config report.toml").gives(0).says(&["left alone"]);
    assert_eq!(ran.text(), DAMAGED);
}
