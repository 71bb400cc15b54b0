"""Arrow data."""

from __future__ import annotations

import threading
from typing import Any, Iterator

import pyarrow as pa
import pytest
from conftest import CLEAN, DAMAGED, HONEST

import mojimend
from mojimend import ArrowTypeError, Cleaner

TEXT = [pa.string(), pa.large_string(), pa.string_view()]
BYTES = [pa.binary(), pa.large_binary(), pa.binary_view()]
ROWS = [DAMAGED, None, HONEST, "", DAMAGED * 40, "short", None, HONEST * 9]
CLEANED = [row and row.replace(DAMAGED, CLEAN) for row in ROWS]


def array(rows: list[Any], kind: Any) -> Any:
    return pa.array(rows, pa.binary() if kind in BYTES else pa.string()).cast(kind)


@pytest.mark.parametrize("kind", TEXT, ids=str)
def test_texts_of_all_types(kind: Any) -> None:
    given = array(ROWS, kind)
    for threads in (1, 3):
        cleaned = Cleaner(threads=threads).clean_arrow(given)
        assert cleaned.type == kind and cleaned.to_pylist() == CLEANED
        cleaned.validate(full=True)
    # Slices begin and end inside of buffers, also inside the bits of a null mask.
    for start in range(len(ROWS)):
        part = given.slice(start, 3)
        cleaned = mojimend.Cleaner().clean_arrow(part)
        assert cleaned.to_pylist() == CLEANED[start : start + 3]
        cleaned.validate(full=True)


@pytest.mark.parametrize("kind", TEXT, ids=str)
def test_as_the_command_does(kind: Any, texts: list[str], cleaned_by_command: list[str]) -> None:
    for threads in (1, 2):
        cleaned = Cleaner(threads=threads).clean_arrow(array(texts * 9, kind))
        assert cleaned.to_pylist() == cleaned_by_command * 9


@pytest.mark.parametrize("kind", [*TEXT, *BYTES], ids=str)
def test_what_is_clean_is_not_copied(kind: Any) -> None:
    rows = [HONEST, None, "", HONEST * 7]
    given = array([row and (row.encode() if kind in BYTES else row) for row in rows], kind)
    cleaned = Cleaner().clean_arrow(given)
    assert cleaned.to_pylist() == rows
    before = [buffer and buffer.address for buffer in given.buffers()]
    assert [buffer and buffer.address for buffer in cleaned.buffers()] == before


def test_a_column_that_is_not_cleaned_is_not_copied() -> None:
    batch = pa.record_batch({"id": pa.array(range(8)), "text": pa.array(ROWS)})
    cleaned = Cleaner().clean_arrow(batch)
    assert cleaned.column("text").to_pylist() == CLEANED
    assert cleaned.column("id").buffers()[1].address == batch.column("id").buffers()[1].address


@pytest.mark.parametrize(("kind", "expected"), list(zip(BYTES, TEXT)), ids=str)
def test_bytes_become_text(kind: Any, expected: Any) -> None:
    rows = [DAMAGED.encode(), None, DAMAGED.encode("gbk"), HONEST.encode(), b"", HONEST.encode("utf-16"), b"\xff"]
    cleaned = Cleaner().clean_arrow(array(rows, kind))
    assert cleaned.type == expected
    assert cleaned.to_pylist() == [row if row is None else mojimend.clean_bytes(row) for row in rows]
    cleaned.validate(full=True)


def test_dictionaries_are_cleaned_once() -> None:
    for values in (pa.string(), pa.large_string(), pa.string_view()):
        given = pa.DictionaryArray.from_arrays(
            pa.array([0, 1, None, 0, 2], pa.int16()), array([DAMAGED, HONEST, None], values)
        )
        cleaned = Cleaner().clean_arrow(given)
        assert cleaned.type == given.type
        assert cleaned.to_pylist() == [CLEAN, HONEST, None, CLEAN, None]
        assert len(cleaned.dictionary) == 3


def test_chunks_tables_and_streams() -> None:
    chunked = pa.chunked_array([ROWS, [], [None], ROWS])
    cleaned = Cleaner().clean_arrow(chunked)
    assert isinstance(cleaned, pa.ChunkedArray) and cleaned.to_pylist() == [*CLEANED, None, *CLEANED]
    table = pa.table({"n": range(17), "text": chunked}, metadata={"made": "by hand"})
    cleaned = Cleaner().clean_arrow(table)
    assert isinstance(cleaned, pa.Table) and cleaned.schema == table.schema
    assert cleaned.schema.metadata == {b"made": b"by hand"}
    assert cleaned.column("text").to_pylist() == [*CLEANED, None, *CLEANED]
    reader = Cleaner().clean_arrow(table.to_reader(max_chunksize=3))
    assert isinstance(reader, pa.RecordBatchReader)
    assert reader.read_all().column("text").to_pylist() == [*CLEANED, None, *CLEANED]
    for empty in (table.slice(0, 0), table.schema.empty_table()):
        assert Cleaner().clean_arrow(empty).num_rows == 0
    assert len(Cleaner().clean_arrow(pa.array([], pa.string()))) == 0
    assert Cleaner().clean_arrow(pa.nulls(3)).to_pylist() == [None] * 3


