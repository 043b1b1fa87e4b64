"""Coarse quad → sub-pixel quad, at the picture's own resolution.

Along each side a strip is cut (detector.strips); one small network, the same for all four sides,
says for 16 stretches of the side where the document's outer edge runs and whether it is there. A
robust line through these points gives the side, neighbouring sides give the corners: virtual ones,
outside rounded corners, as formats are measured. Each pass looks closer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from detector.errors import GeometryError
from detector.quad import Quad
from detector.strips import ROWS, SIDES, STRETCHES, SideFrame, cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.mipmap import Mipmap

# Half the strip's height in each pass, as a share of √area: wide enough for the coarse error,
# then down to about a px a row at common resolutions.
BANDS = (0.16, 0.03)
# … where the corners' distributions agree, and lie nearer to the truth.
NEAR_BANDS, MIN_AGREED = (0.08, 0.03), 0.9
# A side is believed where this much of it is seen, and all that is seen lies near one line.
MIN_SEEN = 0.35
# … on which it lies closely: weighted deviation as a share of the strip's half height.
MAX_DEVIATION = 0.16
# A side of which less than this lies in the picture is outside of it.
MIN_SHOWN = 0.25
# Rounded corners (ID-1: 3.18 of 53.98 mm) and the overhang carry no straight edge.
CORNER_SHARE = 0.06
ROBUST_ROUNDS = 6
# Rows to both sides of the likeliest line that its points are taken from.
NEAR_ROWS = 4
# What a row gets at least: a few stretches that disagree must not outweigh all others.
LEAST_CHANCE = 0.003
# Rows between the first and last stretch of the steepest line looked for, and between two lines.
STEEPEST, LINE_STEP = 30, 2
# A side that moves this share of the strip's half height is looked at again from there.
FAR_SHARE = 0.4
# What a refinement may do to the quad as a whole.
MIN_JACCARD = 0.55

ALONG = SideFrame.shares(STRETCHES)
USABLE = (ALONG > CORNER_SHARE) & (ALONG < 1 - CORNER_SHARE)
CENTRES = 1 - 2 * (np.arange(ROWS) + 0.5) / ROWS
# The row of each line at each stretch, shape (lines, STRETCHES).
LINES = np.array(
    [
        np.round(np.linspace(first, last, STRETCHES)).astype(int)
        for first in range(0, ROWS, LINE_STEP)
        for last in range(0, ROWS, LINE_STEP)
        if abs(first - last) <= STEEPEST
    ]
)
# … as places in a strip's (ROWS, STRETCHES) laid out in one row.
ON_LINES = LINES * STRETCHES + np.arange(STRETCHES)
# What a weighted line needs of each stretch: 1, how far along, and that squared; (STRETCHES, 3).
POWERS = ALONG[:, None] ** np.arange(3)

Line = tuple["NDArray[np.float64]", "NDArray[np.float64]"]


class StripNetwork(Protocol):
    """uint8 (N, ROWS, COLUMNS, 3) BGR → rows (N, ROWS, STRETCHES), visible (N, STRETCHES)."""

    def __call__(
        self, strips: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Distributions over the rows, each summing to 1, and probabilities."""


@dataclass(frozen=True)
class Evidence:
    """What the picture says of a refined outline; detector.confidence weighs it.

    What lies outside of the picture counts neither way: a document cut by the frame is one. seen :
    how much of the sides is seen, 0 to 1, a mean over them. least_seen : of the side seen least.
    deviation : of what is seen from its line, a mean over the sides that are believed, in half
    strip heights. believed : the share of the sides that are. kept : Jaccard index with the coarse
    quad. known : the chance that its shape is one that identity documents have. chance, agreed : of
    detector.corners. The last three are ½ where nobody looked (detector.completion does).
    """

    seen: float
    least_seen: float
    deviation: float
    believed: float
    kept: float
    known: float = 0.5
    chance: float = 0.5
    agreed: float = 0.5


# Of an outline that nothing was looked for around.
NO_EVIDENCE = Evidence(0.0, 0.0, 1.0, 0.0, 1.0)


