//! Parquet: columns that are not cleaned, and groups that are clean, stay as they are packed.

use super::*;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{ArrayRef, Int64Array, LargeStringArray, ListArray, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::{KeyValue, ParquetMetaData};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use std::collections::HashMap;
use std::sync::Arc;

/// Groups of rows; a row is a text, or none.
type Groups<'a> = &'a [&'a [Option<&'a str>]];

fn table(groups: Groups<'_>) -> Vec<u8> {
    table_with(groups, true)
}

/// `indexed`: with indexes of pages, which many writers leave out.
fn table_with(groups: Groups<'_>, indexed: bool) -> Vec<u8> {
    let notes = HashMap::from([("author".to_owned(), "someone".to_owned())]);
    let schema = Arc::new(Schema::new_with_metadata(
        vec![
            Field::new("id", DataType::Int64, false),
            Field::new("text", DataType::Utf8, true),
            Field::new("title", DataType::LargeUtf8, true),
            Field::new("tags", DataType::List(Arc::new(Field::new("item", DataType::Int64, true))), true),
        ],
        notes,
    ));
    let note = KeyValue::new("pandas".to_owned(), "{}".to_owned());
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).unwrap()))
        .set_key_value_metadata(Some(vec![note]))
        .set_statistics_enabled(if indexed { EnabledStatistics::Page } else { EnabledStatistics::Chunk })
        .set_offset_index_disabled(!indexed)
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), Arc::clone(&schema), Some(properties)).unwrap();
    let mut id = 0;
    for group in groups {
        let ids: Vec<i64> = group
            .iter()
            .map(|_| {
                id += 1;
                id
            })
            .collect();
        let tags = ListArray::from_iter_primitive::<Int64Type, _, _>(
            ids.iter().map(|id| Some(vec![Some(*id), None])),
        );
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int64Array::from(ids)),
            Arc::new(StringArray::from(group.to_vec())),
            Arc::new(LargeStringArray::from(group.to_vec())),
            Arc::new(tags),
        ];
        writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns).unwrap()).unwrap();
        writer.flush().unwrap();
    }
    writer.into_inner().unwrap()
}

struct Read {
    schema: Arc<Schema>,
    metadata: Arc<ParquetMetaData>,
    rows: Vec<RecordBatch>,
}

fn read(bytes: &[u8], place: &Place) -> Read {
    let file = fs::File::open(place.write("read.parquet", bytes)).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let (schema, metadata) = (Arc::clone(builder.schema()), Arc::clone(builder.metadata()));
    Read { schema, metadata, rows: builder.build().unwrap().map(Result::unwrap).collect() }
}

fn packed<'b>(read: &Read, bytes: &'b [u8], group: usize, column: usize) -> &'b [u8] {
    let (start, length) = read.metadata.row_group(group).column(column).byte_range();
    &bytes[usize::try_from(start).unwrap()..usize::try_from(start + length).unwrap()]
}

#[test]
fn only_damaged_texts_change() {
    let place = Place::new();
    let groups = |text: &'static str| -> Vec<Vec<Option<&'static str>>> {
        vec![
            vec![Some(HONEST), None, Some("")],
            vec![Some(HONEST); 3000].into_iter().chain([Some(text), None, Some(PLAIN)]).collect(),
            vec![Some(PLAIN)],
        ]
    };
    for (threads, indexed) in [(1, true), (2, true), (2, false)] {
        let of = |text| {
            let groups = groups(text);
            table_with(&groups.iter().map(Vec::as_slice).collect::<Vec<_>>(), indexed)
        };
        let before = of(DAMAGED);
        place.write("in.parquet", &before);
        let args = format!("clean in.parquet -o out.parquet --threads {threads} --edits log.jsonl");
        place
            .run(&args)
            .gives(0)
            .says(&["documents                          3 007", "repaired                               1"]);
        let after = place.read("out.parquet");
        let (was, is, wanted) = (read(&before, &place), read(&after, &place), read(&of(MENDED), &place));
        assert_eq!(is.schema, was.schema, "with its metadata");
        assert_eq!(
            is.metadata.file_metadata().key_value_metadata(),
            was.metadata.file_metadata().key_value_metadata()
        );
        assert_eq!(is.rows.len(), wanted.rows.len());
        for (is, wanted) in is.rows.iter().zip(&wanted.rows) {
            for column in [0, 1, 3] {
                assert_eq!(is.column(column), wanted.column(column));
            }
        }
        for (group, column) in (0..3).flat_map(|group| (0..4).map(move |column| (group, column))) {
            let same = packed(&is, &after, group, column) == packed(&was, &before, group, column);
            assert_eq!(same, (group, column) != (1, 1), "group {group}, column {column}");
            let (is, was) = (is.metadata.row_group(group), was.metadata.row_group(group));
            assert_eq!(
                (is.num_rows(), is.column(column).compression()),
                (was.num_rows(), was.column(column).compression())
            );
        }
        let log = String::from_utf8(place.read("log.jsonl")).unwrap();
        assert!(
            log.starts_with("{\"document\":\"in.parquet:3004\",\"file\":\"in.parquet\",\"line\":3004,"),
            "{log}"
        );
    }
}

