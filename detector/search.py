"""Where documents may be: the network's looks at a picture, and the corners of what it finds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detector.anchors import AnchorGrid
from detector.cascade import sharpened
from detector.corners import MORE_LOOKS, Cornered, CornerNetwork, find_corners
from detector.decode import decode
from detector.guesses import Guesses
from detector.letterbox import Letterbox
from detector.outlines import Outline, distinct, is_part, unlike, within

if TYPE_CHECKING:
    from detector.backends import Backend
    from detector.cascade import CascadeHead
    from detector.mipmap import Mipmap
    from detector.quad import Quad
    from detector.weights import WeightCard

# Candidates below the network's own threshold that are looked at closely, the best ones.
MAX_DOUBTFUL = 6
# Less likely than this to be a document, once flattened, and nothing else is looked at.
LEAST_CHANCE = 0.03
# What the network hardly saw has to look like a document from close by: most of it is none, and
# each would cost a refinement.
FAINT_SCORE, FAINT_CHANCE = 0.2, 0.5
# More likely than this, with corners that agree, and no second look is needed.
SEEN_CHANCE, SEEN_AGREED = 0.95, 0.9
# A find whose own place none of the documents takes by this Jaccard index led elsewhere: two that
# touch may lie there, of which the first look saw one outline.
STRAYED = 0.6
# A document that covers less of the picture than this is so small to the first look that others of
# its size may have been overlooked: of 1,047 in pictures of one to four, four more are found than
# with half of it. With twice as much it is two more, but one card lies so in many a live picture,
# and the second look takes as long as all the rest of a detection.
SMALL_SHARE = 0.05
# What the first look scores lower is left to the second one: a plain picture has some of it, is
# spared that one, and a look at each would take nearly half of its time.
FIRST_LEAST = 0.1
# A second look at a picture that is hardly larger than the first one shows nothing new.
MIN_CLOSER = 1.25


class Search:
    """backend : runs the network. corners : None where nobody looks at what it finds. outer : the
    corner network for looks from further out; None where nobody takes any. head : moves what the
    network finds to the edges that its maps show; None where it has no head."""

    def __init__(
        self,
        backend: Backend,
        corners: CornerNetwork | None,
        outer: CornerNetwork | None = None,
        head: CascadeHead | None = None,
    ) -> None:
        self._backend, self._corners, self._outer, self._head = backend, corners, outer, head

    def candidates(self, picture: Mipmap, card: WeightCard, least: float) -> list[Outline]:
        """What the network finds, best first, in px of the picture, with scores of its own from
        `least` on, and the corners of each.

        Where its first look leaves doubts, finds nothing, a small document, or more than one, there
        is a second, larger one, by the card: of a card at the far end of a desk the first one sees
        a few cells, and where two lie there may be more.
        """
        first = self.look(picture, card, max(least, FIRST_LEAST), card.long_side)
        found = self._seen(picture, card, first)
        sure = [each.score >= card.certain or is_seen(each.corners) for each in found]
        doubts = any(
            each.score >= card.doubtful and not certain
            for each, certain in zip(found, sure, strict=True)
        )
        doubts |= any(each.score >= card.doubtful and strayed(each, found) for each in first)
        alone = sum(sure) == 1 and not doubts and not is_small(found[sure.index(True)], picture)
        return found if alone else self.closer(picture, card, least, found)

    def closer(
        self, picture: Mipmap, card: WeightCard, least: float, found: list[Outline]
    ) -> list[Outline]:
        """With what the second look adds to what the first one found, px of the picture; the same
        where it is hardly larger, or was taken already."""
        side = min(card.closer_side, max(picture.width, picture.height))
        taken = any(each.closer or len(each.looks) > 1 for each in found)
        if side < MIN_CLOSER * card.long_side or taken:
            return found
        looks = found[0].looks if found else ()
        more, guesses = self._look(picture, card, least, side)
        more = [
            replace(each, closer=True)
            for each in more
            if not any(is_part(each, whole) for whole in found)
        ]
        # Of one document seen twice the network's score is a poor judge: the sides are asked.
        both = unlike([*found, *self._seen(picture, card, more)])
        # What was found of a document in either look may be told by the other.
        return [replace(each, looks=(*looks, guesses)) for each in both]

    def look(
        self, picture: Mipmap, card: WeightCard, least: float, long_side: int
    ) -> list[Outline]:
        """What one look of long_side px gives, best first, with scores from `least` on."""
        found, guesses = self._look(picture, card, least, long_side)
        return [replace(each, looks=(guesses,)) for each in found]

    def _look(
        self, picture: Mipmap, card: WeightCard, least: float, long_side: int
    ) -> tuple[list[Outline], Guesses]:
        """The same, and what else it hints at."""
        grid = AnchorGrid(card.strides, card.base, card.scales, card.ratios)
        width, height = picture.width, picture.height
        frame = Letterbox.fit(width, height, long_side, grid.multiple)
        logits, boxes, corners, *maps = self._backend.run(frame.apply(picture))
        anchors = grid.boxes(frame.width, frame.height)
        found = decode(logits, boxes, corners, anchors, least)
        if self._head is not None:
            found = sharpened(self._head, maps, found)
        guesses = Guesses(logits, corners, anchors, frame)
        return within(found, frame, width, height), guesses

    def cornered(
        self, picture: Mipmap, quads: list[Quad], more_looks: int = MORE_LOOKS
    ) -> list[Cornered]:
        """The quads with the corners that their flattened views show, where those are looked at.
        more_looks : see find_corners."""
        if self._corners is None:
            return [Cornered(quad, 0.5, 0.5) for quad in quads]
        return find_corners(picture, quads, self._corners, more_looks)

    def from_outside(
        self, picture: Mipmap, quads: list[Quad], more_looks: int = MORE_LOOKS
    ) -> list[Cornered]:
        """The same of quads that a document may lie well within, seen by the network for that;
        none where there is no such network."""
        if self._outer is None:
            return []
        return find_corners(picture, quads, self._outer, more_looks)

    def _seen(self, picture: Mipmap, card: WeightCard, found: list[Outline]) -> list[Outline]:
        """The likelier ones with their corners: without what turns out to be no document, and
        without all but the best of what turns out to be the same one."""
        certain = sum(each.score >= card.threshold for each in found)
        found = self._plain(picture, found[: certain + MAX_DOUBTFUL])
        seen = self.cornered(picture, [each.quad for each in found])
        return distinct(
            [
                replace(each, seen=corners)
                for each, corners in zip(found, seen, strict=True)
                if corners.chance >= LEAST_CHANCE
            ]
        )

    def _plain(self, picture: Mipmap, found: list[Outline]) -> list[Outline]:
        """Without what the network hardly saw, where a glance from close by shows no document."""
        faint = [n for n, each in enumerate(found) if each.score < FAINT_SCORE]
        glances = self.cornered(picture, [found[n].quad for n in faint], more_looks=0)
        none = {n for n, glance in zip(faint, glances, strict=True) if glance.chance < FAINT_CHANCE}
        return [each for n, each in enumerate(found) if n not in none]


def strayed(rough: Outline, found: list[Outline]) -> bool:
    """Whether what the network saw there became no document of that place."""
    return all(rough.quad.jaccard(each.corners.quad) < STRAYED for each in found)


def is_small(found: Outline, picture: Mipmap) -> bool:
    """Whether it covers less than SMALL_SHARE of the picture."""
    return bool(found.corners.quad.area < SMALL_SHARE * picture.width * picture.height)


def is_seen(corners: Cornered) -> bool:
    """Whether the flattened view leaves no doubt, whatever the network's own score."""
    return corners.chance >= SEEN_CHANCE and corners.agreed >= SEEN_AGREED
