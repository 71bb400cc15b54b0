"""The same corpus through Spark and Ray: as fast as what, as the command's, and when a worker dies."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import cluster  # type: ignore[import-not-found,unused-ignore]  # of tests/
import pyarrow as pa
import pyarrow.parquet as pq
from core import row

Expected = tuple[int, str]
"""Rows, and the hash of all their texts."""
Run = Callable[[Path, Path, str], None]
"""A job from a folder to a folder with one of the tools."""
FILES = 16
BATCH = 4000
FTFY_BYTES = 4_000_000
NOISE = 0.05
"""A difference of so much of the whole is no difference."""
LOOKS = 0.05
"""Seconds between two looks whether a worker can be killed."""


def digest(folder: Path) -> Expected:
    """Of all texts, by id."""
    table = pq.read_table(folder, columns=["id", "text"]).sort_by("id")
    found = hashlib.sha256()
    for batch in table.to_batches():
        for text in batch.column("text"):
            found.update((text.as_py() or "").encode() + b"\0")
    return table.num_rows, found.hexdigest()


def by_command(texts: list[str], folder: Path) -> Expected:
    """The same of what the command writes."""
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            file.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "mojimend", "clean", "--quiet", source, "-o", target], check=True)
    size = sum(len(text.encode()) for text in texts)
    row("the command, JSON Lines, all threads", size, time.perf_counter() - start)
    source.unlink()
    found = hashlib.sha256()
    with target.open(encoding="utf-8") as file:
        for line in file:
            found.update(json.loads(line)["text"].encode() + b"\0")
    target.unlink()
    return len(texts), found.hexdigest()


def write(texts: list[str], folder: Path) -> None:
    """Parquet files of rows with an id and a text."""
    folder.mkdir()
    part = -(-len(texts) // FILES)
    for number in range(FILES):
        ids = range(number * part, min((number + 1) * part, len(texts)))
        table = pa.table({"id": pa.array(ids, pa.int64()), "text": texts[ids.start : ids.stop]})
        pq.write_table(table, folder / f"{number:02}.parquet", compression="zstd", row_group_size=BATCH)


def seconds(run: Run, source: Path, target: Path, tool: str) -> float:
    start = time.perf_counter()
    run(source, target, tool)
    return time.perf_counter() - start


def measure(name: str, size: int, folder: Path, run: Run, kill: Callable[[], None], expected: Expected) -> None:
    """Runs a job with mojimend, with nothing, with ftfy on a sample, and with mojimend while a worker dies."""
    pages, sample, right = folder / "pages", folder / "sample", True

    def compare(target: Path) -> str:
        nonlocal right
        same = digest(target) == expected
        right &= same
        return "text as the command's" if same else "TEXT DIFFERS FROM THE COMMAND'S"

    took = seconds(run, pages, folder / f"{name}-clean", "mojimend")
    row(name, size, took, compare(folder / f"{name}-clean"))
    copied = seconds(run, pages, folder / f"{name}-copied", "nothing")
    row(f"{name}, copying only", size, copied)
    few = sum(len(text.encode()) for text in pq.read_table(sample)["text"].to_pylist())
    # What starting the job costs is no fault of ftfy's.
    by_ftfy = seconds(run, sample, folder / f"{name}-ftfy", "ftfy")
    by_ftfy = max(by_ftfy - seconds(run, sample, folder / f"{name}-sample", "nothing"), 1e-9)
    whole = f"mojimend with reading and writing: {size / took * by_ftfy / few:.0f} times"
    row(f"{name}, ftfy alone, a sample", few, by_ftfy, whole)
    mended = took - copied
    if mended > NOISE * copied:
        print(f"{'':44} mojimend alone: {size / mended * by_ftfy / few:.0f} times ftfy")
    else:
        least = size / (NOISE * copied) * by_ftfy / few
        print(f"{'':44} mojimend alone: more than {least:.0f} times ftfy, too little beside the engine to be told from it")
    done, died = threading.Event(), threading.Event()
    target = folder / f"{name}-survived"

    def die() -> None:
        # In the middle: something has been written. While Ray lists files, it does not survive the loss of a node itself.
        while not done.wait(LOOKS):
            if any(target.rglob("*.parquet")):
                kill()
                died.set()
                return

    killer = threading.Thread(target=die)
    killer.start()
    try:
        disturbed = seconds(run, pages, target, "mojimend")
    finally:
        done.set()
        killer.join()
    if not died.is_set():
        sys.exit(f"{name}: the job was done before a worker could be killed")
    row(f"{name}, a worker killed", size, disturbed, compare(target))
    if not right:
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


def spark(size: int, folder: Path, expected: Expected) -> None:
    """One master and two workers of one core each."""
    from mojimend.integrations.spark import clean_batches

    work = folder / "spark"
    work.mkdir()
    servers = cluster.SparkCluster(work, memory="2g")
    settings = {
        "spark.executor.memory": "1536m",
        "spark.sql.execution.arrow.maxRecordsPerBatch": BATCH,
        # A task for each file: several for each worker.
        "spark.sql.files.openCostInBytes": "128m",
        "spark.ui.showConsoleProgress": "false",
    }
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
            measure("Spark, 1 master and 2 workers", size, folder, run, lambda: servers.kill_worker(0), expected)
    finally:
        servers.stop()


def ray(size: int, folder: Path, expected: Expected) -> None:
    """Two raylets."""
    os.environ.update(RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER="0", RAY_USAGE_STATS_ENABLED="0")
    os.environ.update(RAY_DATA_DISABLE_PROGRESS_BARS="1", RAY_DISABLE_IMPORT_WARNING="1")
    import ray as engine_ray
    from ray.cluster_utils import Cluster

    from mojimend.integrations.ray import clean

    # Room beside the actors for the tasks that read and write, which take a whole one each.
    node: dict[str, Any] = {"num_cpus": 2, "object_store_memory": 1_000_000_000, "node_ip_address": "127.0.0.1"}
    nodes: Any = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    second = nodes.add_node(**node)
    engine_ray.init(address=nodes.address, log_to_driver=False, logging_level=logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:

        def run(source: Path, target: Path, tool: str) -> None:
            dataset = engine_ray.data.read_parquet(str(source))
            if tool == "mojimend":
                cleaned = clean(dataset, num_cpus=0.25, concurrency=2)
            else:
                cleaned = dataset.map_batches(table_by(tool), batch_format="pyarrow", num_cpus=0.25)
            cleaned.write_parquet(str(target))

        run(folder / "sample", folder / "warm-ray", "mojimend")

        def kill() -> None:
            nodes.remove_node(second, allow_graceful=False)

        measure("Ray, 2 raylets", size, folder, run, kill, expected)
    finally:
        engine_ray.shutdown()
        nodes.shutdown()
