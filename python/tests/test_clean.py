"""Texts, bytes and lists."""

from __future__ import annotations

import dataclasses
import pickle
import sys
import threading
from typing import Any, cast

import pytest
from conftest import CLEAN, DAMAGED, HONEST

import mojimend
from mojimend import Cleaner

LONE = "\udcff"


def test_what_is_clean_is_the_same_object() -> None:
    for text in (HONEST, "", "a" * 10_000, HONEST * 1000):
        assert mojimend.clean(text) is text
        assert mojimend.clean_batch([text])[0] is text
        assert mojimend.inspect(text).text is text


def test_as_the_command_does(texts: list[str], cleaned_by_command: list[str]) -> None:
    cleaner = Cleaner()
    assert texts != cleaned_by_command
    assert [cleaner.clean(text) for text in texts] == cleaned_by_command
    assert [cleaner.inspect(text).text for text in texts] == cleaned_by_command
    assert [cleaner.clean_bytes(text.encode()) for text in texts] == cleaned_by_command
    for threads in (1, 2, 5):
        many = texts * 20
        assert Cleaner(threads=threads).clean_batch(many) == cleaned_by_command * 20


def test_long_lists_are_cleaned_in_slices() -> None:
    # More than one slice of 16 MB, with a change at each end.
    texts = [DAMAGED, *(HONEST * 20_000 for _ in range(24)), DAMAGED]
    cleaned = Cleaner(threads=2).clean_batch(texts)
    assert cleaned[0] == cleaned[-1] == CLEAN
    assert all(new is old for new, old in zip(cleaned[1:-1], texts[1:-1]))


def test_edits_lead_both_ways(texts: list[str]) -> None:
    seen = 0
    for text in texts:
        done = mojimend.inspect(text)
        assert done.input == text
        assert done.changed == (done.text != text)
        assert done.edits.apply(text) == done.text
        assert done.edits.undo(done.text) == text
        raw = text.encode()
        for edit in done.edits:
            seen += 1
            assert text[slice(*edit.chars)] == edit.before == raw[slice(*edit.span)].decode()
            assert 0.0 <= edit.confidence <= 1.0 and edit.reason and edit.rule in mojimend.rules()
        for finding in done.findings:
            assert text[slice(*finding.chars)] == raw[slice(*finding.span)].decode()
        # Every character that no edit wrote comes from the same character.
        written = {i for place, edit in done.edits._placed() for i in range(*place)}
        for at, letter in enumerate(done.text):
            start, end = done.edits.origin(at, at + 1)
            assert at in written or text[start:end] == letter
    assert seen > 100


def test_a_log_for_another_text_is_refused() -> None:
    done = mojimend.inspect(DAMAGED)
    for text in (CLEAN, "", HONEST):
        with pytest.raises(mojimend.LogMismatchError, match="use the text it was made from"):
            done.edits.apply(text)
    with pytest.raises(mojimend.LogMismatchError):
        done.edits.undo("")


def test_results_are_values() -> None:
    done = mojimend.inspect(DAMAGED)
    assert pickle.loads(pickle.dumps(done)) == done
    assert done == mojimend.inspect(DAMAGED) and hash(done.edits[0])
    assert done.edits[:2] == tuple(done.edits)[:2]
    with pytest.raises(dataclasses.FrozenInstanceError):
        done.edits[0].after = "x"  # type: ignore[misc]


@pytest.mark.parametrize("text", [LONE, DAMAGED + LONE, LONE + DAMAGED, "\ud83d\ude00" + DAMAGED, DAMAGED * 99 + LONE])
def test_lone_surrogates_stay_where_they_were(text: str) -> None:
    expected = text.replace(DAMAGED, CLEAN)
    assert mojimend.clean(text) == expected
    assert mojimend.clean_batch([text, DAMAGED]) == [expected, CLEAN]
    done = mojimend.inspect(text)
    assert done.text == expected
    assert done.edits.apply(text) == expected
    assert done.edits.undo(expected) == text


def test_none_and_bytes_in_a_list() -> None:
    assert mojimend.clean_batch([]) == []
    assert mojimend.clean_batch([None, DAMAGED, None]) == [None, CLEAN, None]
    assert mojimend.clean_batch((DAMAGED, HONEST)) == [CLEAN, HONEST]
    mixed: Any = [DAMAGED.encode(), DAMAGED, None, DAMAGED.encode("gbk")]
    assert mojimend.clean_batch(mixed) == [CLEAN, CLEAN, None, CLEAN]


def test_bytes_of_other_encodings() -> None:
    assert mojimend.clean_bytes(DAMAGED.encode("gbk")) == CLEAN
    assert mojimend.clean_bytes(bytearray(DAMAGED.encode())) == CLEAN
    assert mojimend.clean_bytes(memoryview(DAMAGED.encode())[::1]) == CLEAN
    assert mojimend.clean_bytes(HONEST.encode("utf-16")) == HONEST
    assert mojimend.clean_bytes(b"") == ""
    assert isinstance(mojimend.clean_bytes(bytes(range(256)) * 10), str)


def test_wrong_types_are_named() -> None:
    with pytest.raises(TypeError, match="item 1 is int"):
        mojimend.clean_batch(cast("list[str]", ["a", 7]))
    with pytest.raises(TypeError, match="use clean"):
        mojimend.clean_batch("text")
    with pytest.raises(TypeError, match="use clean or inspect"):
        mojimend.clean_bytes("text")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="got bytes; for bytes of any encoding use clean_bytes"):
        mojimend.clean(b"bytes")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="got list; for many texts use clean_batch"):
        mojimend.inspect(["text"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="got NoneType"):
        mojimend.clean(None)  # type: ignore[arg-type]


def test_other_threads_run_meanwhile() -> None:
    texts = [HONEST * 5000] * 100
    cleaner = Cleaner(threads=1)
    cleaner.clean_batch(texts)
    counted, done = 0, threading.Event()

    def work() -> None:
        for _ in range(5):
            cleaner.clean_batch(texts)
        done.set()

    old = sys.getswitchinterval()
    # Python would take the interpreter away only after this time; it must be given back before.
    sys.setswitchinterval(1000)
    try:
        thread = threading.Thread(target=work)
        thread.start()
        while not done.is_set():
            counted += 1
            done.wait(0.0001)
        thread.join()
    finally:
        sys.setswitchinterval(old)
    assert counted > 5
