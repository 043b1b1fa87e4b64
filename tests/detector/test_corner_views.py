"""Views for the corner network's training: pictures cropped through the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from detector.letterbox import PADDING_VALUE
from detector.quad import Quad
from detector.training import corner_views
from detector.training.corner_views import ViewCache, Views

if TYPE_CHECKING:
    from pathlib import Path

CARD = Quad([(110.0, 60.0), (210.0, 66.0), (208.0, 126.0), (108.0, 122.0)])


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ViewCache:
    """Bright cards on a dark ground, without anything printed over them."""
    for name in ("HEADED_SHARE", "PLAIN_SHARE", "EMPTY_SHARE"):
        monkeypatch.setattr(corner_views, name, 0.0)
    image = np.full((320, 320, 3), 12, np.uint8)
    cv2.fillPoly(image, [np.round(CARD.corners).astype(np.int32)], (235, 235, 235))
    quads = np.full((2, 4, 4, 2), np.nan, np.float32)
    quads[:, 0] = CARD.corners
    np.savez(
        tmp_path / "scenes-0-0000.npz",
        images=np.stack([image, image]),
        sizes=np.full((2, 2), (320, 180)),
        quads=quads,
        found=np.full((2, 6, 4, 2), np.nan, np.float32),
    )
    return ViewCache(tmp_path)


def _parts(views: Views, index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of one view: where the card is, a px from its sides; where its surroundings are; padding."""
    planes = views.images[index]
    card = np.zeros(planes.shape[1:], np.uint8)
    cv2.fillPoly(card, [np.round(views.corners[index]).astype(np.int32)], 1)
    size = np.ones((7, 7), np.uint8)
    padded = cv2.dilate((planes == PADDING_VALUE).all(axis=0).astype(np.uint8), size[:3, :3])
    return cv2.erode(card, size) > 0, cv2.dilate(card, size) == 0, padded > 0


def _cut(views: Views) -> float:
    """The share of views that show a part of the card as padding."""
    parts = [_parts(views, index) for index in range(len(views.images))]
    return float(np.mean([(card & padded).sum() > 30 for card, _, padded in parts]))


def test_a_cropped_picture_cuts_its_document(
    cache: ViewCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corner_views, "CUT_SHARE", 0.0)
    never = _cut(cache.draw(np.random.default_rng(0), 60))
    monkeypatch.setattr(corner_views, "CUT_SHARE", 1.0)
    assert never < 0.1
    assert _cut(cache.draw(np.random.default_rng(0), 60)) > 0.6


def test_where_the_picture_was_cut_the_corners_stay(
    cache: ViewCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corner_views, "CUT_SHARE", 1.0)
    views = cache.draw(np.random.default_rng(1), 60)
    for index in range(60):
        card, ground, padded = _parts(views, index)
        grey = views.images[index].mean(axis=0)
        shown, around = grey[card & ~padded], grey[ground & ~padded]
        if min(shown.size, around.size) > 50:
            # Bars of shade may lie over either: the middle one of each tells them apart.
            assert np.median(shown) > np.median(around) + 20
