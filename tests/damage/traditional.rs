//! The hijackers' table from Simplified to Traditional is made from counts, and is fresh.
//!
//! To rebuild it: `MOJIMEND_BLESS=1 cargo test --test damage`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Forms that the pages show unchanged although most Traditional texts have another: the tool's table leaves
/// out characters that Traditional has, too. All but 丑, 伙, 余 and 斗 and the rows below were seen.
const STAY: &str = "后里并范制斗采面系干愿筑于郁游咨征托扎只丑伙";
/// A Simplified form that is at least this common in genuine Traditional text, beside the most common form,
/// stays. 台 (0.75) becomes 臺 on the pages, 征 (0.83) stays.
const HONEST_SHARE: f64 = 0.8;

fn in_gbk(c: char) -> bool {
    let text = c.to_string();
    let (bytes, _, lossy) = encoding_rs::GBK.encode(&text);
    !lossy && bytes.len() == 2
}

fn character(quoted: &str) -> Option<char> {
    let mut chars = quoted.strip_prefix('\'')?.strip_suffix('\'')?.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn build(forms: &str) -> String {
    let mut by_folded: BTreeMap<char, Vec<(char, f64)>> = BTreeMap::new();
    for line in forms.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let (Some(written), Some(folded)) = (character(cells[0]), character(cells[1])) else { continue };
        by_folded.entry(folded).or_default().push((written, cells[3].parse().unwrap()));
    }
    let mut table = String::new();
    for (simplified, forms) in by_folded {
        let honest = forms.iter().find(|(form, _)| *form == simplified).map_or(0.0, |(_, count)| *count);
        let common = forms.iter().filter(|(form, _)| in_gbk(*form)).max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((traditional, count)) = common else { continue };
        let changes = *traditional != simplified && !simplified.is_ascii() && honest < count * HONEST_SHARE;
        if changes && !STAY.contains(simplified) {
            table.push_str(&format!("{simplified}\t{traditional}\n"));
        }
    }
    table
}

#[test]
fn the_committed_table_is_fresh() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let read =
        |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let built = build(&read(&root.join("seeds/model/unigram_forms.tsv")));
    let target = root.join("seeds/damage/traditional.tsv");
    if std::env::var_os("MOJIMEND_BLESS").is_some() {
        std::fs::write(&target, &built).unwrap();
    }
    assert!(built == read(&target), "the table is stale: run MOJIMEND_BLESS=1 cargo test --test damage");
    for row in ["发\t發", "为\t為", "国\t國", "准\t準", "台\t臺", "众\t眾"] {
        assert!(built.lines().any(|line| line == row), "{row}");
    }
    assert!(!built.contains("后\t") && !built.contains("里\t"));
}
