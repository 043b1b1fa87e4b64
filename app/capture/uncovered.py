"""Has something that lay over a document when it was captured gone since, as a hand does? Or has
it come since?

A hand comes from outside: it crosses the rim, and where it does, it is seen on both sides and no
edge between. Without it the edge is there. So it is told from a page that is turned, which changes
nothing outside, and the going of a hand from its coming, which changes as much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.capture.likeness import FEWEST, compared, impression

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.capture.likeness import Impression
    from detector.quad import Quad

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]
    Mask = NDArray[np.bool_]

# Where both sides of the rim are looked at, shares of √area from it, as a mean: nearer, an outline
# is off and a card has its shadow.
DEPTHS = (0.03, 0.05, 0.07)
# Places along a side, and the share at its ends that is left out: cards are round there.
ALONG, ENDS = 24, 0.08
# Levels, of 255, of the channel that differs most. A place changed by this much; an edge is higher
# than what is no edge by this much, and so many times as high. Of drawn hands of three tones on a
# card and on its back, edges are 3 to 12 under the hand and 45 to 130 without.
CHANGED, HIGHER, TIMES = 18.0, 12.0, 2.0
# What lies over a document hides less than this share of what it shows.
COVERED_SHARE = 0.6
# So many places: a finger takes six of a card's long side. And this share of all that changed.
FEWEST_PLACES, MOST_OF_THEM = 3, 0.6
# … and so many where anything moves: one may be the trembling of the outline.
MOVING_PLACES = 2
# Where nothing changed outside of the rim of a document, its edge is there still at this share of
# the places, under whatever else. Of eight cards mostly under a drawn hand it is at 79 % or more of
# them, without the card (60 desks, 20 of them with a hand too) at 12 % at most.
STILL_SHARE = 0.5
# … of a quarter of all: of fewer, nothing is said.
FEWEST_STILL = ALONG
# A document is away where nothing changed outside of its rim at this share of all places, so that
# nothing lies over it, and inside something did at this share of its edge. The inside stays as it
# was by chance where a desk is as light as the card: of 14 desks, at 40 % of one's edge.
SAME_OUTSIDE, OTHER_INSIDE = 0.8, 0.5


@dataclass(frozen=True, eq=False)
class Seen:
    """A document and its rim. look : as impression(). rim : float32 (2, 4 · ALONG, 3) BGR, inside
    of it and outside."""

    look: Impression
    rim: Floats


def seen(image: Image, quad: Quad) -> Seen:
    """What is to be compared of a uint8 (H, W, 3) BGR picture. quad : the document's outline."""
    return Seen(impression(image, quad), rim_of(image, quad))


def uncovered(before: Seen, image: Image, quad: Quad) -> bool:
    """Whether the same document is in a picture, and something that lay over its rim is gone.
    image, quad : as of seen, here and below."""
    # The rim first: it takes less time, and mostly nothing has gone.
    gone = _gone(before.rim, rim_of(image, quad))
    return gone and _in_one_part(before.look, impression(image, quad))


def covered(before: Seen, image: Image, quad: Quad) -> bool:
    """Whether the same document is in a picture, and something lies over its rim by now."""
    now = rim_of(image, quad)
    return _gone(now, before.rim) and _lies(before.rim, now)


def lies(before: Seen, image: Image, quad: Quad) -> bool:
    """Whether a document that is not found lies there still, as its edge tells that shows beside
    whatever is over it."""
    return _lies(before.rim, rim_of(image, quad))


def away(before: Seen, image: Image, quad: Quad) -> bool:
    """Whether a document lies there no longer, for all to see: nothing lies over its place, as a
    hand does that hides it."""
    return _away(before.rim, rim_of(image, quad))


def moves(before: Floats, now: Floats) -> bool:
    """Whether something moves over the rim of a document that lies still: fingertips that are drawn
    off last are hardly on it, and change next to nothing of its looks. before, now : rims, as of
    Seen."""
    return int(_crossing(_lit_like(before, now), now).sum()) >= MOVING_PLACES


