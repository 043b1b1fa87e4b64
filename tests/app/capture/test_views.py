"""What of a steady moment is kept to be made one picture, and what comes of it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from app.capture import views as views_module
from app.capture.frame import Frame
from app.capture.fused import fused
from app.capture.moment import STEADY_S, Shot
from app.capture.pipeline import Pipeline
from app.capture.views import APART_S, MARGIN_PX, MOST_VIEWS, Views
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, frame, scene

FPS = 20.0
MARK = 320, 240


def noisy(number: int, fps: float = FPS) -> Frame:
    clean = scene(card_quad())
    noise = np.random.default_rng(number).normal(0, 9, clean.shape)
    image = np.clip(clean + noise, 0, 255).astype(np.uint8)
    return replace(frame(number, card_quad(), fps), image=image)


def marked(number: int, fps: float = FPS) -> Frame:
    """One that can be told by a px of it."""
    plain = frame(number, card_quad(), fps)
    image = plain.image.copy()
    image[MARK[1], MARK[0]] = number
    return replace(plain, image=image)


def taken(
    pipeline: Pipeline,
    source: str = "camera:Desk",
    fps: float = FPS,
    before: Callable[[float], None] = lambda at_s: None,
) -> Shot:
    for number in range(int(3 * fps)):
        before(number / fps)
        seen = pipeline.observe(replace(marked(number, fps), source=source))
        if seen.shot is not None:
            return seen.shot
    raise AssertionError("nothing was captured")


def numbers(shot: Shot) -> list[int]:
    """The frames that a shot's looks were cut out of."""
    cut_of = []
    for view in shot.views:
        left, top = (card_quad().corners - view.quad.corners).round().astype(int)[0]
        height, width = view.image.shape[:2]
        number = int(view.image[MARK[1] - top, MARK[0] - left, 0])
        part = marked(number).image[top : top + height, left : left + width]
        assert np.array_equal(view.image, part)
        cut_of.append(number)
    return cut_of


def test_a_capture_has_other_looks_at_its_document() -> None:
    shot = taken(Pipeline(FakeDetector().detect))
    assert len(shot.views) >= MOST_VIEWS - 1
    cut_of = numbers(shot)
    assert len(set(cut_of)) == len(cut_of)
    assert shot.frame.number not in cut_of
    for view in shot.views:
        assert view.image.shape[1] <= np.ptp(card_quad().corners[:, 0]) + 2 * MARGIN_PX + 2


def test_the_looks_of_a_fast_feed_span_the_steady_moment() -> None:
    times_s = np.array(numbers(taken(Pipeline(FakeDetector().detect), fps=60.0))) / 60
    assert np.diff(times_s).min() >= APART_S
    assert np.ptp(times_s) >= STEADY_S / 2


def test_five_looks_fit_into_a_steady_moment() -> None:
    assert (MOST_VIEWS - 1) * APART_S < STEADY_S


def test_switched_off_a_capture_is_one_frame() -> None:
    pipeline = Pipeline(FakeDetector().detect)
    pipeline.set_combined(enabled=False)
    shot = taken(pipeline)
    assert shot.views == ()
    assert fused(shot) is shot


def test_of_a_screen_which_has_no_noise_nothing_is_kept() -> None:
    assert taken(Pipeline(FakeDetector().detect), "screen:").views == ()


def test_switched_off_within_a_steady_moment_it_is_one_frame() -> None:
    pipeline = Pipeline(FakeDetector().detect)

    def off(at_s: float) -> None:
        if at_s > STEADY_S / 2:
            pipeline.set_combined(enabled=False)

    assert taken(pipeline, before=off).views == ()


def test_the_frames_that_looks_are_cut_out_of_are_let_go_of() -> None:
    across = Quad([(0, 100), (639, 100), (639, 380), (0, 380)])  # whole rows are cut out
    kept, pictures = Views(), []
    for number in range(MOST_VIEWS):
        seen = marked(number, 5.0)
        pictures.append(weakref.ref(seen.image))
        kept.add(seen, across)
        del seen
    gc.collect()
    assert len(kept.beside(marked(99))) == MOST_VIEWS
    assert not any(picture() is not None for picture in pictures)


@pytest.mark.parametrize("how", ["stopped", "auto off"])
def test_a_moment_that_ends_holds_no_frame(how: str) -> None:
    pipeline, frames = Pipeline(FakeDetector().detect), []
    for number in range(10):
        seen = marked(number)
        frames.append(weakref.ref(seen))
        assert pipeline.observe(seen).shot is None
        del seen
    gc.collect()
    assert any(each() is not None for each in frames)  # the sharpest so far
    if how == "stopped":
        pipeline.interrupt()
    else:
        pipeline.set_auto_capture(enabled=False)
    gc.collect()
    assert not any(each() is not None for each in frames)


def test_parts_of_which_two_are_too_much_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Views()
    whole.add(noisy(0), card_quad())
    monkeypatch.setattr(views_module, "MOST_BYTES", whole.bytes * 3 // 2)
    kept = Views()
    kept.add(noisy(0), card_quad())
    assert kept.bytes == 0


def test_they_are_few_and_small(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Views()
    frames = [noisy(number, 5.0) for number in range(3 * MOST_VIEWS)]
    for each in frames:
        kept.add(each, card_quad())
    assert len(kept.beside(frames[0])) == MOST_VIEWS
    assert len(kept.beside(frames[-1])) == MOST_VIEWS - 1
    monkeypatch.setattr(views_module, "MOST_BYTES", kept.bytes // 2)
    kept.add(noisy(99, 5.0), card_quad())
    assert 0 < kept.bytes <= views_module.MOST_BYTES


def test_the_combined_picture_has_less_noise_and_the_same_outline() -> None:
    kept, frames = Views(), [noisy(number, 5.0) for number in range(5)]
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
    assert fused(lost).frame is lost.frame
