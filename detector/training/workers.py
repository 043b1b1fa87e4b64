"""The same task many times over, in processes of its own."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")


def in_processes(
    task: Callable[..., T], calls: Iterable[tuple[object, ...]], jobs: int
) -> Iterator[T]:
    """What the task gives for each call's arguments, in their order, as it becomes known.

    task : of a module, as its name is all that a process is told. jobs : processes at once. They
    end with the one that began them, however that one ends.
    """
    # Spawned, not forked: OpenCV's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_end_with_parent) as workers:
        running = [workers.submit(task, *each) for each in calls]
        for job in running:
            yield job.result()


def _end_with_parent() -> None:
    """Processes that wait for work hold each other's ends of its queue: none of them would ever be
    told that nobody is left to give any."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
