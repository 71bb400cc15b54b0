//! Every option of `[normalise]` with every value, by the library, by a configuration and by the command: what each does
//! shows in the log, can be undone, and nothing of it happens unasked. The presets hold the invariants of all text.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]
#![cfg(feature = "script")]

use mojimend::{Action, Cleaner, Config, Rule};
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// An option with a value and what it does; python/tests reads the same file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Setting {
    key: String,
    value: serde_json::Value,
    before: String,
    after: String,
    rule: String,
    /// Rules of damage that would take the same place first.
    #[serde(default)]
    also: BTreeMap<String, String>,
}

impl Setting {
    fn lines(&self) -> Vec<String> {
        let also = self.also.iter().map(|(key, value)| format!("{key}=\"{value}\""));
        also.chain([format!("normalise.{}={}", self.key, self.value)]).collect()
    }

    fn config(&self) -> Config {
        Config::from_toml(&self.lines().join("\n")).unwrap()
    }
}

fn settings() -> Vec<Setting> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/options.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_option_and_every_value_is_there() {
    let toml = Config::default().to_toml();
    let table: toml::Table = toml::from_str(&toml).unwrap();
    let keys: BTreeSet<&str> = table["normalise"].as_table().unwrap().keys().map(String::as_str).collect();
    let settings = settings();
    assert_eq!(settings.iter().map(|s| s.key.as_str()).collect::<BTreeSet<_>>(), keys);
    // The comment above a key names its values, each in quotes.
    let comments: Vec<&str> = toml.lines().skip_while(|line| *line != "[normalise]").collect();
    for pair in comments.windows(2) {
        let Some((key, _)) = pair[1].split_once(" = ").filter(|(key, _)| keys.contains(key)) else {
            continue;
        };
        let named: BTreeSet<&str> = pair[0].split('"').skip(1).step_by(2).filter(|v| *v != "keep").collect();
        let tried: BTreeSet<&str> =
            settings.iter().filter(|s| s.key == key).filter_map(|s| s.value.as_str()).collect();
        assert_eq!(tried, named, "{key}");
    }
}

#[test]
fn what_an_option_does_shows_in_the_log() {
    for setting in settings() {
        let what = format!("{} = {}", setting.key, setting.value);
        let config = setting.config();
        let cleaner = Cleaner::builder().config(config.clone()).build();
        let cleaned = cleaner.clean(&setting.before);
        assert_eq!(cleaned.text, setting.after, "{what}");
        assert!(
            cleaned.edits.iter().any(|edit| edit.rule.code == setting.rule),
            "{what}: {:?}",
            cleaned.edits
        );
        assert_eq!(cleaned.edits.apply(&setting.before).unwrap(), setting.after, "{what}");
        assert_eq!(cleaned.edits.undo(&setting.after).unwrap(), setting.before, "{what}");
        assert!(!cleaner.clean(&setting.after).is_changed(), "{what} twice");

        let rule = Rule::find(&setting.rule).unwrap();
        let reporting = Cleaner::builder().config(config).action(rule, Action::Report).build();
        let reported = reporting.clean(&setting.before);
        assert!(reported.findings.iter().any(|finding| finding.rule == rule), "{what} reported");
        assert!(reported.edits.iter().all(|edit| edit.rule != rule), "{what} reported");
    }
}

#[test]
fn nothing_of_it_happens_unasked() {
    for setting in settings() {
        let also: Vec<String> =
            setting.also.iter().map(|(key, value)| format!("{key}=\"{value}\"")).collect();
        let cleaner = Cleaner::builder().config(Config::from_toml(&also.join("\n")).unwrap()).build();
        assert!(!cleaner.clean(&setting.before).is_changed(), "{}", setting.before);
    }
}

#[test]
#[cfg(feature = "cli")]
fn the_command_takes_every_option() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    for setting in settings() {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mojimend"));
        command.args(["clean", "-"]);
        for line in setting.lines() {
            command.args(["--set", &line]);
        }
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(setting.before.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), setting.after, "{:?}", setting.lines());
    }
}

/// Text made of what the options look at; tests/tidy.rs has debris and what is one character to a person.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "中文",
        "，",
        "。",
        ",",
        ":",
        "(",
        ")",
        "!",
        "?",
        "\"",
        "“",
        "”",
        "—",
        "--",
        "―",
        " ",
        "  ",
        "\u{3000}",
        "\n",
        "\n\n\n",
        "\r\n",
        " \n",
        "a",
        "word",
        "Ａ１",
        "ｶﾞ",
        "ﬁ",
        "e\u{301}",
        "&amp;",
        "<b>",
        "摘    要\n",
        "竖\n排\n文\n字\n是\n",
        "12:30",
        "1,000",
        "http://a.b/?c,d",
        "行文至此还没有写完就被换到了下一行因为\n",
        "a line of an alphabet that is long enough to go on\n",
        "👩\u{200D}💻",
        "क\u{94D}ष",
        "각",
        "שָׁ",
        "\u{1F1E8}\u{1F1F3}",
        "葛\u{E0100}",
        "發",
        "后",
        "衛",
        "裡麵",
        "\u{92}",
        "\u{1B}[1m",
        "\u{200B}",
        "\u{FEFF}",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn presets_settle_replay_and_undo(text in texts()) {
        for name in Config::PRESETS {
            let cleaner = Cleaner::builder().config(Config::preset(name).unwrap()).build();
            let cleaned = cleaner.clean(&text);
            prop_assert_eq!(cleaned.edits.apply(&text).unwrap(), cleaned.text.as_ref(), "{}", name);
            prop_assert_eq!(cleaned.edits.undo(&cleaned.text).unwrap(), text.as_str(), "{}", name);
            let again = cleaner.clean(&cleaned.text);
            prop_assert_eq!(again.text.as_ref(), cleaned.text.as_ref(), "{}", name);
        }
    }
}