def test_streams_are_cleaned_as_they_are_read() -> None:
    read = []

    def batches() -> Iterator[Any]:
        for number in range(5):
            read.append(number)
            yield pa.record_batch({"text": [DAMAGED]})

    schema = pa.schema({"text": pa.string()})
    reader = Cleaner().clean_arrow(pa.RecordBatchReader.from_batches(schema, batches()))
    assert read == []
    assert reader.read_next_batch().to_pydict() == {"text": [CLEAN]} and read == [0]
    assert reader.read_all().num_rows == 4


def test_edits_come_as_a_column() -> None:
    for kind in (pa.string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())):
        rows = pa.array(ROWS).cast(kind) if not pa.types.is_dictionary(kind) else pa.array(ROWS).dictionary_encode()
        cleaned = Cleaner().clean_arrow(pa.table({"text": rows}), edits="edits")
        assert cleaned.column("text").to_pylist() == CLEANED
        for row, edits in zip(ROWS, cleaned.column("edits").to_pylist()):
            if row is None:
                assert edits is None
                continue
            expected = [edit.to_dict() for edit in mojimend.inspect(row).edits]
            assert edits == expected


def test_several_columns() -> None:
    table = pa.table({"title": [DAMAGED], "text": [DAMAGED], "other": [DAMAGED]})
    cleaned = Cleaner().clean_arrow(table, ["text", "title"])
    assert cleaned.to_pydict() == {"title": [CLEAN], "text": [CLEAN], "other": [DAMAGED]}


def test_objects_of_no_known_library() -> None:
    class Only:
        def __init__(self, table: Any) -> None:
            self.table = table

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.table.__arrow_c_stream__(requested_schema)

    given: Any = Only(pa.table({"text": ROWS}))
    stream = Cleaner().clean_arrow(given)
    assert "Struct" in repr(stream) and pa.schema(stream) == pa.schema({"text": pa.string()})
    assert pa.table(stream).column("text").to_pylist() == CLEANED
    with pytest.raises(ValueError, match="read already"):
        pa.table(stream)


def test_mistakes_are_named() -> None:
    table = pa.table({"id": [1], "text": [HONEST]})
    clean: Any = Cleaner().clean_arrow
    mistakes: list[tuple[Any, dict[str, Any], str]] = [
        (table, {"column": "txt"}, "no column \"txt\"; there are: id, text"),
        (table, {"column": "id"}, "column \"id\": Int64 is no text"),
        (pa.array([1]), {}, "Int64 is no text"),
        (pa.array([HONEST]), {"edits": "edits"}, "without columns"),
        (table, {"edits": "id"}, "already"),
        (table, {"column": ["id", "text"], "edits": "e"}, "no text"),
        ([HONEST], {}, "clean_batch"),
    ]
    for given, arguments, words in mistakes:
        with pytest.raises(ArrowTypeError, match=words):
            clean(given, **arguments)


@pytest.mark.parametrize("kind", TEXT, ids=str)
def test_text_that_is_none(kind: Any) -> None:
    # A producer that breaks its word: the type says UTF-8.
    given = pa.array([b"fine", b"\xd6\xd0\xce\xc4", b"fine"])
    given = given.cast(pa.binary_view()).view(pa.string_view()) if kind == pa.string_view() else given.view(pa.string())
    with pytest.raises(ArrowTypeError, match="row 1 is not UTF-8"):
        Cleaner().clean_arrow(given)
    # Beyond the first piece that is looked at.
    many = pa.array([HONEST.encode() * 99] * 900 + [b"\xff"] + [b"fine"]).view(pa.string())
    for threads in (1, 2):
        with pytest.raises(ArrowTypeError, match="row 900 is not UTF-8"):
            Cleaner(threads=threads).clean_arrow(many)
    # Two halves of one character in two rows.
    split = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0\3\0\0\0"), pa.py_buffer("中".encode())]
    )
    with pytest.raises(ArrowTypeError, match="row 0 is not UTF-8"):
        Cleaner().clean_arrow(split)


def test_other_threads_run_meanwhile() -> None:
    given = pa.array([HONEST * 1000] * 1000)
    cleaner = Cleaner(threads=1)
    counted, done = 0, threading.Event()

    def work() -> None:
        cleaner.clean_arrow(given)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        counted += 1
        done.wait(0.0001)
    thread.join()
    assert counted > 5
