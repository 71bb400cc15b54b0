"""What all tests share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DAMAGED = "推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展"
CLEAN = "推進衛生健康事業高質量發展"
HONEST = "Nothing is wrong with this sentence, nor with 这一句话。"

REPOSITORY = Path(__file__).resolve().parents[2]


def pages() -> list[str]:
    """Pages that were really damaged, honest text, odd text."""
    seeds = sorted((REPOSITORY / "seeds" / "documents").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in seeds]
    return [*texts, DAMAGED, HONEST, "", "\u0000", "a\r\nb", "𠀀" * 100, "\ufeffbom"]


@pytest.fixture(scope="session")
def texts() -> list[str]:
    return pages()


@pytest.fixture(scope="session")
def cleaned_by_command(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> list[str]:
    """What the command makes of the texts."""
    folder = tmp_path_factory.mktemp("command")
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            file.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
    command = [sys.executable, "-m", "mojimend", "clean", "--quiet", str(source), "-o", str(target)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, env=os.environ)
    with target.open(encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]
