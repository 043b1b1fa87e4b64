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
DETECTOR_NAME = "snet-retinanet"
CASCADE_NAME = "cascade-head"
REFINER_NAME = "strip-refiner"
UPRIGHT_NAME = "upright-classifier"
CORNERS_NAME = "corner-network"
OUTER_NAME = "outer-corner-network"
VERIFIER_NAME = "outline-verifier"
NAMES = (
    DETECTOR_NAME,
    CASCADE_NAME,
    CORNERS_NAME,
    OUTER_NAME,
    VERIFIER_NAME,
    REFINER_NAME,
    UPRIGHT_NAME,
)


@dataclass(frozen=True)
class WeightCard:
    """What a network is and how it came about.

    sha256 : of the .onnx. long_side : px of the network's input. threshold : lowest score of the
    network's own. strides, base, scales, ratios : the anchor grid. recipe, data, metrics : as
    trained, measured. state_sha256 : of the .npz beside it that torch reads; "" where there is
    none. confidence, presence : of detector.confidence, that an outline is right and that there is
    a document at all, for what the network itself gives candidates or more; the latter must reach
    accept. Empty where scores stay the network's own. settled_confidence, settled_presence : the
    same of outlines that were in doubt and were settled (detector.starts). closer_side : px, the
    longer side of a second look, 0 for none; a find is sure from a score of certain on, or once its
    corners leave no doubt (detector.search), and it is taken where none is, or where one from
    doubtful on is not.
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
    state_sha256: str = ""
    confidence: tuple[float, ...] = ()
    candidates: float = 0.0
    accept: float = 0.0
    presence: tuple[float, ...] = ()
    settled_confidence: tuple[float, ...] = ()
    settled_presence: tuple[float, ...] = ()
    closer_side: int = 0
    certain: float = 1.0
    doubtful: float = 1.0

    @classmethod
    def load(cls, path: Path) -> WeightCard:
        """The card of a .json file. Raises WeightsError where it is missing or no card."""
        fields = read_card(path)
        try:
            for key in ("strides", "scales", "ratios"):
                fields[key] = tuple(fields[key])
            for key in (
                "confidence",
                "presence",
                "settled_confidence",
                "settled_presence",
            ):
                fields[key] = tuple(fields.get(key, ()))
            return cls(**fields)
        except (KeyError, TypeError) as error:
            raise WeightsError(f"the weight card cannot be used: {path.name}: {error}") from error


def read_card(path: Path) -> dict[str, Any]:
    """The fields of a card. Raises WeightsError where it is missing or no JSON object."""
    try:
        fields = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise WeightsError(f"the weight card is missing: {path.name}") from error
    except (OSError, ValueError) as error:
        raise WeightsError(f"the weight card cannot be read: {path.name}: {error}") from error
    if not isinstance(fields, dict):
        raise WeightsError(f"the weight card cannot be read: {path.name}: expected an object")
    return fields


def find_weights(name: str = DETECTOR_NAME, folder: Path = WEIGHTS_FOLDER) -> Path:
    """The shipped .onnx of a network, from source and frozen. folder : below the program's own.

    Raises WeightsError where there is none, or more than one.
    """
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
    found = sorted((root / folder).glob(f"{name}-*.onnx"))
    if not found:
        holds = f"{folder.as_posix()} holds no {name}-*.onnx"
        raise WeightsError(f"no weights are installed ({holds})")
    if len(found) > 1:
        names = ", ".join(each.name for each in found)
        raise WeightsError(f"expected one set of weights, found {names}")
    return found[0]


def read_verified(path: Path) -> bytes:
    """The network's bytes. Raises WeightsError where the hash is not the card's."""
    return _read_hashed(path, str(read_card(path.with_suffix(".json")).get("sha256", "")))


def read_state(path: Path, card: WeightCard) -> bytes:
    """The arrays for torch beside an .onnx. Raises WeightsError as read_verified does."""
    return _read_hashed(path.with_suffix(".npz"), card.state_sha256)


def _read_hashed(path: Path, expected: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsError(f"the weights cannot be read: {path.name}: {error.strerror}") from error
    actual = hashlib.sha256(data).hexdigest()
    if actual != expected:
        raise WeightsError(
            f"the weights {path.name} are damaged: expected sha256 {expected[:16]}…, "
            f"got {actual[:16]}…; install them again"
        )
    return data
