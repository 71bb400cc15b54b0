"""Measures the Python package and the engines on one corpus, beside the command and ftfy.

    python python/measure.py --corpus pages.jsonl            lists, Arrow, threads
    python python/measure.py --megabytes 500 --engines       also Spark (1 master, 2 workers) and Ray (2 raylets)

Without a corpus the seed pages and what they must become are repeated, each copy with a line of its own. Engines read
Parquet and write it; their text must be that of the command, byte for byte. ftfy cleans a sample of the same data
through the same engine. Run it on a quiet machine: figures are the best of some rounds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pyarrow as pa
import pyarrow.parquet as pq

import mojimend

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "tests"))
ROUNDS = 5
FILES = 16
BATCH = 4000
CORE_BYTES = 40_000_000
FTFY_BYTES = 4_000_000
NOISE = 0.05
"""A difference of so much of the whole is no difference."""


def pages(megabytes: int, damaged_share: float) -> list[str]:
    """Honest pages, and a share of damaged ones."""
    seeds = HERE.parent / "seeds"
    damaged = [path.read_text(encoding="utf-8") for path in sorted((seeds / "documents").glob("*.txt"))]
    honest = [path.read_text(encoding="utf-8") for path in sorted((seeds / "expected").glob("*.txt"))]
    texts: list[str] = []
    size = number = 0
    while size < megabytes * 1_000_000:
        source = damaged if int(number * damaged_share) < int((number + 1) * damaged_share) else honest
        text = f"{source[number * 7919 % len(source)]}\n第{number}页。"
        texts.append(text)
        size += len(text.encode())
        number += 1
    return texts


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


def core(texts: list[str], size: int) -> None:
    cleaner = mojimend.Cleaner(threads=1)
    array = pa.array(texts)
    row("Arrow, one thread", size, alone(lambda: cleaner.clean_arrow(array)))
    batches = pa.table({"text": array}).to_batches(max_chunksize=8000)
    row("Arrow, batches of 8,000 rows", size, alone(lambda: [cleaner.clean_arrow(batch) for batch in batches]))
    views = array.cast(pa.string_view())
    row("Arrow, string_view", size, alone(lambda: cleaner.clean_arrow(views)))

    def copies() -> list[str]:
        return [text[:1] + text[1:] for text in texts]

    fresh = [copies() for _ in range(3)]
    row("list of str, never seen as UTF-8", size, alone(lambda: cleaner.clean_batch(fresh.pop()), 3))
    row("list of str", size, alone(lambda: cleaner.clean_batch(texts)))
    row("str by str", size, alone(lambda: [cleaner.clean(text) for text in texts]))

    def twice() -> None:
        threads = [threading.Thread(target=cleaner.clean_arrow, args=(array,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    one, two = best(lambda: cleaner.clean_arrow(array)), best(twice)
    print(f"{'two Python threads, each the same':44} {2 * one / two:10.2f} times one")


def fix_with_ftfy(texts: list[Any]) -> list[Any]:
    import ftfy

    return [text and ftfy.fix_text(text) for text in texts]


def digest(folder: Path) -> tuple[int, str]:
    """Of all texts, by id."""
    table = pq.read_table(folder, columns=["id", "text"]).sort_by("id")
    found = hashlib.sha256()
    for batch in table.to_batches():
        for text in batch.column("text"):
            found.update((text.as_py() or "").encode() + b"\0")
    return table.num_rows, found.hexdigest()


def by_command(texts: list[str], folder: Path) -> tuple[int, str]:
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            file.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
    size = sum(len(text.encode()) for text in texts)
    command = [sys.executable, "-m", "mojimend", "clean", "--quiet", str(source), "-o", str(target)]
    row("the command, JSON Lines, all threads", size, best(lambda: subprocess.run(command, check=True), 1))
    source.unlink()
    found = hashlib.sha256()
    with target.open(encoding="utf-8") as file:
        for line in file:
            found.update(json.loads(line)["text"].encode() + b"\0")
    target.unlink()
    return len(texts), found.hexdigest()


def write(texts: list[str], folder: Path) -> None:
    folder.mkdir()
    part = -(-len(texts) // FILES)
    for number in range(FILES):
        ids = range(number * part, min((number + 1) * part, len(texts)))
        table = pa.table({"id": pa.array(ids, pa.int64()), "text": texts[ids.start : ids.stop]})
        pq.write_table(table, folder / f"{number:02}.parquet", compression="zstd", row_group_size=BATCH)


def engine(name: str, size: int, folder: Path, run: Callable[[Path, Path, str], None], expected: tuple[int, str]) -> None:
    """Runs a job for mojimend with a worker that is killed in another, and for ftfy on a sample."""
    start = time.perf_counter()
    run(folder / "pages", folder / f"{name}-clean", "mojimend")
    seconds = time.perf_counter() - start
    same = digest(folder / f"{name}-clean") == expected
    row(name, size, seconds, "text as the command's" if same else "TEXT DIFFERS FROM THE COMMAND'S")
    start = time.perf_counter()
    run(folder / "pages", folder / f"{name}-copied", "nothing")
    copied = time.perf_counter() - start
    row(f"{name}, copying only", size, copied)
    sample = sum(len(text.encode()) for text in pq.read_table(folder / "sample")["text"].to_pylist())
    start = time.perf_counter()
    run(folder / "sample", folder / f"{name}-ftfy", "ftfy")
    took = time.perf_counter() - start
    # What starting the job costs is no fault of ftfy's.
    start = time.perf_counter()
    run(folder / "sample", folder / f"{name}-sample", "nothing")
    took = max(took - (time.perf_counter() - start), 1e-9)
    row(f"{name}, ftfy alone, a sample", sample, took, f"mojimend with reading and writing: {size / seconds * took / sample:.0f} times")
    mended = seconds - copied
    if mended > NOISE * copied:
        print(f"{'':44} mojimend alone: {size / mended * took / sample:.0f} times ftfy")
    else:
        print(f"{'':44} mojimend alone: too little beside what the engine takes to be told from it")
    if not same:
        sys.exit(1)


def table_by(tool: str) -> Callable[[Any], Any]:
    """A function from table to table, or batch to batch, that can be sent to a worker."""

    def fix(table: Any) -> Any:
        import ftfy
        import pyarrow

        texts = [text and ftfy.fix_text(text) for text in table.column("text").to_pylist()]
        index = table.schema.get_field_index("text")
        return table.set_column(index, "text", pyarrow.array(texts, table.schema.field(index).type))

    return fix if tool == "ftfy" else lambda table: table


def spark(size: int, folder: Path, expected: tuple[int, str]) -> None:
    import cluster  # type: ignore[import-not-found,unused-ignore]  # of tests/

    from mojimend.integrations.spark import clean_batches

    work = folder / "spark"
    work.mkdir()
    servers = cluster.SparkCluster(work, memory="2g")
    settings = {"spark.executor.memory": "1536m", "spark.sql.execution.arrow.maxRecordsPerBatch": BATCH}
    try:
        with cluster.spark_session(servers.master, **settings) as opened:
            session: Any = opened

            def run(source: Path, target: Path, tool: str) -> None:
                given = session.read.parquet(str(source))
                each = table_by(tool)

                def batches(items: Iterator[Any]) -> Iterator[Any]:
                    return (each(item) for item in items)

                function = clean_batches() if tool == "mojimend" else batches
                given.mapInArrow(function, given.schema).write.mode("overwrite").parquet(str(target))

            # The first job starts the executors.
            run(folder / "sample", folder / "warm", "mojimend")
            engine("Spark, 1 master and 2 workers", size, folder, run, expected)
    finally:
        servers.stop()


def ray(size: int, folder: Path, expected: tuple[int, str]) -> None:
    os.environ.update(RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER="0", RAY_USAGE_STATS_ENABLED="0")
    import ray as engine_ray
    from ray.cluster_utils import Cluster

    from mojimend.integrations.ray import clean

    # Room beside the actors for the tasks that read and write, which take a whole one each.
    node: dict[str, Any] = {"num_cpus": 2, "object_store_memory": 1_000_000_000, "node_ip_address": "127.0.0.1"}
    cluster: Any = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    cluster.add_node(**node)
    engine_ray.init(address=cluster.address, log_to_driver=False)
    try:

        def run(source: Path, target: Path, tool: str) -> None:
            dataset = engine_ray.data.read_parquet(str(source))
            if tool == "mojimend":
                cleaned = clean(dataset, num_cpus=0.25, concurrency=2)
            else:
                cleaned = dataset.map_batches(table_by(tool), batch_format="pyarrow", num_cpus=0.25)
            cleaned.write_parquet(str(target))

        run(folder / "sample", folder / "warm-ray", "mojimend")
        engine("Ray, 2 raylets", size, folder, run, expected)
    finally:
        engine_ray.shutdown()
        cluster.shutdown()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="JSON Lines with a field text")
    parser.add_argument("--megabytes", type=int, default=100, help="how much to make of the seeds without a corpus")
    parser.add_argument("--damaged", type=float, default=0.01, help="the share of damaged pages among them")
    parser.add_argument("--engines", action="store_true")
    parser.add_argument("--folder", type=Path, help="where to work; needs five times the corpus")
    options = parser.parse_args()
    if options.corpus:
        with options.corpus.open(encoding="utf-8") as file:
            texts = [json.loads(line)["text"] for line in file]
    else:
        texts = pages(options.megabytes, options.damaged)
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} texts, {size / 1e6:.1f} MB, mojimend {mojimend.__version__}, Python {sys.version.split()[0]}")
    # From all over the corpus.
    part = texts[:: max(1, size // CORE_BYTES)]
    core(part, sum(len(text.encode()) for text in part))
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        expected = by_command(texts, folder)
        if options.engines:
            write(texts, folder / "pages")
            few = max(1, FTFY_BYTES * len(texts) // size)
            # From all over the corpus.
            write(texts[:: max(1, len(texts) // few)], folder / "sample")
            del texts
            spark(size, folder, expected)
            ray(size, folder, expected)


if __name__ == "__main__":
    main()
