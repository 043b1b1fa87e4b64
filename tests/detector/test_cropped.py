"""Pictures that are nothing but a document."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from detector.corners import Cornered
from detector.cropped import whole_picture
from detector.formats import ID1
from detector.mipmap import Mipmap
from detector.outlines import Outline
from detector.quad import Quad
from detector.refine import Refined
from detector.runtime import Detector
from detector.synthesis.documents import render_document

CARD = (1000, round(1000 / ID1.aspect))
RIM = Quad.full(*CARD)
INSIDE = RIM.window(np.full(2, 0.05), np.full(2, 0.95))


class Sight:
    """Sees of the rim what it was told, of what was found a chance of a half; counts the looks."""

    def __init__(self, back: Quad = RIM, chance: float = 1.0, ends: float = 0.9) -> None:
        self.back, self.chance, self.ends = back, chance, ends
        self.looks = 0

    def glanced(self, quads: Sequence[Quad]) -> list[Cornered]:
        self.looks += len(quads)
        return [Cornered(self.back, self.chance, 1.0) for _ in quads]

    def cornered(self, quads: Sequence[Quad]) -> list[Cornered]:
        return self.glanced(quads)

    def exact(self, seen: Cornered) -> Refined:
        raise AssertionError(seen)

    def verified(self, quads: Sequence[Quad]) -> list[float]:
        return [self.ends if quad == RIM else 0.5 for quad in quads]


def part(width: float) -> Quad:
    """The picture's left part: such a share of it is its Jaccard index with the rim."""
    return RIM.window((0, 0), (width, 1))


def picture(width: int, height: int) -> Mipmap:
    return Mipmap(np.zeros((height, width, 3), np.uint8))


def found(*quads: Quad) -> list[Outline]:
    return [Outline(quad, quad.box, 0.9, 0.9) for quad in quads]


def test_where_none_is_seen_to_end_at_the_rim_it_is_not_the_outline_of_nothing_else() -> None:
    whole = picture(*CARD)
    assert whole_picture(whole, (), Sight(ends=0.05)) is not None
    assert whole_picture(whole, (), Sight(ends=0.005)) is None


@pytest.mark.parametrize(
    ("back", "ends", "score"),
    [
        (0.93, 0.5, 1 / 2),  # as good as not to tell
        (0.97, 0.5, 1 / (1 + math.exp(-2))),
        (0.93, 0.75, 3 / 4),
        (0.95, 0.75, 3 * math.e / (1 + 3 * math.e)),  # each 0.02 is odds of e to 1
        (0.915, 0.5, 1 / (1 + math.exp(0.75))),
        (0.905, 0.5, None),
    ],
)
def test_both_witnesses_odds_are_multiplied(back: float, ends: float, score: float | None) -> None:
    rim = whole_picture(picture(*CARD), (), Sight(part(back), 0.985, ends))
    if score is None:
        assert rim is None
        return
    assert rim is not None
    assert (rim.score, rim.network_score) == (pytest.approx(score), 0.985)
    assert (rim.quad, rim.box) == (RIM, RIM.box)


def test_the_rim_is_taken_where_it_is_no_less_likely_than_what_was_found() -> None:
    for back, taken in ((0.932, True), (0.928, False)):
        rim = whole_picture(picture(*CARD), found(INSIDE), Sight(part(back), ends=0.5))
        assert (rim is not None) == taken


@pytest.mark.parametrize(
    ("width", "looks"), [(1514, 0), (1530, 1), (1586, 1), (1641, 1), (1658, 0)]
)
def test_a_shape_may_be_off_by_4_per_cent(width: int, looks: int) -> None:
    """An ID-1 is 1.5858 times as wide as it is high."""
    sight = Sight()
    whole_picture(picture(width, 1000), (), sight)
    assert sight.looks == looks


@pytest.mark.parametrize(
    ("shares", "taken"), [((0.4,), False), ((0.6,), True), ((0.6, 0.2), False), ((0.6, 0.9), True)]
)
def test_what_covers_less_than_half_of_a_picture_is_a_document_in_it(
    shares: tuple[float, ...], taken: bool
) -> None:
    rim = whole_picture(picture(*CARD), found(*map(part, shares)), Sight())
    assert (rim is not None) == taken


