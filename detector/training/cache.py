"""Scenes rendered once and kept: shards of letterboxed pictures with their quads.

``python -m detector.training.cache --out runs/cache --data DATA --scenes 20000`` renders what is
still missing; the same seed gives the same shards. Training draws each many times, every time
under another warp and light. ``--setting`` names a generator's (detector.synthesis.setting):
"usual" is that of the fixed set, which figures are of.

``--setting pool --unlabelled`` renders what a teacher is to label
(detector.training.distil): scenes of another setting and the real pictures, without their labels.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.letterbox import PADDING_VALUE
from detector.synthesis.assets import load_assets, read_index, read_picture, trainable
from detector.synthesis.scene import SheetPool, compose
from detector.synthesis.setting import SETTINGS
from detector.training.shards import write_arrays
from detector.training.workers import in_processes

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Pictures are kept a quarter larger than the network's input, to leave room for zooming.
SIDE_PX = 400
SHARD_SCENES = 400
MAX_QUADS = 4
# The shards of real pictures.
REAL = ("frames", "empty")
ASPECTS = (16 / 9, 4 / 3, 3 / 2, 1.0, 3 / 4, 9 / 16)


def write_shard(
    path: Path, images: list[NDArray[np.uint8]], quads: list[NDArray[np.float64]]
) -> None:
    """Pictures and their quads (N, 4, 2) as one .npz, atomically; there may be none."""
    side = max((max(image.shape[:2]) for image in images), default=1)
    stacked = np.full((len(images), side, side, 3), PADDING_VALUE, np.uint8)
    sizes = np.zeros((len(images), 2), np.int32)
    corners = np.full((len(images), MAX_QUADS, 4, 2), np.nan, np.float32)
    for i, (image, found) in enumerate(zip(images, quads, strict=True)):
        height, width = image.shape[:2]
        stacked[i, :height, :width], sizes[i] = image, (width, height)
        corners[i, : len(found)] = found[:MAX_QUADS]
    write_arrays(path, images=stacked, sizes=sizes, quads=corners)


@lru_cache(maxsize=1)
def _pool(data: Path | None, seed: int, layouts: float, collages: float) -> SheetPool:
    cv2.setNumThreads(1)
    return SheetPool(load_assets(data), seed=seed, layouts=layouts, collages=collages)


@dataclass(frozen=True)
class Contents:
    """What a cache holds.

    setting : a name of SETTINGS. labelled : whether quads are stored. side : the pictures' longer
    side, px.
    """

    setting: str = "usual"
    labelled: bool = True
    side: int = SIDE_PX

    def quads(self, found: NDArray[np.float64]) -> NDArray[np.float64]:
        """Those to store of (N, 4, 2), px: none where the cache is without labels."""
        return found if self.labelled else found[:0]


def render_shard(
    out: Path, data: Path | None, seed: int, shard: int, contents: Contents = Contents()
) -> Path:
    """Shard number `shard` of a seed; left alone where it is there already."""
    name = "scenes" if contents.labelled else contents.setting
    path = out / f"{name}-{seed}-{shard:04d}.npz"
    if path.exists():
        return path
    images, quads = [], []
    for i in range(SHARD_SCENES):
        rng = np.random.default_rng((seed, shard, i))
        aspect = ASPECTS[int(rng.integers(len(ASPECTS)))]
        width, height = (round(contents.side * min(1, each)) for each in (aspect, 1 / aspect))
        dials = SETTINGS[contents.setting]
        pool = _pool(data, seed, dials.layouts, dials.collages)
        scene = compose(rng, pool, width, height, setting=dials)
        images.append(scene.image)
        quads.append(contents.quads(scene.quads))
    write_shard(path, images, quads)
    return path


def cache_real(out: Path, data: Path, contents: Contents = Contents()) -> None:
    """Shards of the real pictures that may be trained on: frames of split train, negatives,
    and backgrounds (which hold no document either)."""
    groups: dict[str, list[tuple[NDArray[np.uint8], NDArray[np.float64]]]]
    groups = {name: [] for name in REAL}
    for row in read_index(data):
        if not trainable(row):
            continue
        image = read_picture(data / row["image"], contents.side)
        scale = np.array([image.shape[1] / row["width"], image.shape[0] / row["height"]])
        quads = (np.array(row["quads"] or []).reshape(-1, 4, 2) + 0.5) * scale - 0.5
        groups["frames" if row["kind"] == "frame" else "empty"].append(
            (image, contents.quads(quads))
        )
    for name, pictures in groups.items():
        path = out / f"{name}.npz"
        write_shard(path, [each[0] for each in pictures], [each[1] for each in pictures])


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.cache")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--scenes", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--setting", choices=SETTINGS, default=Contents.setting)
    parser.add_argument("--side", type=int, default=SIDE_PX, help="the pictures' longer side, px")
    parser.add_argument("--unlabelled", action="store_true", help="store no quads")
    arguments = parser.parse_args()
    contents = Contents(arguments.setting, not arguments.unlabelled, arguments.side)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.data and not all((arguments.out / f"{each}.npz").exists() for each in REAL):
        cache_real(arguments.out, arguments.data, contents)
    shards = range(-(-arguments.scenes // SHARD_SCENES))
    start = time.monotonic()
    calls = ((arguments.out, arguments.data, arguments.seed, shard, contents) for shard in shards)
    for path in in_processes(render_shard, calls, arguments.jobs):
        print(f"{time.monotonic() - start:7.0f} s  {path.name}", flush=True)


if __name__ == "__main__":
    main()
