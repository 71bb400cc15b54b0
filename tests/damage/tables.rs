//! Pairs as Parquet files, and files that are none.

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use mojimend::damage::{Pair, Recipe, table};
use parquet::arrow::ArrowWriter;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

const TEXT: &str =
    "这是第一段，我们在这里讨论重点专科的建设问题。\n“第二段”继续说明，如果有需要，请联系我们！\n";

fn read(path: &Path) -> std::io::Result<Vec<Pair>> {
    table::read(File::open(path)?)?.collect()
}

#[test]
fn what_is_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pairs.parquet");
    let recipe = Recipe::web();
    let pairs: Vec<Pair> = (0..1000).map(|n| recipe.pair(1, &n.to_string(), TEXT, 0.7)).collect();
    assert!(pairs.iter().any(Pair::is_clean) && pairs.iter().any(|pair| pair.spans.len() > 1));
    for size in [1, 7, 1000] {
        let mut writer = table::Writer::new(File::create(&path).unwrap()).unwrap();
        pairs.chunks(size).for_each(|pairs| writer.write(pairs).unwrap());
        writer.finish().unwrap();
        assert_eq!(read(&path).unwrap(), pairs);
    }
    table::Writer::<_, Pair>::new(File::create(&path).unwrap()).unwrap().finish().unwrap();
    assert_eq!(read(&path).unwrap(), []);
}

#[test]
fn other_tables_are_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.parquet");
    let text = || Arc::new(StringArray::from(vec!["x"])) as ArrayRef;
    let number = || Arc::new(Int64Array::from(vec![1])) as ArrayRef;
    let all = ["id", "damaged", "original", "kinds", "spans"];
    for (columns, word) in [
        (vec![("id", text())], "no column `damaged`"),
        (vec![("id", text()), ("damaged", number())], "`damaged` holds Int64"),
        (vec![("damaged", text()), ("id", number()), ("original", text())], "`id` holds Int64"),
        (all.map(|name| (name, text())).to_vec(), "`kinds` holds Utf8, no lists"),
    ] {
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        let told = read(&path).unwrap_err().to_string();
        assert!(told.contains(word), "{told}");
    }
}
