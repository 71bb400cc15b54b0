//! Arrow's own form: files and streams; batches in which nothing changes stay as they are.

use super::*;
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{
    ArrayRef, DictionaryArray, Int64Array, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use arrow_ipc::CompressionType;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use arrow_schema::{DataType, Field, Schema};
use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

fn schema() -> Arc<Schema> {
    let kind = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let notes = |what: &str| HashMap::from([("pandas".to_owned(), what.to_owned())]);
    let fields = vec![
        Field::new("id", DataType::Int64, false),
        Field::new("language", kind(), true),
        Field::new("text", DataType::Utf8, true).with_metadata(notes("of a column")),
        Field::new("title", DataType::LargeUtf8, true),
        Field::new("lead", DataType::Utf8View, true),
        Field::new("site", kind(), true),
    ];
    Arc::new(Schema::new_with_metadata(fields, notes("of all")))
}

/// A batch of rows with these texts, in each of the three columns.
fn batch(first: i64, texts: &[Option<&str>]) -> RecordBatch {
    let ids = Int64Array::from_iter_values((first..).take(texts.len()));
    let words = |word| DictionaryArray::<Int32Type>::from_iter(texts.iter().map(|_| Some(word)));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(ids),
        Arc::new(words("zh")),
        Arc::new(StringArray::from(texts.to_vec())),
        Arc::new(LargeStringArray::from(texts.to_vec())),
        Arc::new(StringViewArray::from(texts.to_vec())),
        Arc::new(words("a.example")),
    ];
    RecordBatch::try_new(schema(), columns).unwrap()
}

fn options(packed: Option<CompressionType>) -> IpcWriteOptions {
    IpcWriteOptions::default().try_with_compression(packed).unwrap()
}

fn file(batches: &[RecordBatch], packed: Option<CompressionType>) -> Vec<u8> {
    let mut writer = FileWriter::try_new_with_options(Vec::new(), &schema(), options(packed)).unwrap();
    writer.write_metadata("made", "by hand");
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}

fn stream(batches: &[RecordBatch], packed: Option<CompressionType>) -> Vec<u8> {
    let mut writer = StreamWriter::try_new_with_options(Vec::new(), &schema(), options(packed)).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}

fn read_file(bytes: Vec<u8>) -> Vec<RecordBatch> {
    let reader = FileReader::try_new(Cursor::new(bytes), None).unwrap();
    assert_eq!(reader.schema(), schema(), "with its notes");
    assert_eq!(reader.custom_metadata()["made"], "by hand");
    reader.map(Result::unwrap).collect()
}

fn read_stream(bytes: &[u8]) -> Vec<RecordBatch> {
    let reader = StreamReader::try_new(bytes, None).unwrap();
    assert_eq!(reader.schema(), schema());
    reader.map(Result::unwrap).collect()
}

fn batches(text: &str) -> Vec<RecordBatch> {
    vec![
        batch(1, &[Some(HONEST), None, Some("")]),
        batch(4, &[Some(PLAIN), Some(text), None, Some(text)]),
        batch(8, &[Some(PLAIN)]),
    ]
}

#[test]
fn only_damaged_texts_change() {
    let place = Place::new();
    for packed in [None, Some(CompressionType::ZSTD), Some(CompressionType::LZ4_FRAME)] {
        place.write("a.arrow", file(&batches(DAMAGED), packed));
        let args = "clean a.arrow -o out.arrow --text-column text,title,lead --edits log.jsonl";
        place.run(args).gives(0).says(&["documents                              8"]);
        assert_eq!(read_file(place.read("out.arrow")), batches(MENDED));
        let log = String::from_utf8(place.read("log.jsonl")).unwrap();
        assert!(log.starts_with("{\"document\":\"a.arrow:5\",\"file\":\"a.arrow\",\"line\":5,"), "{log}");
        // From a pipe, and out into one.
        let ran = place.run_with("clean -q --text-column text,title,lead", &place.read("a.arrow")).gives(0);
        assert_eq!(ran.out, place.read("out.arrow"));
        // Content tells a stream, too, and it stays one, packed or not.
        place.write("b.bin", stream(&batches(DAMAGED), packed));
        place.run("clean -q b.bin -o out.bin --text-column text,title,lead --threads 1").gives(0);
        assert_eq!(read_stream(&place.read("out.bin")), batches(MENDED));
        place.write("c.arrows.zst", zstd(&place.read("b.bin")));
        place.run("clean -q c.arrows.zst -o out.arrows --text-column text,title,lead").gives(0);
        assert_eq!(place.read("out.arrows"), place.read("out.bin"));
    }
}

#[test]
fn what_is_clean_stays_byte_for_byte() {
    let place = Place::new();
    place.write("a.arrows", stream(&batches(HONEST), None));
    place.run("clean -q a.arrows -o out.arrows").gives(0);
    assert_eq!(place.read("out.arrows"), place.read("a.arrows"));
    place.write("a.arrow", file(&batches(HONEST), Some(CompressionType::ZSTD)));
    place.run("clean -q a.arrow -o out.arrow").gives(0);
    assert_eq!(read_file(place.read("out.arrow")), batches(HONEST));
}

