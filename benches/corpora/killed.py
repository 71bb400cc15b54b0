"""Kills the command at random moments and resumes it, until it is done: the outputs must be those of a quiet run."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import command
import pages

SMALL, LINES = 40, 50
"""Small files before and behind a large one, and their lines."""


def files(folder: Path) -> dict[str, bytes]:
    """All that was written but the books of the run."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def corpus(folder: Path, texts: list[str]) -> None:
    folder.mkdir()
    damaged = pages.seeds("documents")
    for number in range(2 * SMALL):
        part = "\n".join(damaged[number % len(damaged)].split("\n")[:LINES])
        (folder / f"{'a' if number < SMALL else 'z'}{number:03}.txt").write_text(part, encoding="utf-8")
    pages.write(folder / "m.jsonl", iter(texts))


def measure(program: Path, texts: list[str], folder: Path, kills: int, seed: int) -> None:
    dice = random.Random(seed)
    source, whole, part = folder / "in", folder / "whole", folder / "part"
    corpus(source, texts)
    logs = {target: target.with_suffix(".edits.jsonl") for target in (whole, part)}

    def job(target: Path) -> list[str]:
        made = [program, "clean", "--quiet", source, "-o", target, "--edits", logs[target]]
        return [str(word) for word in made]

    quiet = command.run(*job(whole))
    expected = {**files(whole), "edits": logs[whole].read_bytes()}
    done = runs = 0
    while done < kills:
        shutil.rmtree(part, ignore_errors=True)
        logs[part].unlink(missing_ok=True)
        while True:
            process = subprocess.Popen([*job(part), "--resume"], stdin=subprocess.DEVNULL)
            try:
                # As long as a quiet run at most: many are killed before they are done, and some are not.
                code = process.wait(dice.uniform(0, quiet.seconds) if done < kills else None)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                done += 1
                continue
            if code != 0:
                raise SystemExit(f"resumed after {done} kills it ended with {code}")
            break
        runs += 1
        found = {**files(part), "edits": logs[part].read_bytes()}
        if found != expected:
            names = [name for name in {*found, *expected} if found.get(name) != expected.get(name)]
            raise SystemExit(f"after {done} kills these differ: {', '.join(sorted(names))}")
    size = sum(map(len, expected.values())) / 1e6
    print(f"killed {done} times in {runs} runs of {len(expected)} files, {size:.1f} MB: the same bytes (seed {seed})")
