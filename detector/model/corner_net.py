"""The corner network: a flattened view of a document → its corners, and whether it is one."""

from __future__ import annotations

from torch import Tensor, cat, nn

from detector.corners import COLUMN_BINS, ROW_BINS, VIEW_HEIGHT, VIEW_WIDTH

CORNERS = 4
# The last map is so many times smaller than the view.
STRIDE = 16


def _conv(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    """A full 3×3 convolution added to its input."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = _conv(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """Same shape."""
        out: Tensor = x + self.body(x)
        return out


class CornerNet(nn.Module):
    """Float (B, 3, VIEW_HEIGHT, VIEW_WIDTH), RGB 0 to 1 → column logits (B, 4, COLUMN_BINS), row
    logits (B, 4, ROW_BINS), logits of a document being there (B,)."""

    def __init__(self, squeezed: int = 24, hidden: int = 192) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _conv(3, 16, 2),
            _conv(16, 32, 2),
            _conv(32, 48, 2),
            Residual(48),
            _conv(48, 96, 2),
            Residual(96),
            Residual(96),
        )
        cells = (VIEW_HEIGHT // STRIDE) * (VIEW_WIDTH // STRIDE)
        self.squeeze = nn.Conv2d(96, squeezed, 1)
        # Where a corner is follows from all four sides: every output sees every cell.
        self.hidden = nn.Linear(squeezed * cells, hidden)
        self.places = nn.Linear(hidden, CORNERS * (COLUMN_BINS + ROW_BINS))
        self.present = nn.Linear(hidden + 96, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """See the class."""
        features = self.body(x)
        cells = nn.functional.relu(self.squeeze(features)).flatten(1)
        hidden = nn.functional.relu(self.hidden(cells))
        columns, rows = (
            self.places(hidden).unflatten(1, (CORNERS, -1)).split([COLUMN_BINS, ROW_BINS], dim=2)
        )
        pooled = features.mean(dim=(2, 3))
        present = self.present(nn.functional.relu(cat([hidden, pooled], dim=1)))[:, 0]
        return columns, rows, present
