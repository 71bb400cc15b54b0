"""Runs the command and says what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Union

COMMAND = Path(__file__).resolve().parents[2] / "target" / "release" / "mojimend"


@dataclass(frozen=True)
class Took:
    """One run of a program."""

    seconds: float
    processor: float
    """Seconds of processor time, over all threads."""
    peak: float
    """Megabytes of memory at most."""
    code: int


def run(*command: Union[str, Path], stdin: Union[int, IO[Any]] = subprocess.DEVNULL, check: bool = True) -> Took:
    """Runs a program to its end, without its output.

    By way of a small process of its own: the peak of a program is never less than that of the one that started it.
    """
    starter = [sys.executable, "-S", "-I", __file__, *map(str, command)]
    done = subprocess.run(starter, stdin=stdin, stdout=subprocess.PIPE, check=True)
    took = Took(**json.loads(done.stdout))
    if check and took.code != 0:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {took.code}")
    return took


def best(rounds: int, *command: Union[str, Path]) -> Took:
    """The fastest of some runs."""
    return min((run(*command) for _ in range(rounds)), key=lambda took: took.seconds)


def main(command: list[str]) -> None:
    """The small process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    processor, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1000
    print(json.dumps({"seconds": seconds, "processor": processor, "peak": peak, "code": code}))


if __name__ == "__main__":
    main(sys.argv[1:])
