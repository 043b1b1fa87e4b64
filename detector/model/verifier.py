"""The verifier: a flattened view → whether the document ends at the quad in its middle."""

from __future__ import annotations

from torch import Tensor, cat, nn
from torch.nn import functional

from detector.model.corner_net import CornerNet, Residual, conv
from detector.verifier import LOOK_HEIGHT, LOOK_WIDTH

# Of what the last layer sees, in training: it learns from some hundred thousand views, and knows
# those it has seen by heart otherwise.
DROPPED_SHARE = 0.3
# The last map is so many times smaller than the view.
STRIDE = 32


class VerifierNet(nn.Module):
    """Float (B, 3, LOOK_HEIGHT, LOOK_WIDTH), RGB 0 to 1 → logits of the outline being right (B,).

    The body is the corner network's, whose weights it begins with: what shows where a document ends
    is the same for both. As the view is larger, one more halving follows.
    """

    def __init__(self, width: int = 128, squeezed: int = 32, hidden: int = 192) -> None:
        super().__init__()
        self.body = CornerNet().body
        self.whole = nn.Sequential(conv(96, width, 2), Residual(width))
        self.squeeze = nn.Conv2d(width, squeezed, 1)
        # Each convolution that halves rounds up.
        cells = -(-LOOK_HEIGHT // STRIDE) * -(-LOOK_WIDTH // STRIDE)
        # Whether a document ends at a quad follows from all four sides.
        self.hidden = nn.Linear(squeezed * cells, hidden)
        self.right = nn.Linear(hidden + width, 1)
        # Begun without an opinion.
        nn.init.zeros_(self.right.weight)
        nn.init.zeros_(self.right.bias)

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        features = self.whole(self.body(x))
        hidden = self.hidden(functional.relu(self.squeeze(features)).flatten(1))
        seen = functional.relu(cat([hidden, features.mean(dim=(2, 3))], dim=1))
        logits: Tensor = self.right(functional.dropout(seen, DROPPED_SHARE, self.training))
        return logits[:, 0]
