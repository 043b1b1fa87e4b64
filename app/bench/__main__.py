"""Prints the figures of the running program, and what they were measured on."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.bench.machine import describe_machine

Figures = dict[str, float]
STARTS = 5  # the first one warms the file cache and is not counted
PHOTOS = 5


def main() -> int:
    """Runs every measurement, or, for the child process, one of them."""
    parser = argparse.ArgumentParser(prog="python -m app.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0, help="length of the live feed")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(_measure(options.child)))
        return 0
    print(f"on {describe_machine()}")
    print(f"Qt platform: {os.environ.get('QT_QPA_PLATFORM', 'native')}\n")
    with tempfile.TemporaryDirectory(prefix="rectoscan-bench-") as folder:
        _report(Path(folder), options.seconds)
    return 0


def _report(folder: Path, seconds: float) -> None:
    from app.bench.subjects import CLIP_FPS, write_clip, write_photo

    starts = [_in_child("start", str(folder)) for _ in range(STARTS)][1:]
    painted_ms = sorted(figures["painted_ms"] for figures in starts)
    _line("window painted after start, warm", painted_ms[len(painted_ms) // 2], "ms", "≤ 1000")
    idle_mb = max(figures["idle_mb"] for figures in starts)
    _line("resident memory, idle", idle_mb, "MB", "≤ 250")

    write_clip(folder / "clip.avi", seconds + 4)
    live = _in_child("live", str(folder / "clip.avi"), str(seconds))
    print(f"\nlive feed, 1080p at {CLIP_FPS} frames/s from a file, decoding included")
    _line("frames shown", live["shown_per_s"], "/s", "≥ 60")
    _line("detections", live["detected_per_s"], "/s", "≥ 60")
    _line("lag from frame to its overlay, median", live["lag_median_ms"], "ms", "≤ 50")
    _line("lag from frame to its overlay, 95 %", live["lag_p95_ms"], "ms", "")
    _line("longest stall of the window's thread", live["stall_ms"], "ms", "≤ 16")
    _line("… not counting the wait for a core", live["own_stall_ms"], "ms", "≤ 16")
    _line("resident memory, peak", live["peak_mb"], "MB", "≤ 400")

    write_photo(folder / "photo.jpg")
    photo = _in_child("photo", str(folder / "photo.jpg"), str(PHOTOS))
    print("\n12 MP JPEG")
    _line("open to corrected page, median", photo["page_ms"], "ms", "≤ 400")
    _line(f"resident memory, peak of {PHOTOS} of them", photo["peak_mb"], "MB", "≤ 400")


def _line(what: str, value: float, unit: str, goal: str) -> None:
    aim = f"   goal {goal}" if goal else ""
    print(f"  {what:<40}{value:8.1f} {unit:<3}{aim}", flush=True)


def _in_child(*arguments: str) -> Figures:
    """The figures of one measurement in a fresh process."""
    command = [sys.executable, "-m", "app.bench", "--child", str(time.monotonic()), *arguments]
    done = subprocess.run(  # noqa: S603 - our own module
        command, capture_output=True, text=True, check=False, timeout=180
    )
    if done.returncode != 0:
        raise SystemExit(f"the measurement {arguments[0]!r} failed:\n{done.stderr}")
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _measure(arguments: list[str]) -> Figures:
    from app.bench import trial

    began_s, what, *rest = arguments
    if what == "start":
        return trial.measure_start(float(began_s), Path(rest[0]))
    if what == "live":
        return trial.measure_live(float(began_s), Path(rest[0]), float(rest[1]))
    return trial.measure_photo(float(began_s), Path(rest[0]), int(rest[1]))


if __name__ == "__main__":
    raise SystemExit(main())
