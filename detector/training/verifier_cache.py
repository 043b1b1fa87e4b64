"""Views of outlines, right and wrong, to train the verifier on.

``python -m detector.training.verifier_cache --out runs/outlines [--data DATA] [--scenes 4000]``

Of each document and of each false find: where the looks lead that an outline in doubt gets, above
all those that the shipped verifier believes, some of these made exact, the true outline a little
off, and some that were made up. Each comes with its Jaccard index with a true one.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from detector.around import looked_around
from detector.errors import GeometryError
from detector.exposure import lifted
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.runtime import Detector
from detector.search import is_seen
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

    from detector.outlines import Outline

SIZES = ((960, 540), (720, 960), (540, 960), (800, 600), (1280, 720))
SHARD_PICTURES = 80
SHEETS, SHEET_PX = 400, 1100
# So many shards are drawn from one pool of sheets; the seeds of two runs' pools lie so far apart.
POOL_SHARDS, POOL_SEEDS = 4, 1_000_003
# Finds of a picture; of what looks at each lead to, the likeliest outlines, so many of these made
# exact, and so many of the others.
MAX_FOUND, MAX_LED, MAX_EXACT, MAX_OTHER = 4, 4, 3, 2
# A find that is looked at from elsewhere, as what is in doubt is: its least chance of being a
# document; and the share of those that leave hardly a doubt.
LEAST_CHANCE, SEEN_SHARE = 0.25, 0.5
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
    for found in detector.candidates(picture, detector.card.candidates)[:MAX_FOUND]:
        quads += _led_to(rng, detector, picture, found)
    for truth in truths:
        quads += _nearly(rng, truth)
        quads += [disturbed(rng, truth) for _ in range(MADE_UP)]
    views = np.empty((len(quads), LOOK_HEIGHT, LOOK_WIDTH, 3), np.uint8)
    for n, quad in enumerate(quads):
        views[n] = flattened(picture, quad)
    overlaps = [max((template_jaccard(t, q) for t in truths), default=0.0) for q in quads]
    return Outlines(views, np.array(overlaps, np.float32))


def _led_to(
    rng: np.random.Generator, detector: Detector, picture: Mipmap, found: Outline
) -> list[Quad]:
    """The outlines of one find."""
    own = [found.corners.quad, detector.exact(picture, found.corners).quad]
    looked = not is_seen(found.corners) or rng.random() < SEEN_SHARE
    if not looked or found.corners.chance < LEAST_CHANCE:
        return own
    sight = detector.sight(picture)
    others = [] if sight is None else looked_around(found, sight)[1]
    likely = [] if sight is None else sight.verified([each.quad for each in others])
    ranked = [others[n] for n in np.argsort(-np.array(likely), kind="stable")]
    led, rest = ranked[:MAX_LED], ranked[MAX_LED:]
    some = rng.permutation(len(rest))[:MAX_OTHER]
    exact = [detector.exact(picture, each).quad for each in led[:MAX_EXACT]]
    return [*own, *(each.quad for each in led), *exact, *(rest[n].quad for n in some)]


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
    """One shard: the views in a file of their own, which is read a view at a time; and the .npz
    that says by being there that both are whole."""
    np.save(views_beside(path), np.concatenate([each.views for each in parts]))
    write_arrays(path, jaccards=np.concatenate([each.jaccards for each in parts]))
    return path


def views_beside(shard: Path) -> Path:
    """The file with the views of a shard."""
    return shard.with_suffix(".npy")


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
