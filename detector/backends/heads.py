"""The cascade head of a network, where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detector.backends.onnx import OnnxCascadeHead
from detector.weights import CASCADE_NAME, find_weights, read_card, read_verified

if TYPE_CHECKING:
    from detector.weights import WeightCard


def head_for(card: WeightCard) -> OnnxCascadeHead | None:
    """The shipped head, for the network whose maps it has learnt to read; None for another one,
    whose maps show the same things otherwise.

    card : of the network. Raises WeightsError where the head is missing or damaged.
    """
    path = find_weights(CASCADE_NAME)
    reads = read_card(path.with_suffix(".json")).get("reads_state_sha256")
    return OnnxCascadeHead(read_verified(path)) if reads == card.state_sha256 else None
