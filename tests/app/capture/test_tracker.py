from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.capture.tracker import MAX_HELD, MAX_MISSES, STEADY_SHARE, Tracker, farthest
from detector.detection import Detection
from detector.quad import Quad
from tests.app.scenes import HEIGHT, WIDTH, card_quad, found


def test_a_trembling_outline_is_smoothed() -> None:
    tracker = Tracker()
    shown = []
    for number in range(20):
        track = tracker.follow([found(card_quad(dx=3.0 * (number % 2)))], WIDTH, HEIGHT)
        assert track is not None
        shown.append(track.quad.corners[0, 0])
    assert np.ptp(shown[10:]) < 1.6  # of 3 px


def test_a_moving_outline_is_not_smoothed_so_that_it_lies_on_the_document() -> None:
    tracker = Tracker()
    for number in range(5):
        quad = card_quad(dx=20.0 * number)
        track = tracker.follow([found(quad)], WIDTH, HEIGHT)
        assert track is not None
        assert track.quad == quad


def with_top_at(quad: Quad, dy: float) -> Quad:
    """The outline with its upper side on another line."""
    return Quad(quad.corners + np.array([(0, dy), (0, dy), (0, 0), (0, 0)]))


def test_a_side_that_jumps_for_a_frame_is_held() -> None:
    tracker, card = Tracker(), card_quad()
    tracker.follow([found(card)], WIDTH, HEIGHT)
    for number in range(9):
        jumps = number in (3, 6)
        quad = with_top_at(card, 30.0) if jumps else card
        track = tracker.follow([found(quad)], WIDTH, HEIGHT)
        assert track is not None
        assert farthest(track.quad.corners, card.corners) < 1e-6
        assert track.movement < STEADY_SHARE
        assert track.fresh is not jumps  # no frame to keep: its outline was not found in it


def test_a_side_that_jumps_is_carried_along_by_a_document_that_moves() -> None:
    tracker = Tracker()
    tracker.follow([found(card_quad())], WIDTH, HEIGHT)
    moved = card_quad(dx=15.0, size=1.02)
    track = tracker.follow([found(with_top_at(moved, 45.0))], WIDTH, HEIGHT)
    assert track is not None
    assert farthest(track.quad.corners, moved.corners) < 1e-6


def test_a_line_that_persists_is_believed() -> None:
    tracker, lifted = Tracker(), with_top_at(card_quad(), -40.0)
    tracker.follow([found(card_quad())], WIDTH, HEIGHT)
    shown = [tracker.follow([found(lifted)], WIDTH, HEIGHT) for _ in range(MAX_HELD + 1)]
    assert [each is not None and each.quad == lifted for each in shown] == [False] * MAX_HELD + [
        True
    ]


def test_small_steps_of_one_side_are_followed_at_once() -> None:
    tracker = Tracker()
    for number in range(20):
        quad = with_top_at(card_quad(), -4.0 * number)
        track = tracker.follow([found(quad)], WIDTH, HEIGHT)
        assert track is not None
        assert track.fresh
        assert farthest(track.quad.corners, quad.corners) <= 4.0


def test_another_reading_of_the_same_outline_is_no_movement() -> None:
    tracker, card = Tracker(), card_quad()
    tracker.follow([replace(found(card), upright=True)], WIDTH, HEIGHT)
    unsure = tracker.follow([found(card.turned(1))], WIDTH, HEIGHT)
    assert unsure is not None
    assert (unsure.quad, unsure.movement) == (card, 0)
    sure = tracker.follow([replace(found(card.turned(3)), upright=True)], WIDTH, HEIGHT)
    assert sure is not None
    assert (sure.quad, sure.movement) == (card.turned(3), 0)


def test_an_outline_survives_a_few_misses_and_no_more() -> None:
    tracker = Tracker()
    tracker.follow([found(card_quad())], WIDTH, HEIGHT)
    for _ in range(MAX_MISSES):
        track = tracker.follow([], WIDTH, HEIGHT)
        assert track is not None
        assert not track.fresh
    assert tracker.follow([], WIDTH, HEIGHT) is None


def test_where_frames_come_slowly_an_outline_is_not_held_for_as_many_of_them() -> None:
    tracker = Tracker()
    tracker.follow([found(card_quad())], WIDTH, HEIGHT, 5.0)
    held = [tracker.follow([], WIDTH, HEIGHT, at_s) for at_s in (5.13, 5.26)]
    assert [each is not None for each in held] == [True, False]


def test_one_that_was_lost_or_jumped_from_is_another_document() -> None:
    tracker = Tracker()
    places = [card_quad(), card_quad(dx=9), None, card_quad(dx=9), card_quad(dx=-200), *[None] * 4]
    places.append(card_quad(dx=-200))
    shown = [tracker.follow([found(q)] if q else [], WIDTH, HEIGHT) for q in places]
    assert [each.number if each else 0 for each in shown] == [1, 1, 1, 1, 2, 2, 2, 2, 0, 3]


def test_what_was_captured_is_followed_last_and_left_only_for_what_is_wanted() -> None:
    left, right = card_quad(dx=-150, size=0.5), card_quad(dx=150, size=0.5)
    both = [found(left, 0.95), found(right, 0.75)]

    def after(*seen: list[Detection], taken: Quad, wanted: Quad | None = None) -> Quad | None:
        tracker, track = Tracker(), None
        for each in seen:
            track = tracker.follow(each, WIDTH, HEIGHT, taken=(taken,), wanted=wanted)
        return track.quad if track else None

    assert after([found(left, 0.85), both[1]], taken=left) == right  # nothing is followed yet
    assert after(both, taken=right) == left
    assert after([both[1]], both, taken=right) == right  # it stays, however much better another is
    assert after([both[1]], both, taken=right, wanted=left) == left
    assert after([both[1]], both, taken=left) == right  # and never goes back
    assert after([both[1]], [both[0]], taken=left) == right  # … for a frame without it
    assert after([both[1]], *[[both[0]]] * (MAX_MISSES + 2), taken=left) == left


def test_misses_that_do_not_follow_each_other_are_not_added_up() -> None:
    tracker = Tracker()
    for number in range(6 * MAX_MISSES):
        missed = number % (MAX_MISSES + 1) > 0
        assert tracker.follow([] if missed else [found(card_quad())], WIDTH, HEIGHT) is not None


def test_of_two_documents_the_one_followed_is_kept_unless_the_other_is_far_better() -> None:
    left, right = card_quad(dx=-150, size=0.5), card_quad(dx=150, size=0.5)
    tracker = Tracker()
    tracker.follow([found(left, 0.9)], WIDTH, HEIGHT)
    kept = tracker.follow([found(right, 0.95), found(left, 0.9)], WIDTH, HEIGHT)
    assert kept is not None
    assert kept.quad.jaccard(left) > 0.9
    changed = tracker.follow([found(right, 0.95), found(left, 0.5)], WIDTH, HEIGHT)
    assert changed is not None
    assert changed.quad.jaccard(right) > 0.9
