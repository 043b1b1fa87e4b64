"""The line of JSON that is printed of a picture: other programs read it, the README names each key.

A line has the same keys whatever became of its picture.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.document.leaf import Leaf
    from app.scanning import Document, Scanned


def line_of(leaf: Leaf, scanned: Scanned, *, with_files: bool) -> str:
    """Of a picture that was read. with_files : says of each document where it was saved."""
    return _line(
        leaf,
        width=scanned.width,
        height=scanned.height,
        documents=[
            _entry(each) | ({"file": str(each.file)} if with_files else {})
            for each in scanned.documents
        ],
        error=None,
        detect_ms=round(scanned.detect_ms, 2),
    )


def line_of_failure(leaf: Leaf, reason: str) -> str:
    """Of a picture that could not be read, or whose documents could not be saved."""
    return _line(leaf, width=None, height=None, documents=[], error=reason, detect_ms=None)


def _line(leaf: Leaf, *, error: str | None, detect_ms: float | None, **rest: Any) -> str:
    page = {"image": str(leaf.path), "page": leaf.number or 1}
    row = {**page, **rest, "error": error, "ms": {"detect": detect_ms}}
    return json.dumps(row, ensure_ascii=True)


def _entry(document: Document) -> dict[str, Any]:
    found = document.found
    return {
        "quad": [[round(x, 2), round(y, 2)] for x, y in found.quad.corners.tolist()],
        "box": [round(value, 2) for value in found.box],
        "score": round(found.score, 4),
        "format": document.format,
        "format_confidence": round(document.format_confidence, 4),
        "upright": found.upright,
        "upright_confidence": round(found.upright_confidence, 4),
        "cut_off": document.cut_off,
        "hard_to_read": document.flaw,
    }
