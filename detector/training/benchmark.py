"""How long the parts of a detection take, side by side in one run.

``python -m detector.training.benchmark [--threads 1 2] [--rounds 40]``

A drawn card on a plain ground at common sizes: medians in ms of wall time, decoding of the file not
counted. "outline" is a detection that does not read which way up the document is, as live feeds ask
for it, "detect" the whole. The machine is named; where something else keeps it busy, only the
ratios mean something.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.anchors import AnchorGrid
from detector.backends.heads import head_for
from detector.backends.onnx import OnnxBackend
from detector.cascade import sharpened
from detector.decode import decode
from detector.letterbox import Letterbox
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.runtime import Detector
from detector.shape import forget_shapes
from detector.synthesis.camera import Pose, project_sheet
from detector.synthesis.documents import render_document
from detector.weights import WeightCard, find_weights, read_verified

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SIZES = {"640 × 480": (640, 480), "1080p": (1920, 1080), "12 MP": (4000, 3000)}
WARM_UP = 5


def card_on_ground(width: int, height: int) -> tuple[NDArray[np.uint8], Quad]:
    """uint8 (height, width, 3) BGR with one card, and the card's outline."""
    document = render_document(np.random.default_rng(4)).image
    tall, wide = document.shape[:2]
    pose = Pose(22.0, 40.0, 6.0, 0.8, 0.45, (0.5, 0.48))
    quad = Quad(project_sheet(pose, wide / tall, width, height))
    ground = np.full((height, width, 3), (70, 90, 110), np.uint8)
    inverse = np.linalg.inv(quad.homography(wide, tall))
    cover = cv2.warpPerspective(np.full((tall, wide), 255, np.uint8), inverse, (width, height))
    card = cv2.warpPerspective(document, inverse, (width, height))
    return np.where(cover[..., None] > 127, card, ground).astype(np.uint8), quad


def median_ms(call: Callable[[], object], rounds: int) -> float:
    """Median wall time of a call, ms, after a few that do not count."""
    for _ in range(WARM_UP):
        call()
    times = []
    for _ in range(rounds):
        forget_shapes()
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def parts(size: str, threads: int, rounds: int) -> dict[str, float]:
    """Median ms of each part at a size of SIZES."""
    path = find_weights()
    card = WeightCard.load(path.with_suffix(".json"))
    backend = OnnxBackend(read_verified(path), threads)
    grid = AnchorGrid(card.strides, card.base, card.scales, card.ratios)
    image, truth = card_on_ground(*SIZES[size])
    frame = Letterbox.fit(*SIZES[size], card.long_side, grid.multiple)
    shrunk = frame.apply(Mipmap(image))
    anchors = grid.boxes(frame.width, frame.height)
    logits, boxes, corners, *maps = backend.run(shrunk)
    least = card.threshold
    found = decode(logits, boxes, corners, anchors, least)
    head = head_for(card)
    coarse = Quad(truth.corners + 0.01 * truth.area**0.5 * np.array([(1, 1), (-1, 1)] * 2))
    detector = Detector.load("cpu", threads)
    before = detector.detect(image, upright=False)
    return {
        "shrink": median_ms(lambda: frame.apply(Mipmap(image)), rounds),
        "network": median_ms(lambda: backend.run(shrunk), rounds),
        "decode": median_ms(lambda: decode(logits, boxes, corners, anchors, least), rounds),
        "cascade": median_ms(lambda: sharpened(head, maps, found), rounds) if head else 0.0,
        "corners": median_ms(lambda: detector.cornered(Mipmap(image), [coarse]), rounds),
        "corners and sides": median_ms(lambda: detector.refine(Mipmap(image), coarse), rounds),
        "detect, coarse": median_ms(lambda: detector.detect(image, refined=False), rounds),
        "outline": median_ms(lambda: detector.detect(image, upright=False), rounds),
        "detect": median_ms(lambda: detector.detect(image), rounds),
        "follow": median_ms(lambda: detector.follow(image, before), rounds),
    }


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.benchmark")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{platform.machine()}, {os.cpu_count()} cores{load}; median ms of {arguments.rounds}")
    for threads in arguments.threads:
        cv2.setNumThreads(threads)
        for size in SIZES:
            row = parts(size, threads, arguments.rounds)
            cells = "  ".join(f"{name} {ms:.2f}" for name, ms in row.items())
            print(f"{threads} thread{'s' * (threads > 1)}, {size:>9}:  {cells}")


if __name__ == "__main__":
    main()
