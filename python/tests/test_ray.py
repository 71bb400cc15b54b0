"""The adapter for Ray Data: one node, and two raylets of which one dies."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import CLEAN, DAMAGED

os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
os.environ.setdefault("RAY_DISABLE_IMPORT_WARNING", "1")
# A busy machine is slow, not dead.
os.environ.setdefault("RAY_raylet_start_wait_time_s", "300")
os.environ.setdefault("RAY_health_check_timeout_ms", "60000")
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")

ray = pytest.importorskip("ray")
pytest.importorskip("ray.data")
pa = pytest.importorskip("pyarrow")
import pyarrow.json
import pyarrow.parquet

from mojimend.integrations.ray import Clean, clean

pytestmark = pytest.mark.engine
STORE = 200_000_000
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "ray_job.py"


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    node: dict[str, Any] = {"num_cpus": 2, "object_store_memory": STORE, "node_ip_address": "127.0.0.1"}
    cluster: Any = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    second = cluster.add_node(**node)
    ray.init(address=cluster.address, log_to_driver=False)
    cluster.wait_for_nodes(300)
    yield cluster, second
    ray.shutdown()
    cluster.shutdown()


def pages(folder: Path, texts: list[str], files: int = 6, copies: int = 10) -> list[str]:
    """The same pages as Parquet and as JSON Lines."""
    (folder / "parquet").mkdir()
    (folder / "jsonl").mkdir()
    every = texts * copies
    for number in range(files):
        ids = list(range(number, len(every), files))
        table = pa.table({"id": ids, "text": [every[id] for id in ids]})
        pyarrow.parquet.write_table(table, folder / "parquet" / f"{number}.parquet")
        with (folder / "jsonl" / f"{number}.jsonl").open("w", encoding="utf-8") as file:
            import json

            for row in table.to_pylist():
                file.write(json.dumps(row) + "\n")
    return every


def by_id(rows: list[dict[str, Any]]) -> list[Any]:
    return [row["text"] for row in sorted(rows, key=lambda row: row["id"])]


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_the_example(
    nodes: Any, tmp_path: Path, texts: list[str], cleaned_by_command: list[str], form: str
) -> None:
    pages(tmp_path, texts)
    target = tmp_path / "parquet-clean"
    command = [sys.executable, str(EXAMPLE), str(tmp_path / form), str(target)]
    environment = {**os.environ, "RAY_ADDRESS": nodes[0].address}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-5000:]
    assert by_id(pyarrow.parquet.read_table(target).to_pylist()) == cleaned_by_command * 10
    edits = [edit for row in pyarrow.parquet.read_table(target).to_pylist() for edit in row["edits"]]
    for rule in {edit["rule"] for edit in edits}:
        assert f"{rule}: {sum(edit['rule'] == rule for edit in edits)} edits" in done.stdout


def test_nulls_and_bytes(nodes: Any) -> None:
    table = pa.table({"id": [0, 1, 2], "text": pa.array([DAMAGED.encode("gbk"), None, DAMAGED.encode()])})
    cleaned = clean(ray.data.from_arrow(table), num_cpus=0.25, concurrency=1)
    assert by_id(cleaned.take_all()) == [CLEAN, None, CLEAN]


def test_mistakes_fail_at_once(nodes: Any) -> None:
    with pytest.raises(ValueError, match="injected-lime"):
        clean(ray.data.range(1), config="rules.injected-lime = 'off'")


def test_a_node_that_dies(nodes: Any, tmp_path: Path, texts: list[str], cleaned_by_command: list[str]) -> None:
    import threading
    import time

    import cluster as patience

    pages(tmp_path, texts, files=24, copies=24)
    marks = tmp_path / "marks"
    marks.mkdir()
    place = str(marks)

    def slowly(table: Any) -> Any:
        import ray as inside

        node = inside.get_runtime_context().get_node_id()
        open(os.path.join(place, node), "w").close()
        time.sleep(0.3)
        return table

    cluster, second = nodes
    dataset = ray.data.read_parquet(str(tmp_path / "parquet"), override_num_blocks=24)
    dataset = dataset.map_batches(
        slowly, batch_format="pyarrow", batch_size=50, num_cpus=0.5
    )
    cleaned = clean(dataset, num_cpus=0.25, concurrency=2)
    written, killed = threading.Event(), threading.Event()

    def kill() -> None:
        mark = os.path.join(place, second.node_id)
        patience.wait_for("the second node", lambda: written.is_set() or os.path.exists(mark))
        if not written.is_set():
            cluster.remove_node(second, allow_graceful=False)
            killed.set()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        cleaned.write_parquet(str(tmp_path / "survived"))
    finally:
        written.set()
        killer.join()
    assert killed.is_set(), "the job was done before the node could die"
    assert by_id(pyarrow.parquet.read_table(tmp_path / "survived").to_pylist()) == cleaned_by_command * 24


def test_a_worker_without_the_wheel(tmp_path: Path) -> None:
    """What is sent to workers can say what is missing there."""
    from ray import cloudpickle

    dumps: Any = cloudpickle.dumps
    pickled = tmp_path / "class"
    pickled.write_bytes(dumps(Clean))
    program = (
        "import sys; sys.modules['mojimend'] = None\n"
        "from ray import cloudpickle\n"
        f"cloudpickle.loads(open({str(pickled)!r}, 'rb').read())()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "mojimend is not installed for" in done.stderr and "runtime_env" in done.stderr
