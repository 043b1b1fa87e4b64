"""Which of the network's finds are looked at closely, and what nobody looks at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detector.anchors import AnchorGrid
from detector.corners import COLUMN_BINS, ROW_BINS
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.search import MAX_DOUBTFUL, Search
from detector.weights import WeightCard

GRID = AnchorGrid()
CARD = WeightCard(
    "made up", "", 320, 0.5, GRID.strides, GRID.base, GRID.scales, GRID.ratios, {}, {}, {}
)
DESK = Mipmap(np.zeros((720, 1280, 3), np.uint8))
QUAD = Quad([(300, 200), (700, 200), (700, 450), (300, 450)])


class Desk:
    """A network that sees documents side by side, in rows of five, with these scores."""

    engine, device = "made up", "CPU"

    def __init__(self, scores: list[float]) -> None:
        self._scores = scores

    def run(self, image: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        height, width = image.shape[:2]
        anchors = GRID.boxes(width, height)
        logits = np.full(len(anchors), -20.0, np.float32)
        for place, score in enumerate(self._scores):
            row, column = divmod(place, 5)
            wanted = (32 + 64 * column, 32 + 56 * row, 40, 40)
            nearest = np.abs(anchors - wanted).sum(axis=1).argmin()
            logits[nearest] = np.log(score / (1 - score))
        square = np.array([(-5, -5), (5, -5), (5, 5), (-5, 5)], np.float32)
        corners = np.tile(square.reshape(8), (len(anchors), 1))
        return logits, np.zeros((len(anchors), 4), np.float32), corners


class Vague:
    """A corner network that sees a document and none of its corners."""

    def __call__(self, views: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        count = len(views)
        columns = np.full((count, 4, COLUMN_BINS), 1 / COLUMN_BINS, np.float32)
        rows = np.full((count, 4, ROW_BINS), 1 / ROW_BINS, np.float32)
        return columns, rows, np.full(count, 0.97, np.float32)


@pytest.mark.parametrize("sure", [0, 2, 10])
def test_all_sure_finds_are_looked_at_and_the_best_of_those_in_doubt(sure: int) -> None:
    doubtful = [0.3 + 0.01 * n for n in range(10 - sure)]
    found = Search(Desk([0.9] * sure + doubtful), None).candidates(DESK, CARD, 0.1)
    best = sorted(doubtful, reverse=True)[:MAX_DOUBTFUL]
    assert [each.score for each in found] == pytest.approx([0.9] * sure + best)


def test_two_dozen_cards_on_a_desk_are_all_found() -> None:
    square = Mipmap(np.zeros((1280, 1280, 3), np.uint8))
    found = Search(Desk([0.9] * 25), None).candidates(square, CARD, 0.1)
    places = {tuple(each.quad.corners.mean(axis=0).round(-1)) for each in found}
    assert len(places) == 25


def test_corners_that_nobody_agrees_on_leave_a_document_in_doubt() -> None:
    card = replace(CARD, closer_side=640, certain=0.8, doubtful=0.3)
    asked = []

    class Counted(Desk):
        def run(self, image: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            asked.append(image.shape[1])
            return super().run(image)

    Search(Counted([0.5]), Vague()).candidates(DESK, card, 0.1)
    assert asked == [320, 640]


def test_where_nobody_looks_outlines_stay_and_nothing_speaks_for_them() -> None:
    (own,) = Search(Desk([]), None).cornered(DESK, [QUAD])
    assert (own.quad, own.chance, own.agreed) == (QUAD, 0.5, 0.5)
    assert Search(Desk([]), Vague()).from_outside(DESK, [QUAD]) == []


def test_the_looks_from_further_out_have_a_network_of_their_own() -> None:
    (seen,) = Search(Desk([]), None, Vague()).from_outside(DESK, [QUAD])
    assert seen.chance == pytest.approx(0.97)
