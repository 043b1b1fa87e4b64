"""How often the right way up is found, on documents turned by all four.

``python -m detector.training.evaluate_upright --data DATA [--weights FILE] [--record]``

Documents: synthetic ones from a seed, with faces and templates that training left out, as a camera
takes them. Scenes: the same in scenes of the synthesis, with fingers, glare, darkness, motion, and
small ones. Designs: those of detector.training.designs, which no training knows, as a camera takes
them, but for blank ones, which hardly have a way up. Corners off by 1 % of √area in all of these.
Frames of split val: with the true outline, and, of the shipped weights, with the one that the
detector finds (where it does, at IoU ≥ .5). Each picture is turned by all four; an answer is right
when the first corner is the document's own top-left.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.backends.onnx import OnnxUprightNetwork
from detector.errors import GeometryError
from detector.exposure import lifted
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.runtime import Detector
from detector.synthesis.assets import read_index, read_picture
from detector.synthesis.capture import capture
from detector.training.cards import amend
from detector.training.designs.catalogue import DESIGNS
from detector.training.upright_cache import OneSheetPool, chosen_assets, scene_of
from detector.upright import MIN_PROBABILITY, Upright, UprightNetwork, assume_upright, set_upright
from detector.weights import UPRIGHT_NAME, find_weights, read_verified

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 77
DISTURBANCE = 0.01
# How often each design is drawn, and the family of those that show no way up.
DRAWN, NO_WAY_UP = 3, "blank"
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class Answer:
    """right : whether the likeliest reading is the true one. confidence : its probability."""

    right: bool
    confidence: float


def all_four(image: NDArray[np.uint8], quad: Quad) -> Iterator[tuple[NDArray[np.uint8], Quad]]:
    """The picture, uint8 (H, W, 3) BGR, and its document turned by 0 to 3 quarters, clockwise."""
    for _ in range(4):
        yield image, quad
        height = image.shape[0]
        image = np.ascontiguousarray(np.rot90(image, -1))
        x, y = quad.corners[:, 0], quad.corners[:, 1]
        quad = Quad(np.column_stack([height - 1 - y, x]))


def disturbed(rng: np.random.Generator, quad: Quad) -> Quad:
    """The quad with corners off by DISTURBANCE of √area, read from any of them."""
    push = rng.uniform(-1, 1, (4, 2)) * DISTURBANCE * quad.area**0.5
    return Quad(quad.corners + push).turned(int(rng.integers(4)))


def judge(seen: Upright, truth: Quad) -> Answer:
    """Whether a reading begins at the true top-left."""
    gaps = [
        float(np.abs(seen.quad.turned(turn).corners - truth.corners).sum()) for turn in range(4)
    ]
    return Answer(int(np.argmin(gaps)) == 0, seen.confidence)


def answer_all(
    pictures: Iterator[tuple[NDArray[np.uint8], Quad]], network: UprightNetwork
) -> list[Answer]:
    """The network's answers, sure or not, for pictures with a document each, as documents() gives
    them, turned by all four."""
    rng = np.random.default_rng(SEED)
    answers = []
    for image, truth in pictures:
        for turned, quad in all_four(image, truth):
            height, width = turned.shape[:2]
            try:
                start = assume_upright(disturbed(rng, quad), width, height)
            except GeometryError:
                continue
            seen = set_upright(Mipmap(lifted(turned)), start, network, least=0.0)
            answers.append(judge(seen, quad))
    return answers


def answer_detected(
    pictures: Iterator[tuple[NDArray[np.uint8], Quad]], detector: Detector
) -> list[Answer]:
    """What the whole detector reports for documents that it finds; the camera's up where unsure.
    pictures : as above."""
    answers = []
    for image, truth in pictures:
        for turned, quad in all_four(image, truth):
            near = [each for each in detector.detect(turned) if each.quad.jaccard(quad) >= 0.5]
            if near:
                best = near[0]
                seen = Upright(best.quad, best.upright, best.upright_confidence)
                answers.append(judge(seen, quad))
    return answers


def documents(data: Path | None, count: int) -> Iterator[tuple[NDArray[np.uint8], Quad]]:
    """Documents flat before the camera, that no training saw: pictures, uint8 (H, W, 3) BGR, and
    outlines from the document's top-left."""
    assets = chosen_assets(data, held_out=data is not None)
    for index in range(count):
        sheet = OneSheetPool(assets, seed=SEED * 1_000_003 + index).only()
        rng = np.random.default_rng((SEED, index))
        yield capture(rng, sheet.image), Quad(sheet.corners)


