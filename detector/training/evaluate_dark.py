"""What darkness costs: real frames of split val with ever less light, lifted and not.

``python -m detector.training.evaluate_dark --data DATA [--every 3]``

A frame keeps a share of its light and gets a sensor's noise beside it, the same for both columns:
once as the detector sees it (detector.exposure lifts what is dark), once as if it did not. Jaccard
indices are of the best outline given, 0 where there is none; the frames are as they were taken in
the first row.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.quad import Quad
from detector.runtime import Detector
from detector.synthesis.assets import read_index, read_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The share of light left, and the noise's standard deviation, of 255.
LEVELS = ((1.0, 0.0), (0.2, 3.0), (0.1, 2.0), (0.1, 4.0), (0.05, 2.0), (0.03, 1.0))
QUALITY = (cv2.IMWRITE_JPEG_QUALITY, 80)
SAME_IOU = 0.5


def darkened(
    rng: np.random.Generator, image: NDArray[np.uint8], light: float, noise: float
) -> NDArray[np.uint8]:
    """uint8 (H, W, 3): the picture in less light, as a camera stores it."""
    dark = image * light + rng.normal(0, noise, image.shape)
    _, data = cv2.imencode(".jpg", np.clip(dark, 0, 255).astype(np.uint8), QUALITY)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def best_jaccard(detector: Detector, image: NDArray[np.uint8], truth: Quad) -> float:
    """Of the outlines given the best one's index with the true one; 0 where there is none."""
    found = detector.detect(image, upright=False)
    return max((each.quad.jaccard(truth) for each in found), default=0.0)


def row(light: float, noise: float, indices: dict[str, list[float]]) -> str:
    """A table's row of one level."""
    cells = []
    for values in indices.values():
        missed = sum(each < SAME_IOU for each in values)
        cells.append(f"{np.mean(values):.3f} | {np.median(values):.3f} | {missed}")
    return f"| {light:g} | {noise:g} | {' | '.join(cells)} |"


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.evaluate_dark")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=3, help="of the frames, each so-many-th")
    arguments = parser.parse_args()
    detector, plain = Detector.load("cpu"), Detector.load("cpu")
    plain.lifts = False
    rows = [
        r for r in read_index(arguments.data) if (r["kind"], r.get("split")) == ("frame", "val")
    ]
    frames = rows[:: arguments.every]
    print(f"{len(frames)} frames of split val; mean and median Jaccard index, and missed")
    print("| light | noise | not lifted: mean | median | missed | lifted: mean | median | missed |")
    print("|---|---|---|---|---|---|---|---|")
    for light, noise in LEVELS:
        rng = np.random.default_rng(0)
        found: dict[str, list[float]] = {"not lifted": [], "lifted": []}
        for each in frames:
            image, truth = read_picture(arguments.data / each["image"]), Quad(each["quads"][0])
            dark = darkened(rng, image, light, noise)
            found["lifted"].append(best_jaccard(detector, dark, truth))
            found["not lifted"].append(best_jaccard(plain, dark, truth))
        print(row(light, noise, found), flush=True)


if __name__ == "__main__":
    main()
