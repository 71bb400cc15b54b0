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
    assert!(all["seconds_by_stage"]["clean"].is_number() && all["by_file"][4]["seconds"].is_number());

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
fn what_is_beyond_repair_goes_on_request() {
    let place = Place::new();
    let record = |id: usize, text: &str| format!("{{\"id\":{id},\"text\":{}}}\n", json(text));
    let lines = "山上有水\n锟斤拷锟斤拷，\n天下太平，人人安康，锟斤拷。\n";
    place.write("a.jsonl", [record(1, lines), record(2, HONEST)].concat());
    let dropping = |what: &str| {
        let mut command = place.command("clean -q a.jsonl --drop-unrecoverable");
        Ran::from(command.arg(what).output().unwrap()).gives(0).text().to_owned()
    };
    let with = |text: &str| [record(1, text), record(2, HONEST)].concat();
    assert_eq!(place.run("clean -q a.jsonl").gives(0).text(), with(lines));
    assert_eq!(dropping("spans"), with("山上有水\n，\n天下太平，人人安康，。\n"));
    assert_eq!(dropping("lines"), with("山上有水\n天下太平，人人安康，锟斤拷。\n"));
    assert_eq!(dropping("lines>0.1"), with("山上有水\n"));
    assert_eq!(dropping("documents"), record(2, HONEST));
    assert_eq!(dropping("documents>0.9"), with(lines));
    let rejecting = "clean -q a.jsonl -o out.jsonl --rejects gone.jsonl --drop-unrecoverable documents";
    place.run(rejecting).gives(0);
    assert_eq!(place.read("gone.jsonl"), record(1, lines).as_bytes());
    place.run("clean a.jsonl --drop-unrecoverable pages").gives(2).says(&["spans, lines or documents"]);
    place.run("clean a.jsonl --rejects gone.jsonl").gives(2);
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

#[test]
fn lines_of_earlier_pages_are_taken_out() {
    let place = Place::new();
    let menu = "首页 产品中心 新闻资讯 关于我们 联系方式 网站地图 版权声明";
    let record = |id: usize, text: &str| format!("{{\"id\":{id},\"text\":{}}}\n", json(text));
    let page = |number: usize, menu: &str| format!("{menu}第{number}页的正文在这里。\n短行\n{menu}");
    let first = format!("{menu}\n");
    place.write(
        "in/a.jsonl",
        record(1, &page(1, &first)) + &record(2, &page(2, &first)) + &record(3, DAMAGED),
    );
    place.write("in/b.txt", page(3, &format!("  {menu} \r\n")) + DAMAGED);
    place.run("clean -q in -o out --dedup-lines --edits log.jsonl --summary all.json").gives(0);
    // The first page keeps both; lines that are short stay; a line that is taken out is not repaired before.
    let expected = record(1, &page(1, &first)) + &record(2, &page(2, "")) + &record(3, MENDED);
    assert_eq!(String::from_utf8(place.read("out/a.jsonl")).unwrap(), expected);
    assert_eq!(String::from_utf8(place.read("out/b.txt")).unwrap(), page(3, ""));
    let summary = summary(&place, "all.json");
    assert_eq!((&summary["edits"]["L301"], &summary["edits"]["A101"]), (&5.into(), &EDITS.into()));
    let log = String::from_utf8(place.read("log.jsonl")).unwrap();
    let entry: Value = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .find(|entry: &Value| entry["rule"] == "L301")
        .unwrap();
    assert_eq!(
        (&entry["document"], &entry["start"], &entry["before"]),
        (&"2".into(), &0.into(), &first.as_str().into())
    );
    // Longer than any of them: nothing is taken out. The rule can be told to report, too.
    place.run("clean -q in -o none --dedup-lines=99").gives(0);
    assert_eq!(
        String::from_utf8(place.read("none/a.jsonl")).unwrap(),
        expected.replace(&record(2, &page(2, "")), &record(2, &page(2, &first)))
    );
    let ran = place.run("clean in -o told --dedup-lines --set rules.repeated-line=report").gives(0);
    ran.says(&["L301 repeated-line                   5"]);
    place.run("clean in -o out --dedup-lines --resume").gives(2).says(&["--resume"]);
}

#[test]
fn which_lines_come_again_does_not_depend_on_threads() {
    let place = Place::new();
    let line = |number: usize| format!("这一行的号码是{number}，它有足够多的字可以被认出来。\n");
    let record = |number: usize| {
        let lines: String = (0..30).map(|at| line((number * 7 + at * at) % 9000)).collect();
        format!("{{\"id\":{number},\"text\":{}}}\n", json(&lines))
    };
    for file in 0..4 {
        let records: String = (0..400).map(|number| record(file * 200 + number)).collect();
        place.write(&format!("in/large{file}.jsonl"), records);
    }
    for file in 0..60 {
        place.write(
            &format!("in/small{file}.txt"),
            (0..40).map(|at| line(file * 100 + at)).collect::<String>(),
        );
    }
    place.run("clean -q in/large0.jsonl -o in/table.arrow --to arrow").gives(0);
    place.run("clean -q in/large1.jsonl -o in/table.parquet --to parquet").gives(0);
    place.run("clean -q in -o one --dedup-lines --threads 1 --edits one.log").gives(0);
    for threads in [2, 7] {
        place
            .run(&format!("clean -q in -o many --dedup-lines --threads {threads} --edits many.log"))
            .gives(0);
        assert!(place.read("one.log") == place.read("many.log"), "{threads}");
        for name in place.files().iter().filter_map(|name| name.strip_prefix("one/")) {
            assert!(
                place.read(&format!("one/{name}")) == place.read(&format!("many/{name}")),
                "{threads}: {name}"
            );
        }
    }
    assert!(place.read("one.log").len() > 10_000);
}
