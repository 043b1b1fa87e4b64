"""Data distillation: a teacher labels pictures that nobody labelled, the student learns from both.

``python -m detector.training.distil --teacher runs/teacher --pool runs/pool --out runs/cache``

Without ``--teacher`` the shipped detector as a whole is the teacher, corner and strip networks
included: its outlines are several times as exact as those of any network alone.

Radosavovic et al., "Data Distillation: Towards Omni-Supervised Learning": the teacher looks at each
picture under several transforms, what it says is carried back and ensembled into one hard label.
For a single class the corners' agreement is the natural filter: a document is taken where enough
transforms found it with a high score and its corners agree. A find in doubt is painted over with
all that any look took for it, since a wrong background teaches as much as a wrong label; a picture
of doubts alone is left out.

pool : shards as detector.training.cache writes them; their own labels are never read. Each shard
becomes ``distilled-<name>.npz`` in the same form and a ``.json`` that says, for each picture kept,
where it came from, which teacher labelled it, and how well its looks agreed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.letterbox import PADDING_VALUE
from detector.quad import Quad, project
from detector.runtime import Detector
from detector.training.cache import write_shard
from detector.training.networks import load_network
from detector.training.precision import coarse_detector
from detector.weights import CORNERS_NAME, DETECTOR_NAME, REFINER_NAME, find_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.detection import Detection

# A find is looked at from this score on, and taken as a label from the other one (their mean).
LEAST_SCORE, TAKEN_SCORE = 0.2, 0.5
SAME_IOU = 0.6
# Of the looks, in how many a document must be found; and how far its corners may lie apart, as a
# share of √area (the median over looks of the mean distance from the ensembled ones).
TAKEN_LOOKS = 0.7
TAKEN_SPREAD = 0.04
# A find that so few looks share is noise; between this and TAKEN_LOOKS it is in doubt.
NOISE_LOOKS = 0.2


@dataclass(frozen=True)
class Look:
    """One transform. flip : left to right. turn : degrees. scale : 1 fills the input."""

    flip: bool
    turn: float
    scale: float

    def matrix(self, width: int, height: int) -> NDArray[np.float64]:
        """(3, 3) from picture px to px of a canvas of the same size, about the middle."""
        turn = np.eye(3)
        middle = ((width - 1) / 2, (height - 1) / 2)
        turn[:2] = cv2.getRotationMatrix2D(middle, self.turn, self.scale)
        flip = np.diag([-1.0 if self.flip else 1.0, 1.0, 1.0])
        flip[0, 2] = width - 1 if self.flip else 0.0
        return np.asarray(turn @ flip)


@dataclass(frozen=True)
class Teacher:
    """Who labels. name : for the provenance. refined : whether its outlines are refined ones."""

    detector: Detector
    name: str
    refined: bool = False

    @classmethod
    def of_run(cls, folder: Path, threads: int) -> Teacher:
        """A run's network alone."""
        checkpoint = folder / "last.pt"
        network, facts = load_network(checkpoint)
        digest = hashlib.sha256(checkpoint.read_bytes()).hexdigest()[:8]
        name = f"{facts['recipe'].get('network', 'snet')}-{digest}, {facts['step']} steps"
        return cls(coarse_detector(network, facts["recipe"]["size"], threads), name)

    @classmethod
    def shipped(cls, threads: int) -> Teacher:
        """The shipped detector as a whole."""
        names = [find_weights(name).stem for name in (DETECTOR_NAME, CORNERS_NAME, REFINER_NAME)]
        return cls(Detector.load("cpu", threads), ", ".join(names), refined=True)

    def finds(self, image: NDArray[np.uint8]) -> tuple[Detection, ...]:
        """What it sees in one look, from LEAST_SCORE on."""
        return self.detector.detect(image, LEAST_SCORE, refined=self.refined, upright=False)


LOOKS = tuple(
    Look(flip, turn, scale)
    for flip in (False, True)
    for turn, scale in ((0.0, 1.0), (0.0, 0.8), (7.0, 0.9), (-7.0, 0.9))
)


# What is painted over reaches this share of the doubt's own size beyond it.
DOUBT_MARGIN = 0.08


@dataclass(frozen=True)
class Label:
    """An ensembled quad and what speaks for it: mean score, share of looks, spread of corners.

    hull : float (N, 2), around all that the looks took for it, px.
    """

    quad: Quad
    score: float
    looks: float
    spread: float
    hull: NDArray[np.float64]

    @property
    def sure(self) -> bool:
        """Whether it is taken as a label."""
        return (
            self.score >= TAKEN_SCORE and self.looks >= TAKEN_LOOKS and self.spread <= TAKEN_SPREAD
        )

    @property
    def noise(self) -> bool:
        """Whether it is nothing: next to no other look shares it."""
        return self.looks <= NOISE_LOOKS


def each_look(teacher: Teacher, image: NDArray[np.uint8]) -> list[list[tuple[Quad, float]]]:
    """For each of LOOKS what it found: quads in px of the picture, with scores."""
    height, width = image.shape[:2]
    return [
        _carried_back(teacher.finds(_seen(image, matrix)), matrix)
        for matrix in (look.matrix(width, height) for look in LOOKS)
    ]


