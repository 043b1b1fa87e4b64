"""A quad that ends too early → the whole document, where the picture shows it.

A printed line across the whole width (above a passport's machine-readable zone, below a header) is
as straight and as sharp as an edge, and the network may take it for one. What is left then has the
shape of no identity document. Such a quad is stretched in its own plane, one side at a time, until
it has the shape of one, and each side so moved is looked at: only where an edge runs there is the
larger quad taken. Where it would lie outside of the picture, its neighbours are looked at: no
document's sides run on past its end.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detector.errors import GeometryError
from detector.formats import ASPECTS, ID3, OTHER
from detector.hidden import hidden_side, place_hidden
from detector.lines import fit_lines
from detector.quad import Quad
from detector.refine import (
    CLOSE_BAND,
    NO_EVIDENCE,
    Refined,
    finish,
    first_look,
    look,
    look_further,
)
from detector.shape import estimate_shape
from detector.strips import SideFrame, cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from detector.corners import Cornered
    from detector.mipmap import Mipmap
    from detector.refine import StripNetwork
    from detector.shape import Shape

# How sure it must be that the shape is no document's, lest every leaning card be looked at again.
MIN_OTHER = 0.6
# Of fewer sides than this that are really there the shape says nothing, and looking is not free.
MIN_BELIEVED = 0.75
# Half the strip's height around a stretched side, as a share of √area: the estimate of the shape
# is off by a few per cent.
BAND = 0.06
# A side moves by at least this much of the document, lest the estimate's error be mended, and by no
# more than a zone of print may take.
STRETCH = (1.06, 1.45)
# How much of the moved side must be seen; of the other sides, how much less than before may be.
MIN_SEEN, MAX_LOST = 0.6, 0.15
# How far a side must run on past its end for that to be seen, a share of it, and how much of what
# runs on must be: less than of a whole side, as it is seen from too close.
LEAST_RUN, RUN_SEEN = 0.05, 0.45
# The least chance that a shape is a document's, where a side comes from further off.
LEAST_KNOWN = 0.5
# By how much a passport is taller than what lies above its machine-readable zone, of 23.2 mm
# (ICAO Doc 9303, part 4), and how far a stretch may lie from that.
ZONE_STRETCH, ZONE_ERROR = ID3.height_mm / (ID3.height_mm - 23.2), 0.07


def refine_seen(picture: Mipmap, seen: Cornered, network: StripNetwork | None) -> Refined:
    """What lies along the sides of corners, px of the picture, that a flattened view has shown,
    with what that view says for it. network : None leaves the corners as they are."""
    if network is None:
        return Refined(seen.quad, NO_EVIDENCE)
    found = refine_whole(picture, seen.quad, network, seen.off)
    evidence = replace(found.evidence, chance=seen.chance, agreed=seen.agreed)
    return replace(found, evidence=evidence)


def refine_whole(
    picture: Mipmap, quad: Quad, network: StripNetwork, off: NDArray[np.float64] | None = None
) -> Refined:
    """A better quad, its shape weighed; off : see first_look.

    One of no document's shape is stretched where edges bear it out, a side outside of the picture
    is placed by it, and one that is not seen where it was expected is looked for further off, and
    believed where it makes a document's shape.
    """
    first = first_look(picture, quad, network, off)
    found = _shaped(picture, finish(picture, quad, first, network), network)
    if found.evidence.believed == 1 or off is None:
        return found
    more = look_further(picture, quad, first, network, off)
    if more is None:
        return found
    wider = _shaped(picture, finish(picture, quad, more, network), network)
    seen_more = wider.evidence.believed > found.evidence.believed
    return wider if seen_more and wider.evidence.known > LEAST_KNOWN else found


def _shaped(picture: Mipmap, found: Refined, network: StripNetwork) -> Refined:
    """Weighed by its shape, completed, a hidden side placed, where enough of it is believed."""
    if found.evidence.believed < MIN_BELIEVED:
        return found
    found = _completed(picture, found, network)
    side = hidden_side(found.quad, picture.width, picture.height)
    if side is None:
        return found
    return replace(found, quad=place_hidden(found.quad, side, picture.width, picture.height))


def _completed(picture: Mipmap, found: Refined, network: StripNetwork) -> Refined:
    """Weighed by its shape, or the stretched one."""
    shape = estimate_shape(found.quad, picture.width, picture.height)
    found = _weighed(found, shape)
    if shape.format != OTHER or shape.confidence < MIN_OTHER:
        return found
    best = _best_stretch(picture, found.quad, shape.estimate, network)
    if best is None:
        return found
    # From close by: from further off the line that misled before would mislead again.
    close = look(picture, SideFrame.all_of(best, CLOSE_BAND), network)
    whole = finish(picture, best, close, network)
    shape = estimate_shape(whole.quad, picture.width, picture.height)
    return _weighed(whole, shape) if shape.format != OTHER else found


def _weighed(found: Refined, shape: Shape) -> Refined:
    """With what the shape says in its evidence."""
    known = 1 - shape.confidence if shape.format == OTHER else shape.confidence
    return replace(found, evidence=replace(found.evidence, known=known))


def _best_stretch(picture: Mipmap, quad: Quad, aspect: float, network: StripNetwork) -> Quad | None:
    """The stretched quad whose moved side is seen best while the others stay; None where none is.

    The moved sides are looked at first, all at once: most show nothing.
    """
    tries = list(_stretched(quad, aspect))
    if not tries:
        return None
    frames = [SideFrame.all_of(each.quad, BAND)[each.side] for each in tries]
    inside = np.array([frame.inside(picture.width, picture.height) for frame in frames])
    fits = fit_lines(*network(cut(picture, frames)), inside)
    likely = [n for n, fit in enumerate(fits) if fit.believed and fit.seen > MIN_SEEN]
    if not likely:
        hidden = [each for each, fit in zip(tries, fits, strict=True) if fit.outside]
        return _cut_by_the_rim(picture, quad, hidden, network)
    before = [fit.seen for fit in look(picture, SideFrame.all_of(quad, BAND), network).fits]
    for n in sorted(likely, key=lambda n: -fits[n].seen):
        side = tries[n].side
        closer = look(picture, SideFrame.all_of(tries[n].quad, BAND), network)
        seen = [fit.seen for fit in closer.fits]
        found = closer.quad()
        if found and all(seen[k] >= before[k] - MAX_LOST for k in range(4) if k != side):
            return found
    return None


def _cut_by_the_rim(
    picture: Mipmap, quad: Quad, tries: list[_Stretch], network: StripNetwork
) -> Quad | None:
    """Of stretched quads whose moved side lies outside of the picture one whose neighbours are seen
    to run on past the line that was taken for the side, up to the rim: a passport without its
    machine-readable zone, or else the one that is stretched least."""
    runs_on = {side: _runs_on(picture, quad, side, network) for side in {t.side for t in tries}}
    likely = [each for each in tries if runs_on[each.side]]
    best = min(likely, key=lambda each: (not each.lacks_zone, each.factor), default=None)
    return best.quad if best else None


def _runs_on(picture: Mipmap, quad: Quad, side: int, network: StripNetwork) -> bool:
    """Whether the sides next to one run on past it, as far as the picture does."""
    before, first, last, after = (quad.turned(1 - side).corners[n] for n in range(4))
    unit = quad.area**0.5
    frames = []
    for corner, inner, starts in ((first, before, False), (last, after, True)):
        along = corner - inner
        share = _share_to_rim(corner, along, picture.width, picture.height)
        if share < LEAST_RUN:
            continue
        far = corner + min(share, STRETCH[1] - 1) * along
        start, end = (far, corner) if starts else (corner, far)
        normal = np.array([end[1] - start[1], start[0] - end[0]])
        outward = normal / np.linalg.norm(normal)
        frames.append(SideFrame(start, end, outward, CLOSE_BAND * unit))
    if not frames:
        return False
    fits = fit_lines(*network(cut(picture, frames)))
    return all(fit.believed and fit.seen > RUN_SEEN for fit in fits)


def _share_to_rim(
    corner: NDArray[np.float64], along: NDArray[np.float64], width: int, height: int
) -> float:
    """How much of `along` leads from a corner to the rim of a picture, px; 0 from outside of it."""
    last = np.array([width - 1, height - 1])
    if (corner < 0).any() or (corner > last).any():
        return 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(along > 0, (last - corner) / along, -corner / along)
    return float(np.nanmin(np.where(along == 0, np.inf, reach)))


class _Stretch(NamedTuple):
    """side : the number of the one that moved. factor : how far it lies from the one across, of how
    far it lay. aspect : width ÷ height then."""

    side: int
    quad: Quad
    factor: float
    aspect: float

    @property
    def lacks_zone(self) -> bool:
        """Whether what it was stretched from may be a passport without its zone."""
        passport = self.aspect in (ID3.aspect, ID3.turned.aspect)
        return passport and abs(self.factor / ZONE_STRETCH - 1) < ZONE_ERROR


def _stretched(quad: Quad, aspect: float) -> Iterator[_Stretch]:
    """Quads of an identity document's shape. aspect : the given one's true width ÷ height."""
    for wanted in ASPECTS:
        for side in range(4):
            factor = aspect / wanted if side % 2 == 0 else wanted / aspect
            if not STRETCH[0] <= factor <= STRETCH[1]:
                continue
            low, high = np.zeros(2), np.ones(2)
            axis = 1 if side % 2 == 0 else 0
            if side in {0, 3}:  # top, left
                low[axis] = 1 - factor
            else:
                high[axis] = factor
            try:
                yield _Stretch(side, quad.window(low, high), factor, wanted)
            except GeometryError:
                continue
