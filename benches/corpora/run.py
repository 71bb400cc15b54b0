#!/usr/bin/env python3
"""Measures the command on corpora: how fast it goes, how much memory it takes, whether it survives.

    cargo build --release
    benches/corpora/run.py speed --megabytes 500 clean.jsonl ...   file to file, on one thread and on two
    benches/corpora/run.py start                                   a small file, from start to end
    benches/corpora/run.py memory --gigabytes 10                   large files, many files, a long line
    benches/corpora/run.py killed                                  killed 50 times and resumed
    benches/corpora/run.py datatrove clean.jsonl ...               beside datatrove's reader, ftfy and writer

Files are texts or JSON Lines with a field `text`; without any, the seed pages are taken. They are repeated, each copy with
a line of its own, until they are as long as is wanted. Needs Python 3.9 and nothing else; `datatrove` needs datatrove.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import beside
import command
import killed
import memory
import pages
import speed
import start

MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory: how long a disk takes is nothing to measure."""
KILLED = 100
"""Megabytes of the large file of runs that are killed."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "start", "memory", "killed", "datatrove"])
    parser.add_argument("files", nargs="*", type=Path, help="clean texts")
    parser.add_argument("--damaged", nargs="*", type=Path, help="damaged texts; the seed pages if there are none")
    parser.add_argument("--share", type=float, default=0.0, help="of damaged pages")
    parser.add_argument("--megabytes", type=float, default=500)
    parser.add_argument("--gigabytes", type=float, default=10, help="of the largest file")
    parser.add_argument("--small", type=int, default=1_000_000, help="so many small files")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--command", type=Path, default=command.COMMAND)
    parser.add_argument("--folder", type=Path, default=MEMORY if MEMORY.is_dir() else None, help="where to work")
    options = parser.parse_intermixed_args()
    clean = [text for path in options.files for text in pages.texts_of(path)] or pages.seeds("expected")
    damaged = [text for path in options.damaged or [] for text in pages.texts_of(path)] or pages.seeds("documents")
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)

        def corpus(megabytes: float) -> Path:
            file = folder / "pages.jsonl"
            pages.write(file, pages.pages(megabytes, clean, damaged, options.share))
            return file

        if options.what == "speed":
            speed.measure(options.command, corpus(options.megabytes), folder)
        elif options.what == "start":
            start.measure(options.command, folder)
        elif options.what == "memory":
            block = corpus(memory.BLOCK / 1e6)
            del clean, damaged
            memory.measure(options.command, block, folder, options.gigabytes, options.small)
        elif options.what == "killed":
            texts = list(pages.pages(min(KILLED, options.megabytes), clean, damaged, options.share))
            killed.measure(options.command, texts, folder, options.kills, options.seed)
        else:
            beside.measure(options.command, corpus(options.megabytes), folder)


if __name__ == "__main__":
    main()
