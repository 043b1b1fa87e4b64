"""The heaps that the process's threads share."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from app.heaps import MOST

# Threads that hold memory at the same time; then glibc tells of its heaps on stdout.
HOLDING = """
import ctypes, threading
{call}
together = threading.Barrier(8)
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p

def hold():
    together.wait()
    for _ in range(2000):
        libc.malloc(5000)
    together.wait()

threads = [threading.Thread(target=hold) for _ in range(8)]
[each.start() for each in threads]
[each.join() for each in threads]
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


# Blocks are freed, but for some that lie among them; then what is resident is told, kB.
FREEING = """
from pathlib import Path
{call}
blocks = [bytes([number % 256]) * 60_000 for number in range(2000)]
kept = blocks[::50]
del blocks
{after}
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))
"""


def heaps(call: str) -> int:
    code = HOLDING.format(call=call)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return ran.stdout.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has several heaps")
def test_threads_share_a_few_heaps() -> None:
    assert heaps("from app.heaps import limit_heaps; limit_heaps()") <= MOST
    assert heaps("") > MOST


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps so much")
def test_what_was_freed_is_given_back() -> None:
    def resident_kb(after: str) -> int:
        code = FREEING.format(call="from app.heaps import give_back", after=after)
        command = [sys.executable, "-c", code]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    assert resident_kb("give_back()") < resident_kb("") - 50_000
