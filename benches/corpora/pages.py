"""Corpora to measure with: real texts, repeated until they are as long as is wanted, no two of them the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
STRIDE = 7919
"""Prime: pages that stand beside each other come from all over their source."""


def texts_of(path: Path) -> list[str]:
    """The texts of a file of JSON Lines with a field ``text``, or the file."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line)["text"] for line in content.split("\n") if line]
    return [content]


def seeds(kind: str) -> list[str]:
    """The seed pages as they were found (``documents``) or as they must become (``expected``)."""
    return [path.read_text(encoding="utf-8") for path in sorted((SEEDS / kind).glob("*.txt"))]


def pages(megabytes: float, clean: list[str], damaged: list[str], share: float) -> Iterator[str]:
    """Pages of so many megabytes of UTF-8, a share of them damaged. Each ends with a line that no other has."""
    size = number = 0
    while size < megabytes * 1_000_000:
        source = damaged if int(number * share) < int((number + 1) * share) else clean
        text = f"{source[number * STRIDE % len(source)]}\n第{number}页。"
        size += len(text.encode())
        yield text
        number += 1


def write(path: Path, texts: Iterator[str]) -> int:
    """Writes records of JSON Lines, as most tools write them; gives the bytes of the file."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number, text in enumerate(texts):
            file.write(json.dumps({"id": f"page-{number}", "text": text}, ensure_ascii=False) + "\n")
    return path.stat().st_size
