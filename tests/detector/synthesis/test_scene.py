"""Scenes: the same seed gives the same one, and labels lie where the documents are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from detector.errors import SynthesisError
from detector.quad import Quad
from detector.synthesis.assets import Assets, held_out
from detector.synthesis.documents import render_document, render_spread
from detector.synthesis.scene import Sheet, SheetPool, _lay, compose
from detector.synthesis.setting import Setting


def test_same_seed_same_scene() -> None:
    scenes = [
        compose(np.random.default_rng(5), SheetPool(Assets(), 8, seed=2), 200, 150)
        for _ in range(2)
    ]
    np.testing.assert_array_equal(scenes[0].image, scenes[1].image)
    np.testing.assert_array_equal(scenes[0].quads, scenes[1].quads)


def test_other_seeds_differ() -> None:
    pool = SheetPool(Assets(), 8)
    first, second = (compose(np.random.default_rng(seed), pool, 200, 150) for seed in (1, 2))
    assert not np.array_equal(first.image, second.image)


def test_labels_are_usable_quads_apart_from_each_other() -> None:
    pool = SheetPool(Assets(), 12)
    for seed in range(20):
        quads = [Quad(each) for each in compose(np.random.default_rng(seed), pool, 240, 180).quads]
        for i, one in enumerate(quads):
            assert all(one.jaccard(other) < 0.05 for other in quads[i + 1 :])


def test_a_sheet_lands_on_its_label_to_a_tenth_of_a_pixel() -> None:
    sheet_image = np.full((200, 320, 3), 255, np.uint8)
    corners = Quad.full(320, 200).corners
    sheet = Sheet(sheet_image, np.full((200, 320), 255, np.uint8), corners)
    seen = np.array([(40.3, 30.2), (200.7, 38.1), (190.2, 140.9), (35.6, 131.4)])

    class NoShadow:
        def random(self) -> float:
            return 1.0

    canvas = _lay(NoShadow(), np.zeros((180, 240, 3), np.uint8), sheet, seen)  # type: ignore[arg-type]
    weight = canvas[..., 0].astype(float) / 255
    assert weight.sum() == pytest.approx(Quad(seen).area, rel=0.004)
    rows, columns = np.mgrid[:180, :240]
    middle = np.array([(columns * weight).sum(), (rows * weight).sum()]) / weight.sum()
    moments = cv2.moments(seen.astype(np.float32).reshape(-1, 1, 2))
    expected = np.array([moments["m10"], moments["m01"]]) / moments["m00"]
    assert np.abs(middle - expected).max() < 0.1


@pytest.mark.parametrize("seed", range(12))
def test_documents_have_an_outline_and_something_on_it(seed: int) -> None:
    document = render_document(np.random.default_rng(seed))
    assert document.image.shape[:2] == document.mask.shape
    assert document.mask.mean() > 240
    assert document.image.std() > 2


def test_the_data_page_is_the_lower_half_of_a_spread() -> None:
    spread = render_spread(np.random.default_rng(0))
    height, width = spread.image.shape[:2]
    assert spread.quad.box == (-0.5, height / 2 - 0.5, width - 0.5, height - 0.5)


def test_about_a_third_of_the_negatives_is_held_out() -> None:
    share = np.mean([held_out(f"negatives/{i:05d}.jpg") for i in range(3000)])
    assert share == pytest.approx(1 / 3, abs=0.03)


@pytest.mark.parametrize(
    "wrong",
    [
        {"documents": (0.5, 0.4)},
        {"fingers": 1.2},
        {"distractors": (1.5, -0.5)},
        {"backgrounds": 0.7, "negatives": 0.7},
    ],
)
def test_a_setting_refuses_what_are_no_chances(wrong: dict[str, object]) -> None:
    with pytest.raises(SynthesisError):
        Setting(**wrong)  # type: ignore[arg-type]


def test_a_setting_decides_how_many_documents() -> None:
    pool = SheetPool(Assets(), 8)
    never = Setting(documents=(1.0,))
    twice = Setting(documents=(0.0, 0.0, 1.0))
    counts = [
        [
            len(compose(np.random.default_rng(seed), pool, 240, 180, setting=each).quads)
            for seed in range(6)
        ]
        for each in (never, twice)
    ]
    assert counts[0] == [0] * 6
    assert max(counts[1]) == 2
