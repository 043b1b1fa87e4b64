"""How well a coarse network does on labelled shards: precision over recall, corner error.

``python -m detector.training.precision --runs runs/one runs/other --held-out SHARD --data DATA``

For pictures of several documents each, unlike evaluate's real frames; figures are of the network's
own corners, before any refinement. The command puts runs side by side, on shards that none of them
has seen and, with ``--data``, on the real frames of split val.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from detector.backends.onnx import OnnxBackend
from detector.quad import Quad
from detector.runtime import Detector
from detector.synthesis.assets import read_index, read_picture
from detector.training.curves import IOUS, LOWEST_SCORE, average_precision
from detector.training.evaluate_refine import corner_error
from detector.training.export_onnx import to_onnx
from detector.training.networks import load_network
from detector.weights import WeightCard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from detector.training.networks import Network


@dataclass(frozen=True)
class Precision:
    """ap50, ap : area under the curve at IoU .5, and its mean over .5 to .95, 0 to 1.

    corner_error : median over the documents found (IoU ≥ .5) of the corners' mean distance, in
    per cent of √area. documents : how many there were.
    """

    ap50: float
    ap: float
    corner_error: float
    documents: int


def coarse_detector(network: Network, long_side: int) -> Detector:
    """A detector of this network alone, on the CPU, no refinement."""
    grid = network.config.grid
    card = WeightCard(
        "trial", "", long_side, LOWEST_SCORE, grid.strides, grid.base, grid.scales, grid.ratios,
        {}, {}, {},
    )  # fmt: skip
    return Detector(OnnxBackend(to_onnx(network), 1), card)


def read_shard(path: Path) -> list[tuple[NDArray[np.uint8], list[Quad]]]:
    """The pictures of a shard (uint8 (H, W, 3) BGR) with their documents' quads."""
    with np.load(path) as shard:
        images, sizes, quads = shard["images"], shard["sizes"], shard["quads"]
    return [
        (
            np.ascontiguousarray(image[:height, :width]),
            [Quad(quad) for quad in found if np.isfinite(quad).all()],
        )
        for image, (width, height), found in zip(images, sizes, quads, strict=True)
    ]


def measure(
    detector: Detector, pictures: Iterable[tuple[NDArray[np.uint8], list[Quad]]]
) -> Precision:
    """Every picture through the detector, coarse. pictures : as read_shard gives them."""
    rows: list[tuple[float, float]] = []  # score, IoU with its document, 0 for none
    errors: list[float] = []
    documents = 0
    for image, truths in pictures:
        documents += len(truths)
        free = list(truths)
        for found in detector.detect(image, LOWEST_SCORE, refined=False):
            overlaps = [found.quad.jaccard(truth) for truth in free]
            best = int(np.argmax(overlaps)) if overlaps else -1
            overlap = overlaps[best] if overlaps else 0.0
            rows.append((found.score, overlap))
            if overlap >= IOUS[0]:
                truth = free.pop(best)
                errors.append(100 * corner_error(found.quad, truth) / truth.area**0.5)
    curve = [
        average_precision([(score, overlap >= iou) for score, overlap in rows], documents)
        for iou in IOUS
    ]
    error = float(np.median(errors)) if errors else float("nan")
    return Precision(curve[0], float(np.mean(curve)), error, documents)


def read_frames(data: Path) -> Iterable[tuple[NDArray[np.uint8], list[Quad]]]:
    """The real frames of split val (uint8 (H, W, 3) BGR) with their documents' quads, one at a
    time."""
    for row in read_index(data):
        if row["kind"] == "frame" and row["split"] == "val":
            yield read_picture(data / row["image"]), [Quad(quad) for quad in row["quads"]]


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.precision")
    parser.add_argument("--runs", type=Path, nargs="+", required=True, help="folders of last.pt")
    parser.add_argument("--held-out", type=Path, nargs="*", default=[], help="shards")
    parser.add_argument("--data", type=Path, help="whose frames of split val are measured as well")
    arguments = parser.parse_args()
    if not (arguments.held_out or arguments.data):
        parser.error("nothing to measure on: give --held-out or --data")
    print("| run | steps | pictures | documents | AP50 | AP(.5:.95) | corner error, % of √area |")
    print("|---|---|---|---|---|---|---|")
    for run in arguments.runs:
        network, facts = load_network(run / "last.pt")
        detector = coarse_detector(network, facts["recipe"]["size"])
        sources = {each.stem: read_shard(each) for each in arguments.held_out}
        frames = {"split val": read_frames(arguments.data)} if arguments.data else {}
        for name, pictures in {**sources, **frames}.items():
            row = measure(detector, pictures)
            cells = f"{row.documents} | {row.ap50:.3f} | {row.ap:.3f} | {row.corner_error:.2f}"
            print(f"| {run.name} | {facts['step']} | {name} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
