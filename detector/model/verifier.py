"""The verifier: a flattened view → whether the document ends at the quad in its middle."""

from __future__ import annotations

from torch import Tensor, cat, nn
from torch.nn import functional

from detector.model.corner_net import CornerNet

# Of what the last layer sees, in training: it learns from some hundred thousand views, and knows
# those it has seen by heart otherwise.
DROPPED_SHARE = 0.3


class VerifierNet(nn.Module):
    """Float (B, 3, VIEW_HEIGHT, VIEW_WIDTH), RGB 0 to 1 → logits of the outline being right (B,).

    Body and hidden layer are the corner network's, whose weights it begins with: what shows where a
    document ends is the same for both.
    """

    def __init__(self) -> None:
        super().__init__()
        corners = CornerNet()
        self.body, self.squeeze, self.hidden = corners.body, corners.squeeze, corners.hidden
        pooled = corners.present.in_features
        self.right = nn.Linear(pooled, 1)
        # Begun without an opinion.
        nn.init.zeros_(self.right.weight)
        nn.init.zeros_(self.right.bias)

    def forward(self, x: Tensor) -> Tensor:
        """See the class."""
        features = self.body(x)
        hidden = self.hidden(functional.relu(self.squeeze(features)).flatten(1))
        seen = functional.relu(cat([hidden, features.mean(dim=(2, 3))], dim=1))
        logits: Tensor = self.right(functional.dropout(seen, DROPPED_SHARE, self.training))
        return logits[:, 0]
