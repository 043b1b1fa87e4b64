"""A quad that ends too early → the whole document, where the picture shows it.

A printed line across the whole width (above a passport's machine-readable zone, below a header) is
as straight and as sharp as an edge, and the network may take it for one. What is left then has the
shape of no identity document. Such a quad is stretched in its own plane, one side at a time, until
it has the shape of one, and each side so moved is looked at: only where an edge runs there is the
larger quad taken.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detector.errors import GeometryError
from detector.formats import ID1, ID3, OTHER
from detector.hidden import hidden_side, place_hidden
from detector.lines import fit_lines
from detector.quad import Quad
from detector.refine import CLOSE_BAND, Refined, finish, first_look, look, look_further
from detector.shape import estimate_shape
from detector.strips import SideFrame, cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

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
# The least chance that a shape is a document's, where a side comes from further off.
LEAST_KNOWN = 0.5
ASPECTS = (ID1.aspect, ID3.aspect, 1 / ID1.aspect, 1 / ID3.aspect)


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
    frames = [SideFrame.all_of(stretched, BAND)[side] for side, stretched in tries]
    inside = np.array([frame.inside(picture.width, picture.height) for frame in frames])
    fits = fit_lines(*network(cut(picture, frames)), inside)
    likely = [n for n, fit in enumerate(fits) if fit.believed and fit.seen > MIN_SEEN]
    if not likely:
        return None
    before = [fit.seen for fit in look(picture, SideFrame.all_of(quad, BAND), network).fits]
    for n in sorted(likely, key=lambda n: -fits[n].seen):
        side, stretched = tries[n]
        closer = look(picture, SideFrame.all_of(stretched, BAND), network)
        seen = [fit.seen for fit in closer.fits]
        found = closer.quad()
        if found and all(seen[k] >= before[k] - MAX_LOST for k in range(4) if k != side):
            return found
    return None


def _stretched(quad: Quad, aspect: float) -> Iterator[tuple[int, Quad]]:
    """(number of the side that moved, quad), each of an identity document's shape.

    aspect : the quad's true width ÷ height.
    """
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
                yield side, quad.window(low, high)
            except GeometryError:
                continue
