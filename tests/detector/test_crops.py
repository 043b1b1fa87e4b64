"""Training pictures cut by the rim of the frame: the document goes on where nothing is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

pytest.importorskip("torch")

from detector.quad import Quad
from detector.training import dataset
from detector.training.cache import write_shard
from detector.training.crops import CUT_LEFT, LEAST_SIDE_PX, cropped
from detector.training.dataset import MIN_VISIBLE_SHARE, ShardCache

if TYPE_CHECKING:
    from pathlib import Path

CARD = Quad([(60.0, 50.0), (220.0, 56.0), (216.0, 156.0), (56.0, 150.0)])


def picture(*quads: Quad) -> np.ndarray:
    image = np.full((240, 320, 3), 60, np.uint8)
    for quad in quads:
        cv2.fillConvexPoly(image, np.round(quad.corners).astype(np.int32), (210, 220, 200))
    return image


def frame_of(part: np.ndarray) -> Quad:
    return Quad.full(part.shape[1], part.shape[0])


def test_enough_of_the_document_is_left_and_mostly_some_is_cut() -> None:
    image, shares = picture(CARD), []
    for seed in range(60):
        part, (left, top) = cropped(np.random.default_rng(seed), image, CARD)
        moved = Quad(CARD.corners - (left, top))
        shares.append(moved.shared_area(frame_of(part)) / moved.area)
        np.testing.assert_array_equal(
            part, image[top : top + part.shape[0], left : left + part.shape[1]]
        )
    assert min(shares) >= CUT_LEFT
    assert np.mean([share < 0.99 for share in shares]) > 0.6


def test_a_document_in_the_corner_of_a_tiny_picture_is_not_cut_to_nothing() -> None:
    tiny = Quad([(1.0, 1.0), (14.0, 1.0), (14.0, 9.0), (1.0, 9.0)])
    for seed in range(20):
        part, _ = cropped(np.random.default_rng(seed), np.zeros((18, 18, 3), np.uint8), tiny)
        assert min(part.shape[:2]) >= LEAST_SIDE_PX


def test_the_student_is_told_of_the_hidden_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card of one colour on another: where it is cut, less than the true outline shows it."""
    write_shard(tmp_path / "scenes-0-0000.npz", [picture(CARD)], [CARD.corners[None]])
    cache = ShardCache(tmp_path)

    def hidden(share: float) -> float:
        monkeypatch.setattr(dataset, "CUT_SHARE", share)
        samples = [cache.draw(np.random.default_rng(seed), 128) for seed in range(60)]
        quads = [quad for sample in samples for quad in sample.quads]
        assert len(quads) > 40
        return float(np.mean([(quad < -1).any() or (quad > 128).any() for quad in quads]))

    assert hidden(1.0) > hidden(0.0) + 0.15


def test_no_picture_is_cut_where_another_document_would_be_left_in_doubt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = Quad(CARD.corners + np.array((80, 75)))
    quads = np.stack([CARD.corners, other.corners])
    whole = 0
    for seed in range(80):
        window, left = dataset.cut_window(np.random.default_rng(seed), 320, 240, quads)
        x0, y0, x1, y1 = window
        whole += window == (0, 0, 320, 240)
        for each in quads[left]:
            moved = Quad(each - (x0, y0))
            assert moved.shared_area(Quad.full(x1 - x0, y1 - y0)) / moved.area >= MIN_VISIBLE_SHARE
    assert 0 < whole < 80
