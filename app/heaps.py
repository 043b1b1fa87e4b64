"""How many heaps the process has, and what it gives back of them."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

# Of glibc's malloc.h.
M_ARENA_MAX = -8
MOST = 2


def limit_heaps() -> None:
    """Lets all threads share MOST heaps of glibc's; called before there are any.

    It gives each thread one of its own, and what was freed in one is lost to the others: after five
    pictures of 12 MP the window held 20 MB more (406 instead of 386), and was no faster.
    """
    if sys.platform.startswith("linux"):
        with suppress(AttributeError):  # another library than glibc
            ctypes.CDLL(None).mallopt(M_ARENA_MAX, MOST)


def give_back() -> None:
    """Gives back to the system what was freed. For worker threads, though the window's may wait for
    memory meanwhile: 23 ms where 240 MB were freed in small pieces, 5 ms where it was 60.

    glibc keeps it for what comes next: once 200 pages were cleared 250 MB were still held. It goes
    with all that it held. (malloc_trim(3); other systems need nothing of the kind.)
    """
    if sys.platform.startswith("linux"):
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
