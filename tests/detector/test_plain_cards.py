"""Cards with hardly any print, laid over documents in training."""

from __future__ import annotations

import cv2
import numpy as np

from detector.training.plain_cards import HEIGHT, WIDTH, plain_card, with_plain_card

CORNERS = np.array([(30.0, 21.0), (130.0, 25.0), (128.0, 92.0), (28.0, 88.0)])


def test_cards_differ_and_are_not_blank() -> None:
    cards = [plain_card(np.random.default_rng(seed)) for seed in range(8)]
    assert all(card.shape == (HEIGHT, WIDTH, 3) for card in cards)
    assert all(card.std() > 2 for card in cards)
    assert len({card.tobytes() for card in cards}) == len(cards)


def test_it_covers_the_document_and_nothing_else() -> None:
    ground = np.full((112, 160, 3), 90, np.uint8)
    seen = with_plain_card(np.random.default_rng(3), ground, CORNERS)
    inside = cv2.fillConvexPoly(np.zeros((112, 160), np.uint8), np.round(CORNERS).astype(int), 1)
    near = cv2.dilate(inside, np.ones((3, 3), np.uint8))
    assert (seen[near == 0] == 90).all()
    core = cv2.erode(inside, np.ones((5, 5), np.uint8)) > 0
    assert (np.abs(seen[core].astype(int) - 90).max(axis=1) > 5).mean() > 0.9
    assert (ground == 90).all()


def test_corners_of_no_quad_change_nothing() -> None:
    ground = np.full((40, 40, 3), 90, np.uint8)
    line = np.array([(0.0, 0.0), (10.0, 10.0), (20.0, 20.0), (30.0, 30.0)])
    assert np.array_equal(with_plain_card(np.random.default_rng(0), ground, line), ground)
