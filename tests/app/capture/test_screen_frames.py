"""What differs where a frame is what a screen shows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.capture.moment import Shot
from app.capture.pipeline import Pipeline
from app.workers.reading import shot_page, trimmed
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, found, frame

FPS = 20.0


@pytest.mark.parametrize(("source", "captured"), [("screen:", True), ("camera:Desk", False)])
def test_light_keeps_a_camera_from_capturing_and_a_screen_not(source: str, captured: bool) -> None:
    pipeline = Pipeline(FakeDetector().detect)
    bright = [frame(number, card_quad(), FPS, level=4.0) for number in range(30)]
    seen = [pipeline.observe(replace(each, source=source)) for each in bright]
    assert any(each.capture for each in seen) == captured


def test_only_a_screen_s_frames_are_of_a_screen() -> None:
    first = frame(0)
    for source, expected in (
        ("screen:", True),
        ("screen:1 · DP-1", True),
        ("camera:screen", False),
        ("video:screen.mp4", False),
        ("sample", False),
    ):
        assert replace(first, source=source).of_screen == expected


def test_of_a_screen_only_a_document_s_surroundings_are_kept() -> None:
    of_screen, quad = replace(frame(0, card_quad()), source="screen:"), card_quad()
    page = shot_page(Shot(of_screen, quad, found(quad)), "Page 1")
    kept = page.original.pixels()
    shift = quad.corners - page.quad.corners
    assert np.ptp(shift, axis=0).max() == 0  # the same place, pixel by pixel
    x, y = shift[0].astype(int)
    height, width = kept.shape[:2]
    assert np.array_equal(kept, of_screen.image[y : y + height, x : x + width])
    assert kept.base is None  # or the whole screen would stay in memory
    assert width < of_screen.width
    assert height < of_screen.height
    assert page.detected == page.quad


def test_of_a_document_at_a_screen_s_rim_no_side_is_lost() -> None:
    of_screen = replace(frame(0), source="screen:")
    outside = Quad([(-5, 10), (200, -8), (210, 130), (0, 140)])
    page = shot_page(Shot(of_screen, outside, found(outside)), "Page 1")
    assert page.quad == outside


def test_a_screen_without_a_document_and_a_camera_s_picture_are_kept_whole() -> None:
    seen = frame(0, card_quad())
    nothing = shot_page(Shot(replace(seen, source="screen:"), None), "Page 1")
    camera = shot_page(Shot(seen, card_quad(), found(card_quad())), "Page 1")
    for page in (nothing, camera):
        assert (page.original.width, page.original.height) == (seen.width, seen.height)
    assert nothing.whole_screen
    assert not camera.whole_screen
    assert trimmed(camera) is camera
    beside = nothing.with_quad(Quad([(-90, 10), (-20, 10), (-20, 60), (-90, 60)]))
    assert trimmed(beside).original is nothing.original
