"""Print drawn into strips: it stays on its side of the edge, and labels stay true."""

from __future__ import annotations

import numpy as np
import pytest

from detector.strips import COLUMNS, ROWS, STRETCHES
from detector.training.strip_print import headed, one_sided, striped

EDGE_ROW = 20


def strip() -> tuple[np.ndarray, np.ndarray]:
    """Dark surroundings above a pale document whose edge lies before EDGE_ROW."""
    image = np.full((ROWS, COLUMNS, 3), 60, np.uint8)
    image[EDGE_ROW:] = 210
    return image, np.full(STRETCHES, 1 - 2 * EDGE_ROW / ROWS, np.float32)


@pytest.mark.parametrize("seed", range(12))
def test_a_header_begins_at_the_edge_and_leaves_the_surroundings(seed: int) -> None:
    image, offsets = strip()
    changed = headed(np.random.default_rng(seed), image, offsets)
    difference = np.abs(changed.astype(int) - image).max(axis=2)
    assert difference[: EDGE_ROW - 6].max() <= 2
    assert difference[EDGE_ROW + 1, COLUMNS // 2] > 20
    assert changed.dtype == np.uint8


@pytest.mark.parametrize("seed", range(12))
def test_a_stripe_does_not_touch_the_edge_itself(seed: int) -> None:
    image, offsets = strip()
    changed = striped(np.random.default_rng(seed), image, offsets)
    rows = slice(EDGE_ROW - 1, EDGE_ROW + 1)
    assert np.abs(changed[rows].astype(int) - image[rows]).max() <= 2
    assert (changed != image).any()


def test_what_has_no_edge_is_given_back() -> None:
    image, _ = strip()
    unseen = np.full(STRETCHES, np.nan, np.float32)
    rng = np.random.default_rng(0)
    assert headed(rng, image, unseen) is image
    assert striped(rng, image, unseen) is image


def test_one_side_alone_has_no_edge_left() -> None:
    image, offsets = strip()
    part, labels = one_sided(np.random.default_rng(1), image, offsets)
    assert np.isnan(labels).all()
    assert part.shape == image.shape
    assert len(np.unique(part)) == 1
