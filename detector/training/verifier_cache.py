"""Views of outlines, right and wrong, to train the verifier on.

``python -m detector.training.verifier_cache --out runs/outlines [--data DATA] [--scenes 4000]``

Of each document and of each false find: where the corner network leads from all the places that an
outline in doubt is looked at from, some of these made exact, the true outline a little off, and
some that were made up. Each comes with its Jaccard index with a true one.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.exposure import lifted
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.runtime import Detector
from detector.starts import shifted, slipped, unlike_looks
from detector.synthesis.assets import load_assets, read_index, read_picture, trainable
from detector.synthesis.scene import SheetPool, compose
from detector.synthesis.setting import SETTINGS
from detector.training.corner_views import disturbed
from detector.training.evaluate import template_jaccard
from detector.training.shard_command import read_command, write_shards
from detector.training.shards import write_arrays
from detector.training.workers import in_processes
from detector.verifier import LOOK_HEIGHT, LOOK_WIDTH, flattened

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZES = ((960, 540), (720, 960), (540, 960), (800, 600), (1280, 720))
SHARD_PICTURES = 80
SHEETS, SHEET_PX = 400, 1100
# So many shards are drawn from one pool of sheets; the seeds of two runs' pools lie so far apart.
POOL_SHARDS, POOL_SEEDS = 4, 1_000_003
# Finds of a picture, the least score of one; the outlines that it led to, and those made exact.
MAX_FOUND, LEAST_SCORE, MAX_LED, MAX_EXACT = 4, 0.15, 8, 3
# The true outline, its corners off by so much of √area; made-up ones of each document.
TRUE_SPREADS, MADE_UP = (0.003, 0.01), 2


class Outlines(NamedTuple):
    """views : uint8 (N, LOOK_HEIGHT, LOOK_WIDTH, 3) BGR. jaccards : float32 (N,), each outline's
    with the nearest document, 0 where there is none."""

    views: NDArray[np.uint8]
    jaccards: NDArray[np.float32]


def outlines_of(
    rng: np.random.Generator, detector: Detector, image: NDArray[np.uint8], truths: list[Quad]
) -> Outlines:
    """Of one picture, uint8 (H, W, 3) BGR. truths : its documents."""
    picture = Mipmap(lifted(image))
    quads: list[Quad] = []
    for found in detector.candidates(picture, LEAST_SCORE)[:MAX_FOUND]:
        starts = [*shifted(found.quad), *slipped(found.quad)]
        led = unlike_looks([found.corners, *detector.cornered(picture, starts)])[:MAX_LED]
        quads += [each.quad for each in led]
        quads += [detector.exact(picture, each).quad for each in led[:MAX_EXACT]]
    for truth in truths:
        quads += _nearly(rng, truth)
        quads += [disturbed(rng, truth) for _ in range(MADE_UP)]
    views = np.empty((len(quads), LOOK_HEIGHT, LOOK_WIDTH, 3), np.uint8)
    for n, quad in enumerate(quads):
        views[n] = flattened(picture, quad)
    overlaps = [max((template_jaccard(t, q) for t in truths), default=0.0) for q in quads]
    return Outlines(views, np.array(overlaps, np.float32))


def _nearly(rng: np.random.Generator, truth: Quad) -> list[Quad]:
    found = []
    for spread in TRUE_SPREADS:
        try:
            found.append(Quad(truth.corners + rng.normal(0, spread, (4, 2)) * truth.area**0.5))
        except GeometryError:
            continue
    return found


@lru_cache(maxsize=1)
def _pool(data: Path | None, seed: int, layouts: float, collages: float) -> SheetPool:
    return SheetPool(load_assets(data), SHEETS, seed, SHEET_PX, layouts, collages)


@lru_cache(maxsize=1)
def _detector() -> Detector:
    return Detector.load("cpu", threads=1)


def scene_shard(out: Path, data: Path | None, seed: int, shard: int, setting: str) -> Path:
    """The file of SHARD_PICTURES scenes' outlines; one that is there is kept. setting : a name of
    SETTINGS."""
    path = out / f"scenes-{seed}-{shard:04d}.npz"
    if path.exists():
        return path
    cv2.setNumThreads(1)
    parts = []
    for index in range(SHARD_PICTURES):
        rng = np.random.default_rng((seed, shard, index, 13))
        size = SIZES[index % len(SIZES)]
        dials = SETTINGS[setting]
        pool_seed = seed * POOL_SEEDS + shard // POOL_SHARDS
        pool = _pool(data, pool_seed, dials.layouts, dials.collages)
        scene = compose(rng, pool, *size, setting=dials)
        truths = [Quad(quad) for quad in scene.quads]
        parts.append(outlines_of(rng, _detector(), scene.image, truths))
    return _write(path, parts)


def real_shard(out: Path, data: Path, shard: int) -> Path | None:
    """The same of real pictures that may be trained on; None past the last of them."""
    rows = [row for row in read_index(data) if trainable(row)]
    rows = rows[shard * SHARD_PICTURES : (shard + 1) * SHARD_PICTURES]
    path = out / f"real-{shard:04d}.npz"
    if not rows or path.exists():
        return path if rows else None
    cv2.setNumThreads(1)
    rng = np.random.default_rng((shard, 13))
    parts = []
    for row in rows:
        truths = [Quad(quad) for quad in row["quads"] or []]
        parts.append(outlines_of(rng, _detector(), read_picture(data / row["image"]), truths))
    return _write(path, parts)


def _write(path: Path, parts: list[Outlines]) -> Path:
    """One shard, atomically."""
    write_arrays(
        path,
        views=np.concatenate([each.views for each in parts]),
        jaccards=np.concatenate([each.jaccards for each in parts]),
    )
    return path


def main() -> None:
    """The command; see the module."""
    asked = read_command("verifier_cache", "wide")
    write_shards(scene_shard, asked, SHARD_PICTURES)
    if asked.data:
        count = -(-sum(map(trainable, read_index(asked.data))) // SHARD_PICTURES)
        real = ((asked.out, asked.data, shard) for shard in range(count))
        for _ in in_processes(real_shard, real, asked.jobs):
            pass


if __name__ == "__main__":
    main()
