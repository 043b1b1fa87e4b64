"""What hard conditions cost: frames of split val in the dark, in too much and coloured light, cut,
aslant, shaken, noisy, small, cropped.

``python -m detector.training.evaluate_hard --data DATA [--every 3]``

Each frame is changed once for each condition, by its own seed; its truth moves with it, and what
is cut off still counts: the whole document is asked for. In the dark a frame keeps a share of its
light and gets a sensor's noise beside it; a second row says what is found where the detector does
not lift what is dark (detector.exposure). Jaccard indices are of the best outline given, 0 for
none.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.quad import Quad, project
from detector.runtime import Detector
from detector.synthesis.assets import read_index, read_picture
from detector.synthesis.capture import shaken

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Gains = tuple[float, float, float]
    Change = Callable[[np.random.Generator, Image, Quad], tuple[Image, Quad]]

QUALITY = (cv2.IMWRITE_JPEG_QUALITY, 80)
SAME_IOU = 0.5
# Of the channels B, G, R: of an incandescent lamp and of a screen at night.
WARM, BLUE = (0.5, 0.85, 1.1), (1.2, 0.9, 0.6)


@dataclass(frozen=True)
class Condition:
    """name : of the table's row. change : a frame, uint8 (H, W, 3) BGR, and its document's outline,
    px → harder ones, as all changes below take and give them. lifts : whether the detector may lift
    what is dark."""

    name: str
    change: Change
    lifts: bool = True


def darkened(
    rng: np.random.Generator, image: Image, truth: Quad, light: float, noise: float
) -> tuple[Image, Quad]:
    """In less light, as a camera stores it. light : the share left. noise : its standard deviation,
    of 255."""
    dark = image * light + rng.normal(0, noise, image.shape)
    _, data = cv2.imencode(".jpg", np.clip(dark, 0, 255).astype(np.uint8), QUALITY)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8), truth


def lit(_: np.random.Generator, image: Image, truth: Quad, gains: Gains) -> tuple[Image, Quad]:
    """In other light: each channel, BGR, so many times as bright, and burnt out above 255."""
    return np.clip(image * np.array(gains), 0, 255).astype(np.uint8), truth


def shaded(
    rng: np.random.Generator, image: Image, truth: Quad, decades: float
) -> tuple[Image, Quad]:
    """With a lamp at one side: from rim to rim the light falls by so many powers of ten."""
    angle = float(rng.uniform(0, 2 * np.pi))
    height, width = image.shape[:2]
    y, x = np.mgrid[:height, :width]
    along = (x / width - 0.5) * np.cos(angle) + (y / height - 0.5) * np.sin(angle)
    light = 10 ** (decades * along)
    return np.clip(image * light[..., None], 0, 255).astype(np.uint8), truth


def small(
    _: np.random.Generator, image: Image, truth: Quad, width: int, quality: int
) -> tuple[Image, Quad]:
    """As a cheap camera gives it: so many px wide, as a JPEG of this quality, 0 to 100."""
    height = round(image.shape[0] * width / image.shape[1])
    less = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    data = cv2.imencode(".jpg", less, (cv2.IMWRITE_JPEG_QUALITY, quality))[1]
    seen = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return seen, truth.scaled(width / image.shape[1], height / image.shape[0])


def cut(rng: np.random.Generator, image: Image, truth: Quad, share: float) -> tuple[Image, Quad]:
    """Cropped so that so much of the document's extent, along one axis, lies beyond the rim."""
    axis, at_end = int(rng.integers(2)), bool(rng.integers(2))
    low, high = (truth.box[axis], truth.box[axis + 2])
    size = image.shape[1 - axis]
    where = high - share * (high - low) if at_end else low + share * (high - low)
    place = int(np.clip(round(where), 1, size - 1))
    kept = slice(0, place) if at_end else slice(place, size)
    part = image[:, kept] if axis == 0 else image[kept]
    moved = np.zeros(2)
    moved[axis] = kept.start
    return part.copy(), Quad(truth.corners - moved)


def leaning(rng: np.random.Generator, image: Image, truth: Quad, lean: float) -> tuple[Image, Quad]:
    """Seen from aslant: √area from the document's middle all is smaller by about `lean`, and on the
    other side larger."""
    angle = float(rng.uniform(0, 2 * np.pi))
    forth, lens, back = np.eye(3), np.eye(3), np.eye(3)
    middle = truth.corners.mean(axis=0)
    forth[:2, 2], back[:2, 2] = -middle, middle
    lens[2, :2] = lean / truth.area**0.5 * np.array([np.cos(angle), np.sin(angle)])
    matrix = back @ lens @ forth
    size = (image.shape[1], image.shape[0])
    seen = cv2.warpPerspective(image, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.uint8), Quad(project(matrix, truth.corners))