def ensemble(finds: list[list[tuple[Quad, float]]]) -> list[Label]:
    """One label for each thing that any look found, best first.

    Greedy: the best find gathers the best of every other look that overlaps it.
    """
    left = [list(look) for look in finds]
    labels = []
    while any(left):
        best = max((find for look in left for find in look), key=lambda find: find[1])[0]
        group = []
        for look in left:
            near = [find for find in look if find[0].jaccard(best) >= SAME_IOU]
            if near:
                group.append(max(near, key=lambda find: find[1]))
            look[:] = [find for find in look if find not in near]
        labels.append(_label(best, group, len(finds)))
    return labels


def labelled(
    teacher: Teacher, image: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8], list[Label]] | None:
    """A picture with its doubts painted over, and its labels: none where it holds nothing.

    None where there are doubts alone, or one lies over a label.
    """
    labels = [each for each in ensemble(each_look(teacher, image)) if not each.noise]
    sure = [each for each in labels if each.sure]
    doubts = [each for each in labels if not each.sure]
    if doubts and not sure:
        return None
    hidden = _mask(image, [_grown(each.hull) for each in doubts])
    if (hidden & _mask(image, [each.quad.corners for each in sure])).any():
        return None
    painted = image.copy()
    painted[hidden] = PADDING_VALUE
    return painted, sure


def _grown(hull: NDArray[np.float64]) -> NDArray[np.float64]:
    middle = hull.mean(axis=0)
    return np.asarray(middle + (1 + DOUBT_MARGIN) * (hull - middle))


def _mask(image: NDArray[np.uint8], polygons: list[NDArray[np.float64]]) -> NDArray[np.bool_]:
    filled = np.zeros(image.shape[:2], np.uint8)
    for each in polygons:
        cv2.fillConvexPoly(filled, np.round(each).astype(np.int32), 1)
    return filled > 0


def distil_shard(teacher: Teacher, path: Path, out: Path) -> tuple[int, int]:
    """Labels one shard; pictures kept, and seen. A shard that is done is left alone."""
    target = out / f"distilled-{path.stem}.npz"
    with np.load(path) as shard:  # its quads are not read
        images, sizes = shard["images"], shard["sizes"]
    if target.exists():
        return len(json.loads(target.with_suffix(".json").read_text("utf-8"))), len(images)
    kept, quads, provenance = [], [], []
    for number, (padded, (width, height)) in enumerate(zip(images, sizes, strict=True)):
        answer = labelled(teacher, np.ascontiguousarray(padded[:height, :width]))
        if answer is None:
            continue
        image, labels = answer
        kept.append(image)
        quads.append(np.array([each.quad.corners for each in labels]).reshape(-1, 4, 2))
        evidence = [
            {key: round(getattr(each, key), 4) for key in ("score", "looks", "spread")}
            for each in labels
        ]
        provenance.append(
            {"shard": path.name, "picture": number, "teacher": teacher.name, "labels": evidence}
        )
    target.with_suffix(".json").write_text(json.dumps(provenance, indent=1) + "\n", "utf-8")
    write_shard(target, kept, quads)
    return len(kept), len(images)


def _seen(image: NDArray[np.uint8], matrix: NDArray[np.float64]) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    if np.allclose(matrix, np.eye(3)):
        return image
    grey = (PADDING_VALUE,) * 3
    warped = cv2.warpPerspective(image, matrix, (width, height), borderValue=grey)
    return np.asarray(warped, np.uint8)


def _carried_back(
    found: tuple[Detection, ...], matrix: NDArray[np.float64]
) -> list[tuple[Quad, float]]:
    inverse = np.asarray(np.linalg.inv(matrix), np.float64)
    back = []
    for each in found:
        corners = project(inverse, each.quad.corners)
        if np.linalg.det(matrix[:2, :2]) < 0:
            corners = corners[::-1]  # a mirrored round runs the other way
        try:
            back.append((Quad(corners), each.score))
        except GeometryError:
            continue
    return back


def _label(best: Quad, group: list[tuple[Quad, float]], looks: int) -> Label:
    """The mean of the group's corners, by score; each round begins where it lies nearest."""
    turned = [_turned_to(best, quad) for quad, _ in group]
    scores = np.array([score for _, score in group])
    mean = np.average(turned, axis=0, weights=scores)
    try:
        quad = Quad(mean)
    except GeometryError:
        quad = best
    distances = [np.linalg.norm(each - quad.corners, axis=1).mean() for each in turned]
    spread = float(np.median(distances) / quad.area**0.5)
    hull = cv2.convexHull(np.concatenate(turned).astype(np.float32)).reshape(-1, 2)
    return Label(quad, float(scores.mean()), len(group) / looks, spread, hull.astype(np.float64))


def _turned_to(quad: Quad, other: Quad) -> NDArray[np.float64]:
    turns = [np.roll(other.corners, k, axis=0) for k in range(4)]
    return min(turns, key=lambda turn: float(np.abs(turn - quad.corners).sum()))


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.distil")
    parser.add_argument("--teacher", type=Path, help="the run of a trained network")
    parser.add_argument("--pool", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shards", type=int, default=10**6, help="label so many at most")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    if arguments.teacher:
        teacher = Teacher.of_run(arguments.teacher, arguments.threads)
    else:
        teacher = Teacher.shipped(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    total_kept = total_seen = 0
    for path in sorted(arguments.pool.glob("*.npz"))[: arguments.shards]:
        kept, seen = distil_shard(teacher, path, arguments.out)
        total_kept, total_seen = total_kept + kept, total_seen + seen
        print(f"{path.name}: {kept} of {seen} pictures labelled", flush=True)
    print(f"{teacher.name}: {total_kept} of {total_seen} pictures labelled")


if __name__ == "__main__":
    main()
