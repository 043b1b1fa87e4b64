"""Strips along a quad's sides: where the refiner looks, and how its answer becomes corners.

A strip runs along one side, left to right as the corners go round, the document below and what
surrounds it above. Its rows span ± band · √area px across the side, its columns the whole side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.quad import Quad

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS, COLUMNS = 48, 128
# The network answers for this many stretches of a side.
STRETCHES = 16
# Columns begin and end this share of the side outside of it: corners are seen from both sides.
OVERHANG = 0.04
SIDES = 4


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
    def of(cls, quad: Quad, side: int, band: float) -> SideFrame:
        """Of side 0 to 3 (top, right, bottom, left) of a quad; band as a share of √area."""
        start, end = quad.corners[side], quad.corners[(side + 1) % SIDES]
        along = end - start
        normal = np.array([along[1], -along[0]]) / max(1e-9, float(np.hypot(*along)))
        return cls(start, end, normal, band * quad.area**0.5)

    def points(self, columns: int, rows: int) -> NDArray[np.float64]:
        """Picture px of every cell, shape (rows, columns, 2); row 0 lies outermost."""
        along = self.shares(columns)
        across = 1 - 2 * (np.arange(rows) + 0.5) / rows
        base = self.start + along[:, None] * (self.end - self.start)
        return base[None] + (across * self.reach_px)[:, None, None] * self.outward

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


def cut(image: NDArray[np.uint8], quad: Quad, band: float) -> NDArray[np.uint8]:
    """The four strips, uint8 (4, ROWS, COLUMNS, 3) BGR.

    Where a strip's row would skip px of the picture, the picture is averaged down first, so that
    nothing aliases; outside the picture its edge repeats.
    """
    frames = [SideFrame.of(quad, side, band) for side in range(SIDES)]
    cells = np.stack([frame.points(COLUMNS, ROWS) for frame in frames])
    flat = cells.reshape(-1, 2)
    height, width = image.shape[:2]
    low = np.clip(np.floor(flat.min(axis=0)) - 2, 0, (width - 1, height - 1)).astype(int)
    high = np.clip(np.ceil(flat.max(axis=0)) + 3, low + 1, (width, height)).astype(int)
    part = image[low[1] : high[1], low[0] : high[0]]
    step_px = 2 * frames[0].reach_px / ROWS
    factor = min(1.0, 1.0 / max(step_px, 1e-6))
    if factor < 1:
        size = (max(1, round(part.shape[1] * factor)), max(1, round(part.shape[0] * factor)))
        scale = np.array([size[0] / part.shape[1], size[1] / part.shape[0]])
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    else:
        scale = np.ones(2)
    mapped = ((cells - low + 0.5) * scale - 0.5).astype(np.float32)
    strips = cv2.remap(
        part,
        mapped[..., 0].reshape(SIDES * ROWS, COLUMNS),
        mapped[..., 1].reshape(SIDES * ROWS, COLUMNS),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(strips, np.uint8).reshape(SIDES, ROWS, COLUMNS, 3)
