"""Looks at places of one picture: at corners, along sides, and whether a document ends there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detector.completion import refine_seen
from detector.corners import MORE_LOOKS
from detector.search import Search
from detector.verifier import Verifier, verified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detector.corners import Cornered
    from detector.mipmap import Mipmap
    from detector.quad import Quad
    from detector.refine import Refined, StripNetwork


class PictureSight(NamedTuple):
    """See detector.around.Sight. search : for its looks at corners. refiner : along sides; None
    where nobody looks along them."""

    picture: Mipmap
    search: Search
    refiner: StripNetwork | None
    verifier: Verifier

    def glanced(self, quads: Sequence[Quad]) -> list[Cornered]:
        """The quads, px of the picture, with the corners that one view of each shows."""
        return self.search.cornered(self.picture, list(quads), more_looks=0)

    def cornered(self, quads: Sequence[Quad]) -> list[Cornered]:
        """The same, looked at again from where the corners lie far off."""
        return self.search.cornered(self.picture, list(quads))

    def outside(self, quads: Sequence[Quad], more_looks: int = MORE_LOOKS) -> list[Cornered]:
        """The quads with the corners of the documents that lie in them, perhaps well within; none
        where nobody looks from there. more_looks : see find_corners."""
        return self.search.from_outside(self.picture, list(quads), more_looks)

    def exact(self, seen: Cornered) -> Refined:
        """The outline, px of the picture, that corners lead to."""
        return refine_seen(self.picture, seen, self.refiner)

    def verified(self, quads: Sequence[Quad]) -> list[float]:
        """The verifier's chance of each outline to be right, 0 to 1."""
        return verified(self.picture, quads, self.verifier)
