"""A camera that repeats its last frame shows nothing any more; a feed of still pictures does."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.frozen import Frozen
from tests.app.scenes import card_quad, scene

Image = NDArray[np.uint8]
FPS = 10.0
CARD, DESK = scene(card_quad()), scene(None)


def noisy(image: Image, seconds: float, seed: int = 1) -> list[Image]:
    """Frames of a sensor."""
    rng = np.random.default_rng(seed)
    dark = image // 2
    return [dark + rng.integers(0, 3, dark.shape, np.uint8) for _ in range(int(seconds * FPS))]


def still(image: Image, seconds: float) -> list[Image]:
    return [image.copy() for _ in range(int(seconds * FPS))]


def dropped(frames: Iterable[Image]) -> list[bool]:
    frozen = Frozen()
    return [frozen.see(image, number / FPS) for number, image in enumerate(frames)]


def test_a_sensor_that_hands_one_frame_on_and_on_shows_nothing_until_the_next_one() -> None:
    live = noisy(CARD, 12)
    told = dropped([*live, *still(live[-1], 5), *noisy(CARD, 1, seed=2), *still(CARD, 1)])
    assert not any(told[: len(live)])
    assert all(told[len(live) : len(live) + 50])
    assert not any(told[len(live) + 50 : len(live) + 61])
    assert all(told[len(live) + 61 :])  # it is known to be a sensor


def test_of_a_feed_that_shows_still_pictures_each_frame_counts() -> None:
    fade = noisy(CARD, 1)
    assert not any(dropped([*still(CARD, 20), *fade, *still(DESK, 20), *fade, *still(CARD, 20)]))


def test_so_it_does_where_frames_come_slowly() -> None:
    frozen = Frozen()
    pictures = [CARD, DESK] * 20
    for number, image in enumerate(pictures):
        assert not frozen.see(image, number * 5.0)
        assert not frozen.see(image.copy(), number * 5.0 + 2.5)


@pytest.mark.parametrize("level", [0, 255])
def test_a_lens_that_is_covered_or_burnt_out_is_no_fault(level: int) -> None:
    blank = np.full_like(CARD, level)
    assert not any(dropped([*noisy(CARD, 12), *still(blank, 10)]))
