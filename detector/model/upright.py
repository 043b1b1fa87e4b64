"""The upright classifier: by how many quarter turns is this document off?"""

from __future__ import annotations

from torch import Tensor, cat, nn

from detector.upright import TURNS

# Cells of the last feature map, rows and columns, of a crop of CROP_HEIGHT × CROP_WIDTH px.
CELLS = 8 * 12


def _conv(inputs: int, outputs: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Shortcut(nn.Module):
    """A block of its own input's shape, added to it."""

    def __init__(self, body: nn.Module) -> None:
        super().__init__()
        self.body = body

    def forward(self, x: Tensor) -> Tensor:
        """Same shape."""
        out: Tensor = x + self.body(x)
        return out


def _separable(inputs: int, outputs: int, stride: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, inputs, 5, stride, 2, groups=inputs, bias=False),
        nn.BatchNorm2d(inputs),
        nn.Conv2d(inputs, outputs, 1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class UprightClassifier(nn.Module):
    """Float (B, 1, CROP_HEIGHT, CROP_WIDTH), 0 to 255 → logits (B, TURNS).

    Each crop is brought to zero mean and unit deviation first: light is no evidence.
    """

    def __init__(self, width: int = 48) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _conv(1, 16, 2),
            _conv(16, 32, 2),
            Shortcut(_conv(32, 32, 1)),
            _conv(32, width, 2),
            Shortcut(_conv(width, width, 1)),
            Shortcut(_separable(width, width, 1)),
            _separable(width, 64, 2),
            *(Shortcut(_separable(64, 64, 1)) for _ in range(4)),
        )
        # What is where (a portrait, a machine-readable zone), and what there is at all (print).
        self.places = nn.Conv2d(64, 16, 1)
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(16 * CELLS + 64, TURNS)

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        mean = x.mean(dim=(1, 2, 3), keepdim=True)
        centred = x - mean
        deviation = (centred * centred).mean(dim=(1, 2, 3), keepdim=True).sqrt()
        features = self.body(centred / (deviation + 4.0))
        places = nn.functional.relu(self.places(features)).flatten(1)
        out: Tensor = self.head(self.drop(cat([places, features.mean(dim=(2, 3))], dim=1)))
        return out
