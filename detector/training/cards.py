"""Figures and coefficients let into a weight card that is there already."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def amend(weights: Path, **parts: Any) -> None:
    """Sets parts of the card beside a .onnx; of "metrics" only those given change."""
    path = weights.with_suffix(".json")
    card = json.loads(path.read_text("utf-8"))
    metrics = card["metrics"] | parts.pop("metrics", {})
    path.write_text(json.dumps(card | parts | {"metrics": metrics}, indent=2) + "\n", "utf-8")
