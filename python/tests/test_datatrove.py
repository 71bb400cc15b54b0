"""The adapter for datatrove."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from conftest import DAMAGED, HONEST

pytest.importorskip("datatrove")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "examples"))
import datatrove_job

from mojimend.integrations.datatrove import DamageFilter, MojimendFormatter

pytestmark = pytest.mark.engine


def lines(folder: Path) -> list[dict[str, object]]:
    files = sorted(folder.rglob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def test_the_example(tmp_path: Path, texts: list[str], cleaned_by_command: list[str]) -> None:
    source = tmp_path / "pages"
    source.mkdir()
    pages = {str(number): text for number, text in enumerate(texts) if text}
    with (source / "a.jsonl").open("w", encoding="utf-8") as file:
        for name, text in pages.items():
            file.write(json.dumps({"id": name, "text": text}) + "\n")
    datatrove_job.main(str(source), str(tmp_path / "clean"), str(tmp_path / "dropped"))
    # The writer leaves out a text that became empty.
    written = {str(line["id"]): line.get("text", "") for line in lines(tmp_path / "clean")}
    dropped = {str(line["id"]): line for line in lines(tmp_path / "dropped")}
    expected = {str(number): text for number, text in enumerate(cleaned_by_command) if str(number) in pages}
    assert written == {name: text for name, text in expected.items() if name not in dropped}
    assert len(written) >= 5 and set(written) | set(dropped) == set(pages)


def test_the_filter_names_its_reasons() -> None:
    from datatrove.data import Document

    def verdict(text: str, **settings: object) -> object:
        return DamageFilter(**settings).filter(Document(text=text, id="0"))  # type: ignore[arg-type]

    assert verdict(HONEST) is True and verdict("") is True
    assert verdict(DAMAGED) is True
    lines = {"lines": {"patterns": ["^buy"]}}
    assert verdict(f"{HONEST}\nbuy this", config=lines) is True
    assert verdict(f"{HONEST}\nbuy this", config=lines, max_removed=0.1) == (False, "removed_custom-line")
    report = {"rules": {"injected-annotation": "report"}}
    assert verdict(DAMAGED, config=report) == (False, "left_injected-annotation")
    assert verdict(DAMAGED, rules=("A101",)) == (False, "found_injected-annotation")
    assert verdict(DAMAGED, rules=("injected-line",)) is True


def test_the_formatter_counts() -> None:
    formatter = MojimendFormatter()
    assert formatter.format(HONEST) is HONEST
    formatter.format(DAMAGED)
    counts = formatter.stats.to_dict()["stats"]
    assert counts["repaired"] == 1 and counts["edits_injected-annotation"]["total"] == 5
