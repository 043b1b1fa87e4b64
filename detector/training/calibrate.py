"""Fits how sure a detection is (detector.confidence) and writes it into the weight card.

``python -m detector.training.calibrate --data DATA [--scenes 1500] [--jobs 2] [--write]``
(``--accept``, ``--closer-side``, ``--certain``, ``--doubtful``: see WeightCard)

Every candidate of fresh synthetic scenes, of the frames of split train and of the negatives that
training may see is refined; it counts as right where its Jaccard index with a document reaches .9.
Those in doubt are settled as well (detector.starts), and what comes of it has a fit of its own.
Logistic regression by Newton's steps with a ridge (Hastie, Tibshirani and Friedman, "The Elements
of Statistical Learning", 4.4.1), fitted on one half of the pictures; what is printed is of the
other half, and what is written is fitted to both. Nothing held out for evaluation is looked at.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detector.confidence import FEATURES
from detector.training.calibration_sample import CANDIDATES, Looked, Sample, Stage, gather
from detector.training.cards import amend
from detector.weights import find_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

RIGHT_JACCARD, FOUND_JACCARD = 0.9, 0.5
# The second look: its longer side, px, and between which scores of the first it is taken. A plain
# card on a plain desk gets .7 to .8: scores say how exact the corners will be.
CLOSER_SIDE = 640
CERTAIN, DOUBTFUL = 0.6, 0.32
# The lowest presence told: from there on 1.5 % of the pictures without a document are hit, as many
# at .7, and more below.
ACCEPT = 0.6
RIDGE = 1.0
NEWTON_STEPS = 30


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
    parser.add_argument("--jobs", type=int, default=1, help="processes at once")
    parser.add_argument("--write", action="store_true", help="into the weight card")
    arguments = parser.parse_args()
    looks = {
        "closer_side": arguments.closer_side,
        "certain": arguments.certain,
        "doubtful": arguments.doubtful,
    }
    sample = gather(arguments.data, arguments.scenes, looks, arguments.jobs)
    print(_report(sample))
    if arguments.write:
        # What the halves have shown to hold is fitted to both.
        right = Fit.to(sample.looked, RIGHT_JACCARD)
        presence = Fit.to(sample.looked, FOUND_JACCARD)
        amend(
            find_weights(),
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
