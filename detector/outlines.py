"""What the network found, in px of the picture, and which of it is one and the same document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detector.corners import Cornered
from detector.decode import CONTAINED_SHARE, clusters
from detector.errors import GeometryError
from detector.quad import Quad

if TYPE_CHECKING:
    from detector.decode import Candidate
    from detector.guesses import Guesses
    from detector.letterbox import Letterbox
    from detector.quad import Box
    from detector.refine import Refined

# Outlines of this Jaccard index and more are one; less alike, the sides say which one is right.
SAME_JACCARD = 0.9
# What the second look finds within a find of the first that is so much larger is a part of it.
PART_SHARE = 1.15


@dataclass(frozen=True)
class Outline:
    """A document's outline and its box, the network's until it was refined, px of the picture.

    score : network_score, the network's own, until it was judged by what was seen. closer : whether
    the second look found it. seen : its corners, where those were looked at. looks : what else the
    looks at its picture hint at. refined : what its corners led to, where that was looked at.
    """

    quad: Quad
    box: Box
    score: float
    network_score: float
    closer: bool = False
    seen: Cornered | None = None
    looks: tuple[Guesses, ...] = ()
    refined: Refined | None = None

    @property
    def corners(self) -> Cornered:
        """As they were seen; its own ones where nobody looked."""
        return self.seen or Cornered(self.quad, 0.5, 0.5)


def outline(candidate: Candidate, frame: Letterbox) -> Outline | None:
    """A candidate in px of the picture; None for a sliver."""
    x0, y0, x1, y1 = candidate.box
    (left, top), (right, bottom) = frame.to_picture(np.array([(x0, y0), (x1, y1)])).tolist()
    try:
        quad = Quad(frame.to_picture(candidate.quad.corners))
    except GeometryError:
        return None
    return Outline(quad, (left, top, right, bottom), candidate.score, candidate.score)


def within(candidates: list[Candidate], frame: Letterbox, width: int, height: int) -> list[Outline]:
    """The candidates of one look in px of its picture of width × height, without slivers and
    without those that lie outside it."""
    try:
        whole = Quad.full(width, height)
    except GeometryError:  # a picture of a px or two holds nothing
        return []
    found = [outline(each, frame) for each in candidates]
    return [each for each in found if each is not None and each.quad.jaccard(whole) > 0]


def is_part(found: Outline, whole: Outline) -> bool:
    """Whether a find lies in a larger one that is at least as likely: from close by a portrait or
    one page of two looks like a document of its own."""
    quad, around = found.quad, whole.corners.quad
    if found.score > whole.score or quad.area * PART_SHARE > around.area:
        return False
    return quad.shared_area(around) > CONTAINED_SHARE * quad.area


def distinct(outlines: list[Outline]) -> list[Outline]:
    """Best first; of those that came to lie on one document, the best."""
    ranked = sorted(outlines, key=lambda each: -each.score)
    if len(ranked) < 2:
        return ranked
    quads = [each.corners.quad for each in ranked]
    places = clusters(
        np.array([quad.corners for quad in quads]),
        lambda one, other: quads[one].shared_area(quads[other]),
    )
    return [ranked[best] for best, _ in places]


def unlike(outlines: list[Outline]) -> list[Outline]:
    """Best first; of those of nearly the same outline, the best. Two that lie on one document but
    show different parts of it are both kept."""
    kept: list[Outline] = []
    for each in sorted(outlines, key=lambda each: -each.score * each.corners.chance):
        quad = each.corners.quad
        if not any(quad.jaccard(other.corners.quad) > SAME_JACCARD for other in kept):
            kept.append(each)
    return kept
