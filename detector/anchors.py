"""The anchor grid: one definition for training and for the runtime."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class AnchorGrid:
    """Anchors of every level and cell.

    strides : px of network input between cells, a level each (P4, P5, P6).
    base : an anchor's side, in strides.
    scales, ratios : each pair is one anchor of a cell; ratio is width ÷ height at equal area.
    The default sizes run from 40 to 400 px; neighbouring levels overlap, so that most documents
    have anchors on two of them.
    """

    strides: tuple[int, ...] = (16, 32, 64)
    base: float = 2.5
    scales: tuple[float, ...] = (1.0, 1.6, 2.5)
    ratios: tuple[float, ...] = (0.6, 1.0, 1.65)

    @property
    def per_cell(self) -> int:
        """Anchors in one cell."""
        return len(self.scales) * len(self.ratios)

    @property
    def multiple(self) -> int:
        """Input sides must be multiples of this many px.

        Coarser levels come from stride 32 by convolutions that round up: cells that hang over.
        """
        return min(32, max(self.strides))

    def boxes(self, width: int, height: int) -> NDArray[np.float32]:
        """float32 (N, 4): centre x, centre y, width, height, px of an input of width × height.

        Order: level, row, column, scale, ratio. A cell's centre is ((column + .5)·stride - .5):
        the middle of the px that it covers, with pixel centres at integers.
        """
        return _boxes(self, width, height)


@lru_cache(maxsize=32)
def _boxes(grid: AnchorGrid, width: int, height: int) -> NDArray[np.float32]:
    levels = []
    for stride in grid.strides:
        sizes = [
            (grid.base * stride * scale * ratio**0.5, grid.base * stride * scale / ratio**0.5)
            for scale in grid.scales
            for ratio in grid.ratios
        ]
        ys = (np.arange(-(-height // stride)) + 0.5) * stride - 0.5
        xs = (np.arange(-(-width // stride)) + 0.5) * stride - 0.5
        level = np.empty((len(ys), len(xs), len(sizes), 4), np.float32)
        level[..., 0] = xs[None, :, None]
        level[..., 1] = ys[:, None, None]
        level[..., 2:] = np.asarray(sizes, np.float32)
        levels.append(level.reshape(-1, 4))
    boxes = np.concatenate(levels)
    boxes.setflags(write=False)
    return boxes
