"""Weights and the card that vouches for them.

Each ``<name>-<sha8>.onnx`` has a ``<name>-<sha8>.json`` beside it. The runtime refuses a file whose
sha256 is not the card's: a truncated or swapped network must not answer.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.errors import WeightsError

WEIGHTS_FOLDER = Path("resources", "weights")


@dataclass(frozen=True)
class WeightCard:
    """What a network is and how it came about.

    sha256 : of the .onnx. long_side : px of the network's input. threshold : shipped score.
    strides, base, scales, ratios : the anchor grid. recipe, data, metrics : as trained, measured.
    """

    name: str
    sha256: str
    long_side: int
    threshold: float
    strides: tuple[int, ...]
    base: float
    scales: tuple[float, ...]
    ratios: tuple[float, ...]
    recipe: dict[str, Any]
    data: dict[str, Any]
    metrics: dict[str, Any]

    @classmethod
    def load(cls, path: Path) -> WeightCard:
        """The card of a .json file. Raises WeightsError where it is missing or no card."""
        try:
            fields = json.loads(path.read_text("utf-8"))
            for key in ("strides", "scales", "ratios"):
                fields[key] = tuple(fields[key])
            return cls(**fields)
        except FileNotFoundError as error:
            raise WeightsError(f"the weight card is missing: {path.name}") from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WeightsError(f"the weight card cannot be read: {path.name}: {error}") from error


def find_weights() -> Path:
    """The shipped .onnx, from source and frozen. Raises WeightsError where there is none."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
    folder = root / WEIGHTS_FOLDER
    found = sorted(folder.glob("*.onnx"))
    if not found:
        raise WeightsError("no weights are installed (resources/weights holds no .onnx)")
    if len(found) > 1:
        names = ", ".join(each.name for each in found)
        raise WeightsError(f"expected one set of weights, found {names}")
    return found[0]


def read_verified(path: Path) -> tuple[bytes, WeightCard]:
    """The network's bytes and card. Raises WeightsError where the hash is not the card's."""
    card = WeightCard.load(path.with_suffix(".json"))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsError(f"the weights cannot be read: {path.name}: {error.strerror}") from error
    actual = hashlib.sha256(data).hexdigest()
    if actual != card.sha256:
        raise WeightsError(
            f"the weights {path.name} are damaged: expected sha256 {card.sha256[:16]}…, "
            f"got {actual[:16]}…; install them again"
        )
    return data, card
