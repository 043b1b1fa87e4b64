"""Two documents on a desk: each is captured, one after the other, and none twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.frame import Frame
from app.capture.guidance import Guidance
from app.capture.moment import Shot
from app.capture.pipeline import Observation, Pipeline
from app.capture.places import MOST_PLACES, Places
from app.capture.quality import Quality
from detector.detection import Detection
from tests.app.scenes import WIDTH, FakeDetector, card_quad, found, scene

LEFT, RIGHT = card_quad(dx=-157, size=0.72), card_quad(dx=157, size=0.72)
LEFT_CARD, RIGHT_CARD = found(LEFT, 0.95), found(RIGHT, 0.9)
HALF = WIDTH // 2
BOTH = np.hstack([scene(LEFT)[:, :HALF], scene(RIGHT)[:, HALF:]])
FPS = 10.0


class Desk:
    """What lies there, observed frame by frame."""

    def __init__(self, *, auto_capture: bool = True) -> None:
        self.lying: tuple[Detection, ...] = ()
        detector = FakeDetector(lambda image: self.lying)
        self.pipeline = Pipeline(detector.detect, auto_capture=auto_capture)
        self._number = 0

    def show(
        self, *lying: Detection, seconds: float, image: NDArray[np.uint8] = BOTH
    ) -> list[Observation]:
        seen = []
        self.lying = lying
        for _ in range(round(seconds * FPS)):
            frame = Frame(image.copy(), self._number / FPS, self._number, "screen:")
            seen.append(self.pipeline.observe(frame))
            self._number += 1
        return seen


def sides(seen: Sequence[Observation]) -> str:
    """What is followed, without repeats: "LR" is the left one, then the right one."""
    told = ""
    for each in seen:
        side = "-" if each.quad is None else "L" if each.quad.box[0] < WIDTH / 4 else "R"
        told += side if told[-1:] != side else ""
    return told


def shots(seen: Sequence[Observation]) -> list[str]:
    """What is captured."""
    return [sides([each]) for each in seen if each.capture]


def test_the_second_document_is_followed_once_the_first_is_taken_and_taken_too() -> None:
    seen = Desk().show(LEFT_CARD, RIGHT_CARD, seconds=20)
    assert shots(seen) == ["L", "R"]
    assert sides(seen) == "LR"  # and never back
    assert seen[-1].guidance in {Guidance.NEXT_DOCUMENT, Guidance.ANOTHER_HERE}


def test_a_frame_without_the_second_one_is_no_way_back() -> None:
    desk, seen = Desk(), []
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=1.2)) == ["L"]
    for _ in range(20):
        seen += desk.show(LEFT_CARD, RIGHT_CARD, seconds=0.6)
        seen += desk.show(LEFT_CARD, seconds=0.1)
    assert sides(seen) == "LR"
    assert shots(seen) == ["R"]


def test_who_turns_the_first_one_over_comes_before_the_one_beside() -> None:
    desk = Desk()
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=1.2)) == ["L"]
    turned = BOTH.copy()
    turned[:, :HALF] = 255 - BOTH[:, HALF - 1 :: -1]
    seen = desk.show(RIGHT_CARD, seconds=0.8)  # the hand is over it
    seen += desk.show(LEFT_CARD, RIGHT_CARD, seconds=8, image=turned)
    assert shots(seen) == ["L", "R"]


def test_one_that_is_to_be_replaced_is_taken_anew_at_once_and_the_other_is_not() -> None:
    desk = Desk()
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=5)) == ["L", "R"]
    desk.pipeline.release(LEFT)
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=2)) == ["L"]
    assert not shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=5))


def test_without_a_place_the_last_capture_is_the_one_that_is_taken_anew() -> None:
    desk = Desk()
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=5)) == ["L", "R"]
    desk.pipeline.release()
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=5)) == ["R"]


def test_a_hand_over_the_first_one_does_not_make_it_new() -> None:
    desk = Desk()
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=5)) == ["L", "R"]
    assert not shots(desk.show(RIGHT_CARD, seconds=1.5))
    assert not shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=5))


@pytest.mark.parametrize("away_s", [2.5, 6.0])
def test_the_first_one_s_place_is_free_once_it_was_away(away_s: float) -> None:
    desk = Desk()
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=5)) == ["L", "R"]
    right_alone = np.hstack([scene(None)[:, :HALF], scene(RIGHT)[:, HALF:]])
    assert not shots(desk.show(RIGHT_CARD, seconds=away_s, image=right_alone))
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=5)) == ["L"]


def test_one_that_is_turned_over_beside_the_one_followed_is_taken() -> None:
    desk = Desk()
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=5)) == ["L", "R"]
    turned = BOTH.copy()
    turned[:, :HALF] = 255 - BOTH[:, HALF - 1 :: -1]
    assert shots(desk.show(LEFT_CARD, RIGHT_CARD, seconds=10, image=turned)) == ["L"]


def test_what_lies_beside_for_a_moment_or_reaches_out_of_the_picture_is_not_followed() -> None:
    desk, seen = Desk(), []
    assert shots(desk.show(LEFT_CARD, seconds=2)) == ["L"]
    for _ in range(10):
        seen += desk.show(LEFT_CARD, RIGHT_CARD, seconds=0.3)
        seen += desk.show(LEFT_CARD, seconds=0.1)
    seen += desk.show(LEFT_CARD, found(card_quad(dx=170, size=0.72)), seconds=3)
    # Nor are a picture on it, and what is far less sure.
    seen += desk.show(LEFT_CARD, found(card_quad(dx=-60, size=0.7)), seconds=3)
    seen += desk.show(LEFT_CARD, found(RIGHT, 0.75), seconds=3)
    assert (sides(seen), shots(seen)) == ("L", [])


def test_by_the_shutter_the_second_one_is_outlined_too() -> None:
    desk = Desk(auto_capture=False)
    seen = desk.show(LEFT_CARD, RIGHT_CARD, seconds=3)
    assert sides(seen) == "L"
    desk.pipeline.taken(Shot(seen[-1].frame, LEFT, LEFT_CARD))
    assert sides(desk.show(LEFT_CARD, RIGHT_CARD, seconds=3)) == "LR"


def test_where_many_lie_no_further_one_is_looked_for() -> None:
    places, small = Places(), card_quad(size=0.1)
    for number in range(MOST_PLACES):
        assert not places.full
        places.take(small.moved(50.0 * number, 0), None)
    assert places.full
    places.take(small.moved(0, 100), None)  # by the shutter: for it, the oldest is forgotten
    assert len(places.taken) == MOST_PLACES
    assert small not in places.taken


def test_only_the_last_capture_is_called_off_and_only_while_it_lies_there() -> None:
    places, empty = Places(), Frame(BOTH.copy(), 10.0, 1, "screen:")
    places.take(LEFT, None)
    places.take(RIGHT, None)
    assert places.drop_last() == RIGHT
    assert places.drop_last() is None
    places.take(RIGHT, None)
    for at_s in (10.0, 10.6):
        frame = replace(empty, captured_at_s=at_s)
        places.see(frame, None, [LEFT_CARD], Quality(128.0))
    assert places.taken == (LEFT,)
    assert places.drop_last() is None
