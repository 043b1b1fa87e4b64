"""A camera that repeats one picture: nothing is captured of it by itself, and it is told."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from app.capture.frame import Frame
from app.capture.guidance import Guidance
from app.capture.pipeline import Observation, Pipeline
from tests.app.scenes import card_quad, found, scene

FPS = 15
CARD = scene(card_quad())


def noisy(number: int) -> np.ndarray:
    noise = np.random.default_rng(number).integers(-2, 3, CARD.shape)
    return np.clip(CARD + noise, 0, 255).astype(np.uint8)


def observe(images: Iterable[np.ndarray], source: str = "camera:Desk") -> list[Observation]:
    pipeline = Pipeline(lambda _image: (found(card_quad()),))
    return [
        pipeline.observe(Frame(image.copy(), number / FPS, number, source))
        for number, image in enumerate(images)
    ]


def told(seen: list[Observation]) -> set[str]:
    return {each.guidance for each in seen}


def test_a_frozen_camera_captures_nothing_by_itself_and_is_told() -> None:
    seen = observe([CARD] * 6 * FPS)
    assert not any(each.capture for each in seen)
    assert seen[-1].guidance == Guidance.FROZEN
    assert seen[-1].as_shot().quad is not None  # what the shutter takes all the same


def test_it_is_captured_once_its_pictures_are_new_again() -> None:
    live = [noisy(number) for number in range(3 * FPS)]
    seen = observe([CARD] * 6 * FPS + live)
    assert [each.capture for each in seen].count(True) == 1
    assert seen[-1].guidance != Guidance.FROZEN


def test_a_camera_that_sends_each_picture_twice_is_as_good_as_another() -> None:
    seen = observe(noisy(number // 2) for number in range(5 * FPS))
    assert any(each.capture for each in seen)
    assert Guidance.FROZEN not in told(seen)


@pytest.mark.parametrize("source", ["video:a.mp4", "sample", "screen:1"])
def test_a_film_or_a_screen_may_stand_still(source: str) -> None:
    seen = observe([CARD] * 6 * FPS, source)
    assert any(each.capture for each in seen)
    assert Guidance.FROZEN not in told(seen)


def test_a_picture_that_differs_anywhere_is_a_new_one() -> None:
    images = [CARD.copy() for _ in range(5 * FPS)]
    for number, image in enumerate(images):
        image[1, 1] = number
    assert Guidance.FROZEN not in told(observe(images))
