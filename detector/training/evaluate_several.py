"""Several documents in one picture: whether each is found as if it lay there alone.

``python -m detector.training.evaluate_several --data DATA [--pictures 50] [--scenes 50]``

Real frames of split val beside each other, up to six in a picture of 1920 × 1080 px, each a desk
with one document of its own; and synthetic scenes in which up to four documents were laid on one
desk. Jaccard indices are of the best outline given for each document, 0 for none; an outline that
is no document's is false.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from detector.quad import Quad
from detector.runtime import Detector
from detector.synthesis.assets import load_assets, read_index, read_picture
from detector.synthesis.scene import SheetPool, compose
from detector.training.evaluate import template_jaccard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Picture = tuple[Image, list[Quad]]

WIDTH, HEIGHT = 1920, 1080
# Columns and rows of the frames in a picture.
GRIDS = ((1, 1), (2, 1), (2, 2), (3, 2))
# Apart from the seeds of caches, of the calibration and of the fixed set.
SEED = 870_001
MOST_DOCUMENTS = 4
FOUND_JACCARD, RIGHT_JACCARD = 0.5, 0.9


class Tally(NamedTuple):
    """indices : the Jaccard index of each document. false : outlines that are no document's."""

    indices: list[float]
    false: int

    def row(self, name: str) -> str:
        """The table's."""
        values = np.array(self.indices)
        missed = int((values < FOUND_JACCARD).sum())
        right = float((values >= RIGHT_JACCARD).mean())
        return (
            f"| {name} | {len(values)} | {values.mean():.3f} | {right:.1%} | {missed} "
            f"| {self.false} |"
        )


def beside_each_other(pictures: Sequence[Picture], columns: int, rows: int) -> Picture:
    """One picture of WIDTH × HEIGHT px, each of the given ones as large as its place allows, and
    all their documents."""
    canvas = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    width, height = WIDTH // columns, HEIGHT // rows
    moved = []
    for n, (image, quads) in enumerate(pictures):
        scale = min(width / image.shape[1], height / image.shape[0])
        size = (round(scale * image.shape[1]), round(scale * image.shape[0]))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        left, top = n % columns * width, n // columns * height
        canvas[top : top + size[1], left : left + size[0]] = small
        ratio = np.array(size) / (image.shape[1], image.shape[0])
        # Px centres are whole numbers: the picture begins half a px before the first.
        moved += [Quad((quad.corners + 0.5) * ratio - 0.5 + (left, top)) for quad in quads]
    return canvas, moved


def framed(data: Path, columns: int, rows: int, pictures: int) -> Iterator[Picture]:
    """So many pictures of frames beside each other, drawn by a fixed seed."""
    lines = read_index(data)
    frames = [each for each in lines if each["kind"] == "frame" and each["split"] == "val"]
    rng = np.random.default_rng((SEED, columns, rows))
    for _ in range(pictures):
        drawn = rng.choice(len(frames), columns * rows, replace=False)
        yield beside_each_other(
            [
                (read_picture(data / frames[n]["image"]), [Quad(q) for q in frames[n]["quads"]])
                for n in drawn
            ],
            columns,
            rows,
        )


def laid_out(data: Path | None, documents: int, scenes: int) -> Iterator[Picture]:
    """So many synthetic scenes of so many documents."""
    pool = SheetPool(load_assets(data), size=200, seed=SEED, width_px=1100)
    for index in range(scenes):
        rng = np.random.default_rng((SEED, documents, index))
        scene = compose(rng, pool, WIDTH, HEIGHT, documents)
        yield scene.image, [Quad(quad) for quad in scene.quads]


def tally(detector: Detector, pictures: Iterator[Picture]) -> Tally:
    """What the detector makes of them."""
    indices: list[float] = []
    false = 0
    for image, truths in pictures:
        found = [each.quad for each in detector.detect(image, upright=False)]
        overlaps = np.array([[template_jaccard(true, quad) for quad in found] for true in truths])
        overlaps = overlaps.reshape(len(truths), len(found))
        indices += overlaps.max(axis=1, initial=0.0).tolist()
        false += int((overlaps.max(axis=0, initial=0.0) < FOUND_JACCARD).sum())
    return Tally(indices, false)


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.evaluate_several")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=50, help="of frames, of each number")
    parser.add_argument("--scenes", type=int, default=50, help="of each number of documents")
    arguments = parser.parse_args()
    detector = Detector.load("cpu")
    print("| documents in a picture | in all | Jaccard index, mean | ≥ .9 | missed | false |")
    print("|---|---|---|---|---|---|")
    for columns, rows in GRIDS:
        seen = tally(detector, framed(arguments.data, columns, rows, arguments.pictures))
        print(seen.row(f"{columns * rows} real"), flush=True)
    for documents in range(1, MOST_DOCUMENTS + 1):
        seen = tally(detector, laid_out(arguments.data, documents, arguments.scenes))
        print(seen.row(f"{documents} synthetic"), flush=True)


if __name__ == "__main__":
    main()
