"""Measures the Python package and the engines on one corpus, beside the library, the command and ftfy.

    cargo build --release --example throughput
    python python/benches/run.py pages.jsonl ...                             the library, lists, Arrow, threads
    python python/benches/run.py pages.jsonl ... --megabytes 500 --engines   also Spark (1 master, 2 workers) and Ray (2 raylets)

Files are texts or JSON Lines with a field `text`; without any, the seed pages are taken. They are repeated, each copy with
a line of its own, until there are so many megabytes; a share of them are damaged pages. Engines read Parquet and write it;
their text must be that of the command, byte for byte, also when a worker is killed in the middle. ftfy cleans a sample of
the same data through the same engine. Run it on a quiet machine: figures are the best of some rounds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE.parent / "tests"), str(HERE.parents[1] / "benches" / "corpora")]

import core
import pages  # type: ignore[import-not-found,unused-ignore]  # of benches/corpora

import mojimend

CORE_BYTES = 40_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="clean texts")
    parser.add_argument("--damaged", nargs="*", type=Path, default=[], help="damaged texts; the seed pages if there are none")
    parser.add_argument("--share", type=float, default=0.01, help="of damaged pages")
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--engines", nargs="*", choices=["spark", "ray"], help="both, if none is named")
    parser.add_argument("--folder", type=Path, help="where to work; needs four times the corpus")
    parser.add_argument("--library", type=Path, default=core.LIBRARY, help="the built example throughput")
    options = parser.parse_intermixed_args()
    clean = [text for path in options.files for text in pages.texts_of(path)] or pages.seeds("expected")
    damaged = [text for path in options.damaged for text in pages.texts_of(path)] or pages.seeds("documents")
    texts = list(pages.pages(options.megabytes, clean, damaged, options.share))
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} texts, {size / 1e6:.1f} MB, mojimend {mojimend.__version__}, Python {sys.version.split()[0]}")
    # From all over the corpus.
    core.measure(texts[:: max(1, size // CORE_BYTES)], options.library)
    if options.engines is None:
        return
    import engines

    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        expected = engines.by_command(texts, folder)
        engines.write(texts, folder / "pages")
        few = max(1, engines.FTFY_BYTES * len(texts) // size)
        engines.write(texts[:: max(1, len(texts) // few)], folder / "sample")
        del texts
        for engine in options.engines or ["spark", "ray"]:
            {"spark": engines.spark, "ray": engines.ray}[engine](size, folder, expected)


if __name__ == "__main__":
    main()
