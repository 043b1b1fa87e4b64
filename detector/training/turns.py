"""Times that can be compared: all calls in turns, so that whatever else the machine does meets all
of them."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

K = TypeVar("K", bound="Hashable")


def in_turns(calls: dict[K, Callable[[], object]], rounds: int, warm_up: int) -> dict[K, float]:
    """Median ms of wall time of each call, after warm_up rounds that do not count."""
    times: dict[K, list[float]] = {key: [] for key in calls}
    for turn in range(warm_up + rounds):
        for key, call in calls.items():
            start = time.perf_counter()
            call()
            if turn >= warm_up:
                times[key].append(1000 * (time.perf_counter() - start))
    return {key: statistics.median(each) for key, each in times.items()}
