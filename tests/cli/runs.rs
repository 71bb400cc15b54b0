//! Summaries, shards, and documents left out.

use super::*;
use serde_json::Value;

fn summary(place: &Place, name: &str) -> Value {
    serde_json::from_slice(&place.read(name)).unwrap()
}

#[test]
fn a_summary_has_all_files_and_those_of_shards_add_up() {
    let place = Place::new();
    for number in 0..10 {
        place.write(&format!("in/{number}.txt"), if number % 2 == 0 { DAMAGED } else { HONEST });
    }
    place.run("clean -q in -o out --summary all.json --samples 2").gives(0);
    let all = summary(&place, "all.json");
    assert_eq!((&all["documents"], &all["files"], &all["repaired"]), (&10.into(), &10.into(), &5.into()));
    assert_eq!(all["edits"]["A101"], 5 * EDITS);
    assert_eq!(all["samples"]["A101"].as_array().unwrap().len(), 2);
    assert_eq!(all["samples"]["A101"][0]["before"], "(qiáng)");
    assert_eq!(all["by_file"].as_array().unwrap().len(), 10);
    assert_eq!(all["by_file"][4]["file"], "in/4.txt");
    assert!(all["seconds_by_stage"]["clean"].is_number());

    for part in 1..=3 {
        place.run(&format!("clean -q in -o parts --shard {part}/3 --summary {part}.json")).gives(0);
    }
    for number in 0..10 {
        assert_eq!(place.read(&format!("parts/{number}.txt")), place.read(&format!("out/{number}.txt")));
    }
    let merged = place.run("summary merge 1.json 2.json 3.json").gives(0);
    let merged: Value = serde_json::from_str(merged.text()).unwrap();
    for key in ["documents", "files", "repaired", "edits", "bytes"] {
        assert_eq!(merged[key], all[key], "{key}");
    }
    let table = place.run("summary merge --table 1.json 2.json 3.json").gives(0);
    assert!(table.text().contains("documents                             10"));
    place.run("summary merge in/1.txt").gives(2).says(&["in/1.txt", "should be a summary"]);
    place.run("clean in -o out --shard 4/3").gives(2).says(&["1/64 to 64/64"]);
}

#[test]
fn documents_are_left_out_by_their_verdict() {
    let place = Place::new();
    let record = |id: usize, text: &str| format!("{{\"id\":{id},\"text\":{}}}\n", json(text));
    place.write("a.jsonl", [record(1, HONEST), record(2, DAMAGED), record(3, "a\u{FFFD}")].concat());
    let mut command =
        place.command("clean a.jsonl -o out.jsonl --rejects rejects.jsonl --edits log.jsonl --drop");
    let ran = Ran::from(command.arg("A101 > 3 or unrecoverable>0.5").output().unwrap()).gives(0);
    ran.says(&["dropped                                2"]);
    assert_eq!(place.read("out.jsonl"), record(1, HONEST).as_bytes());
    assert_eq!(place.read("rejects.jsonl"), [record(2, DAMAGED), record(3, "a\u{FFFD}")].concat().as_bytes());
    assert_eq!(place.read("log.jsonl"), b"", "what is not written was not edited");
    place.run("clean a.jsonl --drop spam>1").gives(2).says(&["spam_share"]);
    let ran = place.run("clean -q a.jsonl --only-changed").gives(0);
    assert_eq!(ran.text(), record(2, MENDED));
}

#[test]
fn problems_and_the_summary_can_be_json() {
    let place = Place::new();
    place.write("a.jsonl", "{\"text\":1}\n{\"text\":\"fine\"}\n");
    let ran = place.run("clean a.jsonl --log-format json").gives(2);
    let lines: Vec<Value> = ran.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&lines[0]["file"], &lines[0]["line"], &lines[0]["level"]),
        (&"a.jsonl".into(), &1.into(), &"error".into())
    );
    assert_eq!((&lines[1]["documents"], &lines[1]["problems"]), (&1.into(), &1.into()));
}

#[test]
fn directories_of_what_goes_beside_are_not_made() {
    let place = Place::new();
    place.write("a.txt", DAMAGED);
    for option in ["--edits", "--rejects", "--summary"] {
        let drop = if option == "--rejects" { "--drop edits>1" } else { "" };
        let ran = place.run(&format!("clean a.txt -o out.txt {option} new/x.json {drop}")).gives(2);
        ran.says(&["new/x.json"]);
    }
    assert!(!place.path("new").exists());
}
