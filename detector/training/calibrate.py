"""Fits how sure a detection is (detector.confidence) and writes it into the weight card.

``python -m detector.training.calibrate --data DATA [--scenes 1500] [--accept 0.7] [--write]``
(``--closer-side``, ``--certain``, ``--doubtful``: of the second look, see WeightCard)

Every candidate of fresh synthetic scenes, of the frames of split train and of the negatives that
training may see is refined; it counts as right where its Jaccard index with a document reaches .9.
Those in doubt are settled as well (detector.starts), and what comes of it has a fit of its own.
Logistic regression by Newton's steps with a ridge (Hastie, Tibshirani and Friedman, "The Elements
of Statistical Learning", 4.4.1), fitted on one half of the pictures; what is printed is of the
other half, and what is written is fitted to both. Nothing held out for evaluation is looked at.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from detector.confidence import FEATURES, features
from detector.exposure import lifted
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.runtime import Detector
from detector.synthesis.assets import load_assets, read_index, read_picture, trainable
from detector.synthesis.scene import SheetPool, compose
from detector.synthesis.setting import WIDE
from detector.training.cards import amend
from detector.training.evaluate import template_jaccard
from detector.weights import find_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from detector.outlines import Outline
    from detector.refine import Refined

    Picture = tuple[NDArray[np.uint8], list[Quad]]

# Apart from the seeds of caches, which are small, and from evaluate's fixed set.
SCENE_SEED = 880_001
SIZES = ((1280, 720), (960, 1280), (720, 1280), (1024, 768))
RIGHT_JACCARD, FOUND_JACCARD = 0.9, 0.5
# Candidates below this are hardly ever documents, and each costs a look from close by.
CANDIDATES = 0.1
# The second look: its longer side, px, and between which scores of the first it is taken. A plain
# card on a plain desk gets .7 to .8: scores say how exact the corners will be.
CLOSER_SIDE = 640
CERTAIN, DOUBTFUL = 0.6, 0.32
# The lowest presence told: from there on hardly more than 1 % of the pictures without a document
# are hit, nearly three times as many at .6.
ACCEPT = 0.7
RIDGE = 1.0
NEWTON_STEPS = 30
NEGATIVES_EVERY = 2


class Stage(Enum):
    """PLAIN : told after one look. DOUBTED : after one look, in doubt. SETTLED : what became of
    that."""

    PLAIN = auto()
    DOUBTED = auto()
    SETTLED = auto()


@dataclass(frozen=True)
class Looked:
    """A candidate: where from, its features, which of the picture's documents is the nearest, the
    Jaccard index with that one, and when it was looked at."""

    picture: int
    found: tuple[float, ...]
    document: int
    jaccard: float
    stage: Stage = Stage.PLAIN


@dataclass(frozen=True)
class Sample:
    """looked : candidates of some pictures. documents : how many each picture held, by number."""

    looked: list[Looked]
    documents: dict[int, int]

    def half(self, side: int) -> Sample:
        """One of two halves, 0 or 1, alike in their kinds of pictures: the sizes take turns."""
        return Sample(
            [each for each in self.looked if each.picture // len(SIZES) % 2 == side],
            {n: held for n, held in self.documents.items() if n // len(SIZES) % 2 == side},
        )

    @property
    def told(self) -> list[Looked]:
        """What counts in the end."""
        return [each for each in self.looked if each.stage is not Stage.DOUBTED]


def pictures(data: Path | None, scenes: int) -> Iterator[Picture]:
    """Synthetic scenes and, of a data folder, what training may see."""
    assets = load_assets(data)
    pool = SheetPool(assets, 400, SCENE_SEED, width_px=1100, layouts=WIDE.layouts)
    for index in range(scenes):
        rng = np.random.default_rng((SCENE_SEED, index))
        width, height = SIZES[index % len(SIZES)]
        scene = compose(rng, pool, width, height, setting=WIDE)
        yield scene.image, [Quad(quad) for quad in scene.quads]
    if data is None:
        return
    for index, row in enumerate(read_index(data)):
        kind = row["kind"]
        wanted = kind == "frame" or (kind == "negative" and index % NEGATIVES_EVERY == 0)
        if wanted and trainable(row):
            yield read_picture(data / row["image"]), [Quad(quad) for quad in row["quads"] or []]


def gather(detector: Detector, data: Path | None, scenes: int) -> Sample:
    """Every candidate of every picture, refined and compared with the truth."""
    looked: list[Looked] = []
    documents: dict[int, int] = {}
    for index, (image, truths) in enumerate(pictures(data, scenes)):
        documents[index] = len(truths)
        picture = Mipmap(lifted(image))
        candidates = detector.candidates(picture, CANDIDATES)
        for each, settled in zip(candidates, detector.settled(picture, candidates), strict=True):
            if settled.evidence.verified is None:
                looked.append(_looked(index, each, settled, truths, Stage.PLAIN))
                continue
            first = detector.exact(picture, each.corners)
            looked.append(_looked(index, each, first, truths, Stage.DOUBTED))
            looked.append(_looked(index, each, settled, truths, Stage.SETTLED))
    return Sample(looked, documents)


def _looked(
    picture: int, found: Outline, refined: Refined, truths: list[Quad], stage: Stage
) -> Looked:
    overlaps = [template_jaccard(true, refined.quad) for true in truths]
    nearest = int(np.argmax(overlaps)) if overlaps else -1
    weighed = features(found.score, refined.evidence, closer=found.closer)
    return Looked(picture, weighed, nearest, max(overlaps, default=0.0), stage)


def fit(matrix: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Coefficients, bias last, of a logistic regression. matrix : (N, F)."""
    design = np.column_stack([matrix, np.ones(len(matrix))])
    ridge = RIDGE * np.diag([1.0] * matrix.shape[1] + [1e-6])
    beta = np.zeros(design.shape[1])
    for _ in range(NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        slope = design.T @ (right - chance) - ridge @ beta
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        beta += np.linalg.solve(curvature, slope)
    return beta


class Fit(NamedTuple):
    """Coefficients of the chance that a candidate's Jaccard index reaches a value: of what was
    looked at once, and of what was in doubt and was settled."""

    first: NDArray[np.float64]
    settled: NDArray[np.float64]

    @classmethod
    def to(cls, looked: list[Looked], jaccard: float) -> Fit:
        """jaccard : the value."""
        return cls(
            _fit_to([each for each in looked if each.stage is not Stage.SETTLED], jaccard),
            _fit_to([each for each in looked if each.stage is Stage.SETTLED], jaccard),
        )

    def chances(self, looked: list[Looked]) -> NDArray[np.float64]:
        """Of each candidate, shape (N,), 0 to 1."""
        matrix = np.array([each.found for each in looked]).reshape(-1, len(FEATURES))
        settled = np.array([each.stage is Stage.SETTLED for each in looked], bool)
        odds = np.where(
            settled,
            matrix @ self.settled[:-1] + self.settled[-1],
            matrix @ self.first[:-1] + self.first[-1],
        )
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))

    def columns(self) -> str:
        """As a table, a feature a line."""
        rows = zip((*FEATURES, "bias"), self.first, self.settled, strict=True)
        return "\n".join(f"{name:>13}  {one:8.3f}  {other:8.3f}" for name, one, other in rows)


