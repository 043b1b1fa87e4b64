"""Things with a document's shape and print that are none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detector.synthesis import scene as scenes
from detector.synthesis.assets import Assets
from detector.synthesis.goods import TALL_PX, render_goods
from detector.synthesis.scene import SheetPool, compose
from detector.synthesis.setting import POOL, USUAL, WIDE

SEEDS = range(60)


def picture(width: int, height: int) -> np.ndarray:
    return np.full((height, width, 3), 130, np.uint8)


def test_the_same_seed_draws_the_same_thing_and_others_differ() -> None:
    drawn = [render_goods(np.random.default_rng(seed), picture)[0] for seed in SEEDS]
    again = render_goods(np.random.default_rng(3), picture)[0]
    assert np.array_equal(drawn[3], again)
    assert len({each.tobytes() for each in drawn}) == len(drawn)


def test_each_is_whole_printed_and_neither_tiny_nor_a_strip() -> None:
    aspects = []
    for seed in SEEDS:
        image, mask = render_goods(np.random.default_rng(seed), picture)
        assert image.shape[:2] == mask.shape
        assert image.dtype == mask.dtype == np.uint8
        height, width = mask.shape
        assert TALL_PX in (height, width)
        assert mask[height // 2, width // 2] == mask[0, width // 2] == 255
        assert image.std() > 0.5
        aspects.append(max(width, height) / min(width, height))
    assert max(aspects) < 3.5
    # As long as cards and passports are, many of them: the shape alone tells nothing.
    assert np.mean([1.3 < each < 1.7 for each in aspects]) > 0.15


def test_only_the_wide_settings_lay_them_about(monkeypatch: pytest.MonkeyPatch) -> None:
    assert USUAL.goods == POOL.goods == 0 < WIDE.goods < 1
    laid = []

    def counted(rng: np.random.Generator, photo: object) -> tuple[np.ndarray, np.ndarray]:
        laid.append(photo)
        return picture(60, 40), np.full((40, 60), 255, np.uint8)

    monkeypatch.setattr(scenes, "render_goods", counted)
    pool = SheetPool(Assets(), 4, seed=3)
    for goods, expected in ((0.0, 0), (1.0, 3)):
        dials = replace(USUAL, goods=goods, distractors=(0.0, 0.0, 0.0, 1.0))
        compose(np.random.default_rng(1), pool, 240, 180, setting=dials)
        assert len(laid) == expected
