"""Where else an outline in doubt is looked at from, and what the looks lead to.

The corner network answers from a view around the outline that it is given, and errs with it: with
the view a little to one side, or with a side of it elsewhere, it often takes another of two likely
edges. So there are looks from hardly elsewhere, from each side in and out, from around it by a
network for that, and from what else the first network hinted at (detector.guesses).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from detector.corners import NEAR_JACCARD, Cornered
from detector.errors import GeometryError
from detector.guesses import hints
from detector.quad import Quad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detector.outlines import Outline
    from detector.refine import Refined

# Where else an outline is looked at from, in shares of √area: far enough for another view, near
# enough to see the whole.
SHIFTS = 0.04 * np.array([(-1, -1), (1, 1), (-1, 1), (1, -1)])
# … and with one side elsewhere, in shares of the way to the side across: what was taken for it may
# be a line of print inside, the edge of film or of a sheet outside.
SLIPS = (-0.35, -0.2, -0.1, 0.12, 0.25)
# … of which the looks from further out need fewer: from between these they find the same.
OUTER_SLIPS = (-0.35, -0.1, 0.25)
# Looks that lead to outlines of this Jaccard index say the same: one of them is followed.
ALIKE = 0.95
# And from further out, in shares of it on every side: of a frame or a margin that is printed within
# the edge all four sides were taken at once, and from close by they are taken again.
MARGINS = (0.1, 0.22)
# What shares less than this of the smaller one with an outline is another document's.
LEAST_SHARED = 0.5


class Sight(Protocol):
    """What of a picture can be looked at."""

    def glanced(self, quads: Sequence[Quad]) -> list[Cornered]:
        """The quads with the corners that one flattened view of each shows."""

    def cornered(self, quads: Sequence[Quad]) -> list[Cornered]:
        """The same, looked at again from where the corners lie far off."""

    def outside(self, quads: Sequence[Quad], more_looks: int = ...) -> list[Cornered]:
        """The documents that may lie well within the quads; none where nobody looks from there."""

    def exact(self, seen: Cornered) -> Refined:
        """The outline that corners lead to."""

    def verified(self, quads: Sequence[Quad]) -> list[float]:
        """The verifier's chance of each outline to be right."""


def looked_around(found: Outline, sight: Sight) -> tuple[list[Cornered], list[Cornered]]:
    """What looks from hardly elsewhere lead to, its own corners first; and where else than those
    all looks lead to, on its place."""
    near = [found.corners, *sight.cornered(shifted(found.quad))]
    hinted = hints(found.looks, [found.quad, found.corners.quad])
    led = _led(near, found.quad, hinted, sight)
    return near, [each for each in led if on_one_place(each.quad, found.quad)]


def on_one_place(one: Quad, other: Quad) -> bool:
    """Whether two outlines may be one document's, or its part's."""
    return one.shared_area(other) >= LEAST_SHARED * min(one.area, other.area)


def _led(near: list[Cornered], quad: Quad, hinted: list[Quad], sight: Sight) -> list[Cornered]:
    """Where else than its own corners, the first of near, the looks lead to. near : what the quad's
    near looks led to. hinted : where else the network saw it."""
    apart = unlike_looks(near)
    starts = [*slipped(quad), *hinted]
    glances = sight.glanced(starts)
    # Most glances say the same; of the others, what lies far from where it was looked for is seen
    # better from where it lies.
    places = [n - len(apart) for n in _unlike(apart + glances)[len(apart) :]]
    far = [n for n in places if glances[n].quad.jaccard(starts[n]) < NEAR_JACCARD]
    for n, seen in zip(far, sight.cornered([glances[n].quad for n in far]), strict=True):
        glances[n] = seen
    led = unlike_looks(apart + [glances[n] for n in places])
    further = sight.outside([*grown(near[0].quad, MARGINS), *slipped(quad, OUTER_SLIPS)])
    places = _unlike(led + further)[len(led) :]
    other = [further[n - len(led)] for n in places]
    # The network that judges looks there as well: it knows better where exactly the corners lie.
    again = sight.glanced([each.quad for each in other])
    return unlike_looks([*led, *again, *other])[1:]


def shifted(quad: Quad) -> list[Quad]:
    """The quad moved by each of SHIFTS."""
    return [Quad(quad.corners + shift * quad.area**0.5) for shift in SHIFTS]


def slipped(quad: Quad, slips: Sequence[float] = SLIPS) -> list[Quad]:
    """The quad with each of its sides moved by each of the slips, in its own plane: those of them
    that are quads."""
    found = []
    for axis in (0, 1):
        for slip in slips:
            for first in (True, False):
                low, high = np.zeros(2), np.ones(2)
                if first:
                    low[axis] -= slip
                else:
                    high[axis] += slip
                try:
                    found.append(quad.window(low, high))
                except GeometryError:  # past the horizon
                    continue
    return found


def grown(quad: Quad, margins: Sequence[float]) -> list[Quad]:
    """The quad with each of the margins around it, shares of it, in its own plane: those of them
    that are quads."""
    found = []
    for margin in margins:
        try:
            found.append(quad.window((-margin, -margin), (1 + margin, 1 + margin)))
        except GeometryError:  # past the horizon
            continue
    return found


def unlike_looks(looks: list[Cornered]) -> list[Cornered]:
    """Those that lead to other outlines than the ones before them; the first is always one."""
    return [looks[n] for n in _unlike(looks)]


def _unlike(looks: list[Cornered]) -> list[int]:
    """Their places."""
    areas = [each.quad.area for each in looks]
    kept: list[int] = []
    for n, each in enumerate(looks):
        # What two outlines share is no more than the smaller one.
        like = [other for other in kept if ALIKE <= areas[n] / areas[other] <= 1 / ALIKE]
        if all(each.quad.jaccard(looks[other].quad) < ALIKE for other in like):
            kept.append(n)
    return kept
