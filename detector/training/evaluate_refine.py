"""What the refinement brings: on real frames, on synthetic scenes, from disturbed corners.

Called by ``python -m detector.training.evaluate --refine [--scenes 1000]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from detector.errors import GeometryError
from detector.exposure import lifted
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.training.scene_set import SET_SEED, SIZES, scenes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from detector.runtime import Detector

PUSHES = (0.01, 0.02, 0.04)
# Documents by the share of the picture that they fill.
SHARES = (0.0, 0.05, 0.15, 1.0)
STEPS = ("network", "corners", "sides")
# A Jaccard index that falls by more counts as made worse.
WORSE_BY = 0.005


@dataclass(frozen=True)
class Example:
    """A picture's true quad and what was found for it, None for a miss.

    coarse : the network's. cornered : that one, once the corner network saw it. refined : what the
    program answers.
    """

    size: str
    truth: Quad
    coarse: Quad | None
    cornered: Quad | None
    refined: Quad | None

    def jaccards(self) -> tuple[float, float, float]:
        """Of the three, 0 for a miss."""
        coarse, cornered, refined = (
            each.jaccard(self.truth) if each else 0.0
            for each in (self.coarse, self.cornered, self.refined)
        )
        return coarse, cornered, refined


def report(detector: Detector, data: Path, count: int, kept: Path | None = None) -> str:
    """The tables of the synthetic set's first `count` scenes; see detector.training.scene_set."""
    examples: list[Example] = []
    pushed: dict[float, list[tuple[float, float]]] = {share: [] for share in PUSHES}
    rng = np.random.default_rng(SET_SEED)
    for scene in scenes(data, count, kept):
        image, truth = scene.image, scene.truth
        picture = Mipmap(lifted(image))
        coarse = _nearest(detector, image, truth, refined=False)
        cornered = detector.cornered(picture, [coarse])[0].quad if coarse else None
        refined = _nearest(detector, image, truth, refined=True)
        examples.append(Example(scene.size, truth, coarse, cornered, refined))
        for share in PUSHES:
            before = _pushed(rng, truth, share)
            after = detector.refine(picture, before).quad
            pushed[share].append((corner_error(before, truth), corner_error(after, truth)))
    lines = [_size_table(size, [e for e in examples if e.size == size]) for size in SIZES]
    lines.append(_share_table(examples))
    if not examples:
        return "\n".join(lines)
    lines.append("corners pushed by up to a share of √area: mean corner error before → after, px")
    for share, errors in pushed.items():
        first, then = np.array(errors).T
        lines.append(
            f"  ± {share:.0%}: median {np.median(first):6.2f} → {np.median(then):5.2f}, "
            f"p90 {np.quantile(first, 0.9):6.2f} → {np.quantile(then, 0.9):6.2f}"
        )
    return "\n".join(lines)


def stages(**steps: Sequence[float]) -> str:
    """Jaccard indices of the same documents after each step, by its name, with the share that each
    made worse, and that those after the network did together, and all of them.

    anchors : the network's without its cascade head, where that is asked. network, corners, sides :
    the network's, what the corner network makes of that, and what is answered.
    """
    means = " → ".join(f"{np.mean(each):.4f}" for each in steps.values())
    medians = " → ".join(f"{np.median(each):.4f}" for each in steps.values())
    worse = ", ".join(f"{made_worse(*pair):.2%}" for pair in pairwise(steps.values()))
    since = [("after the network", "network"), ("in all", next(iter(steps)))]
    together = [f"{words} {made_worse(steps[name], steps['sides']):.2%}" for words, name in since]
    return (
        f"{' → '.join(steps)}: Jaccard mean {means}, median {medians}, made worse {worse}, "
        f"{', '.join(together)}"
    )


def made_worse(before: Sequence[float], after: Sequence[float]) -> float:
    """The share whose Jaccard index fell by more than WORSE_BY."""
    return float(np.mean(np.array(after) < np.array(before) - WORSE_BY))


def corner_error(found: Quad, truth: Quad) -> float:
    """Mean distance of the four corners, px, whichever comes first."""
    return float(_corner_distances(found, truth).mean())


def _corner_distances(found: Quad, truth: Quad) -> NDArray[np.float64]:
    """px (4,), of the turn in which they are least in the mean."""
    offs = [found.turned(turn).corners - truth.corners for turn in range(4)]
    return min((np.hypot(*off.T) for off in offs), key=np.mean)


def _size_table(size: str, examples: list[Example]) -> str:
    if not examples:
        return f"synthetic, {size}: none"
    found = [e for e in examples if e.refined]
    if not found:
        return f"synthetic, {size}: {len(examples)} scenes, all missed"
    errors = np.concatenate([_corner_distances(e.refined, e.truth) for e in found if e.refined])
    told = [each.jaccards() for each in examples]
    return (
        f"synthetic, {size}: {len(examples)} scenes, {len(examples) - len(found)} missed\n"
        f"  {stages(**dict(zip(STEPS, zip(*told, strict=True), strict=True)))}\n"
        f"  corner error median {np.median(errors):.2f} px, < 1 px {np.mean(errors < 1):.1%}, "
        f"p90 {np.quantile(errors, 0.9):.2f} px"
    )


def _share_table(examples: list[Example]) -> str:
    """How the synthetic documents fare by the share of the picture that they fill."""
    lines = ["share of the picture  scenes  missed  Jaccard mean  of those found  >= .9"]
    for low, high in pairwise(SHARES):
        inside = [e for e in examples if low <= e.truth.area / np.prod(SIZES[e.size]) < high]
        if inside:
            scores = np.array([e.refined.jaccard(e.truth) if e.refined else 0.0 for e in inside])
            found = scores[scores > 0]
            lines.append(
                f"{low:12.0%} to {high:4.0%}  {len(inside):6d}  {len(inside) - len(found):6d}  "
                f"{scores.mean():12.4f}  {found.mean() if len(found) else 0:14.4f}  "
                f"{np.mean(scores >= 0.9):5.1%}"
            )
    return "\n".join(lines)


def _nearest(
    detector: Detector, image: NDArray[np.uint8], truth: Quad, *, refined: bool
) -> Quad | None:
    found = detector.detect(image, refined=refined)
    quads = [each.quad for each in found if each.quad.jaccard(truth) > 0]
    return max(quads, key=truth.jaccard) if quads else None


def _pushed(rng: np.random.Generator, truth: Quad, share: float) -> Quad:
    while True:
        try:
            return Quad(truth.corners + rng.uniform(-1, 1, (4, 2)) * share * truth.area**0.5)
        except GeometryError:
            continue
