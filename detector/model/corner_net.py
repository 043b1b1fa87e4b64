"""The corner network: a flattened view of a document → its corners, and whether it is one."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, cat, nn
from torch.nn import functional

from detector.corners import COLUMN_BINS, COLUMNS, ROW_BINS, ROWS, VIEW_HEIGHT, VIEW_WIDTH

CORNERS = 4
# The last map is so many times smaller than the view, and the maps of where corners are.
STRIDE, FINE_STRIDE = 16, 2
# Of a map's logits: their sum stays finite, and each says as much as anyone can.
MOST = 20.0


def conv(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    """A normalised 3×3 convolution and a ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    """A full 3×3 convolution added to its input."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = conv(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """Same shape."""
        out: Tensor = x + self.body(x)
        return out


class FineMaps(nn.Module):
    """For each corner a map of where it is, FINE_STRIDE px a cell, from the body's maps of 4, 8 and
    16 px a cell: a pyramid as in Lin et al., "Feature Pyramid Networks" (2017)."""

    def __init__(self, widths: tuple[int, int, int], width: int = 24, middle: int = 32) -> None:
        super().__init__()
        fine, half, coarse = widths
        self.coarse = nn.Conv2d(coarse, half, 1)
        self.middle = conv(half, middle)
        self.lateral = nn.Conv2d(fine, width, 1)
        self.down = nn.Conv2d(middle, width, 1)
        self.fine = conv(width, width)
        self.heat = nn.Conv2d(width, CORNERS * 4, 1)
        # Begun as maps that say nothing: a trained network can be given them.
        nn.init.zeros_(self.heat.weight)
        nn.init.zeros_(self.heat.bias)  # type: ignore[arg-type]

    def forward(self, fine: Tensor, half: Tensor, coarse: Tensor) -> Tensor:
        """(B, CORNERS, VIEW_HEIGHT / 2, VIEW_WIDTH / 2), logits."""
        middle = self.middle(half + functional.interpolate(self.coarse(coarse), scale_factor=2.0))
        below = functional.interpolate(self.down(middle), scale_factor=2.0)
        features = self.fine(functional.relu(self.lateral(fine) + below))
        return functional.pixel_shuffle(self.heat(features), 2)


class CornerNet(nn.Module):
    """Float (B, 3, VIEW_HEIGHT, VIEW_WIDTH), RGB 0 to 1 → column logits (B, 4, COLUMN_BINS), row
    logits (B, 4, ROW_BINS), logits of a document being there (B,).

    The whole view tells roughly where the corners are, past its edges too; of that the fine maps,
    summed over the rows and over the columns, tell it exactly: their logits add up.
    """

    onto_columns: Tensor
    onto_rows: Tensor

    def __init__(self, squeezed: int = 24, hidden: int = 192) -> None:
        super().__init__()
        self.body = nn.Sequential(
            conv(3, 16, 2),
            conv(16, 32, 2),
            conv(32, 48, 2),
            Residual(48),
            conv(48, 96, 2),
            Residual(96),
            Residual(96),
        )
        cells = (VIEW_HEIGHT // STRIDE) * (VIEW_WIDTH // STRIDE)
        self.squeeze = nn.Conv2d(96, squeezed, 1)
        # Where a corner is follows from all four sides: every output sees every cell.
        self.hidden = nn.Linear(squeezed * cells, hidden)
        self.places = nn.Linear(hidden, CORNERS * (COLUMN_BINS + ROW_BINS))
        self.present = nn.Linear(hidden + 96, 1)
        self.maps = FineMaps((32, 48, 96))
        self.register_buffer("onto_columns", _onto(COLUMNS, VIEW_WIDTH), persistent=False)
        self.register_buffer("onto_rows", _onto(ROWS, VIEW_HEIGHT), persistent=False)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        fine = self.body[:2](x)
        half = self.body[2:4](fine)
        features = self.body[4:](half)
        cells = functional.relu(self.squeeze(features)).flatten(1)
        hidden = functional.relu(self.hidden(cells))
        columns, rows = (
            self.places(hidden).unflatten(1, (CORNERS, -1)).split([COLUMN_BINS, ROW_BINS], dim=2)
        )
        pooled = features.mean(dim=(2, 3))
        present = self.present(functional.relu(cat([hidden, pooled], dim=1)))[:, 0]
        heat = self.maps(fine, half, features).clamp(-MOST, MOST).exp()
        columns = columns + heat.mean(dim=2).log() @ self.onto_columns
        rows = rows + heat.mean(dim=3).log() @ self.onto_rows
        return columns, rows, present


def _onto(centres: np.ndarray, size: int) -> Tensor:
    """Cells of FINE_STRIDE px along an axis of size px → bins, (cells, bins): what lies between
    two cells' middles is of both, and nothing is said of bins outside of the view."""
    cells = np.arange(size // FINE_STRIDE)
    places = (centres + 0.5) / FINE_STRIDE - 0.5
    inside = (places > -0.5) & (places < len(cells) - 0.5)
    near = 1 - np.abs(np.clip(places, 0, len(cells) - 1) - cells[:, None])
    return torch.from_numpy(np.clip(near, 0, 1) * inside).float()
