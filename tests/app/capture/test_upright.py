from __future__ import annotations

from dataclasses import replace

import pytest

from app.capture.autocapture import Shot
from app.capture.upright import read_upright
from tests.app.scenes import FakeDetector, card_quad, found, frame


@pytest.mark.parametrize("turns", range(4))
def test_a_shot_is_read_from_the_documents_own_top(turns: int) -> None:
    card = card_quad()
    seen = replace(found(card.turned(turns)), upright=True)
    shot = read_upright(
        Shot(frame(0, card), card, found(card)), FakeDetector(lambda image: (seen,)).detect
    )
    assert shot.quad == card.turned(turns)
    assert shot.detection is seen


def test_the_outline_stays_where_it_was_shown() -> None:
    card, near = card_quad(), card_quad(dx=3.0)
    seen = replace(found(near.turned(2)), upright=True)
    shot = read_upright(
        Shot(frame(0, near), card, found(card)), FakeDetector(lambda image: (seen,)).detect
    )
    assert shot.quad == card.turned(2)


@pytest.mark.parametrize(
    "answer",
    [
        (),
        (found(card_quad().turned(1)),),  # not sure which way up
        (replace(found(card_quad(dx=60.0).turned(1)), upright=True),),  # something else
    ],
)
def test_without_a_sure_answer_the_shot_stays_as_it_was_seen(answer: tuple) -> None:
    card = card_quad()
    shot = Shot(frame(0, card), card, found(card))
    assert read_upright(shot, FakeDetector(lambda image: answer).detect) == shot


def test_a_shot_without_an_outline_is_not_looked_at() -> None:
    detector = FakeDetector()
    shot = Shot(frame(0), None)
    assert read_upright(shot, detector.detect) is shot
    assert detector.calls == 0
