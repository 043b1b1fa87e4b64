"""Flattened documents for the upright classifier, each with the turns that it needs.

``python -m detector.training.upright_cache --out runs/upright --data DATA --scenes 4000``

Crops are kept lying down, with a margin around them, so that training can move the corners. They
come from scenes of one document each, from documents flat before the camera and from the frames of
split train.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.quad import Quad, perspective
from detector.synthesis.assets import Assets, load_assets, read_index, read_picture
from detector.synthesis.capture import capture
from detector.synthesis.documents import render_spread
from detector.synthesis.scene import SheetPool, compose
from detector.synthesis.sheet import Sheet
from detector.training.shards import write_arrays
from detector.upright import CROP_HEIGHT, CROP_WIDTH, lying

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A quarter larger than the network's input, to leave room for moved corners.
INNER_WIDTH, INNER_HEIGHT = CROP_WIDTH * 5 // 4, CROP_HEIGHT * 5 // 4
# Each margin is such a part of the whole crop.
MARGIN_PART = 14
MARGIN_X, MARGIN_Y = INNER_WIDTH // (MARGIN_PART - 2), INNER_HEIGHT // (MARGIN_PART - 2)
SHARD_SCENES = 200
# Width and height of the portraits that are kept, px.
FACE_SIZE = (48, 60)
SIZES = ((640, 480), (480, 640), (800, 600))
# Smaller documents hold no print that tells up from down.
MIN_SIDE_PX = 90
# An outline around both pages of an open passport is read standing, as it lies on a desk.
WHOLE_SPREAD_SHARE = 0.06
# Every so many-th face and template is left to the evaluation.
HELD_OUT = 5
# Of the documents that are trained on: those of other layouts than a lying card's with a portrait,
# and those whose parts stand anywhere. Without them two thirds of the designs that no training
# knows (evaluate_upright) are set upright.
LAYOUTS, COLLAGES = 0.35, 0.35
# … and those flat before the camera, without a scene: they cost a fraction, and what is printed has
# to tell, not what lies around.
FLAT_SHARE = 0.6


class OneSheetPool(SheetPool):
    """A pool of a single sheet: every scene has a document of its own.

    layouts, collages : as of SheetPool.
    """

    def __init__(
        self, assets: Assets, seed: int, layouts: float = 0.0, collages: float = 0.0
    ) -> None:
        super().__init__(
            assets, size=1, seed=seed, width_px=640, layouts=layouts, collages=collages
        )

    def only(self) -> Sheet:
        """Its sheet, as it was printed."""
        return self._sheet(0)

    def _render(self, index: int) -> Sheet:
        rng = np.random.default_rng((self.seed, index, 1))
        if rng.random() >= WHOLE_SPREAD_SHARE:
            return super()._render(index)
        spread = render_spread(rng, self.assets.faces)
        height, width = spread.image.shape[:2]
        return self._fitted(Sheet(spread.image, spread.mask, Quad.full(width, height).corners))


@lru_cache(maxsize=2)
def chosen_assets(data: Path | None, *, held_out: bool) -> Assets:
    """What scenes are made of: for training, or the faces and templates held out from it."""
    assets = load_assets(data)
    groups = (assets.faces, assets.templates)
    faces, templates = (
        [each for n, each in enumerate(group) if (n % HELD_OUT == 0) == held_out]
        for group in groups
    )
    return replace(assets, faces=faces, templates=templates)


def scene_of(
    seed: int, index: int, assets: Assets, pool: OneSheetPool | None = None
) -> tuple[NDArray[np.uint8], Quad] | None:
    """A picture, uint8 (H, W, 3) BGR, and its document, from the document's top-left; None where
    none found a place. pool : of its document, a usual one where not given."""
    rng = np.random.default_rng((seed, index, 11))
    width, height = SIZES[int(rng.integers(len(SIZES)))]
    pool = pool or OneSheetPool(assets, seed=seed * 1_000_003 + index)
    scene = compose(rng, pool, width, height, documents=1)
    return (scene.image, Quad(scene.quads[0])) if len(scene.quads) else None


def training_picture(
    seed: int, index: int, assets: Assets
) -> tuple[NDArray[np.uint8], Quad] | None:
    """One to train on, as of scene_of(): a scene, or a document flat before the camera."""
    pool = OneSheetPool(assets, seed * 1_000_003 + index, LAYOUTS, COLLAGES)
    rng = np.random.default_rng((seed, index, 12))
    if rng.random() >= FLAT_SHARE:
        return scene_of(seed, index, assets, pool)
    sheet = pool.only()
    return capture(rng, sheet.image), Quad(sheet.corners)


def cut_wide(image: NDArray[np.uint8], truth: Quad) -> tuple[NDArray[np.uint8], int] | None:
    """A document lying, with its margin, grey, and the turns that set it upright.

    Shape (INNER_HEIGHT + 2 MARGIN_Y, INNER_WIDTH + 2 MARGIN_X). None where it is too small.
    """
    if min(truth.side_lengths) < MIN_SIDE_PX * 0.6 or max(truth.side_lengths) < MIN_SIDE_PX:
        return None
    height, width = image.shape[:2]
    flat = lying(truth, truth.aspect(width, height))
    turns = next(k for k in range(4) if flat.turned(k) == truth)
    inner = Quad.full(INNER_WIDTH, INNER_HEIGHT).moved(MARGIN_X, MARGIN_Y).corners
    size = (INNER_WIDTH + 2 * MARGIN_X, INNER_HEIGHT + 2 * MARGIN_Y)
    # Averaged down first where a cell covers several px.
    factor = min(1.0, 1.4 * INNER_WIDTH / max(truth.side_lengths))
    small = image
    if factor < 1:
        small = np.asarray(
            cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
        )
    scale = np.array([small.shape[1] / width, small.shape[0] / height])
    matrix = perspective((flat.corners + 0.5) * scale - 0.5, inner)
    page = cv2.warpPerspective(small, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), np.uint8), turns


def inner_of(crop: NDArray[np.uint8]) -> Quad:
    """Where the document lies in a crop as of cut_wide; those of another size are as good."""
    height, width = crop.shape
    across, down = width // MARGIN_PART, height // MARGIN_PART
    return Quad.full(width - 2 * across, height - 2 * down).moved(across, down)


def write(path: Path, cuts: list[tuple[NDArray[np.uint8], int]]) -> None:
    """One shard, atomically; it may hold nothing. cuts : crops and turns, as of cut_wide."""
    size = (INNER_HEIGHT + 2 * MARGIN_Y, INNER_WIDTH + 2 * MARGIN_X)
    crops = np.array([crop for crop, _ in cuts], np.uint8).reshape(-1, *size)
    write_arrays(path, crops=crops, turns=np.array([turns for _, turns in cuts], np.int64))


def cut_frames(out: Path, data: Path) -> None:
    """Crops of the real frames that may be trained on."""
    rows = [row for row in read_index(data) if row["kind"] == "frame" and row["split"] == "train"]
    cuts = [cut_wide(read_picture(data / row["image"]), Quad(row["quads"][0])) for row in rows]
    write(out / "frames.npz", [each for each in cuts if each is not None])


def write_faces(out: Path, assets: Assets) -> None:
    """Grey portraits, to be pasted into crops: where they are must not tell which way is up."""
    small = [cv2.resize(each, FACE_SIZE, interpolation=cv2.INTER_AREA) for each in assets.faces]
    grey = [cv2.cvtColor(each, cv2.COLOR_BGR2GRAY) for each in small]
    np.save(out / "faces.npy", np.array(grey, np.uint8).reshape(-1, *FACE_SIZE[::-1]))


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.upright_cache")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--scenes", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.data and not (arguments.out / "frames.npz").exists():
        cut_frames(arguments.out, arguments.data)
    assets = chosen_assets(arguments.data, held_out=False)
    write_faces(arguments.out, assets)
    start = time.monotonic()
    for shard in range(-(-arguments.scenes // SHARD_SCENES)):
        path = arguments.out / f"scenes-{arguments.seed}-{shard:04d}.npz"
        if path.exists():
            continue
        first = shard * SHARD_SCENES
        made = [training_picture(arguments.seed, first + n, assets) for n in range(SHARD_SCENES)]
        cuts = [cut_wide(*each) for each in made if each is not None]
        write(path, [each for each in cuts if each is not None])
        print(f"{time.monotonic() - start:7.0f} s  {path.name}", flush=True)


if __name__ == "__main__":
    main()
