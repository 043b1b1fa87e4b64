"""What differs where a frame is what a screen shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.capture.pipeline import Pipeline
from tests.app.scenes import FakeDetector, card_quad, frame

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
