"""The shutter's offer is of one document, and begins anew with another."""

from __future__ import annotations

import pytest

from app.capture.frame import Frame
from app.capture.patience import OFFER_S, PATIENCE_S, Patience
from app.capture.tracker import Track
from detector.quad import Quad
from tests.app.capture.test_likeness import page
from tests.app.scenes import card_quad, found


def offered(then: Track, seed: int, gap_s: float) -> bool:
    """Whether it is offered of what is seen a while after an offer of document 1."""
    patience, track = Patience(), Track(found(card_quad()), card_quad(), 0.0, number=1)
    for number in range(106):
        frame = Frame(page(1), number / 10, number, "camera:Desk")
        told = patience.offers(frame, track)
        assert told is (number / 10 > PATIENCE_S)
    assert gap_s < OFFER_S - 0.5
    return patience.offers(Frame(page(seed), 10.5 + gap_s, 106, "camera:Desk"), then)


def track(number: int, quad: Quad) -> Track:
    return Track(found(quad), quad, 0.0, number=number)


@pytest.mark.parametrize("turns", [0, 2])
def test_one_that_is_lost_and_found_again_at_once_is_the_same_try(turns: int) -> None:
    assert offered(track(2, card_quad().turned(turns)), 1, 0.8)


@pytest.mark.parametrize(
    ("then", "seed", "gap_s"),
    [
        (track(2, card_quad()), 1, 1.0),  # it was away for longer
        (track(2, card_quad()), 2, 0.5),  # it looks otherwise
        (track(2, card_quad(dx=-200)), 1, 0.1),  # it lies elsewhere
    ],
)
def test_another_document_is_another_try(then: Track, seed: int, gap_s: float) -> None:
    assert not offered(then, seed, gap_s)


def test_one_that_is_followed_is_the_same_wherever_it_goes() -> None:
    assert offered(track(1, card_quad(dx=-200)), 2, 0.1)
