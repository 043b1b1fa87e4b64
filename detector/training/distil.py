"""Data distillation: a teacher labels pictures that nobody labelled, the student learns from both.

``python -m detector.training.distil --teacher runs/teacher --pool runs/pool --out runs/cache``

Without ``--teacher`` the shipped detector is the teacher, corner and strip networks included: its
outlines are several times as exact as those of any network alone. What it would settle from several
places is a doubt here, which saves four fifths of the time. With
``--device cuda`` a run's network looks on a GPU: all looks at a picture are one batch, in bfloat16,
and ``--jobs`` processes share the GPU, the network once in each.

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
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import torch

from detector.errors import GeometryError
from detector.exposure import lifted
from detector.letterbox import PADDING_VALUE
from detector.mipmap import Mipmap
from detector.quad import Quad, project
from detector.runtime import Detector
from detector.training.batch_teacher import BatchDetector
from detector.training.cache import write_shard
from detector.training.devices import add_device
from detector.training.ensemble import Label, ensemble
from detector.training.networks import load_network
from detector.training.precision import coarse_detector
from detector.training.shards import finished
from detector.training.workers import in_processes
from detector.weights import CORNERS_NAME, DETECTOR_NAME, REFINER_NAME, find_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from detector.detection import Detection
    from detector.outlines import Outline

    Finds = Sequence[Detection | Outline]

# A find is looked at from this score on.
LEAST_SCORE = 0.2


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
    """Who labels. finds : what is seen in each look at one picture, from LEAST_SCORE on. name : for
    the provenance."""

    finds: Callable[[list[NDArray[np.uint8]]], Sequence[Finds]]
    name: str

    @classmethod
    def of_run(cls, folder: Path, device: str = "cpu") -> Teacher:
        """A run's network alone; on the CPU a look a time, elsewhere all looks at once."""
        checkpoint = folder / "last.pt"
        network, facts = load_network(checkpoint)
        digest = hashlib.sha256(checkpoint.read_bytes()).hexdigest()[:8]
        name = f"{facts['recipe'].get('network', 'snet')}-{digest}, {facts['step']} steps"
        size = facts["recipe"]["size"]
        if device == "cpu":
            alone = coarse_detector(network, size)
            return cls(lambda looks: [alone.detect(each, LEAST_SCORE) for each in looks], name)
        batches = BatchDetector(network, size, device, half=True)
        return cls(lambda looks: batches.detect_all(looks, LEAST_SCORE), name)

    @classmethod
    def shipped(cls) -> Teacher:
        """The shipped detector."""
        names = [find_weights(name).stem for name in (DETECTOR_NAME, CORNERS_NAME, REFINER_NAME)]
        detector = Detector.load("cpu", threads=1)
        return cls(lambda looks: [plain_finds(detector, each) for each in looks], ", ".join(names))


def plain_finds(detector: Detector, image: NDArray[np.uint8]) -> list[Outline]:
    """A detector's outlines along the sides, each from one place. score : the network's own, times
    the chance that its flattened view is one of a document."""
    picture = Mipmap(lifted(image))
    return [
        replace(
            each,
            quad=detector.exact(picture, each.corners).quad,
            score=each.score * each.corners.chance,
        )
        for each in detector.candidates(picture, LEAST_SCORE)
    ]


LOOKS = tuple(
    Look(flip, turn, scale)
    for flip in (False, True)
    for turn, scale in ((0.0, 1.0), (0.0, 0.8), (7.0, 0.9), (-7.0, 0.9))
)


# What is painted over reaches this share of the doubt's own size beyond it.
DOUBT_MARGIN = 0.08


def each_look(teacher: Teacher, image: NDArray[np.uint8]) -> list[list[tuple[Quad, float]]]:
    """For each of LOOKS what it found: quads in px of the picture, with scores, 0 to 1.

    image : uint8 (H, W, 3) BGR.
    """
    height, width = image.shape[:2]
    matrices = [look.matrix(width, height) for look in LOOKS]
    finds = teacher.finds([_seen(image, matrix) for matrix in matrices])
    return [_carried_back(found, matrix) for found, matrix in zip(finds, matrices, strict=True)]


def labelled(
    teacher: Teacher, image: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8], list[Label]] | None:
    """A picture, uint8 (H, W, 3) BGR, with its doubts painted over, and its labels: none where it
    holds nothing.

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


def _carried_back(found: Finds, matrix: NDArray[np.float64]) -> list[tuple[Quad, float]]:
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


@lru_cache(maxsize=1)
def _teacher(run: Path | None, device: str) -> Teacher:
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    return Teacher.of_run(run, device) if run else Teacher.shipped()


def _shard(run: Path | None, device: str, path: Path, out: Path) -> tuple[str, str, int, int]:
    """The teacher's and the shard's name, pictures kept, and seen; in a process that keeps its
    teacher."""
    teacher = _teacher(run, device)
    return teacher.name, path.name, *distil_shard(teacher, path, out)


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.distil")
    parser.add_argument("--teacher", type=Path, help="the run of a trained network")
    parser.add_argument("--pool", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shards", type=int, default=10**6, help="label so many at most")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    add_device(parser, "of --teacher")
    arguments = parser.parse_args()
    if arguments.device == "cuda" and arguments.teacher is None:
        parser.error("the shipped detector teaches on the CPU: give --teacher")
    arguments.out.mkdir(parents=True, exist_ok=True)
    paths = finished(arguments.pool)[: arguments.shards]
    calls = ((arguments.teacher, arguments.device, path, arguments.out) for path in paths)
    total_kept = total_seen = 0
    names = set()
    for teacher, name, kept, seen in in_processes(_shard, calls, arguments.jobs):
        total_kept, total_seen = total_kept + kept, total_seen + seen
        names.add(teacher)
        print(f"{name}: {kept} of {seen} pictures labelled", flush=True)
    print(f"{', '.join(names) or 'no shards'}: {total_kept} of {total_seen} pictures labelled")


if __name__ == "__main__":
    main()
