"""When the automatic shutter is armed again, on clocks of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from app.capture.autocapture import AutoCapture
from app.capture.frame import Frame
from app.capture.moment import MIN_INFERENCES
from app.capture.place import REARM_S
from app.capture.quality import Quality
from app.capture.tracker import Tracker
from detector.quad import Quad
from tests.app.scenes import HEIGHT, WIDTH, card_quad, found

IMAGE = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
INTERVALS_S = (0.025, 0.1, 0.2, 0.3, 0.45, 0.6, 1.0, 2.0)
PHASES = (0.0, 0.3, 0.6, 0.9)


class Feed:
    """Frames at an interval, through the tracker, into the automatic shutter."""

    def __init__(self, interval_s: float) -> None:
        self.auto, self._tracker = AutoCapture(), Tracker()
        self._interval_s, self._number = interval_s, 0

    @property
    def now_s(self) -> float:
        return self._number * self._interval_s

    def show(self, place: Callable[[float], Quad | None], until_s: float) -> int:
        """How many shots are taken of what is at place(time) until then."""
        shots = 0
        while self.now_s < until_s:
            quad, at_s = place(self.now_s), self.now_s
            found_now = [] if quad is None else [found(quad)]
            track = self._tracker.follow(found_now, WIDTH, HEIGHT)
            frame = Frame(IMAGE, at_s, self._number, "test")
            shots += self.auto.decide(frame, track, Quality(128.0)).shot is not None
            self._number += 1
        return shots


def lying(gaps: Sequence[tuple[float, float]]) -> Callable[[float], Quad | None]:
    """A card in one place, but for the gaps, from and to, s."""
    return lambda at_s: None if any(a <= at_s < b for a, b in gaps) else card_quad()


@pytest.mark.parametrize("interval_s", INTERVALS_S)
@pytest.mark.parametrize("phase", PHASES)
def test_a_second_card_in_the_same_place_is_taken_however_slowly_frames_come(
    interval_s: float, phase: float
) -> None:
    feed = Feed(interval_s)
    enough_s = 2 + (MIN_INFERENCES + 1) * interval_s
    assert feed.show(lying([]), enough_s) == 1
    begin_s = feed.now_s + phase * interval_s
    # A frame more than the time that it takes: its last frame without the card may be one early.
    end_s = begin_s + REARM_S + interval_s + 1e-6
    assert feed.show(lying([(begin_s, end_s)]), end_s + enough_s) == 1


@pytest.mark.parametrize("interval_s", INTERVALS_S)
def test_the_same_card_is_taken_once_however_long_it_lies(interval_s: float) -> None:
    assert Feed(interval_s).show(lying([]), 60 * interval_s + 3) == 1


@pytest.mark.parametrize("interval_s", [each for each in INTERVALS_S if each < REARM_S / 2])
def test_a_single_frame_without_it_is_no_absence(interval_s: float) -> None:
    gaps = [(at_s, at_s + interval_s) for at_s in np.arange(3, 20, 1.5)]
    assert Feed(interval_s).show(lying(gaps), 22) == 1


def test_a_fast_feed_that_loses_it_for_a_moment_takes_it_once() -> None:
    gaps = [(at_s, at_s + REARM_S - 0.05) for at_s in np.arange(3, 20, 1.5)]
    assert Feed(0.02).show(lying(gaps), 22) == 1


def test_a_time_that_nobody_looked_is_no_absence() -> None:
    feed = Feed(0.1)
    assert feed.show(lying([]), 3) == 1
    feed._number += 600  # a page was looked at
    feed.auto.interrupt()
    now_s = feed.now_s
    assert feed.show(lying([(now_s, now_s + 0.2)]), now_s + 5) == 0


def test_a_card_that_is_carried_elsewhere_is_another_one() -> None:
    feed = Feed(0.5)
    near, far = card_quad(dx=-150, size=0.75), card_quad(dx=150, size=0.75)
    assert feed.show(lambda _at_s: near, 5) == 1
    assert feed.show(lambda _at_s: far, 10) == 1


def test_a_card_that_is_carried_off_and_back_is_taken_again() -> None:
    feed = Feed(0.4)
    near, far = card_quad(dx=-150, size=0.75), card_quad(dx=150, size=0.75)
    assert feed.show(lambda _at_s: near, 5) == 1
    assert feed.show(lambda at_s: far if at_s < 6 else near, 12) == 1


def slid(at_s: float) -> Quad:
    """A card that lies, is slid aside by its own width within 2 s, and lies again."""
    return card_quad(dx=-150 + 150 * min(max(at_s - 3.0, 0.0), 2.0), size=0.75)


@pytest.mark.parametrize("interval_s", [0.025, 0.1, 0.2, 0.45])
def test_a_card_that_is_slid_aside_in_view_is_the_one_that_was_taken(interval_s: float) -> None:
    feed = Feed(interval_s)
    assert feed.show(slid, 8 + 12 * interval_s) == 1
    # … and its place is where it lies now: one that is laid there after it is another one.
    begin_s = feed.now_s
    gone = lying([(begin_s, begin_s + REARM_S + 2 * interval_s)])
    end_s = begin_s + 3 + 12 * interval_s
    assert feed.show(lambda at_s: slid(at_s) if gone(at_s) else None, end_s) == 1


def test_one_that_takes_the_first_place_of_a_slid_card_is_taken() -> None:
    feed = Feed(0.05)
    assert feed.show(slid, 7) == 1
    assert feed.show(lambda _at_s: None, 7.3) == 0
    assert feed.show(lambda _at_s: slid(0), 10) == 1


def test_a_card_that_is_turned_over_by_hand_is_taken_whatever_its_looks() -> None:
    """Its outline collapses, is followed all the while, and opens again."""

    def turning(at_s: float) -> Quad:
        width = max(0.05, abs(np.cos(np.pi * min(max(at_s - 3.0, 0.0) / 2.0, 1.0))))
        middle = np.array([WIDTH / 2, HEIGHT / 2])
        return Quad((card_quad().corners - middle) * (width, 1.0) + middle)

    feed = Feed(0.025)
    assert feed.show(turning, 3) == 1
    assert feed.show(turning, 8) == 1


def test_a_frame_in_which_it_was_not_found_is_never_the_shot_however_sharp() -> None:
    auto, tracker = AutoCapture(), Tracker()
    for number in range(60):
        there = number % 4 != 3
        track = tracker.follow([found(card_quad())] if there else [], WIDTH, HEIGHT)
        frame = Frame(IMAGE, number * 0.05, number, "test")
        shot = auto.decide(frame, track, Quality(128.0, 0.1 if there else 0.9)).shot
        if shot is not None:
            assert shot.frame.number % 4 != 3
            return
    pytest.fail("nothing was taken")


@pytest.mark.parametrize("interval_s", [0.025, 0.1, 0.3])
def test_what_is_not_wanted_is_taken_again_once_it_was_moved_a_little(interval_s: float) -> None:
    feed = Feed(interval_s)
    assert feed.show(lying([]), 4) == 1
    feed.auto.retake()
    feed.auto.interrupt()  # as a review ends
    assert feed.show(lying([]), 12) == 0
    assert feed.show(lambda _at_s: card_quad(dx=25), 16) == 1


def test_what_is_not_wanted_is_offered_to_the_shutter_at_once() -> None:
    auto, tracker = AutoCapture(), Tracker()
    for number in range(3):
        track = tracker.follow([found(card_quad())], WIDTH, HEIGHT)
        auto.taken(card_quad())
        auto.retake()
        decision = auto.decide(Frame(IMAGE, number * 0.1, number, "test"), track, Quality(128.0))
        assert (decision.offer, decision.taken, decision.progress) == (True, False, 0.0)