def _in_one_part(before: Impression, now: Impression) -> bool:
    """Whether all that is different lies together, and not all over the document."""
    different, shows = compared(before, now)
    many = int(different.sum())
    if not 1 <= many < COVERED_SHARE * shows.sum() or shows.sum() < FEWEST:
        return False
    # What shows nothing either time says nothing, and parts nothing.
    _, parts = cv2.connectedComponents((different | ~shows).astype(np.uint8), connectivity=8)
    return len(np.unique(parts[different])) == 1


def _gone(before: Floats, now: Floats) -> bool:
    """Whether what crossed the rim is there no longer, and nothing else is instead."""
    before = _lit_like(before, now)
    crossing = _crossing(before, now)
    edge, edge_before = (np.abs(each[0] - each[1]).max(axis=1) for each in (now, before))
    went = int((crossing & _higher(edge, edge_before)).sum())
    came = int((crossing & _higher(edge_before, edge)).sum())
    return went >= max(FEWEST_PLACES, MOST_OF_THEM * crossing.sum()) and came == 0


def _lies(before: Floats, now: Floats) -> bool:
    """Whether the edge is there still, where nothing has changed beside it."""
    before = _lit_like(before, now)
    inside, outside = np.abs(now - before).max(axis=2) < CHANGED
    edge = np.abs(before[0] - before[1]).max(axis=1) >= HIGHER
    still = int((inside & outside & edge).sum())
    return still >= max(FEWEST_STILL, STILL_SHARE * int(outside.sum()))


def _away(before: Floats, now: Floats) -> bool:
    """Whether inside another thing is seen, and outside what was there."""
    # In the light outside: of all, half is another thing.
    before = before * np.float32(np.median((now[1] + 1) / (before[1] + 1)))
    inside, outside = np.abs(now - before).max(axis=2) < CHANGED
    edge = np.abs(before[0] - before[1]).max(axis=1) >= HIGHER
    gone = int((~inside & outside & edge).sum())
    clear = outside.sum() >= SAME_OUTSIDE * len(outside)
    return bool(clear) and gone >= max(FEWEST_STILL, OTHER_INSIDE * int(edge.sum()))


def _lit_like(before: Floats, now: Floats) -> Floats:
    """A rim in the light of now."""
    return before * np.float32(np.median((now + 1) / (before + 1)))


def _crossing(before: Floats, now: Floats) -> Mask:
    """The places that changed on both sides of the rim."""
    return np.asarray((np.abs(now - before).max(axis=2) >= CHANGED).all(axis=0))


def _higher(edge: Floats, other: Floats) -> Mask:
    return np.asarray((edge >= other + HIGHER) & (edge >= TIMES * other))


def rim_of(image: Image, quad: Quad) -> Floats:
    """A document's rim, as of Seen."""
    top, right, bottom, left = quad.side_lengths
    wide, tall = (top + bottom) / 2, (left + right) / 2
    along = np.linspace(ENDS, 1 - ENDS, ALONG)
    points = []
    for inward in (1, -1):
        for depth in DEPTHS:
            off = np.full(ALONG, inward * depth * quad.area**0.5)
            x, y = off / wide, off / tall
            sides = (along, y), (1 - x, along), (along, 1 - y), (x, along)
            points.append(np.concatenate([np.stack(side, axis=1) for side in sides]))
    back = np.linalg.inv(quad.homography(1, 1))
    at = cv2.perspectiveTransform(np.stack(points) - 0.5, back).astype(np.float32)
    x_px, y_px = cv2.split(at)
    values = cv2.remap(image, x_px, y_px, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shape = (2, len(DEPTHS), 4 * ALONG, 3)
    return np.asarray(values.reshape(shape).mean(axis=1), np.float32)
