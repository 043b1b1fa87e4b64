"""The second, larger look: when it is taken, and what becomes of what it finds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detector.anchors import AnchorGrid
from detector.around import SHIFTS, SLIPS
from detector.confidence import FEATURES
from detector.corners import COLUMN_BINS, COLUMNS, INNER, ROW_BINS, ROWS
from detector.mipmap import Mipmap
from detector.runtime import Detector
from detector.starts import MAX_FOLLOWED
from detector.strips import ROWS as STRIP_ROWS
from detector.strips import STRETCHES
from detector.weights import WeightCard

GRID = AnchorGrid()
CARD = WeightCard(
    "made up", "", 320, 0.5, GRID.strides, GRID.base, GRID.scales, GRID.ratios, {}, {}, {},
    closer_side=640, certain=0.8, doubtful=0.3,
)  # fmt: skip
WIDE = np.zeros((720, 1280, 3), np.uint8)


class Seer:
    """An engine that sees one square anchor with a score of its own for each input's width."""

    engine, device = "made up", "CPU"

    def __init__(self, scores: dict[int, float], shares: dict[int, float] | None = None) -> None:
        """shares : of the anchor, by width as well, 1 where not given."""
        self._scores, self._shares = scores, shares or {}
        self.widths: list[int] = []

    def run(self, image: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        height, width = image.shape[:2]
        self.widths.append(width)
        anchors = GRID.boxes(width, height)
        logits = np.full(len(anchors), -20.0, np.float32)
        score = self._scores.get(width, 0.0)
        # The anchor of width ÷ 3 px nearest to the middle: of the same place at each size.
        size = anchors[:, 2:] - width / 3
        middle = anchors[:, :2] - (width / 2, height / 2)
        best = np.abs(np.hstack([8 * size, middle])).sum(axis=1).argmin()
        if score:
            logits[best] = np.log(score / (1 - score))
        square = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]) / 0.1
        square *= self._shares.get(width, 1.0)
        corners = np.tile(square.reshape(8), (len(anchors), 1)).astype(np.float32)
        return logits, np.zeros((len(anchors), 4), np.float32), corners


def looks(seer: Seer, picture: np.ndarray = WIDE, card: WeightCard = CARD) -> list[bool]:
    """Whether each candidate is of the second look."""
    found = Detector(seer, card).candidates(Mipmap(picture), 0.2)
    assert all(each.quad.corners.max() <= max(picture.shape) for each in found)
    return [each.closer for each in found]


def test_a_certain_find_is_not_looked_at_again() -> None:
    seer = Seer({320: 0.9, 640: 0.95})
    assert looks(seer) == [False]
    assert seer.widths == [320]


@pytest.mark.parametrize("first", [0.0, 0.25, 0.5])
def test_nothing_or_a_doubtful_find_is(first: float) -> None:
    seer = Seer({320: first, 640: 0.95})
    assert looks(seer)[0] is True
    assert seer.widths == [320, 640]


def test_what_both_looks_found_is_told_once_by_the_surer_one() -> None:
    assert looks(Seer({320: 0.6, 640: 0.4})) == [False]
    assert looks(Seer({320: 0.4, 640: 0.6})) == [True]


def test_a_part_of_what_the_first_look_saw_is_no_document() -> None:
    assert looks(Seer({320: 0.4, 640: 0.3}, {640: 0.7})) == [False]
    # … unless it is the likelier one: the whole may be a sheet around it, and the sides choose.
    assert looks(Seer({320: 0.4, 640: 0.9}, {640: 0.7})) == [True, False]
    # What is about as large is the same outline, told by the surer look …
    assert looks(Seer({320: 0.4, 640: 0.9}, {640: 0.97})) == [True]
    # … and of two outlines of one document the sides, not the scores, choose.
    assert looks(Seer({320: 0.4, 640: 0.9}, {640: 1.3})) == [True, False]


def test_a_small_picture_holds_no_more_than_the_first_look_saw() -> None:
    seer = Seer({})
    assert looks(seer, WIDE[:300, :380]) == []
    assert seer.widths == [320]


def test_the_second_look_never_enlarges() -> None:
    seer = Seer({})
    looks(seer, WIDE[:360, :480])
    assert seer.widths == [320, 480]


