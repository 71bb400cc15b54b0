"""Small clusters on this machine: started, waited for with much patience, and stopped by their process ids."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Callable, Optional

PATIENCE = 300.0
"""Seconds that a server may take to start on a busy machine."""
LOOPBACK = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(what: str, ready: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > until:
            raise TimeoutError(f"{what} was not ready after {PATIENCE:.0f} seconds")
        time.sleep(0.2)


def page(url: str) -> str:
    """What a server on this machine says; nothing if it does not answer yet."""
    # No proxy of the environment is meant for this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=10) as answer:
            return str(answer.read().decode("utf-8", "replace"))
    except OSError:
        return ""


def spark_environment(python: str = sys.executable) -> dict[str, str]:
    """What Spark's processes are told: this machine alone, and one thread for each worker process."""
    return {
        **os.environ,
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_LOCAL_HOSTNAME": LOOPBACK,
        "PYSPARK_PYTHON": python,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
        "RAYON_NUM_THREADS": "1",
    }


class SparkCluster:
    """One master and some workers, each a process of its own."""

    def __init__(self, folder: Path, workers: int = 2, memory: str = "1g", python: str = sys.executable) -> None:
        import pyspark

        self.folder = folder
        self.home = Path(pyspark.__file__).parent
        self.environment = spark_environment(python)
        self.memory = memory
        self.port, self.ui = free_port(), free_port()
        self.master = f"spark://{LOOPBACK}:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []
        arguments = ["--host", LOOPBACK, "--port", str(self.port), "--webui-port", str(self.ui)]
        self._start("master", "org.apache.spark.deploy.master.Master", *arguments)
        wait_for("the Spark master", lambda: "Spark Master" in page(f"http://{LOOPBACK}:{self.ui}/"))
        for number in range(workers):
            self.add_worker(number)
        wait_for("the Spark workers", lambda: page(f"http://{LOOPBACK}:{self.ui}/json/").count('"ALIVE"') > workers)

    def add_worker(self, number: int) -> None:
        self._start(
            f"worker{number}",
            "org.apache.spark.deploy.worker.Worker",
            *("--host", LOOPBACK, "--port", str(free_port()), "--webui-port", str(free_port())),
            *("--cores", "1", "--memory", self.memory, "--work-dir", str(self.folder / f"work{number}")),
            self.master,
        )

    def _start(self, name: str, *command: str) -> None:
        with open(self.folder / f"{name}.log", "wb") as log:
            process = subprocess.Popen(
                [str(self.home / "bin" / "spark-class"), *command],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.processes.append(process)

    def kill_worker(self, number: int) -> None:
        """Ends a worker with all its executors and Python processes, as a machine that loses its power would."""
        process = self.processes[1 + number]
        children = _descendants(process.pid)
        for pid in (process.pid, *children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _descendants(pid: int) -> list[int]:
    """The processes that a process started, and theirs."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in map(int, children.read_text().split()):
                found += [child, *_descendants(child)]
    return found


@contextlib.contextmanager
def spark_session(master: str, **settings: object) -> Iterator[object]:
    """A session that listens on loopback alone."""
    from pyspark.sql import SparkSession

    os.environ.update({name: value for name, value in spark_environment().items() if name.startswith(("SPARK", "PYSPARK"))})
    builder = SparkSession.builder.master(master).appName("mojimend")
    fixed: dict[str, object] = {
        "spark.driver.host": LOOPBACK,
        "spark.driver.bindAddress": LOOPBACK,
        "spark.ui.enabled": "false",
        "spark.network.timeout": "600s",
        "spark.executor.heartbeatInterval": "60s",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": tempfile.gettempdir(),
    }
    for name, value in {**fixed, **settings}.items():
        builder = builder.config(name, str(value))
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def java() -> Optional[str]:
    """Why Spark cannot run here; nothing if it can."""
    import shutil

    home = os.environ.get("JAVA_HOME")
    if (home and Path(home, "bin", "java").exists()) or shutil.which("java"):
        return None
    return "Spark needs a Java runtime (Debian: apt-get install default-jre-headless)"
