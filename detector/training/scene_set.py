"""The fixed synthetic set that the refinement is judged on, rendered once and kept.

``python -m detector.training.scene_set --out runs/set --data DATA --scenes 1000 --jobs 2``

Scene i comes from its own seed: nine in ten of 1920 × 1080 px and one in ten of 4000 × 3000 px, in
colour, with one document wholly in the picture. Rendering takes most of a report's time, and the
scenes do not change with the detector: a file each, as a camera would leave it, is kept.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import SynthesisError
from detector.quad import Quad
from detector.synthesis.assets import load_assets
from detector.synthesis.scene import SheetPool, compose
from detector.training.shards import write_arrays
from detector.training.workers import in_processes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

# Never used in training, whose caches have small seeds.
SET_SEED = 990_001
SIZES = {"1080p": (1920, 1080), "12 MP": (4000, 3000)}
LARGE_EVERY = 10
# So many tries until a scene is in colour and shows its document whole.
TRIES = 50
JPEG_QUALITY = 97
# The sheets that the documents are drawn from: how many, and px of their longer side.
SHEETS, SHEET_PX = 300, 1600


@dataclass(frozen=True)
class TrueScene:
    """size : a name of SIZES. image : uint8 (H, W, 3) BGR. truth : the document's outline, px."""

    size: str
    image: NDArray[np.uint8]
    truth: Quad


def scenes(data: Path | None, count: int, kept: Path | None = None) -> Iterator[TrueScene]:
    """The first `count` of the set.

    data : the real pictures that they are made of; None for procedural ones. kept : a folder where
    they are looked for, and left for the next time. Raises SynthesisError where a kept one cannot
    be read.
    """
    for index in range(count):
        if kept is None:
            size, jpeg, corners = _render(data, index)
            named = f"number {index}"
        else:
            path = keep(data, index, kept)
            size, jpeg, corners = _read(path)
            named = str(path)
        yield TrueScene(size, _decoded(jpeg, named), Quad(corners))


def keep(data: Path | None, index: int, folder: Path) -> Path:
    """The file of one scene of the set, rendered where it is not there already."""
    path = folder / f"{'plain' if data is None else 'real'}-{index:04d}.npz"
    if not path.exists():
        _write(path, *_render(data, index))
    return path


def _render(data: Path | None, index: int) -> tuple[str, NDArray[np.uint8], NDArray[np.float64]]:
    """Name of the size, JPEG's bytes, corners (4, 2) px."""
    size = "12 MP" if index % LARGE_EVERY == LARGE_EVERY - 1 else "1080p"
    width, height = SIZES[size]
    frame = Quad.inset(width, height, 0.0)
    for attempt in range(TRIES):
        rng = np.random.default_rng((SET_SEED, index, attempt))
        scene = compose(rng, _pool(data), width, height, documents=1)
        whole = len(scene.quads) == 1 and all(map(frame.contains, scene.quads[0].tolist()))
        if whole and not _grey(scene.image):
            _, jpeg = cv2.imencode(".jpg", scene.image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
            return size, np.asarray(jpeg, np.uint8).ravel(), scene.quads[0]
    raise SynthesisError(f"scene {index}: no document wholly in the picture in {TRIES} tries")


@lru_cache(maxsize=1)
def _pool(data: Path | None) -> SheetPool:
    return SheetPool(load_assets(data), size=SHEETS, seed=SET_SEED, width_px=SHEET_PX)


def _write(path: Path, size: str, jpeg: NDArray[np.uint8], corners: NDArray[np.float64]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_arrays(path, size=np.array(size), jpeg=jpeg, corners=corners)


def _read(path: Path) -> tuple[str, NDArray[np.uint8], NDArray[np.float64]]:
    with np.load(path) as arrays:
        return str(arrays["size"]), arrays["jpeg"], arrays["corners"]


def _decoded(jpeg: NDArray[np.uint8], named: str) -> NDArray[np.uint8]:
    image = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
    if image is None:
        raise SynthesisError(f"cannot read the scene {named}")
    return np.asarray(image, np.uint8)


def _grey(image: NDArray[np.uint8]) -> bool:
    """Whether a picture has no colour to speak of."""
    small = image[::16, ::16].astype(np.float64)
    return float(np.ptp(small, axis=2).mean()) < 3


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.scene_set")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--scenes", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    calls = ((arguments.data, index, arguments.out) for index in range(arguments.scenes))
    for _ in in_processes(keep, calls, arguments.jobs):
        pass
    print(f"{arguments.scenes} scenes in {arguments.out}")


if __name__ == "__main__":
    main()
