"""The processes that render and measure."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from operator import add
from pathlib import Path

import pytest

from detector.training.workers import in_processes

# Begins a process, says which, and leaves it waiting.
WAITING = """
import os, time
from detector.training.workers import in_processes
if __name__ == "__main__":
    for pid in in_processes(os.getpid, ((), ()), 1):
        print(pid, flush=True)
        time.sleep(600)
"""


def test_answers_come_in_the_order_of_the_calls() -> None:
    assert list(in_processes(add, ((k, 1) for k in range(5)), 2)) == [1, 2, 3, 4, 5]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks the system by /proc")
def test_processes_end_with_the_one_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "waiting.py"
    script.write_text(WAITING, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    begun = [sys.executable, str(script)]
    with subprocess.Popen(begun, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert _runs(worker)
        parent.kill()
    deadline = time.monotonic() + 20
    while _runs(worker):
        assert time.monotonic() < deadline, "a process outlived the one that began it"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    """Whether there is such a process that is more than a name its parent has not yet read."""
    try:
        state = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"