@pytest.mark.parametrize("quads", [(), (INSIDE,), (RIM,)])
def test_the_rim_is_the_outline_where_a_document_is_seen_to_end_there(
    quads: tuple[Quad, ...],
) -> None:
    rim = whole_picture(picture(*CARD), found(*quads), Sight())
    assert rim is not None
    assert rim.quad == RIM
    assert 0.9 < rim.score <= 1


@pytest.mark.parametrize(
    "sight",
    [
        Sight(chance=0.975),  # what is no document may look as likely
        Sight(back=RIM.window(np.full(2, 0.1), np.full(2, 0.9))),  # the document ends further in
        Sight(ends=0.02),
        Sight(back=INSIDE, ends=0.45),  # what was found is likelier
    ],
)
def test_what_was_found_stays_where_the_rim_is_less_likely(sight: Sight) -> None:
    assert whole_picture(picture(*CARD), found(INSIDE), sight) is None


def test_the_better_the_rim_is_seen_the_surer_it_is() -> None:
    scores = []
    for ends in (0.4, 0.6, 0.8, 0.99):
        rim = whole_picture(picture(*CARD), (), Sight(ends=ends))
        assert rim is not None
        scores.append(rim.score)
    assert scores == sorted(set(scores))


@pytest.mark.parametrize("size", [(1920, 1080), (1600, 1200), (1500, 1000), (1080, 1920), (2, 1)])
def test_pictures_of_cameras_are_not_looked_at(size: tuple[int, int]) -> None:
    sight = Sight()
    assert whole_picture(picture(*size), (), sight) is None
    assert not sight.looks


def test_documents_on_a_sheet_stay_documents() -> None:
    cards = found(
        RIM.window(np.full(2, 0.1), np.full(2, 0.4)), RIM.window(np.full(2, 0.6), np.full(2, 0.9))
    )
    assert whole_picture(picture(*CARD), cards, Sight()) is None


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.load("cpu", threads=1)


def drawn(seed: int) -> np.ndarray:
    return np.ascontiguousarray(render_document(np.random.default_rng(seed)).image)


def test_of_a_picture_that_was_cropped_to_its_document_all_is_the_document(
    detector: Detector,
) -> None:
    """Also where a little of it is lost: the program that cropped it was not exact."""
    overlaps, scores = [], []
    for seed in (2, 3, 5, 7, 13, 22, 27, 39):
        document = drawn(seed)
        height, width = document.shape[:2]
        part = document[height // 125 :, width // 80 : -(width // 160)].copy()
        (only,) = detector.detect(part, upright=False)
        overlaps.append(only.quad.jaccard(Quad.full(part.shape[1], part.shape[0])))
        scores.append(only.score)
    # Fonts differ from machine to machine, and with them what is drawn: one or two may look odd.
    assert sorted(scores)[2] > 0.8
    # Processors round the 8-bit network's sums in their own ways: one may turn out otherwise.
    assert min(overlaps) > 0.95
    assert sum(each == pytest.approx(1) for each in overlaps) >= len(overlaps) - 1


@pytest.mark.parametrize("seed", [2, 13, 22])
def test_a_document_with_a_rim_of_the_table_is_found_without_it(
    detector: Detector, seed: int
) -> None:
    """In a picture of a document's shape, too."""
    document = drawn(seed)
    height, width = document.shape[:2]
    table = np.full_like(document, (60, 80, 100))
    place = np.float32([(0.06, 0.08), (0.95, 0.05), (0.93, 0.96), (0.05, 0.92)]) * (width, height)
    sheet = np.float32([(0, 0), (width, 0), (width, height), (0, height)])
    matrix = cv2.getPerspectiveTransform(sheet, place.astype(np.float32))
    cv2.warpPerspective(document, matrix, (width, height), table, borderMode=cv2.BORDER_TRANSPARENT)
    (only,) = detector.detect(table, upright=False)
    assert only.quad.jaccard(Quad(place - 0.5)) > 0.96
