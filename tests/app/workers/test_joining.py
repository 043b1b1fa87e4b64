from __future__ import annotations

import subprocess
import sys

from app.workers.joining import Deadline

ABANDONED = """
import time
from PySide6.QtCore import QCoreApplication, QThread
from app.workers.joining import join

class Slow(QThread):
    def run(self):
        time.sleep(1)

application = QCoreApplication([])
thread = Slow()
thread.start()
print(join(thread, 10))
"""


def test_a_process_does_not_abort_over_a_thread_that_it_gave_up() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ABANDONED], capture_output=True, text=True, timeout=150, check=False
    )
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr


def test_waits_that_share_their_time_take_no_longer_together() -> None:
    deadline = Deadline(1000)
    assert 0 < deadline.left_ms <= 1000
    assert Deadline(0).left_ms == 0
