"""Whether an outline is the document's own, told from the picture flattened around it.

The corner network says where the corners are, and from an outline at the wrong edge it often finds
that edge again. This network is asked another question of a larger view: does the document end at
the quad in the middle? It has learnt from outlines that the detector itself had taken, right and
wrong: film around a card, a line of its print, the sheet below it. Cf. Jiang et al., "Acquisition
of Localization Confidence for Accurate Object Detection" (2018).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from detector.corners import lying, view
from detector.errors import GeometryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detector.mipmap import Mipmap
    from detector.quad import Quad


# Half as large again as the corner network's: whether it is a document is told by its print, too.
LOOK_WIDTH, LOOK_HEIGHT = 240, 168


class Verifier(Protocol):
    """uint8 (N, LOOK_HEIGHT, LOOK_WIDTH, 3) BGR, flattened around outlines → chances (N,)."""

    def __call__(self, views: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The chance of each outline to be right, 0 to 1."""


def verified(picture: Mipmap, quads: Sequence[Quad], network: Verifier) -> list[float]:
    """The chance of each outline to be right: that its Jaccard index with a document's is about .9
    or more."""
    if not quads:
        return []
    chances = network(np.stack([flattened(picture, quad) for quad in quads]))
    return [float(each) for each in chances]


def flattened(picture: Mipmap, quad: Quad) -> NDArray[np.uint8]:
    """The view of an outline, uint8 (LOOK_HEIGHT, LOOK_WIDTH, 3) BGR; black where there is none."""
    try:
        return view(picture, lying(quad), (LOOK_WIDTH, LOOK_HEIGHT))[0]
    except (GeometryError, np.linalg.LinAlgError):  # so thin that nothing can be flattened
        return np.zeros((LOOK_HEIGHT, LOOK_WIDTH, 3), np.uint8)