#[test]
fn rows_are_left_out() {
    let place = Place::new();
    place.write("a.arrow", file(&batches(DAMAGED), None));
    place.run("clean -q a.arrow -o out.arrow --only-changed").gives(0);
    let out = read_file(place.read("out.arrow"));
    let ids = out.iter().flat_map(|rows| rows.column(0).as_primitive::<Int64Type>().values().to_vec());
    assert_eq!(ids.collect::<Vec<_>>(), [5, 7]);
}

#[test]
fn a_file_of_many_batches_is_the_same_for_any_number_of_threads() {
    let place = Place::new();
    let of = |text: &str| -> Vec<RecordBatch> {
        (0..60).map(|number| batch(number, &[vec![Some(PLAIN); 300], vec![Some(text); 9]].concat())).collect()
    };
    place.write("a.arrow", file(&of(DAMAGED), Some(CompressionType::ZSTD)));
    place.run("clean -q a.arrow -o one.arrow --threads 1").gives(0);
    place.run("clean -q a.arrow -o many.arrow --threads 7").gives(0);
    assert!(place.read("one.arrow") == place.read("many.arrow"));
    let (out, wanted) = (read_file(place.read("one.arrow")), of(MENDED));
    assert!(
        out.len() == 60 && out.iter().zip(&wanted).all(|(out, wanted)| out.column(2) == wanted.column(2))
    );
}

#[test]
fn damage_is_told_and_what_stands_before_it_is_kept() {
    let place = Place::new();
    let whole = file(&batches(DAMAGED), None);
    let names = "its columns: id, language, text, title, lead, site";
    place.write("a.arrow", &whole);
    place.run("clean a.arrow --text-column body").gives(2).says(&["no column \"body\"", names]);
    place.run("clean a.arrow --text-column id").gives(2).says(&["column \"id\" holds Int64, not text"]);
    let many: Vec<_> = (0..99).map(|number| batch(number, &[Some(DAMAGED); 200])).collect();
    let whole = file(&many, None);
    for (name, bytes) in [
        ("cut.arrow", &whole[..whole.len() / 2]),
        ("short.arrow", &file(&batches(DAMAGED), None)[..9]),
        ("list.arrow", &whole[..whole.len() - 30]),
    ] {
        place.write(&format!("in/{name}"), bytes);
    }
    place.write("in/z.txt", DAMAGED);
    let ran = place.run("clean in -o out").gives(2);
    ran.says(&[
        "in/cut.arrow: the Arrow data is damaged or cut short",
        "what could be read was written to out/cut.arrow",
    ]);
    let kept = read_file_without_notes(place.read("out/cut.arrow"));
    assert!(kept.len() > 40 && kept[7].column(2).as_string::<i32>().value(9) == MENDED);
    assert!(!place.path("out/short.arrow").exists() && place.path("out/list.arrow").exists());
    assert_eq!(place.read("out/z.txt"), MENDED.as_bytes());
    // Whatever single byte is wrong, it is told or does not matter, and nothing breaks down.
    let small = file(&batches(DAMAGED)[1..2], None);
    for at in (0..small.len()).step_by(61) {
        let mut broken = small.clone();
        broken[at] ^= 0x55;
        place.write("broken.arrow", broken);
        let ran = place.run("clean broken.arrow -o broken.out.arrow");
        assert!(matches!(ran.code, Some(0 | 2)) && !ran.err.contains("please report"), "{at}: {}", ran.err);
    }
}

fn read_file_without_notes(bytes: Vec<u8>) -> Vec<RecordBatch> {
    FileReader::try_new(Cursor::new(bytes), None).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_table_in_another_form_has_the_same_rows() {
    let place = Place::new();
    place.write("a.arrow", file(&batches(DAMAGED), None));
    place.run("clean -q a.arrow -o b.arrow --text-column text,title,lead --to arrow.zst").gives(0);
    place.run("clean -q a.arrow -o b.parquet --text-column text,title,lead --to parquet").gives(0);
    let lines = place.run("clean -q a.arrow --text-column text,title,lead --to jsonl").gives(0);
    for table in ["b.arrow", "b.parquet"] {
        assert_eq!(
            place.run(&format!("clean -q {table} --to jsonl")).gives(0).text(),
            lines.text(),
            "{table}"
        );
    }
    let first = format!(
        "{{\"id\":1,\"language\":\"zh\",\"text\":{0},\"title\":{0},\"lead\":{0},\"site\":\"a.example\"}}",
        json(HONEST)
    );
    assert_eq!(lines.text().lines().next(), Some(&first[..]));
    assert_eq!(lines.text().lines().count(), 8);
}
