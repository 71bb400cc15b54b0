"""How much memory the command takes: for a file of many gigabytes, for a million small files, for one line of a gigabyte."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path
from typing import Callable

import command
import pages

BLOCK = 64_000_000
"""Bytes of pages that are fed again and again."""
GIGA = 1_000_000_000


def fed(program: Path, feed: Callable[[Callable[[bytes], object]], None], *options: str) -> command.Took:
    """Runs the command with what is written to its standard input, by a thread of this program."""
    reading, writing = os.pipe()

    def work() -> None:
        with open(writing, "wb") as pipe:
            feed(pipe.write)

    feeder = threading.Thread(target=work)
    feeder.start()
    with open(reading, "rb") as pipe:
        took = command.run(program, "clean", "--quiet", *options, stdin=pipe, check=False)
    feeder.join()
    return took


def tell(name: str, took: command.Took) -> None:
    print(f"{name:44} {took.peak:6.0f} MB at most, {took.seconds:6.1f} s, exit {took.code}", flush=True)


def measure(program: Path, block: Path, folder: Path, gigabytes: float, small: int) -> None:
    size = block.stat().st_size

    def lines(times: int) -> Callable[[Callable[[bytes], object]], None]:
        def feed(write: Callable[[bytes], object]) -> None:
            for _ in range(times):
                with block.open("rb") as file:
                    shutil.copyfileobj(file, Writer(write), 1 << 20)

        return feed

    for total in (gigabytes / 10, gigabytes):
        times = max(1, round(total * GIGA / size))
        tell(f"{times * size / GIGA:.1f} GB of JSON Lines from a pipe", fed(program, lines(times), "--format", "jsonl"))

    def line(write: Callable[[bytes], object]) -> None:
        text = "".join(pages.texts_of(block))[: 1 << 20].replace("\n", " ").encode()
        for _ in range(GIGA // len(text)):
            write(text)
        write(b"\n")

    # Longer than the limit: each is told, exit 2, and passes as it is.
    tell("one line of text of 1 GB", fed(program, line, "--format", "text"))

    def record(write: Callable[[bytes], object]) -> None:
        write(b'{"id": 1, "text": "')
        for _ in range(GIGA // 1_000_000):
            write("衛生健康事業".encode() * (1_000_000 // 18))
        write(b'"}\n{"id": 2, "text": "x"}\n')

    long = folder / "long.jsonl"
    with long.open("wb") as file:
        record(file.write)
    tell("one record of JSON of 1 GB", command.run(program, "clean", "--quiet", long, check=False))
    long.unlink()
    many = folder / "many"
    for number in range(small):
        if number % 1000 == 0:
            below = many / f"{number // 1000:04}"
            below.mkdir(parents=True)
        (below / f"{number:07}.txt").write_text(f"第{number}页。推进卫生健康事业高质量发展。\n", encoding="utf-8")
    tell(f"{small} small files, checked", command.run(program, "clean", "--quiet", "--check", many))
    tell(f"{small} small files, to a folder", command.run(program, "clean", "--quiet", many, "-o", folder / "out"))
    shutil.rmtree(many)
    shutil.rmtree(folder / "out")


class Writer:
    """What can only be written to, for `shutil`."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self.write = write
