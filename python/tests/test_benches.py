"""The scripts that measure run, on little data: what they say of this machine is for people."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY

COMMAND = Path(sys.executable).with_name("mojimend")


def measured(what: str, *options: str) -> str:
    if not COMMAND.exists():
        pytest.skip(f"there is no {COMMAND}")
    script = REPOSITORY / "benches" / "corpora" / "run.py"
    command = [sys.executable, str(script), what, "--command", str(COMMAND), "--megabytes", "1", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_speed() -> None:
    told = measured("speed", "--share", "0.1")
    assert "all default steps, 2 threads" in told and "share of cleaning" in told


def test_runs_that_are_killed(tmp_path: Path) -> None:
    told = measured("killed", "--kills", "3", "--folder", str(tmp_path))
    assert "killed 3 times" in told and "the same bytes" in told


def test_memory(tmp_path: Path) -> None:
    if shutil.disk_usage(tmp_path).free < 2_000_000_000:
        pytest.skip("a line of a gigabyte needs room")
    told = measured("memory", "--gigabytes", "0.1", "--small", "50", "--folder", str(tmp_path))
    peaks = [float(line.split(" MB at most")[0].split()[-1]) for line in told.splitlines()]
    assert len(peaks) == 6 and max(peaks) < 300
