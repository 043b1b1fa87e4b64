"""What a measurement lets into a weight card."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from detector.training.cards import amend

if TYPE_CHECKING:
    from pathlib import Path


def test_parts_are_set_and_of_the_metrics_only_those_given(tmp_path: Path) -> None:
    weights, card = tmp_path / "net-1.onnx", tmp_path / "net-1.json"
    card.write_text(json.dumps({"name": "net", "accept": 0.5, "metrics": {"ap": 0.1, "recall": 1}}))
    amend(weights, accept=0.4, metrics={"ap": 0.2})
    assert json.loads(card.read_text()) == {
        "name": "net",
        "accept": 0.4,
        "metrics": {"ap": 0.2, "recall": 1},
    }
    amend(weights, presence=[1.0])
    assert json.loads(card.read_text())["metrics"] == {"ap": 0.2, "recall": 1}
