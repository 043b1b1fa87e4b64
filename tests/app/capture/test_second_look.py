from __future__ import annotations

from dataclasses import replace

import pytest

from app.capture.moment import Shot
from app.capture.second_look import second_look
from detector.detection import Detection
from tests.app.scenes import FakeDetector, card_quad, found, frame

CARD = card_quad()


def looked(*answer: Detection) -> Shot:
    """What becomes of a shot of CARD when the close look gives `answer`."""
    shot = Shot(frame(0, CARD), CARD, found(CARD))
    return second_look(shot, FakeDetector(lambda image: answer).detect)


@pytest.mark.parametrize("turns", range(4))
def test_a_shot_is_read_from_the_documents_own_top(turns: int) -> None:
    seen = replace(found(CARD.turned(turns)), upright=True)
    assert looked(seen).quad == CARD.turned(turns)
    assert looked(seen).detection is seen


@pytest.mark.parametrize("turns", range(4))
def test_where_the_top_cannot_be_told_it_is_read_as_it_was_shown(turns: int) -> None:
    assert looked(found(CARD.turned(turns))).quad == CARD


def test_the_close_look_says_where_the_outline_is() -> None:
    near = card_quad(dx=3.0)
    assert looked(found(near)).quad == near


def test_what_was_not_shown_is_not_cropped() -> None:
    shot = Shot(frame(0, CARD), CARD, found(CARD))
    for answer in ((), (found(card_quad(dx=30.0)),)):
        assert second_look(shot, FakeDetector(lambda image, a=answer: a).detect) is shot


def test_of_two_documents_the_one_that_was_shown_is_kept() -> None:
    shot = looked(found(card_quad(dx=200.0, size=0.3), 0.99), found(CARD, 0.6))
    assert shot.quad == CARD


def test_a_shot_without_an_outline_is_not_looked_at() -> None:
    detector = FakeDetector()
    shot = Shot(frame(0), None)
    assert second_look(shot, detector.detect) is shot
    assert detector.calls == 0
