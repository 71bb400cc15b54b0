//! Pairs of bytes and text, made of the texts in `seeds/languages`.

use mojimend::damage::bytes::{BytesPair, BytesRecipe, Lines};
use mojimend::damage::encoding::Charset;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Lines of a document.
const SHORT: usize = 12;

/// Short documents in eight languages, with their ids.
fn corpus() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/languages");
    let mut documents = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let lines: Vec<&str> = text.lines().collect();
        let pieces = lines.chunks(SHORT).enumerate();
        documents.extend(pieces.map(|(number, piece)| (format!("{name}-{number}"), piece.join("\n"))));
    }
    documents.sort();
    documents
}

fn lines(corpus: &[(String, String)]) -> Lines {
    let mut lines = Lines::new(1);
    corpus.iter().for_each(|(id, text)| lines.add(id, text));
    lines
}

/// The pairs of several seeds.
static PAIRS: LazyLock<Vec<BytesPair>> = LazyLock::new(|| {
    let (corpus, recipe) = (corpus(), BytesRecipe::standard());
    let lines = lines(&corpus);
    let of_seed = |seed| corpus.iter().map(move |document| (seed, document));
    let pair =
        |(seed, (id, text)): (u64, &(String, String))| recipe.pair(seed, id, text, &lines, recipe.rate);
    (0..6).flat_map(of_seed).map(pair).collect()
});

#[test]
fn pairs_are_explained_and_of_every_kind() {
    let (mut kinds, mut encodings) = (BTreeMap::<String, u32>::new(), BTreeSet::new());
    for pair in PAIRS.iter() {
        assert!(pair.is_explained(), "{pair:?}");
        assert_eq!(pair.is_sound(), pair.kinds == ["utf-8"], "{pair:?}");
        encodings.extend(pair.spans.iter().filter_map(|span| span.encoding).map(Charset::name));
        pair.kinds.iter().for_each(|kind| *kinds.entry(kind.clone()).or_default() += 1);
    }
    let wanted = "big5 euc-jp euc-kr gbk koi8-r shift_jis utf-8 windows-1251 windows-1252";
    assert_eq!(encodings.into_iter().collect::<Vec<_>>().join(" "), wanted);
    for kind in ["utf-8", "single-encoding", "mixed-encoding", "stray-byte"] {
        assert!(kinds[kind] > 20, "{kinds:?}");
    }
}

#[test]
fn mixed_files_keep_to_the_recipe() {
    let mut counts = BTreeSet::new();
    for pair in PAIRS.iter().filter(|pair| pair.kinds[0] == "mixed-encoding") {
        let mut lines = BTreeMap::<String, usize>::new();
        for span in &pair.spans {
            let text = &pair.original[span.original_start..span.original_end];
            *lines.entry(span.encoding.map_or_else(String::new, Charset::name)).or_default() +=
                text.matches('\n').count();
        }
        lines.retain(|name, _| !name.is_empty());
        let (all, most) = (lines.values().sum::<usize>(), lines.values().max().unwrap());
        assert_eq!(all, 40);
        // The minority is at most 60 %, so the encoding of the others has 40 %, or one of them has more.
        assert!((16..=36).contains(most), "{lines:?}");
        counts.insert(lines.len());
    }
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [2, 3, 4]);
}

#[test]
fn stray_bytes_are_no_characters() {
    let mut seen = 0;
    for pair in PAIRS.iter().filter(|pair| pair.kinds.contains(&"stray-byte".to_owned())) {
        let stray: Vec<usize> = (0..pair.spans.len()).filter(|n| pair.spans[*n].encoding.is_none()).collect();
        assert_eq!(stray.len(), 1, "{pair:?}");
        let beside = pair.spans.get(stray[0] + 1).unwrap().encoding.unwrap();
        let from = pair.spans[stray[0]].start;
        assert_eq!(beside.read(&pair.damaged[from..]), (1, None), "{pair:?}");
        seen += 1;
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn order_makes_no_difference() {
    let (mut corpus, recipe) = (corpus(), BytesRecipe::standard());
    let run = |corpus: &[(String, String)]| -> BTreeMap<String, BytesPair> {
        let lines = lines(corpus);
        let pair = |(id, text): &(String, String)| (id.clone(), recipe.pair(7, id, text, &lines, 0.9));
        corpus.iter().map(pair).collect()
    };
    let forward = run(&corpus);
    corpus.reverse();
    assert_eq!(forward, run(&corpus));
}

#[test]
fn pairs_are_fixed_for_ever() {
    let recipe = BytesRecipe::standard();
    let mut lines = Lines::new(1);
    lines.add("ru", "Съешь же ещё\n");
    let pairs: String = (0..4)
        .map(|seed| recipe.pair(seed, "doc", "今天天气\n很好，", &lines, 1.0))
        .map(|pair| {
            pair.kinds.join(" ")
                + " "
                + &pair.damaged[..16.min(pair.damaged.len())].escape_ascii().to_string()
                + "\n"
        })
        .collect();
    expect_test::expect![[r#"
        single-encoding \xbd\xf1\xcc\xec\xcc\xec\xc6\xf8\n\xba\xdc\xba\xc3\xa3\xac\n
        single-encoding stray-byte \xbd\xf1\xcc\xec\xcc\xec\xc6\xf8\xf0\n\xba\xdc\xba\xc3\xa3\xac
        mixed-encoding \xd1\xfa\xe5\xf8\xfc \xe6\xe5 \xe5\xf9\xb8\n\xe5\xbe\x88
        single-encoding \xbd\xf1\xcc\xec\xcc\xec\xc6\xf8\n\xba\xdc\xba\xc3\xa3\xac\n
    "#]]
    .assert_eq(&pairs);
}

#[test]
fn pairs_go_through_json() {
    let json = serde_json::to_string(&PAIRS[3]).unwrap();
    assert!(json.contains("\"damaged_base64\":\""), "{json}");
    assert_eq!(serde_json::from_str::<BytesPair>(&json).unwrap(), PAIRS[3]);
}

#[test]
fn mistakes_are_named() {
    let standard = mojimend::damage::bytes::BYTES_RECIPE;
    for (from, to, word) in [
        ("rate = 0.8", "rate = 8", "between 0 and 1"),
        ("stray = 0.1", "stray = -1", "between 0 and 1"),
        ("\"big5\"", "\"big6\"", "big6"),
        ("\"big5\"", "\"hybrid\"", "nothing can be written in hybrid"),
        ("count = [2, 4]", "count = [1, 4]", "count"),
        ("weight = 1", "weight = -1", "weight"),
        ("mixed =", "mixt =", "mixt"),
    ] {
        assert!(standard.contains(from), "{from}");
        let error = BytesRecipe::from_toml(&standard.replace(from, to)).unwrap_err();
        assert!(error.contains(word), "{error}");
    }
}

#[cfg(feature = "parquet")]
#[test]
fn pairs_go_through_tables() {
    use mojimend::damage::table;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pairs.parquet");
    let open = || std::fs::File::open(&path).unwrap();
    let mut writer = table::Writer::new(std::fs::File::create(&path).unwrap()).unwrap();
    writer.write(&PAIRS).unwrap();
    writer.finish().unwrap();
    assert!(table::holds_bytes(open()).unwrap());
    assert_eq!(table::read(open()).unwrap().collect::<Result<Vec<BytesPair>, _>>().unwrap(), *PAIRS);
    let refused = table::read::<mojimend::damage::Pair>(open()).unwrap_err().to_string();
    assert!(refused.contains("Binary"), "{refused}");
}
