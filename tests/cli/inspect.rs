//! What `inspect` shows.

use super::*;

#[test]
fn damage_is_shown_with_marks_and_reasons() {
    let place = Place::new();
    place.write("page.txt", format!("{HONEST}\n{DAMAGED}"));
    let ran = place.run("inspect page.txt").gives(0);
    let text = ran.text();
    assert!(text.starts_with(&format!("page.txt: {EDITS} edits in 1 line")), "{text}");
    assert!(text.contains("我們加強[-(qiáng)-]領[-(lǐng)-]導[-(dǎo)-],推進"), "{text}");
    assert!(text.contains("A101 injected-annotation"), "{text}");
    let line = text.lines().find(|l| l.contains("(qiáng)")).unwrap();
    assert!(line.trim_start().starts_with("3 │"), "{line}");
    assert!(text.contains("% sure)"), "every row has its reason: {text}");
    assert!(!text.contains('\x1b') && !text.contains("睢縣"), "{text}");
    assert_eq!(place.read("page.txt"), format!("{HONEST}\n{DAMAGED}").as_bytes());
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let place = Place::new();
    place.write("page.txt", DAMAGED);
    let run = |args: &str, variables: &[(&str, &str)]| {
        let mut command = place.command(args);
        command.envs(variables.iter().copied());
        Ran::from(command.output().unwrap()).gives(0)
    };
    assert!(!run("inspect page.txt", &[]).text().contains('\x1b'));
    assert!(!run("inspect page.txt", &[("NO_COLOR", "1")]).text().contains('\x1b'));
    assert!(!run("inspect page.txt --color never", &[("CLICOLOR_FORCE", "1")]).text().contains('\x1b'));
    let coloured = run("inspect page.txt --color always", &[]);
    assert!(coloured.text().contains("強\x1b[31;9m(qiáng)\x1b[0m領"), "{}", coloured.text());
    assert!(!coloured.text().contains("[-"));
    assert!(!run("rules", &[("NO_COLOR", "1")]).text().contains('\x1b'));
    assert!(run("rules --color always", &[]).text().contains('\x1b'));
}

#[test]
fn clean_text_is_said_to_be_clean() {
    let place = Place::new();
    place.write("page.txt", MENDED);
    assert_eq!(place.run("inspect page.txt").gives(0).text(), "page.txt: no damage found\n");
    place.write("two.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n");
    assert_eq!(place.run("inspect two.jsonl").gives(0).text(), "two.jsonl: no damage found in 2 documents\n");
    place.write("one.jsonl", "{\"text\":\"a\"}\n");
    assert_eq!(place.run("inspect one.jsonl").gives(0).text(), "one.jsonl: no damage found in 1 document\n");
}

#[test]
fn records_are_chosen_by_line_or_id() {
    let place = Place::new();
    let record = |id: &str, text: &str| format!("{{\"id\":{id},\"text\":{}}}\n", json(text));
    let records =
        [record("\"first\"", HONEST), record("7", DAMAGED), record("\"2\"", MENDED), "junk\n".to_owned()];
    place.write("in.jsonl", records.concat());
    let shown =
        |record: &str| place.run(&format!("inspect in.jsonl --record {record}")).gives(0).text().to_owned();
    assert!(shown("2").starts_with("in.jsonl:2 (id 7): 10 edits"), "{}", shown("2"));
    assert_eq!(shown("2"), shown("id:7"));
    assert_eq!(shown("first"), "in.jsonl:1 (id first): no damage found\n");
    assert_eq!(shown("id:2"), "in.jsonl:3 (id 2): no damage found\n");
    place.run("inspect in.jsonl --record 4").gives(2).says(&["in.jsonl:4: not JSON"]);
    place.run("inspect in.jsonl --record 9").gives(2).says(&["in.jsonl: no record 9"]);
    place.run("inspect in.jsonl --record nobody").gives(2).says(&["no record nobody"]);
    let all = place.run("inspect in.jsonl").gives(2).says(&["in.jsonl:4: not JSON"]);
    assert!(all.text().starts_with("in.jsonl:2 (id 7)"), "{}", all.text());
}

#[test]
fn standard_input_can_be_inspected_and_long_output_is_limited() {
    let place = Place::new();
    let record = format!("{{\"text\":{}}}\n", json(DAMAGED));
    let input = gzip(record.repeat(25).as_bytes());
    let ran = place.run_with("inspect -", &input).gives(0).says(&["stopped after 10", "--limit 0"]);
    assert_eq!(ran.text().matches("10 edits in 1 line").count(), 10);
    assert!(ran.text().starts_with("stdin:1: "));
    let ran = place.run_with("inspect - --limit 0", &input).gives(0);
    assert_eq!(ran.text().matches("10 edits in 1 line").count(), 25);
}

#[test]
fn long_lines_are_cut_and_rows_fit_a_page() {
    let place = Place::new();
    let far = "好".repeat(3000);
    let damaged = DAMAGED.trim_end();
    place.write("page.txt", format!("{far}{damaged}{far}{damaged}{far}"));
    let ran = place.run("inspect page.txt").gives(0);
    for line in ran.text().lines().filter(|l| l.contains('│')) {
        assert!(line.chars().count() < 160, "{line}");
    }
    assert_eq!(ran.text().matches("[-(qiáng)-]").count(), 2);
    assert!(ran.text().contains("│ …好"), "{}", ran.text());
}

#[test]
fn left_alone_places_are_shown_too() {
    let place = Place::new();
    place.write("page.txt", DAMAGED);
    place.write("report.toml", "rules.A101 = \"report\"");
    let ran = place.run("inspect page.txt --config report.toml").gives(0);
    assert!(ran.text().starts_with("page.txt: nothing to repair, 10 places left alone"), "{}", ran.text());
    assert!(ran.text().contains("Left alone:") && ran.text().contains("強{?(qiáng)?}領"), "{}", ran.text());
}
