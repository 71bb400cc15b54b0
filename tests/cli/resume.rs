//! Runs that are killed or stopped, and go on.
#![cfg(unix)]

use super::*;
use std::process::Child;
use std::time::Duration;

/// A corpus that takes a while: a file of many batches, and small ones before and behind it.
fn corpus(place: &Place) {
    let record = |number: usize, text: &str| format!("{{\"id\":{number},\"text\":{}}}\n", json(text));
    let mut large = String::new();
    for number in 0..12_000 {
        large.push_str(&record(number, if number % 100 == 0 { DAMAGED } else { PLAIN }));
        large.push_str(&record(number, &PLAIN.repeat(6)));
    }
    for number in 0..30 {
        place.write(&format!("in/a{number}.txt"), DAMAGED);
        place.write(&format!("in/z{number}.txt"), DAMAGED);
    }
    place.write("in/large.jsonl", large);
}

fn spawn(place: &Place, args: &str) -> Child {
    place.command(args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What a run leaves, but for what it keeps for itself.
fn outputs(place: &Place, folder: &str) -> Vec<(String, Vec<u8>)> {
    let names = place.files().into_iter().filter(|name| name.starts_with(folder));
    names.map(|name| (name[folder.len()..].to_owned(), place.read(&name))).collect()
}

#[test]
fn a_run_that_is_killed_again_and_again_ends_with_the_same_bytes() {
    let place = Place::new();
    corpus(&place);
    place.run("clean -q in -o whole/out --edits whole.log").gives(0);
    place.run("clean -q in/large.jsonl -o whole.jsonl.zst").gives(0);
    let mut killed = 0;
    for (what, args) in [
        ("a directory", "clean -q in -o part/out --edits part.log --resume"),
        ("a file", "clean -q in/large.jsonl -o part.jsonl.zst --resume"),
    ] {
        let mut pause = 5;
        loop {
            let mut child = spawn(&place, args);
            std::thread::sleep(Duration::from_millis(pause));
            // A run that is through already is through.
            let _ = child.kill();
            if child.wait().unwrap().success() {
                break;
            }
            killed += 1;
            pause += 2 + pause / 2;
        }
        assert!(killed > 0, "{what}");
    }
    assert!(outputs(&place, "part/out") == outputs(&place, "whole/out"));
    assert!(place.read("part.log") == place.read("whole.log"));
    assert!(place.read("part.jsonl.zst") == place.read("whole.jsonl.zst"));
    let litter: Vec<_> = place.files().into_iter().filter(|name| name.contains(".mojimend")).collect();
    assert!(litter.is_empty(), "{litter:?}");
    place
        .run("clean in -o part/out --edits part.log --resume")
        .gives(0)
        .says(&["files done before                     61"]);
}

#[test]
fn a_signal_ends_a_run_in_order() {
    let place = Place::new();
    corpus(&place);
    place.run("clean -q in -o whole").gives(0);
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let child = spawn(&place, "clean in -o part");
        // Not before it has begun to write.
        while !place.path("part").exists() {
            std::thread::sleep(Duration::from_millis(1));
        }
        Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap();
        let ran = Ran::from(child.wait_with_output().unwrap());
        if ran.code == Some(0) {
            continue; // It was through before.
        }
        let ran = ran.gives(code).says(&["--resume"]);
        let litter: Vec<_> = place.files().into_iter().filter(|name| name.contains(".mojimend")).collect();
        assert!(litter.is_empty(), "{litter:?} {}", ran.err);
        place.run("clean -q in -o part --resume").gives(0);
        assert!(outputs(&place, "part") == outputs(&place, "whole"));
        fs::remove_dir_all(place.path("part")).unwrap();
    }
}

#[test]
fn a_signal_ends_the_reading_of_a_silent_pipe() {
    let place = Place::new();
    let mut child = place.command("clean -q -").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let stdin = child.stdin.take();
    std::thread::sleep(Duration::from_millis(200));
    Command::new("kill").args(["-s", "TERM", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(143));
    drop(stdin);
}

#[test]
fn another_job_is_not_resumed() {
    let place = Place::new();
    place.write("in/a.txt", DAMAGED);
    place.write("in/b.txt", DAMAGED);
    place.run("clean -q in -o out").gives(0);
    place.write("off.toml", "rules.injected-annotation = \"off\"");
    place
        .run("clean in -o out --resume --config off.toml")
        .gives(2)
        .says(&["other settings", "without --resume"]);
    place.run("clean in -o out --resume --unit line").gives(2).says(&["other settings"]);
    assert_eq!(place.read("out/a.txt"), MENDED.as_bytes());
    place.run("clean -q in -o out --resume --threads 1").gives(0);
    place.write("in/b.txt", MENDED);
    place.run("clean in -o out --resume").gives(2).says(&["inputs were changed, added or removed"]);
    place.run("clean -q in -o out").gives(0);
    place.write("in/c.txt", DAMAGED);
    place.run("clean in -o out --resume").gives(2).says(&["inputs were changed, added or removed"]);
    place.run_with("clean - -o out.txt --resume", b"x").gives(2).says(&["nothing can be resumed"]);
    place.run("clean in/a.txt --resume").gives(2).says(&["nothing can be resumed"]);
}

#[test]
fn an_output_that_was_lost_is_made_again() {
    let place = Place::new();
    for name in ["in/a.txt", "in/b.txt", "in/c.txt"] {
        place.write(name, DAMAGED);
    }
    place.run("clean -q in -o out").gives(0);
    fs::remove_file(place.path("out/b.txt")).unwrap();
    place.run("clean in -o out --resume").gives(0).says(&["files done before                      1"]);
    assert_eq!(place.read("out/b.txt"), MENDED.as_bytes());
}

#[test]
fn after_a_power_loss_only_what_has_its_hash_is_done() {
    let place = Place::new();
    for name in ["in/a.txt", "in/b.txt", "in/c.txt"] {
        place.write(name, DAMAGED);
    }
    place.run("clean -q in -o out").gives(0);
    let manifest = "out/.mojimend-manifest.jsonl";
    let text = String::from_utf8(place.read(manifest)).unwrap();
    let (job, rest) = text.split_once('\n').unwrap();
    let mut job: serde_json::Value = serde_json::from_str(job).unwrap();
    job["boot"] = "another".into();
    place.write(manifest, format!("{job}\n{rest}"));
    // As a disk leaves a file whose bytes had not reached it.
    place.write("out/b.txt", vec![0; MENDED.len()]);
    place.run("clean in -o out --resume").gives(0).says(&["files done before                      1"]);
    assert_eq!(place.read("out/b.txt"), MENDED.as_bytes());
    assert_eq!(place.read("out/c.txt"), MENDED.as_bytes());
}

#[test]
fn a_file_that_was_named_and_not_noted_is_done_again() {
    let place = Place::new();
    corpus(&place);
    place.run("clean -q in -o out --edits edits.log").gives(0);
    let (wanted, log) = (outputs(&place, "out"), place.read("edits.log"));
    let manifest = "out/.mojimend-manifest.jsonl";
    let text = String::from_utf8(place.read(manifest)).unwrap();
    // Cut behind the last note of a part: as if killed before the next line.
    let end = text
        .rfind("{\"part\"")
        .map(|at| at + text[at..].find('\n').unwrap() + 1)
        .expect("a large file is noted in parts");
    place.write(manifest, &text[..end]);
    place.run("clean -q in -o out --edits edits.log --resume").gives(0);
    assert!(outputs(&place, "out") == wanted && place.read("edits.log") == log);
}
