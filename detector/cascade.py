"""The network's outlines moved towards the edges that its own finer maps show.

The cells that tell of a document are 16 px of the network's input and more; what they say of its
corners is off by some per cent. The head (detector.model.cascade) reads the maps of 4 and 8 px a
cell along each outline's sides, in a share of a ms, and no px of the picture anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from detector.quad import Quad, faults

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detector.decode import Candidate


class CascadeHead(Protocol):
    """Maps of one picture's network, as Backend.run gives them, and quads (N, 4, 2), px of the
    network's input → the quads moved, the same shape."""

    def __call__(
        self, maps: Sequence[NDArray[np.float32]], quads: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """N is at least 1."""


def sharpened(
    head: CascadeHead, maps: Sequence[NDArray[np.float32]], found: Sequence[Candidate]
) -> list[Candidate]:
    """The candidates of a picture with the quads that the head gives; one that would become no
    document's outline keeps its own."""
    if not found:
        return []
    quads = np.stack([each.quad.corners for each in found]).astype(np.float32)
    moved = head(maps, quads).astype(np.float64)
    sound = faults(moved) == 0
    return [
        replace(each, quad=Quad(corners)) if good else each
        for each, corners, good in zip(found, moved, sound, strict=True)
    ]
