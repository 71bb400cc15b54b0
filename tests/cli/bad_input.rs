//! Input that cannot be read: told with place and way out, kept as it is, the rest done.

use super::*;

#[test]
fn bad_records_are_kept_and_named() {
    let place = Place::new();
    let bad: [(&[u8], &str); 9] = [
        (b"not JSON\r\n", "not JSON"),
        (b"{\"text\":\"open\n", "not JSON"),
        (b"[\"text\"] \n", "not a JSON object"),
        (b"{ \"id\" : 1,\"body\":\"x\" }\n", "no field \"text\" (its fields: id, body)"),
        (b"{\"text\":null}\n", "field \"text\" is null, not a string"),
        (b"{\"text\":[\"a\"]}\n", "field \"text\" is an array"),
        (b"{\"text\":\"caf\xE9\n", "not JSON"),
        (b"{\"text\":\"\\ud800\"}\n", "half of a surrogate pair"),
        (b"{\"text\":\"a\"} {\"text\":\"b\"}\n", "not JSON"),
    ];
    let good = |text: &str| format!("{{\"text\":{}}}\n", json(text)).into_bytes();
    let (mut input, mut expected) = (Vec::new(), Vec::new());
    for (record, _) in bad {
        input.extend([good(DAMAGED), record.to_vec()].concat());
        expected.extend([good(MENDED), record.to_vec()].concat());
    }
    place.write("in.jsonl", &input);
    let ran = place.run("clean in.jsonl -o out.jsonl").gives(2);
    assert_eq!(place.read("out.jsonl"), expected);
    for (index, (_, words)) in bad.iter().enumerate() {
        let start = format!("error: in.jsonl:{}: ", 2 * index + 2);
        let line = ran.err.lines().find(|l| l.starts_with(&start)).unwrap_or_else(|| panic!("{}", ran.err));
        assert!(line.contains(words) && line.contains("kept as it is"), "{line}");
    }
    ran.says(&["problems", "--text-field NAME"]);
}

#[test]
fn a_flood_of_bad_records_is_counted_not_shown() {
    let place = Place::new();
    place.write("in.jsonl", "{\"body\":1}\n".repeat(1000));
    let ran = place.run("clean in.jsonl").gives(2).says(&["950 more problems", "1 000"]);
    assert_eq!(ran.text(), "{\"body\":1}\n".repeat(1000));
    assert!(ran.err.lines().count() < 80);
}

#[test]
fn what_is_no_text_in_any_encoding_is_passed_over() {
    let place = Place::new();
    let noise: Vec<u8> = (0..2000_u32).map(|n| (n * n / 7 % 251) as u8).collect();
    place.write("page.txt", noise);
    let words = ["page.txt", "not text", "passed over", "--encoding"];
    assert_eq!(place.run("clean page.txt").gives(2).says(&words).text(), "");
    place.run("clean page.txt -o out.txt").gives(2).says(&words);
    place.run("inspect page.txt").gives(2).says(&["page.txt", "not text"]);
    assert_eq!(place.files(), ["page.txt"]);
    place.run("clean page.txt --encoding macintosh -o out.txt").gives(0);
}

#[test]
fn one_bad_file_among_many_does_not_stop_the_rest() {
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    place.write("in/b.txt", b"\x00\x01\x02\x03\xFF\xFF");
    place.write("in/c.jsonl.gz", &gzip(format!("{{\"text\":{}}}\n", json(DAMAGED)).as_bytes())[..40]);
    place.write("in/d.zst", b"\x28\xB5\x2F\xFDrubbish");
    place.write("in/e.txt.gz", b"\xFF\xFErubbish");
    place.write("in/f.7z", b"7z\xBC\xAF\x27\x1C\0\x04");
    place.write("in/z.txt", DAMAGED);
    let ran = place.run("clean in missing.txt -o out").gives(2);
    let ran = ran.says(&["in/b.txt", "in/c.jsonl.gz", "cut short", "in/d.zst", "damaged or misnamed", "7z"]);
    ran.says(&["missing.txt: cannot be read", "problems                               6"]);
    let out: Vec<_> = place.files().into_iter().filter(|f| f.starts_with("out")).collect();
    assert_eq!(out, ["out/in/a.txt", "out/in/z.txt"]);
    assert_eq!(place.read("out/in/z.txt"), MENDED.as_bytes());
}

#[cfg(unix)]
#[test]
fn files_that_may_not_be_read_are_named() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    let locked = place.write("in/b.txt", DAMAGED);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&locked).is_ok() {
        return; // For the superuser nothing is locked.
    }
    place.run("clean in -o out").gives(2).says(&["in/b.txt: cannot be read"]);
    assert_eq!(place.read("out/a.txt"), MENDED.as_bytes());
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_and_broken_ones_are_named_and_the_rest_is_done() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    symlink("..", place.path("in/up")).unwrap();
    symlink("../in", place.path("in/self")).unwrap();
    symlink("nowhere", place.path("in/broken")).unwrap();
    symlink("a.txt", place.path("in/also.txt")).unwrap();
    let ran = place.run("clean in -o out").gives(2);
    ran.says(&["in/self: a link that leads back", "in/up", "in/broken: cannot be read"]);
    assert_eq!(place.read("out/also.txt"), MENDED.as_bytes());
}

#[test]
fn requests_that_make_no_sense_are_refused_with_advice() {
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    place.write("other/a.txt", DAMAGED);
    for (args, words) in [
        ("clean in", &["directory in", "-o DIRECTORY"][..]),
        ("clean in/a.txt other/a.txt", &["more than one input", "-o DIRECTORY"]),
        ("clean in/a.txt other/a.txt -o out", &["in/a.txt", "other/a.txt", "out/a.txt"]),
        ("clean in -o other/a.txt", &["other/a.txt: not a directory"]),
        ("clean - -o in", &["standard input needs a file"]),
        ("clean - in -o out", &["cannot be mixed"]),
        ("clean missing.txt -o out.txt", &["missing.txt: cannot be read"]),
        ("clean in/a.txt --edits -", &["log of edits"]),
        ("clean in/a.txt -o out.txt --edits out.txt", &["out.txt", "log of edits"]),
        ("clean in/a.txt --config missing.toml", &["missing.toml"]),
        ("inspect in", &["in: a directory", "--check"]),
        ("inspect missing.txt", &["missing.txt: cannot be read"]),
    ] {
        let ran = place.run(args).gives(2).says(words);
        assert_eq!(ran.text(), "", "{args}");
        assert!(ran.err.starts_with("error: "), "{args}: {}", ran.err);
    }
    assert_eq!(place.files(), ["in/a.txt", "other/a.txt"]);
    place.write("bad.toml", "rules.no-such-rule = \"off\"");
    place.run("clean in/a.txt --config bad.toml").gives(2).says(&[
        "bad.toml",
        "no-such-rule",
        "mojimend rules",
    ]);
}
