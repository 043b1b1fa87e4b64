"""Several documents in one picture: where they come to lie, and what is counted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import cv2
import numpy as np
import pytest

from detector.quad import Quad
from detector.runtime import Detector
from detector.training.evaluate_several import (
    HEIGHT,
    WIDTH,
    beside_each_other,
    laid_out,
    tally,
)


def card(width: int, height: int) -> tuple[np.ndarray, list[Quad]]:
    """A white card on black, a quarter of the picture from each rim."""
    image = np.zeros((height, width, 3), np.uint8)
    x0, y0, x1, y1 = width // 4, height // 4, width * 3 // 4, height * 3 // 4
    image[y0:y1, x0:x1] = 255
    left, top, right, bottom = x0 - 0.5, y0 - 0.5, x1 - 0.5, y1 - 0.5
    return image, [Quad([(left, top), (right, top), (right, bottom), (left, bottom)])]


def test_documents_move_with_their_pictures() -> None:
    picture, quads = beside_each_other([card(1920, 1080), card(800, 1200), card(640, 480)], 3, 2)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    drawn = np.zeros((HEIGHT, WIDTH), np.uint8)
    for quad in quads:
        cv2.fillConvexPoly(drawn, np.round(quad.corners).astype(np.int32), 255)
    white, true = picture[..., 0] > 127, drawn > 127
    assert len(quads) == 3
    assert (white & true).sum() > 0.98 * (white | true).sum()


def test_what_is_missed_and_what_is_false_is_counted() -> None:
    there, elsewhere, near = (
        Quad([(x, 0), (x + 100, 0), (x + 100, 60), (x, 60)]) for x in (0, 300, 4)
    )
    found = [SimpleNamespace(quad=near), SimpleNamespace(quad=elsewhere)]
    blind = SimpleNamespace(detect=lambda *_, **__: found)
    empty = np.zeros((8, 8, 3), np.uint8)
    below = Quad(there.corners + np.array((0, 200)))
    seen = tally(cast("Detector", blind), iter([(empty, [there, below]), (empty, [])]))
    # Both outlines are false where no document is.
    assert seen.false == 3
    assert seen.indices[0] > 0.9
    assert seen.indices[1] == 0
    assert seen.row("2").endswith("| 50.0% | 1 | 3 |")


@pytest.mark.parametrize("documents", [1, 3])
def test_scenes_hold_no_more_documents_than_asked_for(documents: int) -> None:
    ((image, quads),) = laid_out(None, documents, 1)
    assert image.shape == (HEIGHT, WIDTH, 3)
    assert len(quads) <= documents
    assert quads
