"""A picture that is nothing but a document: scanned, or cropped before it came.

It has no surroundings, and in it the network finds a part, or what lies within a printed frame. A
look at the whole of it tells, as at any other outline: from there the corner network comes back to
the picture's own corners, and the verifier says that a document ends there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from detector.confidence import logit
from detector.formats import ASPECTS
from detector.outlines import Outline
from detector.quad import Quad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detector.around import Sight
    from detector.mipmap import Mipmap

# How far such a picture's width ÷ height may be from a document's.
# Cameras' pictures, 4:3, 3:2 and 16:9, are all further off.
ASPECT_ERROR = 0.04
# The chance of a document there: of 147 pictures of such a shape without one .974 is the highest.
LEAST_CHANCE = 0.98
# The verifier's log odds that one ends at the rim, and by how many units of UNIT the corner network
# comes back to it better than to BACK_JACCARD, are together that much, and no less than the log
# odds of what was found. Of 270 documents that were cropped to within 2 % of a side it takes 83 %,
# of 188 that nearly fill a picture of such a shape none.
BACK_JACCARD, UNIT, LEAST_ODDS = 0.93, 0.02, -1.0
# What was found covers this much of it, or is a document that lies in the picture.
FILLED = 0.5


def whole_picture(picture: Mipmap, found: Sequence[Outline], sight: Sight) -> Outline | None:
    """The picture's own outline, where all of it is one document; else None. found : what it was
    found to hold. The score weighs both."""
    if not _has_shape(picture):
        return None
    rim = Quad.full(picture.width, picture.height)
    if any(each.quad.jaccard(rim) < FILLED for each in found):
        return None
    (seen,) = sight.glanced([rim])
    if seen.chance < LEAST_CHANCE:
        return None
    ends, *others = map(logit, sight.verified([rim, *(each.quad for each in found)]))
    odds = ends + (seen.quad.jaccard(rim) - BACK_JACCARD) / UNIT
    if odds < max([LEAST_ODDS, *others]):
        return None
    return Outline(rim, rim.box, 1 / (1 + math.exp(-odds)), seen.chance)


def _has_shape(picture: Mipmap) -> bool:
    aspect = picture.width / picture.height
    return any(abs(aspect / wanted - 1) <= ASPECT_ERROR for wanted in ASPECTS)
