//! Nothing is overwritten by accident, nothing is half written.

use super::*;

#[test]
fn an_input_is_never_the_output() {
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    place.write("in/b.jsonl", "{\"text\":\"x\"}\n");
    fs::hard_link(place.path("in/a.txt"), place.path("hard.txt")).unwrap();
    let mut requests = vec![
        "clean in/a.txt -o in/a.txt",
        "clean in/a.txt -o ./in/../in/a.txt",
        "clean in/a.txt -o in",
        "clean in/a.txt -o hard.txt",
        "clean in -o in",
        "clean in -o ./in/",
        "clean in in/a.txt -o .",
        "clean in/a.txt --check --edits in/a.txt",
        "clean in/b.jsonl -o out.jsonl --edits in/b.jsonl",
    ];
    if cfg!(unix) {
        #[cfg(unix)]
        for (to, link) in [("in/a.txt", "soft.txt"), ("in", "soft")] {
            std::os::unix::fs::symlink(to, place.path(link)).unwrap();
        }
        requests.extend(["clean in/a.txt -o soft.txt", "clean in -o soft", "clean soft -o in"]);
    }
    for request in requests {
        place.run(request).gives(2).says(&["error: "]);
        assert_eq!(place.read("in/a.txt"), DAMAGED.as_bytes(), "{request}");
        assert_eq!(place.read("in/b.jsonl"), b"{\"text\":\"x\"}\n", "{request}");
    }
    assert!(!place.path("out.jsonl").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_redirection_onto_the_input_is_noticed() {
    let place = Place::new();
    let path = place.write("a.txt", DAMAGED);
    let append = fs::File::options().append(true).open(&path).unwrap();
    let output = place.command("clean a.txt").stdout(append).output().unwrap();
    Ran::from(output).gives(2).says(&["same file"]);
    let from = fs::File::open(&path).unwrap();
    Ran::from(place.command("clean - -o a.txt").stdin(from).output().unwrap()).gives(2).says(&["same file"]);
    assert_eq!(place.read("a.txt"), DAMAGED.as_bytes());
}

#[test]
fn an_error_in_the_middle_leaves_what_was_readable_and_the_old_output() {
    let place = Place::new();
    // Incompressible, so that cutting the end leaves many whole batches before it.
    let mut state = 1_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 20
    };
    let records: String =
        (0..60_000).map(|_| format!("{{\"text\":\"{:x}{:x}{:x}\"}}\n", noise(), noise(), noise())).collect();
    let packed = gzip(records.as_bytes());
    place.write("in.jsonl.gz", &packed[..packed.len() - 20]);
    let ran = place.run("clean in.jsonl.gz -o new.jsonl").gives(2);
    ran.says(&["in.jsonl.gz", "cut short after ", "what could be read was written to new.jsonl"]);
    let readable = place.read("new.jsonl");
    assert!(readable.len() > records.len() / 2 && readable.ends_with(b"\n"));
    assert!(records.as_bytes().starts_with(&readable), "whole records alone");
    let ran = place.run("clean in.jsonl.gz").gives(2).says(&["in.jsonl.gz", "cut short"]);
    assert_eq!(ran.out, readable, "a pipe gets what could be read");
    place.write("old.jsonl", "old");
    place.run("clean in.jsonl.gz -o old.jsonl --edits log.jsonl").gives(2);
    assert_eq!(place.read("old.jsonl"), b"old");
    assert_eq!(place.read("old.jsonl.partial"), readable);
    assert_eq!(place.files(), ["in.jsonl.gz", "log.jsonl", "new.jsonl", "old.jsonl", "old.jsonl.partial"]);
}

#[test]
fn an_output_that_cannot_be_made_is_named_and_the_rest_is_done() {
    let place = Place::new();
    place.write("in/a/x.txt", DAMAGED);
    place.write("in/b/y.txt", DAMAGED);
    // A file where a directory is needed.
    place.write("out/a", "in the way");
    place.run("clean in -o out").gives(2).says(&["out/a/x.txt: cannot be written"]);
    assert_eq!(place.read("out/b/y.txt"), MENDED.as_bytes());
    assert_eq!(place.read("out/a"), b"in the way");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let place = Place::new();
    place.write("a.txt", format!("{}{DAMAGED}", PLAIN.repeat(10_000)));
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    let ran = Ran::from(place.command("clean -q a.txt").stdout(full()).output().unwrap());
    ran.gives(2).says(&["error: standard output: No space left"]);
    place.run("clean a.txt -o /dev/full").gives(2).says(&["cannot be written: No space left"]);
    place.run("clean a.txt --check --edits /dev/full").gives(2).says(&["/dev/full: No space left"]);
    let ran = Ran::from(place.command("rules").stdout(full()).output().unwrap());
    ran.gives(2).says(&["standard output"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_limit_of_the_size_of_files_is_an_error_and_the_rest_is_done() {
    let place = Place::new();
    place.write("in/a.txt", PLAIN.repeat(20_000));
    place.write("in/b.txt", DAMAGED);
    let command = format!("ulimit -f 8; exec {} clean in -o out", env!("CARGO_BIN_EXE_mojimend"));
    let ran =
        Ran::from(Command::new("sh").arg("-c").arg(command).current_dir(place.path("")).output().unwrap());
    ran.gives(2).says(&["in/a.txt: cannot be written: File too large"]);
    assert_eq!(place.read("out/b.txt"), MENDED.as_bytes());
    assert_eq!(place.files(), ["in/a.txt", "in/b.txt", "out/b.txt"]);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Place::new();
    let record = |text: &str| format!("{{\"text\":{}}}\n", json(text));
    place.write("in.jsonl", record(DAMAGED).repeat(1000) + &record(MENDED).repeat(20_000));
    for args in ["clean in.jsonl", "clean in.jsonl --edits log.jsonl", "inspect in.jsonl --limit 0"] {
        let mut child = place.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 100];
        let mut stdout = child.stdout.take().unwrap();
        std::io::Read::read_exact(&mut stdout, &mut first).unwrap();
        drop(stdout);
        let ran = Ran::from(child.wait_with_output().unwrap()).gives(0);
        assert_eq!(ran.err, "", "{args}");
    }
    assert_eq!(place.files(), ["in.jsonl"], "a log that is not whole does not appear");
}

#[cfg(unix)]
#[test]
fn permissions_of_the_input_are_kept() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let place = Place::new();
    let path = place.write("private.txt", DAMAGED);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    place.run("clean -q private.txt -o out.txt").gives(0);
    assert_eq!(fs::metadata(place.path("out.txt")).unwrap().mode() & 0o777, 0o600);
}
