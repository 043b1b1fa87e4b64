from __future__ import annotations

from app.workers.camera_choice import FormatOffer, best_format


def test_fluent_motion_jpeg_comes_before_slow_raw() -> None:
    offers = [
        FormatOffer(0, 1920, 1080, 5, False),
        FormatOffer(1, 640, 480, 30, False),
        FormatOffer(2, 1280, 720, 10, False),
        FormatOffer(3, 1280, 720, 30, True),
        FormatOffer(4, 640, 480, 60, True),
    ]
    assert best_format(offers) == offers[3]


def test_fifteen_frames_a_second_are_fluent_enough() -> None:
    offers = [FormatOffer(0, 1280, 720, 15, True), FormatOffer(1, 640, 480, 60, True)]
    assert best_format(offers) == offers[0]


def test_1080p_is_enough_for_a_live_feed() -> None:
    offers = [FormatOffer(0, 3840, 2160, 30, True), FormatOffer(1, 1920, 1080, 30, True)]
    assert best_format(offers) == offers[1]


def test_a_poor_camera_still_gives_its_best() -> None:
    offers = [FormatOffer(0, 320, 240, 30, False), FormatOffer(1, 640, 480, 15, False)]
    assert best_format(offers) == offers[1]


def test_no_offer_leaves_it_to_the_driver() -> None:
    assert best_format([]) is None
