//! `rules`, `explain`, `config`, and the help.

use super::*;
use mojimend::rule::Safety;
use mojimend::{Config, RULES};

#[test]
fn rules_are_listed() {
    let place = Place::new();
    let ran = place.run("rules").gives(0);
    assert_eq!(ran.text().lines().count(), RULES.len());
    for (line, rule) in ran.text().lines().zip(RULES) {
        let state = if rule.safety == Safety::Safe { " on " } else { " off " };
        for part in [rule.code, rule.name, rule.summary, state] {
            assert!(line.contains(part), "{part:?}: {line}");
        }
    }
    place.write("off.toml", "rules.A101 = \"off\"");
    let ran = place.run("rules --json --config off.toml").gives(0);
    let rules: Vec<serde_json::Value> = serde_json::from_str(ran.text()).unwrap();
    assert_eq!(rules.len(), RULES.len());
    assert_eq!((&rules[0]["code"], &rules[0]["action"]), (&"A101".into(), &"off".into()));
    assert_eq!(rules[1]["action"], "repair");
}

#[test]
fn rules_are_explained_by_code_and_by_name() {
    let place = Place::new();
    for rule in RULES {
        let ran = place.run(&format!("explain {}", rule.code.to_lowercase())).gives(0);
        assert!(ran.text().starts_with(&format!("{} {}\n{}\n", rule.code, rule.name, rule.summary)));
        assert!(!ran.text().contains("```"));
        assert_eq!(ran.text(), place.run(&format!("explain {}", rule.name)).gives(0).text());
    }
    let ran = place.run("explain A110").gives(2).says(&["A110", "did you mean A101", "mojimend rules"]);
    assert_eq!(ran.text(), "");
    place.run("explain injected-lines").gives(2).says(&["L101 injected-line"]);
}

#[test]
fn settings_are_printed_and_read_back() {
    let place = Place::new();
    let ran = place.run("config").gives(0);
    assert_eq!(ran.text(), Config::default().to_toml());
    place.write("my.toml", ran.text().replace("injected-line = \"repair\"", "injected-line = \"off\""));
    let mine = place.run("config --config my.toml").gives(0);
    assert!(mine.text().contains("injected-line = \"off\""));
    assert_eq!(mine.out, place.read("my.toml"));
}

#[test]
fn settings_come_from_a_preset_a_file_and_single_ones() {
    let place = Place::new();
    let ran = place.run("config --preset ftfy").gives(0);
    assert_eq!(ran.text(), Config::preset("ftfy").unwrap().to_toml());
    place.write("my.toml", "normalise.quotes = \"keep\"");
    let ran = place.run("config --preset ftfy --config my.toml --set normalise.blank-lines=2").gives(0);
    let mut expected = Config::preset("ftfy").unwrap();
    expected.normalise.quotes = mojimend::config::Quotes::Keep;
    expected.normalise.blank_lines = 2;
    assert_eq!(ran.text(), expected.to_toml());
    place.write("a.txt", "“ﬁne”\n");
    assert_eq!(place.run("clean a.txt --preset ftfy").gives(0).text(), "\"fine\"\n");
    assert_eq!(place.run("clean a.txt --set normalise.quotes=straight").gives(0).text(), "\"ﬁne\"\n");
    assert_eq!(place.run("clean a.txt").gives(0).text(), "“ﬁne”\n");
    place.run("clean a.txt --preset fttfy").gives(2).says(&["fttfy", "pretrain-zh"]);
    place.run("clean a.txt --set normalise.quotes").gives(2).says(&["KEY=VALUE"]);
    place.run("clean a.txt --set normalise.quotes=round").gives(2).says(&["round"]);
}

#[test]
fn help_teaches() {
    let place = Place::new();
    for command in ["", "clean", "decode", "inspect", "config"] {
        let long = place.run(&format!("{command} --help")).gives(0);
        assert!(long.text().contains("Examples:") && long.text().contains("mojimend "), "{command}");
        assert!(place.run(&format!("{command} -h")).gives(0).text().lines().count() <= 24, "{command}");
    }
    place.run("").gives(2).says(&["Usage: mojimend"]);
    place.run("claen").gives(2).says(&["clean"]);
}
