"""The adapter for Spark: local, and on a cluster of one master and two workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cluster
import pytest
from conftest import CLEAN, DAMAGED

pytest.importorskip("pyspark")
if cluster.java():
    pytest.skip(str(cluster.java()), allow_module_level=True)

from mojimend.integrations import spark as adapter

pytestmark = pytest.mark.engine
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "spark_job.py"


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    with cluster.spark_session("local[2]", **{"spark.sql.execution.arrow.maxRecordsPerBatch": 7}) as session:
        yield session


def frame(session: Any, texts: list[str]) -> Any:
    rows = [(number, text) for number, text in enumerate([*texts, None])]
    return session.createDataFrame(rows, "id bigint, text string").repartition(3)


def by_id(frame: Any) -> list[Any]:
    return [row["text"] for row in frame.orderBy("id").collect()]


def test_frames(local: Any, texts: list[str], cleaned_by_command: list[str]) -> None:
    given = frame(local, texts)
    cleaned = adapter.clean(given, edits="edits")
    assert cleaned.schema["text"] == given.schema["text"]
    rows = cleaned.orderBy("id").collect()
    assert [row["text"] for row in rows] == [*cleaned_by_command, None]
    assert [bool(row["edits"]) for row in rows] == [a != b for a, b in zip(texts, cleaned_by_command)] + [False]
    assert rows[-1]["edits"] is None
    batches = adapter.clean_batches("text", preset="ftfy")
    assert by_id(given.limit(0).mapInArrow(batches, given.schema)) == []


def test_functions(local: Any, texts: list[str], cleaned_by_command: list[str]) -> None:
    given = frame(local, texts)
    mend = adapter.clean_udf()
    assert by_id(given.withColumn("text", mend("text"))) == [*cleaned_by_command, None]
    local.udf.register("mend", mend)
    given.createOrReplaceTempView("pages")
    assert by_id(local.sql("SELECT id, mend(text) AS text FROM pages")) == [*cleaned_by_command, None]


def test_bytes(local: Any) -> None:
    rows = [(0, bytearray(DAMAGED.encode("gbk"))), (1, bytearray(DAMAGED.encode())), (2, None)]
    given = local.createDataFrame(rows, "id bigint, text binary")
    assert by_id(adapter.clean(given)) == [CLEAN, CLEAN, None]


def test_mistakes_fail_at_once(local: Any) -> None:
    given = frame(local, [DAMAGED])
    with pytest.raises(ValueError, match="there are: id, text"):
        adapter.clean(given, "txt")
    with pytest.raises(ValueError, match="injected-lime"):
        adapter.clean(given, config="rules.injected-lime = 'off'")


def pages_of(folder: Path, texts: list[str], files: int = 8, copies: int = 40) -> list[str]:
    """Writes files of pages; gives all texts in the order of their ids."""
    folder.mkdir()
    every = texts * copies
    for number in range(files):
        with (folder / f"{number}.json").open("w", encoding="utf-8") as file:
            for id in range(number, len(every), files):
                file.write(json.dumps({"id": id, "text": every[id]}) + "\n")
    return every


def test_a_cluster(tmp_path: Path, texts: list[str], cleaned_by_command: list[str]) -> None:
    """The worked job, submitted; then another, one of whose two workers dies in the middle."""
    pages_of(tmp_path / "pages", texts)
    expected = cleaned_by_command * 40
    servers = cluster.SparkCluster(tmp_path)
    try:
        submit = [
            str(servers.home / "bin" / "spark-submit"),
            *("--master", servers.master, "--executor-memory", "512m"),
            *("--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.driver.bindAddress=127.0.0.1"),
            *("--conf", "spark.ui.enabled=false", "--conf", "spark.network.timeout=600s"),
            *("--conf", f"spark.sql.warehouse.dir={tmp_path}"),
            *(str(EXAMPLE), str(tmp_path / "pages"), str(tmp_path / "parquet")),
        ]
        done = subprocess.run(submit, env=servers.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-5000:]
        assert "injected-annotation" in done.stdout or "A101" in done.stdout
        settings = {"spark.executor.memory": "512m", "spark.sql.execution.arrow.maxRecordsPerBatch": 5}
        with cluster.spark_session(servers.master, **settings) as session:
            read: Any = session
            assert by_id(read.read.parquet(str(tmp_path / "parquet"))) == expected
            marks = tmp_path / "marks"
            marks.mkdir()
            survives_a_death(read, servers, tmp_path, marks, expected)
    finally:
        servers.stop()


def survives_a_death(session: Any, servers: cluster.SparkCluster, folder: Path, marks: Path, expected: list[str]) -> None:
    """Kills a worker as soon as both have begun; the result is that of the command."""
    batches = adapter.clean_batches()
    place = str(marks)

    def slowly(batches_in: Any) -> Any:
        import os
        import time

        open(os.path.join(place, str(os.getpid())), "w").close()
        for batch in batches(batches_in):
            time.sleep(0.02)
            yield batch

    given = session.read.json(str(folder / "pages")).repartition(12).select("id", "text")
    killed = threading.Event()

    def kill() -> None:
        cluster.wait_for("the job", lambda: len(os.listdir(place)) >= 2)
        time.sleep(0.5)
        servers.kill_worker(0)
        killed.set()

    killer = threading.Thread(target=kill)
    killer.start()
    given.mapInArrow(slowly, given.schema).write.parquet(str(folder / "survived"))
    killer.join()
    assert killed.is_set()
    assert by_id(session.read.parquet(str(folder / "survived"))) == expected


def test_a_worker_without_the_wheel(local: Any, tmp_path: Path) -> None:
    """What is sent to workers can say what is missing there."""
    from pyspark import cloudpickle

    dumps: Any = cloudpickle.dumps
    pickled = tmp_path / "function"
    pickled.write_bytes(dumps(adapter.clean_batches()))
    program = (
        "import sys; sys.modules['mojimend'] = None\n"
        "from pyspark import cloudpickle\n"
        f"list(cloudpickle.loads(open({str(pickled)!r}, 'rb').read())(iter(())))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "mojimend is not installed for" in done.stderr and "spark.archives" in done.stderr
