"""A design: its format, which way it stands, and its parts in the order of their drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detector.formats import CORNER_RADIUS_MM, ID1, DocumentFormat
from detector.rectify import rounded_mask
from detector.synthesis.sheet import Sheet, outline
from detector.training.designs.pen import Pen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.training.designs.pen import Part

    Image = NDArray[np.uint8]

# Of the longer side, px: more than a document has in the scenes.
LONG_PX = 800


@dataclass(frozen=True)
class Design:
    """name, family : of the tables' rows. shape : its sides as it is read. radius_mm : of its
    corners. parts : what is drawn, the ground first."""

    name: str
    family: str
    shape: DocumentFormat
    radius_mm: float
    parts: tuple[Part, ...]

    def render(self, rng: np.random.Generator, faces: Sequence[Image] = ()) -> Sheet:
        """One such document, its longer side LONG_PX; the same generator state gives the same.
        faces : uint8 BGR."""
        scale = LONG_PX / max(self.shape.width_mm, self.shape.height_mm)
        width, height = round(self.shape.width_mm * scale), round(self.shape.height_mm * scale)
        pen = Pen.new(rng, width, height, faces)
        for part in self.parts:
            part(pen)
        mask = rounded_mask(height, width, self.radius_mm * scale)
        return Sheet(pen.image, mask, outline(pen.image))


def card(name: str, family: str, *parts: Part) -> Design:
    """A lying card, ID-1."""
    return Design(name, family, ID1, CORNER_RADIUS_MM, parts)


def badge(name: str, family: str, *parts: Part) -> Design:
    """A standing card, ID-1."""
    return Design(name, family, ID1.turned, CORNER_RADIUS_MM, parts)


def sheet(
    name: str, family: str, shape: DocumentFormat, *parts: Part, round_mm: float = 0.0
) -> Design:
    """Of paper: any format, its corners mostly square."""
    return Design(name, family, shape, round_mm, parts)
