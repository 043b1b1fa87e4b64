"""The cascade head: an outline and the network's finer maps → an outline nearer to the edges.

What the anchors tell comes of cells of 16 px and more; the edges themselves are seen in maps of
4 and 8 px a cell, which the backbone passes on the way. The head reads those along the sides of an
outline and moves each side's ends, then does so again from there, with the same weights (Cai and
Vasconcelos, "Cascade R-CNN", 2018; points of an outline instead of a region: Zhang et al.,
"VarifocalNet", 2021).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence

# Of the maps: px of the input a cell, and channels.
STRIDES, WIDTHS = (4, 8), (16, 32)
# Points along a side, as shares of it, and across it, as shares of the sides next to it.
ALONG = tuple(0.02 + 0.16 * n for n in range(7))
ACROSS = (-0.12, -0.07, -0.035, -0.012, 0.012, 0.035, 0.07, 0.12)
# Looks along the sides.
PASSES = 3
# What the last layer gives is of about unit size, moves are of some hundredths of a side.
MOVE_SCALE = 0.1
# The corners of each side's own reading of a quad: its first one is where the side starts.
READINGS = (torch.arange(4)[:, None] + torch.arange(4)) % 4
BEFORE, AFTER = READINGS[:, 3], READINGS[:, 1]
# Of the last cell's neighbours there is none to weigh: it is read from so far before it, cells.
LEAST_INSIDE = 1e-3


class CascadeHead(nn.Module):
    """See forward. All four sides are read by the same weights, each as if it were the top one."""

    weights: Tensor

    def __init__(self, mixed: int = 32, hidden: int = 128) -> None:
        super().__init__()
        self.register_buffer("weights", _weights(), persistent=False)
        self.mix = nn.Linear(sum(WIDTHS), mixed)
        self.side = nn.Linear(len(self.weights) * mixed, hidden)
        self.sides = nn.Linear(4 * hidden, hidden)
        self.moves = nn.Linear(hidden, 2)
        # Begun as a head that moves nothing.
        nn.init.zeros_(self.moves.weight)
        nn.init.zeros_(self.moves.bias)

    def forward(self, fine: Tensor, middle: Tensor, quads: Tensor) -> Tensor:
        """Maps (B, 16, H / 4, W / 4) and (B, 32, H / 8, W / 8) of pictures of H × W px, quads
        (B, N, 4, 2) px of them, clockwise → the quads after the last pass."""
        return self.passes(fine, middle, quads)[-1]

    def passes(self, fine: Tensor, middle: Tensor, quads: Tensor) -> list[Tensor]:
        """What forward gives after each of its passes."""
        cells = Cells((fine, middle), quads)
        found = []
        for _ in range(PASSES):
            # What is learnt is how to move from where a pass begins, not where to begin.
            quads = self._moved(cells, quads.detach())
            found.append(quads)
        return found

    def _moved(self, cells: Cells, quads: Tensor) -> Tensor:
        points = self.weights @ quads[:, :, READINGS]
        mixed = functional.relu(self.mix(cells.at(points.flatten(1, 3))))
        side = functional.relu(self.side(mixed.reshape(*points.shape[:3], -1)))
        sides = functional.relu(self.sides(side[:, :, READINGS].flatten(3)))
        moves = MOVE_SCALE * self.moves(sides)
        # A corner goes along its own side as far as the end of the one before it moves inwards.
        inwards, onwards = moves[..., :1], moves[:, :, BEFORE, 1:]
        along, back = quads[:, :, AFTER] - quads, quads[:, :, BEFORE] - quads
        moved: Tensor = quads + onwards * along + inwards * back
        return moved


class Cells:
    """Maps as lists of their cells, to be read between these. maps : those of STRIDES, (B, C, H, W)
    each. like : a tensor of the points' kind.

    Cell n is the middle of what a convolution of that stride saw, at stride · n + ½ px: the first
    one of SNet looks from two px before to three after. Written for few operations: on so few
    points each costs more than its arithmetic.
    """

    def __init__(self, maps: Sequence[Tensor], like: Tensor) -> None:
        self._rows = [each.flatten(2).transpose(1, 2).flatten(0, 1) for each in maps]
        # As tensors, or an exported network would keep the sizes that it was exported with.
        one = like.new_ones(())
        widths = torch.stack([one * each.shape[3] for each in maps])
        heights = torch.stack([one * each.shape[2] for each in maps])
        self._strides = like.new_tensor(STRIDES)[:, None, None]
        self._last = torch.stack([widths, heights], dim=1)[:, None] - (1 + LEAST_INSIDE)
        self._width = widths[:, None]
        zero = torch.zeros_like(widths)
        self._corners = torch.stack([zero, zero + 1, widths, widths + 1], dim=1)[:, None]
        pictures = torch.arange(like.shape[0], device=like.device)[:, None, None]
        self._first = [pictures * each.shape[2] * each.shape[3] for each in maps]

    def at(self, points: Tensor) -> Tensor:
        """Bilinear samples of all maps, their channels after each other, (B, P, C), at points
        (B, P, 2), px of the input; outside of it those of its edge."""
        places = torch.minimum(((points[:, None] - 0.5) / self._strides).clamp(min=0), self._last)
        low = places.floor()
        share = places - low
        start = low[..., 0] + low[..., 1] * self._width
        places = (start[..., None] + self._corners).long()
        x, y = torch.stack([1 - share, share], dim=4).unbind(dim=3)
        weights = (y[..., None] * x[..., None, :]).flatten(3)[..., None]
        seen = [
            (rows[first + places[:, n]] * weights[:, n]).sum(dim=2)
            for n, (rows, first) in enumerate(zip(self._rows, self._first, strict=True))
        ]
        return torch.cat(seen, dim=2)


def _weights() -> Tensor:
    """Of a reading's four corners in each point beside its first side, (points, 4)."""
    along, across = torch.meshgrid(torch.tensor(ALONG), torch.tensor(ACROSS), indexing="ij")
    u, v = along.flatten(), across.flatten()
    return torch.stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v], dim=1)
