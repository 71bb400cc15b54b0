"""How fast the command goes from file to file, and what of it is cleaning."""

from __future__ import annotations

from pathlib import Path

import command

ROUNDS = 5
CLEAN = ("clean", "--quiet")
NOTHING = ("decode", "--quiet")
"""Reads, looks for other encodings than UTF-8, and writes: all but cleaning."""


def row(name: str, size: int, took: command.Took, remark: str = "") -> None:
    cores = took.processor / took.seconds
    print(f"{name:58} {size / 1e6 / took.seconds:8.0f} MB/s  {cores:4.2f} cores  {remark}", flush=True)


def measure(program: Path, corpus: Path, folder: Path) -> None:
    """JSON Lines to JSON Lines, on one thread and on two."""
    size, target = corpus.stat().st_size, folder / "out.jsonl"
    print(f"{corpus.name}: {size / 1e6:.0f} MB, best of {ROUNDS} runs")
    of = {}
    for what, step in (("all default steps", CLEAN), ("no cleaning", NOTHING)):
        for threads in (1, 2):
            took = command.best(ROUNDS, program, *step, corpus, "-o", target, "--threads", str(threads))
            of[what, threads] = took
            remark = f"{of[what, 1].seconds / took.seconds:.2f} times one thread" if threads > 1 else ""
            row(f"{what}, {threads} thread{'s' * (threads > 1)}", size, took, remark)
    target.unlink()
    whole, rest = of["all default steps", 1], of["no cleaning", 1]
    print(f"{'share of cleaning, one thread':58} {1 - rest.processor / whole.processor:8.0%}")