def _fit_to(looked: list[Looked], jaccard: float) -> NDArray[np.float64]:
    matrix = np.array([each.found for each in looked]).reshape(-1, len(FEATURES))
    return fit(matrix, np.array([each.jaccard >= jaccard for each in looked], bool))


def reliability(looked: list[Looked], chance: NDArray[np.float64]) -> str:
    """Of candidates with a probability in each tenth, how many are right. chance : (N,), 0 to 1."""
    right = np.array([each.jaccard >= RIGHT_JACCARD for each in looked])
    lines = ["probability   candidates  mean probability  Jaccard >= .9"]
    for low in np.arange(0, 1, 0.1):
        inside = (chance >= low) & (chance < low + 0.1 + (low > 0.85))
        if inside.any():
            lines.append(
                f"{low:.1f} to {low + 0.1:.1f}  {inside.sum():12d}  {chance[inside].mean():16.3f}"
                f"  {right[inside].mean():13.3f}"
            )
    return "\n".join(lines)


def operating_points(sample: Sample, chance: NDArray[np.float64]) -> str:
    """Recall and hits on empty pictures over the lowest accepted presence. chance : (N,), 0
    to 1, of each that is told, from a fit that did not see them."""
    lines = ["accept  recall@.5  empty pictures hit"]
    documents = sum(sample.documents.values())
    empty = {picture for picture, held in sample.documents.items() if not held}
    for accept in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        taken = [each for each, p in zip(sample.told, chance, strict=True) if p >= accept]
        # Two candidates may lie on one document.
        found = {(each.picture, each.document) for each in taken if each.jaccard >= FOUND_JACCARD}
        hit = empty & {each.picture for each in taken}
        lines.append(
            f"{accept:6.2f}  {len(found) / max(1, documents):9.3f}  "
            f"{len(hit) / max(1, len(empty)):18.4f}"
        )
    return "\n".join(lines)


def _report(sample: Sample) -> str:
    """What a fit to one half makes of the other."""
    fitted, checked = sample.half(0), sample.half(1)
    right = Fit.to(fitted.looked, RIGHT_JACCARD)
    presence = Fit.to(fitted.looked, FOUND_JACCARD)
    doubted = sum(each.stage is Stage.DOUBTED for each in sample.looked)
    documents = sum(sample.documents.values())
    return "\n".join(
        [
            f"{len(sample.told)} candidates, {doubted} of them in doubt, {documents} documents",
            f"{'':13}  {'first':>8}  {'settled':>8}",
            right.columns(),
            reliability(checked.told, right.chances(checked.told)),
            operating_points(checked, presence.chances(checked.told)),
        ]
    )


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m detector.training.calibrate")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--scenes", type=int, default=1500)
    parser.add_argument("--accept", type=float, default=ACCEPT)
    parser.add_argument("--closer-side", type=int, default=CLOSER_SIDE)
    parser.add_argument("--certain", type=float, default=CERTAIN)
    parser.add_argument("--doubtful", type=float, default=DOUBTFUL)
    parser.add_argument("--write", action="store_true", help="into the weight card")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    path = find_weights()
    looks = {
        "closer_side": arguments.closer_side,
        "certain": arguments.certain,
        "doubtful": arguments.doubtful,
    }
    detector = Detector.load("cpu", 1, path)
    detector.card = replace(detector.card, **looks)
    sample = gather(detector, arguments.data, arguments.scenes)
    print(_report(sample))
    if arguments.write:
        # What the halves have shown to hold is fitted to both.
        right = Fit.to(sample.looked, RIGHT_JACCARD)
        presence = Fit.to(sample.looked, FOUND_JACCARD)
        amend(
            path,
            confidence=_rounded(right.first),
            presence=_rounded(presence.first),
            settled_confidence=_rounded(right.settled),
            settled_presence=_rounded(presence.settled),
            candidates=CANDIDATES,
            accept=arguments.accept,
            **looks,
        )


def _rounded(coefficients: NDArray[np.float64]) -> list[float]:
    return [round(each, 4) for each in coefficients.tolist()]


if __name__ == "__main__":
    main()
