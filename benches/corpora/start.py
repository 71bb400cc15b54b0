"""How long the command takes for a small file, from its start to its end."""

from __future__ import annotations

import statistics
from pathlib import Path

import command

ROUNDS = 60
TEXTS = {
    "a line of Chinese": "推进卫生健康事业高质量发展。\n",
    "a line of English": "Nothing is wrong with this sentence.\n",
    "a damaged line": "推進(jìn)衛(wèi)生健康事業(yè)高質(zhì)量發(fā)展\n",
}


def measure(program: Path, folder: Path) -> None:
    for name, text in TEXTS.items():
        file = folder / "small.txt"
        file.write_text(text, encoding="utf-8")
        took = [command.run(program, "clean", "--quiet", file) for _ in range(ROUNDS)]
        seconds = sorted(1000 * one.seconds for one in took)
        print(
            f"{name:24} best {seconds[0]:6.1f} ms, median {statistics.median(seconds):6.1f} ms, "
            f"{min(one.processor for one in took) * 1000:6.1f} ms of processor time"
        )
    nothing = min(command.run(program, "--version").seconds for _ in range(ROUNDS))
    print(f"{'--version alone':24} best {1000 * nothing:6.1f} ms")
