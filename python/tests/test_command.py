"""The command in the wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from conftest import CLEAN, DAMAGED

import mojimend


def script() -> list[str]:
    path = shutil.which("mojimend", path=sysconfig.get_path("scripts"))
    return [path] if path else []


@pytest.mark.parametrize("command", [[sys.executable, "-m", "mojimend"], script()], ids=["module", "script"])
def test_it_cleans(command: list[str], tmp_path: Path) -> None:
    if not command:
        pytest.skip("the package is not installed here")
    page = tmp_path / "page.txt"
    page.write_text(DAMAGED, encoding="utf-8")

    def run(*more: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*command, *more], capture_output=True, check=False)

    done = run("clean", str(page))
    assert (done.returncode, done.stdout.decode()) == (0, CLEAN)
    assert run("clean", "--check", str(page)).returncode == 1
    assert run("clean", str(tmp_path / "none.txt")).returncode == 2
    assert run("clean", "--no-such-option").returncode == 2
    assert run("--version").stdout.decode().strip() == f"mojimend {mojimend.__version__}"
    assert run("--help").returncode == 0


def test_a_pipe_that_closes_is_no_error(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("A line of honest text.\n" * 500_000, encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "mojimend", "clean", str(page)]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")
