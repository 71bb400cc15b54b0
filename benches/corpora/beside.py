"""The same file through datatrove: its reader, its formatter that calls ftfy, its writer."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import sys
import time
from itertools import islice
from pathlib import Path

import command
import speed

SAMPLE = 8_000_000
"""Bytes that ftfy is given, from all over the file; what they take is reckoned up by bytes."""


def take(source: Path, target: Path, size: int) -> int:
    """Copies whole lines of so many bytes, from all over a file."""
    step = max(1, source.stat().st_size // size)
    with source.open("rb") as given, target.open("wb") as part:
        part.writelines(islice(given, 0, None, step))
    return target.stat().st_size


def measure(program: Path, corpus: Path, folder: Path) -> None:
    if importlib.util.find_spec("datatrove") is None:
        sys.exit("datatrove is not installed: pip install 'datatrove>=0.5' ftfy orjson regex")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.formatters import FTFYFormatter
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    size = corpus.stat().st_size
    ours = command.best(speed.ROUNDS, program, "clean", "--quiet", corpus, "-o", folder / "out.jsonl", "--threads", "1")
    speed.row("mojimend, one thread", size, ours)
    sample = folder / "sample"
    sample.mkdir()
    few = take(corpus, sample / "pages.jsonl", SAMPLE)
    theirs = {}
    for name, steps in (("reader + ftfy + writer", [FTFYFormatter()]), ("reader + writer", [])):
        pipeline = [JsonlReader(str(sample)), *steps, JsonlWriter(str(folder / name), compression=None)]
        start = time.perf_counter()
        # It tells everything to whoever listens there.
        with contextlib.redirect_stderr(io.StringIO()):
            LocalPipelineExecutor(pipeline, logging_dir=str(folder / f"{name}.logs")).run()
        theirs[name] = time.perf_counter() - start
        written = sum(1 for file in (folder / name).glob("*.jsonl") for _ in file.open(encoding="utf-8"))
        with (sample / "pages.jsonl").open(encoding="utf-8") as file:
            assert written == sum(1 for line in file if json.loads(line)), "datatrove has lost records"
        print(f"{'datatrove: ' + name + f', {few / 1e6:.0f} MB':58} {few / 1e6 / theirs[name]:8.1f} MB/s")
    times = theirs["reader + ftfy + writer"] / few * size / ours.seconds
    print(f"{'mojimend beside reader + ftfy + writer, one thread each':58} {times:8.0f} times, by bytes")