#[test]
fn several_columns_and_rows_left_out() {
    let place = Place::new();
    place.write(
        "in.parquet",
        table(&[&[Some(HONEST), Some(DAMAGED)], &[Some(PLAIN)], &[None, Some(DAMAGED)]]),
    );
    place.run("clean -q in.parquet -o out.parquet --text-column title,text --only-changed").gives(0);
    let out = read(&place.read("out.parquet"), &place);
    assert_eq!(out.metadata.num_row_groups(), 2, "a group of which nothing is left is none");
    let ids: Vec<i64> = out
        .rows
        .iter()
        .flat_map(|rows| rows.column(0).as_primitive::<Int64Type>().values().to_vec())
        .collect();
    assert_eq!(ids, [2, 5]);
    for rows in &out.rows {
        assert!(rows.column(1).as_string::<i32>().iter().all(|text| text == Some(MENDED)));
        assert!(rows.column(2).as_string::<i64>().iter().all(|text| text == Some(MENDED)));
    }
}

#[test]
fn a_table_that_is_cut_short_or_lacks_the_column_is_told() {
    let place = Place::new();
    let whole = table(&[&[Some(DAMAGED)]]);
    place.write("in/a.parquet", &whole[..whole.len() - 20]);
    place.write("in/b.parquet", &whole);
    place.write("in/c.txt", DAMAGED);
    let ran = place.run("clean in -o out").gives(2);
    ran.says(&["in/a.parquet: cannot be read: the Parquet data is damaged or cut short"]);
    assert_eq!(place.read("out/c.txt"), MENDED.as_bytes());
    assert!(place.path("out/b.parquet").exists() && !place.path("out/a.parquet").exists());
    place
        .run("clean in/b.parquet --text-column body")
        .gives(2)
        .says(&["no column \"body\" (its columns: id, text, title, tags)"]);
    place.run("clean in/b.parquet --text-column id").gives(2).says(&["column \"id\" holds Int64, not text"]);
    place.run_with("clean -", &whole).gives(2).says(&["from a pipe", "save it to a file"]);
    // Damage inside a group: what stands before it is a table.
    let groups: Vec<Vec<_>> = (0..3).map(|_| vec![Some(HONEST); 10]).collect();
    let mut torn = table(&groups.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let (start, _) = read(&torn, &place).metadata.row_group(1).column(1).byte_range();
    torn[usize::try_from(start).unwrap()..][..30].fill(0xFF);
    place.write("torn.parquet", torn);
    let ran = place.run("clean torn.parquet -o out.parquet").gives(2);
    ran.says(&["torn.parquet: the Parquet data is damaged", "what could be read was written to out.parquet"]);
    assert_eq!(read(&place.read("out.parquet"), &place).metadata.num_row_groups(), 1);
}

#[test]
fn groups_are_read_at_the_same_time() {
    let place = Place::new();
    let of = |text| {
        let group = [vec![Some(HONEST); 400], vec![Some(text); 100]].concat();
        table(&vec![&group[..]; 40])
    };
    place.write("in.parquet", of(DAMAGED));
    place.run("clean -q in.parquet -o out.parquet --threads 8").gives(0);
    let (is, wanted) = (read(&place.read("out.parquet"), &place), read(&of(MENDED), &place));
    assert_eq!(is.metadata.num_row_groups(), 40);
    assert!(
        is.rows.iter().zip(&wanted.rows).all(|(is, wanted)| (0..2).all(|c| is.column(c) == wanted.column(c)))
    );
}

#[test]
fn a_large_group_gives_the_same_for_any_number_of_threads() {
    /// More than the batches that are cleaned at once.
    const ROWS: usize = 100_000;
    const EVERY: usize = 7_001;
    let place = Place::new();
    let of = |text| -> Vec<_> {
        (0..ROWS).map(|row| Some(if row % EVERY == EVERY - 1 { text } else { PLAIN })).collect()
    };
    place.write("in.parquet", table(&[&of(DAMAGED)]));
    for (options, rows) in [("", ROWS), (" --only-changed", ROWS / EVERY)] {
        let mut first = None;
        for threads in [1, 2, 5] {
            let args = format!(
                "clean -q in.parquet -o out.parquet --edits log.jsonl --text-column title,text --threads {threads}{options}"
            );
            place.run(&args).gives(0);
            let made = (place.read("out.parquet"), place.read("log.jsonl"));
            let lines = String::from_utf8(made.1.clone()).unwrap();
            let rows: Vec<usize> = (1..=ROWS / EVERY).map(|row| row * EVERY).collect();
            let mut told: Vec<usize> = lines
                .lines()
                .map(|line| {
                    serde_json::from_str::<serde_json::Value>(line).unwrap()["line"].as_u64().unwrap()
                })
                .map(|line| usize::try_from(line).unwrap())
                .collect();
            told.dedup();
            assert_eq!(told, rows, "in their order");
            assert!(first.get_or_insert(made.clone()) == &made, "{threads} threads{options}");
        }
        let out = read(&place.read("out.parquet"), &place);
        assert_eq!(out.rows.iter().map(RecordBatch::num_rows).sum::<usize>(), rows);
        let texts = out.rows.iter().flat_map(|rows| rows.column(1).as_string::<i32>().iter().flatten());
        assert_eq!(texts.filter(|text| *text == MENDED).count(), ROWS / EVERY);
    }
}
