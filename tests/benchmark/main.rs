//! `mojimend damage` and `mojimend eval` from the outside.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::Path;
use std::process::{Command, Output};

const TEXT: &str = "这是第一段，我们在这里讨论重点专科的建设问题，推进卫生事业发展。\\n第二段继续说明问题。";

fn mojimend(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mojimend")).args(args).current_dir(folder).output().unwrap()
}

fn corpus(folder: &Path) {
    let lines: String =
        (0..300).map(|n| format!("{{\"id\":\"d{}\",\"text\":\"{TEXT}\"}}\n", n / 2)).collect();
    std::fs::write(folder.join("clean.jsonl"), lines).unwrap();
}

#[test]
fn pairs_are_made_and_scored() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    let made = mojimend(folder.path(), &["damage", "clean.jsonl", "-o", "pairs.jsonl", "--seed", "3"]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    assert!(String::from_utf8_lossy(&made.stderr).starts_with("300 documents"));
    let again = mojimend(folder.path(), &["damage", "clean.jsonl", "--seed", "3", "-q"]);
    assert_eq!(again.stdout, std::fs::read(folder.path().join("pairs.jsonl")).unwrap());
    mojimend(folder.path(), &["damage", "clean.jsonl", "-o", "packed.jsonl.zst", "--seed", "3"]);
    let table = mojimend(
        folder.path(),
        &["eval", "packed.jsonl.zst", "--tool", "cat", "--json", "r.json", "--html", "r.html"],
    );
    assert_eq!(table.status.code(), Some(0), "{table:?}");
    assert!(String::from_utf8_lossy(&table.stdout).contains("damaged documents"));
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let figures: serde_json::Value = serde_json::from_str(&read("r.json")).unwrap();
    let documents = &figures[1]["score"];
    let total = |field: &str| documents[field]["total"].as_u64().unwrap();
    assert_eq!(total("documents") + total("clean_documents"), 300, "two documents of one id are two");
    assert_eq!(documents["places"]["restored"], 0);
    assert!(read("r.html").contains("<svg"));
    assert!(!folder.path().join("pairs.jsonl.part").exists());
}

#[test]
fn tables_hold_the_same_pairs() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    let figures = |pairs: &str| {
        let made = mojimend(folder.path(), &["damage", "clean.jsonl", "-q", "-o", pairs, "--seed", "3"]);
        assert_eq!(made.status.code(), Some(0), "{made:?}");
        let args = ["eval", pairs, "--tool", "sed 's/question//g; s/第二/第三/g'", "--json", "figures.json"];
        let run = mojimend(folder.path(), &args);
        assert_eq!(run.status.code(), Some(0), "{run:?}");
        let figures = std::fs::read(folder.path().join("figures.json")).unwrap();
        let figures: serde_json::Value = serde_json::from_slice(&figures).unwrap();
        assert!(figures[0]["score"]["places"]["restored"].as_u64() > Some(0), "{figures}");
        [0, 1].map(|tool: usize| figures[tool]["score"].clone())
    };
    assert_eq!(figures("pairs.parquet"), figures("pairs.jsonl"));
    assert!(!folder.path().join("pairs.parquet.part").exists());
    let bytes = std::fs::read(folder.path().join("pairs.parquet")).unwrap();
    assert!(bytes.starts_with(b"PAR1"), "a Parquet file");
}