def scenes(data: Path | None, count: int) -> Iterator[tuple[NDArray[np.uint8], Quad]]:
    """Scenes that no training saw, as documents() gives them."""
    assets = chosen_assets(data, held_out=data is not None)
    for index in range(count):
        made = scene_of(SEED, index, assets)
        if made is not None:
            yield made


def designs(data: Path | None) -> Iterator[tuple[NDArray[np.uint8], Quad]]:
    """Designs that no training knows, as documents() gives them."""
    faces = chosen_assets(data, held_out=data is not None).faces
    for place, design in enumerate(DESIGNS):
        for index in range(DRAWN if design.family != NO_WAY_UP else 0):
            rng = np.random.default_rng((SEED, place, index))
            sheet = design.render(rng, faces)
            yield capture(rng, sheet.image), Quad(sheet.corners)


def frames(data: Path, split: str) -> Iterator[tuple[NDArray[np.uint8], Quad]]:
    """The frames of a split with their documents, as documents() gives them."""
    for row in read_index(data):
        if row["kind"] == "frame" and row["split"] == split:
            yield read_picture(data / row["image"]), Quad(row["quads"][0])


def summarise(answers: list[Answer]) -> dict[str, float]:
    """Accuracy of all answers, the unsure share, and the error among the sure ones."""
    right = np.array([each.right for each in answers])
    sure = np.array([each.confidence >= MIN_PROBABILITY for each in answers])
    return {
        "pictures": len(answers),
        "accuracy": round(float(right.mean()), 4),
        "unsure": round(float(1 - sure.mean()), 4),
        "sure_wrong": round(float(1 - right[sure].mean()), 4) if sure.any() else 0.0,
    }


def levels(answers: list[Answer]) -> str:
    """Unsure share and error among the sure over a few thresholds, as a table."""
    right = np.array([each.right for each in answers])
    confidence = np.array([each.confidence for each in answers])
    lines = ["  least  unsure  wrong of the sure"]
    for least in LEVELS:
        sure = confidence >= least
        wrong = 1 - right[sure].mean() if sure.any() else 0.0
        lines.append(f"  {least:5.2f}  {1 - sure.mean():6.3f}  {wrong:17.4f}")
    return "\n".join(lines)


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.evaluate_upright")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--scenes", type=int, default=300)
    parser.add_argument("--split", choices=("val", "train"), default="val")
    parser.add_argument("--record", action="store_true")
    arguments = parser.parse_args()
    if arguments.record and (arguments.data is None or arguments.split != "val"):
        parser.error("--record keeps figures of split val and of scenes made of --data only")
    cv2.setNumThreads(1)
    path = arguments.weights or find_weights(UPRIGHT_NAME)
    network = OnnxUprightNetwork(read_verified(path))
    found = {
        "documents": answer_all(documents(arguments.data, arguments.scenes), network),
        "scenes": answer_all(scenes(arguments.data, arguments.scenes), network),
        "designs": answer_all(designs(arguments.data), network),
    }
    if arguments.data:
        found[arguments.split] = answer_all(frames(arguments.data, arguments.split), network)
    if arguments.data and not arguments.weights:
        pictures = frames(arguments.data, arguments.split)
        detected = answer_detected(pictures, Detector.load("cpu", threads=1))
        found[f"{arguments.split}_detected"] = detected
    print(f"{path.name}, sure from {MIN_PROBABILITY}")
    figures = {name: summarise(answers) for name, answers in found.items()}
    for name, answers in found.items():
        print(f"{name}: {json.dumps(figures[name])}\n{levels(answers)}")
    if arguments.record:
        amend(path, metrics=figures)


if __name__ == "__main__":
    main()