@dataclass(frozen=True)
class Refined:
    """A quad and what speaks for it."""

    quad: Quad
    evidence: Evidence


def refine(
    picture: Mipmap, quad: Quad, network: StripNetwork, bands: tuple[float, ...] = BANDS
) -> Refined:
    """A better quad, or the given one where the evidence is too thin.

    bands : half the strips' height in each pass, as a share of √area. Sides that cannot be seen
    stay as they are.
    """
    current, fits = quad, None
    for band in bands:
        # The second look is from where the first one found what had lain near the strip's end.
        for _ in range(2):
            # Below a tenth of a px a row there is nothing more to see.
            if 2 * band * current.area**0.5 / ROWS < 0.1:
                break
            closer = look(picture, current, band, network)
            fits = closer.fits
            if closer.quad is None:
                break
            current = closer.quad
            if not closer.far:
                break
    if fits is None:
        return Refined(quad, NO_EVIDENCE)
    kept = current.jaccard(quad)
    return Refined(current if kept >= MIN_JACCARD else quad, _evidence(fits, kept))


def _evidence(fits: list[LineFit], kept: float) -> Evidence:
    shown = [fit for fit in fits if not fit.outside]
    if not shown:
        return NO_EVIDENCE
    deviations = [fit.deviation for fit in shown if fit.believed]
    return Evidence(
        float(np.mean([fit.seen for fit in shown])),
        min(fit.seen for fit in shown),
        float(np.mean(deviations)) if deviations else 1.0,
        len(deviations) / len(shown),
        kept,
    )


@dataclass(frozen=True)
class Closer:
    """A pass's result: quad, None where no side is believed; far : whether a side that is moved
    far."""

    quad: Quad | None
    far: bool
    fits: list[LineFit]


def look(picture: Mipmap, quad: Quad, band: float, network: StripNetwork) -> Closer:
    """One pass. band : half the strips' height, as a share of √area."""
    frames = SideFrame.all_of(quad, band)
    inside = np.array([frame.inside(picture.width, picture.height) for frame in frames])
    fits = fit_lines(*network(cut(picture, frames)), inside)
    if not any(fit.believed for fit in fits):
        return Closer(None, far=True, fits=fits)
    lines, far = [], False
    for frame, fit in zip(frames, fits, strict=True):
        ends = np.stack([frame.start, frame.end])
        if fit.believed:
            ends += np.array(fit.ends)[:, None] * frame.reach_px * frame.outward
            far = far or max(map(abs, fit.ends)) > FAR_SHARE
        lines.append((ends[0], ends[1]))
    try:
        crossings = [_crossing(lines[side - 1], lines[side]) for side in range(SIDES)]
        return Closer(Quad(crossings), far, fits)
    except GeometryError:
        return Closer(None, far=True, fits=fits)


@dataclass(frozen=True)
class LineFit:
    """The line through a strip's edge points.

    ends : its offset at the side's start and end, -1 inner to 1 outer. believed : whether enough
    of the side is seen, and on that line. seen : how much of the part in the picture is, 0 to 1.
    deviation : of what is seen from the line, in half strip heights. outside : whether hardly any
    of the side lies in the picture.
    """

    ends: tuple[float, float]
    believed: bool
    seen: float
    deviation: float
    outside: bool


