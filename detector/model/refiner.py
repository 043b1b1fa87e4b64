"""The strip refiner: where does the document's outer edge run through a strip along its side?"""

from __future__ import annotations

from torch import Tensor, cat, nn


class StripBlock(nn.Module):
    """A full 3×3 convolution, at times dilated over the rows; a shortcut where the shape stays.

    On maps this small a depthwise-separable block of the same reach takes ⅔ of the time in use and
    twice the time in training.
    """

    def __init__(self, inputs: int, outputs: int, stride: int = 1, dilation: int = 1) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(
                inputs,
                outputs,
                3,
                (1, stride),
                (dilation, 1),
                dilation=(dilation, 1),
                bias=False,
            ),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        )
        self.shortcut = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, rows, columns) → (B, outputs, rows, columns / stride)."""
        out: Tensor = self.body(x)
        return x + out if self.shortcut else out


class StripRefiner(nn.Module):
    """Float (B, 3, ROWS, COLUMNS), RGB 0 to 1 → row logits and visibility logits.

    Row logits (B, ROWS, STRETCHES): a distribution over the rows for each stretch of the side.
    Visibility (B, STRETCHES): whether the edge runs through the strip there. Inside, two rows are
    one: each gives the logits of both, at half the cost.
    """

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 16, 4, (2, 4), (1, 0), bias=False),
            nn.BatchNorm2d(16),
            nn.ReLU(inplace=True),
        )
        self.body = nn.Sequential(
            StripBlock(16, width, 2),
            StripBlock(width, width),
            StripBlock(width, width, dilation=2),
            StripBlock(width, width, dilation=4),
            StripBlock(width, width),
        )
        self.rows = nn.Conv2d(width, 2, 1)
        self.visible = nn.Conv1d(2 * width, 1, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        features = self.body(self.stem(x))
        logits = self.rows(features)
        # What lies under the likely rows, and the strip as a whole, tell whether an edge is there.
        weights = logits.mean(dim=1, keepdim=True).softmax(dim=2)
        seen = (features * weights).sum(dim=2)
        context = features.mean(dim=2)
        visible = self.visible(nn.functional.relu(cat([seen, context], dim=1)))[:, 0]
        return logits.transpose(1, 2).flatten(1, 2), visible
