"""What the figures were measured on, and how much memory a process holds."""

from __future__ import annotations

import os
import platform
import sys
import threading
from pathlib import Path


def describe_machine() -> str:
    """Processor, cores, system and versions, in one line."""
    # Of what is installed: the parent process of a measurement loads no Qt.
    from importlib.metadata import version

    parts = [
        _processor_name(),
        f"{os.cpu_count()} cores",
        platform.platform(terse=True),
        f"Python {platform.python_version()}",
        f"Qt {version('PySide6-Essentials')}",
        f"ONNX Runtime {version('onnxruntime')}",
    ]
    return ", ".join(parts)


def _processor_name() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def rss_mb() -> float:
    """Memory resident now, MB (10⁶ bytes); the peak where the system does not tell."""
    status = Path("/proc/self/status")
    return _status_mb("VmRSS") if status.exists() else peak_rss_mb()


def peak_rss_mb() -> float:
    """The most memory that was ever resident, MB (10⁶ bytes); NaN on Windows."""
    if Path("/proc/self/status").exists():
        return _status_mb("VmHWM")
    if sys.platform == "win32":
        return float("nan")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # macOS counts bytes


def queued_ms() -> float:
    """How long this thread was ready and had no core so far, ms; 0 where the system does not tell.

    The second figure of Linux's schedstat, ns (Documentation/scheduler/sched-stats.rst).
    """
    try:
        figures = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text("ascii")
    except OSError:
        return 0.0
    return int(figures.split()[1]) / 1e6


def _status_mb(key: str) -> float:
    text = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    line = next(line for line in text.splitlines() if line.startswith(key))
    return int(line.split()[1]) * 1024 / 1e6
