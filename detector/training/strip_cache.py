"""Strips for the refiner, cut from scenes around disturbed quads, with the true line in each.

``python -m detector.training.strip_cache --out runs/strips --data DATA --scenes 4000``
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

from detector.errors import GeometryError
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.strips import COLUMNS, ROWS, SIDES, STRETCHES, SideFrame, cut
from detector.synthesis.assets import load_assets, read_index, read_picture
from detector.synthesis.scene import SheetPool, compose

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARD_SCENES = 100
CUTS = 10
# Shares of √area; the runtime's passes lie inside this range.
BANDS = (0.015, 0.2)
# A disturbed corner lies this far off at most, in bands: the true edge should mostly be inside.
REACH = 0.75
SIZES = ((800, 600), (600, 800), (960, 540), (540, 960))


@dataclass(frozen=True)
class Strips:
    """strips : uint8 (N, ROWS, COLUMNS, 3) BGR. offsets : float32 (N, STRETCHES), -1 to 1, NaN
    where the edge lies outside the strip or the picture."""

    strips: NDArray[np.uint8]
    offsets: NDArray[np.float32]


def disturbed(rng: np.random.Generator, truth: Quad, reach_px: float) -> Quad:
    """A quad near the true one: shifted, scaled, turned and each corner pushed on its own.

    Raises GeometryError where that destroys it.
    """
    middle = truth.corners.mean(axis=0)
    offset = rng.normal(0, 0.25, 2) * reach_px
    scale = 1 + rng.normal(0, 0.35) * reach_px / max(1.0, truth.area**0.5 / 2)
    push = rng.uniform(-1, 1, (4, 2)) * reach_px * rng.uniform(0, 0.8)
    return Quad((truth.corners - middle) * scale + middle + offset + push)


def cut_labelled(rng: np.random.Generator, image: NDArray[np.uint8], truth: Quad) -> Strips | None:
    """The four strips around one disturbed version of a true quad; None where it collapsed."""
    band = float(np.exp(rng.uniform(*np.log(BANDS))))
    try:
        start = disturbed(rng, truth, REACH * band * truth.area**0.5)
    except GeometryError:
        return None
    offsets = np.full((SIDES, STRETCHES), np.nan, np.float32)
    height, width = image.shape[:2]
    frames = SideFrame.all_of(start, band)
    for side, frame in enumerate(frames):
        line = (truth.corners[side], truth.corners[(side + 1) % SIDES])
        found = frame.offsets_of(line)
        base = frame.start + frame.shares(STRETCHES)[:, None] * (frame.end - frame.start)
        at = base + found[:, None] * frame.reach_px * frame.outward
        inside = ((at > 0) & (at < (width - 1, height - 1))).all(axis=1)
        offsets[side] = np.where(inside & (np.abs(found) < 0.97), found, np.nan)
    return Strips(cut(Mipmap(image), frames), offsets)


@lru_cache(maxsize=1)
def _pool(data: Path | None, seed: int) -> SheetPool:
    return SheetPool(load_assets(data), seed=seed, width_px=1000)


def _scene_strips(seed: int, shard: int, index: int, data: Path | None) -> list[Strips]:
    rng = np.random.default_rng((seed, shard, index, 7))
    width, height = SIZES[int(rng.integers(len(SIZES)))]
    scene = compose(rng, _pool(data, seed), width, height, documents=int(rng.choice([1, 1, 1, 2])))
    found = [
        cut_labelled(rng, scene.image, Quad(quad)) for quad in scene.quads for _ in range(CUTS)
    ]
    return [each for each in found if each is not None]


def write(path: Path, parts: list[Strips]) -> None:
    """One shard, atomically."""
    temporary = path.with_suffix(".tmp.npz")
    np.savez(
        temporary,
        strips=np.concatenate([each.strips for each in parts]).reshape(-1, ROWS, COLUMNS, 3),
        offsets=np.concatenate([each.offsets for each in parts]),
    )
    temporary.replace(path)


def cut_frames(out: Path, data: Path) -> None:
    """Strips of the real frames that may be trained on."""
    rng = np.random.default_rng(3)
    parts = []
    for row in read_index(data):
        if row["kind"] == "frame" and row["split"] == "train":
            image, truth = read_picture(data / row["image"]), Quad(row["quads"][0])
            parts += [cut_labelled(rng, image, truth) for _ in range(CUTS)]
    write(out / "frames.npz", [each for each in parts if each is not None])


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.strip_cache")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--scenes", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.data and not (arguments.out / "frames.npz").exists():
        cut_frames(arguments.out, arguments.data)
    start = time.monotonic()
    for shard in range(-(-arguments.scenes // SHARD_SCENES)):
        path = arguments.out / f"strips-{arguments.seed}-{shard:04d}.npz"
        if path.exists():
            continue
        parts: list[Strips] = []
        for index in range(SHARD_SCENES):
            parts += _scene_strips(arguments.seed, shard, index, arguments.data)
        write(path, parts)
        print(f"{time.monotonic() - start:7.0f} s  {path.name}", flush=True)


if __name__ == "__main__":
    main()
