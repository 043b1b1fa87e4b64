"""Hands behind and over a document, and the flat things that are none."""

from __future__ import annotations

import numpy as np
import pytest

from detector.quad import Quad
from detector.synthesis.distractors import render_distractor
from detector.synthesis.grip import Grip, draw_hand, draw_thumb
from detector.synthesis.surfaces import render_surface

CARD = Quad([(120.0, 90.0), (280.0, 95.0), (278.0, 196.0), (118.0, 190.0)])


@pytest.mark.parametrize("seed", range(8))
def test_a_thumb_covers_a_rim_and_never_most_of_the_document(seed: int) -> None:
    rng = np.random.default_rng(seed)
    grip = Grip.random(rng, CARD)
    before = np.full((300, 400, 3), 128, np.uint8)
    after = draw_thumb(rng, before, grip)
    inside = np.zeros((300, 400), bool)
    ys, xs = np.mgrid[:300, :400]
    for x, y in zip(xs[::2, ::2].ravel(), ys[::2, ::2].ravel(), strict=True):
        inside[y, x] = CARD.contains((x, y))
    changed = (np.abs(after.astype(int) - before).max(axis=2) > 30)[inside]
    assert 0 < changed.mean() < 0.5


def test_the_same_seed_draws_the_same_hand() -> None:
    canvas = np.full((300, 400, 3), 128, np.uint8)
    drawn = []
    for _ in range(2):
        rng = np.random.default_rng(4)
        drawn.append(draw_hand(rng, canvas, Grip.random(rng, CARD)))
    np.testing.assert_array_equal(drawn[0], drawn[1])
    assert (drawn[0] != canvas).any()


@pytest.mark.parametrize("seed", range(40))
def test_things_and_surfaces_are_whole_pictures(seed: int) -> None:
    rng = np.random.default_rng(seed)
    thing = render_distractor(rng, lambda w, h: render_surface(rng, h, w))
    assert thing.image.dtype == thing.mask.dtype == np.uint8
    assert thing.image.shape[:2] == thing.mask.shape
    assert thing.mask[thing.mask.shape[0] // 2, thing.mask.shape[1] // 2] == 255
