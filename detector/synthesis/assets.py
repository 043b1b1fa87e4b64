"""What scenes are made of: real pictures of a data folder, procedural ones without it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from detector.errors import SynthesisError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

# Backgrounds need no more than this for scenes of a few hundred px.
MAX_SIDE_PX = 640


@dataclass(frozen=True)
class Assets:
    """Pictures to build scenes from; each may be empty.

    All uint8 BGR; templates are flat documents, wholly in the picture.
    """

    backgrounds: list[Image] = field(default_factory=list)
    negatives: list[Image] = field(default_factory=list)
    faces: list[Image] = field(default_factory=list)
    templates: list[Image] = field(default_factory=list)


def read_index(data: Path) -> list[dict[str, Any]]:
    """The lines of a data folder's index.jsonl. Raises SynthesisError where there is none."""
    index = data / "index.jsonl"
    if not index.is_file():
        raise SynthesisError(f"no index.jsonl in {data}")
    return [json.loads(line) for line in index.read_text("utf-8").splitlines() if line]


def held_out(name: str) -> bool:
    """Whether a negative belongs to the fixed third that no training ever sees."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 3 == 0


def trainable(row: dict[str, Any]) -> bool:
    """Whether a line of the index is of a picture that training may see as a whole: frames of split
    train, backgrounds, and the negatives that are not held out."""
    if row["kind"] == "negative":
        return not held_out(row["image"])
    return bool(row["kind"] == "background" or (row["kind"] == "frame" and row["split"] == "train"))


def read_picture(path: Path, max_side: int | None = None) -> Image:
    """uint8 BGR, shrunk to max_side px where given. Raises SynthesisError if unreadable."""
    image = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise SynthesisError(f"cannot read {path}")
    factor = max_side / max(image.shape[:2]) if max_side else 1.0
    if factor < 1:
        image = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(image, np.uint8)


def load_assets(data: Path | None) -> Assets:
    """The trainable pictures of a data folder; nothing at all without one.

    The held-out third of the negatives is left out, so that it can be evaluated on.
    """
    if data is None:
        return Assets()
    by_kind: dict[str, list[Image]] = {
        "background": [],
        "negative": [],
        "face": [],
        "template": [],
    }
    for row in read_index(data):
        kind = row["kind"]
        if kind in by_kind and not (kind == "negative" and held_out(row["image"])):
            side = None if kind == "template" else MAX_SIDE_PX
            by_kind[kind].append(read_picture(data / row["image"], side))
    return Assets(by_kind["background"], by_kind["negative"], by_kind["face"], by_kind["template"])