@pytest.mark.parametrize(("share", "widths"), [(0.4, [320, 640]), (0.6, [320])])  # 3 and 7 %
def test_beside_a_small_find_others_may_be_overlooked(share: float, widths: list[int]) -> None:
    seer = Seer({320: 0.95, 640: 0.5}, {320: share, 640: share})
    assert looks(seer) == [False]
    assert seer.widths == widths


def test_a_card_without_it_has_none() -> None:
    seer = Seer({})
    assert looks(seer, card=replace(CARD, closer_side=0)) == []
    assert seer.widths == [320]


def test_where_two_lie_more_are_looked_for() -> None:
    class Pair(Seer):
        def run(self, image: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            logits, boxes, corners = super().run(image)
            width = image.shape[1]
            anchors = GRID.boxes(width, image.shape[0])
            away = anchors[logits.argmax()] - (width / 3, 0, 0, 0)
            logits[np.abs(anchors - away).sum(axis=1).argmin()] = logits.max()
            return logits, boxes, corners

    seer = Pair({320: 0.9, 640: 0.9})
    assert looks(seer) == [False, False]
    assert seer.widths == [320, 640]


class Doubting:
    """A corner network that sees no document in what it is shown first, and one in all else."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, views: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        self.calls += 1
        count = len(views)
        columns = np.full((count, 4, COLUMN_BINS), 1 / COLUMN_BINS, np.float32)
        rows = np.full((count, 4, ROW_BINS), 1 / ROW_BINS, np.float32)
        return columns, rows, np.full(count, 0.01 if self.calls == 1 else 0.9, np.float32)


def test_what_is_no_document_once_flattened_is_no_certain_find() -> None:
    seer, corners = Seer({320: 0.9, 640: 0.95}), Doubting()
    found = Detector(seer, CARD, corners=corners).candidates(Mipmap(WIDE), 0.2)
    assert seer.widths == [320, 640]
    assert [each.closer for each in found] == [True]
    assert found[0].corners.chance == pytest.approx(0.9)


class Knowing(Doubting):
    """A corner network that is sure of every corner where it was given."""

    def __call__(self, views: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        columns, rows, _ = super().__call__(views)
        for chances, centres, places in (
            (columns, COLUMNS, INNER[:, 0]),
            (rows, ROWS, INNER[:, 1]),
        ):
            nearest = np.abs(centres - places[:, None]).argmin(axis=1)
            chances[:] = 0
            chances[:, range(4), nearest] = 1
        return columns, rows, np.full(len(views), 0.97, np.float32)


def test_a_doubtful_find_whose_corners_are_plain_to_see_is_not_looked_at_again() -> None:
    seer = Seer({320: 0.5, 640: 0.95})
    found = Detector(seer, CARD, corners=Knowing()).candidates(Mipmap(WIDE), 0.2)
    assert seer.widths == [320]
    assert found[0].corners.agreed > 0.99


class Drawn(Knowing):
    """A corner network that leads whatever it is shown to one place of the picture: the first view
    as it is given, all others far to the left of where they are."""

    def __call__(self, views: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        columns, rows, chances = super().__call__(views)
        columns[1:] = np.roll(columns[1:], -COLUMN_BINS // 4, axis=2)
        return columns, rows, chances


def test_a_find_that_led_elsewhere_may_be_a_second_document() -> None:
    class Beside(Seer):
        """One sure find, and a weaker one beside it, over the rim of both."""

        def run(self, image: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            logits, boxes, corners = super().run(image)
            height, width = image.shape[:2]
            if width > 320:
                return logits, boxes, corners
            anchors = GRID.boxes(width, height)
            away = anchors[logits.argmax()] + (width * self.apart, 0, 0, 0)
            weaker = np.abs(anchors - away).sum(axis=1).argmin()
            logits[weaker] = 0.0
            return logits, boxes, corners

        apart = 0.26

    def widths(least: float) -> list[int]:
        seer = Beside({320: 0.9, 640: 0.95})
        card = replace(CARD, doubtful=least)
        found = Detector(seer, card, corners=Drawn()).candidates(Mipmap(WIDE), 0.2)
        assert len(found) >= 1
        return seer.widths

    assert widths(0.3) == [320, 640]
    # … where it was seen plainly enough to be in doubt.
    assert widths(0.6) == [320]


@pytest.mark.parametrize(
    ("score", "chance", "kept"), [(0.15, 0.4, 0), (0.15, 1.0, 1), (0.25, 0.4, 1)]
)
def test_what_the_network_hardly_saw_has_to_look_like_a_document(
    score: float, chance: float, kept: int
) -> None:
    class Judging(Knowing):
        def __call__(self, views: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            columns, rows, chances = super().__call__(views)
            return columns, rows, chances * chance

    detector = Detector(Seer({320: score}), replace(CARD, closer_side=0), corners=Judging())
    assert len(detector.candidates(Mipmap(WIDE), 0.1)) == kept


class Blank:
    """A strip network that sees no edge."""

    def __call__(self, strips: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        rows = np.full((len(strips), STRIP_ROWS, STRETCHES), 1 / STRIP_ROWS, np.float32)
        return rows, np.zeros((len(strips), STRETCHES), np.float32)


# Its own place, those that it is moved to, and a last look at each of the outlines followed.
ALL_VIEWS = 1 + len(SHIFTS) + 4 * len(SLIPS) + 1 + MAX_FOLLOWED


@pytest.mark.parametrize(
    ("bias", "chance", "views"),
    [(2.0, 0.9, ALL_VIEWS), (2.0, 1.0, 1), (9.0, 0.9, 1), (-9.0, 0.9, 1)],
)
def test_only_what_is_in_doubt_is_looked_at_from_elsewhere(
    bias: float, chance: float, views: int
) -> None:
    judged = (0.0,) * len(FEATURES) + (bias,)
    card = replace(CARD, confidence=judged, presence=judged, candidates=0.2)
    seen: list[int] = []

    class Counting(Knowing):
        def __call__(self, views: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            seen.append(len(views))
            columns, rows, chances = super().__call__(views)
            return columns, rows, chances * chance

    asked: list[int] = []

    def verifier(views: np.ndarray) -> np.ndarray:
        asked.append(len(views))
        return np.full(len(views), 0.5, np.float32)

    network = Seer({320: 0.9})
    detector = Detector(network, card, refiner=Blank(), corners=Counting(), verifier=verifier)
    found = detector.detect(WIDE, upright=False)
    assert sum(seen) == views
    assert bool(asked) == (views > 1)
    assert len(found) == 1


@pytest.mark.parametrize(("bias", "widths"), [(2.0, [320, 640]), (9.0, [320]), (-9.0, [320])])
def test_where_the_sides_leave_a_doubt_more_is_looked_for(bias: float, widths: list[int]) -> None:
    judged = (0.0,) * len(FEATURES) + (bias,)
    card = replace(CARD, confidence=judged, presence=judged)
    seer = Seer({320: 0.9, 640: 0.95})
    found = Detector(seer, card, refiner=Blank()).candidates(Mipmap(WIDE), 0.2)
    assert seer.widths == widths
    assert all(each.refined is not None for each in found)


def test_there_are_two_looks_at_most() -> None:
    judged = (0.0,) * len(FEATURES) + (2.0,)
    card = replace(CARD, confidence=judged, presence=judged)
    seer = Seer({640: 0.4})
    found = Detector(seer, card, refiner=Blank()).candidates(Mipmap(WIDE), 0.2)
    assert [each.closer for each in found] == [True]
    assert seer.widths == [320, 640]
    # What either look hints at is kept for each.
    seer = Seer({320: 0.9, 640: 0.3}, {640: 1.5})
    found = Detector(seer, card, refiner=Blank()).candidates(Mipmap(WIDE), 0.2)
    assert [len(each.looks) for each in found] == [2, 2]


def test_what_is_hardly_likely_is_left_to_the_second_look() -> None:
    seer, card = Seer({320: 0.07, 640: 0.07}), replace(CARD, closer_side=0)
    assert Detector(seer, card).candidates(Mipmap(WIDE), 0.05) == []
    found = Detector(seer, CARD).candidates(Mipmap(WIDE), 0.05)
    assert [each.closer for each in found] == [True]