def fit_lines(
    rows: NDArray[np.float32],
    visible: NDArray[np.float32],
    inside: NDArray[np.bool_] | None = None,
) -> list[LineFit]:
    """A line a strip.

    rows : (N, ROWS, STRETCHES), columns summing to 1. visible : (N, STRETCHES), 0 to 1. inside :
    (N, STRETCHES), whether they lie in the picture; all of them where not given. First the
    line that the distributions together make most likely, out of a fixed set: where a stretch
    hesitates between the edge and a parallel stripe, the others decide. Then weighted least
    squares over what lies near it, reweighted by Tukey's biweight, against fingers and print.
    """
    chances = rows.astype(np.float64)
    seen = visible.astype(np.float64) * USABLE
    support = np.log(LEAST_CHANCE + _blurred(chances)) * seen[:, None]
    along = support.reshape(len(rows), -1).take(ON_LINES, axis=1).sum(axis=2)
    likeliest = LINES[along.argmax(axis=1)]
    near = np.abs(np.arange(ROWS)[:, None] - likeliest[:, None]) <= NEAR_ROWS
    share = chances * near
    mass = share.sum(axis=1)
    share /= np.maximum(mass, 1e-9)[:, None]
    offsets, squares = CENTRES @ share, CENTRES**2 @ share
    spread = np.sqrt(np.maximum(squares - offsets**2, 0))
    seen = seen * mass
    weights = seen / (0.02 + spread) ** 2
    at_start, slope, residual, robust = _robust_line(weights, offsets)
    trust = weights * robust
    total = trust.sum(axis=1)
    deviation = np.sqrt((trust * residual**2).sum(axis=1) / np.maximum(total, 1e-9))
    agreeing = (seen * (robust > 0.1)).sum(axis=1)
    believed = (total > 0) & (deviation <= MAX_DEVIATION) & (agreeing >= MIN_SEEN * USABLE.sum())
    shown = np.broadcast_to(USABLE, seen.shape) & (True if inside is None else inside)
    share_seen = (seen * shown).sum(axis=1) / np.maximum(shown.sum(axis=1), 1)
    outside = shown.sum(axis=1) < MIN_SHOWN * USABLE.sum()
    columns = (at_start, at_start + slope, believed, share_seen, deviation, outside)
    strips = zip(*(each.tolist() for each in columns), strict=True)
    return [LineFit((start, end), *others) for start, end, *others in strips]


def _robust_line(
    weights: NDArray[np.float64], offsets: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """Offset at the start and slope, each (N,), distances from that line and Tukey's weights, each
    (N, STRETCHES), of least squares reweighted ROBUST_ROUNDS times."""
    robust = np.ones_like(weights)
    for _ in range(ROBUST_ROUNDS):
        at_start, slope = _weighted_line(weights * robust, offsets)
        residual = np.abs(offsets - at_start[:, None] - slope[:, None] * ALONG)
        # The median: np.median costs more than all else in this loop.
        ordered = np.sort(residual[:, USABLE], axis=1)
        middle = (ordered[:, (ordered.shape[1] - 1) // 2] + ordered[:, ordered.shape[1] // 2]) / 2
        scale = np.maximum(0.02, 1.4826 * middle)[:, None]
        robust = np.maximum(0, 1 - (residual / (4.685 * scale)) ** 2) ** 2
    return at_start, slope, residual, robust


def _weighted_line(
    weights: NDArray[np.float64], offsets: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Offset at the start and slope, each (N,), of weighted least squares over ALONG."""
    total, first, second = (weights @ POWERS).T
    height, moment = ((weights * offsets) @ POWERS[:, :2]).T
    total = np.maximum(total, 1e-9)
    # Variance of the places, times total².
    spread = np.maximum(total * second - first**2, 1e-9 * total**2)
    slope = (total * moment - first * height) / spread
    return (height - slope * first) / total, slope


def _blurred(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each row shared with its neighbours, so that the coarse set of lines misses none."""
    blurred = chances / 2
    blurred[:, 1:] += chances[:, :-1] / 4
    blurred[:, :-1] += chances[:, 1:] / 4
    return blurred


def _crossing(first: Line, second: Line) -> NDArray[np.float64]:
    """Where two lines cross, px. Raises GeometryError where they are parallel."""
    d1, d2 = first[1] - first[0], second[1] - second[0]
    determinant = d1[0] * d2[1] - d1[1] * d2[0]
    if abs(determinant) < 1e-9:
        raise GeometryError("two neighbouring sides are parallel")
    gap = second[0] - first[0]
    t = (gap[0] * d2[1] - gap[1] * d2[0]) / determinant
    crossing: NDArray[np.float64] = first[0] + t * d1
    return crossing