def moved(rng: np.random.Generator, image: Image, truth: Quad, px: int) -> tuple[Image, Quad]:
    """Blurred by a hand that moved over so many px."""
    return shaken(rng, image, px // 2), truth


def noisy(rng: np.random.Generator, image: Image, truth: Quad, noise: float) -> tuple[Image, Quad]:
    """With noise of this standard deviation, of 255."""
    seen = image + rng.normal(0, noise, image.shape)
    return np.clip(seen, 0, 255).astype(np.uint8), truth


def cropped(rng: np.random.Generator, image: Image, truth: Quad, rim: float) -> tuple[Image, Quad]:
    """Nothing but the document, flattened, as another program left it: each side up to `rim` of the
    document's extent too far out or in."""
    low, high = rng.uniform(-rim, rim, (2, 2))
    window = truth.window(low, 1 + high)
    top, right, bottom, left = window.side_lengths
    width, height = round((top + bottom) / 2), round((right + left) / 2)
    matrix = window.homography(width, height)
    border = cv2.BORDER_REPLICATE
    seen = cv2.warpPerspective(image, matrix, (width, height), borderMode=border)
    return np.asarray(seen, np.uint8), Quad(project(matrix, truth.corners))


def conditions() -> list[Condition]:
    """The table's rows, in order."""
    rows = [Condition("as taken", lambda _, image, truth: (image, truth))]
    for light, noise in ((0.2, 3.0), (0.1, 2.0), (0.1, 4.0), (0.05, 2.0), (0.03, 1.0)):
        change = partial(darkened, light=light, noise=noise)
        rows.append(Condition(f"{light:.0%} of the light, noise {noise:g}", change))
        rows.append(Condition("… not lifted", change, lifts=False))
    for name, gains in (("warm light", WARM), ("blue light", BLUE)):
        rows.append(Condition(name, partial(lit, gains=gains)))
    rows += [Condition(f"{g:g} times the light", partial(lit, gains=(g,) * 3)) for g in (1.8, 2.6)]
    rows.append(Condition("a lamp at one side", partial(shaded, decades=1.0)))
    for width, quality in ((640, 40), (320, 40)):
        change = partial(small, width=width, quality=quality)
        rows.append(Condition(f"{width} px wide, JPEG {quality}", change))
    rows += [Condition(f"{s:.0%} beyond the rim", partial(cut, share=s)) for s in (0.1, 0.25, 0.4)]
    rows += [Condition(f"leaning by {s:g}", partial(leaning, lean=s)) for s in (0.4, 0.7)]
    rows += [Condition(f"moved by {px} px", partial(moved, px=px)) for px in (24, 44)]
    rows.append(Condition("noise 30", partial(noisy, noise=30.0)))
    change = partial(cropped, rim=0.01)
    return [*rows, Condition("cropped to the document, to 1 % a side", change)]


def best_jaccard(detector: Detector, image: Image, truth: Quad) -> float:
    """Of the outlines given the best one's index with the true one; 0 where there is none."""
    found = detector.detect(image, upright=False)
    return max((each.quad.jaccard(truth) for each in found), default=0.0)


def row(name: str, values: list[float]) -> str:
    """A table's row."""
    missed = sum(each < SAME_IOU for each in values)
    return f"| {name} | {np.mean(values):.3f} | {np.median(values):.3f} | {missed} |"


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.evaluate_hard")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=3, help="of the frames, each so-many-th")
    arguments = parser.parse_args()
    detector = Detector.load("cpu")
    lines = read_index(arguments.data)
    val = [each for each in lines if each["kind"] == "frame" and each["split"] == "val"]
    frames = val[:: arguments.every]
    print(f"| {len(frames)} frames of split val | Jaccard index, mean | median | missed |")
    print("|---|---|---|---|")
    for condition in conditions():
        detector.lifts = condition.lifts
        values = []
        for number, each in enumerate(frames):
            image, truth = read_picture(arguments.data / each["image"]), Quad(each["quads"][0])
            try:
                seen, true = condition.change(np.random.default_rng(number), image, truth)
            except GeometryError:  # leaning so far that it shows its edge
                continue
            values.append(best_jaccard(detector, seen, true))
        print(row(condition.name, values), flush=True)


if __name__ == "__main__":
    main()