#[test]
fn files_in_other_encodings_are_made() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    std::fs::write(folder.path().join("ru.txt"), "Съешь же ещё этих\nмягких французских булок\n").unwrap();
    let damage = |more: &[&str]| {
        let made = mojimend(folder.path(), &[&["damage", "clean.jsonl", "ru.txt"], more].concat());
        assert_eq!(made.status.code(), Some(0), "{made:?}");
        made.stdout
    };
    let printed = mojimend(folder.path(), &["damage", "--print-recipe", "--bytes"]);
    std::fs::write(folder.path().join("bytes.toml"), &printed.stdout).unwrap();
    let pairs = damage(&["--bytes"]);
    assert_eq!(pairs, damage(&["--recipe", "bytes.toml"]), "a recipe of this sort needs no --bytes");
    let pairs = String::from_utf8(pairs).unwrap();
    assert_eq!(pairs.lines().count(), 301);
    for word in ["\"damaged_base64\"", "mixed-encoding", "single-encoding", "stray-byte", "\"windows-1251\""]
    {
        assert!(pairs.contains(word), "{word}");
    }
    let figures = |name: &str| {
        damage(&["--bytes", "-o", name]);
        let run = mojimend(folder.path(), &["eval", name, "--json", "figures.json", "--html", "page.html"]);
        assert_eq!(run.status.code(), Some(0), "{run:?}");
        assert!(String::from_utf8_lossy(&run.stdout).contains("single-encoding"), "{run:?}");
        let figures = std::fs::read(folder.path().join("figures.json")).unwrap();
        serde_json::from_slice::<serde_json::Value>(&figures).unwrap()[0]["score"].clone()
    };
    let score = figures("files.jsonl.zst");
    assert_eq!(
        score["classes"]["utf-8"]["documents"]["exact"],
        score["classes"]["utf-8"]["documents"]["total"]
    );
    for class in ["utf-8", "single-encoding", "mixed-encoding", "stray-byte"] {
        assert!(score["classes"][class]["lines"]["total"].as_u64() > Some(0), "{class}: {score}");
    }
    assert_eq!(score, figures("files.parquet"));
}

#[test]
fn the_rate_and_the_recipe_are_heeded() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    let clean = mojimend(folder.path(), &["damage", "clean.jsonl", "--rate", "0", "-o", "clean-pairs.jsonl"]);
    assert!(String::from_utf8_lossy(&clean.stderr).contains("0 of them damaged"), "{clean:?}");
    let printed = mojimend(folder.path(), &["damage", "--print-recipe"]);
    std::fs::write(folder.path().join("my.toml"), &printed.stdout).unwrap();
    let mine = mojimend(folder.path(), &["damage", "clean.jsonl", "-q", "--recipe", "my.toml"]);
    assert_eq!(mine.stdout, mojimend(folder.path(), &["damage", "clean.jsonl", "-q"]).stdout);
}

#[test]
fn mistakes_are_named() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    std::fs::write(folder.path().join("bad.toml"), "name = 1").unwrap();
    std::fs::write(folder.path().join("no.jsonl"), "{\"id\":\"a\",\"damaged\":\"x\",\"original\":\"y\"}\n")
        .unwrap();
    let recipe = mojimend(folder.path(), &["damage", "--print-recipe"]);
    std::fs::write(folder.path().join("web.toml"), recipe.stdout).unwrap();
    let odd = "{\"id\":\"a\",\"damaged_base64\":\"eA==\",\"original\":\"y\"}\n";
    std::fs::write(folder.path().join("odd.jsonl"), odd).unwrap();
    std::fs::write(folder.path().join("no.parquet"), "no table").unwrap();
    for (args, word) in [
        (vec!["damage", "clean.jsonl", "--rate", "2"], "between 0 and 1"),
        (vec!["damage", "clean.jsonl", "--recipe", "bad.toml"], "bad.toml"),
        (vec!["damage", "missing.jsonl"], "missing.jsonl"),
        (vec!["damage", "-", "--bytes"], "twice"),
        (vec!["damage", "clean.jsonl", "--bytes", "--recipe", "web.toml"], "pairs = \"bytes\""),
        (vec!["eval", "missing.jsonl"], "missing.jsonl"),
        (vec!["eval", "clean.jsonl"], "clean.jsonl:1"),
        (vec!["eval", "no.jsonl"], "do not account"),
        (vec!["eval", "no.parquet"], "no.parquet: "),
        (vec!["eval", "odd.jsonl"], "odd.jsonl:1"),
        (vec!["eval", "clean.jsonl", "--only-tools"], "--tool"),
    ] {
        let output = mojimend(folder.path(), &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {output:?}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains(word), "{args:?}: {told}");
    }
}
