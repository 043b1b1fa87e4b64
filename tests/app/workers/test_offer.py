"""What is offered of an opened picture in which no document is sure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.capture.moment import Shot
from app.document.page import doubt_of
from app.workers.detection import SharedDetector
from app.workers.offer import LEAST_SCORE, MOST_SCORE, found_or_offered, with_offer
from app.workers.reading import pages_of, shot_page
from detector.detection import Detection
from tests.app.scenes import FakeDetector, card_quad, found, frame

PICTURE = np.full((480, 640, 3), 90, np.uint8)


class Doubtful(FakeDetector):
    """Is sure of nothing; told to say what is likely, it says what it was given of that score."""

    def __init__(self, *likely: Detection) -> None:
        super().__init__()
        self.likely, self.asked = likely, list[float | None]()

    def detect(
        self, image: np.ndarray, threshold: float | None = None, **how: bool
    ) -> tuple[Detection, ...]:
        self.asked.append(threshold)
        least = 1.0 if threshold is None else threshold
        return tuple(each for each in self.likely if each.score >= least)


def scored(score: float) -> Detection:
    return replace(found(card_quad()), score=score)


def test_what_is_found_is_told_as_it_is_after_one_look() -> None:
    detector = FakeDetector()
    assert found_or_offered(detector, PICTURE) == (found(card_quad()),)
    assert detector.calls == 1


def test_the_likeliest_is_offered_where_none_is_found_and_never_goes_unchecked() -> None:
    detector = Doubtful(scored(0.97), scored(0.4))
    (offered,) = found_or_offered(detector, PICTURE)
    assert detector.asked == [None, LEAST_SCORE]
    assert offered.score == MOST_SCORE
    (page,) = pages_of(PICTURE, "a", SharedDetector(lambda _: detector).offer).pages
    assert page.quad == card_quad()
    assert doubt_of(page) == "unsure"
    (offered,) = found_or_offered(Doubtful(scored(0.3)), PICTURE)
    assert offered.score == pytest.approx(0.3)


def test_nothing_is_offered_where_nothing_is_likely() -> None:
    detector = Doubtful()
    assert not found_or_offered(detector, PICTURE)
    (page,) = pages_of(PICTURE, "a", SharedDetector(lambda _: detector).offer).pages
    assert doubt_of(page) == "missing"


@pytest.mark.parametrize(("score", "offers"), [(0.08, 1), (0.03, 0)])
def test_an_outline_as_letters_have_it_is_offered_and_not_one_as_of_any_picture(
    score: float, offers: int
) -> None:
    assert len(found_or_offered(Doubtful(scored(score)), PICTURE)) == offers


@pytest.mark.parametrize("size", [(1414, 1000), (540, 856), (856, 540)])
def test_nor_of_a_picture_that_may_be_cropped_already(size: tuple[int, int]) -> None:
    detector = Doubtful(scored(0.4))
    assert not found_or_offered(detector, np.zeros((*size, 3), np.uint8))
    assert detector.asked == [None]


@pytest.mark.parametrize("size", [(3000, 4000), (1080, 1920), (2000, 3000), (1000, 1000)])
def test_a_cameras_picture_is_none(size: tuple[int, int]) -> None:
    assert found_or_offered(Doubtful(scored(0.4)), np.zeros((*size, 3), np.uint8))


def test_a_shot_of_which_nothing_was_shown_gets_the_likeliest_outline_to_be_checked() -> None:
    detector = SharedDetector(lambda _: Doubtful(scored(0.97)))
    page = shot_page(detector.looked_at(Shot(frame(0), None)), "a")
    assert page.quad == card_quad()
    assert page.score == MOST_SCORE
    assert doubt_of(page) == "unsure"


def test_where_nothing_is_likely_or_the_picture_is_a_screen_the_shot_stays_whole() -> None:
    shot = Shot(frame(0), None)
    assert with_offer(shot, Doubtful()) is shot
    screen = Shot(replace(frame(0), source="screen:0"), None)
    assert with_offer(screen, Doubtful(scored(0.97))) is screen
