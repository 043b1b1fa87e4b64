"""Strips along a quad's sides: where the refiner looks, and how its answer becomes corners.

A strip runs along one side, left to right as the corners go round, the document below and what
surrounds it above. Its rows span ± band · √area px across the side, its columns the whole side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.quad import NEXT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.mipmap import Mipmap
    from detector.quad import Quad

ROWS, COLUMNS = 48, 128
# The network answers for this many stretches of a side.
STRETCHES = 16
# Columns begin and end this share of the side outside of it: corners are seen from both sides.
OVERHANG = 0.04
SIDES = 4
# Of the side: a column's width, and where the first one's middle lies.
COLUMN_SHARE = (1 + 2 * OVERHANG) / COLUMNS
FIRST_COLUMN = COLUMN_SHARE / 2 - OVERHANG
# Pixel centres lie at integers, their corners half a px away: scaling is about the corner.
HALF_PX = np.array((0.0, 0.0, 0.5))


@dataclass(frozen=True)
class SideFrame:
    """Where a side's strip lies.

    start, end : its corners (x, y) px. outward : unit normal, away from the document.
    reach_px : half the strip's height.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    outward: NDArray[np.float64]
    reach_px: float

    @classmethod
    def all_of(cls, quad: Quad, band: float | NDArray[np.float64]) -> list[SideFrame]:
        """Of the top, right, bottom and left of a quad; band, one for all or each its own, as a
        share of √area."""
        starts, ends = quad.corners, quad.corners[NEXT]
        along = ends - starts
        lengths = np.maximum(1e-9, np.hypot(along[:, 0], along[:, 1]))
        normals = np.column_stack([along[:, 1], -along[:, 0]]) / lengths[:, None]
        reaches = np.broadcast_to(np.asarray(band) * quad.area**0.5, SIDES).tolist()
        return [cls(*each) for each in zip(starts, ends, normals, reaches, strict=True)]

    def affine(self) -> NDArray[np.float64]:
        """Shape (2, 3): (column, row, 1) of the strip → picture px; row 0 lies outermost."""
        side, up = self.end - self.start, self.reach_px * self.outward
        across, down = COLUMN_SHARE * side, -2 / ROWS * up
        origin = self.start + FIRST_COLUMN * side + (1 - 1 / ROWS) * up
        return np.column_stack([across, down, origin])

    def inside(self, width: int, height: int) -> NDArray[np.bool_]:
        """Which stretches' middles lie in a picture of width × height px, shape (STRETCHES,)."""
        at = self.start + self.shares(STRETCHES)[:, None] * (self.end - self.start)
        return np.asarray(((at >= 0) & (at <= (width - 1, height - 1))).all(axis=1))

    @staticmethod
    def shares(columns: int) -> NDArray[np.float64]:
        """Where along the side (0 start, 1 end) each column's middle lies."""
        return (np.arange(columns) + 0.5) / columns * (1 + 2 * OVERHANG) - OVERHANG

    def offsets_of(
        self, line: tuple[NDArray[np.float64], NDArray[np.float64]]
    ) -> NDArray[np.float64]:
        """Where a line (two points) crosses the middle of each stretch, -1 inner to 1 outer edge.

        Shape (STRETCHES,); NaN where it runs across the strip.
        """
        first, last = line
        direction = last - first
        base = self.start + self.shares(STRETCHES)[:, None] * (self.end - self.start)
        # base + t·outward on the line: cross(base + t·outward - first, direction) = 0.
        slope = self.outward[0] * direction[1] - self.outward[1] * direction[0]
        if abs(slope) < 0.2 * float(np.hypot(*direction)):
            return np.full(STRETCHES, np.nan)
        gap = base - first
        return np.asarray(
            -(gap[:, 0] * direction[1] - gap[:, 1] * direction[0]) / slope / self.reach_px
        )


def cut(picture: Mipmap, frames: list[SideFrame]) -> NDArray[np.uint8]:
    """A strip for each frame, uint8 (N, ROWS, COLUMNS, 3) BGR.

    Sampled from the picture's level whose px are about as high as a strip's row, so that nothing
    across the side aliases or is lost; outside the picture its edge repeats.
    """
    strips = np.empty((len(frames), ROWS, COLUMNS, 3), np.uint8)
    for strip, frame in zip(strips, frames, strict=True):
        image, scale = picture.at_scale(2 * frame.reach_px / ROWS)
        cv2.warpAffine(
            image,
            (frame.affine() + HALF_PX) / scale - HALF_PX,
            (COLUMNS, ROWS),
            dst=strip,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
    return strips
