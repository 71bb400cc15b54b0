//! What is noted beside a text that is left as it is: injected spans, and what a document is about.

use super::chars::Class;
use super::features::{about, tells_topic};
use super::lexicon::{Lexicon, Topic};
use super::look::Look;
use super::settings::{Lines, Mode};
use crate::edit::Finding;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// A span that is not the author's.
#[derive(Serialize)]
struct Mark<'a> {
    start: usize,
    end: usize,
    rule: &'a str,
    verdict: &'a str,
    score: f32,
}

/// The fields to add to a record, as members of a JSON object with a comma before each; empty when there are none.
#[cfg_attr(not(feature = "corpus"), allow(dead_code, reason = "only records have fields"))]
pub(crate) fn fields(text: &str, findings: &[Finding], settings: &Lines, lexicon: &Lexicon) -> String {
    let mut out = String::new();
    if settings.mode == Mode::Mark {
        let marks: Vec<Mark<'_>> = findings
            .iter()
            .filter(|f| settings.holds_back(f.rule))
            .map(|f| Mark {
                start: f.span.start,
                end: f.span.end,
                rule: f.rule.code,
                verdict: if f.confidence >= 0.5 { "injected" } else { "doubtful" },
                score: (f.confidence * 1000.0).round() / 1000.0,
            })
            .collect();
        if !marks.is_empty() {
            add(&mut out, "injected", &marks);
        }
    }
    if !settings.topics.is_empty() {
        let found = topics(text, lexicon);
        let told: BTreeMap<&str, f32> = settings
            .topics
            .iter()
            .map(|topic| (topic.name(), (found[*topic as usize] * 1000.0).round() / 1000.0))
            .collect();
        add(&mut out, "topics", &told);
    }
    out
}

fn add(out: &mut String, name: &str, value: &impl Serialize) {
    // Numbers and names always have a JSON form.
    if let Ok(value) = serde_json::to_string(value) {
        out.push_str(&format!(",\"{name}\":{value}"));
    }
}

/// How much a document is about each topic, by the stems in it, each counted once.
pub(crate) fn topics(text: &str, lexicon: &Lexicon) -> [f32; Topic::ALL.len()] {
    let mut weights = [0.0; Topic::ALL.len()];
    let mut seen: HashSet<Box<[char]>> = HashSet::new();
    let mut size = 0;
    for line in text.lines() {
        let look = Look::at(line, lexicon);
        size += look.size();
        for hit in look.hits.iter().filter(|h| tells_topic(h)) {
            let word = &look.letters[hit.start..hit.end];
            if look.classes[hit.start] != Class::Other && seen.insert(word.into()) {
                weights[hit.topic as usize] += hit.weight;
            }
        }
    }
    weights.map(|weight| about(weight, size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_told_apart() {
        let found =
            topics("百家乐的规则：庄家和闲家比点数。老虎机、轮盘也是赌场的游戏。\n", Lexicon::built_in());
        assert!(found[Topic::Gambling as usize] > 0.8 && found[Topic::Adult as usize] == 0.0, "{found:?}");
        let honest = topics("今天天气很好，我们去公园玩。", Lexicon::built_in());
        assert_eq!(honest, [0.0; 7]);
    }
}
