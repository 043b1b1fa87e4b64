"""A lens that bends lines: labels follow the picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from detector.synthesis.lens import STRONGEST, Lens

WIDTH, HEIGHT = 640, 480


def _spot_of(picture: np.ndarray, near: np.ndarray) -> np.ndarray:
    """The centre of gravity of a dot, px, from 9 px around where it is thought to be."""
    x0, y0 = np.round(near).astype(int) - 9
    window = picture[y0 : y0 + 19, x0 : x0 + 19, 0].astype(float)
    rows, columns = np.mgrid[:19, :19]
    return np.array([(columns * window).sum(), (rows * window).sum()]) / window.sum() + (x0, y0)


@pytest.mark.parametrize("k1", [STRONGEST, 0.02, -0.02, -STRONGEST])
def test_points_land_where_the_picture_shows_them(k1: float) -> None:
    lens = Lens(k1, WIDTH, HEIGHT)
    dots = np.array([(60.0, 50.0), (560.25, 70.5), (590.0, 420.0), (45.5, 400.0), (320.0, 240.0)])
    straight = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    for x, y in dots:
        at = (round(x * 16), round(y * 16))
        cv2.circle(straight, at, 4 * 16, (255, 255, 255), -1, cv2.LINE_AA, 4)
    seen = lens.picture(straight)
    landed = lens.distorted(dots)
    assert landed is not None
    for expected in landed:
        assert np.abs(_spot_of(seen, expected) - expected).max() < 0.3
    assert np.abs(landed - dots).max() > 1.5


@pytest.mark.parametrize("k1", [STRONGEST, -STRONGEST])
def test_there_and_back_is_where_it_was(k1: float) -> None:
    points = np.random.default_rng(1).uniform(-80, 700, (50, 2))
    lens = Lens(k1, WIDTH, HEIGHT)
    landed = lens.distorted(points)
    assert landed is not None
    assert np.abs(lens.straight(landed) - points).max() < 0.01


def test_barrel_pulls_corners_in_and_pincushion_pushes_them_out() -> None:
    side = np.array([(0.0, 0.0), (319.5, 0.0), (639.0, 0.0)])
    for k1, sign in ((0.05, 1), (-0.05, -1)):
        landed = Lens(k1, WIDTH, HEIGHT).distorted(side)
        assert landed is not None
        # The upper side's ends lie lower than its middle under barrel, higher under pincushion.
        assert sign * (landed[0, 1] - landed[1, 1]) > 3


@pytest.mark.parametrize("k1", [STRONGEST, -STRONGEST])
def test_all_that_is_shown_is_of_the_straight_picture(k1: float) -> None:
    lens = Lens(k1, WIDTH, HEIGHT)
    x, y = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
    source = lens.straight(np.column_stack([x.ravel(), y.ravel()]).astype(float))
    assert source.min() > -0.5
    assert (source.max(axis=0) < (WIDTH - 0.5, HEIGHT - 0.5)).all()


def test_far_outside_a_pincushion_there_is_no_answer() -> None:
    assert Lens(-STRONGEST, WIDTH, HEIGHT).distorted(np.array([(5000.0, 240.0)])) is None


def test_lenses_are_barrels_mostly_and_within_their_strength() -> None:
    rng = np.random.default_rng(3)
    strengths = np.array([Lens.random(rng, WIDTH, HEIGHT).k1 for _ in range(300)])
    assert np.abs(strengths).max() <= STRONGEST
    assert 0.65 < (strengths > 0).mean() < 0.85
