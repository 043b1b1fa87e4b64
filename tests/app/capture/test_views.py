"""What of a steady moment is kept to be made one picture, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.capture import views as views_module
from app.capture.autocapture import Shot
from app.capture.frame import Frame
from app.capture.fused import fused
from app.capture.pipeline import Pipeline
from app.capture.views import MARGIN_PX, MOST_VIEWS, Views
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, frame, scene

FPS = 20.0


def noisy(number: int) -> Frame:
    clean = scene(card_quad())
    noise = np.random.default_rng(number).normal(0, 9, clean.shape)
    image = np.clip(clean + noise, 0, 255).astype(np.uint8)
    return replace(frame(number, card_quad(), FPS), image=image)


def taken(pipeline: Pipeline, source: str = "camera:Desk") -> Shot:
    for number in range(60):
        seen = pipeline.observe(replace(frame(number, card_quad(), FPS), source=source))
        if seen.shot is not None:
            return seen.shot
    raise AssertionError("nothing was captured")


def test_a_capture_has_other_looks_at_its_document() -> None:
    shot = taken(Pipeline(FakeDetector().detect))
    assert len(shot.views) >= MOST_VIEWS - 1
    for view in shot.views:
        place = (shot.quad.corners - view.quad.corners).round().astype(int)  # type: ignore[union-attr]
        x, y = place[0]
        height, width = view.image.shape[:2]
        assert np.array_equal(view.image, shot.frame.image[y : y + height, x : x + width])
        assert width <= np.ptp(card_quad().corners[:, 0]) + 2 * MARGIN_PX + 2


def test_switched_off_a_capture_is_one_frame() -> None:
    pipeline = Pipeline(FakeDetector().detect)
    pipeline.set_combined(enabled=False)
    shot = taken(pipeline)
    assert shot.views == ()
    assert fused(shot) is shot


def test_of_a_screen_which_has_no_noise_nothing_is_kept() -> None:
    assert taken(Pipeline(FakeDetector().detect), "screen:").views == ()


def test_they_are_few_and_small(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Views()
    frames = [noisy(number) for number in range(3 * MOST_VIEWS)]
    for each in frames:
        kept.add(each, card_quad())
    assert len(kept.beside(frames[0])) == MOST_VIEWS
    assert len(kept.beside(frames[-1])) == MOST_VIEWS - 1
    monkeypatch.setattr(views_module, "MOST_BYTES", kept.bytes // 2)
    kept.add(noisy(99), card_quad())
    assert kept.bytes <= views_module.MOST_BYTES


def test_the_combined_picture_has_less_noise_and_the_same_outline() -> None:
    kept, frames = Views(), [noisy(number) for number in range(5)]
    for each in frames:
        kept.add(each, card_quad())
    shot = Shot(frames[2], card_quad(), views=kept.beside(frames[2]))
    made = fused(shot)
    assert (made.quad, made.views) == (shot.quad, ())
    assert (made.frame.number, made.frame.source) == (2, frames[2].source)
    assert made.frame.image.shape == shot.frame.image.shape
    assert not made.frame.image.flags.writeable
    inside = np.s_[120:360, 120:520]
    clean = scene(card_quad())[inside].astype(float)
    before, after = (
        np.sqrt(np.mean((each.frame.image[inside] - clean) ** 2)) for each in (shot, made)
    )
    assert after < 0.7 * before


def test_where_nothing_is_gained_it_is_the_very_frame() -> None:
    shot = taken(Pipeline(FakeDetector().detect))
    few = replace(shot, views=shot.views[:1])
    assert fused(few).frame is few.frame
    whole = Shot(shot.frame, None)
    assert fused(whole) is whole
    lost = replace(shot, views=tuple(replace(v, quad=Quad.inset(9, 9)) for v in shot.views))
    assert fused(lost).frame.image.shape == shot.frame.image.shape
