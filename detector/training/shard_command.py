"""The command that fills a folder with shards of scenes, in several processes."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from detector.synthesis.setting import SETTINGS
from detector.training.workers import in_processes

if TYPE_CHECKING:
    from collections.abc import Callable


def read_command(module: str, setting: str) -> argparse.Namespace:
    """What is asked for: out, data, scenes, seed, setting, jobs. The folder out is there then.

    module : run by its name. setting : of SETTINGS, where none is asked for.
    """
    parser = argparse.ArgumentParser(prog=f"python -m detector.training.{module}")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--scenes", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--setting", choices=SETTINGS, default=setting)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    return asked


def write_shards(make: Callable[..., Path], asked: argparse.Namespace, scenes: int) -> None:
    """All shards of what read_command() gives, each told of as it is done.

    make : of a module; takes out, data, seed, the shard's number and the setting. scenes : that a
    shard holds.
    """
    start = time.monotonic()
    calls = (
        (asked.out, asked.data, asked.seed, shard, asked.setting)
        for shard in range(-(-asked.scenes // scenes))
    )
    for path in in_processes(make, calls, asked.jobs):
        print(f"{time.monotonic() - start:7.0f} s  {path.name}", flush=True)
