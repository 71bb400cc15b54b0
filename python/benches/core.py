"""The package in one process: the library, lists, Arrow, threads."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Callable, Optional

import pyarrow as pa

import mojimend

ROUNDS = 7
LIBRARY = Path(__file__).resolve().parents[2] / "target" / "release" / "examples" / "throughput"
"""The library alone: `cargo build --release --example throughput`."""


def best(
    work: Callable[[], object], rounds: int = ROUNDS, clock: Callable[[], float] = time.perf_counter
) -> float:
    times = []
    for _ in range(rounds):
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)


def alone(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of this thread, whatever else the machine does."""
    return best(work, rounds, time.thread_time)


def row(name: str, size: int, seconds: float, remark: str = "") -> None:
    print(f"{name:44} {size / 1e6 / seconds:10.1f} MB/s   {remark}", flush=True)


def library(texts: list[str], program: Path) -> Optional[float]:
    """Bytes a second of the library alone, on one thread; nothing if its program is not built."""
    if not program.exists():
        print(f"{program} is not there: cargo build --release --example throughput")
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for text in texts:
            file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
        file.flush()
        told = subprocess.run([program, file.name], check=True, stdout=subprocess.PIPE, text=True).stdout
    found = re.search(r"([0-9.]+) MB/s", told)
    return float(found[1]) * 1e6 if found else None


def measure(texts: list[str], program: Path) -> None:
    """A row for each way to the library, beside the library itself."""
    size = sum(len(text.encode()) for text in texts)
    alone_by_itself = library(texts, program)
    if alone_by_itself:
        row("the library alone, one thread", size, size / alone_by_itself)

    def beside(name: str, seconds: float) -> None:
        share = f"{size / seconds / alone_by_itself:.0%} of the library" if alone_by_itself else ""
        row(name, size, seconds, share)

    cleaner = mojimend.Cleaner(threads=1)
    array = pa.array(texts)
    beside("Arrow, one thread", alone(lambda: cleaner.clean_arrow(array)))
    batches = pa.table({"text": array}).to_batches(max_chunksize=8000)
    beside("Arrow, batches of 8,000 rows", alone(lambda: [cleaner.clean_arrow(batch) for batch in batches]))
    views = array.cast(pa.string_view())
    beside("Arrow, string_view", alone(lambda: cleaner.clean_arrow(views)))

    def copies() -> list[str]:
        return [text[:1] + text[1:] for text in texts]

    fresh = [copies() for _ in range(3)]
    beside("list of str, never seen as UTF-8", alone(lambda: cleaner.clean_batch(fresh.pop()), 3))
    beside("list of str", alone(lambda: cleaner.clean_batch(texts)))
    beside("str by str", alone(lambda: [cleaner.clean(text) for text in texts]))

    def twice() -> None:
        threads = [threading.Thread(target=cleaner.clean_arrow, args=(array,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    one, two = best(lambda: cleaner.clean_arrow(array)), best(twice)
    print(f"{'two Python threads, each the same':44} {2 * one / two:10.2f} times one")


