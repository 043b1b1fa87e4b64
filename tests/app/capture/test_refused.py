"""One that was retaken and is left lying: the shutter is offered for it, and others go ahead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.capture.guidance import Guidance
from app.capture.patience import PATIENCE_S
from app.capture.place import HIDDEN_S
from detector.quad import Quad
from tests.app.capture.test_beside import (
    HALF,
    LEFT,
    LEFT_CARD,
    RIGHT,
    RIGHT_CARD,
    Desk,
    shots,
    sides,
)
from tests.app.scenes import card_quad, found, scene

NUDGED = LEFT.moved(0, 14)
# Until another one goes ahead, and is captured.
AHEAD_S = PATIENCE_S + 2.5


@pytest.fixture
def desk() -> Desk:
    """Of two cards the left one was captured, and is not wanted so."""
    desk = Desk()
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=1.2)) == ["L"]
    desk.pipeline.retake()
    return desk


def test_the_one_beside_goes_ahead_after_a_while_and_the_other_waits_on(desk: Desk) -> None:
    seen = desk.show(LEFT_CARD, RIGHT_CARD, seconds=PATIENCE_S - 0.5)
    assert (sides(seen), shots(seen)) == ("L", [])
    assert seen[-1].guidance is Guidance.USE_SHUTTER
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=3)) == ["R"]
    seen = desk.show(LEFT_CARD, RIGHT_CARD, seconds=2 * PATIENCE_S)
    assert (sides(seen), shots(seen)) == ("RL", [])
    assert seen[-1].guidance is Guidance.USE_SHUTTER
    image = np.hstack([scene(NUDGED)[:, :HALF], scene(RIGHT)[:, HALF:]])
    assert shots(desk.show(found(NUDGED), RIGHT_CARD, seconds=3, image=image)) == ["L"]


def test_it_waits_on_where_it_is_read_from_another_corner(desk: Desk) -> None:
    """Followed anew once the one beside was captured; which corner comes first is a px's matter."""
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=AHEAD_S)) == ["R"]
    turned = replace(LEFT_CARD, quad=LEFT.turned(1))
    seen = desk.show(turned, RIGHT_CARD, seconds=8)
    assert (sides(seen)[-1:], shots(seen)) == ("L", [])


def test_a_side_that_is_found_at_a_line_of_the_print_moves_nothing(desk: Desk) -> None:
    corners = LEFT.corners + np.array([(0, 40), (0, 40), (0, 0), (0, 0)])
    within = replace(LEFT_CARD, quad=Quad(corners))
    seen = desk.show(within, RIGHT_CARD, seconds=3) + desk.show(LEFT_CARD, RIGHT_CARD, seconds=3)
    assert (sides(seen), shots(seen)) == ("L", [])


def test_a_picture_on_it_does_not_go_ahead(desk: Desk) -> None:
    picture = found(card_quad(dx=-200, size=0.36))
    seen = desk.show(LEFT_CARD, picture, seconds=AHEAD_S)
    assert (sides(seen), shots(seen)) == ("L", [])


@pytest.mark.parametrize(("away_s", "again"), [(HIDDEN_S - 0.5, []), (HIDDEN_S + 0.5, ["L"])])
def test_it_is_new_once_it_was_away(desk: Desk, away_s: float, again: list[str]) -> None:
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=AHEAD_S)) == ["R"]
    alone = np.hstack([scene(None)[:, :HALF], scene(RIGHT)[:, HALF:]])
    assert not shots(desk.show(RIGHT_CARD, seconds=away_s, image=alone))
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=5)) == again


@pytest.mark.parametrize(("away_s", "again"), [(0.6, []), (1.5, ["L"])])
def test_alone_in_view_it_is_new_once_it_was_away_for_as_long_as_a_hand_takes(
    away_s: float, again: list[str]
) -> None:
    desk = Desk()
    assert shots(desk.show(LEFT_CARD, seconds=1.2)) == ["L"]
    desk.pipeline.retake()
    assert not shots(desk.show(LEFT_CARD, seconds=1))
    assert not shots(desk.show(seconds=away_s))
    assert shots(desk.show(LEFT_CARD, seconds=4)) == again
