"""Where a side's edge runs through its strip: a line that its sixteen stretches agree on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detector.strips import ROWS, STRETCHES, SideFrame

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A side is believed where this much of it is seen, and all that is seen lies near one line.
MIN_SEEN = 0.35
# … on which it lies closely: weighted deviation as a share of the strip's half height.
MAX_DEVIATION = 0.16
# A side of which less than this lies in the picture is outside of it.
MIN_SHOWN = 0.25
# Rounded corners (ID-1: 3.18 of 53.98 mm) and the overhang carry no straight edge.
CORNER_SHARE = 0.06
ROBUST_ROUNDS = 4
# Rows to both sides of the likeliest line that its points are taken from.
NEAR_ROWS = 4
# What a row gets at least: a few stretches that disagree must not outweigh all others.
LEAST_CHANCE = 0.003
# Rows between the first and last stretch of the steepest line looked for, and between two lines.
STEEPEST, LINE_STEP = 30, 2
# What it weighs where a line is expected: one witness against stretches that often err alike.
EXPECTED_WEIGHT = 3.0

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
# The offsets of each line's ends, shape (lines, 2).
LINE_ENDS = 1 - 2 * (LINES[:, [0, -1]] + 0.5) / ROWS
# What a weighted line needs of each stretch: 1, how far along, and that squared; (STRETCHES, 3).
POWERS = ALONG[:, None] ** np.arange(3)


@dataclass(frozen=True)
class LineFit:
    """The line through a strip's edge points.

    ends : its offset at the side's start and end, -1 inner to 1 outer. believed : whether enough
    of the side is seen, on that line and in the picture. seen : how much of the part in the picture
    is, 0 to 1. deviation : of what is seen from the line, in half strip heights. outside : whether
    hardly any of the side lies in the picture.
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
    spread: NDArray[np.float64] | None = None,
) -> list[LineFit]:
    """A line a strip.

    rows : (N, ROWS, STRETCHES), columns summing to 1. visible : (N, STRETCHES), 0 to 1. inside :
    (N, STRETCHES), whether they lie in the picture; all of them where not given. spread : of the
    lines' ends around the strip's middle, (N, 2), in half strip heights, where that is known. First
    the line that all this together makes most likely, out of a fixed set: where a stretch hesitates
    between the edge and a parallel stripe, the others decide. Then weighted least
    squares over what lies near it, reweighted by Tukey's biweight, against fingers and print.
    """
    chances = rows.astype(np.float64)
    seen = visible.astype(np.float64) * USABLE
    likeliest = _likeliest(chances, seen, spread)
    near = np.abs(np.arange(ROWS)[:, None] - likeliest[:, None]) <= NEAR_ROWS
    share = chances * near
    mass = share.sum(axis=1)
    share /= np.maximum(mass, 1e-9)[:, None]
    offsets, squares = CENTRES @ share, CENTRES**2 @ share
    blur = np.sqrt(np.maximum(squares - offsets**2, 0))
    seen = seen * mass
    weights = seen / (0.02 + blur) ** 2
    at_start, slope, residual, robust = _robust_line(weights, offsets)
    trust = weights * robust
    total = trust.sum(axis=1)
    deviation = np.sqrt((trust * residual**2).sum(axis=1) / np.maximum(total, 1e-9))
    agreeing = (seen * (robust > 0.1)).sum(axis=1)
    shown = np.broadcast_to(USABLE, seen.shape) & (True if inside is None else inside)
    share_seen = (seen * shown).sum(axis=1) / np.maximum(shown.sum(axis=1), 1)
    outside = shown.sum(axis=1) < MIN_SHOWN * USABLE.sum()
    # Of a side outside of the picture its strip shows the last line of print inside.
    believed = (total > 0) & (deviation <= MAX_DEVIATION) & ~outside
    believed &= agreeing >= MIN_SEEN * USABLE.sum()
    columns = (at_start, at_start + slope, believed, share_seen, deviation, outside)
    strips = zip(*(each.tolist() for each in columns), strict=True)
    return [LineFit((start, end), *others) for start, end, *others in strips]


def _likeliest(
    chances: NDArray[np.float64],
    seen: NDArray[np.float64],
    spread: NDArray[np.float64] | None,
) -> NDArray[np.integer]:
    """The rows of the likeliest of LINES for each strip, (N, STRETCHES)."""
    support = np.log(LEAST_CHANCE + _blurred(chances)) * seen[:, None]
    along = support.reshape(len(chances), -1).take(ON_LINES, axis=1).sum(axis=2)
    if spread is not None:
        along -= EXPECTED_WEIGHT / 2 * ((LINE_ENDS / spread[:, None]) ** 2).sum(axis=2)
    return np.asarray(LINES[along.argmax(axis=1)])


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
