"""Forks and other processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ProcessPoolExecutor

import pytest
from conftest import CLEAN, DAMAGED

from mojimend import Cleaner

MANY = [DAMAGED * 400] * 400
EXPECTED = [CLEAN * 400] * 400


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_has_threads_of_its_own() -> None:
    # In a process of its own: forking one that runs tests in threads would prove nothing.
    program = textwrap.dedent(
        """
        import os
        from conftest import CLEAN, DAMAGED
        from mojimend import Cleaner
        cleaner = Cleaner(threads=2)
        many = [DAMAGED * 400] * 400
        expected = [CLEAN * 400] * 400
        assert cleaner.clean_batch(many) == expected
        for generation in range(3):
            child = os.fork()
            if child:
                assert cleaner.clean_batch(many) == expected
                _, status = os.waitpid(child, 0)
                os._exit(os.waitstatus_to_exitcode(status))
            assert cleaner.clean_batch(many) == expected
            assert len(os.listdir("/proc/self/task")) > 1 if os.path.isdir("/proc/self/task") else True
        os._exit(7)
        """
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=os.path.dirname(__file__), check=False)
    assert done.returncode == 7


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_process_pools(method: str) -> None:
    cleaner = Cleaner(threads=2)
    assert cleaner.clean_batch(MANY) == EXPECTED
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        results = list(pool.map(cleaner.clean_batch, [MANY[:100]] * 4))
    assert results == [EXPECTED[:100]] * 4


def test_nothing_is_imported_before_it_is_used() -> None:
    program = "import sys, mojimend, mojimend.ftfy, mojimend.integrations; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "mojimend._mojimend" in loaded
    assert not loaded & {"pyarrow", "numpy", "pandas", "polars", "pyspark", "ray", "datatrove", "ftfy"}


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_ctrl_c_ends_the_command() -> None:
    command = [sys.executable, "-m", "mojimend", "clean", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        # By then it waits for its input in native code; where starting takes longer this tells nothing.
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        process.communicate(b"A line that comes too late.\n")
        # Stopped in an orderly way, or at once; 0 would mean that nobody heard.
        assert process.returncode in (128 + signal.SIGINT, -signal.SIGINT)
