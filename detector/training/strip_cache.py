"""Strips for the refiner, cut from scenes, with the true line in each.

``python -m detector.training.strip_cache --out runs/strips --data DATA --scenes 4000 --jobs 2``

Half of them around disturbed true quads, half around what the shipped networks find: those err
along lines that look like a document's side (a sheet's edge, a header's end), and in such a strip
the true side is often not to be seen at all (Ross et al., "A Reduction of Imitation Learning and
Structured Prediction to No-Regret Online Learning", 2011).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.exposure import lifted
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.runtime import Detector
from detector.strips import COLUMNS, ROWS, SIDES, STRETCHES, SideFrame, cut
from detector.synthesis.assets import load_assets, read_index, read_picture
from detector.synthesis.scene import SheetPool, compose
from detector.synthesis.setting import SETTINGS
from detector.training.shard_command import read_command, write_shards
from detector.training.shards import write_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARD_SCENES = 100
# Around each true quad, disturbed.
CUTS = 5
# Around a found quad: where the corner network saw it, and where it was refined to. Half the
# strips' heights as in detector.refine, a little more or less.
FOUND_BANDS, EXACT_BANDS, BAND_SPREAD = (0.03, 0.08, 0.16), (0.03, 0.012), 0.3
# Candidates looked at, and what of a document a candidate must hold for its sides to be meant.
MAX_FOUND, MIN_MEANT = 3, 0.4
# Shares of √area; the runtime's passes lie inside this range.
BANDS = (0.015, 0.2)
# A disturbed corner lies this far off at most, in bands: the true edge should mostly be inside.
REACH = 0.75
SIZES = ((1280, 960), (960, 1280), (1600, 900), (900, 1600), (800, 600), (540, 960))
# Sheets as wide as a document is in the larger of these.
SHEETS, SHEET_PX = 400, 1400


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


def cut_labelled(rng: np.random.Generator, picture: Mipmap, truth: Quad) -> Strips | None:
    """The four strips around one disturbed version of a true quad; None where it collapsed."""
    band = float(np.exp(rng.uniform(*np.log(BANDS))))
    try:
        start = disturbed(rng, truth, REACH * band * truth.area**0.5)
    except GeometryError:
        return None
    return cut_at(picture, start, truth, band)


def cut_at(picture: Mipmap, start: Quad, truth: Quad | None, band: float) -> Strips:
    """The four strips around a quad whose sides are meant to be those of the true one, in order;
    None: around something else, no edge of a document in any."""
    frames = SideFrame.all_of(start, band)
    offsets = np.full((SIDES, STRETCHES), np.nan, np.float32)
    if truth is not None:
        last = (picture.width - 1, picture.height - 1)
        for side, frame in enumerate(frames):
            line = (truth.corners[side], truth.corners[(side + 1) % SIDES])
            found = frame.offsets_of(line)
            base = frame.start + frame.shares(STRETCHES)[:, None] * (frame.end - frame.start)
            at = base + found[:, None] * frame.reach_px * frame.outward
            inside = ((at > 0) & (at < last)).all(axis=1)
            offsets[side] = np.where(inside & (np.abs(found) < 0.97), found, np.nan)
    return Strips(cut(picture, frames), offsets)


def cut_found(
    rng: np.random.Generator, detector: Detector, picture: Mipmap, truths: list[Quad]
) -> list[Strips]:
    """Strips around what a detector finds in a picture, documents or not."""
    strips = []
    for each in detector.candidates(picture, detector.card.candidates)[:MAX_FOUND]:
        exact = detector.exact(picture, each.corners).quad
        for start, bands in ((each.corners.quad, FOUND_BANDS), (exact, EXACT_BANDS)):
            nearest = max(truths, key=start.jaccard, default=None)
            meant = nearest and start.jaccard(nearest) >= MIN_MEANT
            truth = _in_order(nearest, start) if nearest and meant else None
            for band in bands:
                spread = float(np.exp(rng.uniform(-BAND_SPREAD, BAND_SPREAD)))
                strips.append(cut_at(picture, start, truth, band * spread))
    return strips


def _in_order(truth: Quad, start: Quad) -> Quad:
    """The true quad read from the corner that the other's first one is nearest to."""
    turned = [truth.turned(turn) for turn in range(SIDES)]
    return min(turned, key=lambda each: float(np.hypot(*(each.corners - start.corners).T).sum()))


@lru_cache(maxsize=1)
def _pool(data: Path | None, seed: int, layouts: float, collages: float) -> SheetPool:
    return SheetPool(load_assets(data), SHEETS, seed, SHEET_PX, layouts, collages)


@lru_cache(maxsize=1)
def _detector() -> Detector:
    return Detector.load("cpu", threads=1)


def _scene_strips(
    seed: int, shard: int, index: int, data: Path | None, setting: str
) -> list[Strips]:
    rng = np.random.default_rng((seed, shard, index, 7))
    width, height = SIZES[int(rng.integers(len(SIZES)))]
    count = int(rng.choice([1, 1, 1, 2]))
    # A strip's truth is a straight side: what bows sides is left out.
    straight = replace(SETTINGS[setting], bent=0.0, lens=0.0)
    pool = _pool(data, seed, straight.layouts, straight.collages)
    scene = compose(rng, pool, width, height, count, straight)
    return _cut_all(rng, scene.image, [Quad(quad) for quad in scene.quads])


def _cut_all(
    rng: np.random.Generator, image: NDArray[np.uint8], truths: list[Quad]
) -> list[Strips]:
    picture = Mipmap(lifted(image))
    disturbed_ones = [cut_labelled(rng, picture, truth) for truth in truths for _ in range(CUTS)]
    found = cut_found(rng, _detector(), picture, truths)
    return [each for each in disturbed_ones if each is not None] + found


def write(path: Path, parts: list[Strips]) -> None:
    """One shard, atomically; it may hold nothing."""
    none = Strips(np.empty((0, ROWS, COLUMNS, 3), np.uint8), np.empty((0, STRETCHES), np.float32))
    write_arrays(
        path,
        strips=np.concatenate([each.strips for each in [none, *parts]]),
        offsets=np.concatenate([each.offsets for each in [none, *parts]]),
    )


def cut_frames(out: Path, data: Path) -> None:
    """Strips of the real frames that may be trained on."""
    rng = np.random.default_rng(3)
    parts: list[Strips] = []
    for row in read_index(data):
        if row["kind"] == "frame" and row["split"] == "train":
            parts += _cut_all(rng, read_picture(data / row["image"]), [Quad(row["quads"][0])])
    write(out / "frames.npz", parts)


def cut_shard(out: Path, data: Path | None, seed: int, shard: int, setting: str = "usual") -> Path:
    """The file of one shard's strips; one that is there is kept. setting : a name of SETTINGS."""
    path = out / f"strips-{seed}-{shard:04d}.npz"
    if path.exists():
        return path
    cv2.setNumThreads(1)
    parts = [
        strips
        for index in range(SHARD_SCENES)
        for strips in _scene_strips(seed, shard, index, data, setting)
    ]
    write(path, parts)
    return path


def main() -> None:
    """The command; see the module."""
    asked = read_command("strip_cache", "usual")
    cv2.setNumThreads(1)
    if asked.data and not (asked.out / "frames.npz").exists():
        cut_frames(asked.out, asked.data)
    write_shards(cut_shard, asked, SHARD_SCENES)


if __name__ == "__main__":
    main()
