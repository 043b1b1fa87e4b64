"""A side outside of the picture → where the document's shape says that it runs.

Of a document cut by the frame three sides can be seen; the fourth is where the networks guess it,
some per cent off. But the three sides and a focal length fix the plane that the document lies in:
the sides to the left and right of the hidden one meet in a vanishing point, its direction and that
of the visible side across are at right angles, and there the document is a rectangle of known
width. What is left to know is its height, and identity documents have few shapes: the one that
agrees with the guess is taken, where it does so plainly better than the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from detector.errors import GeometryError
from detector.formats import ID1, ID3
from detector.lines import MIN_SHOWN, USABLE
from detector.quad import Quad
from detector.shape import FOCAL_MEDIAN, FOCAL_SPREAD
from detector.strips import SideFrame

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Focal lengths weighed, in standard deviations from the common one.
FOCAL_STEPS = np.linspace(-1.5, 1.5, 7)
# How far the guess lies off: the mean of the hidden side's two corners, and their difference, as
# shares of the document's height; standard deviations.
HEIGHT_ERROR, SKEW_ERROR = 0.08, 0.1
# How common each width ÷ height is, read from any side (detector.shape.PRIORS); ID-2, ID-3 and A4
# share one. Another one is about as likely at any logarithm of it.
RATIOS = ((ID1.aspect, 0.3), (1 / ID1.aspect, 0.3), (ID3.aspect, 0.14), (1 / ID3.aspect, 0.14))
OTHER_DENSITY = 0.05
# How much of all that is possible the taken ratio must be.
MIN_CHANCE = 0.6
# A guess so many standard deviations off speaks of something that is not modelled.
MAX_OFF = 2.0
# The side that is placed, once the quad is read from the one across.
HIDDEN = 2


def hidden_side(quad: Quad, width: int, height: int) -> int | None:
    """The number, 0 top to 3 left, of the only side that lies outside of a picture of width ×
    height px; None where there is none, or more than one."""
    shown = [frame.inside(width, height) & USABLE for frame in SideFrame.all_of(quad, 0.0)]
    outside = [bool(each.sum() < MIN_SHOWN * USABLE.sum()) for each in shown]
    return outside.index(True) if sum(outside) == 1 else None


def place_hidden(quad: Quad, side: int, width: int, height: int) -> Quad:
    """The quad with one side, 0 top to 3 left, which lies outside of a picture of width × height
    px, where the likeliest shape puts it; the other three lines stay.

    The given one where no shape is plainly the likeliest, or the geometry has no solution.
    """
    seen = quad.turned(HIDDEN - side)
    diagonal = math.hypot(width, height)
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    points = (seen.corners - middle) / diagonal
    chances = np.zeros(len(RATIOS))
    ends = np.zeros((len(RATIOS), 2, 2))
    other = 0.0
    for step in FOCAL_STEPS.tolist():
        plane = _Plane.of(points, FOCAL_MEDIAN * math.exp(FOCAL_SPREAD * step))
        if plane is None or abs(plane.skew) > MAX_OFF * SKEW_ERROR:
            continue
        common = math.exp(-0.5 * step**2 - 0.5 * (plane.skew / SKEW_ERROR) ** 2)
        other += common * OTHER_DENSITY
        for n, (ratio, prior) in enumerate(RATIOS):
            off = math.log(plane.wide / ratio / plane.tall) / HEIGHT_ERROR
            if abs(off) > MAX_OFF:
                continue
            chance = common * prior * math.exp(-0.5 * off**2) / (HEIGHT_ERROR * math.sqrt(math.tau))
            chances[n] += chance
            ends[n] += chance * plane.ends(plane.wide / ratio)
    best = int(chances.argmax())
    if not chances[best] > MIN_CHANCE * (chances.sum() + other):
        return quad
    placed = ends[best] / chances[best] * diagonal + middle
    try:
        return Quad(np.vstack([seen.corners[:2], placed])).turned(side - HIDDEN)
    except GeometryError:
        return quad


@dataclass(frozen=True)
class _Plane:
    """The document's plane under one focal length, in units of the distance of its top left.

    top_left, top_right : in the camera's space. down : unit vector along the left side. wide : the
    top's length. tall, skew : the guessed height, and how much taller the left side is, a share.
    """

    top_left: NDArray[np.float64]
    top_right: NDArray[np.float64]
    down: NDArray[np.float64]
    focal: float
    wide: float
    tall: float
    skew: float

    @classmethod
    def of(cls, points: NDArray[np.float64], focal: float) -> Self | None:
        """points : (4, 2), TL, TR, BR, BL about the principal point, in focal's unit; None where
        they are no rectangle that a camera sees."""
        rays = np.column_stack([points / focal, np.ones(4)])
        left, right = np.cross(rays[0], rays[3]), np.cross(rays[1], rays[2])
        down = np.cross(left, right)
        across = np.cross(np.cross(rays[0], rays[1]), down)
        lengths = float(np.linalg.norm(down)), float(np.linalg.norm(across))
        if min(lengths) < 1e-12:
            return None
        down, across = down / lengths[0], across / lengths[1]
        wide, depth = _meeting(rays[0], across, rays[1])
        if wide < 0:
            wide, across = -wide, -across
        top_right = rays[1] * depth
        tall_left, near = _meeting(rays[0], down, rays[3])
        tall_right, far = _meeting(top_right, down, rays[2])
        if tall_left < 0:
            tall_left, tall_right, down = -tall_left, -tall_right, -down
        if min(tall_left, tall_right, depth, near, far, wide) <= 1e-9:
            return None
        tall = (tall_left + tall_right) / 2
        return cls(rays[0], top_right, down, focal, wide, tall, (tall_left - tall_right) / tall)

    def ends(self, tall: float) -> NDArray[np.float64]:
        """The bottom's corners, BR and BL, (2, 2), of a document that is so tall."""
        space = np.stack([self.top_right, self.top_left]) + tall * self.down
        return np.asarray(space[:, :2] / space[:, 2:] * self.focal, np.float64)


def _meeting(
    start: NDArray[np.float64], direction: NDArray[np.float64], ray: NDArray[np.float64]
) -> tuple[float, float]:
    """How far along a direction from a start a ray is met (or passed most closely), and at which
    multiple of the ray."""
    solution, *_ = np.linalg.lstsq(np.column_stack([-direction, ray]), start, rcond=None)
    return float(solution[0]), float(solution[1])
