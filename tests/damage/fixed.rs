//! The same seed, id and text give the same pair for ever: pairs made by one release can be made again by the
//! next. The file shows what each channel does; `UPDATE_EXPECT=1 cargo test --test damage` rewrites it, which
//! needs a word in the changelog.

use expect_test::expect_file;
use mojimend::damage::bytes::BytesRecipe;
use mojimend::damage::encoding::misreadings;
use mojimend::damage::mirror::{Density, Mirror, Profile};
use mojimend::damage::{Channel, Debris, Dice, Injection, Inline, Litter, Recipe, SpamLine, Spinner};
use std::fmt::Write;

const CHINESE: &str =
    "“重点专科”建设进展顺利，我们在这里发现了问题？如果需要，请联系：010-1234。\n第二段，内容相同！";
const OTHERS: [&str; 8] = [
    "繁體中文，測試！",
    "こんにちは世界、ｶﾅ",
    "안녕하세요",
    "Привет, мир",
    "Müller – “naïve”",
    "Iğdır şehri",
    "สวัสดี",
    "Łódź",
];

fn channels() -> Vec<Box<dyn Channel>> {
    let mut channels: Vec<Box<dyn Channel>> = Vec::new();
    for density in [Density::Light, Density::Mid, Density::Dense] {
        channels.push(Box::new(Mirror::new(Profile::random(
            density,
            &mut Dice::new(1, "fixed", density.name()),
        ))));
    }
    channels.push(Box::new(SpamLine));
    channels.push(Box::new(Spinner { rate: 0.2 }));
    channels.extend(Inline::ALL.map(|style| Box::new(Injection { style, rate: 1.0 }) as Box<dyn Channel>));
    channels.extend(Litter::ALL.map(|litter| Box::new(Debris { litter, rate: 1.0 }) as Box<dyn Channel>));
    channels.extend(misreadings().into_iter().map(|misread| Box::new(misread) as Box<dyn Channel>));
    channels
}

#[test]
fn every_channel_does_what_it_did() {
    let mut shown = String::new();
    for channel in channels() {
        // The first text to which it does something.
        let texts = [CHINESE].into_iter().chain(OTHERS);
        let run = |text| channel.run(text, &mut Dice::new(1, "fixed", &channel.name()));
        let damaged = texts.map(run).find(|damaged| !damaged.spans.is_empty());
        let damaged = damaged.unwrap_or_else(|| panic!("{} does nothing", channel.name()));
        assert!(damaged.is_explained(), "{}: {damaged:?}", channel.name());
        assert!(damaged.spans.iter().any(|span| span.kind == channel.kind()), "{}", channel.name());
        let _ = writeln!(shown, "{}\n    {:?}\n    {:?}", channel.name(), damaged.original, damaged.text);
    }
    expect_file!["channels.txt"].assert_eq(&shown);
}

#[test]
fn order_and_company_make_no_difference() {
    let recipe = Recipe::web();
    let ids: Vec<String> = (0..60).map(|n| format!("doc-{n}")).collect();
    let forward: Vec<_> = ids.iter().map(|id| recipe.pair(9, id, CHINESE, 0.7)).collect();
    let mut backward: Vec<_> = ids.iter().rev().map(|id| recipe.pair(9, id, CHINESE, 0.7)).collect();
    backward.reverse();
    assert_eq!(forward, backward);
    let threaded: Vec<_> = std::thread::scope(|scope| {
        let recipe = &recipe;
        let threads: Vec<_> = ids
            .chunks(7)
            .map(|ids| {
                scope.spawn(move || ids.iter().map(|id| recipe.pair(9, id, CHINESE, 0.7)).collect::<Vec<_>>())
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(forward, threaded);
    let other: Vec<_> = ids.iter().map(|id| recipe.pair(10, id, CHINESE, 0.7)).collect();
    assert_ne!(forward, other);
}

#[test]
fn pairs_are_json_lines() {
    let pair = Recipe::web().pair(4, "doc", CHINESE, 1.0);
    let line = serde_json::to_string(&pair).unwrap();
    assert!(!line.contains('\n'));
    assert_eq!(serde_json::from_str::<mojimend::damage::Pair>(&line).unwrap(), pair);
}

#[test]
fn the_recipes_are_well_formed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/recipes");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let name = if BytesRecipe::is_one(&text) {
            BytesRecipe::from_toml(&text).map(|recipe| recipe.name)
        } else {
            Recipe::from_toml(&text).map(|recipe| recipe.name)
        };
        let name = name.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(Some(name.as_str()), path.file_stem().and_then(|stem| stem.to_str()));
        names.push(name);
    }
    assert!(names.contains(&"web".to_owned()) && names.len() >= 5, "{names:?}");
}
